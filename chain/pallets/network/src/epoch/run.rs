//! One epoch: read, decide, write down, pay. Each mechanism of the subnet has its own part of the pots, its own votes
//! and its own verdict (economics §2.8).

use super::inputs::Votes;
use crate::{pallet::*, weights::NetUidStorageIndex, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_stake::{mechanism_pots, Payout};
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_yuma::{Outcome, Scratch};

impl<T: Config> Pallet<T> {
    /// Runs a subnet's epoch. Returns how many neurons and parents were looked at.
    pub(crate) fn run_epoch(netuid: NetUid, scratch: &mut Scratch) -> Result<usize, DispatchError> {
        let state = Self::epoch_state(netuid);
        let (count, split) = Self::mechanisms_of(netuid);
        let pots = mechanism_pots(Self::pending_pots(netuid), count, split.as_deref());
        let mut payout = Payout::default();
        let mut outcomes: Vec<(Outcome, u64)> = Vec::with_capacity(pots.len());
        for (mechanism, pots) in (0u8..).zip(pots) {
            let index = NetUidStorageIndex::new(netuid, mechanism);
            let votes = Self::epoch_votes(index, &state);
            let emission = pots.total().map_err(|_| Error::<T>::Overflow)?;
            let inputs = Self::epoch_inputs(netuid, &state, &votes, emission);
            let mut outcome = myelin_yuma::epoch(&inputs, scratch);
            let part = Self::share_mechanism(&state, pots, &outcome)?;
            payout = payout.with(&part).map_err(|_| Error::<T>::Overflow)?;
            Self::store_mechanism(index, &votes, &mut outcome);
            outcomes.push((outcome, emission.rao()));
        }
        Self::pay_epoch(netuid, &state, &payout)?;
        Self::store_outcome(netuid, myelin_yuma::merge(outcomes));
        LastMechansimStepBlock::<T>::insert(netuid, Self::now());
        Ok(state.hotkeys.len())
    }

    /// What a mechanism says apart from the others: incentive and bonds.
    fn store_mechanism(index: NetUidStorageIndex, votes: &Votes, outcome: &mut Outcome) {
        let emissions = outcome.server_emission.iter().copied().map(Alpha::new).collect();
        Self::deposit_event(Event::IncentiveAlphaEmittedToMiners { netuid: index, emissions });
        Self::store_bonds(index, votes, &outcome.permits, core::mem::take(&mut outcome.bonds));
        Incentive::<T>::insert(index, fractions(outcome.incentive.clone()));
    }

    /// What all mechanisms say together.
    fn store_outcome(netuid: NetUid, outcome: Outcome) {
        Active::<T>::insert(netuid, outcome.active);
        ValidatorPermit::<T>::insert(netuid, outcome.permits);
        StakeWeight::<T>::insert(netuid, outcome.stake_weight);
        Consensus::<T>::insert(netuid, fractions(outcome.consensus));
        Dividends::<T>::insert(netuid, fractions(outcome.dividends));
        ValidatorTrust::<T>::insert(netuid, fractions(outcome.trust));
        Emission::<T>::insert(netuid, outcome.emission.into_iter().map(Alpha::new).collect::<Vec<_>>());
    }

    /// Rows of those with a permit; nobody else has one.
    fn store_bonds(index: NetUidStorageIndex, votes: &Votes, permits: &[bool], bonds: Vec<Vec<(u16, u16)>>) {
        for ((uid, row), (permit, before)) in (0u16..).zip(bonds).zip(permits.iter().zip(&votes.bonds)) {
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
