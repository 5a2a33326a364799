//! The clock of a subnet: its tempo, how long weights count, and epochs asked for before their time (yuma.md §2.7, §4).

use super::gate::{OwnerLimit, Who};
use crate::{
    defaults::DefaultAccount,
    pallet::*,
    rate_limits::{Hyperparameter, OwnerTransaction},
    Error,
};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;

/// Lowest tempo that an owner may set, in blocks.
pub const MIN_TEMPO: u16 = 360;
/// Highest tempo that an owner may set, in blocks.
pub const MAX_TEMPO: u16 = 50_400;
/// Blocks between two changes of the tempo by the owner.
pub const TEMPO_RATE_LIMIT: u64 = 360;
/// Lowest activity cutoff, in thousandths of a tempo.
pub const MIN_ACTIVITY_CUTOFF_FACTOR: u32 = 1_000;
/// Highest activity cutoff, in thousandths of a tempo.
pub const MAX_ACTIVITY_CUTOFF_FACTOR: u32 = 50_000;

/// The owner's limit on changes of the tempo.
const TEMPO_LIMIT: OwnerLimit = OwnerLimit::Blocks(OwnerTransaction::Tempo, TEMPO_RATE_LIMIT);
/// The owner's limit on changes of the activity cutoff.
const CUTOFF_LIMIT: OwnerLimit = OwnerLimit::Tempos(Hyperparameter::ActivityCutoffFactorMilli);
/// The owner's limit on epochs before their time.
const TRIGGER_LIMIT: OwnerLimit = OwnerLimit::Tempos(Hyperparameter::TriggerEpoch);

impl<T: Config> Pallet<T> {
    /// Blocks for which a neuron's weights count: `max(1, factor · tempo / 1000)` (yuma.md §1.2).
    pub fn activity_cutoff(netuid: NetUid) -> u64 {
        let factor = u64::from(ActivityCutoffFactorMilli::<T>::get(netuid));
        // u32 times u16 fits u64.
        factor.saturating_mul(u64::from(Tempo::<T>::get(netuid))).saturating_div(1000).max(1)
    }

    /// Blocks until the subnet's next epoch by its tempo; 0 when it is overdue. None without a tempo, and none at root,
    /// which has no epochs.
    pub fn blocks_to_epoch(netuid: NetUid) -> Option<u64> {
        if netuid.is_root() {
            return None;
        }
        Self::clock(netuid).to_automatic()
    }

    /// Whether the next epoch by the tempo is nearer than the freeze window.
    pub fn is_epoch_imminent(netuid: NetUid) -> bool {
        Self::blocks_to_epoch(netuid).is_some_and(|blocks| blocks < u64::from(AdminFreezeWindow::<T>::get()))
    }

    /// Changes the tempo; the time to the next epoch counts from now, so that no change brings one about.
    pub fn put_tempo(netuid: NetUid, tempo: u16) {
        let clock = Self::clock(netuid).with_tempo(tempo);
        Tempo::<T>::insert(netuid, clock.tempo);
        LastEpochBlock::<T>::insert(netuid, clock.last_epoch_block);
        Self::deposit_event(Event::TempoSet(netuid, tempo));
    }

    /// Sets the tempo within the owner's bounds, once per [`TEMPO_RATE_LIMIT`] blocks.
    pub(crate) fn choose_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
        let who = Self::ensure_may_change(origin, netuid, TEMPO_LIMIT)?;
        ensure!((MIN_TEMPO..=MAX_TEMPO).contains(&tempo), Error::<T>::TempoOutOfBounds);
        Self::put_tempo(netuid, tempo);
        Self::count_change(&who, netuid, TEMPO_LIMIT);
        Ok(())
    }

    /// Sets the activity cutoff in thousandths of the tempo. The freeze window holds back the owner only.
    pub fn choose_activity_cutoff_factor(
        origin: OriginFor<T>,
        netuid: NetUid,
        factor_milli: u32,
    ) -> DispatchResult {
        let who = Self::ensure_within_limit(origin, netuid, CUTOFF_LIMIT)?;
        if !who.is_root() {
            Self::ensure_not_frozen(netuid)?;
        }
        let bounds = MIN_ACTIVITY_CUTOFF_FACTOR..=MAX_ACTIVITY_CUTOFF_FACTOR;
        ensure!(bounds.contains(&factor_milli), Error::<T>::ActivityCutoffFactorMilliOutOfBounds);
        ActivityCutoffFactorMilli::<T>::insert(netuid, factor_milli);
        Self::count_change(&who, netuid, CUTOFF_LIMIT);
        Self::deposit_event(Event::ActivityCutoffFactorMilliSet { netuid, factor_milli });
        Ok(())
    }

    /// Has an epoch run one freeze window from now. Not while weights are committed and revealed, whose reveals are
    /// timed by the clock as it was; not when an epoch is on its way anyway.
    pub(crate) fn ask_for_epoch(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
        let who = Self::ensure_within_limit(origin, netuid, TRIGGER_LIMIT)?;
        ensure!(!CommitRevealWeightsEnabled::<T>::get(netuid), Error::<T>::DynamicTempoBlockedByCommitReveal);
        // Where no epoch ever runs, what is pending would stay pending.
        ensure!(Self::blocks_to_epoch(netuid).is_some(), Error::<T>::TempoOutOfBounds);
        ensure!(PendingEpochAt::<T>::get(netuid) == 0, Error::<T>::EpochTriggerAlreadyPending);
        ensure!(!Self::is_epoch_imminent(netuid), Error::<T>::AutoEpochAlreadyImminent);
        let fires_at = Self::now().saturating_add(u64::from(AdminFreezeWindow::<T>::get()));
        PendingEpochAt::<T>::insert(netuid, fires_at);
        Self::count_change(&who, netuid, TRIGGER_LIMIT);
        // The event has a place for an account; root signs with none, so it stands there as the zero account.
        let by = match who {
            Who::Owner(owner) => owner,
            Who::Root => DefaultAccount::<T>::get(),
        };
        Self::deposit_event(Event::EpochTriggered { netuid, by, fires_at });
        Ok(())
    }
}
