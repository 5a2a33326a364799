//! From incentive and dividends to amounts (yuma.md §1.11).

use crate::fixed::{normalise, of_amount, sum, Divisor};
use alloc::vec::Vec;

/// How an epoch's emission is shared, by uid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Split {
    /// For mining: incentive over the sum of incentives and dividends.
    pub server: Vec<u64>,
    /// For validating: dividends over the same sum.
    pub validator: Vec<u64>,
    /// Both together.
    pub combined: Vec<u64>,
}

impl Split {
    /// Shares the emission by incentive plus dividends. When nobody earned any it follows `active` stake as if it
    /// were dividends, or all `stake` when nobody is active.
    pub fn share_out(&mut self, incentive: &[u64], dividends: &[u64], active: &[u64], stake: &[u64]) {
        let Self { server, validator, combined } = self;
        combined.clear();
        combined.extend(incentive.iter().zip(dividends).map(|(i, d)| i.saturating_add(*d)));
        let earned = sum(combined);
        server.clear();
        validator.clear();
        if earned > 0 {
            normalise(combined);
            let by = Divisor::new(earned);
            server.extend(incentive.iter().map(|part| by.quotient(*part)));
            validator.extend(dividends.iter().map(|part| by.quotient(*part)));
            return;
        }
        let by_stake = if sum(active) > 0 { active } else { stake };
        server.resize(stake.len(), 0);
        validator.extend_from_slice(by_stake);
        combined.clear();
        combined.extend_from_slice(by_stake);
    }
}

/// floor(share · emission) for each uid.
pub fn amounts(shares: &[u64], emission: u64, amounts: &mut Vec<u64>) {
    amounts.clear();
    amounts.extend(shares.iter().map(|share| of_amount(*share, emission)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;

    fn split(incentive: &[u64], dividends: &[u64], active: &[u64], stake: &[u64]) -> Split {
        let mut split = Split { server: alloc::vec![9; 9], ..Split::default() };
        split.share_out(incentive, dividends, active, stake);
        split
    }

    #[test]
    fn halves_should_go_to_each_side_when_both_sum_to_one() {
        let split = split(&[0, ONE], &[ONE, 0], &[ONE, 0], &[ONE, 0]);
        assert_eq!(split.server, [0, ONE / 2]);
        assert_eq!(split.validator, [ONE / 2, 0]);
        let mut out = alloc::vec![9; 9];
        amounts(&split.combined, 1_000_000_001, &mut out);
        assert_eq!(out, [500_000_000, 500_000_000]);
    }

    #[test]
    fn emission_should_follow_active_stake_when_nobody_earned() {
        let by_active = split(&[0; 2], &[0; 2], &[0, ONE], &[ONE / 2, ONE / 2]);
        assert_eq!((by_active.validator, by_active.combined), (vec![0, ONE], vec![0, ONE]));
        assert_eq!(by_active.server, [0, 0]);
        let by_stake = split(&[0; 2], &[0; 2], &[0, 0], &[ONE / 2, ONE / 4]);
        assert_eq!(by_stake.combined, [ONE / 2, ONE / 4]);
    }
}
