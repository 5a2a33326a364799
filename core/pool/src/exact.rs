use crate::{search::largest, sell, Market, Pool, PoolError, Sold};
use myelin_units::{Alpha, Tao};

/// Sells just so much alpha, `most` at most, that it brings `tao` at least: the least amount that does. Rounding is
/// against the seller, as in every sale, so what it brings may be a little more than was asked for.
pub fn sell_for(pool: &Pool, tao: Tao, most: Alpha, market: &Market) -> Result<Sold, PoolError> {
    if tao.is_zero() {
        return Err(PoolError::ZeroAmount);
    }
    // What a sale brings never falls as the amount rises; a sale that cannot be made brings too little.
    let brings_less = |alpha: u64| match crate::swap::swap_alpha(pool, Alpha::new(alpha), market.fee) {
        Ok(sold) => sold.tao < tao,
        Err(_) => false,
    };
    let short = largest(most.rao(), brings_less);
    let enough = short.checked_add(1).filter(|enough| *enough <= most.rao()).ok_or(PoolError::ZeroOut)?;
    sell(pool, Alpha::new(enough), market)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{live_pool, market};
    use myelin_units::PerU16;
    use proptest::prelude::*;

    #[test]
    fn sale_should_bring_what_was_asked_for_and_one_rao_less_not() {
        let pool = Pool { tao: Tao::new(1_000_000_000_000), alpha: Alpha::new(4_000_000_000_000) };
        let terms = Market { fee: PerU16::new(33), min_reserve: 1_000_000 };
        for tao in [1, 2, 999, 30_128, 1_000_000_000] {
            let sold = sell_for(&pool, Tao::new(tao), Alpha::new(u64::MAX >> 9), &terms).unwrap();
            assert!(sold.tao.rao() >= tao);
            let less = sell(&pool, Alpha::new(sold.sold.rao() - 1), &terms);
            assert!(less.map_or(true, |less| less.tao.rao() < tao));
        }
    }

    #[test]
    fn sale_should_be_refused_when_all_that_is_held_brings_too_little() {
        let pool = Pool { tao: Tao::new(1_000_000_000), alpha: Alpha::new(1_000_000_000) };
        let terms = Market::FREE;
        assert_eq!(sell_for(&pool, Tao::new(100), Alpha::new(100), &terms), Err(PoolError::ZeroOut));
        assert!(sell_for(&pool, Tao::new(100), Alpha::new(101), &terms).is_ok());
        // Nothing is asked for, nothing is held, or there is no pool.
        assert_eq!(sell_for(&pool, Tao::ZERO, Alpha::new(1), &terms), Err(PoolError::ZeroAmount));
        assert_eq!(sell_for(&pool, Tao::new(1), Alpha::ZERO, &terms), Err(PoolError::ZeroOut));
        assert_eq!(sell_for(&Pool::default(), Tao::new(1), Alpha::new(9), &terms), Err(PoolError::Empty));
        // A pool never gives all that it has.
        let all = sell_for(&pool, Tao::new(1_000_000_000), Alpha::new(u64::MAX >> 1), &terms);
        assert!(all.is_err());
    }

    proptest! {
        #[test]
        fn sale_should_be_the_least_that_suffices(
            pool in live_pool(), terms in market(), tao in 1u64..=u64::MAX >> 9, most in 0u64..=u64::MAX >> 9,
        ) {
            if let Ok(sold) = sell_for(&pool, Tao::new(tao), Alpha::new(most), &terms) {
                prop_assert!(sold.tao.rao() >= tao && sold.sold.rao() <= most);
                let less = sell(&pool, Alpha::new(sold.sold.rao() - 1), &terms);
                prop_assert!(less.map_or(true, |less| less.tao.rao() < tao));
            } else if let Ok(all) = sell(&pool, Alpha::new(most), &terms) {
                // Refused though all that is held can be sold: then that brings too little.
                prop_assert!(all.tao.rao() < tao);
            }
        }
    }
}
