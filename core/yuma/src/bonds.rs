//! Bonds: how long validators have stood behind a miner, and what that earns them (yuma.md §1.9).

use crate::consensus::Agreed;
use crate::fixed::{fraction, product, proportion, smaller, unpack, Divisor, Parts, ONE};
use crate::inspect::{Bond, Inspect};
use crate::liquid::Curve;
use crate::rows::{Row, Rows};
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

    /// Parts of the new bond that are bought and held, if there is any of both: then each is below one.
    fn speeds(&self) -> Option<(u32, u32)> {
        let kept = u32::try_from(ONE - self.fresh).ok().filter(|kept| *kept > 0)?;
        Some((u32::try_from(self.fresh).ok()?, kept))
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

/// What moves bonds: today's weights beside those that are held, what they agree on, how fast they move.
#[derive(Clone, Copy, Debug)]
pub struct Deal<'a> {
    /// Today's weights and the stored bonds.
    pub rows: &'a Rows,
    /// Consensus on the miners.
    pub agreed: &'a Agreed,
    /// How bonds move.
    pub terms: Terms,
    /// Active stake by uid.
    pub stake: &'a [u64],
}

/// The new bonds.
#[derive(Clone, Debug, Default)]
pub struct Bonds {
    /// By entry, in the order of the rows; one of zero is none.
    means: Vec<u64>,
    /// Yuma3's sums by miner.
    sums: Vec<u64>,
    /// Yuma2's, and what makes something bought or held a share of all that is.
    pools: Vec<Pool>,
    parts: Vec<(Divisor, Parts)>,
    /// By miner.
    shares: Vec<Share>,
}

/// Sums over a miner's column under Yuma2: first what is bought and what is held, then the new bonds and the largest.
type Pool = (u64, u64);

/// What makes a new bond its share of the miner's, and under Yuma2 that share its size beside the largest.
#[derive(Clone, Copy, Debug, Default)]
struct Share {
    by: Divisor,
    scale: Divisor,
}

impl Share {
    /// What the share of a bond pays of the miner's incentive, and the bond as it is stored.
    #[inline(always)]
    fn of<const YUMA3: bool>(&self, mean: u64, incentive: u64) -> (u64, u16) {
        const WHOLE: u64 = u16::MAX as u64;
        if YUMA3 {
            return (self.by.share_of(mean, incentive), fraction(mean, WHOLE) as u16);
        }
        let part = self.by.part(mean);
        (product(part, incentive), self.scale.share_of(part, WHOLE) as u16)
    }
}

/// Where bonds go: into dividends and rows.
#[derive(Debug)]
pub struct Books<'a> {
    /// Incentive by uid.
    pub incentive: &'a [u64],
    /// Dividends so far, by uid. Yuma2's are final sums; Yuma3's are still to be multiplied by stake.
    pub dividends: &'a mut [u64],
    /// The rows to store, by uid; empty.
    pub rows: &'a mut [Vec<(u16, u16)>],
}

impl Bonds {
    /// Yuma3: bonds move towards what weights buy, both as they are.
    pub fn plain(&mut self, deal: &Deal) {
        let Deal { terms, agreed, .. } = deal;
        self.clear(deal.rows);
        match terms.speeds().filter(|_| terms.penalty >= ONE && !agreed.whole) {
            // All is below one and fits 32 bits.
            Some((fresh, kept)) => self.blend(deal, |weight, most, bond| {
                fraction(u64::from(weight.min(most)), u64::from(fresh)) + held_part(bond, kept)
            }),
            None => self.blend(deal, |weight, most, bond| {
                terms.mean(terms.buying(unpack(weight), unpack(most)), proportion(bond))
            }),
        }
    }

    fn clear(&mut self, rows: &Rows) {
        // Every one is written below.
        self.means.resize(rows.entries(), 0);
        self.sums.clear();
        self.sums.resize(rows.miners(), 0);
    }

    #[inline(always)]
    fn blend(&mut self, deal: &Deal, mean: impl Fn(u32, u32, u16) -> u64) {
        for (row, means) in deal.rows.beside(&mut self.means) {
            let entries = row.weights.iter().zip(row.bonds).zip(means);
            row.along(entries, &deal.agreed.packed, &mut self.sums, |((weight, bond), out), most, sum| {
                *out = mean(*weight, *most, *bond);
                *sum += *out;
            });
        }
    }

    /// Yuma3 with a speed for each pair.
    pub fn liquid(&mut self, deal: &Deal, curve: &mut Curve) {
        self.clear(deal.rows);
        for (row, means) in deal.rows.beside(&mut self.means) {
            curve.average(&row, &deal.terms, &deal.agreed.packed, means);
            row.along(means.iter(), &deal.agreed.packed, &mut self.sums, |mean, _, sum| *sum += mean);
        }
    }

    /// Yuma2: what a weight buys is weighed by active stake; shares of the column move towards shares.
    pub fn weighed(&mut self, deal: &Deal) {
        self.clear(deal.rows);
        self.pools.clear();
        self.pools.resize(deal.rows.miners(), Pool::default());
        let Deal { terms, agreed, .. } = deal;
        for (row, bought) in deal.rows.beside(&mut self.means) {
            let stake = of(deal.stake, row.uid);
            match u32::try_from(stake) {
                Ok(stake) if terms.penalty >= ONE && !agreed.whole => {
                    buy(&row, agreed, bought, &mut self.pools, |weight, most| {
                        fraction(u64::from(weight.min(most)), u64::from(stake))
                    });
                }
                _ => buy(&row, agreed, bought, &mut self.pools, |weight, most| {
                    product(terms.buying(unpack(weight), unpack(most)), stake)
                }),
            }
        }
        self.parts.clear();
        self.parts.extend(self.pools.iter().map(|(bought, held)| (Divisor::new(*bought), Parts::new(*held))));
        self.pools.fill((0, 0));
        match terms.speeds() {
            Some((fresh, kept)) => self.average(deal, |bought, held| {
                fraction(bought, u64::from(fresh)) + fraction(held, u64::from(kept))
            }),
            None => self.average(deal, |bought, held| terms.mean(bought, held)),
        }
    }

