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

/// `floor(amount · part / whole)` and the remainder of the division, where `part` is at most `whole`: a quotient of at
/// most `amount`. Nothing where there is no whole, or the part is larger.
///
/// A product of 192 bits over 128, by one division of 128 bits by 64 (Knuth's algorithm D with one digit of quotient):
/// several times faster than by [`U256`].
pub fn part_floor(amount: u64, part: u128, whole: u128) -> Option<(u64, u128)> {
    if whole == 0 || part > whole {
        return None;
    }
    let (low, high) = (u128::from(amount) * (part & LOW), u128::from(amount) * (part >> 64));
    // Neither sum can overflow: a product of two digits leaves room for two more.
    let (n0, carried) = (low & LOW, high + (low >> 64));
    if whole <= LOW {
        // The part has one digit too, so the product has two, and is what was carried and `n0`.
        let product = (carried << 64) | n0;
        return Some(((product / whole) as u64, product % whole));
    }
    let shift = whole.leading_zeros();
    let divisor = whole << shift;
    // The product is below `whole · 2⁶⁴`, so shifted as well it still has three digits.
    let top = (carried << shift) | ((n0 << shift) >> 64);
    let n0 = (n0 << shift) & LOW;
    let quotient = one_digit(top, n0, divisor);
    // The remainder is below the divisor, so the lower two digits of `n − q · d` are all of it.
    let rest = ((top << 64) | n0).wrapping_sub(u128::from(quotient).wrapping_mul(divisor));
    Some((quotient, rest >> shift))
}

/// The lower digit of two.
const LOW: u128 = u64::MAX as u128;

/// `floor((top · 2⁶⁴ + n0) / divisor)` of a divisor whose highest bit is set, where it has one digit: guessed from the
/// highest digits, which is at most two too many.
fn one_digit(top: u128, n0: u128, divisor: u128) -> u64 {
    let (d1, d0) = (divisor >> 64, divisor & LOW);
    let mut quotient = (top / d1).min(LOW);
    let mut rest = top - quotient * d1;
    while rest <= LOW && quotient * d0 > ((rest << 64) | n0) {
        quotient -= 1;
        rest += d1;
    }
    quotient as u64
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

        #[test]
        fn part_should_be_the_exact_floor_and_remainder(
            (amount, part, whole) in (any::<u64>(), number(), number()), shift in 0..64u32, near: bool,
        ) {
            let amount = amount >> shift;
            let part = if near { whole.saturating_sub(part & 3) } else { part };
            let product = U256::from(amount) * U256::from(part);
            let exact = (part <= whole && whole > 0).then(|| product.div_mod(U256::from(whole)));
            let exact = exact.map(|(quotient, rest)| (quotient.as_u64(), rest.as_u128()));
            prop_assert_eq!(part_floor(amount, part, whole), exact);
        }
    }
}
