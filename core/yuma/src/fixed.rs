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

/// A share in 32 bits, with `u32::MAX` for [`ONE`]: no share of a row of weights but one itself comes that close.
#[inline(always)]
#[must_use]
pub const fn pack(share: u64) -> u32 {
    (share - (share >> 32)) as u32
}

/// The share that was packed.
#[inline(always)]
#[must_use]
pub const fn unpack(packed: u32) -> u64 {
    let share = packed as u64;
    share + ((share + 1) >> 32)
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
}

impl Divisor {
    /// Prepares to divide by `divisor`; dividing by 0 gives 0.
    #[inline]
    #[must_use]
    pub const fn new(divisor: u64) -> Self {
        match u64::MAX.checked_div(divisor) {
            // Never reached by a shifted numerator, so every quotient comes out 0.
            None => Self { divisor: u64::MAX, reciprocal: 0 },
            Some(reciprocal) => Self { divisor, reciprocal },
        }
    }

    /// floor(a / divisor) as a share, like [`quotient`].
    #[inline(always)]
    #[must_use]
    pub const fn quotient(self, a: u64) -> u64 {
        // From 2^63 on the correction would not fit.
        let limit = match self.divisor {
            0..=ONE => self.divisor,
            divisor if divisor >> 63 == 0 => ONE,
            _ => 0,
        };
        match (self.reciprocal, a > limit) {
            (0, _) => 0,
            (_, true) => quotient(a, self.divisor),
            (_, false) => self.part(a),
        }
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

    /// floor(b · floor(a / divisor)), for such a part and a share `b`.
    ///
    /// The estimate of the quotient is short by at most 1, which is to be told only where `b` more would change the
    /// whole: in one of 2^32/b cases.
    #[inline(always)]
    #[must_use]
    pub const fn share_of(self, a: u64, b: u64) -> u64 {
        let estimate = (a.wrapping_mul(self.reciprocal) >> 32).wrapping_mul(b);
        if (estimate & (ONE - 1)) + b >= ONE {
            return product(self.part(a), b);
        }
        estimate >> 32
    }
}

/// The sum of many u16 as a divisor of each: an exact quotient by one product.
#[derive(Clone, Copy, Debug, Default)]
pub struct Parts {
    multiplier: u64,
    addend: u32,
    shift: u32,
}

impl Parts {
    /// Prepares to divide the numbers that add up to `sum`, which is below 2^32.
    ///
    /// The multiplier is 2^(32 + shift)/sum, rounded to the nearest, so that w products are off by less than w/2 <= 2^15.
    /// That is less than what lies between two quotients, 2^shift/sum > 2^15, as long as it is on the upper side; where
    /// the multiplier was rounded down, 2^15 puts it there.
    #[inline]
    #[must_use]
    pub const fn new(sum: u64) -> Self {
        if sum == 0 {
            return Self { multiplier: 0, addend: 0, shift: 0 };
        }
        let shift = 16 + if sum >> 16 == 0 { 15 } else { sum.ilog2() };
        let (high, rest) = ((1 << shift) / sum, (1 << shift) % sum);
        let (low, rest) = ((rest << 32) / sum, (rest << 32) % sum);
        let down = rest * 2 < sum;
        let multiplier = (high << 32) + low + !down as u64;
        Self { multiplier, addend: (down as u32) << 15, shift }
    }

    /// floor(w / sum) as a share, for one of the numbers.
    #[inline(always)]
    #[must_use]
    pub const fn part(self, w: u16) -> u64 {
        (w as u64).wrapping_mul(self.multiplier).wrapping_add(self.addend as u64) >> self.shift
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
        fn parts_should_equal_division(w in any::<u16>(), rest in prop_oneof![0..70_000u64, 0..(1u64 << 32) - 65_535, (0..4u64, 15..31u32).prop_map(|(d, s)| (1 << s) - d)]) {
            // Near the multiples of the sum as well, where rounding shows.
            for sum in [u64::from(w) + rest, (u64::from(w) + rest).next_power_of_two() - 1, (1 << 32) - 65_536] {
                let w = u64::from(w).min(sum);
                prop_assert_eq!(Parts::new(sum).part(w as u16), quotient(w, sum), "{} of {}", w, sum);
            }
        }

        #[test]
        fn share_of_a_part_should_equal_both_steps(a in 0..=ONE, rest in awkward(), b in prop_oneof![0..=ONE, Just(ONE)]) {
            let by = Divisor::new(a + rest % (1 << 48));
            prop_assert_eq!(by.share_of(a, b), product(by.part(a), b));
        }

        #[test]
        fn packed_share_should_be_the_same_unless_it_is_one(share in 0..ONE - 1) {
            prop_assert_eq!((unpack(pack(share)), unpack(pack(ONE))), (share, ONE));
        }

        #[test]
        fn normalise_should_not_exceed_one(mut values in proptest::collection::vec(0..=ONE, 0..40)) {
            normalise(&mut values);
            prop_assert!(sum(&values) <= ONE);
        }
    }
}
