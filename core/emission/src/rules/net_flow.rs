use super::{unit::Unit, Rule, MAX_POWER};
use crate::{Facts, Flow};
use alloc::vec::Vec;
use primitive_types::U256;

/// By net flow of TAO: `w = max(S − L, 0)ᵖ` with `L = max(cutoff, min(min S, 0))` (economics §2.2 c).
///
/// With `protocol_cost` the flow counts net of what the protocol itself moved:
/// `S = S_user − n · P⁺ + P⁻`, where `P⁺` is what the protocol spent, `P⁻` what it took out, and
/// `n = min(1, Σ S_user⁺ / Σ P⁺)`.
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
pub struct NetFlow {
    /// The flow from which subnets are counted at the earliest.
    pub cutoff: Flow,
    /// `p`: how much more the larger flow is worth. From 1 to [`MAX_POWER`].
    pub power: u8,
    /// Whether what the protocol moves is taken off.
    pub protocol_cost: bool,
}

impl Default for NetFlow {
    fn default() -> Self {
        Self { cutoff: Flow::ZERO, power: 1, protocol_cost: false }
    }
}

impl Rule for NetFlow {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        let flows = self.flows(subnets);
        let least = flows.iter().flatten().min().copied().unwrap_or(0);
        let floor = self.cutoff.bits().max(least.min(0));
        let above = |flow: &Option<i128>| match flow {
            Some(flow) if *flow > floor => U256::from(flow.abs_diff(floor)),
            _ => U256::zero(),
        };
        let above: Vec<U256> = flows.iter().map(above).collect();
        match self.power.clamp(1, MAX_POWER) {
            1 => above,
            power => raised(&above, power),
        }
    }
}

impl NetFlow {
    /// The flow of each enabled subnet, net of the protocol's cost.
    fn flows(&self, subnets: &[Facts]) -> Vec<Option<i128>> {
        let enabled = |facts: &Facts| facts.enabled.then(|| facts.flow.bits());
        if !self.protocol_cost {
            return subnets.iter().map(enabled).collect();
        }
        let counted = || subnets.iter().filter(|facts| facts.enabled);
        let users = sum_above_zero(counted().map(|facts| facts.flow));
        let protocol = sum_above_zero(counted().map(|facts| facts.protocol_flow));
        let net = |facts: &Facts| {
            let cost = scaled_cost(facts.protocol_flow, users, protocol);
            // Flows are far below 2¹²⁶, as there is less than 2⁵⁵ rao; beyond that the sum stops at the edge.
            enabled(facts).map(|flow| flow.saturating_sub(cost))
        };
        subnets.iter().map(net).collect()
    }
}

fn sum_above_zero(flows: impl Iterator<Item = Flow>) -> U256 {
    let above = |flow: Flow| U256::from(u128::try_from(flow.bits()).unwrap_or(0));
    flows.fold(U256::zero(), |sum, flow| sum.saturating_add(above(flow)))
}

/// `floor(min(1, users / protocol) · cost)` of a cost; what the protocol took out counts in full.
fn scaled_cost(cost: Flow, users: U256, protocol: U256) -> i128 {
    let Ok(spent) = u128::try_from(cost.bits()) else {
        return cost.bits();
    };
    if users >= protocol {
        return cost.bits();
    }
    let scaled = U256::from(spent).full_mul(users).checked_div(protocol.into()).unwrap_or_default();
    // Less than the cost itself.
    i128::try_from(scaled.low_u128()).unwrap_or(i128::MAX)
}

/// Each part of the whole, raised to a power.
fn raised(parts: &[U256], power: u8) -> Vec<U256> {
    // Fewer than 2⁶⁴ parts below 2¹²⁹.
    let whole = parts.iter().fold(U256::zero(), |sum, part| sum.saturating_add(*part));
    parts.iter().map(|part| Unit::ratio_floor(*part, whole).power_floor(power).bits()).collect()
}
