//! Trades as people see them: what a quote says, and the limit around it. The market itself is the chain client's.

use crate::amount::{percent, Amount, TAO};
use myelin_chain::{AccountId, Part, Quote as ChainQuote, Trade};
use myelin_pool::Pool;
use myelin_units::{Price, RAO_PER_TAO};
use myelin_views::DynamicInfo;
use schemars::JsonSchema;
use serde::Serialize;

mod bounds;

pub use bounds::Bounds;

/// From here on a trade's own push on the price is told in words: 5 %, in millionths.
const STEEP: u64 = 50_000;

/// What bounds a trade's price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// Nothing: any price is taken.
    None,
    /// The worst price around the quote.
    Around(u64),
    /// The worst price that somebody named.
    Said {
        /// It.
        limit: u64,
        /// Is a part of the trade enough?
        partial: bool,
    },
}

impl Bound {
    /// The worst price that the trade may end at; none for any.
    pub fn limit(self) -> Option<u64> {
        match self {
            Self::None => None,
            Self::Around(limit) | Self::Said { limit, .. } => Some(limit),
        }
    }
}

/// What the market makes of a trade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What of it fits within its limit.
    pub part: Part,
    /// Its limit.
    pub bound: Bound,
}

impl Offer {
    /// What would happen to `trade`, or why nothing would.
    pub fn told(&self, trade: Trade, given: &str, received: &str) -> Result<Quote, String> {
        let unit = unit_of_price(trade, given, received);
        let limit = Amount::new(self.bound.limit().unwrap_or(0), &unit);
        match (&self.part, self.bound) {
            (Part::Fits(quote), Bound::Said { partial: false, .. })
                if quote.trade.amount() < trade.amount() =>
            {
                let [fits, whole] = [quote.trade.amount(), trade.amount()].map(|rao| Amount::new(rao, given));
                Err(format!(
                    "SlippageTooHigh: {fits} of the {whole} fit within the limit of {limit}. Trade that much, say \
                     --partial, or name another --limit"
                ))
            }
            (Part::Fits(quote), bound) => Ok(Quote::new(quote, bound, given, received).out_of(trade)),
            (Part::Nothing { price }, _) => {
                let price = Amount::new(*price, &unit);
                let better = if matches!(trade, Trade::Stake { .. }) { "fallen" } else { "risen" };
                Err(format!(
                    "SlippageTooHigh: nothing of it fits within the limit: the price is {price} now, the limit {limit}. \
                     Wait until the price has {better}, or name another --limit"
                ))
            }
        }
    }
}

/// What a trade's price is counted in.
fn unit_of_price(trade: Trade, given: &str, received: &str) -> String {
    match trade {
        Trade::Swap { .. } => per(received, given),
        _ => TAO.to_string(),
    }
}

/// The unit of a price between two units.
pub fn per(received: &str, given: &str) -> String {
    format!("{received} for one {given}")
}

/// What one of `given` brought; none when nothing was given.
pub fn achieved(received: &Amount, given: &Amount) -> Option<Amount> {
    let rao = u128::from(received.rao).saturating_mul(RAO_PER_TAO.into()).checked_div(given.rao.into())?;
    Some(Amount::new(u64::try_from(rao).unwrap_or(u64::MAX), &per(&received.unit, &given.unit)))
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
    /// What stays of the amount that was named, because it does not fit within the limit; none when all of it is given.
    pub stays: Option<Amount>,
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
    /// A warning where the trade itself makes the price much worse.
    pub warning: Option<String>,
}

impl Quote {
    /// In the symbols of what goes in and what comes out.
    pub fn new(quote: &ChainQuote, bound: Bound, given: &str, received: &str) -> Self {
        let price = unit_of_price(quote.trade, given, received);
        let ideal = u128::from(quote.amount_out).saturating_add(quote.slippage.into());
        let slippage = percent(quote.slippage.into(), ideal);
        Self {
            price: Amount::new(quote.price, &price),
            price_after: Amount::new(quote.price_after, &price),
            gives: Amount::new(quote.trade.amount(), given),
            stays: None,
            receives: Amount::new(quote.amount_out, received),
            pool_fee: Amount::new(quote.fee, given),
            warning: (quote.slippage_millionths() > STEEP).then(|| steep(&slippage, bound)),
            slippage,
            leaving_now_gives_back: Amount::new(quote.leaving_now_gives_back, given),
            limit: bound.limit().map(|rao| Amount::new(rao, &price)),
        }
    }

    /// Tells what stays of the trade that was named, where only a part of it fits.
    fn out_of(mut self, named: Trade) -> Self {
        let stays = named.amount().saturating_sub(self.gives.rao);
        self.stays = (stays > 0).then(|| Amount::new(stays, &self.gives.unit));
        self
    }

    /// What becomes of the amount, in words; `received` says what comes back.
    pub fn effect(&self, partial: bool, received: &str) -> String {
        match (&self.stays, partial) {
            (Some(stays), _) => format!(
                "{} fit within the limit and become about {received}; {stays} stay as they are",
                self.gives
            ),
            (None, true) => format!("up to {} become up to about {received}", self.gives),
            (None, false) => format!("{} become about {received}", self.gives),
        }
    }

