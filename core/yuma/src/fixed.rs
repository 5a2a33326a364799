//! Q32, the number in which an epoch is computed (yuma.md §1.1): a count of 2^-32, rounded down.
//!
//! The spec's Q32 is signed; outside the exponent of liquid alpha nothing is ever negative, so here it is a `u64`. Every share is at most [`ONE`], which the faster operations rely on and say so.

/// The share 1.
pub const ONE: u64 = 1 << 32;

/// floor(a · b) of two shares, each at most [`ONE`].
#[inline(always)]
#[must_use]
pub const fn product(a: u64, b: u64) -> u64 {
    // Only 1 · 1 needs a 65th bit. A branch is cheaper than a wide product, above all in WASM.
    if b >= ONE {
        return a;
    }
    a.wrapping_mul(b) >> 32
}

/// floor(a · b) of two shares that are not both [`ONE`]: [`product`] without asking.
#[inline(always)]
#[must_use]
pub const fn fraction(a: u64, b: u64) -> u64 {
    a.wrapping_mul(b) >> 32
}

/// The smaller of two, without a jump: for values of which nobody knows in advance which one it is, where a jump would
/// be guessed wrong every other time and cost more than all the rest.
#[inline(always)]
#[must_use]
pub fn smaller(a: u64, b: u64) -> u64 {
    core::hint::select_unpredictable(a < b, a, b)
}

/// floor(a / b), and 0 when b is 0. Any operands; saturates.
#[must_use]
pub const fn quotient(a: u64, b: u64) -> u64 {
    match ((a as u128) << 32).checked_div(b as u128) {
        None => 0,
        Some(q) if q > u64::MAX as u128 => u64::MAX,
        Some(q) => q as u64,
    }
}

/// The u16 `k` as a share of 65535: floor(k · 2^32 / 65535).
#[inline(always)]
#[must_use]
pub const fn proportion(k: u16) -> u64 {
    // 2^32 = 65535 · 65537 + 1, so the quotient is k · 65537, and one more when the remainders add up to 65535.
    let k = k as u64;
    k * 65537 + ((k + 1) >> 16)
}

/// floor(x · 65535), at most 65535.
#[inline(always)]
#[must_use]
pub const fn to_u16(share: u64) -> u16 {
    let share = if share < ONE { share } else { ONE };
    ((share * 65535) >> 32) as u16
}

/// floor(x · amount); saturates when x is above 1 and the amount large.
#[must_use]
pub const fn of_amount(share: u64, amount: u64) -> u64 {
    let part = (share as u128 * amount as u128) >> 32;
    if part > u64::MAX as u128 {
        u64::MAX
    } else {
        part as u64
    }
}

/// Sum of shares. Saturates, which no legal input reaches (65536 shares of at most 2 need 50 bits).
#[must_use]
pub fn sum(values: &[u64]) -> u64 {
    values.iter().fold(0u64, |sum, value| sum.saturating_add(*value))
}

/// Divides every element by the sum of all; leaves zeros as they are.
pub fn normalise(values: &mut [u64]) {
    let by = Divisor::new(sum(values));
    for value in values {
        *value = by.quotient(*value);
    }
}

/// One divisor for many exact quotients: a reciprocal and a correction instead of a division each.
#[derive(Clone, Copy, Debug, Default)]
pub struct Divisor {
    divisor: u64,
    reciprocal: u64,
    limit: u64,
}

impl Divisor {
    /// Prepares to divide by `divisor`; dividing by 0 gives 0.
    #[inline]
    #[must_use]
    pub const fn new(divisor: u64) -> Self {
        match divisor {
            // Never reached by a shifted numerator, so every quotient comes out 0.
            0 => Self { divisor: u64::MAX, reciprocal: 0, limit: u64::MAX },
            1..=ONE => Self { divisor, reciprocal: u64::MAX / divisor, limit: divisor },
            // From 2^63 on the correction below would not fit: everything takes the long way.
            _ => Self {
                divisor,
                reciprocal: u64::MAX / divisor,
                limit: if divisor >> 63 == 0 { ONE } else { 0 },
            },
        }
    }

