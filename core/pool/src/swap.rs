use crate::PoolError;
use myelin_units::{Alpha, PerU16, Price, Tao};

/// The two reserves of a subnet's market.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Pool {
    /// TAO in the pool.
    pub tao: Tao,
    /// Alpha in the pool.
    pub alpha: Alpha,
}

impl Pool {
    /// TAO per alpha, floored to 64 fractional bits; nothing when either reserve is empty.
    pub const fn price(&self) -> Option<Price> {
        if self.tao.is_zero() {
            return None;
        }
        Price::of(self.tao, self.alpha)
    }
}

/// The terms of trade.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
pub struct Market {
    /// The part of what is offered that is kept as a fee, rounded up.
    pub fee: PerU16,
    /// What must stay of the reserve that a trade takes from, in rao.
    pub min_reserve: u64,
}

impl Market {
    /// No fee and no minimum: the terms of the protocol itself.
    pub const FREE: Self = Self { fee: PerU16::ZERO, min_reserve: 0 };
}

/// TAO turned into alpha.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Bought {
    /// What was offered, the fee included.
    pub spent: Tao,
    /// The part of it that bought nothing and stays in the pool.
    pub fee: Tao,
    /// What the buyer receives.
    pub alpha: Alpha,
    /// The reserves afterwards.
    pub pool: Pool,
}

/// Alpha turned into TAO.
#[must_use]
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub struct Sold {
    /// What was offered, the fee included.
    pub sold: Alpha,
    /// The part of it that was not paid for and stays in the pool.
    pub fee: Alpha,
    /// What the seller receives.
    pub tao: Tao,
    /// The reserves afterwards.
    pub pool: Pool,
}

/// Buys alpha with `tao`: `fee = ceil(tao · f)`, `net = tao − fee`, `alpha = floor(A · net / (T + net))`
/// (economics.md §3, recommended rule). At least `min_reserve` alpha must stay in the pool.
pub fn buy(pool: &Pool, tao: Tao, market: &Market) -> Result<Bought, PoolError> {
    let bought = swap_tao(pool, tao, market.fee)?;
    if tao.is_zero() {
        return Err(PoolError::ZeroAmount);
    }
    paid(bought.alpha.rao(), bought.pool.alpha.rao(), market)?;
    Ok(bought)
}

/// Sells `alpha` for TAO: `fee = ceil(alpha · f)`, `net = alpha − fee`, `tao = floor(T · net / (A + net))`
/// (economics.md §3, recommended rule). At least `min_reserve` TAO must stay in the pool.
pub fn sell(pool: &Pool, alpha: Alpha, market: &Market) -> Result<Sold, PoolError> {
    let sold = swap_alpha(pool, alpha, market.fee)?;
    if alpha.is_zero() {
        return Err(PoolError::ZeroAmount);
    }
    paid(sold.tao.rao(), sold.pool.tao.rao(), market)?;
    Ok(sold)
}

/// Buys for the protocol: no fee, no minimum; `tao` too small to buy anything goes into the pool for nothing.
#[inline]
pub fn buy_free(pool: &Pool, tao: Tao) -> Result<Bought, PoolError> {
    swap_tao(pool, tao, PerU16::ZERO)
}

/// Sells for the protocol: no fee, no minimum; `alpha` too small to be paid for goes into the pool for nothing.
pub fn sell_free(pool: &Pool, alpha: Alpha) -> Result<Sold, PoolError> {
    swap_alpha(pool, alpha, PerU16::ZERO)
}

pub(crate) fn swap_tao(pool: &Pool, tao: Tao, rate: PerU16) -> Result<Bought, PoolError> {
    let fee = Tao::new(rate.of_ceil(tao.rao()));
    let net = tao.checked_sub(fee)?;
    let alpha = Alpha::new(payout(pool.tao.rao(), pool.alpha.rao(), net.rao())?);
    let after = Pool { tao: pool.tao.checked_add(tao)?, alpha: pool.alpha.checked_sub(alpha)? };
    Ok(Bought { spent: tao, fee, alpha, pool: after })
}

pub(crate) fn swap_alpha(pool: &Pool, alpha: Alpha, rate: PerU16) -> Result<Sold, PoolError> {
    let fee = Alpha::new(rate.of_ceil(alpha.rao()));
    let net = alpha.checked_sub(fee)?;
    let tao = Tao::new(payout(pool.alpha.rao(), pool.tao.rao(), net.rao())?);
    let after = Pool { tao: pool.tao.checked_sub(tao)?, alpha: pool.alpha.checked_add(alpha)? };
    Ok(Sold { sold: alpha, fee, tao, pool: after })
}

