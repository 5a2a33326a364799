//! Neurons: who has which uid, what one costs, and who makes room when a subnet is full.

pub mod price;
pub mod register;
pub mod replace;
pub mod root;
pub mod storage;

#[cfg(test)]
mod tests;

use crate::pallet::*;
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::{Alpha, NetUid, PerU16};

/// No subnet has more uids, whatever its parameters say.
pub const MOST_UIDS: u16 = 4_096;

impl<T: Config> Pallet<T> {
    /// The hotkeys of a subnet by uid. Bounded even where raw storage claims more, so that no epoch stalls the chain.
    pub fn hotkeys(netuid: NetUid) -> Vec<T::AccountId> {
        (0..SubnetworkN::<T>::get(netuid).min(MOST_UIDS)).map(|uid| Keys::<T>::get(netuid, uid)).collect()
    }

    /// Adds a neuron behind the last uid. The caller has made sure that there is room.
    pub(crate) fn append_neuron(netuid: NetUid, hotkey: &T::AccountId) -> Result<u16, DispatchError> {
        let uid = SubnetworkN::<T>::get(netuid);
        let n = uid.checked_add(1).ok_or(crate::Error::<T>::NoNeuronIdAvailable)?;
        SubnetworkN::<T>::insert(netuid, n);
        Self::blank_uid(netuid, uid);
        Self::link_neuron(netuid, uid, hotkey);
        Self::deposit_event(Event::NeuronRegistered(netuid, uid, hotkey.clone()));
        Ok(uid)
    }

    /// What a uid has earned and said so far is nothing; its clock starts now.
    pub(crate) fn blank_uid(netuid: NetUid, uid: u16) {
        let _ = Active::<T>::try_mutate(netuid, |all| set_uid(all, uid, true));
        let _ = Consensus::<T>::try_mutate(netuid, |all| set_uid(all, uid, PerU16::ZERO));
        let _ = Dividends::<T>::try_mutate(netuid, |all| set_uid(all, uid, PerU16::ZERO));
        let _ = Emission::<T>::try_mutate(netuid, |all| set_uid(all, uid, Alpha::ZERO));
        let _ = ValidatorTrust::<T>::try_mutate(netuid, |all| set_uid(all, uid, PerU16::ZERO));
        let _ = ValidatorPermit::<T>::try_mutate(netuid, |all| set_uid(all, uid, false));
        let _ = StakeWeight::<T>::try_mutate(netuid, |all| set_uid(all, uid, 0));
        for index in Self::mechanism_indexes(netuid) {
            let _ = Incentive::<T>::try_mutate(index, |all| set_uid(all, uid, PerU16::ZERO));
            let _ = LastUpdate::<T>::try_mutate(index, |all| set_uid(all, uid, Self::now()));
        }
    }

    pub(crate) fn link_neuron(netuid: NetUid, uid: u16, hotkey: &T::AccountId) {
        Keys::<T>::insert(netuid, uid, hotkey);
        Uids::<T>::insert(netuid, hotkey, uid);
        IsNetworkMember::<T>::insert(hotkey, netuid, true);
        BlockAtRegistration::<T>::insert(netuid, uid, Self::now());
    }
}

/// The vector says so already, and is not to be written.
struct Unchanged;

/// Writes one uid's value into a vector by uid, which is lengthened when it is too short.
fn set_uid<V: Clone + Default + PartialEq>(values: &mut Vec<V>, uid: u16, value: V) -> Result<(), Unchanged> {
    let uid = usize::from(uid);
    if values.get(uid) == Some(&value) {
        return Err(Unchanged);
    }
    if values.len() <= uid {
        values.resize(uid.saturating_add(1), V::default());
    }
    if let Some(place) = values.get_mut(uid) {
        *place = value;
    }
    Ok(())
}
