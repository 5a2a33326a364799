//! What the mocks of this pallet, and of those that stand on it, have in common: short intervals, and nobody else who
//! keeps anything under its keys. A mock says only in what it differs.

use crate::DefaultConfig;
use frame_support::{
    derive_impl,
    pallet_prelude::inject_runtime_type,
    traits::{ConstU16, ConstU32, ConstU64, ConstU8},
};

/// The configuration of a test.
pub struct TestDefaultConfig;

#[derive_impl(frame_system::config_preludes::TestDefaultConfig, no_aggregated_types)]
impl frame_system::DefaultConfig for TestDefaultConfig {}

#[frame_support::register_default_impl(TestDefaultConfig)]
impl DefaultConfig for TestDefaultConfig {
    type Sweep = ();
    type DefaultTempo = ConstU16<10>;
    type MaxEpochsPerBlock = ConstU8<2>;
    type NetworkRateLimit = ConstU64<0>;
    type ChildKeyCooldown = ConstU64<15>;
    type ChildkeyTakeRateLimit = ConstU64<5>;
    type MechanismRateLimit = ConstU64<20>;
    type Leasing = ();
    type HotkeySwapInterval = ConstU64<20>;
    type ColdkeySwapDelay = ConstU32<10>;
    type ColdkeySwapRedelay = ConstU32<5>;
    type OnHotkeySwap = ();
    type ActingAccounts = ();
    type Beacons = ();
    type RevealsPerBlock = ConstU32<4>;
}
