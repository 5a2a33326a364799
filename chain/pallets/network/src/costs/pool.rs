//! What is asked of a call before it enters a block.

use super::{
    cost, reveal_hash_batch,
    votes::{commit_checks, reveal_checks, weights_checks},
    CALL,
};
use crate::pallet::*;
use frame_support::weights::Weight;

/// What the pool's questions cost when a block is built: of free calls only, and no more than the call's own checks.
pub(crate) fn checked_first<T: Config>(call: &Call<T>) -> Weight {
    match call {
        Call::set_weights { dests, .. } | Call::set_mechanism_weights { dests, .. } => {
            weights_checks::<T>(dests.len() as u64)
        }
        Call::batch_set_weights { weights, .. } => weights
            .iter()
            .fold(Weight::zero(), |sum, row| sum.saturating_add(weights_checks::<T>(row.len() as u64))),
        Call::commit_weights { .. } | Call::commit_mechanism_weights { .. } => commit_checks::<T>(),
        Call::commit_timelocked_weights { .. }
        | Call::commit_timelocked_mechanism_weights { .. }
        | Call::commit_crv3_mechanism_weights { .. } => cost::<T>(22, 0, CALL),
        Call::batch_commit_weights { netuids, .. } => {
            commit_checks::<T>().saturating_mul(netuids.len() as u64)
        }
        Call::reveal_weights { uids, salt, .. } | Call::reveal_mechanism_weights { uids, salt, .. } => {
            reveal_checks::<T>(uids.len() as u64, salt.len() as u64)
        }
        Call::batch_reveal_weights { uids_list, salts_list, .. } => {
            reveal_hash_batch::<T>(uids_list, salts_list)
        }
        Call::serve_axon { .. } | Call::serve_axon_tls { .. } | Call::serve_prometheus { .. } => {
            cost::<T>(4, 0, 0)
        }
        Call::decrease_take { .. } | Call::increase_take { .. } => cost::<T>(7, 0, 0),
        _ => Weight::zero(),
    }
}
