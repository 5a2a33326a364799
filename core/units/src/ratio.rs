//! `a · b / c` without losing bits on the way, rounded as the name says.

use crate::AmountError;
use primitive_types::U256;

/// `floor(a · b / c)`.
pub fn mul_div_floor(a: u64, b: u64, c: u64) -> Result<u64, AmountError> {
    let quotient = (u128::from(a) * u128::from(b)).checked_div(u128::from(c));
    narrow(quotient.ok_or(AmountError::DivisionByZero)?, a, b)
}

/// `ceil(a · b / c)`.
pub fn mul_div_ceil(a: u64, b: u64, c: u64) -> Result<u64, AmountError> {
    if c == 0 {
        return Err(AmountError::DivisionByZero);
    }
    narrow((u128::from(a) * u128::from(b)).div_ceil(u128::from(c)), a, b)
}

fn narrow(quotient: u128, a: u64, b: u64) -> Result<u64, AmountError> {
    u64::try_from(quotient).map_err(|_| AmountError::Overflow { left: u128::from(a), right: u128::from(b) })
}

/// `floor(a · b / c)` with a product of up to 256 bits.
pub fn wide_mul_div_floor(a: u128, b: u128, c: u128) -> Result<u128, AmountError> {
    wide_mul_div(a, b, c).map(|(quotient, _)| quotient)
}

/// `ceil(a · b / c)` with a product of up to 256 bits.
pub fn wide_mul_div_ceil(a: u128, b: u128, c: u128) -> Result<u128, AmountError> {
    let (quotient, exact) = wide_mul_div(a, b, c)?;
    if exact {
        return Ok(quotient);
    }
    quotient.checked_add(1).ok_or(AmountError::Overflow { left: a, right: b })
}

/// The floored quotient, and whether nothing remained.
fn wide_mul_div(a: u128, b: u128, c: u128) -> Result<(u128, bool), AmountError> {
    if c == 0 {
        return Err(AmountError::DivisionByZero);
    }
    // 256-bit division costs several times as much as 128-bit division; most products do not need it.
    if let Some(product) = a.checked_mul(b) {
        return Ok((product / c, product % c == 0));
    }
    // (2¹²⁸−1)² < 2²⁵⁶: this product cannot overflow.
    let (quotient, remainder) = (U256::from(a) * U256::from(b)).div_mod(U256::from(c));
    let quotient = u128::try_from(quotient).map_err(|_| AmountError::Overflow { left: a, right: b })?;
    Ok((quotient, remainder.is_zero()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ratio_should_refuse_when_the_divisor_is_zero() {
        assert_eq!(mul_div_floor(1, 1, 0), Err(AmountError::DivisionByZero));
        assert_eq!(mul_div_ceil(1, 1, 0), Err(AmountError::DivisionByZero));
        assert_eq!(wide_mul_div_floor(1, 1, 0), Err(AmountError::DivisionByZero));
        assert_eq!(wide_mul_div_ceil(1, 1, 0), Err(AmountError::DivisionByZero));
    }

    #[test]
    fn ratio_should_round_as_named() {
        assert_eq!(mul_div_floor(7, 3, 2), Ok(10));
        assert_eq!(mul_div_ceil(7, 3, 2), Ok(11));
        assert_eq!(wide_mul_div_ceil(u128::MAX, 2, 4), Ok(1 << 127));
        assert_eq!(wide_mul_div_floor(u128::MAX, 2, 4), Ok((1 << 127) - 1));
    }

    #[test]
    fn ratio_should_refuse_when_the_quotient_does_not_fit() {
        assert!(mul_div_floor(u64::MAX, 2, 1).is_err());
        assert!(wide_mul_div_floor(u128::MAX, 2, 1).is_err());
        assert_eq!(wide_mul_div_floor(u128::MAX, u128::MAX, u128::MAX), Ok(u128::MAX));
        assert!(wide_mul_div_ceil(u128::MAX, 3, 2).is_err());
    }

    /// Numbers of every length, so that products take the short way and the long one.
    fn number() -> impl Strategy<Value = u128> {
        (any::<u128>(), 0..128u32).prop_map(|(number, shift)| number >> shift)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn floor_and_ceil_should_enclose_the_exact_quotient(
            (a, b, c) in (number(), number(), number()),
        ) {
            let c = c.max(1);
            let product = U256::from(a) * U256::from(b);
            if let Ok(floor) = wide_mul_div_floor(a, b, c) {
                let below = U256::from(floor) * U256::from(c);
                prop_assert!(below <= product && product - below < U256::from(c));
                let ceil = if below == product { Some(floor) } else { floor.checked_add(1) };
                prop_assert_eq!(wide_mul_div_ceil(a, b, c).ok(), ceil);
            }
        }
    }
}
