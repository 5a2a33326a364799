//! Timelocked fields: kept in a queue by round, opened when the beacon has spoken (yuma.md §3.8, decision 25).

use crate::{
    costs,
    data::Data,
    pallet::*,
    registration::{CommitmentInfo, Registration},
};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{ensure, weights::Weight};
use frame_system::{pallet_prelude::BlockNumberFor, Pallet as System};
use myelin_timelock::{decrypt, Beacons, DecryptError, Signature};
use myelin_units::NetUid;
use scale_info::TypeInfo;
use sp_runtime::SaturatedConversion;

/// Fields that a block opens before it leaves the rest to the next; each costs a pairing. The last commitment that is
/// begun is opened whole, so it may be two more.
pub const MOST_OPENED: u32 = 4;
/// Revealed fields of a hotkey that are kept on a subnet.
pub const MOST_REVEALED: usize = 10;

/// Why a timelocked field could not be opened when its round came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RevealFailure {
    /// The chain has later pulses, and not this one.
    NoPulse,
    /// The bytes are no sealed text.
    Format,
    /// It was sealed for another round or another beacon, or has been changed.
    OtherRound,
}

impl From<DecryptError> for RevealFailure {
    fn from(error: DecryptError) -> Self {
        match error {
            DecryptError::Signature(_) => Self::NoPulse,
            DecryptError::Format(_) | DecryptError::Point(_) => Self::Format,
            DecryptError::OtherRound | DecryptError::Changed => Self::OtherRound,
        }
    }
}

impl CommitmentInfo {
    /// The rounds for which its fields wait, each once, ascending.
    pub fn rounds(&self) -> Vec<u64> {
        let mut rounds: Vec<u64> = self.fields.iter().filter_map(Data::waits_for).collect();
        rounds.sort_unstable();
        rounds.dedup();
        rounds
    }
}

impl<T: Config> Pallet<T> {
    /// A field waits for a round that is to come, or whose pulse is here; else it would wait in vain.
    pub(crate) fn ensure_can_open(round: u64) -> Result<(), Error<T>> {
        let is_to_come = round > T::Beacons::last_round();
        ensure!(is_to_come || T::Beacons::signature(round).is_some(), Error::<T>::TimelockRoundMissed);
        Ok(())
    }

    /// The hotkey's commitment waits no more.
    pub(crate) fn unqueue(netuid: NetUid, hotkey: &T::AccountId) {
        if let Some(kept) = CommitmentOf::<T>::get(netuid, hotkey) {
            for round in kept.info.rounds() {
                TimelockQueue::<T>::remove(round.to_be_bytes(), (netuid, hotkey));
            }
        }
    }

    /// The hotkey's commitment waits for the rounds of its fields.
    pub(crate) fn queue(netuid: NetUid, hotkey: &T::AccountId) {
        if let Some(kept) = CommitmentOf::<T>::get(netuid, hotkey) {
            for round in kept.info.rounds() {
                TimelockQueue::<T>::insert(round.to_be_bytes(), (netuid, hotkey), ());
            }
        }
    }

    /// Opens fields whose round has come, the earliest round first, so many a block. Where none waits, it is one look.
    pub(crate) fn open_fields() -> Weight {
        let last = T::Beacons::last_round();
        let (mut opened, mut commitments) = (0u32, 0u64);
        while opened < MOST_OPENED {
            let Some((key, (netuid, hotkey))) = TimelockQueue::<T>::iter_keys().next() else { break };
            let round = u64::from_be_bytes(key);
            if round > last {
                break;
            }
            TimelockQueue::<T>::remove(key, (netuid, &hotkey));
            // What is queued in vain, its subnet being gone, counts too.
            opened = opened.saturating_add(Self::open(netuid, &hotkey, round).max(1));
            commitments = commitments.saturating_add(1);
        }
        costs::open_fields::<T>(commitments, opened)
    }

    /// Opens the fields of a hotkey's commitment that waited for `round`. What cannot be opened stays, marked as such.
    /// Returns how many there were.
    fn open(netuid: NetUid, hotkey: &T::AccountId, round: u64) -> u32 {
        let Some(mut kept) = CommitmentOf::<T>::get(netuid, hotkey) else { return 0 };
        let signature = T::Beacons::signature(round);
        let (mut opened, mut revealed) = (0u32, Vec::new());
        let fields = core::mem::take(&mut kept.info.fields);
        for field in fields {
            let rest = match field {
                Data::TimelockEncrypted { encrypted, reveal_round } if reveal_round == round => {
                    opened = opened.saturating_add(1);
                    match open_one(&encrypted, signature.as_ref()) {
                        Ok(plain) => {
                            revealed.push(plain);
                            None
                        }
                        Err(error) => {
                            Self::tell_failure(netuid, hotkey, round, error);
                            Some(Data::TimelockRevealFailed { encrypted, reveal_round })
                        }
                    }
                }
                other => Some(other),
            };
            // There is room for as many as there were.
            let _ = rest.map(|field| kept.info.fields.try_push(field));
        }
        Self::keep_rest(netuid, hotkey, kept);
        Self::keep_revealed(netuid, hotkey, revealed);
        opened
    }

    /// A commitment all of whose fields were revealed is gone.
    fn keep_rest(netuid: NetUid, hotkey: &T::AccountId, rest: Registration<BlockNumberFor<T>>) {
        match rest.info.fields.is_empty() {
            true => CommitmentOf::<T>::remove(netuid, hotkey),
            false => CommitmentOf::<T>::insert(netuid, hotkey, rest),
        }
    }

    fn keep_revealed(netuid: NetUid, hotkey: &T::AccountId, plain: Vec<Vec<u8>>) {
        if plain.is_empty() {
            return;
        }
        let now: u64 = System::<T>::block_number().saturated_into();
        let mut all = RevealedCommitments::<T>::get(netuid, hotkey).unwrap_or_default();
        all.extend(plain.into_iter().map(|bytes| (bytes, now)));
        all.drain(..all.len().saturating_sub(MOST_REVEALED));
        RevealedCommitments::<T>::insert(netuid, hotkey, all);
        Self::deposit_event(Event::CommitmentRevealed { netuid, who: hotkey.clone() });
    }

    fn tell_failure(netuid: NetUid, hotkey: &T::AccountId, reveal_round: u64, error: RevealFailure) {
        let who = hotkey.clone();
        Self::deposit_event(Event::CommitmentRevealFailed { netuid, who, reveal_round, error });
    }
}

fn open_one(encrypted: &[u8], signature: Option<&Signature>) -> Result<Vec<u8>, RevealFailure> {
    let signature = signature.ok_or(RevealFailure::NoPulse)?;
    Ok(decrypt(encrypted, signature)?)
}
