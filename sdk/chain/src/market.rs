//! What a trade would do now, computed as the chain does.

use crate::{ChainError, Snapshot};
use myelin_pool::{buy, move_between, sell, Market, Pool};
use myelin_units::{Alpha, NetUid, PerU16, Tao, RAO_PER_TAO};
use primitive_types::U256;

mod part;

pub use part::Part;

/// What must stay of the reserve that a trade takes from, in rao: the chain's own number.
const MIN_RESERVE: u64 = 1_000_000;

/// What a trade would do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quote {
    /// What is traded.
    pub trade: Trade,
    /// The price before, rao per whole alpha; between two subnets, that of the origin over that of the destination,
    /// in 10⁻⁹.
    pub price: u64,
    /// The price after, as above: what a limit is about.
    pub price_after: u64,
    /// What comes out, rao: alpha when buying, TAO when selling, alpha of the destination when moving.
    pub amount_out: u64,
    /// The pool's fee, in rao of what is offered.
    pub fee: u64,
    /// What comes out less than what is left of the offer after the fee is worth at the price before, in rao of what
    /// comes out: the trade's own push on the price.
    pub slippage: u64,
    /// What undoing it at once would give back, rao of what is offered.
    pub leaving_now_gives_back: u64,
}

/// Something to trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trade {
    /// TAO for alpha that is staked.
    Stake {
        /// Where.
        netuid: NetUid,
        /// How much TAO.
        amount: Tao,
    },
    /// Staked alpha for TAO.
    Unstake {
        /// Where.
        netuid: NetUid,
        /// How much alpha.
        amount: Alpha,
    },
    /// Staked alpha of one subnet for that of another.
    Swap {
        /// Where it is.
        from: NetUid,
        /// Where it goes.
        to: NetUid,
        /// How much alpha of the origin.
        amount: Alpha,
    },
}

/// How far the final price may be from the quoted one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tolerance {
    /// In millionths.
    pub millionths: u32,
    /// Whether a part of the trade may happen when not all of it stays within.
    pub partial: bool,
}

impl Default for Tolerance {
    /// Half a percent, all or nothing.
    fn default() -> Self {
        Self { millionths: 5_000, partial: false }
    }
}

impl Quote {
    /// Slippage in millionths of what would come out at the price before.
    pub fn slippage_millionths(&self) -> u64 {
        let whole = u128::from(self.amount_out).saturating_add(self.slippage.into());
        let parts = u128::from(self.slippage).saturating_mul(1_000_000).checked_div(whole).unwrap_or(0);
        u64::try_from(parts).unwrap_or(u64::MAX)
    }

    /// The limit around the quote: above the final price when buying, below it when selling or moving.
    pub fn limit(&self, tolerance: Tolerance) -> u64 {
        let parts = u128::from(tolerance.millionths);
        let price = u128::from(self.price_after);
        let limit = match self.trade {
            // Rounded away from the price, so that the quoted trade itself is within.
            Trade::Stake { .. } => price
                .saturating_mul(1_000_000u128.saturating_add(parts))
                .div_ceil(1_000_000)
                .saturating_add(1),
            _ => price.saturating_mul(1_000_000u128.saturating_sub(parts)) / 1_000_000,
        };
        u64::try_from(limit).unwrap_or(u64::MAX)
    }
}

/// A pool and its terms; root trades one for one.
#[derive(Debug, Clone, Copy)]
struct Side {
    pool: Pool,
    fee: PerU16,
    root: bool,
}

impl Snapshot {
    /// What a trade would do at this block, computed as the chain does.
    pub async fn quote(&self, trade: Trade) -> Result<Quote, ChainError> {
        quoted(trade, self.sides(trade).await?)
    }

    /// Where a trade begins and where it ends.
    async fn sides(&self, trade: Trade) -> Result<(Side, Side), ChainError> {
        match trade {
            Trade::Stake { netuid, .. } | Trade::Unstake { netuid, .. } => {
                let side = self.side(netuid).await?;
                Ok((side, side))
            }
            Trade::Swap { from, to, .. } => {
                let (from, to) = tokio::join!(self.side(from), self.side(to));
                Ok((from?, to?))
            }
        }
    }

    async fn side(&self, netuid: NetUid) -> Result<Side, ChainError> {
        if netuid.is_root() {
            return Ok(Side { pool: Pool::default(), fee: PerU16::ZERO, root: true });
        }
        let (subnet, fee) = tokio::join!(self.subnet(netuid), self.trade_fee(netuid));
        let subnet = subnet?;
        let pool = Pool { tao: subnet.tao_in.0, alpha: subnet.alpha_in.0 };
        Ok(Side { pool, fee: PerU16::new(fee?), root: false })
    }
}

impl Side {
    fn market(&self) -> Market {
        Market { fee: self.fee, min_reserve: MIN_RESERVE }
    }

