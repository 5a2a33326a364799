use super::{of_enabled, Rule};
use crate::Facts;
use alloc::vec::Vec;
use primitive_types::U256;

/// By TAO held in pools: `w = T`. With equal alpha reserves it agrees with the spot price exactly, for the
/// price is `T / A` (sources X1).
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
pub struct StakeShare;

impl Rule for StakeShare {
    fn weights(&self, subnets: &[Facts]) -> Vec<U256> {
        of_enabled(subnets, |facts| U256::from(facts.pool_tao.rao()))
    }
}
