//! What is asked of calls that set, commit and reveal weights, which are free (yuma.md §2.9).

use super::SubtensorTransactionExtension;
use crate::{
    pallet::*,
    weights::{Reveal, Reveals, Row, Way},
};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use sp_runtime::transaction_validity::TransactionPriority;

/// Longest salt of a reveal that may fail by name.
const LONGEST_SALT: usize = 256;

impl<T: Config> SubtensorTransactionExtension<T> {
    /// What a call about weights asks first; nothing for other calls.
    pub(super) fn check_weights(who: &T::AccountId, call: &Call<T>) -> Option<DispatchResult> {
        let set = |netuid: &NetUid, mechanism, uids, values, version_key: &u64| {
            let row = Row { uids, values };
            Pallet::<T>::ensure_weights(who, *netuid, mechanism, row, *version_key, Way::Open).map(|_| ())
        };
        Some(match call {
            Call::set_weights { netuid, dests, weights, version_key } => {
                set(netuid, 0, dests, weights, version_key)
            }
            Call::set_mechanism_weights { netuid, mecid, dests, weights, version_key } => {
                set(netuid, *mecid, dests, weights, version_key)
            }
            Call::batch_set_weights { netuids, weights, version_keys } => {
                Pallet::<T>::ensure_batch(who, netuids, weights, version_keys)
            }
            Call::commit_weights { netuid, .. } => Pallet::<T>::ensure_hash_commit(who, *netuid, 0),
            Call::commit_mechanism_weights { netuid, mecid, .. } => {
                Pallet::<T>::ensure_hash_commit(who, *netuid, *mecid)
            }
            Call::batch_commit_weights { netuids, commit_hashes } => {
                Pallet::<T>::ensure_commit_batch(who, netuids, commit_hashes)
            }
            _ => return Self::check_sealed(who, call).or_else(|| Self::check_reveals(who, call)),
        })
    }

    fn check_sealed(who: &T::AccountId, call: &Call<T>) -> Option<DispatchResult> {
        let seal = |netuid: &NetUid, mechanism, round: &u64, version| {
            Pallet::<T>::ensure_sealed_commit(who, *netuid, mechanism, *round, version)
        };
        Some(match call {
            Call::commit_timelocked_weights { netuid, reveal_round, commit_reveal_version, .. } => {
                seal(netuid, 0, reveal_round, *commit_reveal_version)
            }
            Call::commit_timelocked_mechanism_weights {
                netuid,
                mecid,
                reveal_round,
                commit_reveal_version,
                ..
            } => seal(netuid, *mecid, reveal_round, *commit_reveal_version),
            Call::commit_crv3_mechanism_weights { netuid, mecid, reveal_round, .. } => {
                seal(netuid, *mecid, reveal_round, CommitRevealWeightsVersion::<T>::get())
            }
            _ => return None,
        })
    }

    fn check_reveals(who: &T::AccountId, call: &Call<T>) -> Option<DispatchResult> {
        let one = |netuid: &NetUid, mechanism, uids, values, salt, version_key: &u64| {
            let reveal = Reveal { row: Row { uids, values }, salt, version_key: *version_key };
            Pallet::<T>::ensure_reveal(who, *netuid, mechanism, reveal)
        };
        Some(match call {
            Call::reveal_weights { netuid, uids, values, salt, version_key } => {
                one(netuid, 0, uids, values, salt, version_key)
            }
            Call::reveal_mechanism_weights { netuid, mecid, uids, values, salt, version_key } => {
                one(netuid, *mecid, uids, values, salt, version_key)
            }
            Call::batch_reveal_weights { netuid, uids_list, values_list, salts_list, version_keys } => {
                let (uids, values, salts) = (uids_list, values_list, salts_list);
                Pallet::<T>::ensure_reveal_batch(who, *netuid, Reveals { uids, values, salts, version_keys })
            }
            _ => return None,
        })
    }

    /// Whether a free call may fail in a block, for a reason that the wire has no number for, so that its sender is told
    /// the reason's name: a neuron that commits, or sends a row no longer than its subnet. All else would be free space
    /// in blocks.
    pub(super) fn fails_by_name(who: &T::AccountId, call: &Call<T>) -> bool {
        let (netuid, lengths, salt) = match call {
            Call::set_weights { netuid, dests, weights, .. }
            | Call::set_mechanism_weights { netuid, dests, weights, .. } => {
                (netuid, [dests.len(), weights.len()], 0)
            }
            Call::reveal_weights { netuid, uids, values, salt, .. }
            | Call::reveal_mechanism_weights { netuid, uids, values, salt, .. } => {
                (netuid, [uids.len(), values.len()], salt.len())
            }
            Call::commit_weights { netuid, .. }
            | Call::commit_mechanism_weights { netuid, .. }
            | Call::commit_timelocked_weights { netuid, .. }
            | Call::commit_timelocked_mechanism_weights { netuid, .. }
            | Call::commit_crv3_mechanism_weights { netuid, .. } => (netuid, [0, 0], 0),
            _ => return false,
        };
        let n = usize::from(SubnetworkN::<T>::get(netuid));
        let is_short = lengths.iter().all(|length| *length <= n) && salt <= LONGEST_SALT;
        is_short && Uids::<T>::contains_key(netuid, who)
    }

    /// Free calls about weights come in the order of the stake behind them.
    pub(super) fn priority(who: &T::AccountId, call: &Call<T>) -> TransactionPriority {
        let netuid = match call {
            Call::set_weights { netuid, .. }
            | Call::set_mechanism_weights { netuid, .. }
            | Call::commit_weights { netuid, .. }
            | Call::commit_mechanism_weights { netuid, .. }
            | Call::commit_timelocked_weights { netuid, .. }
            | Call::commit_timelocked_mechanism_weights { netuid, .. }
            | Call::commit_crv3_mechanism_weights { netuid, .. }
            | Call::reveal_weights { netuid, .. }
            | Call::reveal_mechanism_weights { netuid, .. }
            | Call::batch_reveal_weights { netuid, .. } => Some(*netuid),
            Call::batch_set_weights { netuids, .. } | Call::batch_commit_weights { netuids, .. } => {
                netuids.first().map(|netuid| netuid.0)
            }
            _ => None,
        };
        netuid.map_or(0, |netuid| Pallet::<T>::stake_weight_of(who, netuid).floor())
    }
}