    /// Rao per whole alpha.
    fn price(&self) -> u64 {
        if self.root {
            return RAO_PER_TAO;
        }
        self.pool.price().map_or(0, |price| price.rao_per_alpha_floor())
    }

    fn after(&self, pool: Pool) -> Self {
        Self { pool, ..*self }
    }
}

fn refused(error: impl ToString) -> ChainError {
    ChainError::Trade(error.to_string())
}

/// At root: one for one, without a fee.
fn even(trade: Trade, amount: u64) -> Quote {
    let price = RAO_PER_TAO;
    Quote {
        trade,
        price,
        price_after: price,
        amount_out: amount,
        fee: 0,
        slippage: 0,
        leaving_now_gives_back: amount,
    }
}

/// `amount · numerator / denominator`, floored.
fn scaled(amount: u64, numerator: u64, denominator: u64) -> u64 {
    let product = u128::from(amount).saturating_mul(numerator.into());
    let scaled = product.checked_div(denominator.into()).unwrap_or(0);
    u64::try_from(scaled).unwrap_or(u64::MAX)
}

fn quoted(trade: Trade, (from, to): (Side, Side)) -> Result<Quote, ChainError> {
    match trade {
        Trade::Stake { amount, .. } => quote_stake(trade, from, amount),
        Trade::Unstake { amount, .. } => quote_unstake(trade, from, amount),
        Trade::Swap { amount, .. } => quote_swap(trade, from, to, amount),
    }
}

fn quote_stake(trade: Trade, side: Side, amount: Tao) -> Result<Quote, ChainError> {
    if side.root {
        return Ok(even(trade, amount.rao()));
    }
    let bought = buy(&side.pool, amount, &side.market()).map_err(refused)?;
    let back = sell(&bought.pool, bought.alpha, &side.market()).map_or(Tao::ZERO, |sold| sold.tao);
    let net = amount.rao().saturating_sub(bought.fee.rao());
    let ideal = scaled(net, side.pool.alpha.rao(), side.pool.tao.rao());
    Ok(Quote {
        trade,
        price: side.price(),
        price_after: side.after(bought.pool).price(),
        amount_out: bought.alpha.rao(),
        fee: bought.fee.rao(),
        slippage: ideal.saturating_sub(bought.alpha.rao()),
        leaving_now_gives_back: back.rao(),
    })
}

fn quote_unstake(trade: Trade, side: Side, amount: Alpha) -> Result<Quote, ChainError> {
    if side.root {
        return Ok(even(trade, amount.rao()));
    }
    let sold = sell(&side.pool, amount, &side.market()).map_err(refused)?;
    let back = buy(&sold.pool, sold.tao, &side.market()).map_or(Alpha::ZERO, |bought| bought.alpha);
    let net = amount.rao().saturating_sub(sold.fee.rao());
    let ideal = scaled(net, side.pool.tao.rao(), side.pool.alpha.rao());
    Ok(Quote {
        trade,
        price: side.price(),
        price_after: side.after(sold.pool).price(),
        amount_out: sold.tao.rao(),
        fee: sold.fee.rao(),
        slippage: ideal.saturating_sub(sold.tao.rao()),
        leaving_now_gives_back: back.rao(),
    })
}

/// Alpha of the origin, as alpha of the destination: what comes out, the fee, and both sides afterwards.
fn moved(from: Side, to: Side, amount: Alpha) -> Result<(u64, u64, Side, Side), ChainError> {
    match (from.root, to.root) {
        (true, true) => Ok((amount.rao(), 0, from, to)),
        (true, false) => {
            let bought = buy(&to.pool, Tao::new(amount.rao()), &to.market()).map_err(refused)?;
            Ok((bought.alpha.rao(), bought.fee.rao(), from, to.after(bought.pool)))
        }
        (false, true) => {
            let sold = sell(&from.pool, amount, &from.market()).map_err(refused)?;
            Ok((sold.tao.rao(), sold.fee.rao(), from.after(sold.pool), to))
        }
        (false, false) => {
            let moved = move_between(&from.pool, &to.pool, amount, &from.market()).map_err(refused)?;
            let out = (moved.bought.alpha.rao(), moved.sold.fee.rao());
            Ok((out.0, out.1, from.after(moved.sold.pool), to.after(moved.bought.pool)))
        }
    }
}

/// The price of the origin over that of the destination, in 10⁻⁹, floored.
fn ratio(from: &Side, to: &Side) -> u64 {
    let unit = |side: &Side| match side.root {
        true => (1, 1),
        false => (side.pool.tao.rao(), side.pool.alpha.rao()),
    };
    let ((tao, alpha), (other_tao, other_alpha)) = (unit(from), unit(to));
    // Three factors of 64 bits fit into 256.
    let product = |a: u64, b: u64, c: u64| U256::from(a).saturating_mul(b.into()).saturating_mul(c.into());
    let ratio = product(tao, other_alpha, RAO_PER_TAO).checked_div(product(alpha, other_tao, 1));
    ratio.map_or(0, |ratio| u64::try_from(ratio).unwrap_or(u64::MAX))
}

