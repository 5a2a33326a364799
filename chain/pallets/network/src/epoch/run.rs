//! One epoch: read, decide, write down, pay.

use super::inputs::EpochState;
use crate::{pallet::*, weights::NetUidStorageIndex, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_yuma::{Outcome, Scratch};

impl<T: Config> Pallet<T> {
    pub(crate) fn run_epoch(netuid: NetUid, scratch: &mut Scratch) -> DispatchResult {
        let state = Self::epoch_state(netuid);
        let pots = Self::pending_pots(netuid);
        let emission =
            Alpha::checked_sum([pots.server, pots.validator, pots.root]).map_err(|_| Error::<T>::Overflow)?;
        let outcome = myelin_yuma::epoch(&Self::epoch_inputs(netuid, &state, emission), scratch);
        Self::pay_epoch(netuid, &state, pots, &outcome)?;
        Self::store_outcome(netuid, &state, outcome);
        LastMechansimStepBlock::<T>::insert(netuid, Self::now());
        Ok(())
    }

    fn store_outcome(netuid: NetUid, state: &EpochState<T::AccountId>, outcome: Outcome) {
        let index = NetUidStorageIndex::from(netuid);
        let server = outcome.server_emission.into_iter().map(Alpha::new).collect();
        Self::deposit_event(Event::IncentiveAlphaEmittedToMiners { netuid: index, emissions: server });
        Self::store_bonds(index, state, &outcome.permits, outcome.bonds);
        Active::<T>::insert(netuid, outcome.active);
        ValidatorPermit::<T>::insert(netuid, outcome.permits);
        StakeWeight::<T>::insert(netuid, outcome.stake_weight);
        Consensus::<T>::insert(netuid, fractions(outcome.consensus));
        Dividends::<T>::insert(netuid, fractions(outcome.dividends));
        ValidatorTrust::<T>::insert(netuid, fractions(outcome.trust));
        Incentive::<T>::insert(index, fractions(outcome.incentive));
        Emission::<T>::insert(netuid, outcome.emission.into_iter().map(Alpha::new).collect::<Vec<_>>());
    }

    /// Rows of those with a permit; nobody else has one.
    fn store_bonds(
        index: NetUidStorageIndex,
        state: &EpochState<T::AccountId>,
        permits: &[bool],
        bonds: Vec<Vec<(u16, u16)>>,
    ) {
        for ((uid, row), (permit, before)) in (0u16..).zip(bonds).zip(permits.iter().zip(&state.bonds)) {
            match *permit && !row.is_empty() {
                true if row != *before => Bonds::<T>::insert(index, uid, row),
                false if !before.is_empty() => Bonds::<T>::remove(index, uid),
                _ => {}
            }
        }
    }
}

fn fractions(values: Vec<u16>) -> Vec<PerU16> {
    values.into_iter().map(PerU16::new).collect()
}
