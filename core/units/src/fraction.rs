/// A fraction in 65 535ths, from 0 to 1: takes, cuts, fee rates, kappa.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Default, Debug, Hash)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        codec::CompactAs,
        scale_info::TypeInfo
    )
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct PerU16(u16);

impl PerU16 {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// The whole: 65 535 parts.
    pub const ONE: Self = Self(u16::MAX);

    /// `parts` of 65 535.
    pub const fn new(parts: u16) -> Self {
        Self(parts)
    }

    /// How many 65 535ths this is.
    pub const fn parts(self) -> u16 {
        self.0
    }

    /// `floor(amount · parts / 65535)`; never more than `amount`.
    pub const fn of_floor(self, amount: u64) -> u64 {
        let (whole, rest) = self.of_parts(amount);
        whole + rest / u16::MAX as u64
    }

    /// `ceil(amount · parts / 65535)`; never more than `amount`.
    pub const fn of_ceil(self, amount: u64) -> u64 {
        let (whole, rest) = self.of_parts(amount);
        whole + rest.div_ceil(u16::MAX as u64)
    }

    /// The fraction of the whole 65 535s in `amount`, and 65 535 times the fraction of what is left over: without
    /// a division of 128 bits, and nothing leaves 64. Together they are at most `amount`, since parts <= 65535.
    const fn of_parts(self, amount: u64) -> (u64, u64) {
        let (parts, all) = (self.0 as u64, u16::MAX as u64);
        (amount / all * parts, amount % all * parts)
    }
}

impl From<u16> for PerU16 {
    fn from(parts: u16) -> Self {
        Self(parts)
    }
}

impl From<PerU16> for u16 {
    fn from(fraction: PerU16) -> Self {
        fraction.0
    }
}

/// What one TAO at root counts against one alpha: a fraction over 2⁶⁴ − 1.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Debug, Hash)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        codec::CompactAs,
        scale_info::TypeInfo
    )
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
pub struct TaoWeight(u64);

impl TaoWeight {
    /// The weight on the live network since dynamic TAO began: 0.18.
    pub const LIVE: Self = Self(3_320_413_933_267_719_290);
    /// The weight a chain has on the wire when none was set: 0.0527.
    pub const WIRE_DEFAULT: Self = Self(971_718_665_099_567_868);

    /// `parts` of 2⁶⁴ − 1.
    pub const fn new(parts: u64) -> Self {
        Self(parts)
    }

    /// How many parts of 2⁶⁴ − 1 this is.
    pub const fn parts(self) -> u64 {
        self.0
    }

    /// The weight cut to 32 fractional bits, `floor(parts · 2³² / (2⁶⁴ − 1))`: the form stake weights use
    /// (yuma.md 1.3). From 0 to 2³².
    pub const fn bits32_floor(self) -> u64 {
        // parts <= 2⁶⁴ − 1, so the quotient is at most 2³².
        (((self.0 as u128) << 32) / u64::MAX as u128) as u64
    }
}

impl Default for TaoWeight {
    fn default() -> Self {
        Self::WIRE_DEFAULT
    }
}

impl From<u64> for TaoWeight {
    fn from(parts: u64) -> Self {
        Self(parts)
    }
}

impl From<TaoWeight> for u64 {
    fn from(weight: TaoWeight) -> Self {
        weight.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn fraction_should_be_whole_when_all_parts_are_taken() {
        assert_eq!(PerU16::ONE.of_floor(u64::MAX), u64::MAX);
        assert_eq!(PerU16::ONE.of_ceil(u64::MAX), u64::MAX);
        assert_eq!(PerU16::ZERO.of_ceil(u64::MAX), 0);
    }

    #[test]
    fn fraction_should_round_as_named() {
        assert_eq!(PerU16::new(11_796).of_floor(1_000_000_000), 179_995_422);
        assert_eq!(PerU16::new(11_796).of_ceil(1_000_000_000), 179_995_423);
        assert_eq!(PerU16::new(1).of_ceil(1), 1);
        assert_eq!(PerU16::new(1).of_floor(65_534), 0);
    }

    #[test]
    fn tao_weight_should_floor_to_32_bits() {
        assert_eq!(TaoWeight::LIVE.bits32_floor(), 773_094_113);
        assert_eq!(TaoWeight::WIRE_DEFAULT.bits32_floor(), 226_245_882);
        assert_eq!(TaoWeight::new(u64::MAX).bits32_floor(), 1 << 32);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn fraction_should_be_the_exact_quotient(amount: u64, near in 0..200_000u64, parts: u16) {
            for amount in [amount, near, u64::MAX - near] {
                let (product, all) = (u128::from(amount) * u128::from(parts), u128::from(u16::MAX));
                prop_assert_eq!(u128::from(PerU16::new(parts).of_floor(amount)), product / all);
                prop_assert_eq!(u128::from(PerU16::new(parts).of_ceil(amount)), product.div_ceil(all));
            }
        }
    }
}
