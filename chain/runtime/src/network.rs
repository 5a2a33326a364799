//! The network: subnets, stake, weights, epochs, emission; their parameters; their pools' fees; what their neurons
//! publish.

use crate::{
    acting::Acting,
    network_parameters::{
        ChildKeyCooldown, ChildkeyTakeRateLimit, ColdkeySwapDelay, ColdkeySwapRedelay, HotkeySwapInterval,
        InitialTempo, MaxEpochsPerBlock, MechanismRateLimit, NetworkRateLimit, SlotDuration,
    },
    Balances, Commitments, Drand, Runtime, RuntimeHoldReason, Swap,
};
use frame_support::traits::Get;

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
    type HotkeySwapInterval = HotkeySwapInterval;
    type ColdkeySwapDelay = ColdkeySwapDelay;
    type ColdkeySwapRedelay = ColdkeySwapRedelay;
    type OnHotkeySwap = Commitments;
    type ActingAccounts = Acting;
    type Beacons = Drand;
    type RevealsPerBlock = RevealsPerBlock;
}

/// Sealed rows that a block opens: as many as fit into a quarter of the time between two blocks, at 10 ms each in WASM.
pub struct RevealsPerBlock;

impl Get<u32> for RevealsPerBlock {
    fn get() -> u32 {
        (SlotDuration::get() / 4 / 10).clamp(1, 32) as u32
    }
}

impl pallet_admin::Config for Runtime {}

impl pallet_commitments::Config for Runtime {}

impl pallet_swap::Config for Runtime {}

#[cfg(test)]
mod tests {
    use crate::{AccountId, Runtime};
    use frame_support::dispatch::DispatchClass;
    use pallet_network::{costs, keys, Holders};

    // economics §6.3: unbounded per-block work
    #[test]
    fn largest_swap_should_fit_into_a_transaction() {
        sp_io::TestExternalities::default().execute_with(|| {
            let (hotkey, subnets) = (AccountId::new([1; 32]), [0, 1].map(myelin_units::NetUid::new));
            Holders::<Runtime>::insert(&hotkey, subnets[0], keys::MOST_POSITIONS_MOVED);
            let seen = keys::MOST_POSITIONS_SEEN - keys::MOST_POSITIONS_MOVED;
            Holders::<Runtime>::insert(&hotkey, subnets[1], seen);
            pallet_network::TotalNetworks::<Runtime>::put(129);
            let most = <Runtime as frame_system::Config>::BlockWeights::get()
                .get(DispatchClass::Normal)
                .max_extrinsic
                .unwrap();
            let one = costs::swap_hotkey::<Runtime>(&hotkey, Some(subnets[0]), false);
            assert!(one.ref_time() < most.ref_time(), "{one:?} of {most:?}");
            let coldkey = costs::swap_coldkey::<Runtime>(keys::COLDKEY_STEP);
            // A coldkey's swap is paid before it is known how much there is to move: at most this much TAO.
            assert!(coldkey.ref_time() / 2_000 < 200_000_000, "{coldkey:?}");
        });
    }
}
