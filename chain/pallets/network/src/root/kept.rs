//! Root stake of those who keep their dividends as alpha: plain amounts beside the share pool, so that between two
//! looks at it a stake is what it is. Whatever changes it banks first what it has earned.

use crate::{ledger::set_amount, pallet::*, Error};
use alloc::collections::BTreeMap;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::pallet_prelude::*;
use myelin_stake::{Accrual, AccrualError};
use myelin_units::{Alpha, NetUid};

/// Kept root stake of one coldkey on one hotkey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Kept {
    /// The stake. Zero while there is only something owed.
    pub stake: Alpha,
    /// Whether the copies for clients are behind.
    pub stale: bool,
    /// What each subnet owes. A position settled before the subnet's first dividend has none: it began at zero.
    pub accruals: BTreeMap<NetUid, Accrual>,
}

impl Kept {
    /// Whether there is no stake and no whole rao owed.
    pub fn is_finished(&self) -> bool {
        self.stake.is_zero() && self.accruals.values().all(|accrual| accrual.banked().whole() == 0)
    }
}

impl<T: Config> Pallet<T> {
    /// Banks what a position has earned up to now.
    pub fn settle_root(hotkey: &T::AccountId, coldkey: &T::AccountId) -> DispatchResult {
        if KeptRoot::<T>::contains_key(hotkey, coldkey) {
            KeptRoot::<T>::insert(hotkey, coldkey, Self::settled(hotkey, coldkey)?);
        }
        Ok(())
    }

    /// Whole alpha that a claim would bring now.
    pub fn owed_root(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> Alpha {
        let kept = KeptRoot::<T>::get(hotkey, coldkey);
        let accrual = kept.accruals.get(&netuid).copied().unwrap_or_default();
        RootPots::<T>::get(hotkey)
            .get(&netuid)
            .and_then(|pot| accrual.owed(pot, kept.stake).ok())
            .unwrap_or(Alpha::ZERO)
    }

    /// A position with everything banked. One that is not there yet begins at today's rates.
    pub(crate) fn settled(hotkey: &T::AccountId, coldkey: &T::AccountId) -> Result<Kept, DispatchError> {
        let mut kept = KeptRoot::<T>::get(hotkey, coldkey);
        for (netuid, pot) in RootPots::<T>::get(hotkey) {
            let accrual = kept.accruals.entry(netuid).or_default();
            accrual.settle(&pot, kept.stake).map_err(Self::accrual_error)?;
        }
        Ok(kept)
    }

    /// `amount` joins a coldkey's kept stake.
    pub(crate) fn deposit_kept(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        amount: Alpha,
    ) -> DispatchResult {
        let add = |stake: Alpha| stake.checked_add(amount).map_err(|_| Error::<T>::Overflow.into());
        Self::change_kept(hotkey, coldkey, &add)?;
        Self::remember_staking_hotkey(coldkey, hotkey);
        Self::change_root_totals(hotkey, &add)
    }

    /// `amount` leaves a coldkey's kept stake. What is owed stays owed.
    pub(crate) fn withdraw_kept(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        amount: Alpha,
    ) -> DispatchResult {
        let take =
            |stake: Alpha| stake.checked_sub(amount).map_err(|_| Error::<T>::NotEnoughStakeToWithdraw.into());
        Self::change_kept(hotkey, coldkey, &take)?;
        if !KeptRoot::<T>::contains_key(hotkey, coldkey) {
            Self::forget_staking_hotkey(coldkey, hotkey);
        }
        Self::change_root_totals(hotkey, &take)
    }

    fn change_kept(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        change: &impl Fn(Alpha) -> Result<Alpha, DispatchError>,
    ) -> DispatchResult {
        let mut kept = Self::settled(hotkey, coldkey)?;
        kept.stake = change(kept.stake)?;
        kept.stale = true;
        if kept.stake.is_zero() && kept.accruals.is_empty() {
            KeptRoot::<T>::remove(hotkey, coldkey);
        } else {
            KeptRoot::<T>::insert(hotkey, coldkey, kept);
        }
        let before = KeptRootStake::<T>::get(hotkey);
        let after = change(before)?;
        if after.is_zero() {
            KeptRootStake::<T>::remove(hotkey);
        } else {
            KeptRootStake::<T>::insert(hotkey, after);
        }
        if before.is_zero() != after.is_zero() {
            Self::publish_root_rates(hotkey);
        }
        Ok(())
    }

    fn change_root_totals(
        hotkey: &T::AccountId,
        change: &impl Fn(Alpha) -> Result<Alpha, DispatchError>,
    ) -> DispatchResult {
        let total = change(TotalHotkeyAlpha::<T>::get(hotkey, NetUid::ROOT))?;
        if total.is_zero() {
            TotalHotkeyAlpha::<T>::remove(hotkey, NetUid::ROOT);
        } else {
            TotalHotkeyAlpha::<T>::insert(hotkey, NetUid::ROOT, total);
        }
        TotalAlphaStaked::<T>::try_mutate(NetUid::ROOT, |total| {
            *total = change(*total)?;
            Ok(())
        })
    }

    /// A position without stake and without a whole rao owed goes; the fractions it leaves are carried for the others.
    /// Returns whether it went.
    pub(crate) fn prune_kept(hotkey: &T::AccountId, coldkey: &T::AccountId) -> Result<bool, DispatchError> {
        if !KeptRoot::<T>::get(hotkey, coldkey).is_finished() {
            return Ok(false);
        }
        let kept = KeptRoot::<T>::take(hotkey, coldkey);
        RootPots::<T>::try_mutate_exists(hotkey, |pots| {
            let Some(pots) = pots.as_mut() else { return Ok(()) };
            for (netuid, mut accrual) in kept.accruals {
                RootClaimed::<T>::remove((netuid, hotkey, coldkey));
                if let Some(pot) = pots.get_mut(&netuid) {
                    accrual.leave(pot).map_err(Self::accrual_error)?;
                }
            }
            Ok::<_, DispatchError>(())
        })?;
        Self::forget_staking_hotkey(coldkey, hotkey);
        Ok(true)
    }

    /// A subnet's unclaimed alpha becomes more.
    pub(crate) fn raise_unclaimed(netuid: NetUid, amount: Alpha) -> DispatchResult {
        RootUnclaimed::<T>::try_mutate(netuid, |sum| set_amount::<T, _>(sum, sum.checked_add(amount)))
    }

    /// A subnet's unclaimed alpha becomes less.
    pub(crate) fn lower_unclaimed(netuid: NetUid, amount: Alpha) -> DispatchResult {
        RootUnclaimed::<T>::try_mutate_exists(netuid, |sum| {
            let left = sum.unwrap_or_default().checked_sub(amount).map_err(|_| Error::<T>::Overflow)?;
            *sum = (!left.is_zero()).then_some(left);
            Ok(())
        })
    }

    pub(crate) fn accrual_error(_: AccrualError) -> DispatchError {
        Error::<T>::Overflow.into()
    }
}
