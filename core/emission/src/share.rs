use alloc::{vec, vec::Vec};
use myelin_units::{split, Price, Tao};

/// A block's TAO by moving price, to the last rao: largest remainder, of equal remainders the first
/// (economics.md §2.2 (b), recommended rule). Give the subnets that may emit, in order of netuid.
///
/// Without any price nobody receives anything.
pub fn shares_by_price(block: Tao, moving: &[Price]) -> Vec<Tao> {
    let weights: Vec<u128> = moving.iter().map(|price| price.bits()).collect();
    match split::largest_remainder(block.rao(), &weights) {
        Some(parts) => parts.into_iter().map(Tao::new).collect(),
        None => vec![Tao::ZERO; moving.len()],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec as many, prelude::*};

    #[test]
    fn shares_should_be_nothing_when_there_is_no_price() {
        let block = Tao::new(1_000_000_000);
        assert_eq!(shares_by_price(block, &[Price::ZERO, Price::ZERO]), vec![Tao::ZERO; 2]);
        assert_eq!(shares_by_price(block, &[]), vec![]);
    }

    #[test]
    fn shares_should_give_the_remainder_to_the_first_when_prices_are_equal() {
        let shares = shares_by_price(Tao::new(1_000), &[Price::ONE; 3]);
        assert_eq!(shares, [334, 333, 333].map(Tao::new));
    }

    fn prices() -> impl Strategy<Value = Vec<Price>> {
        let bits = prop_oneof![Just(0u128), 0..100u128, 0..=1u128 << 64, any::<u128>()];
        many(bits.prop_map(Price::from_bits), 1..20)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn shares_should_be_the_block_and_grow_with_the_own_price(
            block in prop_oneof![0..100u64, 0..=1_000_000_000u64, any::<u64>()],
            prices in prices(),
            at: prop::sample::Index,
            more: u128,
        ) {
            let block = Tao::new(block);
            let shares = shares_by_price(block, &prices);
            let all = Tao::checked_sum(shares.iter().copied());
            let none = prices.iter().all(|price| price.is_zero());
            prop_assert_eq!(all, Ok(if none { Tao::ZERO } else { block }));

            let own = at.index(prices.len());
            let mut raised = prices.clone();
            raised[own] = Price::from_bits(prices[own].bits().saturating_add(more));
            prop_assert!(shares_by_price(block, &raised)[own] >= shares[own]);
        }
    }
}
