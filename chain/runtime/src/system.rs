//! Blocks: how much fits into one, how long hashes are kept, how accounts are found.

use crate::{
    AccountId, Balance, Block, Hash, Nonce, PalletInfo, Runtime, RuntimeCall, RuntimeEvent, RuntimeOrigin,
    RuntimeTask, VERSION,
};
use frame_support::{
    derive_impl,
    dispatch::DispatchClass,
    parameter_types,
    weights::{
        constants::{RocksDbWeight, WEIGHT_REF_TIME_PER_SECOND},
        Weight,
    },
};
use frame_system::limits::{BlockLength, BlockWeights};
use sp_runtime::{traits::AccountIdLookup, Perbill};
use sp_version::RuntimeVersion;

/// Seconds of reference time in a block (wire: `System.BlockWeights`).
const BLOCK_SECONDS: u64 = 4;
/// What ordinary transactions may fill of a block; the rest is kept for operational ones.
const NORMAL_RATIO: Perbill = Perbill::from_percent(75);
/// Bytes of a block (wire: `System.BlockLength`).
const BLOCK_BYTES: u32 = 10 * 1024 * 1024;

parameter_types! {
    /// Blocks for which hashes are kept and mortal transactions can be born.
    pub const BlockHashCount: u32 = 2400;
    /// The runtime's version.
    pub const Version: RuntimeVersion = VERSION;
    /// Reference time of a block.
    pub Weights: BlockWeights = BlockWeights::with_sensible_defaults(
        Weight::from_parts(BLOCK_SECONDS.saturating_mul(WEIGHT_REF_TIME_PER_SECOND), u64::MAX),
        NORMAL_RATIO,
    );
    /// Bytes of a block.
    pub Length: BlockLength = BlockLength::builder()
        .max_length(BLOCK_BYTES)
        .modify_max_length_for_class(DispatchClass::Normal, |bytes| *bytes = NORMAL_RATIO * BLOCK_BYTES)
        .build();
    /// The prefix that the clients have hard-coded.
    pub const SS58Prefix: u16 = 42;
}

#[derive_impl(frame_system::config_preludes::SolochainDefaultConfig)]
impl frame_system::Config for Runtime {
    type Block = Block;
    type BlockWeights = Weights;
    type BlockLength = Length;
    type AccountId = AccountId;
    type Lookup = AccountIdLookup<AccountId, ()>;
    type Nonce = Nonce;
    type Hash = Hash;
    type BlockHashCount = BlockHashCount;
    // The wire's cost of a read (25 µs) and a write (100 µs).
    type DbWeight = RocksDbWeight;
    type Version = Version;
    type AccountData = pallet_balances::AccountData<Balance>;
    type SS58Prefix = SS58Prefix;
    type MaxConsumers = frame_support::traits::ConstU32<16>;
}
