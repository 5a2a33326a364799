//! Pulses from the author into the state, and from there to whoever opens what was sealed.

use crate::{pallet::*, wire};
use alloc::vec::Vec;
use frame_support::{
    ensure,
    pallet_prelude::DispatchResult,
    traits::{Get, UnixTime},
    BoundedVec,
};
use myelin_timelock::{
    follows, oldest_kept, usable, verify_many, Beacon, BeaconError, Beacons, OrderError, Pulse, Signature,
    INHERENT_IDENTIFIER,
};
use sp_inherents::InherentData;

/// Old rounds that go for each new one, at most: more than one, so that what is kept shrinks to its bound after a chain
/// was late.
pub const FORGOTTEN_PER_PULSE: u64 = 2;

impl<T: Config> Pallet<T> {
    /// The beacon whose pulses the chain takes.
    pub fn beacon() -> Beacon {
        BeaconConfig::<T>::get().beacon()
    }

    /// Checks an author's pulses, their order and time first, and stores them.
    pub(crate) fn take_in(pulses: &[Pulse]) -> DispatchResult {
        let block = frame_system::Pallet::<T>::block_number();
        ensure!(LastStoredAt::<T>::get() != Some(block), Error::<T>::SecondInBlock);
        let beacon = Self::beacon();
        let latest = beacon.latest_at(T::Time::now().as_secs());
        let last = follows(LastStoredRound::<T>::get(), latest, pulses).map_err(Error::<T>::from)?;
        verify_many(&beacon, pulses).map_err(Error::<T>::from)?;
        for pulse in pulses {
            Pulses::<T>::insert(pulse.round, wire::Pulse::from(pulse));
        }
        Self::forget(pulses, last);
        LastStoredRound::<T>::put(last);
        LastStoredAt::<T>::put(block);
        Self::deposit_event(Event::NewPulse { rounds: pulses.iter().map(|pulse| pulse.round).collect() });
        Ok(())
    }

    /// Removes rounds that are too old, the oldest first. Where there was none, the new ones begin the list.
    fn forget(new: &[Pulse], last: u64) {
        let oldest = match OldestStoredRound::<T>::get() {
            0 => new.first().map_or(last, |pulse| pulse.round),
            oldest => oldest,
        };
        let most = FORGOTTEN_PER_PULSE.saturating_mul(new.len() as u64);
        let end = oldest_kept(last).min(oldest.saturating_add(most)).max(oldest);
        (oldest..end).for_each(Pulses::<T>::remove);
        OldestStoredRound::<T>::put(end);
    }

    /// What an author puts into the block of what its node found: the pulses with which the chain goes on. Anything
    /// else the node offers is left out, so that its block is valid.
    pub(crate) fn choose(data: &InherentData) -> Option<BoundedVec<Pulse, T::MaxPulsesPerBlock>> {
        let found: Vec<Pulse> = data.get_data(&INHERENT_IDENTIFIER).ok().flatten()?;
        // The time that the block will have: what stands in the state is still the last block's.
        let stamp: Option<sp_timestamp::Timestamp> =
            data.get_data(&sp_timestamp::INHERENT_IDENTIFIER).ok().flatten();
        let time = stamp.map_or_else(|| T::Time::now().as_secs(), |stamp| stamp.as_duration().as_secs());
        let most = T::MaxPulsesPerBlock::get() as usize;
        let latest = Self::beacon().latest_at(time);
        let chosen = usable(LastStoredRound::<T>::get(), latest, most, &found).to_vec();
        BoundedVec::try_from(chosen).ok().filter(|chosen| !chosen.is_empty())
    }
}

impl<T: Config> Beacons for Pallet<T> {
    fn last_round() -> u64 {
        LastStoredRound::<T>::get()
    }

    fn signature(round: u64) -> Option<Signature> {
        Pulses::<T>::get(round)?.signature.into_inner().try_into().ok()
    }
}

impl<T: Config> From<OrderError> for Error<T> {
    fn from(error: OrderError) -> Self {
        match error {
            OrderError::Empty => Self::NoneValue,
            OrderError::Stale { .. } => Self::InvalidRoundNumber,
            OrderError::LeftOut { .. } => Self::RoundLeftOut,
            OrderError::Future { .. } => Self::PulseFromTheFuture,
        }
    }
}

impl<T: Config> From<BeaconError> for Error<T> {
    fn from(error: BeaconError) -> Self {
        match error {
            BeaconError::Key(_) | BeaconError::Signature { .. } => Self::PulseVerificationError,
            BeaconError::Forged { .. } => Self::UnverifiedPulse,
        }
    }
}
