//! Committing to the hash of a row, and revealing the row an epoch or more later (yuma.md §2.2).

use super::{commits::MOST_COMMITS, NetUidStorageIndex, Row, Seat};
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use sp_core::H256;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// One committed hash.
#[derive(Clone)]
pub(crate) struct HashCommit<AccountId> {
    hash: H256,
    /// Epoch and block of the commit.
    epoch: u64,
    block: u64,
    /// Whose it is, and the hotkey the hash is of.
    seat: Seat,
    hotkey: AccountId,
}

impl<AccountId> HashCommit<AccountId> {
    /// What was committed.
    pub(crate) const fn hash(&self) -> H256 {
        self.hash
    }

    /// When.
    pub(crate) const fn block(&self) -> u64 {
        self.block
    }
}

/// What a reveal says.
#[derive(Copy, Clone)]
pub(crate) struct Reveal<'a> {
    pub(crate) row: Row<'a>,
    pub(crate) salt: &'a [u16],
    pub(crate) version_key: u64,
}

impl Reveal<'_> {
    /// The hash that its commit must have been: `blake2_256` of the SCALE encoding of account, storage index, uids,
    /// values, salt and version key.
    pub(crate) fn hash_by<AccountId: Encode>(&self, hotkey: &AccountId, index: NetUidStorageIndex) -> H256 {
        BlakeTwo256::hash_of(&(hotkey, index, self.row.uids, self.row.values, self.salt, self.version_key))
    }
}

impl<T: Config> Pallet<T> {
    /// Remembers the hash of a row that the hotkey will reveal.
    pub(crate) fn commit_hash(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        hash: H256,
    ) -> DispatchResult {
        let by = Self::ensure_may_commit(hotkey, netuid, mechanism)?;
        let mut queue = Self::live_hash_commits(hotkey, netuid, by.index);
        ensure!(queue.len() < MOST_COMMITS, Error::<T>::TooManyUnrevealedCommits);
        let (epoch, block) = (by.epoch, Self::now());
        queue.push(HashCommit { hash, epoch, block, seat: by.seat, hotkey: hotkey.clone() });
        Self::store_hash_commits(hotkey, by.index, queue);
        Self::stamp_update(by.index, netuid, by.seat.uid);
        Self::deposit_event(Event::WeightsCommitted(hotkey.clone(), by.index, hash));
        Ok(())
    }

    /// As committing asks, for the pool of transactions.
    pub(crate) fn ensure_hash_commit(hotkey: &T::AccountId, netuid: NetUid, mechanism: u8) -> DispatchResult {
        let by = Self::ensure_may_commit(hotkey, netuid, mechanism)?;
        let live = Self::live_hash_commits(hotkey, netuid, by.index).len();
        ensure!(live < MOST_COMMITS, Error::<T>::TooManyUnrevealedCommits);
        Ok(())
    }

    /// Stores the row that a hash was of. The commit is gone then, and what was committed before it.
    pub(crate) fn reveal_hash(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        reveal: Reveal,
    ) -> DispatchResult {
        let index = NetUidStorageIndex::new(netuid, mechanism);
        let (queue, place, hash) = Self::find_commit(hotkey, netuid, mechanism, &reveal)?;
        Self::accept_revealed(hotkey, netuid, mechanism, reveal.row, reveal.version_key)?;
        Self::store_hash_commits(hotkey, index, queue.into_iter().skip(place.saturating_add(1)).collect());
        Self::deposit_event(Event::WeightsRevealed(hotkey.clone(), index, hash));
        Ok(())
    }

    /// As revealing asks, for the pool of transactions.
    pub(crate) fn ensure_reveal(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        reveal: Reveal,
    ) -> DispatchResult {
        Self::find_commit(hotkey, netuid, mechanism, &reveal)?;
        let Reveal { row, version_key, .. } = reveal;
        Self::ensure_weights(hotkey, netuid, mechanism, row, version_key, super::Way::Revealed).map(|_| ())
    }

    /// The hotkey's queue, where in it the commit of this reveal is, and the commit's hash. It must be the commit's time.
    fn find_commit(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        reveal: &Reveal,
    ) -> Result<(Vec<HashCommit<T::AccountId>>, usize, H256), DispatchError> {
        Self::ensure_takes_commits(netuid, mechanism)?;
        ensure!(reveal.row.uids.len() == reveal.row.values.len(), Error::<T>::WeightVecNotEqualSize);
        let n = usize::from(SubnetworkN::<T>::get(netuid));
        ensure!(reveal.row.uids.len() <= n, Error::<T>::UidsLengthExceedUidsInSubNet);
        let index = NetUidStorageIndex::new(netuid, mechanism);
        let queue = Self::hash_commits(hotkey, netuid, index);
        ensure!(!queue.is_empty(), Error::<T>::NoWeightsCommitFound);
        let place = Self::place_in(&queue, netuid, index, reveal, |_| false)?;
        let hash = queue.get(place).map(|commit| commit.hash).unwrap_or_default();
        Ok((queue, place, hash))
    }

