//! Committing to a row that is sealed until a round of the beacon is out (yuma.md §2.3).

use super::{
    commits::{Committer, MOST_COMMITS},
    NetUidStorageIndex, Seat,
};
use crate::{costs, pallet::*, Error};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::*, traits::ConstU32};
use myelin_timelock::{Beacons, MAX_CIPHERTEXT};
use myelin_units::NetUid;
use sp_runtime::traits::{BlakeTwo256, Hash};

/// A row of weights as only its sender can read it until the beacon has spoken.
pub type SealedRow = BoundedVec<u8, ConstU32<{ MAX_CIPHERTEXT as u32 }>>;

/// Whose a sealed row is, and when it opens.
#[derive(
    Copy, Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct SealedSeat {
    /// The neuron that committed.
    pub seat: Seat,
    /// The block of the commit.
    pub block: u64,
    /// The round whose signature opens it.
    pub round: u64,
    /// The last epoch in which it opens by the reveal period of that time; a longer one later makes it a later one.
    pub until: u64,
}

impl SealedSeat {
    /// Whether it can still open in an epoch, having been committed in another.
    pub(crate) fn lives(&self, committed: u64, period: u64, epoch: u64) -> bool {
        epoch <= committed.saturating_add(period).max(self.until)
    }
}

impl<T: Config> Pallet<T> {
    /// Remembers a sealed row, which the chain opens by itself (`opening.rs`). What it has cost grows with the queue.
    pub(crate) fn commit_sealed(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        row: SealedRow,
        round: u64,
        version: u16,
    ) -> DispatchResultWithPostInfo {
        let Committer { seat, index, epoch } = Self::ensure_may_seal(hotkey, netuid, mechanism, version)?;
        let (block, until) = (Self::now(), epoch.saturating_add(Self::reveal_period(netuid)));
        let hash = BlakeTwo256::hash(&row);
        TimelockedCommitSeats::<T>::append(index, epoch, SealedSeat { seat, block, round, until });
        TimelockedWeightCommits::<T>::append(index, epoch, (hotkey, block, row, round));
        Self::stamp_update(index, netuid, seat.uid);
        Self::deposit_event(Event::TimelockedWeightsCommitted(hotkey.clone(), index, hash, round));
        Ok(Some(costs::commit_sealed::<T>(Self::queue_bytes(index, epoch))).into())
    }

    /// The length of a queue as it is stored. It is not read for that.
    fn queue_bytes(index: NetUidStorageIndex, epoch: u64) -> u64 {
        let key = TimelockedWeightCommits::<T>::hashed_key_for(index, epoch);
        sp_io::storage::read(&key, &mut [], 0).map_or(0, u64::from)
    }

    /// As committing asks, for the pool of transactions; there also that the row is still a secret.
    pub(crate) fn ensure_sealed_commit(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        round: u64,
        version: u16,
    ) -> DispatchResult {
        Self::ensure_may_seal(hotkey, netuid, mechanism, version)?;
        ensure!(round >= T::Beacons::last_round(), Error::<T>::InvalidRevealRound);
        Ok(())
    }

    fn ensure_may_seal(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
        version: u16,
    ) -> Result<Committer, DispatchError> {
        let by = Self::ensure_may_commit(hotkey, netuid, mechanism)?;
        let known = version == CommitRevealWeightsVersion::<T>::get();
        ensure!(known, Error::<T>::IncorrectCommitRevealVersion);
        let seats = TimelockedCommitSeats::<T>::get(by.index, by.epoch);
        // Counted by uid, not by neuron: what a replaced one has left in the queue leaves its successor less room, so that
        // a queue is never longer than this for each uid there can be, however often uids change hands in an epoch.
        let queued = seats.iter().filter(|other| other.seat.uid == by.seat.uid).count();
        ensure!(queued < MOST_COMMITS, Error::<T>::TooManyUnrevealedCommits);
        Ok(by)
    }
}
