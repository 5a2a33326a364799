//! By which rule a block's TAO is shared: one file a rule, each a function from facts to weights.

mod alpha_price;
mod logistic;
mod net_flow;
mod price_gate;
mod root_vote;
mod stake_share;
mod unit;

#[cfg(test)]
mod tests;

pub use alpha_price::AlphaPrice;
pub use net_flow::NetFlow;
pub use price_gate::{PriceGate, Threshold};
pub use root_vote::{RootVote, Voter};
pub use stake_share::StakeShare;

use crate::{block_emission, Facts, Part};
use alloc::{vec, vec::Vec};
use myelin_units::{split, Tao};
use primitive_types::U256;

/// The largest power a rule takes: the largest of 65 536 weights then still has 96 significant bits.
pub const MAX_POWER: u8 = 8;

/// Blocks for which a gate at a quantile stands still, as on the live network.
pub const GATE_PERIOD: u64 = 360;

/// What a subnet deserves beside the others.
pub trait Rule {
    /// One weight a subnet, in their order: its share is its weight over the sum. Where all are zero, nobody is entitled to anything. One that is not enabled weighs nothing and changes no other's weight.
    fn weights(&self, subnets: &[Facts]) -> Vec<U256>;
}

/// The rule of a chain, as it is stored. A rule that changes becomes a new variant with a new index, so that
/// what is stored or scheduled never changes its meaning.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
#[cfg_attr(
    feature = "scale",
    derive(
        codec::Encode,
        codec::Decode,
        codec::DecodeWithMemTracking,
        codec::MaxEncodedLen,
        scale_info::TypeInfo
    )
)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "snake_case"))]
pub enum EmissionRule {
    /// By moving price of alpha; the default.
    #[cfg_attr(feature = "scale", codec(index = 0))]
    AlphaPrice(AlphaPrice),
    /// By vote of the validators at root, as before dynamic TAO.
    #[cfg_attr(feature = "scale", codec(index = 1))]
    RootVote(RootVote),
    /// By TAO held in pools.
    #[cfg_attr(feature = "scale", codec(index = 2))]
    StakeShare(StakeShare),
    /// By net flow of TAO into pools.
    #[cfg_attr(feature = "scale", codec(index = 3))]
    NetFlow(NetFlow),
    /// By price, with a gate that favours the large.
    #[cfg_attr(feature = "scale", codec(index = 4))]
    PriceGate(PriceGate),
}

impl Default for EmissionRule {
    fn default() -> Self {
        Self::AlphaPrice(AlphaPrice::default())
    }
}

