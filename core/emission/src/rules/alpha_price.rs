use super::{weights_of, Rule};
use crate::Facts;
use alloc::vec::Vec;
use primitive_types::U256;

/// By moving price: `w = m`, or `w = m · (1 − b)` where the part `b` of a miner's emission that an owner
/// withheld counts against his subnet (economics §2.2 b and d). If every price is burned away, prices count
/// alone.
#[derive(Copy, Clone, Eq, PartialEq, Default, Debug)]
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
pub struct AlphaPrice {
    /// Whether withheld miner emission counts.
    pub miner_burn: bool,
}

impl Rule for AlphaPrice {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        price_weights(subnets, self.miner_burn, |facts| facts.enabled)
    }
}

/// The weights of [`AlphaPrice`] among those who count, exact: at most 2¹²⁸ · 2⁶⁴.
fn price_weights(subnets: &[Facts], miner_burn: bool, counts: fn(&Facts) -> bool) -> Vec<U256> {
    let unburned = if miner_burn { unburned_prices(subnets, counts) } else { None };
    unburned.unwrap_or_else(|| weights_of(subnets, counts, price))
}

/// Prices of those who count, in units of 2⁻⁶⁴.
pub(super) fn price(facts: &Facts) -> U256 {
    U256::from(facts.moving_price.bits())
}

/// `m · (1 − b)` of those who count, in units of 2⁻¹²⁸; nothing where every price is burned away.
pub(super) fn unburned_prices(subnets: &[Facts], counts: fn(&Facts) -> bool) -> Option<Vec<U256>> {
    let burned = |facts: &Facts| price(facts) * U256::from(facts.miner_burned.rest_bits());
    let weights = weights_of(subnets, counts, burned);
    weights.iter().any(|weight| !weight.is_zero()).then_some(weights)
}
