//! What a subnet keeps under a neuron's hotkey. What it keeps under the uid (weights, bonds, permit, clock, the block of
//! registration) stays as it is: the uid is the neuron's identity.

use crate::pallet::*;
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// On this subnet `new`, which has no uid here, is the neuron that `old` was.
    pub(crate) fn swap_neuron(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        if let Some(uid) = Uids::<T>::take(netuid, old) {
            Uids::<T>::insert(netuid, new, uid);
            Keys::<T>::insert(netuid, uid, new);
            IsNetworkMember::<T>::remove(old, netuid);
            IsNetworkMember::<T>::insert(new, netuid, true);
            if netuid.is_root() {
                Self::rename_ballot(uid, old, new);
            }
        }
        Axons::<T>::swap(netuid, old, netuid, new);
        Prometheus::<T>::swap(netuid, old, netuid, new);
        NeuronCertificates::<T>::swap(netuid, old, netuid, new);
        Self::rename_hash_commits(netuid, old, new);
        AlphaDividendsPerSubnet::<T>::swap(netuid, old, netuid, new);
        RootAlphaDividendsPerSubnet::<T>::swap(netuid, old, netuid, new);
        if SubnetOwnerHotkey::<T>::get(netuid) == *old {
            SubnetOwnerHotkey::<T>::insert(netuid, new);
        }
    }

    /// What a seat at root has said stays said; what another said before stays gone.
    fn rename_ballot(seat: u16, old: &T::AccountId, new: &T::AccountId) {
        RootBallots::<T>::mutate(seat, |ballot| {
            if let Some(ballot) = ballot.as_mut().filter(|ballot| ballot.hotkey == *old) {
                ballot.hotkey = new.clone();
            }
        });
    }
}
