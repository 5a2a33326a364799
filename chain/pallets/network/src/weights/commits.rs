//! What hash commits and sealed commits have in common: who may commit, and how long a commit lives (yuma.md §2.2, §2.3).
//!
//! A commit belongs to a seat, which is a uid in the hands of one neuron. A neuron that swaps its hotkey keeps its seat; one
//! that is replaced loses it, and whoever gets the uid has another.

use super::NetUidStorageIndex;
use crate::{pallet::*, Error};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;

/// Most live commits: hashes of a neuron in all, sealed rows of a uid in one epoch.
pub const MOST_COMMITS: usize = 10;

/// A uid in the hands of one neuron.
#[derive(
    Copy,
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Seat {
    /// The uid.
    pub uid: u16,
    /// The block in which the neuron got it.
    pub registered_at: u64,
}

/// A neuron that may commit now, and where its commit goes.
pub(crate) struct Committer {
    pub(crate) seat: Seat,
    pub(crate) index: NetUidStorageIndex,
    /// The epoch that the commit counts to.
    pub(crate) epoch: u64,
}

impl<T: Config> Pallet<T> {
    /// The checks of every commit, and of the pool of transactions: the subnet takes commits, the hotkey has a seat and
    /// the stake to validate, and the rate limit lets it speak. Not in the block of its registration: what a uid said
    /// in one block under two neurons could not be told apart.
    pub(crate) fn ensure_may_commit(
        hotkey: &T::AccountId,
        netuid: NetUid,
        mechanism: u8,
    ) -> Result<Committer, DispatchError> {
        Self::ensure_takes_commits(netuid, mechanism)?;
        let uid = Uids::<T>::get(netuid, hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)?;
        Self::ensure_stake_to_validate(hotkey, netuid)?;
        let (index, seat) = (NetUidStorageIndex::new(netuid, mechanism), Self::seat_of(netuid, uid));
        let settled = seat.registered_at < Self::now();
        ensure!(settled && Self::may_speak_again(index, netuid, uid), Error::<T>::CommittingWeightsTooFast);
        Ok(Committer { seat, index, epoch: Self::look_ahead_epoch(netuid) })
    }

    /// The mechanism exists, and takes weights by commit and reveal.
    pub(crate) fn ensure_takes_commits(netuid: NetUid, mechanism: u8) -> DispatchResult {
        ensure!(!netuid.is_root(), Error::<T>::CanNotSetRootNetworkWeights);
        Self::ensure_mechanism(netuid, mechanism)?;
        ensure!(CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::CommitRevealDisabled);
        Ok(())
    }

    /// The seat that a uid is now.
    pub(crate) fn seat_of(netuid: NetUid, uid: u16) -> Seat {
        Seat { uid, registered_at: BlockAtRegistration::<T>::get(netuid, uid) }
    }

    /// Epochs from a commit to its reveal.
    pub(crate) fn reveal_period(netuid: NetUid) -> u64 {
        RevealPeriodEpochs::<T>::get(netuid)
    }
}
