use super::{
    alpha_price::{price, unburned_prices},
    unit::Unit,
    Rule, MAX_POWER,
};
use crate::{Facts, Part};
use alloc::vec::Vec;
use core::cmp::Reverse;
use primitive_types::U256;

/// By price, with a gate: `g = w / (1 + (θ / w)ʰ)` of the price share `w`, with miner burn `w = p · (1 − b)`
/// (economics §2.2 d and e: `w` is not scaled to one again before the gate). Far above `θ` a share counts whole, at `θ`
/// half, and far below it falls with the power `h + 1`. Shares and threshold are among all started subnets; only then
/// those that are not enabled are left out.
///
/// Each `w` is a fraction of all prices in units of 2⁻²⁴⁰ and `g` is floored there, so a weight that is
/// a part `2⁻ᵏ` of the whole has about `240 − k` significant bits: the largest of 65 536 has 96 or more.
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
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct PriceGate {
    /// `h`: how steep the gate is. From 1 to [`MAX_POWER`].
    pub power: u8,
    /// `θ`: the share at which the gate is half open.
    pub threshold: Threshold,
    /// Whether withheld miner emission counts against the price, as in [`AlphaPrice`](super::AlphaPrice).
    pub miner_burn: bool,
}

/// Where the gate stands.
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
pub enum Threshold {
    /// At this share.
    #[cfg_attr(feature = "scale", codec(index = 0))]
    Share(Part),
    /// At the share with which the largest shares together reach this part of their sum.
    #[cfg_attr(feature = "scale", codec(index = 1))]
    Quantile(Part),
}

impl Default for PriceGate {
    /// As the live network had it in July 2026: `h = 3`, `q = 0.61`.
    fn default() -> Self {
        let quantile = Part::from_bits(11_252_513_884_962_826_240);
        Self { power: 3, threshold: Threshold::Quantile(quantile), miner_burn: false }
    }
}

impl Rule for PriceGate {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        let shares = self.price_shares(subnets);
        let threshold = self.threshold_among(&shares);
        let power = self.power.clamp(1, MAX_POWER);
        let gate = |(facts, share): (&Facts, Unit)| match facts.enabled {
            true => gated(share, threshold, power).bits(),
            false => U256::zero(),
        };
        subnets.iter().zip(shares).map(gate).collect()
    }
}

impl PriceGate {
    /// The same rule with its threshold where it stands among these subnets, floored to 2⁻⁶⁴ of all. Shares
    /// are monotone in a subnet's price while `θ` stands still; a chain that fixes it for some hundred blocks,
    /// as the live network does, has that.
    #[must_use]
    pub fn fixed_among(&self, subnets: &[Facts]) -> Self {
        let threshold = self.threshold_among(&self.price_shares(subnets));
        let bits = threshold.bits() >> 176;
        Self { threshold: Threshold::Share(Part::from_bits(bits.low_u128())), ..*self }
    }

    /// `w`: each part of all prices, less what of it is burned. The parts sum to one, or with burning to less.
    fn price_shares(&self, subnets: &[Facts]) -> Vec<Unit> {
        let prices: Vec<U256> = subnets.iter().map(price).collect();
        // Fewer than 2⁶³ prices below 2¹²⁸.
        let whole = prices.iter().fold(U256::zero(), |sum, price| sum.saturating_add(*price));
        let unburned = if self.miner_burn { unburned_prices(subnets, |_| true) } else { None };
        let (weights, whole) = match unburned {
            Some(weights) => (weights, whole << 64),
            None => (prices, whole),
        };
        weights.into_iter().map(|weight| Unit::ratio_floor(weight, whole)).collect()
    }

    fn threshold_among(&self, shares: &[Unit]) -> Unit {
        match self.threshold {
            Threshold::Share(share) => Unit::from_bits64(share.bits()),
            Threshold::Quantile(quantile) => quantile_of(shares, Unit::from_bits64(quantile.bits())),
        }
    }
}

/// The share with which the sum of the largest reaches the part `quantile` of all, or the least there is where rounding
/// keeps the sum below it.
fn quantile_of(shares: &[Unit], quantile: Unit) -> Unit {
    let nothing = Unit::from_bits64(0);
    let mass = shares.iter().fold(nothing, |sum, share| sum.plus(*share)).times_floor(quantile);
    let mut descending: Vec<Unit> = shares.iter().copied().filter(|share| !share.is_zero()).collect();
    descending.sort_unstable_by_key(|share| Reverse(*share));
    let mut sum = nothing;
    let reached = descending.iter().find(|share| {
        sum = sum.plus(**share);
        sum >= mass
    });
    reached.or(descending.last()).copied().unwrap_or(sum)
}

/// `g` of a share. Above the threshold by `θ / w` rounded up, below it by `w / θ` rounded down: either way a
/// quotient of at most one, and never more for the smaller share.
fn gated(share: Unit, threshold: Unit, power: u8) -> Unit {
    if share >= threshold {
        let closed = threshold.over_ceil(share).power_ceil(power);
        return share.times_over_one_more_floor(Unit::one(), closed);
    }
    let open = share.over_floor(threshold).power_floor(power);
    share.times_over_one_more_floor(open, open)
}
