//! The chain's calls, events and errors as types, made from its metadata.

/// Calls, events and errors by pallet, from the chain's metadata: `api::tx().balances().transfer_keep_alive(…)`.
#[allow(missing_docs, clippy::all)]
#[subxt::subxt(
    runtime_metadata_path = "metadata/myelin.scale",
    derive_for_all_types = "Clone",
    substitute_type(path = "sp_core::crypto::AccountId32", with = "crate::AccountId")
)]
pub mod api {}