/// `floor(to · net / (from + net))`: always less than `to`, so a reserve is never emptied.
fn payout(from: u64, to: u64, net: u64) -> Result<u64, PoolError> {
    if from == 0 || to == 0 {
        return Err(PoolError::Empty);
    }
    if net == 0 {
        return Ok(0); // in most blocks there is no excess to spend, and division is dear
    }
    let (from, to, net) = (u128::from(from), u128::from(to), u128::from(net));
    // 64-bit factors in 128 bits; the quotient is below `to`, so the cast loses nothing.
    Ok((to * net / (from + net)) as u64)
}

/// Whether a user's trade pays something and leaves what must stay.
fn paid(out: u64, reserve: u64, market: &Market) -> Result<(), PoolError> {
    if out == 0 {
        return Err(PoolError::ZeroOut);
    }
    if reserve < market.min_reserve {
        return Err(PoolError::ReserveTooLow { reserve, needed: market.min_reserve });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::{live_pool, market, pool, rao};
    use myelin_units::AmountError;
    use proptest::prelude::*;

    fn product(pool: &Pool) -> u128 {
        u128::from(pool.tao.rao()) * u128::from(pool.alpha.rao())
    }

    fn pool_of(tao: u64, alpha: u64) -> Pool {
        Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) }
    }

    const USUAL: Market = Market { fee: PerU16::new(33), min_reserve: 1_000_000 };

    #[test]
    fn trade_should_be_refused_when_a_reserve_is_empty() {
        for empty in [pool_of(0, 5), pool_of(5, 0), pool_of(0, 0)] {
            assert_eq!(buy(&empty, Tao::new(1), &Market::FREE), Err(PoolError::Empty));
            assert_eq!(sell(&empty, Alpha::new(1), &Market::FREE), Err(PoolError::Empty));
            assert_eq!(empty.price(), None);
        }
    }

    #[test]
    fn trade_should_be_refused_when_nothing_is_offered() {
        let pool = pool_of(5, 5);
        assert_eq!(buy(&pool, Tao::ZERO, &Market::FREE), Err(PoolError::ZeroAmount));
        assert_eq!(sell(&pool, Alpha::ZERO, &Market::FREE), Err(PoolError::ZeroAmount));
    }

    #[test]
    fn trade_should_be_refused_when_it_would_be_paid_nothing() {
        let pool = pool_of(1_000_000_000, 1_000_000_000);
        assert_eq!(buy(&pool, Tao::new(1), &Market::FREE), Err(PoolError::ZeroOut));
        assert_eq!(sell(&pool, Alpha::new(1), &Market::FREE), Err(PoolError::ZeroOut));
        let all_fee = Market { fee: PerU16::ONE, min_reserve: 0 };
        assert_eq!(buy(&pool, Tao::new(1_000), &all_fee), Err(PoolError::ZeroOut));
    }

    #[test]
    fn minimum_reserve_should_be_checked_after_the_trade() {
        let pool = pool_of(2_000_000, 2_000_000);
        // Just half of the reserve may leave.
        let market = Market { fee: PerU16::ZERO, ..USUAL };
        assert_eq!(buy(&pool, Tao::new(2_000_000), &market).map(|b| b.alpha.rao()), Ok(1_000_000));
        let refused = PoolError::ReserveTooLow { reserve: 999_999, needed: 1_000_000 };
        assert_eq!(buy(&pool, Tao::new(2_000_005), &market), Err(refused));
        assert_eq!(sell(&pool, Alpha::new(2_000_005), &market), Err(refused));
    }

    #[test]
    fn trade_should_be_refused_when_the_reserve_would_not_fit() {
        let pool = pool_of(u64::MAX, 5);
        let overflow = AmountError::Overflow { left: u64::MAX.into(), right: u64::MAX.into() };
        let refused = buy(&pool, Tao::MAX, &Market::FREE);
        assert_eq!(refused, Err(PoolError::Amount(overflow)));
    }

    #[test]
    fn fee_should_be_rounded_up_and_stay_in_the_pool() {
        let pool = pool_of(1_000_000_000_000, 1_000_000_000_000);
        let bought = buy(&pool, Tao::new(1_000_000_000), &USUAL).unwrap();
        assert_eq!(bought.fee, Tao::new(503_548));
        assert_eq!(bought.pool.tao, Tao::new(1_001_000_000_000));
        let same_without_fee = buy(&pool, Tao::new(999_496_452), &Market::FREE).unwrap();
        assert_eq!(bought.alpha, same_without_fee.alpha);
        let sold = sell(&pool, Alpha::new(1_000_000_000), &USUAL).unwrap();
        assert_eq!(sold.fee, Alpha::new(503_548));
        assert_eq!(sold.pool.alpha, Alpha::new(1_001_000_000_000));
    }

    #[test]
    fn free_trade_should_go_into_the_pool_when_it_buys_nothing() {
        let pool = pool_of(1_000_000_000, 10);
        let bought = buy_free(&pool, Tao::new(1)).unwrap();
        assert_eq!((bought.alpha, bought.pool), (Alpha::ZERO, pool_of(1_000_000_001, 10)));
        let sold = sell_free(&pool_of(10, 1_000_000_000), Alpha::new(1)).unwrap();
        assert_eq!((sold.tao, sold.pool), (Tao::ZERO, pool_of(10, 1_000_000_001)));
        assert_eq!(buy_free(&pool, Tao::ZERO).unwrap().pool, pool);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn bought_alpha_should_be_the_most_that_keeps_the_product(
            pool in pool(), tao in rao(), market in market(),
        ) {
            if let Ok(bought) = buy(&pool, Tao::new(tao), &market) {
                prop_assert!(product(&bought.pool) >= product(&pool));
                prop_assert_eq!(bought.pool.tao, pool.tao.checked_add(bought.spent)?);
                prop_assert_eq!(bought.pool.alpha, pool.alpha.checked_sub(bought.alpha)?);
                prop_assert!(bought.pool.alpha.rao() >= market.min_reserve);
                let net = u128::from(pool.tao.rao()) + u128::from(tao - bought.fee.rao());
                let alpha_left = u128::from(bought.pool.alpha.rao());
                // One rao more for the buyer and the net amount would not have paid for it.
                prop_assert!(net * (alpha_left - 1) < product(&pool));
            }
        }

        #[test]
        fn received_tao_should_be_the_most_that_keeps_the_product(
            pool in pool(), alpha in rao(), market in market(),
        ) {
            if let Ok(sold) = sell(&pool, Alpha::new(alpha), &market) {
                prop_assert!(product(&sold.pool) >= product(&pool));
                prop_assert_eq!(sold.pool.alpha, pool.alpha.checked_add(sold.sold)?);
                prop_assert_eq!(sold.pool.tao, pool.tao.checked_sub(sold.tao)?);
                prop_assert!(sold.pool.tao.rao() >= market.min_reserve);
                let net = u128::from(pool.alpha.rao()) + u128::from(alpha - sold.fee.rao());
                prop_assert!(net * (u128::from(sold.pool.tao.rao()) - 1) < product(&pool));
            }
        }

        #[test]
        fn round_trip_should_never_profit(pool in pool(), amount in rao(), market in market()) {
            let bought = buy(&pool, Tao::new(amount), &market);
            if let Ok(sold) = bought.and_then(|b| sell(&b.pool, b.alpha, &market)) {
                prop_assert!(sold.tao.rao() <= amount);
            }
            let sold = sell(&pool, Alpha::new(amount), &market);
            if let Ok(bought) = sold.and_then(|s| buy(&s.pool, s.tao, &market)) {
                prop_assert!(bought.alpha.rao() <= amount);
            }
        }

        #[test]
        fn cutting_a_purchase_in_two_should_never_profit(
            pool in live_pool(), first in 1..1u64 << 50, second in 1..1u64 << 50,
        ) {
            let whole = buy_free(&pool, Tao::new(first + second))?;
            let one = buy_free(&pool, Tao::new(first))?;
            let two = buy_free(&one.pool, Tao::new(second))?;
            prop_assert!(one.alpha.checked_add(two.alpha)? <= whole.alpha);
        }

        #[test]
        fn many_trades_should_never_drain_the_pool(
            pool in live_pool(), trades in prop::collection::vec((any::<bool>(), 1..1u64 << 52), 1..30),
        ) {
            let (mut now, mut traded) = (pool, 0);
            for (is_buy, amount) in trades {
                let after = match is_buy {
                    true => buy(&now, Tao::new(amount), &USUAL).map(|bought| bought.pool),
                    false => sell(&now, Alpha::new(amount), &USUAL).map(|sold| sold.pool),
                };
                if let Ok(after) = after {
                    prop_assert!(product(&after) >= product(&now));
                    (now, traded) = (after, traded + 1);
                }
            }
            prop_assert!(traded == 0 || product(&now) > 0);
        }
    }
}
