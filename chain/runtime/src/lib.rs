//! The runtime: which pallets make the chain, in which order, with which constants. Composition only; the rules
//! stand in `core/`, the state in `chain/pallets/`.
//!
//! Names and indexes of pallets, and the order of the transaction extensions, are what the official clients expect:
//! they are listed in the wire specification and are part of the interface.
#![cfg_attr(not(feature = "std"), no_std)]
#![recursion_limit = "256"] // the types that the runtime macros write are deep
#![allow(missing_docs)] // and so are their public items, without documentation

#[cfg(feature = "std")]
include!(concat!(env!("OUT_DIR"), "/wasm_binary.rs"));

extern crate alloc;

pub mod accounts;
mod acting;
pub mod apis;
mod beacon;
pub mod capabilities;
mod consensus;
mod crowdfunding;
pub mod fees;
mod genesis_presets;
pub mod leases;
mod money;
mod network;
pub mod network_parameters;
pub mod proxies;
mod signatories;
mod system;

pub use genesis_presets::{
    preset, preset_of_authorities, DEV_PRESET, FAST_PRESET, LOCAL_PRESET, MAX_NAMED_AUTHORITIES,
};

use alloc::{borrow::Cow, vec::Vec};
use sp_runtime::{
    generic, impl_opaque_keys,
    traits::{BlakeTwo256, IdentifyAccount, Verify},
    MultiAddress, MultiSignature,
};
use sp_version::{runtime_version, RuntimeVersion};

/// How an account signs: ed25519, sr25519 or ecdsa.
pub type Signature = MultiSignature;
/// The public identity of an account, 32 bytes.
pub type AccountId = <<Signature as Verify>::Signer as IdentifyAccount>::AccountId;
/// An amount of TAO in rao, 10⁻⁹ TAO.
pub type Balance = u64;
/// How many transactions an account has sent.
pub type Nonce = u32;
/// What identifies blocks, calls and state: 32 bytes.
pub type Hash = sp_core::H256;
/// The number of a block.
pub type BlockNumber = u32;
/// How a transaction names an account.
pub type Address = MultiAddress<AccountId, ()>;
/// The head of a block.
pub type Header = generic::Header<BlockNumber, BlakeTwo256>;
/// A block.
pub type Block = generic::Block<Header, UncheckedExtrinsic>;
/// A block with its justifications.
pub type SignedBlock = generic::SignedBlock<Block>;
/// What names a block, by number or by hash.
pub type BlockId = generic::BlockId<Block>;

/// What a signature covers beside the call. The clients write mortality, nonce and tip in this order and skip
/// extensions they do not know, so an extension of ours must never carry bytes.
pub type TxExtension = (
    frame_system::CheckNonZeroSender<Runtime>,
    frame_system::CheckSpecVersion<Runtime>,
    frame_system::CheckTxVersion<Runtime>,
    frame_system::CheckGenesis<Runtime>,
    frame_system::CheckMortality<Runtime>,
    frame_system::CheckNonce<Runtime>,
    frame_system::CheckWeight<Runtime>,
    pallet_transaction_payment::ChargeTransactionPayment<Runtime>,
    pallet_network::extension::SubtensorTransactionExtension<Runtime>,
    frame_metadata_hash_extension::CheckMetadataHash<Runtime>,
);

/// A transaction or inherent as it stands in a block.
pub type UncheckedExtrinsic = generic::UncheckedExtrinsic<Address, RuntimeCall, Signature, TxExtension>;
/// What a signature signs.
pub type SignedPayload = generic::SignedPayload<RuntimeCall, TxExtension>;
/// Runs blocks.
pub type Executive = frame_executive::Executive<
    Runtime,
    Block,
    frame_system::ChainContext<Runtime>,
    Runtime,
    AllPalletsWithSystem,
>;

/// What the node knows of the runtime without knowing its calls.
pub mod opaque {
    pub use sp_runtime::OpaqueExtrinsic as UncheckedExtrinsic;
    use sp_runtime::{generic, traits::BlakeTwo256};

    /// The head of a block.
    pub type Header = generic::Header<super::BlockNumber, BlakeTwo256>;
    /// A block whose transactions are bytes.
    pub type Block = generic::Block<Header, UncheckedExtrinsic>;
    /// What names a block, by number or by hash.
    pub type BlockId = generic::BlockId<Block>;
}

impl_opaque_keys! {
    /// The keys an authority signs with.
    pub struct SessionKeys {
        /// Signs blocks.
        pub aura: Aura,
        /// Votes for finality.
        pub grandpa: Grandpa,
    }
}

/// Clients cache the metadata by genesis hash and `spec_version`: raise the latter whenever the metadata changes on
/// a chain that goes on.
#[runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("node-subtensor"),
    impl_name: Cow::Borrowed("myelin"),
    authoring_version: 1,
    spec_version: 1000,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 1,
    system_version: 1,
};

#[frame_support::runtime]
mod composition {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask,
        RuntimeViewFunction
    )]
    pub struct Runtime;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;
    #[runtime::pallet_index(2)]
    pub type Timestamp = pallet_timestamp;
    #[runtime::pallet_index(3)]
    pub type Aura = pallet_aura;
    #[runtime::pallet_index(4)]
    pub type Grandpa = pallet_grandpa;
    #[runtime::pallet_index(5)]
    pub type Balances = pallet_balances;
    #[runtime::pallet_index(6)]
    pub type TransactionPayment = pallet_transaction_payment;
    #[runtime::pallet_index(7)]
    pub type SubtensorModule = pallet_network;
    #[runtime::pallet_index(11)]
    pub type Utility = pallet_utility;
    #[runtime::pallet_index(12)]
    pub type Sudo = pallet_sudo;
    #[runtime::pallet_index(13)]
    pub type Multisig = pallet_multisig;
    #[runtime::pallet_index(14)]
    pub type Preimage = pallet_preimage;
    #[runtime::pallet_index(16)]
    pub type Proxy = pallet_proxy;
    #[runtime::pallet_index(18)]
    pub type Commitments = pallet_commitments;
    #[runtime::pallet_index(19)]
    pub type AdminUtils = pallet_admin;
    #[runtime::pallet_index(26)]
    pub type Drand = pallet_drand;
    #[runtime::pallet_index(27)]
    pub type Crowdloan = pallet_crowdloan;
    #[runtime::pallet_index(28)]
    pub type Swap = pallet_swap;
    #[runtime::pallet_index(100)]
    pub type NetworkParameters = crate::network_parameters;
}
