use crate::search::largest;
use crate::swap::{swap_alpha, swap_tao};
use crate::{buy, sell, Bought, Market, Pool, PoolError, Sold};
use myelin_units::{Alpha, PerU16, Price, Tao, RAO_PER_TAO};
use primitive_types::U256;

/// Alpha of one subnet turned into alpha of another.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Moved {
    /// The sale at the origin, which bears the fee.
    pub sold: Sold,
    /// The purchase at the destination with all that the sale paid, without a second fee.
    pub bought: Bought,
}

/// Sells `alpha` at the origin and spends the whole proceeds at the destination. The fee is taken once, at
/// the origin (economics.md §3.3); the minimum reserve holds at both.
pub fn move_between(
    origin: &Pool,
    destination: &Pool,
    alpha: Alpha,
    market: &Market,
) -> Result<Moved, PoolError> {
    let sold = sell(origin, alpha, market)?;
    let bought = buy(destination, sold.tao, &without_fee(market))?;
    Ok(Moved { sold, bought })
}

/// The most alpha, fee included, that may be moved so that afterwards the origin's spot price over the
/// destination's is at least `limit`, in 10⁻⁹, and both pools keep their minimum. Exact; zero when
/// nothing fits. The limit bounds the final ratio of spot prices, as everywhere (economics.md §6.3).
pub fn most_alpha_between(
    origin: &Pool,
    destination: &Pool,
    limit: u64,
    market: &Market,
) -> Result<Alpha, PoolError> {
    if origin.price().is_none() || destination.price().is_none() {
        return Err(PoolError::Empty);
    }
    let fits = |alpha: u64| {
        let Ok(sold) = swap_alpha(origin, Alpha::new(alpha), market.fee) else { return false };
        let Ok(bought) = swap_tao(destination, sold.tao, PerU16::ZERO) else { return false };
        sold.pool.tao.rao() >= market.min_reserve
            && bought.pool.alpha.rao() >= market.min_reserve
            && ratio_at_least(&sold.pool, &bought.pool, limit)
    };
    let top = u64::MAX.saturating_sub(origin.alpha.rao());
    Ok(Alpha::new(largest(top, fits)))
}

/// Moves `alpha` unless the ratio of spot prices would end below `limit`, in 10⁻⁹. Then `partial` moves as
/// much as fits, and otherwise nothing happens. A move of nothing is an error.
pub fn move_within(
    origin: &Pool,
    destination: &Pool,
    alpha: Alpha,
    limit: u64,
    partial: bool,
    market: &Market,
) -> Result<Moved, PoolError> {
    let whole = move_between(origin, destination, alpha, market);
    if whole.is_ok_and(|moved| ratio_at_least(&moved.sold.pool, &moved.bought.pool, limit)) {
        return whole;
    }
    let most = if partial {
        most_alpha_between(origin, destination, limit, market)?.min(alpha)
    } else {
        Alpha::ZERO
    };
    if most.is_zero() {
        let moved = whole?;
        let price = ratio_floor(&moved.sold.pool, &moved.bought.pool);
        return Err(PoolError::LimitExceeded { limit, price });
    }
    move_between(origin, destination, most, market)
}

fn without_fee(market: &Market) -> Market {
    Market { fee: PerU16::ZERO, ..*market }
}

/// `(T₁ / A₁) / (T₂ / A₂) >= limit / 10⁹`, exactly: both sides stay below 2¹⁹².
fn ratio_at_least(origin: &Pool, destination: &Pool, limit: u64) -> bool {
    let (over, under) = ratio(origin, destination);
    U256::from(over) * U256::from(RAO_PER_TAO) >= U256::from(under) * U256::from(limit)
}

/// The ratio of spot prices to 64 fractional bits, clamped to what a price can hold; zero when undefined.
fn ratio_floor(origin: &Pool, destination: &Pool) -> Price {
    let (over, under) = ratio(origin, destination);
    let bits = (U256::from(over) << 64).checked_div(U256::from(under)).unwrap_or_default();
    Price::from_bits(u128::try_from(bits).unwrap_or(u128::MAX))
}

