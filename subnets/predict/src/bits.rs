//! What a byte cost, in whole numbers: every validator must come to the same figure, so there is no floating point here.

/// Fixed-point bits: 2¹⁶ is one bit.
pub const ONE_BIT: u64 = 1 << FRACTION;
/// Bits behind the point.
const FRACTION: u32 = 16;
/// Bytes that can come next.
pub const SYMBOLS: usize = 256;

/// `log2(x)·2¹⁶`, rounded down; 0 for 0, which has no logarithm.
///
/// Digit by digit: squaring a number in [1, 2) moves one binary digit of its logarithm before the point.
pub fn log2(x: u32) -> u32 {
    let Some(whole) = x.checked_ilog2() else { return 0 };
    // In [1, 2), with 63 bits behind the point.
    let mut y = u64::from(x) << 63u32.saturating_sub(whole);
    let mut digits = 0u32;
    for _ in 0..FRACTION {
        let square = u128::from(y).saturating_mul(y.into()) >> 63;
        let digit = (square >> 64) as u32;
        y = (square >> digit) as u64;
        digits = digits << 1 | digit;
    }
    whole << FRACTION | digits
}

/// What `byte` cost when a model gave these frequencies, in 2⁻¹⁶ bits: `log2((Σf + 256) / (f(byte) + 1))`.
///
/// The one that is added to each frequency makes every byte possible; at most 24 bits. `None` when all frequencies are
/// zero: that is no answer.
pub fn cost(frequencies: &[u16; SYMBOLS], byte: u8) -> Option<u32> {
    let sum: u32 = frequencies.iter().map(|frequency| u32::from(*frequency)).sum();
    if sum == 0 {
        return None;
    }
    let of_byte = frequencies.get(usize::from(byte)).copied().unwrap_or(0);
    let all = sum.saturating_add(SYMBOLS as u32);
    Some(log2(all).saturating_sub(log2(u32::from(of_byte).saturating_add(1))))
}

/// Bits per byte for people, with three digits: `2.345`.
pub fn per_byte(cost: u64, bytes: u64) -> String {
    let thousandths = u128::from(cost)
        .saturating_mul(1_000)
        .checked_div(u128::from(ONE_BIT).saturating_mul(bytes.into()))
        .unwrap_or(0);
    format!("{}.{:03}", thousandths / 1_000, thousandths % 1_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn log2_should_be_exact_when_a_power_of_two() {
        for power in 0..32 {
            assert_eq!(log2(1 << power), power << FRACTION);
        }
    }

    #[test]
    fn cost_should_be_eight_bits_when_all_bytes_are_alike() {
        for frequency in [1, 2, 77, 65_535] {
            assert_eq!(cost(&[frequency; SYMBOLS], 65), Some(8 << FRACTION));
        }
    }

    #[test]
    fn cost_should_be_bounded_when_the_byte_was_thought_impossible() {
        let mut sure = [65_535; SYMBOLS];
        sure[65] = 0;
        let worst = cost(&sure, 65).unwrap();
        assert!(worst > 23 << FRACTION && worst <= 24 << FRACTION, "{worst}");
        let mut right = [0; SYMBOLS];
        right[65] = 65_535;
        assert!(cost(&right, 65).unwrap() < (ONE_BIT / 100) as u32);
    }

    #[test]
    fn cost_should_be_none_when_all_frequencies_are_zero() {
        assert_eq!(cost(&[0; SYMBOLS], 65), None);
    }

    #[test]
    fn per_byte_should_show_three_digits_when_asked() {
        assert_eq!(per_byte(5 * ONE_BIT / 2, 1), "2.500");
        assert_eq!(per_byte(0, 0), "0.000");
    }

    proptest! {
        #[test]
        fn log2_should_be_the_logarithm_when_compared_with_floats(x in 1u32..) {
            let expected = f64::from(x).log2() * 65_536.0;
            prop_assert!((f64::from(log2(x)) - expected).abs() < 1.01, "{} against {expected}", log2(x));
        }

        /// A model cannot promise more than the whole: its probabilities sum to one, but for rounding.
        #[test]
        fn probabilities_should_sum_to_one_when_all_costs_are_taken(list in prop::collection::vec(0u16.., 256)) {
            let mut frequencies: [u16; SYMBOLS] = list.try_into().unwrap();
            frequencies[0] |= 1;
            let sum: f64 = (0..=255).map(|byte| {
                (-f64::from(cost(&frequencies, byte).unwrap()) / 65_536.0).exp2()
            }).sum();
            prop_assert!((sum - 1.0).abs() < 1e-4, "{sum}");
        }
    }
}
