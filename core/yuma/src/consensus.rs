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

/// Consensus on all miners.
#[derive(Clone, Debug, Default)]
pub struct Agreed {
    /// By uid, packed: see [`pack`](crate::fixed::pack).
    pub packed: Vec<u32>,
    /// Whether it is one on any: only then does a clipped weight need to be unpacked.
    pub whole: bool,
}

impl Agreed {
    /// Adds the consensus on the next miner.
    pub fn push(&mut self, packed: u32) {
        self.packed.push(packed);
        self.whole |= packed == u32::MAX;
    }

    /// Forgets all miners.
    pub fn clear(&mut self) {
        self.packed.clear();
        self.whole = false;
    }
}

/// C of one miner, packed: the quantile of the column's scores among voters, whose `shares` of the voting stake stand by
/// uid, and in `full` in the order of a column on which every row has an entry.
pub fn of_column(column: &[Entry], shares: &[u64], full: &[u64], rule: Rule, left: &mut Vec<Ballot>) -> u32 {
    let ballot = |(entry, share): (&Entry, u64)| Ballot { score: u64::from(entry.packed()), share };
    let score = if column.len() == full.len() {
        elect(column.iter().zip(full.iter().copied()).map(ballot), rule, left)
    } else {
        let share = |entry: &Entry| of(shares, entry.uid());
        elect(column.iter().map(|entry| ballot((entry, share(entry)))), rule, left)
    };
    score as u32
}

/// The largest score that ballots of at least kappa support with theirs or a higher one.
///
/// Voters without a ballot score zero. When even all together do not reach kappa (their floored shares sum to
/// slightly less than one) it is the smallest score.
#[must_use]
pub fn quantile(ballots: &[Ballot], rule: Rule) -> u64 {
    elect(ballots.iter().copied(), rule, &mut Vec::new())
}

#[inline(always)]
fn elect(ballots: impl Iterator<Item = Ballot> + Clone, rule: Rule, left: &mut Vec<Ballot>) -> u64 {
    // All bits of all scores are as long as the highest score.
    let (support, bits) =
        ballots.clone().fold((0, 0), |(support, bits), ballot| (support + ballot.share, bits | ballot.score));
    if rule.kappa > 0 && support >= rule.kappa {
        return supported(ballots, bits, rule.kappa, left);
    }
    let scores = ballots.filter(|ballot| ballot.share > 0).map(|ballot| ballot.score);
    if rule.kappa == 0 {
        return scores.max().unwrap_or(0);
    }
    if scores.clone().count() < rule.voters {
        0
    } else {
        scores.min().unwrap_or(0)
    }
}

/// Bits of a score that one round of the search settles.
const DIGIT: u32 = 6;

/// The largest score supported by at least `needed`, which is above zero and at most the sum of all shares. `high` is as
/// long as the highest score.
///
/// A radix search from the top: a round adds up the shares in 64 equal ranges between the extremes, and only
/// ballots of the range in which the sum passes `needed` go on. At most 6 rounds over 33 bits, usually one.
#[inline(always)]
fn supported(
    ballots: impl Iterator<Item = Ballot> + Clone,
    high: u64,
    mut needed: u64,
    left: &mut Vec<Ballot>,
) -> u64 {
    let range = Range::new(0, high);
    let passing = range.passing(ballots.clone(), &mut needed);
    left.clear();
    left.extend(ballots.filter(|ballot| range.digit(*ballot) == passing));
    while left.len() > FEW {
        let scores = left.iter().map(|ballot| ballot.score);
        let (low, high) = scores.fold((u64::MAX, 0), |(low, high), score| (score.min(low), score.max(high)));
        if low == high {
            return low;
        }
        let range = Range::new(low, high);
        let passing = range.passing(left.iter().copied(), &mut needed);
        left.retain(|ballot| range.digit(*ballot) == passing);
    }
    first_passing(left, needed)
}

/// Scores from `low` on, in ranges of 2^shift.
#[derive(Clone, Copy)]
struct Range {
    low: u64,
    shift: u32,
}

impl Range {
    const fn new(low: u64, high: u64) -> Self {
        Self { low, shift: (u64::BITS - (high - low).leading_zeros()).saturating_sub(DIGIT) }
    }

    /// The ballot's range, masked so that the compiler sees that there is one.
    #[inline(always)]
    const fn digit(self, ballot: Ballot) -> usize {
        (((ballot.score - self.low) >> self.shift) & ((1 << DIGIT) - 1)) as usize
    }

    /// The range in which the shares, from the top, pass what is needed; leaves what is needed of its own.
    #[inline(always)]
    fn passing(self, ballots: impl Iterator<Item = Ballot>, needed: &mut u64) -> usize {
        let mut ranges = [0u64; 1 << DIGIT];
        for ballot in ballots {
            #[allow(clippy::indexing_slicing)] // `digit` is masked to as many bits as there are ranges
            {
                ranges[self.digit(ballot)] += ballot.share;
            }
        }
        for (range, share) in ranges.iter().enumerate().rev() {
            if *share >= *needed {
                return range;
            }
            *needed -= share;
        }
        0
    }
}

/// So few ballots are looked through one by one.
const FEW: usize = 8;

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
        assert_eq!(quantile(&ballots(&[(9, ONE / 2)]), rule), 9);
        let rule = Rule { kappa: crate::fixed::proportion(32768), voters: 2 };
        assert_eq!(quantile(&ballots(&[(9, ONE / 2)]), rule), 0);
    }

    #[test]
    fn smallest_score_should_win_when_all_do_not_reach_kappa() {
        let third = ONE / 3;
        let rule = Rule { kappa: ONE, voters: 3 };
        assert_eq!(quantile(&ballots(&[(5, third), (4, third), (6, third)]), rule), 4);
        assert_eq!(quantile(&ballots(&[(5, third), (4, third)]), rule), 0);
    }

    #[test]
    fn largest_score_should_win_when_kappa_is_zero() {
        assert_eq!(quantile(&ballots(&[(5, 1), (7, 1)]), Rule { kappa: 0, voters: 9 }), 7);
        assert_eq!(quantile(&ballots(&[]), Rule { kappa: 0, voters: 9 }), 0);
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
            prop_assert_eq!(quantile(&ballots(&votes), rule), expected);
            // Ballots of zero may be left out, those without a vote may be there.
            let mut positive: Vec<_> = votes.iter().copied().filter(|(score, _)| *score > 0).collect();
            positive.push((silent, 0));
            prop_assert_eq!(quantile(&ballots(&positive), rule), expected);
        }
    }
}