/// Numerator and denominator of origin price over destination price.
fn ratio(origin: &Pool, destination: &Pool) -> (u128, u128) {
    let times = |tao: Tao, alpha: Alpha| u128::from(tao.rao()) * u128::from(alpha.rao());
    (times(origin.tao, destination.alpha), times(destination.tao, origin.alpha))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{live_pool, market, pool, rao};
    use proptest::prelude::*;

    const COIN: u64 = RAO_PER_TAO;

    fn pool_of(tao: u64, alpha: u64) -> Pool {
        Pool { tao: Tao::new(tao * COIN), alpha: Alpha::new(alpha * COIN) }
    }

    const USUAL: Market = Market { fee: PerU16::new(33), min_reserve: 1_000_000 };

    #[test]
    fn move_should_bear_the_fee_once() {
        let (origin, destination) = (pool_of(1_000, 1_000), pool_of(1_000, 4_000));
        let moved = move_between(&origin, &destination, Alpha::new(COIN), &USUAL).unwrap();
        assert_eq!(moved.sold, sell(&origin, Alpha::new(COIN), &USUAL).unwrap());
        assert!(!moved.sold.fee.is_zero());
        assert_eq!((moved.bought.spent, moved.bought.fee), (moved.sold.tao, Tao::ZERO));
    }

    #[test]
    fn move_should_be_refused_when_it_leaves_too_little() {
        let keeping = Market { fee: PerU16::ZERO, min_reserve: 900 * COIN };
        let (full, low) = (pool_of(10_000, 10_000), pool_of(901, 901));
        let amount = Alpha::new(50 * COIN);
        for (origin, destination) in [(full, low), (low, full)] {
            let refused = move_between(&origin, &destination, amount, &keeping);
            assert!(matches!(refused, Err(PoolError::ReserveTooLow { .. })));
        }
    }

    #[test]
    fn limit_should_bound_the_final_ratio_of_prices() {
        let (origin, destination) = (pool_of(1_000, 1_000), pool_of(1_000, 1_000));
        let limit = COIN / 2;
        let most = most_alpha_between(&origin, &destination, limit, &Market::FREE).unwrap();
        let within = |alpha| {
            let moved = move_between(&origin, &destination, alpha, &Market::FREE).unwrap();
            ratio_floor(&moved.sold.pool, &moved.bought.pool) >= Price::from_rao_per_alpha(limit)
        };
        assert!(within(most));
        assert!(!within(Alpha::new(most.rao() + 1)));
    }

    #[test]
    fn order_should_be_refused_whole_or_filled_in_part_when_it_does_not_fit() {
        let (origin, destination) = (pool_of(1_000, 1_000), pool_of(1_000, 1_000));
        let (amount, limit) = (Alpha::new(900 * COIN), COIN / 2);
        let refused = move_within(&origin, &destination, amount, limit, false, &USUAL);
        assert!(matches!(refused, Err(PoolError::LimitExceeded { limit, price })
            if limit == COIN / 2 && price < Price::from_rao_per_alpha(limit)));
        let part = move_within(&origin, &destination, amount, limit, true, &USUAL).unwrap();
        let most = most_alpha_between(&origin, &destination, limit, &USUAL).unwrap();
        assert_eq!(part.sold.sold, most);
        let refused = move_within(&origin, &destination, amount, COIN + 1, true, &USUAL);
        assert!(matches!(refused, Err(PoolError::LimitExceeded { .. })));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]
        #[test]
        fn most_alpha_should_fit_and_one_more_should_not(
            origin in prop_oneof![pool(), live_pool()],
            destination in prop_oneof![pool(), live_pool()],
            market in market(), limit in rao(), share in 1..100u64,
        ) {
            // A limit somewhat below the ratio now, or anywhere.
            let now = ratio_floor(&origin, &destination).rao_per_alpha_floor();
            let limit = if share < 90 { now / 100 * share } else { limit };
            let fits = |alpha: u64| -> Option<bool> {
                let sold = swap_alpha(&origin, Alpha::new(alpha), market.fee).ok()?;
                let bought = swap_tao(&destination, sold.tao, PerU16::ZERO).ok()?;
                let kept = sold.pool.tao.rao().min(bought.pool.alpha.rao()) >= market.min_reserve;
                let price = ratio_floor(&sold.pool, &bought.pool);
                // `price` is floored; one unit up it is above the exact ratio.
                let above = price.bits().saturating_add(1);
                let bound = U256::from(limit) << 64;
                let possible = U256::from(above) * U256::from(COIN) > bound;
                Some(kept && possible)
            };
            let most = most_alpha_between(&origin, &destination, limit, &market)?.rao();
            prop_assert!(most == 0 || fits(most) == Some(true));
            if let Some(more) = most.checked_add(1) {
                let sold = swap_alpha(&origin, Alpha::new(more), market.fee);
                let bought = sold.and_then(|sold| swap_tao(&destination, sold.tao, PerU16::ZERO));
                if let (Ok(sold), Ok(bought)) = (sold, bought) {
                    let kept = sold.pool.tao.rao().min(bought.pool.alpha.rao()) >= market.min_reserve;
                    prop_assert!(!kept || !ratio_at_least(&sold.pool, &bought.pool, limit));
                }
            }
        }

        #[test]
        fn going_there_and_back_should_never_profit(
            origin in live_pool(), destination in live_pool(), alpha in 1..1u64 << 50,
        ) {
            let alpha = Alpha::new(alpha);
            if let Ok(there) = move_between(&origin, &destination, alpha, &Market::FREE) {
                let back = move_between(
                    &there.bought.pool, &there.sold.pool, there.bought.alpha, &Market::FREE,
                );
                prop_assert!(back.map_or(true, |back| back.bought.alpha <= alpha));
            }
        }
    }
}
