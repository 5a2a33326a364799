//! What `set_weights` does to a row before it is stored (yuma.md §2.1, checks 13 and 14).

use crate::fixed::{proportion, quotient, ONE};
use alloc::vec::Vec;

const FULL: u64 = u16::MAX as u64;

/// Scales a row so that its largest weight becomes 65535, rounding half up. All zeros stay.
#[must_use]
pub fn max_upscale(weights: &[u16]) -> Vec<u16> {
    let most = u64::from(weights.iter().copied().max().unwrap_or(0));
    // A large maximum scales by a rounded factor, a small one divides each weight: the reference's two branches,
    // which differ in the last unit.
    let factor = quotient(FULL, most);
    let scale = |weight: u16| {
        let scaled =
            if most > 32768 { u64::from(weight) * factor } else { quotient(u64::from(weight) * FULL, most) };
        ((scaled + ONE / 2) >> 32).min(FULL) as u16
    };
    weights.iter().copied().map(scale).collect()
}

/// Whether no weight takes more than `limit`/65535 of its row.
#[must_use]
pub fn within_max_weight(weights: &[u16], limit: u16) -> bool {
    let sum: u64 = weights.iter().copied().map(u64::from).sum();
    let most = u64::from(weights.iter().copied().max().unwrap_or(0));
    quotient(most, sum) <= proportion(limit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn zeros_should_stay_when_a_row_has_nothing_else() {
        assert_eq!(max_upscale(&[0, 0]), [0, 0]);
        assert_eq!(max_upscale(&[]), Vec::<u16>::new());
        assert!(within_max_weight(&[0, 0], 0));
    }

    #[test]
    fn half_should_round_up() {
        assert_eq!(max_upscale(&[43690, 21845]), [65535, 32768]);
    }

    #[test]
    fn third_should_be_within_a_limit_of_exactly_a_third() {
        assert!(within_max_weight(&[65535; 3], 21845));
        assert!(!within_max_weight(&[65535; 3], 21844));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5_000))]

        #[test]
        fn upscaling_should_keep_order_and_reach_the_top(row in proptest::collection::vec(any::<u16>(), 1..40)) {
            let scaled = max_upscale(&row);
            for (a, b) in row.iter().zip(&scaled) {
                prop_assert!(a <= b);
                for (c, d) in row.iter().zip(&scaled) {
                    prop_assert!(a > c || b <= d);
                }
            }
            prop_assert!(row.iter().all(|weight| *weight == 0) || scaled.contains(&u16::MAX));
        }

        #[test]
        fn rows_of_one_maximum_should_upscale_close_to_exact(row in proptest::collection::vec(any::<u16>(), 1..40)) {
            let most = u128::from(*row.iter().max().unwrap_or(&0)).max(1);
            for (weight, scaled) in row.iter().zip(max_upscale(&row)) {
                let exact = (u128::from(*weight) * 65535 * 2 + most) / (2 * most);
                prop_assert!(exact.abs_diff(u128::from(scaled)) <= 1);
            }
        }
    }
}
