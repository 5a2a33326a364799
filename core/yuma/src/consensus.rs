//! The stake-weighted quantile of what validators say about one miner (yuma.md §1.7).

use crate::matrix::Entry;
use crate::validators::of;
use alloc::vec::Vec;

/// One validator's score of a miner and the share of the voting stake behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// Normalised weight.
    pub score: u64,
    /// Share of the voting stake; nothing for who has no vote.
    pub share: u64,
}

/// How much support a score needs, and who may vote.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// kappa as a share.
    pub kappa: u64,
    /// Number of validators with a vote: those who give no ballot score zero.
    pub voters: usize,
}

/// C of one miner: the quantile of the column's scores among voters, whose `shares` of the voting stake stand by uid.
pub fn of_column(column: &[Entry], shares: &[u64], rule: Rule, ballots: &mut Vec<Ballot>) -> u64 {
    let mut tally = Tally::default();
    ballots.clear();
    ballots.extend(column.iter().map(|entry| {
        let ballot = Ballot { score: entry.weight(), share: of(shares, entry.uid()) };
        tally.count(ballot);
        ballot
    }));
    elect(ballots, tally, rule)
}

/// The largest score that ballots of at least kappa support with theirs or a higher one.
///
/// Voters without a ballot score zero. When even all together do not reach kappa (their floored shares sum to
/// slightly less than one) it is the smallest score. Uses up the ballots.
#[must_use]
pub fn quantile(ballots: &mut Vec<Ballot>, rule: Rule) -> u64 {
    elect(ballots, Tally::of(ballots), rule)
}

fn elect(ballots: &mut Vec<Ballot>, tally: Tally, rule: Rule) -> u64 {
    if rule.kappa > 0 && tally.support >= rule.kappa {
        return supported(ballots, tally, rule.kappa);
    }
    let scores = ballots.iter().filter(|ballot| ballot.share > 0).map(|ballot| ballot.score);
    if rule.kappa == 0 {
        return scores.max().unwrap_or(0);
    }
    if scores.clone().count() < rule.voters {
        0
    } else {
        scores.min().unwrap_or(0)
    }
}

/// What some ballots have in common.
#[derive(Clone, Copy, Debug)]
struct Tally {
    /// Sum of their shares.
    support: u64,
    low: u64,
    high: u64,
}

impl Default for Tally {
    fn default() -> Self {
        Self { support: 0, low: u64::MAX, high: 0 }
    }
}

impl Tally {
    fn of(ballots: &[Ballot]) -> Self {
        let mut tally = Self::default();
        ballots.iter().for_each(|ballot| tally.count(*ballot));
        tally
    }

    #[inline(always)]
    fn count(&mut self, ballot: Ballot) {
        self.support += ballot.share;
        self.low = self.low.min(ballot.score);
        self.high = self.high.max(ballot.score);
    }
}

/// Bits of a score that one round of the search settles.
const DIGIT: u32 = 5;

/// So few ballots are looked through one by one.
const FEW: usize = 8;

/// The largest score supported by at least `needed`, which is above zero and at most the sum of all shares.
///
/// A radix search from the top: a round adds up the shares in 32 equal ranges between the extremes, and only
/// ballots of the range in which the sum passes `needed` go on. At most 7 rounds over 33 bits, usually one.
fn supported(ballots: &mut Vec<Ballot>, mut tally: Tally, mut needed: u64) -> u64 {
    while ballots.len() > FEW {
        let Tally { low, high, .. } = tally;
        if low == high {
            return low;
        }
        let shift = (u64::BITS - (high - low).leading_zeros()).saturating_sub(DIGIT);
        let mut ranges = [0u64; 1 << DIGIT];
        for ballot in ballots.iter() {
            #[allow(clippy::indexing_slicing)] // `digit` is masked to as many bits as there are ranges
            {
                ranges[digit(ballot.score - low, shift)] += ballot.share;
            }
        }
        let mut passing = 0;
        for (range, share) in ranges.iter().enumerate().rev() {
            if *share >= needed {
                passing = range;
                break;
            }
            needed -= share;
        }
        ballots.retain(|ballot| digit(ballot.score - low, shift) == passing);
        tally = Tally::of(ballots);
    }
    first_passing(ballots, needed)
}

