use crate::{Pool, PoolError};
use myelin_units::{Alpha, Tao};

/// What the protocol puts into a pool in a block, and what is left over.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Injection {
    /// TAO that goes into the pool.
    pub tao: Tao,
    /// Alpha that is minted into the pool beside it.
    pub alpha: Alpha,
    /// TAO for which no alpha may be minted; it buys alpha, which is destroyed.
    pub excess: Tao,
    /// The reserves afterwards, before the excess is spent.
    pub pool: Pool,
}

/// What a subnet does with its share of a block's TAO: as much as the alpha cap allows goes into the pool
/// at the pool's price, the rest buys alpha, which is destroyed (economics.md §2.4, recommended rule).
///
/// `share` rao of TAO; `cap` the most alpha that may be minted into the pool this block.
/// `tao + excess == share`, always. Nothing is emitted to a pool without a price.
#[inline]
pub fn inject(pool: &Pool, share: Tao, cap: Alpha) -> Result<Injection, PoolError> {
    if pool.tao.is_zero() || pool.alpha.is_zero() {
        return Err(PoolError::Empty);
    }
    let (tao_reserve, alpha_reserve) = (u128::from(pool.tao.rao()), u128::from(pool.alpha.rao()));
    let wanted = u128::from(share.rao()) * alpha_reserve / tao_reserve;
    let (tao, alpha) = match u64::try_from(wanted) {
        Ok(wanted) if wanted <= cap.rao() => (share, Alpha::new(wanted)),
        // The cap binds, so what it is worth is less than the share: the cast loses nothing.
        _ => (Tao::new((u128::from(cap.rao()) * tao_reserve / alpha_reserve) as u64), cap),
    };
    let after = Pool { tao: pool.tao.checked_add(tao)?, alpha: pool.alpha.checked_add(alpha)? };
    Ok(Injection { tao, alpha, excess: share.checked_sub(tao)?, pool: after })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{pool, rao};
    use proptest::prelude::*;

    fn pool_of(tao: u64, alpha: u64) -> Pool {
        Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) }
    }

    #[test]
    fn injection_should_be_refused_when_there_is_no_price() {
        let inject_into = |pool| inject(&pool, Tao::new(1), Alpha::new(1));
        assert_eq!(inject_into(pool_of(0, 1)), Err(PoolError::Empty));
        assert_eq!(inject_into(pool_of(1, 0)), Err(PoolError::Empty));
    }

    #[test]
    fn injection_should_leave_an_excess_when_the_cap_binds() {
        let pool = pool_of(1_000_000_000_000, 500_000_000_000_000);
        let injection = inject(&pool, Tao::new(100_000_000), Alpha::new(1_000_000_000)).unwrap();
        assert_eq!(injection.tao, Tao::new(2_000_000));
        assert_eq!(injection.alpha, Alpha::new(1_000_000_000));
        assert_eq!(injection.excess, Tao::new(98_000_000));
        assert_eq!(injection.pool, pool_of(1_000_002_000_000, 500_001_000_000_000));
    }

    #[test]
    fn injection_should_take_the_whole_share_when_the_alpha_wanted_is_just_the_cap() {
        let injection = inject(&pool_of(1_000, 10), Tao::new(150), Alpha::new(1)).unwrap();
        assert_eq!((injection.tao, injection.excess), (Tao::new(150), Tao::ZERO));
    }

    #[test]
    fn injection_should_be_all_excess_when_no_alpha_may_be_minted() {
        let injection = inject(&pool_of(10, 10), Tao::new(7), Alpha::ZERO).unwrap();
        assert_eq!((injection.tao, injection.excess), (Tao::ZERO, Tao::new(7)));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn injection_should_spend_the_share_and_keep_the_price(
            pool in pool(), share in rao(), cap in rao(),
        ) {
            let Ok(injection) = inject(&pool, Tao::new(share), Alpha::new(cap)) else {
                return Ok(());
            };
            prop_assert_eq!(injection.tao.checked_add(injection.excess)?, Tao::new(share));
            prop_assert!(injection.alpha.rao() <= cap);
            prop_assert_eq!(injection.pool.tao, pool.tao.checked_add(injection.tao)?);
            prop_assert_eq!(injection.pool.alpha, pool.alpha.checked_add(injection.alpha)?);
            // TAO beside the alpha that the price asks for, both over the reserves: less than one rao apart.
            let (reserve, alpha_reserve) = (pool.tao.rao(), pool.alpha.rao());
            let tao_side = u128::from(injection.tao.rao()) * u128::from(alpha_reserve);
            let alpha_side = u128::from(injection.alpha.rao()) * u128::from(reserve);
            if injection.excess.is_zero() {
                prop_assert!(tao_side - alpha_side < u128::from(reserve));
            } else {
                prop_assert!(alpha_side - tao_side < u128::from(alpha_reserve));
            }
        }
    }
}
