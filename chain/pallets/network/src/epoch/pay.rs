//! Paying an epoch: three pots, each given out whole (economics §2.7).

use super::inputs::EpochState;
use crate::{ledger::set_amount, pallet::*, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_stake::{family_points, share_points, take_floor, Member, Payout, Pots};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_yuma::Outcome;

impl<T: Config> Pallet<T> {
    /// What waits for the subnet's miners, validators and root stakers.
    pub fn pending_pots(netuid: NetUid) -> Pots {
        Pots {
            server: PendingServerEmission::<T>::get(netuid),
            validator: PendingValidatorEmission::<T>::get(netuid),
            root: PendingRootAlphaDivs::<T>::get(netuid),
        }
    }

    /// What a mechanism's pots are shared by: the epoch's shares, which follow stake where there are no usable weights
    /// (yuma.md §1.11), each validator's dividend being divided between it and its parents (economics §4.7).
    pub(crate) fn share_mechanism(
        state: &EpochState<T::AccountId>,
        pots: Pots,
        outcome: &Outcome,
    ) -> Result<Payout, DispatchError> {
        let shares = outcome.server_share_q32.iter().zip(&outcome.validator_share_q32);
        let members: Vec<Member> = state
            .backings
            .iter()
            .zip(&state.loans)
            .zip(shares)
            .map(|((whole, loans), (incentive, dividend))| Member {
                incentive: *incentive,
                dividend: *dividend,
                whole: *whole,
                loans: loans.clone(),
            })
            .collect();
        family_points(&members, state.hotkeys.len(), Self::tao_weight())
            .and_then(|points| share_points(pots, &points))
            .map_err(|_| Error::<T>::Overflow.into())
    }

    /// Gives out what the mechanisms together pay. Where dividends wait for a later epoch (docs/decisions/0026) the
    /// validators' pot was not shared, and stays.
    pub(crate) fn pay_epoch(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        payout: &Payout,
        dividends_wait: bool,
    ) -> DispatchResult {
        let waiting = PendingValidatorEmission::<T>::get(netuid);
        Self::keep_pots(netuid, payout.carried);
        Self::recycle_alpha_out(netuid, payout.burned)?;
        let owner = Self::pay_owner(netuid)?;
        let miners = Self::pay_miners(netuid, state, payout)?;
        // As many entries as the subnet has neurons and these have parents, so this is bounded.
        let _ = AlphaDividendsPerSubnet::<T>::clear_prefix(netuid, u32::MAX, None);
        let validators = match dividends_wait {
            true => Self::keep_dividends(netuid, payout, waiting)?,
            false => Self::pay_validators(netuid, state, payout)?,
        };
        let root = Self::pay_root(netuid, state, payout)?;
        Self::deposit_event(Event::EpochPaid { netuid, owner, miners, validators, root });
        Ok(())
    }

    fn keep_pots(netuid: NetUid, pots: Pots) {
        PendingServerEmission::<T>::insert(netuid, pots.server);
        PendingValidatorEmission::<T>::insert(netuid, pots.validator);
        PendingRootAlphaDivs::<T>::insert(netuid, pots.root);
    }

    /// The owner's cut becomes stake of the owner on the owner's hotkey; of a leased subnet, what is not set aside for
    /// those who paid for it becomes the beneficiary's.
    pub(crate) fn pay_owner(netuid: NetUid) -> Result<Alpha, DispatchError> {
        let cut = PendingOwnerCut::<T>::take(netuid);
        let (owner, rest) = Self::divert_lease_dividends(netuid, cut)?;
        Self::deposit_stake(&SubnetOwnerHotkey::<T>::get(netuid), &owner, netuid, rest)?;
        Ok(cut)
    }

    /// Dividends wait for a later epoch: those that were not shared, and what joined them from the other pots.
    fn keep_dividends(netuid: NetUid, payout: &Payout, waiting: Alpha) -> Result<Alpha, DispatchError> {
        Self::return_dividends(netuid, waiting)?;
        Self::return_dividends(netuid, sum::<T>(&payout.validators)?)?;
        Ok(Alpha::ZERO)
    }

    /// A validator keeps its take; the rest is given over, until the next epoch, to all who stake with it.
    fn pay_validators(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        payout: &Payout,
    ) -> Result<Alpha, DispatchError> {
        let all = sum::<T>(&payout.validators)?;
        if all.is_zero() {
            return Ok(all);
        }
        Self::begin_payday(netuid);
        for (hotkey, amount) in
            state.hotkeys.iter().zip(&payout.validators).filter(|(_, amount)| !amount.is_zero())
        {
            AlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, amount);
            Self::pay_dividend(hotkey, netuid, *amount)?;
        }
        Ok(all)
    }

    pub(crate) fn pay_dividend(hotkey: &T::AccountId, netuid: NetUid, amount: Alpha) -> DispatchResult {
        let (take, rest) = take_floor(amount, Self::take_of(hotkey));
        Self::vest_dividend(hotkey, netuid, rest)?;
        Self::deposit_stake(hotkey, &Owner::<T>::get(hotkey), netuid, take)
    }

    /// Root's pot is put back where it cannot be sold now.
    pub(crate) fn keep_root_pot(netuid: NetUid, alpha: Alpha) -> Result<Tao, DispatchError> {
        PendingRootAlphaDivs::<T>::try_mutate(netuid, |pot| set_amount::<T, _>(pot, pot.checked_add(alpha)))?;
        Ok(Tao::ZERO)
    }
}

pub(crate) fn sum<T: Config>(amounts: &[Alpha]) -> Result<Alpha, DispatchError> {
    Alpha::checked_sum(amounts.iter().copied()).map_err(|_| Error::<T>::Overflow.into())
}
