//! The network: subnets, stake, weights, epochs, emission; their parameters; their pools' fees; what their neurons
//! publish.

use crate::{
    network_parameters::{
        ChildKeyCooldown, ChildkeyTakeRateLimit, InitialTempo, MaxEpochsPerBlock, MechanismRateLimit,
        NetworkRateLimit,
    },
    Balances, Commitments, Runtime, RuntimeHoldReason, Swap,
};

impl pallet_network::Config for Runtime {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SwapFee = Swap;
    type Sweep = (Swap, Commitments);
    type DefaultTempo = InitialTempo;
    type MaxEpochsPerBlock = MaxEpochsPerBlock;
    type NetworkRateLimit = NetworkRateLimit;
    type ChildKeyCooldown = ChildKeyCooldown;
    type ChildkeyTakeRateLimit = ChildkeyTakeRateLimit;
    type MechanismRateLimit = MechanismRateLimit;
    type Leasing = crate::leases::CrowdloansAndProxies;
}

impl pallet_admin::Config for Runtime {}

impl pallet_commitments::Config for Runtime {}

impl pallet_swap::Config for Runtime {}