    /// floor(a / divisor) as a share, like [`quotient`].
    #[inline(always)]
    #[must_use]
    pub const fn quotient(self, a: u64) -> u64 {
        if a > self.limit {
            return quotient(a, self.divisor);
        }
        self.part(a)
    }

    /// The quotient of a part: `a` is at most [`ONE`] and one of the values that add up to the divisor, or one of
    /// those of which it is the largest. For anything else the result means nothing.
    ///
    /// Then a · reciprocal fits 64 bits, and since the reciprocal is short of 2^64/divisor by at most 1, the
    /// estimate is short by at most a/2^32 <= 1 before rounding, so by at most 1 after it.
    #[inline(always)]
    #[must_use]
    pub const fn part(self, a: u64) -> u64 {
        let estimate = a.wrapping_mul(self.reciprocal) >> 32;
        // The remainder is below 2 · divisor and so exact modulo 2^64.
        let rest = (a << 32).wrapping_sub(estimate.wrapping_mul(self.divisor));
        estimate + (rest >= self.divisor) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn proportion_should_be_exactly_one_when_full() {
        assert_eq!(proportion(u16::MAX), ONE);
        assert_eq!(proportion(0), 0);
        assert_eq!(proportion(32767), (32767u64 << 32) / 65535);
    }

    #[test]
    fn to_u16_should_floor_and_clamp() {
        assert_eq!(to_u16(ONE), 65535);
        assert_eq!(to_u16(ONE / 2), 32767);
        assert_eq!(to_u16(ONE + 5), 65535);
        assert_eq!(to_u16(ONE - 1), 65534);
    }

    #[test]
    fn product_should_not_overflow_when_both_are_one() {
        assert_eq!(product(ONE, ONE), ONE);
        assert_eq!(product(ONE - 1, ONE), ONE - 1);
        assert_eq!(product(ONE, ONE - 1), ONE - 1);
    }

    #[test]
    fn of_amount_should_saturate_when_share_exceeds_one() {
        assert_eq!(of_amount(ONE, u64::MAX), u64::MAX);
        assert_eq!(of_amount(2 * ONE, u64::MAX), u64::MAX);
    }

    fn awkward() -> impl Strategy<Value = u64> {
        prop_oneof![
            any::<u64>(),
            0..=ONE,
            0..70_000u64,
            (0..4u64, 0..64u32).prop_map(|(d, s)| (1u64 << s).wrapping_add(d).wrapping_sub(2)),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn proportion_should_equal_the_quotient(k in any::<u16>()) {
            prop_assert_eq!(proportion(k), quotient(u64::from(k), 65535));
        }

        #[test]
        fn product_should_floor(a in 0..=ONE, b in 0..=ONE) {
            prop_assert_eq!(u128::from(product(a, b)), (u128::from(a) * u128::from(b)) >> 32);
            prop_assert_eq!(fraction(a, b.min(ONE - 1)), product(a, b.min(ONE - 1)));
            prop_assert_eq!(smaller(a, b), a.min(b));
        }

        #[test]
        fn divisor_should_equal_division(a in awkward(), b in awkward()) {
            prop_assert_eq!(Divisor::new(b).quotient(a), quotient(a, b));
            // The fast path's own ground.
            let part = a.min(b).min(ONE);
            prop_assert_eq!(Divisor::new(b).quotient(part), quotient(part, b));
            prop_assert_eq!(Divisor::new(b >> 1).part(part >> 1), quotient(part >> 1, b >> 1));
        }

        #[test]
        fn normalise_should_not_exceed_one(mut values in proptest::collection::vec(0..=ONE, 0..40)) {
            normalise(&mut values);
            prop_assert!(sum(&values) <= ONE);
        }
    }
}
