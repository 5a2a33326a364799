//! A hotkey that is swapped keeps its commitments.

use crate::pallet::*;
use myelin_units::NetUid;
use pallet_network::keys::OnHotkeySwap;

impl<T: Config> OnHotkeySwap<T::AccountId> for Pallet<T> {
    fn hotkey_swapped(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        CommitmentOf::<T>::swap(netuid, old, netuid, new);
        RevealedCommitments::<T>::swap(netuid, old, netuid, new);
        LastCommitment::<T>::swap(netuid, old, netuid, new);
        LastBondsReset::<T>::swap(netuid, old, netuid, new);
        UsedSpaceOf::<T>::swap(netuid, old, netuid, new);
    }
}
