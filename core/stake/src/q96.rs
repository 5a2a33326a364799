use crate::AccrualError;
use primitive_types::U256;

/// Fractional bits.
const BITS: usize = 96;

/// An amount, or a rate, with 96 fractional bits: at a stake of 21 million TAO a bit of rate is 2⁻⁴¹ rao.
#[derive(Copy, Clone, Eq, PartialEq, Ord, PartialOrd, Default, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
pub struct Q96 {
    /// What is before the point.
    whole: u64,
    /// What is after it, in 2⁻⁹⁶; below 2⁹⁶.
    fraction: u128,
}

impl Q96 {
    /// Nothing.
    pub const ZERO: Self = Self { whole: 0, fraction: 0 };

    /// A whole amount.
    pub const fn new(whole: u64) -> Self {
        Self { whole, fraction: 0 }
    }

    /// What is before the point.
    pub const fn whole(self) -> u64 {
        self.whole
    }

    /// What is after the point, in 2⁻⁹⁶.
    pub const fn fraction(self) -> u128 {
        self.fraction
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.whole == 0 && self.fraction == 0
    }

    /// The part before the point taken away.
    pub const fn below_one(self) -> Self {
        Self { whole: 0, fraction: self.fraction }
    }

    /// With 32 fractional bits, floored: how the wire shows a rate. Below 2⁹⁶.
    pub const fn bits32_floor(self) -> u128 {
        ((self.whole as u128) << 32) | (self.fraction >> 64)
    }

    /// The sum.
    pub fn checked_add(self, other: Self) -> Result<Self, AccrualError> {
        Self::from_bits(self.bits().checked_add(other.bits()))
    }

    /// The difference.
    pub fn checked_sub(self, other: Self) -> Result<Self, AccrualError> {
        Self::from_bits(self.bits().checked_sub(other.bits()))
    }

    /// The product with a whole number, exactly.
    pub fn times(self, number: u64) -> Result<Self, AccrualError> {
        Self::from_bits(self.bits().checked_mul(U256::from(number)))
    }

    /// The quotient by a whole number, floored to 2⁻⁹⁶, and what remains of the dividend.
    pub fn divided_floor(self, number: u64) -> Result<(Self, Self), AccrualError> {
        if number == 0 {
            return Err(AccrualError::NobodyStakes);
        }
        let (quotient, remainder) = self.bits().div_mod(U256::from(number));
        Ok((Self::from_bits(Some(quotient))?, Self::from_bits(Some(remainder))?))
    }

    /// `amount · part / whole`, floored to 2⁻⁹⁶.
    pub fn share_floor(amount: u64, part: u64, whole: u64) -> Result<Self, AccrualError> {
        // Below 2¹²⁸, so that shifted it stays below 2²²⁴.
        let product = U256::from(u128::from(amount).saturating_mul(u128::from(part)));
        Self::from_bits((product << BITS).checked_div(U256::from(whole)))
    }

    fn bits(self) -> U256 {
        (U256::from(self.whole) << BITS) | U256::from(self.fraction)
    }

    fn from_bits(bits: Option<U256>) -> Result<Self, AccrualError> {
        let bits = bits.ok_or(AccrualError::Overflow)?;
        let whole = u64::try_from(bits >> BITS).map_err(|_| AccrualError::Overflow)?;
        // The low 96 bits of a number are below 2⁹⁶.
        Ok(Self { whole, fraction: bits.low_u128() & ((1 << BITS) - 1) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn arithmetic_should_fail_when_the_outcome_does_not_fit() {
        let most = Q96 { whole: u64::MAX, fraction: (1 << 96) - 1 };
        assert_eq!(most.checked_add(Q96 { whole: 0, fraction: 1 }), Err(AccrualError::Overflow));
        assert_eq!(Q96::ZERO.checked_sub(Q96 { whole: 0, fraction: 1 }), Err(AccrualError::Overflow));
        assert_eq!(most.times(2), Err(AccrualError::Overflow));
        assert_eq!(most.divided_floor(0), Err(AccrualError::NobodyStakes));
        assert_eq!(Q96::share_floor(1, 1, 0), Err(AccrualError::Overflow));
    }

    #[test]
    fn rate_should_be_shown_with_32_bits() {
        assert_eq!(Q96 { whole: 3, fraction: 1 << 95 }.bits32_floor(), (3 << 32) | (1 << 31));
        assert_eq!(Q96 { whole: 0, fraction: (1 << 64) - 1 }.bits32_floor(), 0);
    }

    proptest! {
        #[test]
        fn quotient_and_remainder_should_make_the_dividend(whole: u64, fraction in 0..1u128 << 96, by in 1..u64::MAX) {
            let value = Q96 { whole, fraction };
            let (quotient, rest) = value.divided_floor(by)?;
            prop_assert_eq!(quotient.times(by)?.checked_add(rest)?, value);
            prop_assert!(rest.fraction() < u128::from(by) && rest.whole() == 0);
        }

        #[test]
        fn parts_should_make_the_amount_less_two_bits_at_most(amount: u64, whole in 1..u64::MAX, cut: u64) {
            let part = cut % (whole + 1);
            let sum = Q96::share_floor(amount, part, whole)?
                .checked_add(Q96::share_floor(amount, whole - part, whole)?)?;
            let lost = Q96::new(amount).checked_sub(sum)?;
            prop_assert!(lost.whole() == 0 && lost.fraction() <= 1);
        }
    }
}