fn quote_swap(trade: Trade, from: Side, to: Side, amount: Alpha) -> Result<Quote, ChainError> {
    let (out, fee, after, beyond) = moved(from, to, amount)?;
    let back = moved(beyond, after, Alpha::new(out)).map_or(0, |(back, ..)| back);
    let ideal = scaled(amount.rao().saturating_sub(fee), ratio(&from, &to), RAO_PER_TAO);
    Ok(Quote {
        trade,
        price: ratio(&from, &to),
        price_after: ratio(&after, &beyond),
        amount_out: out,
        fee,
        slippage: ideal.saturating_sub(out),
        leaving_now_gives_back: back,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TAO: u64 = RAO_PER_TAO;
    const NETUID: NetUid = NetUid::new(1);

    pub(super) fn side(tao: u64, alpha: u64) -> Side {
        let pool = Pool { tao: Tao::new(tao * TAO), alpha: Alpha::new(alpha * TAO) };
        Side { pool, fee: PerU16::new(33), root: false }
    }

    pub(super) fn root() -> Side {
        Side { pool: Pool::default(), fee: PerU16::ZERO, root: true }
    }

    #[test]
    fn quote_should_tell_slippage_and_what_leaving_gives_back_when_buying() {
        let trade = Trade::Stake { netuid: NETUID, amount: Tao::new(10 * TAO) };
        let quote = quote_stake(trade, side(1_000, 2_000), Tao::new(10 * TAO)).unwrap();
        assert_eq!(quote.price, TAO / 2);
        assert!(quote.price_after > quote.price);
        // 10 TAO into 1,000: one percent of the pool, so about one percent less alpha than 20.
        assert!((9_000..12_000).contains(&quote.slippage_millionths()), "{quote:?}");
        assert!(quote.leaving_now_gives_back < 10 * TAO);
        assert!(quote.leaving_now_gives_back > 10 * TAO * 99 / 100);
        assert_eq!(quote.amount_out + quote.slippage, 2 * (10 * TAO - quote.fee));
    }

    #[test]
    fn limit_should_hold_the_quoted_trade_itself_when_nothing_is_tolerated() {
        let none = Tolerance { millionths: 0, partial: false };
        let amount = Tao::new(7 * TAO + 3);
        let buying =
            quote_stake(Trade::Stake { netuid: NETUID, amount }, side(1_000, 2_003), amount).unwrap();
        assert!(buying.limit(none) > buying.price_after);
        let amount = Alpha::new(7 * TAO + 3);
        let selling =
            quote_unstake(Trade::Unstake { netuid: NETUID, amount }, side(1_000, 2_003), amount).unwrap();
        assert!(selling.limit(none) <= selling.price_after);
        assert!(selling.limit(Tolerance::default()) < selling.limit(none));
        assert!(buying.limit(Tolerance::default()) > buying.limit(none));
    }

    #[test]
    fn quote_should_be_even_when_the_subnet_is_root() {
        let trade = Trade::Unstake { netuid: NetUid::ROOT, amount: Alpha::new(5) };
        let quote = quote_unstake(trade, root(), Alpha::new(5)).unwrap();
        assert_eq!((quote.amount_out, quote.fee, quote.slippage, quote.leaving_now_gives_back), (5, 0, 0, 5));
    }

    #[test]
    fn swap_should_be_a_sale_and_a_purchase() {
        let (from, to) = (side(1_000, 2_000), side(3_000, 1_000));
        let amount = Alpha::new(4 * TAO);
        let trade = Trade::Swap { from: NETUID, to: NetUid::new(2), amount };
        let quote = quote_swap(trade, from, to, amount).unwrap();
        assert_eq!(quote.price, TAO / 6);
        assert!(quote.price_after < quote.price);
        assert!(quote.amount_out < amount.rao() / 6);
        assert!(quote.leaving_now_gives_back < amount.rao());
        let to_root = quote_swap(trade, from, root(), amount).unwrap();
        assert_eq!(to_root.amount_out, quote_unstake(trade, from, amount).unwrap().amount_out);
    }

    #[test]
    fn quote_should_be_refused_when_the_pool_is_empty() {
        let trade = Trade::Stake { netuid: NETUID, amount: Tao::new(1) };
        assert!(matches!(quote_stake(trade, side(0, 0), Tao::new(1)), Err(ChainError::Trade(_))));
        assert!(quote_stake(trade, side(1, 1), Tao::ZERO).is_err());
    }
}
