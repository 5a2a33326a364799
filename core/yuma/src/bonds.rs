//! Bonds: how long validators have stood behind a miner, and what that earns them (yuma.md §1.9).

use crate::fixed::{fraction, product, proportion, smaller, to_u16, Divisor, ONE};
use crate::inspect::{Bond, Inspect};
use crate::matrix::Entry;
use crate::validators::of;
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
    pub(crate) fn buying(&self, weight: u64, consensus: u64) -> u64 {
        let clipped = smaller(weight, consensus);
        if self.penalty >= ONE {
            return clipped;
        }
        // penalty < 2^32 and the excess <= 2^32: the rounded-up product fits 64 bits exactly.
        weight - ((self.penalty * (weight - clipped) + (ONE - 1)) >> 32)
    }

    /// The new bond: what is held, moved towards what was bought.
    #[inline(always)]
    pub(crate) const fn mean(&self, bought: u64, held: u64) -> u64 {
        product(bought, self.fresh) + product(held, ONE - self.fresh)
    }

    /// Whether a row that buys still names a miner on which its weight is above zero. Clipping drops what it leaves
    /// nothing of, and so does interpolation.
    #[inline(always)]
    pub(crate) fn keeps(&self, weight: u64, consensus: u64) -> bool {
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

/// What validators hold in one miner and what their weights buy, on the way to their mean: a value for each entry of
/// the miner's column.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    pub(crate) bought: Vec<u64>,
    pub(crate) held: Vec<u64>,
    /// The new bond; one of zero is none.
    pub(crate) mean: Vec<u64>,
    share: Vec<u64>,
    stored: Vec<u64>,
}

impl Pairs {
    /// Makes room for a column; what stands there is to be written over.
    pub(crate) fn fit(&mut self, entries: usize) {
        for values in [&mut self.bought, &mut self.held, &mut self.mean, &mut self.share, &mut self.stored] {
            values.resize(entries, 0);
        }
    }

    /// All about one of them, for who watches.
    fn bond(&self, at: usize) -> Bond {
        let value = |values: &[u64]| values.get(at).copied().unwrap_or(0);
        Bond {
            held: value(&self.held),
            bought: value(&self.bought),
            share: value(&self.share),
            stored: value(&self.stored),
        }
    }
}

/// Where bonds go: into dividends and rows.
#[derive(Debug)]
pub struct Books<'a> {
    /// Dividends so far, by uid. Yuma2's are final sums; Yuma3's are still to be multiplied by stake.
    pub dividends: &'a mut [u64],
    /// The rows so far, miners ascending, by uid.
    pub rows: &'a mut [Vec<(u16, u16)>],
}

/// Moves the bonds of one miner and books them. `stake` is the active stake by uid.
#[inline]
pub fn move_column<const YUMA3: bool, I: Inspect>(
    miner: Miner,
    terms: &Terms,
    stake: &[u64],
    pairs: &mut Pairs,
    books: &mut Books,
    inspect: &mut I,
) {
    pairs.fit(miner.column.len());
    let (fresh, kept) = (terms.fresh, ONE - terms.fresh);
    // When both are below one no product asks for more than 64 bits.
    let quick = fresh > 0 && fresh < ONE;
    let quickly = move |bought, held| fraction(bought, fresh) + fraction(held, kept);
    let slowly = |bought, held| terms.mean(bought, held);
    let bonds = match (YUMA3, quick) {
        (true, true) => plain::<I>(miner, terms, pairs, quickly),
        (true, false) => plain::<I>(miner, terms, pairs, slowly),
        (false, quick) => {
            let divisors = weighted(miner, terms, stake, pairs);
            if quick {
                average::<I>(divisors, pairs, quickly)
            } else {
                average::<I>(divisors, pairs, slowly)
            }
        }
    };
    settle::<YUMA3, I>(miner, bonds, pairs, books, inspect);
}

/// Books the new bonds of one miner, `sum` in all and `most` the largest.
#[inline]
pub fn settle<const YUMA3: bool, I: Inspect>(
    miner: Miner,
    (sum, most): (u64, u64),
    pairs: &mut Pairs,
    books: &mut Books,
    inspect: &mut I,
) {
    divide::<YUMA3>((sum, most), pairs);
    // Two short loops keep everything in registers, which one long loop does not.
    if miner.incentive < ONE {
        pay(miner, &pairs.share, books.dividends, fraction);
    } else {
        pay(miner, &pairs.share, books.dividends, product);
    }
    let rows = &mut *books.rows;
    for (entry, (mean, stored)) in miner.column.iter().zip(pairs.mean.iter().zip(&pairs.stored)) {
        if let (true, Some(row)) = (*mean > 0, rows.get_mut(usize::from(entry.uid()))) {
            row.push((miner.uid, to_u16(*stored)));
        }
    }
    if I::WATCHES {
        for (at, (entry, mean)) in miner.column.iter().zip(&pairs.mean).enumerate() {
            if *mean > 0 {
                inspect.bond(entry.uid(), miner.uid, pairs.bond(at));
            }
        }
    }
}

