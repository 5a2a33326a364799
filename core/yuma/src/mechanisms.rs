//! What the epochs of a subnet's mechanisms say together (yuma.md §2.6).

use crate::Outcome;
use alloc::vec::Vec;

/// One outcome of several, each with the amount that its mechanism shared out.
///
/// Amounts are summed. Shares are weighted means by that amount, floored; where nothing was shared out, the first
/// mechanism's. Whoever is active, or permitted, in one mechanism is so. Bonds belong to their mechanism: none here.
#[must_use]
pub fn merge(outcomes: Vec<(Outcome, u64)>) -> Outcome {
    if outcomes.len() < 2 {
        return outcomes.into_iter().next().map_or_else(Outcome::default, |(outcome, _)| outcome);
    }
    let mut all = Weighing { total: outcomes.iter().map(|(_, amount)| u128::from(*amount)).sum(), outcomes };
    if all.total == 0 {
        all.total = 1;
        for (index, (_, amount)) in all.outcomes.iter_mut().enumerate() {
            *amount = u64::from(index == 0);
        }
    }
    Outcome {
        active: all.any(|outcome| &outcome.active),
        permits: all.any(|outcome| &outcome.permits),
        stake_weight: all.mean16(|outcome| &outcome.stake_weight),
        consensus: all.mean16(|outcome| &outcome.consensus),
        incentive: all.mean16(|outcome| &outcome.incentive),
        dividends: all.mean16(|outcome| &outcome.dividends),
        trust: all.mean16(|outcome| &outcome.trust),
        server_emission: all.sum(|outcome| &outcome.server_emission),
        validator_emission: all.sum(|outcome| &outcome.validator_emission),
        emission: all.sum(|outcome| &outcome.emission),
        incentive_q32: all.mean(|outcome| &outcome.incentive_q32),
        dividends_q32: all.mean(|outcome| &outcome.dividends_q32),
        server_share_q32: all.mean(|outcome| &outcome.server_share_q32),
        validator_share_q32: all.mean(|outcome| &outcome.validator_share_q32),
        bonds: Vec::new(),
        precise_bonds: Vec::new(),
    }
}

/// Outcomes with their amounts, and the sum of these.
struct Weighing {
    outcomes: Vec<(Outcome, u64)>,
    total: u128,
}

impl Weighing {
    /// One value a uid, made of each mechanism's value and amount.
    fn each<V: Copy, R>(&self, of: fn(&Outcome) -> &Vec<V>, fold: impl Fn(&[(V, u64)]) -> R) -> Vec<R> {
        let n = self.outcomes.iter().map(|(outcome, _)| of(outcome).len()).max().unwrap_or(0);
        let values = |uid: usize| -> Vec<(V, u64)> {
            let value = |(outcome, amount): &(Outcome, u64)| Some((*of(outcome).get(uid)?, *amount));
            self.outcomes.iter().filter_map(value).collect()
        };
        (0..n).map(|uid| fold(&values(uid))).collect()
    }

    fn any(&self, of: fn(&Outcome) -> &Vec<bool>) -> Vec<bool> {
        self.each(of, |values| values.iter().any(|(value, _)| *value))
    }

    fn sum(&self, of: fn(&Outcome) -> &Vec<u64>) -> Vec<u64> {
        self.each(of, |values| values.iter().fold(0u64, |sum, (value, _)| sum.saturating_add(*value)))
    }

    /// `floor(Σ value · amount / total)`: no more than the largest value, so it fits.
    fn mean(&self, of: fn(&Outcome) -> &Vec<u64>) -> Vec<u64> {
        let total = self.total;
        self.each(of, |values| {
            // Eight products of 32 and 64 bits.
            let sum: u128 =
                values.iter().map(|(value, amount)| u128::from(*value) * u128::from(*amount)).sum();
            sum.checked_div(total).unwrap_or(0) as u64
        })
    }

    fn mean16(&self, of: fn(&Outcome) -> &Vec<u16>) -> Vec<u16> {
        let total = self.total;
        self.each(of, |values| {
            let sum: u128 =
                values.iter().map(|(value, amount)| u128::from(*value) * u128::from(*amount)).sum();
            sum.checked_div(total).unwrap_or(0) as u16
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;

    fn outcome(active: bool, incentive: u16, emission: u64) -> Outcome {
        Outcome {
            active: vec![active],
            permits: vec![active],
            incentive: vec![incentive],
            emission: vec![emission],
            incentive_q32: vec![u64::from(incentive) << 16],
            bonds: vec![vec![(0, 1)]],
            ..Outcome::default()
        }
    }

    #[test]
    fn outcome_should_be_itself_when_there_is_one_mechanism() {
        let one = outcome(true, 5, 7);
        assert_eq!(merge(vec![(one.clone(), 0)]), one);
        assert_eq!(merge(Vec::new()), Outcome::default());
    }

    #[test]
    fn shares_should_be_means_by_amount_and_amounts_sums() {
        let merged = merge(vec![(outcome(false, 100, 7), 1), (outcome(true, 201, 9), 3)]);
        assert_eq!((merged.active, merged.permits), (vec![true], vec![true]));
        assert_eq!((merged.incentive, merged.emission), (vec![175], vec![16]));
        assert_eq!(merged.incentive_q32, [(100 * 65_536 + 3 * 201 * 65_536) / 4]);
        assert!(merged.bonds.is_empty());
    }

    #[test]
    fn shares_should_be_the_first_mechanisms_when_nothing_was_shared_out() {
        let merged = merge(vec![(outcome(false, 100, 0), 0), (outcome(true, 201, 0), 0)]);
        assert_eq!((merged.incentive, merged.active), (vec![100], vec![true]));
    }
}
