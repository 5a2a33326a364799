//! Committing and revealing several rows at once (yuma.md §2.2).

use super::{
    commits::MOST_COMMITS,
    hashed::{HashCommit, Reveal},
    NetUidStorageIndex, Row, Way,
};
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use codec::Compact;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;
use sp_core::H256;

/// Rows revealed together, list by list.
#[derive(Copy, Clone)]
pub(crate) struct Reveals<'a> {
    pub(crate) uids: &'a [Vec<u16>],
    pub(crate) values: &'a [Vec<u16>],
    pub(crate) salts: &'a [Vec<u16>],
    pub(crate) version_keys: &'a [u64],
}

impl<'a> Reveals<'a> {
    /// The reveals one by one; none when the lists differ in length.
    fn each(self) -> Option<Vec<Reveal<'a>>> {
        let lengths = [self.values.len(), self.salts.len(), self.version_keys.len()];
        if lengths.iter().any(|length| *length != self.uids.len()) {
            return None;
        }
        let rows = self.uids.iter().zip(self.values).map(|(uids, values)| Row { uids, values });
        let rest = self.salts.iter().zip(self.version_keys);
        Some(rows.zip(rest).map(|(row, (salt, key))| Reveal { row, salt, version_key: *key }).collect())
    }
}

impl<T: Config> Pallet<T> {
    /// Commits to a row on each of several subnets. An item that fails is told in an event and leaves nothing behind;
    /// the others go on.
    pub(crate) fn commit_hash_batch(
        hotkey: &T::AccountId,
        netuids: Vec<Compact<NetUid>>,
        hashes: Vec<H256>,
    ) -> DispatchResult {
        ensure!(netuids.len() == hashes.len(), Error::<T>::InputLengthsUnequal);
        Self::act_on_each(hotkey, netuids, hashes, |netuid, hash| Self::commit_hash(hotkey, netuid, 0, hash));
        Ok(())
    }

    /// What the pool of transactions asks of such a batch: that at least one item would be accepted, and that there are
    /// no more items than can be of use. The error is the first item's.
    pub(crate) fn ensure_commit_batch(
        hotkey: &T::AccountId,
        netuids: &[Compact<NetUid>],
        hashes: &[H256],
    ) -> DispatchResult {
        let useful = 1..=usize::from(TotalNetworks::<T>::get());
        let fits = netuids.len() == hashes.len() && useful.contains(&netuids.len());
        ensure!(fits, Error::<T>::InputLengthsUnequal);
        let mut first = Ok(());
        for netuid in netuids {
            match Self::ensure_hash_commit(hotkey, netuid.0, 0) {
                Ok(()) => return Ok(()),
                Err(error) => first = first.and(Err(error)),
            }
        }
        first
    }

    /// Reveals rows of the first mechanism in the order given, all or none. Each commit alone is gone then.
    pub(crate) fn reveal_hash_batch(
        hotkey: &T::AccountId,
        netuid: NetUid,
        reveals: Reveals,
    ) -> DispatchResult {
        let (queue, places) = Self::find_commits(hotkey, netuid, reveals)?;
        let each = reveals.each().ok_or(Error::<T>::InputLengthsUnequal)?;
        let hashes = with_storage_layer(|| {
            each.iter().try_for_each(|reveal| {
                Self::accept_revealed(hotkey, netuid, 0, reveal.row, reveal.version_key)
            })?;
            let index = NetUidStorageIndex::from(netuid);
            let hashes = each.iter().zip(&places).filter_map(|(_, place)| queue.get(*place));
            let hashes = hashes.map(HashCommit::hash).collect::<Vec<_>>();
            let left = queue.iter().enumerate().filter(|(place, _)| !places.contains(place));
            Self::store_hash_commits(hotkey, index, left.map(|(_, commit)| commit.clone()).collect());
            Ok::<_, DispatchError>(hashes)
        })?;
        Self::deposit_event(Event::WeightsBatchRevealed(hotkey.clone(), netuid, hashes));
        Ok(())
    }

    /// As revealing asks, for the pool of transactions.
    pub(crate) fn ensure_reveal_batch(
        hotkey: &T::AccountId,
        netuid: NetUid,
        reveals: Reveals,
    ) -> DispatchResult {
        Self::find_commits(hotkey, netuid, reveals)?;
        let each = reveals.each().ok_or(Error::<T>::InputLengthsUnequal)?;
        each.iter().try_for_each(|reveal| {
            let Reveal { row, version_key, .. } = *reveal;
            Self::ensure_weights(hotkey, netuid, 0, row, version_key, Way::Revealed).map(|_| ())
        })
    }

    /// The hotkey's queue, and where in it each reveal's own commit is: the same row twice needs two commits.
    fn find_commits(
        hotkey: &T::AccountId,
        netuid: NetUid,
        reveals: Reveals,
    ) -> Result<(Vec<HashCommit<T::AccountId>>, Vec<usize>), DispatchError> {
        Self::ensure_takes_commits(netuid, 0)?;
        let each = reveals.each().ok_or(Error::<T>::InputLengthsUnequal)?;
        ensure!((1..=MOST_COMMITS).contains(&each.len()), Error::<T>::InputLengthsUnequal);
        let index = NetUidStorageIndex::from(netuid);
        let queue = Self::hash_commits(hotkey, netuid, index);
        ensure!(!queue.is_empty(), Error::<T>::NoWeightsCommitFound);
        let mut places = Vec::with_capacity(each.len());
        for reveal in &each {
            let taken = |place: usize| places.contains(&place);
            places.push(Self::place_in(&queue, netuid, index, reveal, taken)?);
        }
        Ok((queue, places))
    }
}
