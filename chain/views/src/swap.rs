//! Prices and simulated swaps.

use codec::{Decode, Encode};
use myelin_units::{Alpha, NetUid, Tao};
use scale_info::TypeInfo;

/// What a swap would do now; all 0 when it would be refused. The fee is counted beside the amount that pays it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SimSwapResult {
    /// TAO that buys (without the fee) or that a sale brings, rao.
    pub tao_amount: Tao,
    /// Alpha that a purchase brings or that is sold (without the fee), rao.
    pub alpha_amount: Alpha,
    /// Fee taken in TAO, rao.
    pub tao_fee: Tao,
    /// Fee taken in alpha, rao.
    pub alpha_fee: Alpha,
    /// What a sale brings less than at the present price, TAO rao.
    pub tao_slippage: Tao,
    /// What a purchase brings less than at the present price, alpha rao.
    pub alpha_slippage: Alpha,
}

/// Price of a subnet's alpha.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetPrice {
    /// The subnet.
    pub netuid: NetUid,
    /// Price, rao per whole alpha.
    pub price: u64,
}
