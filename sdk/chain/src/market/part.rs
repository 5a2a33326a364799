//! As much of a trade as fits within a limit, and trades whose fee is paid with the alpha that they sell.

use super::{quoted, refused, Quote, Side, Trade};
use crate::{ChainError, Snapshot};
use myelin_pool::{most_alpha_between, most_alpha_within, most_tao_within, sell, sell_for};
use myelin_units::{Alpha, NetUid, Tao, RAO_PER_TAO};

/// What a limit leaves of a trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// This much of it, or all.
    Fits(Quote),
    /// Nothing.
    Nothing {
        /// The price now, as in [`Quote::price`].
        price: u64,
    },
}

impl Trade {
    /// How much is offered, rao.
    pub fn amount(&self) -> u64 {
        match self {
            Self::Stake { amount, .. } => amount.rao(),
            Self::Unstake { amount, .. } | Self::Swap { amount, .. } => amount.rao(),
        }
    }

    /// The same trade of another amount, rao.
    pub fn of(self, amount: u64) -> Self {
        match self {
            Self::Stake { netuid, .. } => Self::Stake { netuid, amount: Tao::new(amount) },
            Self::Unstake { netuid, .. } => Self::Unstake { netuid, amount: Alpha::new(amount) },
            Self::Swap { from, to, .. } => Self::Swap { from, to, amount: Alpha::new(amount) },
        }
    }
}

impl Snapshot {
    /// What as much of a trade would do as fits within a limit on the price after it (all of it without one), computed as
    /// the chain does for trades that may happen in part. Before it, `fee` of the alpha that it leaves is sold: the
    /// transaction's fee, where that is paid so ([`Self::alpha_for_fee`]).
    pub async fn quote_part(&self, trade: Trade, limit: Option<u64>, fee: Alpha) -> Result<Part, ChainError> {
        let (from, to) = self.sides(trade).await?;
        let sides = match trade {
            Trade::Swap { .. } => (from.without(fee)?, to),
            _ => (from.without(fee)?, from.without(fee)?),
        };
        match limit {
            Some(limit) => part(trade, sides, limit),
            None => quoted(trade, sides).map(Part::Fits),
        }
    }

    /// How much alpha of a subnet the chain sells for a fee, where the payer has too little TAO.
    pub async fn alpha_for_fee(&self, netuid: NetUid, fee: Tao) -> Result<Alpha, ChainError> {
        let side = self.side(netuid).await?;
        if side.root || fee.is_zero() {
            return Ok(Alpha::new(fee.rao()));
        }
        // More than half of all numbers is in no pool.
        let most = Alpha::new(u64::MAX >> 1);
        sell_for(&side.pool, fee, most, &side.market()).map(|sold| sold.sold).map_err(refused)
    }
}

impl Side {
    /// After alpha has been sold.
    fn without(self, sold: Alpha) -> Result<Self, ChainError> {
        if self.root || sold.is_zero() {
            return Ok(self);
        }
        sell(&self.pool, sold, &self.market()).map(|sold| self.after(sold.pool)).map_err(refused)
    }
}

fn part(trade: Trade, sides: (Side, Side), limit: u64) -> Result<Part, ChainError> {
    let most = most(trade, sides, limit)?;
    if most == 0 {
        let (from, to) = &sides;
        let price = if matches!(trade, Trade::Swap { .. }) { super::ratio(from, to) } else { from.price() };
        return Ok(Part::Nothing { price });
    }
    quoted(trade.of(trade.amount().min(most)), sides).map(Part::Fits)
}

