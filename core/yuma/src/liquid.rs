//! Liquid alpha: each pair of validator and miner has a speed of its own (yuma.md §1.9). Who finds a miner that the
//! others have not found yet, or leaves one, moves its bond faster than who goes with the crowd.

use crate::bonds::{Miner, Pairs, Terms};
use crate::exponential::logistics;
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

/// So many speeds are computed side by side.
const ABREAST: usize = 4;

/// The curve from distance to speed.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    low: u64,
    span: u64,
    /// `-steepness`, Q32.
    slope: i64,
    /// The speed at no distance, where most pairs are.
    still: u64,
    /// The others of a column: where they stand in it, and their distances.
    far: Vec<(usize, u64)>,
}

impl Curve {
    /// Takes these settings.
    pub fn set(&mut self, settings: Liquid) {
        self.low = proportion(settings.low);
        self.span = proportion(settings.high).saturating_sub(self.low);
        self.slope = (i64::from(settings.steepness) << 32) / -100;
        self.still = self.speed(0);
    }

    /// The speed at a distance of at most one: low + (high - low) / (1 + e^(-steepness · (distance - 1/2))).
    #[must_use]
    pub fn speed(&self, distance: u64) -> u64 {
        let [speed] = self.speeds([distance]);
        speed
    }

    /// The new bond: what is held, moved towards what was bought at the speed of their distance.
    #[inline]
    #[must_use]
    pub fn blend(&self, bought: u64, held: u64, consensus: u64) -> u64 {
        let speed = match distance(bought, held, consensus) {
            0 => self.still,
            distance => self.speed(distance),
        };
        moved(bought, held, speed)
    }

    #[inline]
    fn speeds<const N: usize>(&self, distances: [u64; N]) -> [u64; N] {
        // At most 328 · 2^32 times 2^31: wider than a word.
        let z = |distance: u64| {
            ((i128::from(self.slope) * (i128::from(distance) - i128::from(ONE / 2))) >> 32) as i64
        };
        logistics(distances.map(z)).map(|rise| self.low + product(rise, self.span))
    }
}

/// The new bond: what is held, moved towards what was bought.
#[inline(always)]
fn moved(bought: u64, held: u64, speed: u64) -> u64 {
    (product(held, ONE - speed) + product(bought, speed)).min(ONE)
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
    pairs.fit(miner.column.len());
    curve.far.clear();
    let Pairs { bought, held, mean, .. } = pairs;
    let places = bought.iter_mut().zip(held.iter_mut()).zip(mean.iter_mut()).enumerate();
    for (entry, (at, ((bought, held), mean))) in miner.column.iter().zip(places) {
        let (uid, weight) = (entry.uid(), entry.weight());
        let named = if weight > 0 {
            terms.keeps(weight, miner.consensus)
        } else {
            zeros = zeros.get(zeros.partition_point(|(_, other)| *other < uid)..).unwrap_or_default();
            terms.keeps_zeros() && zeros.first().is_some_and(|(_, other)| *other == uid)
        };
        *mean = 0;
        if !named {
            continue;
        }
        (*bought, *held) = (terms.buying(weight, miner.consensus), proportion(entry.bond()));
        match distance(*bought, *held, miner.consensus) {
            0 => *mean = moved(*bought, *held, curve.still),
            distance => curve.far.push((at, distance)),
        }
    }
    for some in curve.far.chunks(ABREAST) {
        let mut distances = [0; ABREAST];
        distances.iter_mut().zip(some).for_each(|(to, (_, distance))| *to = *distance);
        for ((at, _), speed) in some.iter().zip(curve.speeds(distances)) {
            let values = (bought.get(*at), held.get(*at), mean.get_mut(*at));
            if let (Some(bought), Some(held), Some(mean)) = values {
                *mean = moved(*bought, *held, speed);
            }
        }
    }
    mean.iter().fold((0, 0), |(sum, most), mean| (sum + mean, most.max(*mean)))
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
        let falling = curve(Liquid { steepness: -1000, ..DEFAULT });
        assert!(falling.speed(0) > falling.speed(ONE));
        let flat = curve(Liquid { steepness: 0, ..DEFAULT });
        assert_eq!(flat.speed(0), flat.speed(ONE));
    }

    #[test]
    fn speed_should_be_low_when_the_bounds_are_crossed() {
        let crossed = curve(Liquid { low: 9, high: 3, steepness: 1000 });
        assert_eq!((crossed.speed(0), crossed.speed(ONE)), (proportion(9), proportion(9)));
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
        fn company_should_not_change_speeds(distances in proptest::array::uniform4(0..=ONE), steepness in any::<i16>()) {
            let curve = curve(Liquid { steepness, ..DEFAULT });
            prop_assert_eq!(curve.speeds(distances), distances.map(|distance| curve.speed(distance)));
        }
    }
}
