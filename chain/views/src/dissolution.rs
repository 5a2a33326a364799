//! What becomes of a subnet that is dissolved.

use crate::{FixedU128, SubnetIdentityV3};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use myelin_units::{Alpha, NetUid, Tao};
use scale_info::TypeInfo;

/// What alpha of a subnet would be paid if it were dissolved in this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DeregQuote {
    /// The subnet.
    pub netuid: NetUid,
    /// What is shared out: the TAO of the pool, rao.
    pub pot: Tao,
    /// Alpha of all holders, what is pending for them included.
    pub holders: Alpha,
    /// Alpha of the chain: what nobody owns, and the pool's reserve.
    pub chain: Alpha,
    /// What the chain is due, which ceases to exist, rao.
    pub recycled: Tao,
    /// What one whole alpha is paid, rao, rounded down.
    pub rao_per_alpha: u64,
}

/// What a coldkey would be paid if a subnet were dissolved in this block.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DeregPayment {
    /// Its alpha on all hotkeys, what is pending for it included.
    pub alpha: Alpha,
    /// What it is paid, to the rao.
    pub tao: Tao,
}

/// How far the dissolution of the first subnet in the queue is, as clients read it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DissolveCleanupStatus {
    /// The subnet.
    pub netuid: NetUid,
    /// What is being done.
    pub phase: DissolveCleanupPhase,
    /// Where it goes on.
    pub last_key: Option<Vec<u8>>,
    /// Alpha counted so far, rao.
    pub subnet_total_alpha_value: Option<u128>,
    /// TAO paid and recycled so far, rao.
    pub subnet_distributed_tao: Option<u128>,
}

/// The wire's names for phases. This chain passes through those that the comments name.
#[allow(missing_docs)] // The variants are names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum DissolveCleanupPhase {
    /// What is pending is paid.
    #[codec(index = 0)]
    SubnetRootDividendsRootClaimable,
    /// Claims of root's stakers are paid.
    #[codec(index = 1)]
    SubnetRootDividendsRootClaimed,
    /// Alpha is counted.
    #[codec(index = 2)]
    AlphaInOutStakesGetTotalAlphaValue,
    /// Payments are ranked, then made.
    #[codec(index = 3)]
    AlphaInOutStakesSettleStakes,
    /// Positions are removed.
    #[codec(index = 4)]
    AlphaInOutStakesAlpha,
    #[codec(index = 5)]
    AlphaInOutStakesHotkeyTotals,
    #[codec(index = 6)]
    AlphaInOutStakesLocks,
    #[codec(index = 7)]
    AlphaInOutStakesDecayingLocks,
    #[codec(index = 8)]
    AlphaInOutStakes,
    #[codec(index = 9)]
    ProtocolLiquidity,
    #[codec(index = 10)]
    PurgeNetuid,
    #[codec(index = 11)]
    NetworkIsNetworkMember,
    #[codec(index = 12)]
    NetworkParameters,
    /// Everything else that names the subnet is removed.
    #[codec(index = 13)]
    NetworkMapParameters,
    #[codec(index = 14)]
    NetworkUpdateWeightsOnRoot,
    #[codec(index = 15)]
    NetworkChildkeyTake,
    #[codec(index = 16)]
    NetworkChildkeys,
    #[codec(index = 17)]
    NetworkParentkeys,
    #[codec(index = 18)]
    NetworkLastHotkeyEmissionOnNetuid,
    #[codec(index = 19)]
    NetworkTotalHotkeyAlphaLastEpoch,
    #[codec(index = 20)]
    NetworkTransactionKeyLastBlock,
    #[codec(index = 21)]
    NetworkLock,
    #[codec(index = 22)]
    NetworkDecayingLock,
    #[codec(index = 23)]
    SubnetBasketHoldingsToRoot,
    #[codec(index = 24)]
    NetworkPendingBasketDeposits,
    #[codec(index = 25)]
    NetworkAlphaAssetCounters,
}

/// A registration of a subnet that waits for a netuid. Here none ever waits: a new subnet takes a free one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct NetworkRegistrationInfo<AccountId> {
    /// Who pays.
    pub coldkey: AccountId,
    /// The first neuron.
    pub hotkey: AccountId,
    /// The market.
    pub mechid: u16,
    /// What the owner says the subnet is.
    pub identity: Option<SubnetIdentityV3>,
    /// What was paid, rao.
    pub lock_amount: Tao,
    /// Median price of alpha when it was paid.
    pub median_subnet_alpha_price: FixedU128,
    /// When it was paid.
    pub registration_block: u64,
    /// Number of the payment.
    pub lock_id: u32,
}
