//! One epoch: read, decide, write down, pay. Each mechanism of the subnet has its own part of the pots, its own votes
//! and its own verdict (economics §2.8).

use super::{changed::put_if_changed, inputs::Votes};
use crate::{pallet::*, weights::NetUidStorageIndex, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_stake::{mechanism_pots, Payout, Pots};
use myelin_units::{Alpha, NetUid};
use myelin_yuma::{Outcome, Precise, Profile, Scratch};

impl<T: Config> Pallet<T> {
    /// Runs a subnet's epoch. Returns how many neurons and parents were looked at.
    pub(crate) fn run_epoch(netuid: NetUid, scratch: &mut Scratch) -> Result<usize, DispatchError> {
        let state = Self::epoch_state(netuid);
        let (count, split) = Self::mechanisms_of(netuid);
        let dividends_wait = Self::dividends_wait(netuid);
        let pots = mechanism_pots(Self::pending_pots(netuid), count, split.as_deref());
        let mut payout = Payout::default();
        let mut outcomes: Vec<(Outcome, u64)> = Vec::with_capacity(pots.len());
        for (mechanism, pots) in (0u8..).zip(pots) {
            let index = NetUidStorageIndex::new(netuid, mechanism);
            let votes = Self::epoch_votes(index, &state);
            let emission = pots.total().map_err(|_| Error::<T>::Overflow)?;
            let fine = Self::fine_bonds(netuid, index, &votes.bonds);
            let mut inputs = Self::epoch_inputs(netuid, &state, &votes, emission);
            if let Some(bonds) = &fine {
                inputs.profile = Profile::Precise(Precise { bonds, miners: pots.server.rao() });
            }
            let mut outcome = myelin_yuma::epoch(&inputs, scratch);
            let validator = if dividends_wait { Alpha::ZERO } else { pots.validator };
            let part = Self::share_mechanism(&state, Pots { validator, ..pots }, &outcome)?;
            payout = payout.with(&part).map_err(|_| Error::<T>::Overflow)?;
            Self::deposit_event(Event::IncentiveAlphaEmittedToMiners {
                netuid: index,
                emissions: part.miners,
            });
            Self::store_mechanism(index, &votes, &mut outcome);
            if let Some(before) = &fine {
                Self::store_fine_bonds(index, before, core::mem::take(&mut outcome.precise_bonds));
            }
            outcomes.push((outcome, emission.rao()));
        }
        Self::pay_epoch(netuid, &state, &payout, dividends_wait)?;
        Self::store_outcome(netuid, myelin_yuma::merge(outcomes));
        LastMechansimStepBlock::<T>::insert(netuid, Self::now());
        Ok(state.hotkeys.len())
    }

    /// What a mechanism says apart from the others: incentive and bonds.
    fn store_mechanism(index: NetUidStorageIndex, votes: &Votes, outcome: &mut Outcome) {
        Self::store_bonds(index, votes, &outcome.permits, core::mem::take(&mut outcome.bonds));
        put_if_changed(&Incentive::<T>::hashed_key_for(index), &outcome.incentive);
    }

    /// What all mechanisms say together: vectors by uid, because clients read them so, each written only when it says
    /// something new. A `PerU16` and an `Alpha` are written as the number they hold. `Emission` is what neurons have earned
    /// by this verdict, dividends that wait included: who earns least makes room for a newcomer, and an epoch before its
    /// time must not make that a validator.
    fn store_outcome(netuid: NetUid, outcome: Outcome) {
        put_if_changed(&Active::<T>::hashed_key_for(netuid), &outcome.active);
        put_if_changed(&ValidatorPermit::<T>::hashed_key_for(netuid), &outcome.permits);
        put_if_changed(&StakeWeight::<T>::hashed_key_for(netuid), &outcome.stake_weight);
        put_if_changed(&Consensus::<T>::hashed_key_for(netuid), &outcome.consensus);
        put_if_changed(&Dividends::<T>::hashed_key_for(netuid), &outcome.dividends);
        put_if_changed(&ValidatorTrust::<T>::hashed_key_for(netuid), &outcome.trust);
        put_if_changed(&Emission::<T>::hashed_key_for(netuid), &outcome.emission);
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