    #[inline(always)]
    fn average(&mut self, deal: &Deal, mean: impl Fn(u64, u64) -> u64) {
        for (row, means) in deal.rows.beside(&mut self.means) {
            let entries = row.bonds.iter().zip(means);
            row.along(entries, &self.parts, &mut self.pools, |(bond, out), (bought, held), (sum, most)| {
                *out = mean(bought.part(*out), held.part(*bond));
                *sum += *out;
                *most = (*most).max(*out);
            });
        }
    }

    /// What makes the new bonds shares, from the sums of all.
    fn share_out<const YUMA3: bool>(&mut self) {
        self.shares.clear();
        if YUMA3 {
            let share = |sum: &u64| Share { by: Divisor::new(*sum), ..Share::default() };
            return self.shares.extend(self.sums.iter().map(share));
        }
        self.shares.extend(self.pools.iter().map(|(sum, most)| {
            let by = Divisor::new(*sum);
            Share { by, scale: Divisor::new(by.part(*most)) }
        }));
    }

    /// Pays dividends for the new bonds and writes the rows to store: by Yuma3 the bond itself, by Yuma2 its size beside
    /// the largest on the miner.
    pub fn settle<const YUMA3: bool, I: Inspect>(&mut self, deal: &Deal, books: &mut Books, inspect: &mut I) {
        self.share_out::<YUMA3>();
        let Self { means, parts, shares, .. } = self;
        for (row, means) in deal.rows.beside(means) {
            let at = usize::from(row.uid);
            let (Some(stored), Some(dividend)) = (books.rows.get_mut(at), books.dividends.get_mut(at)) else {
                continue;
            };
            stored.resize(means.len(), (0, 0));
            let (slots, mut kept, mut earned) = (stored.as_mut_slice(), 0, 0);
            let entries = row.miners.iter().zip(&*means);
            row.along(entries, books.incentive, shares, |(miner, mean), incentive, share| {
                let (pay, bond) = share.of::<YUMA3>(*mean, *incentive);
                earned += pay;
                if let Some(slot) = slots.get_mut(kept) {
                    *slot = (*miner, bond);
                }
                kept += usize::from(*mean > 0);
            });
            *dividend = earned;
            stored.truncate(kept);
            if I::WATCHES {
                watch::<YUMA3, I>(deal, &row, means, (parts, shares), inspect);
            }
        }
    }
}

/// Yuma2: writes down what the weights of a row buy, and adds it and what is held to the pools.
#[inline(always)]
fn buy(row: &Row, agreed: &Agreed, bought: &mut [u64], pools: &mut [Pool], buy: impl Fn(u32, u32) -> u64) {
    let entries = row.weights.iter().zip(row.bonds).zip(bought);
    row.along(entries, &agreed.packed, pools, |((weight, bond), out), most, (all_bought, all_held)| {
        *out = buy(*weight, *most);
        *all_bought += *out;
        *all_held += u64::from(*bond);
    });
}

/// Shows the bonds of a row.
fn watch<const YUMA3: bool, I: Inspect>(
    deal: &Deal,
    row: &Row,
    means: &[u64],
    (parts, shares): (&[(Divisor, Parts)], &[Share]),
    inspect: &mut I,
) {
    let entries = row.weights.iter().zip(row.bonds).zip(row.miners.iter().zip(means));
    for ((weight, bond), (miner, mean)) in entries.filter(|(_, (_, mean))| **mean > 0) {
        let at = usize::from(*miner);
        let (Some(share), Some(most)) = (shares.get(at), deal.agreed.packed.get(at)) else { continue };
        let bought = deal.terms.buying(unpack(*weight), unpack(*most));
        let part = share.by.part(*mean);
        let shown = if YUMA3 {
            Bond { held: proportion(*bond), bought, share: part, stored: *mean }
        } else {
            let (all_bought, all_held) = parts.get(at).copied().unwrap_or_default();
            let bought = all_bought.part(product(bought, of(deal.stake, row.uid)));
            Bond { held: all_held.part(*bond), bought, share: part, stored: share.scale.part(part) }
        };
        inspect.bond(row.uid, *miner, shown);
    }
}

/// floor(bond · kept) of a stored bond, for `kept` above zero.
#[inline(always)]
fn held_part(bond: u16, kept: u32) -> u64 {
    // The whole, 65535 · 65537 + 1, would be the only factor of 33 bits; its 1 makes the product a whole `kept`.
    fraction(u64::from(u32::from(bond) * 65537), u64::from(kept)) + u64::from(bond == u16::MAX)
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

    #[test]
    fn held_part_should_equal_the_product() {
        for kept in [1, 9, u32::MAX / 10 * 9, u32::MAX] {
            for bond in [0, 1, 32_767, 65_534, u16::MAX] {
                assert_eq!(held_part(bond, kept), product(proportion(bond), u64::from(kept)));
            }
        }
    }
}
