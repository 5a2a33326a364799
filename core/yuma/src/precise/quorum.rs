//! Consensus by whole stakes: a weight is agreed when those who put as much hold `kappa` of 65535 parts of the stake
//! that votes, compared in integers. No rounding decides at the edge.

use crate::matrix::Entry;
use crate::stake::counted;
use alloc::vec::Vec;

/// Who votes on a subnet, and with how much.
#[derive(Clone, Debug, Default)]
pub struct Quorum {
    /// Stake that votes, by uid.
    votes: Vec<u128>,
    total: u128,
    kappa: u16,
    /// Scores of one miner with the stake behind each.
    ballots: Vec<(u64, u128)>,
}

impl Quorum {
    /// Calls to the vote those who are active and hold a permit, with their stake weight; nobody below `threshold` whole
    /// rao but the owner.
    pub fn call(
        &mut self,
        kappa: u16,
        stake: &[u128],
        threshold: u64,
        owner: Option<u16>,
        speaks: impl Iterator<Item = bool>,
    ) {
        let vote = |(uid, (weight, speaks)): (usize, (&u128, bool))| {
            if speaks {
                counted(uid, *weight, threshold, owner)
            } else {
                0
            }
        };
        self.kappa = kappa;
        self.votes.clear();
        self.votes.extend(stake.iter().zip(speaks).enumerate().map(vote));
        // At most 2^16 votes below 2^111.
        self.total = self.votes.iter().sum();
    }

    /// The largest score behind which kappa of the stake stands, with that score or a higher one; voters whose row does
    /// not name the miner score zero.
    pub fn of_column(&mut self, column: &[Entry]) -> u64 {
        let vote = |entry: &Entry| self.votes.get(usize::from(entry.uid())).copied().unwrap_or(0);
        self.ballots.clear();
        self.ballots.extend(column.iter().map(|entry| (entry.weight(), vote(entry))));
        self.ballots.retain(|(_, stake)| *stake > 0);
        self.ballots.sort_unstable_by_key(|(score, _)| core::cmp::Reverse(*score));
        let needed = times(self.total, self.kappa);
        let mut support = 0u128;
        let carried = self.ballots.iter().find(|(_, stake)| {
            support += *stake;
            times(support, u16::MAX) >= needed
        });
        carried.map_or(0, |(score, _)| *score)
    }
}

/// a · k in two words, the higher first.
const fn times(a: u128, k: u16) -> (u128, u128) {
    let low = (a & u64::MAX as u128) * k as u128;
    let high = (a >> 64) * k as u128 + (low >> 64);
    (high >> 64, high << 64 | low & u64::MAX as u128)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::pack;

    /// The consensus of voters with these stakes and scores.
    fn agreed(kappa: u16, votes: &[(u128, u64)]) -> u64 {
        let stake: Vec<u128> = votes.iter().map(|(stake, _)| *stake).collect();
        let mut quorum = Quorum::default();
        quorum.call(kappa, &stake, 0, None, stake.iter().map(|_| true));
        let column: Vec<Entry> =
            (0u16..).zip(votes).map(|(uid, (_, score))| Entry::new(uid, pack(*score))).collect();
        quorum.of_column(&column)
    }

    #[test]
    fn score_should_carry_when_its_stake_is_kappa_to_the_unit() {
        let third = 1u128 << 80;
        assert_eq!(agreed(21_845, &[(third, 9), (third, 0), (third, 0)]), 9);
        assert_eq!(agreed(21_845, &[(third - 1, 9), (third, 0), (third, 0)]), 0);
        assert_eq!(agreed(21_845, &[(third, 9), (third, 0), (third + 1, 0)]), 0);
        // Two thirds, of which the reference's shares sum to less.
        assert_eq!(agreed(43_690, &[(third, 9), (third, 7), (third, 0)]), 7);
    }

    #[test]
    fn all_stake_should_be_needed_when_kappa_is_whole() {
        assert_eq!(agreed(u16::MAX, &[(1 << 90, 9), (1 << 90, 8), (1, 5)]), 5);
        assert_eq!(agreed(u16::MAX, &[(1 << 90, 9), (1 << 90, 8), (1, 0)]), 0);
        assert_eq!(agreed(0, &[(1, 9), (1 << 90, 8)]), 9);
        assert_eq!(agreed(0, &[(0, 9), (0, 8)]), 0);
    }

    #[test]
    fn stake_should_not_overflow_when_it_is_absurd() {
        assert_eq!(agreed(32_767, &[(u128::MAX, 9), (u128::MAX, 8)]), 9);
        assert_eq!(agreed(32_768, &[(u128::MAX, 9), (u128::MAX, 8)]), 8);
        assert_eq!(times(u128::MAX, u16::MAX), (65_534, u128::MAX - 65_534));
    }

    #[test]
    fn nobody_should_vote_when_silent_or_below_the_threshold() {
        let mut quorum = Quorum::default();
        let stake = [5u128 << 32, 3 << 32, 9 << 32];
        quorum.call(32_767, &stake, 4, Some(1), [true, true, false].into_iter());
        assert_eq!((quorum.votes.as_slice(), quorum.total), (&[5u128 << 32, 3 << 32, 0][..], 8 << 32));
    }
}
