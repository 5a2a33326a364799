//! Setting a row of weights.

use super::NetUidStorageIndex;
use crate::{epoch::changed::put_if_changed, pallet::*, rate_limits::elapsed, Error};
use alloc::{vec, vec::Vec};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use myelin_yuma::upscale::{max_upscale, within_max_weight};

/// How a row comes to the chain.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Sent openly: only where nothing is committed, and not more often than the rate limit allows.
    Open,
    /// Committed before: the rate limit was asked then, and the neuron's last update is the commit's.
    Revealed,
}

/// A row of weights as it was sent.
#[derive(Copy, Clone)]
pub(crate) struct Row<'a> {
    /// Whom it speaks of.
    pub uids: &'a [u16],
    /// What it says of each.
    pub values: &'a [u16],
}

impl Row<'_> {
    /// Whether it speaks of `uid` and of nobody else.
    fn is_only(&self, uid: u16) -> bool {
        *self.uids == [uid]
    }
}

impl<T: Config> Pallet<T> {
    /// Stores a hotkey's row of weights in place of its last one: upscaled, ascending by uid (yuma.md §2.1).
    pub(crate) fn accept_weights(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        uids: &[u16],
        values: &[u16],
        version_key: u64,
    ) -> DispatchResult {
        let row = Row { uids, values };
        let uid = Self::ensure_weights(hotkey, netuid, mechanism, row, version_key, Way::Open)?;
        let index = NetUidStorageIndex::new(netuid, mechanism);
        Self::store_row(index, uid, row);
        Self::stamp_update(index, netuid, uid);
        Ok(())
    }

    /// Stores a row that was committed: as one sent openly, except that the last update stays the commit's.
    pub(crate) fn accept_revealed(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        row: Row,
        version_key: u64,
    ) -> DispatchResult {
        let uid = Self::ensure_weights(hotkey, netuid, mechanism, row, version_key, Way::Revealed)?;
        Self::store_row(NetUidStorageIndex::new(netuid, mechanism), uid, row);
        Ok(())
    }

    fn store_row(index: NetUidStorageIndex, uid: u16, row: Row) {
        let mut stored: Vec<(u16, u16)> = row.uids.iter().copied().zip(max_upscale(row.values)).collect();
        stored.sort_unstable();
        put_if_changed(&Weights::<T>::hashed_key_for(index, uid), &stored);
        Self::deposit_event(Event::WeightsSet(index, uid));
    }

    /// What is asked of a row before it is stored, and by the pool of transactions: every check of yuma.md §2.1 in its
    /// order. Returns the hotkey's uid.
    pub(crate) fn ensure_weights(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        row: Row,
        version_key: u64,
        way: Way,
    ) -> Result<u16, DispatchError> {
        ensure!(!netuid.is_root(), Error::<T>::CanNotSetRootNetworkWeights);
        ensure!(row.uids.len() == row.values.len(), Error::<T>::WeightVecNotEqualSize);
        Self::ensure_mechanism(netuid, mechanism)?;
        let is_open = way == Way::Open;
        ensure!(!is_open || !CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealEnabled);
        let n = SubnetworkN::<T>::get(netuid);
        ensure!(row.uids.len() <= usize::from(n), Error::<T>::UidsLengthExceedUidsInSubNet);
        let uid = Uids::<T>::get(netuid, hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)?;
        let is_owner = Self::ensure_stake_to_validate(hotkey, netuid)?;
        ensure!(version_key >= WeightsVersionKey::<T>::get(netuid), Error::<T>::IncorrectWeightVersionKey);
        let index = NetUidStorageIndex::new(netuid, mechanism);
        ensure!(!is_open || Self::may_speak_again(index, netuid, uid), Error::<T>::SettingWeightsTooFast);
        ensure!(
            is_owner || row.is_only(uid) || Self::has_permit(netuid, uid),
            Error::<T>::NeuronNoValidatorPermit
        );
        Self::ensure_row(netuid, n, uid, row)?;
        Ok(uid)
    }

