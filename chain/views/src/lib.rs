//! The shapes that leave the chain: what runtime APIs answer, and what storage holds in a form clients decode.
//!
//! Field names, their order and their encoding are the interface (`wire-surface.md` §6, §10, §11): clients look
//! fields up by name, and text, fixed-point and compact values have one form only. The crate holds no logic; the
//! chain fills these types, programs read them.

#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

pub mod api;
pub mod delegate;
pub mod dissolution;
pub mod dynamic;
pub mod fixed;
pub mod hyperparameters;
pub mod identity;
pub mod metagraph;
pub mod neuron;
pub mod proxy;
pub mod selective;
pub mod stake;
pub mod state;
pub mod subnet;
pub mod swap;

pub use delegate::DelegateInfo;
pub use dissolution::{
    DeregPayment, DeregQuote, DissolveCleanupPhase, DissolveCleanupStatus, NetworkRegistrationInfo,
};
pub use dynamic::DynamicInfo;
pub use fixed::{FixedI128, FixedI64, FixedU128};
pub use hyperparameters::{HyperparamEntry, HyperparamValue, SubnetHyperparams, SubnetHyperparamsV2};
pub use identity::{ChainIdentityV2, SubnetIdentityV3};
pub use metagraph::Metagraph;
pub use neuron::{AxonInfo, NeuronCertificate, NeuronInfo, NeuronInfoLite, PrometheusInfo};
pub use proxy::ProxyTypeInfo;
pub use selective::{Beyond, MetagraphIndex, MetagraphParts, SelectiveMetagraph};
pub use stake::{LockState, StakeAvailability, StakeInfo};
pub use state::SubnetState;
pub use subnet::{SubnetInfo, SubnetInfoV2};
pub use swap::{SimSwapResult, SubnetPrice};

#[cfg(test)]
mod wire;