impl EmissionRule {
    /// The names of all rules, as [`EmissionRule::named`] takes them.
    pub const NAMES: [&'static str; 5] =
        ["alpha_price", "root_vote", "stake_share", "net_flow", "price_gate"];

    /// The rule of this name with its usual parameters.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "alpha_price" => Self::AlphaPrice(AlphaPrice::default()),
            "root_vote" => Self::RootVote(RootVote::default()),
            "stake_share" => Self::StakeShare(StakeShare),
            "net_flow" => Self::NetFlow(NetFlow::default()),
            "price_gate" => Self::PriceGate(PriceGate::default()),
            _ => return None,
        })
    }

    /// The rule's name.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::AlphaPrice(_) => "alpha_price",
            Self::RootVote(_) => "root_vote",
            Self::StakeShare(_) => "stake_share",
            Self::NetFlow(_) => "net_flow",
            Self::PriceGate(_) => "price_gate",
        }
    }

    /// Whether its parameters are such as the rule takes: powers from 1 to [`MAX_POWER`]. Governance asks
    /// before it stores one; a rule that was stored otherwise takes the nearest power.
    pub const fn is_sound(&self) -> bool {
        match self {
            Self::NetFlow(NetFlow { power, .. }) | Self::PriceGate(PriceGate { power, .. }) => {
                *power >= 1 && *power <= MAX_POWER
            }
            _ => true,
        }
    }

    /// The rule for one block, and the `bar` to keep for the next: a gate at a quantile stands where it was put at the
    /// last multiple of [`GATE_PERIOD`] blocks, so that until the next a rising price cannot lower its own share. It
    /// is put anew where there is no bar, which is [`Part::ZERO`]. Other rules are as they are and need none.
    pub fn standing(&self, bar: Part, block: u64, subnets: &[Facts]) -> (Self, Part) {
        let Self::PriceGate(gate @ PriceGate { threshold: Threshold::Quantile(_), .. }) = self else {
            return (*self, Part::ZERO);
        };
        let fixed = match bar {
            Part::ZERO => gate.fixed_among(subnets),
            _ if block.is_multiple_of(GATE_PERIOD) => gate.fixed_among(subnets),
            bar => PriceGate { threshold: Threshold::Share(bar), ..*gate },
        };
        let bar = match fixed.threshold {
            Threshold::Share(bar) | Threshold::Quantile(bar) => bar,
        };
        (Self::PriceGate(fixed), bar)
    }

    /// Whether the rule counts flows, so that a chain must track them.
    pub const fn counts_flows(&self) -> bool {
        matches!(self, Self::NetFlow(_))
    }

    /// The block's TAO by this rule, to the last rao: largest remainder over the weights, of equal remainders
    /// the first. Sums exactly to `emission`, or is all zero where nobody is entitled. Give the started subnets
    /// in order of netuid.
    pub fn shares(&self, emission: Tao, subnets: &[Facts]) -> Vec<Tao> {
        let parts = match self.narrow() {
            Some(weight) => {
                let weigh = |facts: &Facts| if facts.enabled { weight(facts) } else { 0 };
                let weights: Vec<u128> = subnets.iter().map(weigh).collect();
                split::largest_remainder(emission.rao(), &weights)
            }
            None => split::largest_remainder_wide(emission.rao(), &self.weights(subnets)),
        };
        match parts {
            Some(parts) => parts.into_iter().map(Tao::new).collect(),
            None => vec![Tao::ZERO; subnets.len()],
        }
    }

    /// The weight of an enabled subnet, for rules whose weights are plain numbers of 128 bits: the same as
    /// [`Rule::weights`], in a tenth of the time.
    fn narrow(&self) -> Option<fn(&Facts) -> u128> {
        match self {
            Self::AlphaPrice(AlphaPrice { miner_burn: false }) => Some(|facts| facts.moving_price.bits()),
            Self::RootVote(_) => Some(|facts| facts.root_votes),
            Self::StakeShare(_) => Some(|facts| facts.pool_tao.rao().into()),
            _ => None,
        }
    }

    /// What a block mints when `issuance` exists, and for whom: all of the curve's emission, or nothing where
    /// nobody is entitled. The curve depends on issuance, so what is not minted is minted later.
    pub fn block(&self, issuance: Tao, subnets: &[Facts]) -> BlockShares {
        let emission = block_emission(issuance);
        let shares = self.shares(emission, subnets);
        let nobody = shares.iter().all(|share| share.is_zero());
        BlockShares { emission: if nobody { Tao::ZERO } else { emission }, shares }
    }
}

/// A block's TAO, shared.
#[must_use]
#[derive(Clone, Eq, PartialEq, Default, Debug)]
pub struct BlockShares {
    /// What is minted: the sum of the shares.
    pub emission: Tao,
    /// Each subnet's share, in their order.
    pub shares: Vec<Tao>,
}

impl Rule for EmissionRule {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        match self {
            Self::AlphaPrice(rule) => rule.weights(subnets),
            Self::RootVote(rule) => rule.weights(subnets),
            Self::StakeShare(rule) => rule.weights(subnets),
            Self::NetFlow(rule) => rule.weights(subnets),
            Self::PriceGate(rule) => rule.weights(subnets),
        }
    }
}

/// A number for each enabled subnet, nothing for the others.
fn of_enabled(subnets: &[Facts], weight: impl Fn(&Facts) -> U256) -> Vec<U256> {
    weights_of(subnets, |facts| facts.enabled, weight)
}

/// A number for each subnet that counts, nothing for the others.
fn weights_of(subnets: &[Facts], counts: fn(&Facts) -> bool, weight: impl Fn(&Facts) -> U256) -> Vec<U256> {
    let weigh = |facts: &Facts| if counts(facts) { weight(facts) } else { U256::zero() };
    subnets.iter().map(weigh).collect()
}
