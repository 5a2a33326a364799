//! Making room on a full subnet (yuma.md §3.4, §3.5).

use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::pallet_prelude::*;
use myelin_registry::{is_immune, neuron_to_prune, Candidate};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// The neuron that makes room, if any may.
    pub fn neuron_to_replace(netuid: NetUid) -> Option<u16> {
        let now = Self::now();
        let immunity = u64::from(ImmunityPeriod::<T>::get(netuid));
        let emission = Emission::<T>::get(netuid);
        let immortal = Self::immortal_uids(netuid);
        let candidates: Vec<Candidate> = (0..SubnetworkN::<T>::get(netuid))
            .map(|uid| {
                let registered_at = BlockAtRegistration::<T>::get(netuid, uid);
                Candidate {
                    uid,
                    emission: emission.get(usize::from(uid)).map_or(0, |alpha| alpha.rao()),
                    registered_at,
                    immune: is_immune(now, registered_at, immunity),
                    immortal: immortal.contains(&uid),
                }
            })
            .collect();
        neuron_to_prune(&candidates, MinNonImmuneUids::<T>::get(netuid))
    }

    /// The owner's hotkey first, then the owner's other hotkeys by age, as many as the limit allows.
    pub fn immortal_uids(netuid: NetUid) -> BTreeSet<u16> {
        let limit = usize::from(ImmuneOwnerUidsLimit::<T>::get(netuid));
        let first = Uids::<T>::get(netuid, SubnetOwnerHotkey::<T>::get(netuid));
        let mut others: Vec<(u64, u16)> = OwnedHotkeys::<T>::get(SubnetOwner::<T>::get(netuid))
            .into_iter()
            .filter_map(|hotkey| Uids::<T>::get(netuid, hotkey))
            .filter(|uid| Some(*uid) != first)
            .map(|uid| (BlockAtRegistration::<T>::get(netuid, uid), uid))
            .collect();
        others.sort_unstable();
        first.into_iter().chain(others.into_iter().map(|(_, uid)| uid)).take(limit).collect()
    }

    /// Gives a uid to another hotkey: what the uid had earned and said is gone; the old hotkey keeps its stake.
    pub(crate) fn replace_neuron(netuid: NetUid, uid: u16, hotkey: &T::AccountId) -> DispatchResult {
        Self::unlink_neuron(netuid, uid);
        Self::clear_uid(netuid, uid);
        Self::link_neuron(netuid, uid, hotkey);
        Self::deposit_event(Event::NeuronRegistered(netuid, uid, hotkey.clone()));
        Ok(())
    }

    fn unlink_neuron(netuid: NetUid, uid: u16) {
        let old = Keys::<T>::get(netuid, uid);
        Uids::<T>::remove(netuid, &old);
        IsNetworkMember::<T>::remove(&old, netuid);
        Axons::<T>::remove(netuid, &old);
        Prometheus::<T>::remove(netuid, &old);
        NeuronCertificates::<T>::remove(netuid, &old);
        Self::mechanism_indexes(netuid).for_each(|index| Self::forget_hash_commits(&old, index));
    }

    fn clear_uid(netuid: NetUid, uid: u16) {
        Self::blank_uid(netuid, uid);
        for index in Self::mechanism_indexes(netuid) {
            Weights::<T>::remove(index, uid);
            Bonds::<T>::remove(index, uid);
            PreciseBonds::<T>::remove(index, uid);
            Self::silence_votes_for(index, uid);
        }
    }

    /// Votes for the former neuron count nothing for the new one; the entries stay. Only rows that are stored are read.
    fn silence_votes_for(index: NetUidStorageIndex, uid: u16) {
        let rows: Vec<(u16, Vec<(u16, u16)>)> = Weights::<T>::iter_prefix(index).collect();
        for (voter, mut row) in rows {
            let Some(entry) = row.iter_mut().find(|(target, weight)| *target == uid && *weight > 0) else {
                continue;
            };
            entry.1 = 0;
            Weights::<T>::insert(index, voter, row);
        }
    }
}
