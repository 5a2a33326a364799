//! Dividing an amount so that the parts are the whole.

use crate::ratio;
use alloc::vec::Vec;
use core::cmp::Reverse;
use primitive_types::{U256, U512};

/// Divides `total` in proportion to `weights` by largest remainder: every part is its exact share rounded
/// down or up, the parts sum to `total`, and of equal remainders the lower index comes first.
///
/// Nothing when there is no weight at all.
pub fn largest_remainder(total: u64, weights: &[u128]) -> Option<Vec<u64>> {
    let Some(sum) = weights.iter().try_fold(0u128, |sum, weight| sum.checked_add(*weight)) else {
        return wide(total, weights);
    };
    if sum == 0 {
        return None;
    }
    // No weight is above the sum, so none is left out.
    let share = |weight: &u128| ratio::part_floor(total, *weight, sum).unwrap_or_default();
    Some(round(total, weights.iter().map(share)))
}

/// The same where the sum takes more than 128 bits.
fn wide(total: u64, weights: &[u128]) -> Option<Vec<u64>> {
    let sum = weights.iter().fold(U256::zero(), |sum, weight| sum.saturating_add(U256::from(*weight)));
    let share = |weight: &u128| {
        let (quotient, remainder) = (U256::from(*weight) * U256::from(total)).div_mod(sum);
        // No weight is above the sum, so no share is above the total.
        (quotient.low_u64(), remainder)
    };
    Some(round(total, weights.iter().map(share)))
}

/// [`largest_remainder`] over weights of any length up to 256 bits.
pub fn largest_remainder_wide(total: u64, weights: &[U256]) -> Option<Vec<u64>> {
    let narrow: Option<Vec<u128>> = weights.iter().map(|weight| u128::try_from(*weight).ok()).collect();
    if let Some(narrow) = narrow {
        return largest_remainder(total, &narrow);
    }
    // Fewer than 2⁶⁴ weights below 2²⁵⁶ each, and a product of at most 320 bits: nothing leaves 512.
    let sum = weights.iter().fold(U512::zero(), |sum, weight| sum.saturating_add(U512::from(*weight)));
    let share = |weight: &U256| {
        let (quotient, remainder) = weight.full_mul(U256::from(total)).div_mod(sum);
        (quotient.low_u64(), remainder)
    };
    // A weight did not fit 128 bits, so the sum is not zero.
    Some(round(total, weights.iter().map(share)))
}

/// Floored parts and their remainders; one unit more to the largest of these until the total is reached.
fn round<R: Ord>(total: u64, exact: impl ExactSizeIterator<Item = (u64, R)>) -> Vec<u64> {
    let (mut parts, mut ranks) = (Vec::with_capacity(exact.len()), Vec::with_capacity(exact.len()));
    for (index, (part, remainder)) in exact.enumerate() {
        parts.push(part);
        ranks.push((Reverse(remainder), index));
    }
    let given: u64 = parts.iter().sum();
    let missing = usize::try_from(total.saturating_sub(given)).unwrap_or(usize::MAX);
    if missing > 0 && missing < ranks.len() {
        ranks.select_nth_unstable(missing);
    }
    for (_, index) in ranks.into_iter().take(missing) {
        if let Some(part) = parts.get_mut(index) {
            *part = part.saturating_add(1);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use alloc::vec;
    use proptest::{collection::vec as many, prelude::*};

    #[test]
    fn split_should_be_nothing_when_there_is_no_weight() {
        assert_eq!(largest_remainder(5, &[]), None);
        assert_eq!(largest_remainder(5, &[0, 0]), None);
    }

    // economics §6.3: non-deterministic/hash-order iteration
    #[test]
    fn split_should_prefer_the_lower_index_when_remainders_are_equal() {
        assert_eq!(largest_remainder(1_000, &[1, 1, 1]), Some(vec![334, 333, 333]));
        assert_eq!(largest_remainder(2, &[1, 1, 1]), Some(vec![1, 1, 0]));
    }

    #[test]
    fn split_should_give_the_largest_remainder_first() {
        assert_eq!(largest_remainder(10, &[1, 2, 4]), Some(vec![1, 3, 6]));
    }

    #[test]
    fn split_should_hold_when_weights_sum_beyond_128_bits() {
        let parts = largest_remainder(u64::MAX, &[u128::MAX, u128::MAX, 0]);
        assert_eq!(parts, Some(vec![1 << 63, (1 << 63) - 1, 0]));
    }

    #[test]
    fn wide_split_should_hold_when_weights_take_256_bits() {
        assert_eq!(largest_remainder_wide(5, &[U256::zero()]), None);
        assert_eq!(largest_remainder_wide(4, &[U256::one(), U256::from(3)]), Some(vec![1, 3]));
        let parts = largest_remainder_wide(u64::MAX, &[U256::MAX, U256::MAX, U256::zero()]);
        assert_eq!(parts, Some(vec![1 << 63, (1 << 63) - 1, 0]));
    }

    fn weights() -> impl Strategy<Value = Vec<u128>> {
        many(prop_oneof![Just(0u128), 0..10u128, 0..1u128 << 64, any::<u128>()], 1..40)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn split_should_sum_to_the_total_with_each_part_a_rounded_share(
            total in prop_oneof![0..50u64, any::<u64>()],
            weights in weights(),
        ) {
            let sum = weights.iter().fold(U256::zero(), |sum, weight| sum + U256::from(*weight));
            let Some(parts) = largest_remainder(total, &weights) else {
                prop_assert!(sum.is_zero());
                return Ok(());
            };
            let given = parts.iter().map(|part| u128::from(*part)).sum::<u128>();
            prop_assert_eq!(given, u128::from(total));
            for (part, weight) in parts.iter().zip(&weights) {
                let (floor, rest) = (U256::from(*weight) * U256::from(total)).div_mod(sum);
                let floor = floor.as_u64();
                prop_assert!(*part == floor || (!rest.is_zero() && *part == floor + 1));
            }
        }

        #[test]
        fn wide_split_should_be_the_narrow_one_when_weights_are_scaled(
            total: u64, weights in weights(), shift in 1..129usize,
        ) {
            let wide: Vec<U256> = weights.iter().map(|weight| U256::from(*weight) << shift).collect();
            prop_assert_eq!(largest_remainder_wide(total, &wide), largest_remainder(total, &weights));
        }

        #[test]
        fn split_should_follow_the_order_of_remainders(
            total in 0..100_000u64,
            weights in many(0..1_000u128, 1..20),
        ) {
            let sum: u128 = weights.iter().sum();
            let product = |i: usize| u128::from(total) * weights[i];
            if let Some(parts) = largest_remainder(total, &weights) {
                let mut order: Vec<usize> = (0..weights.len()).collect();
                order.sort_by_key(|i| (Reverse(product(*i) % sum), *i));
                let raised: Vec<bool> =
                    order.iter().map(|i| u128::from(parts[*i]) > product(*i) / sum).collect();
                prop_assert!(raised.windows(2).all(|pair| pair[0] || !pair[1]));
            }
        }
    }
}
