//! Several calls in one, several signatories for one, and root by one key.

use crate::{Balance, Balances, OriginCaller, Runtime, RuntimeCall, RuntimeEvent, System};
use frame_support::traits::{ConstU32, ConstU64};

/// Deposits are a fixed price per item and per byte of state: rao (economics §5).
pub const fn deposit(items: u64, bytes: u64) -> Balance {
    items.saturating_mul(20_000_000).saturating_add(bytes.saturating_mul(1_000_000))
}

/// Rao for an open multisig (wire: `Multisig.DepositBase`): one item of 112 bytes.
pub const MULTISIG_DEPOSIT_BASE: Balance = deposit(1, 112);
/// Rao for each approval needed (wire: `Multisig.DepositFactor`): 32 bytes.
pub const MULTISIG_DEPOSIT_FACTOR: Balance = deposit(0, 32);

impl pallet_utility::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = pallet_utility::weights::SubstrateWeight<Runtime>;
}

impl pallet_sudo::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type WeightInfo = pallet_sudo::weights::SubstrateWeight<Runtime>;
}

impl pallet_multisig::Config for Runtime {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type Currency = Balances;
    type DepositBase = ConstU64<MULTISIG_DEPOSIT_BASE>;
    type DepositFactor = ConstU64<MULTISIG_DEPOSIT_FACTOR>;
    type MaxSignatories = ConstU32<100>;
    type WeightInfo = pallet_multisig::weights::SubstrateWeight<Runtime>;
    type BlockNumberProvider = System;
}
