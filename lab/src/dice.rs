//! Chance with a seed: the same seed gives the same draws on every machine.

/// A small generator (SplitMix64): every seed is good, and it is nine lines.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice that fall as `seed` says.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Dice for the `index`-th of many who share a seed, independent of the others'.
    pub fn for_one(seed: u64, index: u64) -> Self {
        let mut mixed = Self(seed ^ index.wrapping_mul(0xA24B_AED4_963E_E407));
        Self(mixed.roll())
    }

    /// 64 random bits.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }

    /// A number below `limit`, and zero when there is none.
    pub fn below(&mut self, limit: u64) -> u64 {
        // The high half of the product: uniform to within 2⁻⁶⁴ · limit.
        ((u128::from(self.roll()) * u128::from(limit)) >> 64) as u64
    }

    /// A fraction from 0 to 1, 1 excluded.
    pub fn fraction(&mut self) -> f64 {
        (self.roll() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// A draw from the normal distribution with mean 0 and variance 1 (sum of twelve fractions, less six: never
    /// beyond 6, and without transcendental functions, so every machine draws the same).
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.fraction()).sum::<f64>() - 6.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dice_should_fall_the_same_when_the_seed_is() {
        let rolls = |seed| {
            let mut dice = Dice::new(seed);
            [dice.roll(), dice.roll(), dice.roll()]
        };
        assert_eq!(rolls(7), rolls(7));
        assert_ne!(rolls(7), rolls(8));
        // Published values of SplitMix64 for seed 1234567.
        assert_eq!(rolls(1_234_567)[..2], [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]);
    }

    #[test]
    fn dice_should_stay_in_range_and_in_the_middle() {
        let mut dice = Dice::for_one(1, 2);
        let count = 10_000;
        let mean = |sum: f64| sum / f64::from(count);
        assert!((0..count).all(|_| dice.below(6) < 6));
        assert_eq!(dice.below(0), 0);
        assert!((mean((0..count).map(|_| dice.fraction()).sum()) - 0.5).abs() < 0.02);
        assert!(mean((0..count).map(|_| dice.normal()).sum()).abs() < 0.05);
    }
}