    /// How people read it.
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let limit = self.limit.as_ref().map_or("none: any price is taken".into(), Amount::to_string);
        let mut facts = vec![("gives", self.gives.to_string())];
        facts.extend(self.stays.as_ref().map(|it| ("stays", format!("{it}, beyond the limit"))));
        facts.extend([
            ("receives", format!("about {}", self.receives)),
            ("price", format!("{} now, {} after", self.price, self.price_after)),
            ("slippage", self.slippage.clone()),
            ("pool fee", self.pool_fee.to_string()),
            ("limit of the price", limit),
            ("leaving right away gives back", self.leaving_now_gives_back.to_string()),
        ]);
        facts
    }
}

/// What is said of a trade that is large for its pool.
fn steep(slippage: &str, bound: Bound) -> String {
    let what_to_do = match bound {
        Bound::None => "No limit protects from that: trade less at a time, or bound the price with --limit",
        Bound::Around(_) => {
            "--tolerance is counted from the price after the trade and does not protect from that: trade less at a \
             time, or bound that price with --limit"
        }
        Bound::Said { .. } => {
            "The --limit lets that through: trade less at a time, or name one that is nearer to the price now"
        }
    };
    format!(
        "this trade itself makes the price worse: {slippage} less comes back than at the price now. {what_to_do}"
    )
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
    use myelin_units::{Alpha, NetUid, Tao};

    pub(super) fn quote() -> ChainQuote {
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

    #[test]
    fn quote_should_name_units_and_slippage_when_it_is_shown() {
        let shown = Quote::new(&quote(), Bound::Around(1_015_050_001), TAO, "α");
        assert_eq!(shown.slippage, "1.00 %");
        let text = aligned(&shown.facts());
        for words in ["gives", "2 TAO", "about 1.98 α", "gives back  1.998 TAO", "1.015050001 TAO"] {
            assert!(text.contains(words), "{words} is not in\n{text}");
        }
    }

    #[test]
    fn quote_should_tell_what_stays_when_only_a_part_fits() {
        let named = Trade::Stake { netuid: NetUid::new(1), amount: Tao::new(1_000_000_000_000) };
        let said = |partial| Bound::Said { limit: 1_010_000_000, partial };
        let offer = Offer { part: Part::Fits(quote()), bound: said(true) };
        let shown = offer.told(named, TAO, "α").unwrap();
        let words = shown.effect(true, "1.98 α");
        assert_eq!(words, "2 TAO fit within the limit and become about 1.98 α; 998 TAO stay as they are");
        assert!(aligned(&shown.facts()).contains("998 TAO, beyond the limit"));
        let whole = offer.told(quote().trade, TAO, "α").unwrap();
        assert_eq!((whole.stays.clone(), whole.warning.clone()), (None, None));
        assert_eq!(whole.effect(false, "1.98 α"), "2 TAO become about 1.98 α");
        // All or nothing is nothing then, and that is said before.
        let offer = Offer { bound: said(false), ..offer };
        let why = offer.told(named, TAO, "α").unwrap_err();
        assert!(why.contains("2 TAO of the 1000 TAO fit within the limit of 1.01 TAO"), "{why}");
        assert_eq!(offer.told(quote().trade, TAO, "α").unwrap(), whole);
    }

    #[test]
    fn offer_should_say_what_to_do_when_nothing_fits() {
        let offer = Offer {
            part: Part::Nothing { price: 1_200_000_000 },
            bound: Bound::Said { limit: 1_170_000_000, partial: true },
        };
        let said = offer.told(quote().trade, TAO, "α").unwrap_err();
        assert!(said.contains("is 1.2 TAO now, the limit 1.17 TAO") && said.contains("fallen"), "{said}");
        assert!(!said.contains("--partial"), "{said}");
        let swap = Trade::Swap { from: NetUid::new(1), to: NetUid::new(2), amount: Alpha::new(1) };
        let said = offer.told(swap, "α", "β").unwrap_err();
        assert!(said.contains("1.17 β for one α") && said.contains("risen"), "{said}");
    }

    #[test]
    fn quote_should_warn_when_the_trade_itself_takes_more_than_five_percent() {
        let steep = |slippage: u64, bound: Bound| {
            let quote = ChainQuote { amount_out: 1_000_000 - slippage, slippage, ..quote() };
            Quote::new(&quote, bound, TAO, "α").warning
        };
        assert_eq!(steep(50_000, Bound::None), None);
        assert!(steep(50_001, Bound::None).unwrap().contains("5.00 % less comes back"));
        assert!(steep(285_000, Bound::Around(1)).unwrap().contains("28.50 %"));
        // What is there already is not advised.
        assert!(steep(285_000, Bound::Around(1)).unwrap().contains("bound that price with --limit"));
        let said = steep(285_000, Bound::Said { limit: 1, partial: false }).unwrap();
        assert!(said.contains("The --limit lets that through") && !said.contains("with --limit"), "{said}");
    }
}