/// Takes the highest of a few ballots away, one after the other, until their shares pass `needed`.
fn first_passing(ballots: &mut Vec<Ballot>, mut needed: u64) -> u64 {
    let mut score = 0;
    while let Some((at, highest)) = highest(ballots) {
        score = highest.score;
        if highest.share >= needed {
            break;
        }
        needed -= highest.share;
        ballots.swap_remove(at);
    }
    score
}

/// The ballot with the highest score, and where it is.
fn highest(ballots: &[Ballot]) -> Option<(usize, Ballot)> {
    let mut all = ballots.iter().copied().enumerate();
    let first = all.next()?;
    Some(all.fold(first, |highest, other| {
        core::hint::select_unpredictable(other.1.score > highest.1.score, other, highest)
    }))
}

/// The leading digit, masked so that the compiler sees it in range.
#[inline(always)]
const fn digit(offset: u64, shift: u32) -> usize {
    ((offset >> shift) & ((1 << DIGIT) - 1)) as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixed::ONE;
    use proptest::prelude::*;

    fn ballots(pairs: &[(u64, u64)]) -> Vec<Ballot> {
        pairs.iter().map(|(score, share)| Ballot { score: *score, share: *share }).collect()
    }

    /// The definition of §1.7, word for word, over all voters' scores.
    fn by_definition(scores: &[(u64, u64)], kappa: u64) -> u64 {
        let supported =
            |x: u64| scores.iter().filter(|(s, _)| *s >= x).map(|(_, share)| share).sum::<u64>() >= kappa;
        let reached = scores.iter().map(|(score, _)| *score).filter(|score| supported(*score)).max();
        reached.or(scores.iter().map(|(score, _)| *score).min()).unwrap_or(0)
    }

    #[test]
    fn exact_half_should_carry_when_kappa_is_just_under_half() {
        let rule = Rule { kappa: crate::fixed::proportion(32767), voters: 2 };
        assert_eq!(quantile(&mut ballots(&[(9, ONE / 2)]), rule), 9);
        let rule = Rule { kappa: crate::fixed::proportion(32768), voters: 2 };
        assert_eq!(quantile(&mut ballots(&[(9, ONE / 2)]), rule), 0);
    }

    #[test]
    fn smallest_score_should_win_when_all_do_not_reach_kappa() {
        let third = ONE / 3;
        let rule = Rule { kappa: ONE, voters: 3 };
        assert_eq!(quantile(&mut ballots(&[(5, third), (4, third), (6, third)]), rule), 4);
        assert_eq!(quantile(&mut ballots(&[(5, third), (4, third)]), rule), 0);
    }

    #[test]
    fn largest_score_should_win_when_kappa_is_zero() {
        assert_eq!(quantile(&mut ballots(&[(5, 1), (7, 1)]), Rule { kappa: 0, voters: 9 }), 7);
        assert_eq!(quantile(&mut ballots(&[]), Rule { kappa: 0, voters: 9 }), 0);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(10_000))]

        #[test]
        fn quantile_should_equal_its_definition(
            votes in proptest::collection::vec((prop_oneof![0..4u64, 0..=ONE, (ONE / 2)..(ONE / 2 + 40)], 1..=40u64), 0..40),
            silent in 0..=ONE,
            kappa in prop_oneof![0..5u64, 0..900u64, Just(ONE)],
        ) {
            let rule = Rule { kappa, voters: votes.len() };
            let expected = by_definition(&votes, kappa);
            prop_assert_eq!(quantile(&mut ballots(&votes), rule), expected);
            // Ballots of zero may be left out, those without a vote may be there.
            let mut positive: Vec<_> = votes.iter().copied().filter(|(score, _)| *score > 0).collect();
            positive.push((silent, 0));
            prop_assert_eq!(quantile(&mut ballots(&positive), rule), expected);
        }
    }
}