/// Pays the miner's incentive by shares of its bonds.
#[inline(always)]
fn pay(miner: Miner, shares: &[u64], dividends: &mut [u64], part: impl Fn(u64, u64) -> u64) {
    for (entry, share) in miner.column.iter().zip(shares) {
        if let Some(dividend) = dividends.get_mut(usize::from(entry.uid())) {
            *dividend += part(*share, miner.incentive);
        }
    }
}

/// From means to shares of the miner's bonds, and to what is stored: by Yuma3 the bond itself, by Yuma2 its size
/// beside the largest on the miner.
#[inline]
fn divide<const YUMA3: bool>((sum, most): (u64, u64), pairs: &mut Pairs) {
    let by = Divisor::new(sum);
    let scale = Divisor::new(by.part(most));
    for ((mean, share_out), stored) in pairs.mean.iter().zip(&mut pairs.share).zip(&mut pairs.stored) {
        let share = by.part(*mean);
        *share_out = share;
        *stored = if YUMA3 { *mean } else { scale.part(share) };
    }
}

/// Yuma3: the mean of what a weight buys and what is held, both as they are. Returns the sum and the largest.
#[inline]
fn plain<I: Inspect>(
    miner: Miner,
    terms: &Terms,
    pairs: &mut Pairs,
    blend: impl Fn(u64, u64) -> u64,
) -> (u64, u64) {
    let (mut sum, mut most) = (0, 0);
    let Pairs { bought, held, mean, .. } = pairs;
    for (((entry, bought_out), held_out), mean_out) in miner.column.iter().zip(bought).zip(held).zip(mean) {
        let bought = terms.buying(entry.weight(), miner.consensus);
        let held = proportion(entry.bond());
        let mean = blend(bought, held);
        if I::WATCHES {
            (*bought_out, *held_out) = (bought, held);
        }
        *mean_out = mean;
        sum += mean;
        most = mean.max(most);
    }
    (sum, most)
}

/// Yuma2: what a weight buys is weighed by active stake. Returns what makes bought and held each a share of the
/// column: the divisors by their sums.
#[inline]
fn weighted(miner: Miner, terms: &Terms, stake: &[u64], pairs: &mut Pairs) -> (Divisor, Divisor) {
    // Clipped to less than one: no product asks for more than 64 bits.
    if terms.penalty >= ONE && miner.consensus < ONE {
        let clipped = |weight| smaller(weight, miner.consensus);
        weigh(miner.column, stake, pairs, |weight, stake| fraction(clipped(weight), stake))
    } else {
        weigh(miner.column, stake, pairs, |weight, stake| {
            product(terms.buying(weight, miner.consensus), stake)
        })
    }
}

#[inline(always)]
fn weigh(
    column: &[Entry],
    stake: &[u64],
    pairs: &mut Pairs,
    buy: impl Fn(u64, u64) -> u64,
) -> (Divisor, Divisor) {
    let (mut all_bought, mut all_held) = (0u64, 0u64);
    for ((entry, bought_out), held_out) in column.iter().zip(&mut pairs.bought).zip(&mut pairs.held) {
        let (bought, held) = (buy(entry.weight(), of(stake, entry.uid())), u64::from(entry.bond()));
        (*bought_out, *held_out) = (bought, held);
        all_bought += bought;
        all_held += held;
    }
    (Divisor::new(all_bought), Divisor::new(all_held))
}

/// Yuma2: the mean of shares of what was bought and of what is held. Returns the sum and the largest.
#[inline]
fn average<I: Inspect>(
    by: (Divisor, Divisor),
    pairs: &mut Pairs,
    blend: impl Fn(u64, u64) -> u64,
) -> (u64, u64) {
    let (mut sum, mut most) = (0, 0);
    let Pairs { bought, held, mean, .. } = pairs;
    for ((bought_out, held_out), mean_out) in bought.iter_mut().zip(held).zip(mean) {
        let (bought, held) = (by.0.part(*bought_out), by.1.part(*held_out));
        let mean = blend(bought, held);
        if I::WATCHES {
            (*bought_out, *held_out) = (bought, held);
        }
        *mean_out = mean;
        sum += mean;
        most = mean.max(most);
    }
    (sum, most)
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