    /// The checks of a row's own shape, for the neuron `uid` among `n`.
    fn ensure_row(netuid: NetUid, n: u16, uid: u16, row: Row) -> DispatchResult {
        ensure!(!has_duplicates(row.uids), Error::<T>::DuplicateUids);
        ensure!(row.uids.iter().all(|uid| *uid < n), Error::<T>::UidVecContainInvalidOne);
        let fewest = usize::from(MinAllowedWeights::<T>::get(netuid).min(n));
        ensure!(row.uids.len() >= fewest || row.is_only(uid), Error::<T>::WeightVecLengthIsLow);
        let limit = MaxWeightsLimit::<T>::get(netuid);
        ensure!(within_max_weight(&max_upscale(row.values), limit), Error::<T>::MaxWeightExceeded);
        Ok(())
    }

    /// The subnet exists, and the mechanism in it.
    pub(crate) fn ensure_mechanism(netuid: NetUid, mechanism: u8) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        ensure!(mechanism < MechanismCountCurrent::<T>::get(netuid), Error::<T>::MechanismDoesNotExist);
        Ok(())
    }

    /// A hotkey's stake weight reaches the threshold, or it is the owner's, which is returned.
    pub(crate) fn ensure_stake_to_validate(
        hotkey: &T::AccountId,
        netuid: NetUid,
    ) -> Result<bool, DispatchError> {
        let is_owner = SubnetOwnerHotkey::<T>::get(netuid) == *hotkey;
        let enough = || Self::stake_weight_of(hotkey, netuid).floor() >= StakeThreshold::<T>::get();
        ensure!(is_owner || enough(), Error::<T>::NotEnoughStakeToSetWeights);
        Ok(is_owner)
    }

    /// Whether the rate limit lets a neuron set or commit weights in this block.
    pub(crate) fn may_speak_again(index: NetUidStorageIndex, netuid: NetUid, uid: u16) -> bool {
        let last = Self::last_update_of(index, uid);
        elapsed(last, Self::now(), WeightsSetRateLimit::<T>::get(netuid))
    }

    /// The block in which a neuron last set or committed weights; 0 for never.
    pub(crate) fn last_update_of(index: NetUidStorageIndex, uid: u16) -> u64 {
        LastUpdate::<T>::get(index).get(usize::from(uid)).copied().unwrap_or(0)
    }

    fn has_permit(netuid: NetUid, uid: u16) -> bool {
        ValidatorPermit::<T>::get(netuid).get(usize::from(uid)).copied().unwrap_or(false)
    }

    /// Remembers this block as that of the neuron's last weights.
    pub(crate) fn stamp_update(index: NetUidStorageIndex, netuid: NetUid, uid: u16) {
        LastUpdate::<T>::mutate(index, |blocks| {
            let n = usize::from(SubnetworkN::<T>::get(netuid));
            if blocks.len() < n {
                blocks.resize(n, 0);
            }
            if let Some(block) = blocks.get_mut(usize::from(uid)) {
                *block = Self::now();
            }
        });
    }
}

/// Whether some uid stands twice: one bit per uid, so that a long row costs no more than its length.
fn has_duplicates(uids: &[u16]) -> bool {
    let Some(highest) = uids.iter().max() else { return false };
    let mut seen = vec![0u64; (usize::from(*highest) / 64).saturating_add(1)];
    uids.iter().any(|uid| {
        let bit = 1u64 << (uid % 64);
        match seen.get_mut(usize::from(*uid) / 64) {
            Some(word) if *word & bit == 0 => {
                *word |= bit;
                false
            }
            _ => true,
        }
    })
}

#[cfg(test)]
mod duplicates {
    use super::has_duplicates;

    #[test]
    fn duplicates_should_be_found_wherever_they_stand() {
        assert!(!has_duplicates(&[]));
        assert!(!has_duplicates(&[u16::MAX, 0, 63, 64, 65]));
        assert!(has_duplicates(&[5, 5]));
        assert!(has_duplicates(&[u16::MAX, 0, 64, u16::MAX]));
    }
}
