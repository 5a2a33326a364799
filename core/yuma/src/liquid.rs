//! Liquid alpha: each pair of validator and miner has a speed of its own (yuma.md §1.9). Who finds a miner that the
//! others have not found yet, or leaves one, moves its bond faster than who goes with the crowd.

use crate::bonds::{Miner, Pairs, Terms};
use crate::exponential::logistic;
use crate::fixed::{product, proportion, ONE};
use alloc::vec::Vec;

/// The hyperparameters of liquid alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Liquid {
    /// The slowest speed, over 65535.
    pub low: u16,
    /// The fastest speed, over 65535; below `low` it counts as `low`.
    pub high: u16,
    /// How steeply speed rises with the distance, in hundredths.
    pub steepness: i16,
}

/// Slots of the memory of speeds: 16 KiB, half of a first-level cache.
const SLOTS: usize = 1 << 10;

/// The curve from distance to speed, and speeds it has given lately.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    settings: Option<Liquid>,
    low: u64,
    span: u64,
    /// `-steepness`, Q32.
    slope: i64,
    /// (distance + 1, speed), each in the slot of its hash; (0, _) is empty.
    known: Vec<(u64, u64)>,
}

impl Curve {
    /// Takes these settings; forgets what others gave.
    pub fn set(&mut self, settings: Liquid) {
        if self.settings == Some(settings) {
            return;
        }
        self.settings = Some(settings);
        self.low = proportion(settings.low);
        self.span = proportion(settings.high).saturating_sub(self.low);
        self.slope = (i64::from(settings.steepness) << 32) / -100;
        self.known.clear();
        self.known.resize(SLOTS, (0, 0));
    }

    /// The speed at a distance of at most one: low + (high - low) / (1 + e^(-steepness · (distance - 1/2))).
    #[inline]
    #[must_use]
    pub fn speed(&mut self, distance: u64) -> u64 {
        let hash = distance.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54;
        let slot = self.known.get_mut(hash as usize);
        if let Some((_, speed)) = slot.as_ref().filter(|slot| slot.0 == distance + 1) {
            return *speed;
        }
        // At most 328 · 2^32 times 2^31: wider than a word.
        let z = (i128::from(self.slope) * (i128::from(distance) - i128::from(ONE / 2))) >> 32;
        let speed = self.low + product(logistic(z as i64), self.span);
        if let Some(slot) = slot {
            *slot = (distance + 1, speed);
        }
        speed
    }
}

impl Curve {
    /// The new bond: what is held, moved towards what was bought at the speed of their distance.
    #[inline]
    #[must_use]
    pub fn blend(&mut self, bought: u64, held: u64, consensus: u64) -> u64 {
        let speed = self.speed(distance(bought, held, consensus));
        (product(held, ONE - speed) + product(bought, speed)).min(ONE)
    }
}

/// How far a weight stands from what it is measured by: above the consensus where it adds to the bond, below the
/// bond where it takes from it.
#[inline(always)]
const fn distance(bought: u64, held: u64, consensus: u64) -> u64 {
    if bought >= held {
        bought.saturating_sub(consensus)
    } else {
        held - bought
    }
}

/// Moves what each validator holds in a miner towards what its weight buys, each pair at its own speed. Returns the
/// sum of the new bonds and the largest.
///
/// A bond lives only on a miner that the validator's row still names: `zeros` are the validators, ascending, who
/// name it with a weight of zero.
pub fn average(
    miner: Miner,
    terms: &Terms,
    mut zeros: &[(u16, u16)],
    curve: &mut Curve,
    pairs: &mut Pairs,
) -> (u64, u64) {
    let (mut sum, mut most) = (0, 0);
    pairs.fit(miner.column.len());
    let Pairs { bought, held, mean } = pairs;
    for (((entry, bought_out), held_out), mean_out) in miner.column.iter().zip(bought).zip(held).zip(mean) {
        *mean_out = 0;
        let (uid, weight) = (entry.uid(), entry.weight());
        let named = if weight > 0 {
            terms.keeps(weight, miner.consensus)
        } else {
            zeros = zeros.get(zeros.partition_point(|(_, other)| *other < uid)..).unwrap_or_default();
            terms.keeps_zeros() && zeros.first().is_some_and(|(_, other)| *other == uid)
        };
        if !named {
            continue;
        }
        let (bought, held) = (terms.buying(weight, miner.consensus), proportion(entry.bond()));
        let mean = curve.blend(bought, held, miner.consensus);
        (sum, most) = (sum + mean, most.max(mean));
        (*bought_out, *held_out, *mean_out) = (bought, held, mean);
    }
    (sum, most)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const DEFAULT: Liquid = Liquid { low: 45_875, high: 58_982, steepness: 1000 };

    fn curve(settings: Liquid) -> Curve {
        let mut curve = Curve::default();
        curve.set(settings);
        curve
    }

    #[test]
    fn speed_should_be_in_the_middle_when_half_way() {
        let (low, high) = (proportion(45_875), proportion(58_982));
        assert_eq!(curve(DEFAULT).speed(ONE / 2), low + (high - low) / 2);
        let (near, far) = (curve(DEFAULT).speed(0), curve(DEFAULT).speed(ONE));
        assert!(low < near && near < low + (high - low) / 100);
        assert!(far < high && far > high - (high - low) / 100);
    }

    #[test]
    fn speed_should_fall_with_distance_when_steepness_is_negative() {
        let mut falling = curve(Liquid { steepness: -1000, ..DEFAULT });
        assert!(falling.speed(0) > falling.speed(ONE));
        let mut flat = curve(Liquid { steepness: 0, ..DEFAULT });
        assert_eq!(flat.speed(0), flat.speed(ONE));
    }

    #[test]
    fn speed_should_be_low_when_the_bounds_are_crossed() {
        let mut crossed = curve(Liquid { low: 9, high: 3, steepness: 1000 });
        assert_eq!((crossed.speed(0), crossed.speed(ONE)), (proportion(9), proportion(9)));
    }

    #[test]
    fn curve_should_forget_when_settings_change() {
        let mut curve = curve(DEFAULT);
        let before = curve.speed(ONE / 3);
        curve.set(Liquid { steepness: 100, ..DEFAULT });
        assert_ne!(curve.speed(ONE / 3), before);
        curve.set(DEFAULT);
        assert_eq!(curve.speed(ONE / 3), before);
    }

    #[test]
    fn distance_should_be_from_consensus_upwards_and_from_the_bond_downwards() {
        assert_eq!((distance(7, 5, 4), distance(7, 5, 9), distance(5, 7, 9)), (3, 0, 2));
    }

    proptest! {
        #[test]
        fn speed_should_stay_within_bounds(
            low in any::<u16>(), high in any::<u16>(), steepness in any::<i16>(), distance in 0..=ONE,
        ) {
            let speed = curve(Liquid { low, high, steepness }).speed(distance);
            prop_assert!(speed >= proportion(low) && speed <= proportion(high.max(low)));
        }

        #[test]
        fn memory_should_not_change_speeds(distances in proptest::collection::vec(0..=ONE / 64, 0..200)) {
            let mut remembering = curve(DEFAULT);
            for distance in distances {
                prop_assert_eq!(remembering.speed(distance), curve(DEFAULT).speed(distance));
            }
        }
    }
}
