use crate::{Alpha, AmountError, Tao, RAO_PER_TAO};

const ONE_BITS: u128 = 1 << 64;

/// TAO per alpha, in units of 2⁻⁶⁴.
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
pub struct Price(u128);

impl Price {
    /// Alpha is worth nothing.
    pub const ZERO: Self = Self(0);
    /// One TAO for one alpha.
    pub const ONE: Self = Self(ONE_BITS);

    /// The price with these bits, 64 of them fractional.
    pub const fn from_bits(bits: u128) -> Self {
        Self(bits)
    }

    /// The price as a count of 2⁻⁶⁴.
    pub const fn bits(self) -> u128 {
        self.0
    }

    /// Whether alpha is worth nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// `floor(tao / alpha)` to 64 fractional bits; nothing when there is no alpha.
    pub const fn of(tao: Tao, alpha: Alpha) -> Option<Self> {
        match alpha.rao() {
            0 => None,
            alpha => Some(Self(((tao.rao() as u128) << 64) / alpha as u128)),
        }
    }

    /// The price a user writes as `rao` of TAO for one whole alpha, floored to 64 fractional bits.
    pub const fn from_rao_per_alpha(rao: u64) -> Self {
        Self(((rao as u128) << 64) / RAO_PER_TAO as u128)
    }

    /// Whole rao of TAO for one whole alpha, floored, and `u64::MAX` where it would not fit.
    pub const fn rao_per_alpha_floor(self) -> u64 {
        let rao = self.times_floor(RAO_PER_TAO);
        if rao > u64::MAX as u128 {
            u64::MAX
        } else {
            rao as u64
        }
    }

    /// `floor(alpha · price)`: the TAO that `alpha` is worth.
    pub const fn tao_for_floor(self, alpha: Alpha) -> Result<Tao, AmountError> {
        let tao = self.times_floor(alpha.rao());
        if tao > u64::MAX as u128 {
            return Err(AmountError::Overflow { left: self.0, right: alpha.rao() as u128 });
        }
        Ok(Tao::new(tao as u64))
    }

    /// `floor(tao / price)`: the alpha that `tao` is worth.
    pub const fn alpha_for_floor(self, tao: Tao) -> Result<Alpha, AmountError> {
        let Some(alpha) = ((tao.rao() as u128) << 64).checked_div(self.0) else {
            return Err(AmountError::DivisionByZero);
        };
        if alpha > u64::MAX as u128 {
            return Err(AmountError::Overflow { left: tao.rao() as u128, right: self.0 });
        }
        Ok(Alpha::new(alpha as u64))
    }

    /// `floor(amount · price)`. The halves are multiplied apart, so nothing leaves 128 bits:
    /// the high one gives at most (2⁶⁴−1)², the low one less than 2⁶⁴ more.
    const fn times_floor(self, amount: u64) -> u128 {
        let amount = amount as u128;
        let high = (self.0 >> 64) * amount;
        let low = ((self.0 & (ONE_BITS - 1)) * amount) >> 64;
        high + low
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use primitive_types::U256;
    use proptest::prelude::*;

    #[test]
    fn price_should_not_exist_when_there_is_no_alpha() {
        assert_eq!(Price::of(Tao::new(1), Alpha::ZERO), None);
        assert_eq!(Price::of(Tao::new(5), Alpha::new(5)), Some(Price::ONE));
    }

    #[test]
    fn price_should_translate_to_rao_per_alpha() {
        assert_eq!(Price::ONE.rao_per_alpha_floor(), RAO_PER_TAO);
        assert_eq!(Price::from_rao_per_alpha(RAO_PER_TAO), Price::ONE);
        assert_eq!(Price::from_rao_per_alpha(50_000_000).bits(), 922_337_203_685_477_580);
        assert_eq!(Price::from_bits(u128::MAX).rao_per_alpha_floor(), u64::MAX);
    }

    #[test]
    fn worth_should_fail_when_it_does_not_fit() {
        assert!(Price::from_bits(2 << 64).tao_for_floor(Alpha::MAX).is_err());
        assert_eq!(Price::ZERO.alpha_for_floor(Tao::new(1)), Err(AmountError::DivisionByZero));
        assert_eq!(Price::ONE.alpha_for_floor(Tao::new(9)), Ok(Alpha::new(9)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn worth_should_be_the_exact_floor(bits: u128, shift in 0..128u32, alpha: u64) {
            let bits = bits >> shift;
            let exact = (U256::from(bits) * U256::from(alpha)) >> 64;
            let worth = Price::from_bits(bits).tao_for_floor(Alpha::new(alpha)).ok();
            let expected = (exact <= U256::from(u64::MAX)).then(|| Tao::new(exact.as_u64()));
            prop_assert_eq!(worth, expected);
        }
    }
}
