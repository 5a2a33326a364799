//! Money raised by many, and the calls that are kept for it.

use crate::{
    leases::MAX_CONTRIBUTORS,
    network_parameters::{CrowdloanMaxDuration, CrowdloanMinDuration},
    signatories::deposit,
    AccountId, Balance, Balances, Preimage, Runtime, RuntimeCall, RuntimeEvent, RuntimeHoldReason,
};
use frame_support::{
    parameter_types,
    traits::{fungible::HoldConsideration, ConstU32, LinearStoragePrice},
    PalletId,
};
use frame_system::EnsureRoot;
use myelin_units::{Tao, RAO_PER_TAO};

parameter_types! {
    /// Accounts of the crowdloans are derived from this name (wire: `Crowdloan.PalletId`).
    pub const CrowdloanName: PalletId = PalletId(*b"bt/cloan");
    /// Rao that a creator puts in: 10 TAO.
    pub const MinimumDeposit: Tao = Tao::new(10 * RAO_PER_TAO);
    /// Rao below which no crowdloan's minimum is: 0.1 TAO.
    pub const LowestMinimum: Tao = Tao::new(RAO_PER_TAO / 10);
    /// Rao for having a preimage.
    pub const PreimageBase: Balance = deposit(2, 64);
    /// Rao for each byte of it.
    pub const PreimageByte: Balance = deposit(0, 1);
    /// Why they are held.
    pub const PreimageHold: RuntimeHoldReason = RuntimeHoldReason::Preimage(pallet_preimage::HoldReason::Preimage);
}

impl pallet_crowdloan::Config for Runtime {
    type PalletId = CrowdloanName;
    type Currency = Balances;
    type RuntimeCall = RuntimeCall;
    type Preimages = Preimage;
    type MinimumDeposit = MinimumDeposit;
    type AbsoluteMinimumContribution = LowestMinimum;
    type MinimumBlockDuration = CrowdloanMinDuration;
    type MaximumBlockDuration = CrowdloanMaxDuration;
    type RefundContributorsLimit = ConstU32<50>;
    type MaxContributors = ConstU32<MAX_CONTRIBUTORS>;
}

impl pallet_preimage::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = pallet_preimage::weights::SubstrateWeight<Runtime>;
    type Currency = Balances;
    type ManagerOrigin = EnsureRoot<AccountId>;
    type Consideration = HoldConsideration<
        AccountId,
        Balances,
        PreimageHold,
        LinearStoragePrice<PreimageBase, PreimageByte, Balance>,
    >;
}