    /// Where in a queue the commit of a reveal is: the first of that hash whose epoch it is and that is not taken.
    pub(crate) fn place_in(
        queue: &[HashCommit<T::AccountId>],
        netuid: NetUid,
        index: NetUidStorageIndex,
        reveal: &Reveal,
        taken: impl Fn(usize) -> bool,
    ) -> Result<usize, DispatchError> {
        let (now, period) = (Self::look_ahead_epoch(netuid), Self::reveal_period(netuid));
        let mut why = Error::<T>::InvalidRevealCommitHashNotMatch;
        // As a rule all are under one hotkey, and one hash decides.
        let mut known: Option<(&T::AccountId, H256)> = None;
        for (place, commit) in queue.iter().enumerate().filter(|(place, _)| !taken(*place)) {
            let hash = match known {
                Some((hotkey, hash)) if *hotkey == commit.hotkey => hash,
                _ => reveal.hash_by(&commit.hotkey, index),
            };
            known = Some((&commit.hotkey, hash));
            if hash != commit.hash {
                continue;
            }
            match now.cmp(&commit.epoch.saturating_add(period)) {
                core::cmp::Ordering::Equal => return Ok(place),
                core::cmp::Ordering::Less => why = Error::<T>::RevealTooEarly,
                core::cmp::Ordering::Greater => why = Error::<T>::ExpiredWeightCommit,
            }
        }
        Err(why.into())
    }

    /// The hotkey's commits, as far as they are those of its present seat.
    pub(crate) fn hash_commits(
        hotkey: &T::AccountId,
        netuid: NetUid,
        index: NetUidStorageIndex,
    ) -> Vec<HashCommit<T::AccountId>> {
        let commits = WeightCommits::<T>::get(index, hotkey).unwrap_or_default();
        let seat = Uids::<T>::get(netuid, hotkey).map(|uid| Self::seat_of(netuid, uid));
        commits
            .into_iter()
            .zip(WeightCommitSeats::<T>::get(index, hotkey))
            .map(|((hash, epoch, block, _), (seat, hotkey))| HashCommit { hash, epoch, block, seat, hotkey })
            .filter(|commit| Some(commit.seat) == seat)
            .collect()
    }

    /// As [`Self::hash_commits`], without those that can no longer be revealed.
    pub(crate) fn live_hash_commits(
        hotkey: &T::AccountId,
        netuid: NetUid,
        index: NetUidStorageIndex,
    ) -> Vec<HashCommit<T::AccountId>> {
        let (now, period) = (Self::look_ahead_epoch(netuid), Self::reveal_period(netuid));
        let lives = |commit: &HashCommit<_>| now <= commit.epoch.saturating_add(period);
        Self::hash_commits(hotkey, netuid, index).into_iter().filter(lives).collect()
    }

    pub(crate) fn store_hash_commits(
        hotkey: &T::AccountId,
        index: NetUidStorageIndex,
        queue: Vec<HashCommit<T::AccountId>>,
    ) {
        if queue.is_empty() {
            return Self::forget_hash_commits(hotkey, index);
        }
        let (commits, seats): (Vec<_>, Vec<_>) = queue
            .into_iter()
            .map(|commit| ((commit.hash, commit.epoch, commit.block, 0), (commit.seat, commit.hotkey)))
            .unzip();
        WeightCommits::<T>::insert(index, hotkey, commits);
        WeightCommitSeats::<T>::insert(index, hotkey, seats);
    }

    /// Forgets what a hotkey has committed to in a mechanism.
    pub(crate) fn forget_hash_commits(hotkey: &T::AccountId, index: NetUidStorageIndex) {
        WeightCommits::<T>::remove(index, hotkey);
        WeightCommitSeats::<T>::remove(index, hotkey);
    }

    /// The commits of a neuron go with it when its hotkey is swapped; their hashes stay those of the old one.
    pub(crate) fn rename_hash_commits(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        for index in Self::mechanism_indexes(netuid) {
            WeightCommits::<T>::swap(index, old, index, new);
            WeightCommitSeats::<T>::swap(index, old, index, new);
        }
    }
}
