//! Trades as people see them: what a quote says, and the limit around it. The market itself is the chain client's.

use crate::{
    amount::{percent, Amount, TAO},
    Failure,
};
use clap::Args;
use myelin_chain::{AccountId, Quote as ChainQuote, Tolerance, Trade};
use myelin_pool::Pool;
use myelin_units::Price;
use myelin_views::DynamicInfo;
use schemars::JsonSchema;
use serde::Serialize;

/// How much worse than quoted the price may become, unless told otherwise: 0.5 %.
const TOLERANCE: &str = "0.5";
/// Hundredths of a percent to millionths.
const MILLIONTHS: u32 = 100;

/// How a trade is bounded.
#[derive(Debug, Clone, Args)]
pub struct Bounds {
    /// How much worse than quoted the price may end, in percent
    #[arg(long, value_name = "PERCENT", default_value = TOLERANCE, value_parser = tolerance)]
    tolerance: u32,
    /// The worst price to end at, in place of a tolerance: TAO for one alpha; between subnets, new alpha for one of the
    /// old
    #[arg(long, value_name = "PRICE", conflicts_with = "tolerance")]
    limit: Option<String>,
    /// At whatever price there is
    #[arg(long, conflicts_with_all = ["tolerance", "limit", "partial"])]
    no_limit: bool,
    /// Trade as much as fits within the limit, rather than all or nothing
    #[arg(long)]
    partial: bool,
}

impl Bounds {
    /// Is any price taken?
    pub fn no_limit(&self) -> bool {
        self.no_limit
    }

    /// Is a part enough?
    pub fn partial(&self) -> bool {
        self.partial
    }

    /// The worst price that a trade may end at; none for any.
    pub fn limit(&self, quote: &ChainQuote) -> Result<Option<u64>, Failure> {
        match &self.limit {
            _ if self.no_limit => Ok(None),
            Some(limit) => crate::amount::rao(limit).map(Some),
            None => {
                let millionths = self.tolerance.saturating_mul(MILLIONTHS);
                Ok(Some(quote.limit(Tolerance { millionths, partial: self.partial })))
            }
        }
    }
}

/// Hundredths of a percent of `0.5`; at most 50 %, above which a limit protects nobody.
pub fn tolerance(text: &str) -> Result<u32, String> {
    let wrong = || {
        format!("'{text}' is no tolerance: say percent from 0 to 50, with two decimals at most, such as 0.5")
    };
    crate::amount::hundredths(text).filter(|parts| *parts <= 5_000).ok_or_else(wrong)
}

/// What a trade would bring.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Quote {
    /// The price now.
    pub price: Amount,
    /// The price after the trade.
    pub price_after: Amount,
    /// What is given.
    pub gives: Amount,
    /// What comes back.
    pub receives: Amount,
    /// The pool's fee, in what is given; it stays in the pool.
    pub pool_fee: Amount,
    /// How much less comes back than at the present price, fee included, in percent.
    pub slippage: String,
    /// What undoing it right away would give back, in what is given.
    pub leaving_now_gives_back: Amount,
    /// The worst price that the trade may end at; none when any is taken.
    pub limit: Option<Amount>,
}

impl Quote {
    /// In the symbols of what goes in and what comes out.
    pub fn new(quote: &ChainQuote, limit: Option<u64>, given: &str, received: &str) -> Self {
        let amount = match quote.trade {
            Trade::Stake { amount, .. } => amount.rao(),
            Trade::Unstake { amount, .. } | Trade::Swap { amount, .. } => amount.rao(),
        };
        let price = match quote.trade {
            Trade::Swap { .. } => format!("{received} for one {given}"),
            _ => TAO.to_string(),
        };
        let ideal = u128::from(quote.amount_out).saturating_add(quote.slippage.into());
        Self {
            price: Amount::new(quote.price, &price),
            price_after: Amount::new(quote.price_after, &price),
            gives: Amount::new(amount, given),
            receives: Amount::new(quote.amount_out, received),
            pool_fee: Amount::new(quote.fee, given),
            slippage: percent(quote.slippage.into(), ideal),
            leaving_now_gives_back: Amount::new(quote.leaving_now_gives_back, given),
            limit: limit.map(|rao| Amount::new(rao, &price)),
        }
    }

    /// How people read it.
    pub fn facts(&self) -> [(&'static str, String); 7] {
        let limit = self.limit.as_ref().map_or("none: any price is taken".into(), Amount::to_string);
        [
            ("gives", self.gives.to_string()),
            ("receives", format!("about {}", self.receives)),
            ("price", format!("{} now, {} after", self.price, self.price_after)),
            ("slippage", self.slippage.clone()),
            ("pool fee", self.pool_fee.to_string()),
            ("limit of the price", limit),
            ("leaving right away gives back", self.leaving_now_gives_back.to_string()),
        ]
    }
}

/// A price as an amount of TAO for one alpha.
pub fn price(price: Price) -> Amount {
    Amount::new(price.rao_per_alpha_floor(), TAO)
}

/// The price of a subnet's alpha: one at root, none where the pool is empty.
pub fn price_of(subnet: &DynamicInfo<AccountId>) -> Option<Price> {
    if subnet.netuid.0.is_root() {
        return Some(Price::ONE);
    }
    Pool { tao: subnet.tao_in.0, alpha: subnet.alpha_in.0 }.price()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::aligned;
    use myelin_units::{NetUid, Tao};

    fn quote() -> ChainQuote {
        ChainQuote {
            trade: Trade::Stake { netuid: NetUid::new(1), amount: Tao::new(2_000_000_000) },
            price: 1_000_000_000,
            price_after: 1_010_000_000,
            amount_out: 1_980_000_000,
            fee: 1_000_000,
            slippage: 20_000_000,
            leaving_now_gives_back: 1_998_000_000,
        }
    }

    fn bounds(tolerance: u32, limit: Option<&str>, no_limit: bool) -> Bounds {
        Bounds { tolerance, limit: limit.map(str::to_string), no_limit, partial: false }
    }

    #[test]
    fn quote_should_name_units_and_slippage_when_it_is_shown() {
        let shown = Quote::new(&quote(), Some(1_015_050_001), TAO, "α");
        assert_eq!(shown.slippage, "1.00 %");
        let text = aligned(&shown.facts());
        for words in ["gives", "2 TAO", "about 1.98 α", "gives back  1.998 TAO", "1.015050001 TAO"] {
            assert!(text.contains(words), "{words} is not in\n{text}");
        }
    }

    #[test]
    fn limit_should_be_the_tolerance_around_the_quote_when_nothing_else_is_said() {
        assert_eq!(bounds(50, None, false).limit(&quote()).unwrap(), Some(1_015_050_001));
        assert_eq!(bounds(50, Some("1.2"), false).limit(&quote()).unwrap(), Some(1_200_000_000));
        assert_eq!(bounds(50, None, true).limit(&quote()).unwrap(), None);
    }

    #[test]
    fn tolerance_should_be_hundredths_of_a_percent_when_it_is_well_formed() {
        for (text, expected) in [("0", 0), ("0.5", 50), ("0.05", 5), ("50", 5_000), ("2%", 200)] {
            assert_eq!(tolerance(text), Ok(expected), "{text}");
        }
        for text in ["50.01", "0.005", "-1", "", "x", "99999999999"] {
            assert!(tolerance(text).is_err(), "{text}");
        }
    }
}
