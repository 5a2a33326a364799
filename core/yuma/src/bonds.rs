//! Bonds: how long validators have stood behind a miner, and what that earns them (yuma.md §1.9).

use crate::fixed::{product, proportion, to_u16, Divisor, ONE};
use crate::inspect::{Bond, Inspect};
use crate::matrix::Entry;
use crate::Validator;
use alloc::vec::Vec;

/// How bonds move in this epoch.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// Part of the new bond that comes from today's weights (alpha).
    pub fresh: u64,
    /// bonds_penalty as a share: how much of a weight above the consensus buys nothing.
    pub penalty: u64,
}

impl Terms {
    /// Terms from the hyperparameters. `moving_average` is in millionths; above a million it counts as a million
    /// (bonds then stand still), so that the speed is never negative.
    #[must_use]
    pub fn new(moving_average: u64, penalty: u16) -> Self {
        let millionths = moving_average.min(1_000_000);
        Self { fresh: ONE - (millionths << 32) / 1_000_000, penalty: proportion(penalty) }
    }

    /// The weight that buys bonds: between the whole weight (penalty 0) and the clipped one (penalty 1), the
    /// deduction rounded up.
    #[inline(always)]
    pub(crate) const fn buying(&self, weight: u64, consensus: u64) -> u64 {
        let clipped = if weight < consensus { weight } else { consensus };
        if self.penalty >= ONE {
            return clipped;
        }
        // penalty < 2^32 and the excess <= 2^32: the rounded-up product fits 64 bits exactly.
        weight - ((self.penalty * (weight - clipped) + (ONE - 1)) >> 32)
    }

    /// Whether a row that buys still names a miner on which its weight is above zero. Clipping drops what it leaves
    /// nothing of, and so does interpolation.
    #[inline(always)]
    pub(crate) const fn keeps(&self, weight: u64, consensus: u64) -> bool {
        self.buying(weight, consensus) > 0
    }

    /// Whether a row that buys still names a miner on which its weight is zero: interpolation drops it.
    #[inline(always)]
    pub(crate) const fn keeps_zeros(&self) -> bool {
        self.penalty == 0 || self.penalty >= ONE
    }
}

/// One miner as its bonds see it.
#[derive(Clone, Copy, Debug)]
pub struct Miner<'a> {
    /// Its uid.
    pub uid: u16,
    /// Consensus on it (C).
    pub consensus: u64,
    /// Its incentive (I).
    pub incentive: u64,
    /// Today's weights on it and the stored bonds.
    pub column: &'a [Entry],
}

/// What one validator holds in one miner and what its weight buys, on the way to their mean.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pair {
    pub(crate) uid: u16,
    pub(crate) bought: u64,
    pub(crate) held: u64,
    pub(crate) mean: u64,
}

/// Moves the bonds of one miner, pays them into the validators' dividends, and appends them to the rows that
/// are kept. Yuma2 dividends are final sums; Yuma3's are still to be multiplied by stake.
pub fn move_column<const YUMA3: bool, I: Inspect>(
    miner: Miner,
    terms: &Terms,
    validators: &mut [Validator],
    pairs: &mut Vec<Pair>,
    inspect: &mut I,
) {
    let (sum, most) = if YUMA3 {
        plain(miner, terms, pairs);
        average(pairs, terms.fresh, |_| ())
    } else {
        let (by_bought, by_held) = weighted(miner, terms, validators, pairs);
        average(pairs, terms.fresh, |pair| {
            pair.bought = by_bought.part(pair.bought);
            pair.held = by_held.part(pair.held);
        })
    };
    settle::<YUMA3, I>(miner, (sum, most), validators, pairs, inspect);
}

/// Pays the new bonds of one miner, `sum` in all and `most` the largest, into dividends, and appends those that are
/// kept to their rows.
#[inline]
pub fn settle<const YUMA3: bool, I: Inspect>(
    miner: Miner,
    (sum, most): (u64, u64),
    validators: &mut [Validator],
    pairs: &[Pair],
    inspect: &mut I,
) {
    let by = Divisor::new(sum);
    let scale = Divisor::new(by.part(most));
    for pair in pairs.iter().filter(|pair| pair.mean > 0) {
        let Some(validator) = validators.get_mut(usize::from(pair.uid)) else { continue };
        let share = by.part(pair.mean);
        // Yuma3 stores the bond itself, Yuma2 its size beside the largest on the miner.
        let stored = if YUMA3 { pair.mean } else { scale.part(share) };
        validator.dividend += product(share, miner.incentive);
        inspect.bond(pair.uid, miner.uid, Bond { held: pair.held, bought: pair.bought, share, stored });
        if validator.keeps_bonds {
            validator.bonds.push((miner.uid, to_u16(stored)));
        }
    }
}

/// Yuma3: what a weight buys and what is held, both as they are.
fn plain(miner: Miner, terms: &Terms, pairs: &mut Vec<Pair>) {
    pairs.clear();
    pairs.extend(miner.column.iter().map(|entry| {
        let bought = terms.buying(entry.weight(), miner.consensus);
        Pair { uid: entry.uid(), bought, held: proportion(entry.bond()), mean: 0 }
    }));
}

/// Yuma2: what a weight buys is weighed by active stake. Returns what makes bought and held each a share of the
/// column: the divisors by their sums.
fn weighted(
    miner: Miner,
    terms: &Terms,
    validators: &[Validator],
    pairs: &mut Vec<Pair>,
) -> (Divisor, Divisor) {
    let (mut all_bought, mut all_held) = (0u64, 0u64);
    pairs.clear();
    pairs.extend(miner.column.iter().map(|entry| {
        let stake = validators.get(usize::from(entry.uid())).map_or(0, |validator| validator.stake);
        let bought = product(terms.buying(entry.weight(), miner.consensus), stake);
        let held = u64::from(entry.bond());
        all_bought += bought;
        all_held += held;
        Pair { uid: entry.uid(), bought, held, mean: 0 }
    }));
    (Divisor::new(all_bought), Divisor::new(all_held))
}

/// Moves what is held towards what was bought, once `finish` is done with both. Returns the sum of the means and the
/// largest.
#[inline(always)]
fn average(pairs: &mut [Pair], fresh: u64, finish: impl Fn(&mut Pair)) -> (u64, u64) {
    let kept = ONE - fresh.min(ONE);
    pairs.iter_mut().fold((0, 0), |(sum, most), pair| {
        finish(pair);
        pair.mean = product(pair.bought, fresh) + product(pair.held, kept);
        (sum + pair.mean, most.max(pair.mean))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speed_should_be_a_hair_over_a_tenth_when_moving_average_is_default() {
        assert_eq!(Terms::new(900_000, 0).fresh, 429_496_730);
        assert_eq!(Terms::new(u64::MAX, 0).fresh, 0);
        assert_eq!(Terms::new(0, 0).fresh, ONE);
    }

    #[test]
    fn buying_weight_should_round_the_deduction_up() {
        assert_eq!(Terms::new(0, 0).buying(9, 4), 9);
        assert_eq!(Terms::new(0, 65535).buying(9, 4), 4);
        assert_eq!(Terms::new(0, 32767).buying(9, 4), 6);
        assert_eq!(Terms::new(0, 65534).buying(ONE, 0), 65538);
        assert_eq!(Terms::new(0, 1).buying(9, 40), 9);
    }
}
