//! Time and authorities: Aura makes blocks in slots of the length that genesis chose, GRANDPA finalizes them.

use crate::{network_parameters::SlotDuration, Aura, Runtime, RuntimeEvent};
use frame_support::traits::{ConstBool, ConstU32, ConstU64, Get};
use sp_consensus_aura::sr25519::AuthorityId as AuraId;

/// Authorities that blocks and finality can have (wire: `Grandpa.MaxAuthorities`).
pub type MaxAuthorities = ConstU32<32>;

/// Half a slot, the least time between two blocks: milliseconds.
pub struct MinimumPeriod;

impl Get<u64> for MinimumPeriod {
    fn get() -> u64 {
        SlotDuration::get() / 2
    }
}

impl pallet_timestamp::Config for Runtime {
    type Moment = u64;
    type OnTimestampSet = Aura;
    type MinimumPeriod = MinimumPeriod;
    type WeightInfo = pallet_timestamp::weights::SubstrateWeight<Runtime>;
}

impl pallet_aura::Config for Runtime {
    type AuthorityId = AuraId;
    type DisabledValidators = ();
    type MaxAuthorities = MaxAuthorities;
    type AllowMultipleBlocksPerSlot = ConstBool<false>;
    type SlotDuration = SlotDuration;
}

impl pallet_grandpa::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type MaxAuthorities = MaxAuthorities;
    type MaxNominators = ConstU32<20>;
    type MaxSetIdSessionEntries = ConstU64<0>;
    // Authorities change by sudo only: there are no sessions to prove ownership in, and no offences to punish.
    type KeyOwnerProof = sp_core::Void;
    type EquivocationReportSystem = ();
}