/// The most that fits, rao.
fn most(trade: Trade, (from, to): (Side, Side), limit: u64) -> Result<u64, ChainError> {
    let all_if = |fits: bool| Ok(if fits { u64::MAX } else { 0 });
    let most = match (trade, from.root, to.root) {
        (Trade::Stake { .. }, true, _) => all_if(limit >= RAO_PER_TAO),
        (Trade::Unstake { .. }, true, _) | (Trade::Swap { .. }, true, true) => all_if(limit <= RAO_PER_TAO),
        (Trade::Stake { .. }, false, _) => most_tao_within(&from.pool, limit, &from.market()).map(Tao::rao),
        (Trade::Unstake { .. }, false, _) | (Trade::Swap { .. }, false, true) => {
            most_alpha_within(&from.pool, limit, &from.market()).map(Alpha::rao)
        }
        // From root the price is one: a limit on the ratio is one on the destination's price, rounded down.
        (Trade::Swap { .. }, true, false) => {
            let unit = u128::from(RAO_PER_TAO);
            let price = unit.saturating_mul(unit).checked_div(limit.into()).unwrap_or(u128::MAX);
            let price = u64::try_from(price).unwrap_or(u64::MAX);
            most_tao_within(&to.pool, price, &to.market()).map(Tao::rao)
        }
        (Trade::Swap { .. }, false, false) => {
            most_alpha_between(&from.pool, &to.pool, limit, &from.market()).map(Alpha::rao)
        }
    };
    most.map_err(refused)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::market::tests::{root, side};

    const TAO: u64 = RAO_PER_TAO;
    const NETUID: NetUid = NetUid::new(1);

    fn fits(trade: Trade, sides: (Side, Side), limit: u64) -> Quote {
        match part(trade, sides, limit).unwrap() {
            Part::Fits(quote) => quote,
            nothing => panic!("{nothing:?}"),
        }
    }

    #[test]
    fn part_should_end_at_the_limit_when_the_whole_does_not_fit() {
        let (one, two) = (side(1_000, 1_000), side(3_000, 1_000));
        let amount = Alpha::new(1_000 * TAO);
        let stake = Trade::Stake { netuid: NETUID, amount: Tao::new(1_000 * TAO) };
        let swap = Trade::Swap { from: NETUID, to: NetUid::new(2), amount };
        for (trade, sides, limit) in [
            (stake, (one, one), TAO * 117 / 100),
            (Trade::Unstake { netuid: NETUID, amount }, (one, one), TAO * 9 / 10),
            (swap, (one, two), TAO * 3 / 10),
            (swap, (one, root()), TAO * 9 / 10),
            (swap, (root(), two), TAO * 3 / 10),
        ] {
            let quote = fits(trade, sides, limit);
            assert!((1..1_000 * TAO).contains(&quote.trade.amount()), "{quote:?}");
            // No price is beyond the limit, and a tenth of a percent more would be.
            let beyond = |price: u64| match trade {
                Trade::Stake { .. } => price > limit,
                _ => price < limit,
            };
            assert!(!beyond(quote.price_after), "{quote:?}");
            let more = trade.of(quote.trade.amount() / 1_000 * 1_001);
            assert!(beyond(quoted(more, sides).unwrap().price_after), "{quote:?}");
        }
    }

    #[test]
    fn part_should_be_the_whole_when_it_fits_and_nothing_when_the_price_is_beyond() {
        let sides = (side(1_000, 1_000), side(1_000, 1_000));
        let trade = Trade::Stake { netuid: NETUID, amount: Tao::new(TAO) };
        assert_eq!(fits(trade, sides, 2 * TAO), quoted(trade, sides).unwrap());
        assert_eq!(part(trade, sides, TAO - 1).unwrap(), Part::Nothing { price: TAO });
        let trade = Trade::Swap { from: NETUID, to: NetUid::new(2), amount: Alpha::new(TAO) };
        assert_eq!(part(trade, sides, TAO + 1).unwrap(), Part::Nothing { price: TAO });
    }

    #[test]
    fn sale_should_bring_less_when_the_fee_was_sold_before() {
        let whole = side(10, 10);
        let trade = Trade::Unstake { netuid: NETUID, amount: Alpha::new(TAO) };
        let after = whole.without(Alpha::new(TAO / 10)).unwrap();
        let out = |side: Side| quoted(trade, (side, side)).unwrap().amount_out;
        assert!(out(after) < out(whole));
        assert_eq!(out(whole.without(Alpha::ZERO).unwrap()), out(whole));
    }
}
