//! What a person says of the price that a trade may end at.

use super::{Bound, Offer};
use crate::Failure;
use clap::Args;
use myelin_chain::{Part, Quote as ChainQuote, Snapshot, Tolerance, Trade};
use myelin_units::{Alpha, NetUid};

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

    /// Refuses a limit that somebody named where nothing has a price: it would protect from nothing.
    pub fn refuse_limit(&self, why: &str) -> Result<(), Failure> {
        match &self.limit {
            Some(limit) => {
                Err(Failure::Usage(format!("--limit {limit} has nothing to limit: {why}. Leave it out")))
            }
            None => Ok(()),
        }
    }

    /// As [`Self::refuse_limit`], in a subnet: root has no price.
    pub fn fit(&self, netuid: NetUid) -> Result<(), Failure> {
        match netuid.is_root() {
            true => self.refuse_limit("root has no price, there one TAO is always one"),
            false => Ok(()),
        }
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

    /// What the market makes of a trade; `fee` of the alpha that it sells is sold before it. A limit around the quote
    /// lets all of it through; one that was said may let a part through, or nothing.
    pub async fn offer(&self, state: &Snapshot, trade: Trade, fee: Alpha) -> Result<Offer, Failure> {
        if let (Some(limit), false) = (&self.limit, is_even(trade)) {
            let limit = crate::amount::rao(limit)?;
            let part = state.quote_part(trade, Some(limit), fee).await?;
            let bound = Bound::Said { limit, partial: self.partial };
            return Ok(Offer { part, bound });
        }
        let part = state.quote_part(trade, None, fee).await?;
        let limit = match &part {
            Part::Fits(quote) if !is_even(trade) => self.limit(quote)?,
            _ => None,
        };
        Ok(Offer { part, bound: limit.map_or(Bound::None, Bound::Around) })
    }
}

/// At root TAO and alpha are the same: a limit says nothing.
fn is_even(trade: Trade) -> bool {
    match trade {
        Trade::Stake { netuid, .. } | Trade::Unstake { netuid, .. } => netuid.is_root(),
        Trade::Swap { .. } => false,
    }
}

/// Hundredths of a percent of `0.5`; at most 50 %, above which a limit protects nobody.
pub fn tolerance(text: &str) -> Result<u32, String> {
    let wrong = || {
        format!("'{text}' is no tolerance: say percent from 0 to 50, with two decimals at most, such as 0.5")
    };
    crate::amount::hundredths(text).filter(|parts| *parts <= 5_000).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trade::tests::quote;

    fn bounds(tolerance: u32, limit: Option<&str>, no_limit: bool) -> Bounds {
        Bounds { tolerance, limit: limit.map(str::to_string), no_limit, partial: false }
    }

    #[test]
    fn limit_should_be_the_tolerance_around_the_quote_when_nothing_else_is_said() {
        assert_eq!(bounds(50, None, false).limit(&quote()).unwrap(), Some(1_015_050_001));
        assert_eq!(bounds(50, Some("1.2"), false).limit(&quote()).unwrap(), Some(1_200_000_000));
        assert_eq!(bounds(50, None, true).limit(&quote()).unwrap(), None);
    }

    #[test]
    fn limit_should_be_refused_when_it_is_named_at_root() {
        let (root, other) = (NetUid::new(0), NetUid::new(1));
        let said = bounds(50, Some("0.5"), false).fit(root).unwrap_err();
        assert_eq!(said.code(), crate::failure::Code::Usage);
        assert!(
            said.to_string().contains("--limit 0.5") && said.to_string().contains("root has no price"),
            "{said}"
        );
        assert!(bounds(50, Some("0.5"), false).fit(other).is_ok());
        // The tolerance is always kept there, and no limit is what there is.
        assert!(bounds(50, None, false).fit(root).is_ok() && bounds(50, None, true).fit(root).is_ok());
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
