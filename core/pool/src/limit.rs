use crate::search::largest;
use crate::swap::{swap_alpha, swap_tao};
use crate::{buy, sell, Bought, Market, Pool, PoolError, Sold};
use myelin_units::{Alpha, Tao, RAO_PER_TAO};

/// The most TAO, fee included, that may be spent so that the spot price afterwards is at most `limit` rao
/// per whole alpha and the pool keeps its minimum. The comparison is exact; zero when nothing fits.
///
/// The limit bounds the final spot price, not the average paid (economics.md §3, recommended rule).
pub fn most_tao_within(pool: &Pool, limit: u64, market: &Market) -> Result<Tao, PoolError> {
    if pool.price().is_none() {
        return Err(PoolError::Empty);
    }
    // Even if no alpha left the pool, (T + tao) / A <= limit would have to hold.
    let ceiling = u128::from(limit) * u128::from(pool.alpha.rao()) / u128::from(RAO_PER_TAO);
    let room = ceiling.saturating_sub(u128::from(pool.tao.rao()));
    let top = clamp(room).min(u64::MAX.saturating_sub(pool.tao.rao()));
    let most = largest(top, |tao| {
        swap_tao(pool, Tao::new(tao), market.fee)
            .is_ok_and(|bought| bought.pool.alpha.rao() >= market.min_reserve && at_most(&bought.pool, limit))
    });
    Ok(Tao::new(most))
}

/// The most alpha, fee included, that may be sold so that the spot price afterwards is at least `limit` rao
/// per whole alpha and the pool keeps its minimum. The comparison is exact; zero when nothing fits, and
/// [`Alpha::MAX`] when neither the limit nor the minimum asks for anything.
pub fn most_alpha_within(pool: &Pool, limit: u64, market: &Market) -> Result<Alpha, PoolError> {
    if pool.price().is_none() {
        return Err(PoolError::Empty);
    }
    if limit == 0 && market.min_reserve == 0 {
        // Nothing bounds the sale.
        return Ok(Alpha::MAX);
    }
    // Even if no TAO left the pool, T / (A + alpha) >= limit would have to hold.
    let ceiling = u128::from(pool.tao.rao()) * u128::from(RAO_PER_TAO);
    let room = match ceiling.checked_div(u128::from(limit)) {
        Some(alpha) => alpha.saturating_sub(u128::from(pool.alpha.rao())),
        None => u128::MAX,
    };
    let top = clamp(room).min(u64::MAX.saturating_sub(pool.alpha.rao()));
    let most = largest(top, |alpha| {
        swap_alpha(pool, Alpha::new(alpha), market.fee)
            .is_ok_and(|sold| sold.pool.tao.rao() >= market.min_reserve && at_least(&sold.pool, limit))
    });
    Ok(Alpha::new(most))
}

/// Buys with `tao` unless the spot price would end above `limit` rao per whole alpha. Then `partial` spends
/// as much as fits, and otherwise nothing happens. A purchase of nothing is an error.
pub fn buy_within(
    pool: &Pool,
    tao: Tao,
    limit: u64,
    partial: bool,
    market: &Market,
) -> Result<Bought, PoolError> {
    let whole = buy(pool, tao, market);
    if whole.is_ok_and(|bought| at_most(&bought.pool, limit)) {
        return whole;
    }
    let most = if partial { most_tao_within(pool, limit, market)?.min(tao) } else { Tao::ZERO };
    if most.is_zero() {
        return Err(refusal(limit, whole.map(|bought| bought.pool)));
    }
    buy(pool, most, market)
}

/// Sells `alpha` unless the spot price would end below `limit` rao per whole alpha. Then `partial` sells
/// as much as fits, and otherwise nothing happens. A sale of nothing is an error.
pub fn sell_within(
    pool: &Pool,
    alpha: Alpha,
    limit: u64,
    partial: bool,
    market: &Market,
) -> Result<Sold, PoolError> {
    let whole = sell(pool, alpha, market);
    if whole.is_ok_and(|sold| at_least(&sold.pool, limit)) {
        return whole;
    }
    let most = if partial { most_alpha_within(pool, limit, market)?.min(alpha) } else { Alpha::ZERO };
    if most.is_zero() {
        return Err(refusal(limit, whole.map(|sold| sold.pool)));
    }
    sell(pool, most, market)
}

