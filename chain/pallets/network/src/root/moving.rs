//! Root claims follow their keys: what was owed to the old key is owed to the new one, once (economics §6.3, root claims
//! lost on key swap).

use crate::{pallet::*, Error};
use alloc::collections::BTreeMap;
use frame_support::pallet_prelude::*;
use myelin_stake::{Accrual, Accumulator};
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// One position of `coldkey` goes from a hotkey to another: its kept root stake and all it is owed. The fractions of
    /// a rao stay in the old hotkey's accumulators.
    pub fn move_root_claims(
        from: &T::AccountId,
        to: &T::AccountId,
        coldkey: &T::AccountId,
    ) -> DispatchResult {
        if from == to || !KeptRoot::<T>::contains_key(from, coldkey) {
            return Ok(());
        }
        Self::ensure_no_closing()?;
        let stake = KeptRoot::<T>::get(from, coldkey).stake;
        if !stake.is_zero() {
            Self::withdraw_kept(from, coldkey, stake)?;
            Self::deposit_kept(to, coldkey, stake)?;
        }
        let mut old = KeptRoot::<T>::get(from, coldkey);
        let mut new = KeptRoot::<T>::get(to, coldkey);
        let mut old_pots = RootPots::<T>::get(from);
        let mut new_pots = RootPots::<T>::get(to);
        for (netuid, accrual) in &mut old.accruals {
            if let Some(pot) = old_pots.get_mut(netuid) {
                Self::move_accrual(*netuid, (accrual, pot), (&mut new.accruals, &mut new_pots))?;
            }
            RootClaimed::<T>::remove((*netuid, from, coldkey));
        }
        new.stale = true;
        RootPots::<T>::insert(from, old_pots);
        KeptRoot::<T>::remove(from, coldkey);
        Self::forget_staking_hotkey(coldkey, from);
        if new_pots.is_empty() && new.stake.is_zero() {
            return Ok(());
        }
        RootPots::<T>::insert(to, new_pots);
        KeptRoot::<T>::insert(to, coldkey, new);
        Self::remember_staking_hotkey(coldkey, to);
        Self::publish_root_rates(to);
        Self::publish_root_claims(to, coldkey);
        Self::prune_kept(to, coldkey).map(|_| ())
    }

    /// What one subnet owes goes over; where the new hotkey has no accumulator of it yet, it gets one.
    fn move_accrual(
        netuid: NetUid,
        (accrual, pot): (&mut Accrual, &mut Accumulator),
        (accruals, pots): (&mut BTreeMap<NetUid, Accrual>, &mut BTreeMap<NetUid, Accumulator>),
    ) -> DispatchResult {
        if accrual.banked().whole() == 0 {
            return accrual.leave(pot).map_err(Self::accrual_error);
        }
        let other_pot = pots.entry(netuid).or_default();
        let other = accruals.entry(netuid).or_default();
        accrual.move_to(pot, other, other_pot).map_err(Self::accrual_error)
    }

    /// What no position is owed of the old hotkey's accumulators goes to the new one's. To be called when no position
    /// is left on the old hotkey.
    pub fn move_root_pots(from: &T::AccountId, to: &T::AccountId) -> DispatchResult {
        if from == to {
            return Ok(());
        }
        Self::ensure_no_closing()?;
        ensure!(KeptRoot::<T>::iter_key_prefix(from).next().is_none(), Error::<T>::StakeUnavailable);
        let old = RootPots::<T>::take(from);
        RootClaimable::<T>::remove(from);
        let dusty = old.into_iter().filter(|(_, pot)| !pot.unclaimed().is_zero());
        let mut pots = RootPots::<T>::get(to);
        for (netuid, pot) in dusty {
            pots.entry(netuid).or_default().absorb(pot).map_err(Self::accrual_error)?;
        }
        if !pots.is_empty() {
            RootPots::<T>::insert(to, pots);
            Self::publish_root_rates(to);
        }
        Ok(())
    }

    /// A position goes to another coldkey on the same hotkey: its kept root stake and all it is owed, to the last bit.
    pub fn move_root_claims_to(
        hotkey: &T::AccountId,
        from: &T::AccountId,
        to: &T::AccountId,
    ) -> DispatchResult {
        if from == to || !KeptRoot::<T>::contains_key(hotkey, from) {
            return Ok(());
        }
        Self::ensure_no_closing()?;
        let old = Self::settled(hotkey, from)?;
        let mut new = Self::settled(hotkey, to)?;
        new.stake = new.stake.checked_add(old.stake).map_err(|_| Error::<T>::Overflow)?;
        new.stale = true;
        for (netuid, accrual) in old.accruals {
            RootClaimed::<T>::remove((netuid, hotkey, from));
            match new.accruals.get_mut(&netuid) {
                Some(other) => other.absorb(accrual).map_err(Self::accrual_error)?,
                // Of a subnet that is gone.
                None => continue,
            }
        }
        KeptRoot::<T>::remove(hotkey, from);
        Self::forget_staking_hotkey(from, hotkey);
        KeptRoot::<T>::insert(hotkey, to, new);
        Self::remember_staking_hotkey(to, hotkey);
        Self::publish_root_claims(hotkey, to);
        Self::prune_kept(hotkey, to).map(|_| ())
    }

    /// While a subnet closes, what it owes must not move behind the closing's back.
    fn ensure_no_closing() -> DispatchResult {
        ensure!(RootClosing::<T>::get().is_empty(), Error::<T>::WaitingForDissolvedSubnetCleanup);
        Ok(())
    }

    /// How a coldkey wants its root dividends goes to the coldkey that takes its place.
    pub fn move_root_claim_type(from: &T::AccountId, to: &T::AccountId) {
        if from != to && RootClaimType::<T>::contains_key(from) {
            RootClaimType::<T>::insert(to, RootClaimType::<T>::take(from));
            KeptSubnetsChosenAt::<T>::set(to, KeptSubnetsChosenAt::<T>::take(from));
        }
    }

    /// Kept root stake of a coldkey on a hotkey, beside what it has in the share pool.
    pub fn kept_stake_of(hotkey: &T::AccountId, coldkey: &T::AccountId) -> Alpha {
        KeptRoot::<T>::get(hotkey, coldkey).stake
    }

    /// Who has kept root stake on a hotkey, or is owed for it.
    pub fn keepers_of(hotkey: &T::AccountId) -> impl Iterator<Item = T::AccountId> {
        KeptRoot::<T>::iter_key_prefix(hotkey)
    }
}
