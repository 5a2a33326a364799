//! Liquid alpha: each pair of validator and miner has a speed of its own (yuma.md §1.9). Who finds a miner that the
//! others have not found yet, or leaves one, moves its bond faster than who goes with the crowd.

use crate::bonds::Terms;
use crate::exponential::logistics;
use crate::fixed::{product, proportion, unpack, ONE};
use crate::rows::Row;
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

/// A pair at a distance: where it stands in its row, and what its bond comes from.
#[derive(Clone, Copy, Debug, Default)]
struct Far {
    at: usize,
    bought: u64,
    held: u64,
    distance: u64,
}

/// The curve from distance to speed.
#[derive(Clone, Debug, Default)]
pub struct Curve {
    low: u64,
    span: u64,
    /// `-steepness`, Q32.
    slope: i64,
    /// The speed at no distance, where most pairs are.
    still: u64,
    /// The others of a row.
    far: Vec<Far>,
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

    /// Moves what a validator holds in miners towards what its weights buy, each pair at its own speed.
    ///
    /// A bond lives only on a miner that the validator's row still names, be it with a weight of zero.
    pub fn average(&mut self, row: &Row, terms: &Terms, agreed: &[u32], means: &mut [u64]) {
        self.far.clear();
        let entries =
            row.weights.iter().zip(row.bonds).zip(row.miners.iter().zip(means.iter_mut())).enumerate();
        for (at, ((weight, bond), (miner, mean))) in entries {
            let weight = unpack(*weight);
            let consensus = unpack(agreed.get(usize::from(*miner)).copied().unwrap_or(0));
            let named = if weight > 0 {
                terms.keeps(weight, consensus)
            } else {
                terms.keeps_zeros() && row.zeros.binary_search(miner).is_ok()
            };
            *mean = 0;
            if !named {
                continue;
            }
            let (bought, held) = (terms.buying(weight, consensus), proportion(*bond));
            match distance(bought, held, consensus) {
                0 => *mean = moved(bought, held, self.still),
                distance => self.far.push(Far { at, bought, held, distance }),
            }
        }
        for some in self.far.chunks(ABREAST) {
            let mut distances = [0; ABREAST];
            distances.iter_mut().zip(some).for_each(|(to, far)| *to = far.distance);
            for (far, speed) in some.iter().zip(self.speeds(distances)) {
                if let Some(mean) = means.get_mut(far.at) {
                    *mean = moved(far.bought, far.held, speed);
                }
            }
        }
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
