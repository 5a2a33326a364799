//! A hotkey that is swapped keeps its commitments, those that wait for a round too.

use crate::pallet::*;
use myelin_units::NetUid;
use pallet_network::keys::OnHotkeySwap;

impl<T: Config> OnHotkeySwap<T::AccountId> for Pallet<T> {
    fn hotkey_swapped(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        [old, new].iter().for_each(|hotkey| Self::unqueue(netuid, hotkey));
        CommitmentOf::<T>::swap(netuid, old, netuid, new);
        [old, new].iter().for_each(|hotkey| Self::queue(netuid, hotkey));
        RevealedCommitments::<T>::swap(netuid, old, netuid, new);
        LastCommitment::<T>::swap(netuid, old, netuid, new);
        LastBondsReset::<T>::swap(netuid, old, netuid, new);
        UsedSpaceOf::<T>::swap(netuid, old, netuid, new);
    }
}