/// Why the whole trade was refused: by its own error, or else by the price it would lead to.
fn refusal(limit: u64, whole: Result<Pool, PoolError>) -> PoolError {
    match whole {
        Err(error) => error,
        Ok(pool) => PoolError::LimitExceeded { limit, price: pool.price().unwrap_or_default() },
    }
}

/// `T / A <= limit`, exactly.
fn at_most(pool: &Pool, limit: u64) -> bool {
    let (price, limit) = cross(pool, limit);
    price <= limit
}

/// `T / A >= limit`, exactly.
fn at_least(pool: &Pool, limit: u64) -> bool {
    let (price, limit) = cross(pool, limit);
    price >= limit
}

/// Price and limit, both multiplied by the alpha reserve and by the rao in a whole alpha: no division, no
/// rounding, and at most 2⁶⁴ · 2⁶⁴.
fn cross(pool: &Pool, limit: u64) -> (u128, u128) {
    let price = u128::from(pool.tao.rao()) * u128::from(RAO_PER_TAO);
    (price, u128::from(limit) * u128::from(pool.alpha.rao()))
}

/// The number, or the largest that fits where it does not.
fn clamp(number: u128) -> u64 {
    u64::try_from(number).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{live_pool, market, pool, rao};
    use myelin_units::{PerU16, Price};
    use proptest::prelude::*;

    const COIN: u64 = RAO_PER_TAO;

    fn pool_of(tao: u64, alpha: u64) -> Pool {
        Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) }
    }

    fn even() -> Pool {
        pool_of(1_000 * COIN, 1_000 * COIN)
    }

    // economics §6.3: average vs spot limit semantics mixed
    #[test]
    fn limit_should_bound_the_final_price_not_the_average() {
        let most = most_tao_within(&even(), 2 * COIN, &Market::FREE);
        assert_eq!(most, Ok(Tao::new(414_213_562_374)));
        let most = most_alpha_within(&even(), COIN / 2, &Market::FREE);
        assert_eq!(most, Ok(Alpha::new(414_213_562_374)));
    }

    #[test]
    fn most_should_be_nothing_when_the_price_is_beyond_the_limit() {
        assert_eq!(most_tao_within(&even(), COIN - 1, &Market::FREE), Ok(Tao::ZERO));
        assert_eq!(most_alpha_within(&even(), COIN + 1, &Market::FREE), Ok(Alpha::ZERO));
    }

    #[test]
    fn most_should_be_refused_when_there_is_no_price() {
        let empty = pool_of(0, 7);
        assert_eq!(most_tao_within(&empty, COIN, &Market::FREE), Err(PoolError::Empty));
        assert_eq!(most_alpha_within(&empty, COIN, &Market::FREE), Err(PoolError::Empty));
    }

    #[test]
    fn sale_should_be_unbounded_when_the_limit_is_zero() {
        assert_eq!(most_alpha_within(&even(), 0, &Market::FREE), Ok(Alpha::MAX));
        let keeping = Market { min_reserve: COIN, ..Market::FREE };
        let most = most_alpha_within(&even(), 0, &keeping).unwrap();
        let sold = sell(&even(), most, &keeping).unwrap();
        assert_eq!(sold.pool.tao, Tao::new(COIN));
    }

    #[test]
    fn whole_order_should_be_refused_when_it_does_not_fit() {
        let order = Tao::new(500 * COIN);
        let refused = buy_within(&even(), order, 2 * COIN, false, &Market::FREE);
        let price = buy(&even(), order, &Market::FREE).unwrap().pool.price().unwrap();
        assert_eq!(refused, Err(PoolError::LimitExceeded { limit: 2 * COIN, price }));
        let refused = sell_within(&even(), Alpha::new(500 * COIN), COIN / 2, false, &Market::FREE);
        assert!(matches!(refused, Err(PoolError::LimitExceeded { .. })));
    }

    #[test]
    fn partial_order_should_spend_what_fits() {
        let bought = buy_within(&even(), Tao::new(500 * COIN), 2 * COIN, true, &Market::FREE).unwrap();
        assert_eq!(bought.spent, Tao::new(414_213_562_374));
        let sold = sell_within(&even(), Alpha::new(500 * COIN), COIN / 2, true, &Market::FREE).unwrap();
        assert_eq!(sold.sold, Alpha::new(414_213_562_374));
    }

    // economics §6.3: partial limit no-op success; unspent TAO stranded
    #[test]
    fn partial_order_should_be_refused_when_nothing_fits() {
        let (order, limit) = (Tao::new(COIN), COIN - 1);
        let refused = buy_within(&even(), order, limit, true, &Market::FREE).unwrap_err();
        assert!(matches!(refused, PoolError::LimitExceeded { limit, price }
            if limit == COIN - 1 && price > Price::ONE));
        let refused = buy_within(&even(), Tao::ZERO, 2 * COIN, true, &Market::FREE);
        assert_eq!(refused, Err(PoolError::ZeroAmount));
    }

    #[test]
    fn partial_order_should_stop_at_the_minimum_reserve() {
        let keeping = Market { fee: PerU16::ZERO, min_reserve: 900 * COIN };
        let whole = buy_within(&even(), Tao::new(500 * COIN), u64::MAX, false, &keeping);
        assert!(matches!(whole, Err(PoolError::ReserveTooLow { .. })));
        let part = buy_within(&even(), Tao::new(500 * COIN), u64::MAX, true, &keeping).unwrap();
        assert_eq!(part.pool.alpha, Alpha::new(900 * COIN));
    }

    /// Whether a purchase of this size keeps the limit and the minimum; nothing when it cannot be written.
    fn buys(pool: &Pool, tao: u64, limit: u64, market: &Market) -> Option<bool> {
        let after = swap_tao(pool, Tao::new(tao), market.fee).ok()?.pool;
        let price = u128::from(after.tao.rao()) * u128::from(COIN);
        let bound = u128::from(limit) * u128::from(after.alpha.rao());
        Some(price <= bound && after.alpha.rao() >= market.min_reserve)
    }

    fn sells(pool: &Pool, alpha: u64, limit: u64, market: &Market) -> Option<bool> {
        let after = swap_alpha(pool, Alpha::new(alpha), market.fee).ok()?.pool;
        let price = u128::from(after.tao.rao()) * u128::from(COIN);
        let bound = u128::from(limit) * u128::from(after.alpha.rao());
        Some(price >= bound && after.tao.rao() >= market.min_reserve)
    }

    /// A limit near the pool's price, or anywhere.
    fn near(pool: &Pool, tenths: u64, anywhere: u64) -> u64 {
        let price = pool.price().unwrap().rao_per_alpha_floor();
        match tenths {
            0 => anywhere,
            tenths => price.saturating_mul(tenths) / 10,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]
        #[test]
        fn most_tao_should_fit_and_one_more_should_not(
            pool in prop_oneof![pool(), live_pool()],
            market in market(), tenths in 0..40u64, anywhere in rao(),
        ) {
            let limit = near(&pool, tenths, anywhere);
            let most = most_tao_within(&pool, limit, &market)?.rao();
            prop_assert!(most == 0 || buys(&pool, most, limit, &market) == Some(true));
            if let Some(more) = most.checked_add(1) {
                prop_assert!(buys(&pool, more, limit, &market) != Some(true));
            }
        }

        #[test]
        fn most_alpha_should_fit_and_one_more_should_not(
            pool in prop_oneof![pool(), live_pool()],
            market in market(), tenths in 0..20u64, anywhere in rao(),
        ) {
            let limit = near(&pool, tenths, anywhere);
            let most = most_alpha_within(&pool, limit, &market)?.rao();
            if (limit, market.min_reserve) == (0, 0) {
                prop_assert_eq!(most, u64::MAX);
                return Ok(());
            }
            prop_assert!(most == 0 || sells(&pool, most, limit, &market) == Some(true));
            if let Some(more) = most.checked_add(1) {
                prop_assert!(sells(&pool, more, limit, &market) != Some(true));
            }
        }

        // economics §6.3: unstake simulation validates the full request although a limit will fill less
        #[test]
        fn order_should_be_the_quoted_trade_and_keep_its_limit(
            pool in live_pool(), market in market(), amount in rao(), tenths in 1..40u64, partial: bool,
        ) {
            let limit = near(&pool, tenths, 0);
            if let Ok(bought) = buy_within(&pool, Tao::new(amount), limit, partial, &market) {
                prop_assert_eq!(buy(&pool, bought.spent, &market), Ok(bought));
                prop_assert!(at_most(&bought.pool, limit));
                prop_assert!(bought.spent.rao() == amount || partial);
            }
            if let Ok(sold) = sell_within(&pool, Alpha::new(amount), limit, partial, &market) {
                prop_assert_eq!(sell(&pool, sold.sold, &market), Ok(sold));
                prop_assert!(at_least(&sold.pool, limit));
                prop_assert!(sold.sold.rao() == amount || partial);
            }
        }
    }
}
