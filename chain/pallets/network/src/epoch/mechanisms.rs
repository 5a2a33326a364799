//! The mechanisms of a subnet: how many there are, and how they share its emission (economics §2.8).

use crate::{pallet::*, weights::NetUidStorageIndex, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;

/// Most mechanisms of a subnet, whatever governance says.
pub const MOST_MECHANISMS: u8 = 8;
/// Most uids of a subnet, counted in each of its mechanisms: what an epoch works through.
pub const MOST_MECHANISM_UIDS: u16 = 256;

impl<T: Config> Pallet<T> {
    /// How many mechanisms a subnet has, and their parts of its emission over 65535, if any were set.
    pub fn mechanisms_of(netuid: NetUid) -> (u8, Option<Vec<u16>>) {
        (Self::mechanism_count(netuid), MechanismEmissionSplit::<T>::get(netuid))
    }

    fn mechanism_count(netuid: NetUid) -> u8 {
        MechanismCountCurrent::<T>::get(netuid).clamp(1, MOST_MECHANISMS)
    }

    /// Where each of a subnet's mechanisms has its weights, bonds, incentive and last updates.
    pub fn mechanism_indexes(netuid: NetUid) -> impl Iterator<Item = NetUidStorageIndex> {
        (0..Self::mechanism_count(netuid)).map(move |mechanism| NetUidStorageIndex::new(netuid, mechanism))
    }

    /// Changes the number of mechanisms. Of those that go, everything is forgotten, and so is a split, which names them.
    pub fn put_mechanism_count(netuid: NetUid, count: u8) -> DispatchResult {
        let most = MaxMechanismCount::<T>::get().min(MOST_MECHANISMS);
        ensure!((1..=most).contains(&count), Error::<T>::InvalidValue);
        let uids = MaxAllowedUids::<T>::get(netuid).max(SubnetworkN::<T>::get(netuid));
        let fits = uids.saturating_mul(count.into()) <= MOST_MECHANISM_UIDS || count == 1;
        ensure!(fits, Error::<T>::TooManyUIDsPerMechanism);
        let before = MechanismCountCurrent::<T>::get(netuid);
        for mechanism in count..before.min(MOST_MECHANISMS) {
            Self::forget_mechanism(netuid, mechanism);
        }
        if count != before {
            MechanismEmissionSplit::<T>::remove(netuid);
        }
        MechanismCountCurrent::<T>::insert(netuid, count);
        Ok(())
    }

    /// Says how mechanisms share the emission: parts of 65535, that many in all; nothing for equal parts.
    pub fn put_mechanism_split(netuid: NetUid, split: Option<Vec<u16>>) -> DispatchResult {
        let Some(split) = split else {
            MechanismEmissionSplit::<T>::remove(netuid);
            return Ok(());
        };
        let count = Self::mechanism_count(netuid);
        ensure!(!split.is_empty() && split.len() <= usize::from(count), Error::<T>::InvalidValue);
        let whole: u64 = split.iter().fold(0, |sum, part| sum.saturating_add(u64::from(*part)));
        ensure!(whole == u64::from(u16::MAX), Error::<T>::InvalidValue);
        MechanismEmissionSplit::<T>::insert(netuid, split);
        Ok(())
    }

    /// Forgets what a mechanism has said; at most as many rows as the subnet may have uids.
    pub(crate) fn forget_mechanism(netuid: NetUid, mechanism: u8) {
        let index = NetUidStorageIndex::new(netuid, mechanism);
        let most = u32::from(crate::neurons::MOST_UIDS);
        let _ = Weights::<T>::clear_prefix(index, most, None);
        let _ = Bonds::<T>::clear_prefix(index, most, None);
        let _ = PreciseBonds::<T>::clear_prefix(index, most, None);
        Incentive::<T>::remove(index);
        LastUpdate::<T>::remove(index);
        let _ = WeightCommits::<T>::clear_prefix(index, most, None);
        let _ = WeightCommitSeats::<T>::clear_prefix(index, most, None);
        let _ = TimelockedWeightCommits::<T>::clear_prefix(index, most, None);
        let _ = TimelockedCommitSeats::<T>::clear_prefix(index, most, None);
    }
}
