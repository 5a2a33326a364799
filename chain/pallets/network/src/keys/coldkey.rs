//! A person's coldkey is replaced: stake, hotkeys, subnets, identity, limits and free TAO go to the new one.
//!
//! A call moves [`COLDKEY_STEP`] positions and hotkeys at most. Where there are more it is made again: each call leaves
//! the books closed, and the old coldkey stays blocked until the last one.

use super::{COLDKEY_STEP, KEEPER_UNITS};
use crate::{
    leases::{LeaseId, Leasing},
    pallet::*,
    rate_limits::RateLimitKey,
    Error,
};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Swaps a coldkey as it has announced. Returns how much was moved.
    pub fn swap_announced(coldkey: &T::AccountId, new: &T::AccountId) -> Result<u32, DispatchError> {
        Self::ensure_announced(coldkey, new)?;
        Self::ensure_new_coldkey_free(coldkey, new)?;
        with_storage_layer(|| Self::swap_coldkey_step(coldkey, new))
    }

    /// Swaps a coldkey by root's will, for a price that is recycled. Returns how much was moved.
    pub fn swap_by_root(old: &T::AccountId, new: &T::AccountId, cost: Tao) -> Result<u32, DispatchError> {
        Self::ensure_new_coldkey_free(old, new)?;
        with_storage_layer(|| {
            // The price is for the swap, not for each of its steps.
            if !ColdkeySwapProgress::<T>::contains_key(old) {
                let affordable = Self::spendable(old) >= cost;
                ensure!(affordable, Error::<T>::NotEnoughBalanceToPaySwapColdKey);
                Self::recycle_from(old, cost)?;
            }
            Self::swap_coldkey_step(old, new)
        })
    }

    /// The new coldkey has done nothing of its own: it owns no hotkey and no subnet and announces no swap. Stake that
    /// others gave it and TAO that they sent are no obstacle, or anybody could be one.
    fn ensure_new_coldkey_free(old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        let of_the_chain = Self::is_chain_account(old) || Self::is_chain_account(new);
        ensure!(!of_the_chain, Error::<T>::CannotUseSystemAccount);
        Self::ensure_coldkey_settled(old)?;
        match ColdkeySwapProgress::<T>::get(old) {
            Some(begun) => ensure!(begun == *new, Error::<T>::AnnouncedColdkeyHashDoesNotMatch),
            None => {
                // Anybody may claim any account as a hotkey: only one's own hotkey is surely a mistake.
                let own_hotkey = Self::hotkey_exists(new) && Owner::<T>::get(new) == *old;
                ensure!(!own_hotkey, Error::<T>::NewColdKeyIsHotkey);
                let used = old == new
                    || OwnedHotkeys::<T>::contains_key(new)
                    || ColdkeySwapAnnouncements::<T>::contains_key(new)
                    || Self::netuids().into_iter().any(|netuid| SubnetOwner::<T>::get(netuid) == *new);
                ensure!(!used, Error::<T>::ColdKeyAlreadyAssociated);
            }
        }
        Ok(())
    }

    fn swap_coldkey_step(old: &T::AccountId, new: &T::AccountId) -> Result<u32, DispatchError> {
        let moved = Self::move_positions(old, new, COLDKEY_STEP)?;
        let moved = moved.saturating_add(Self::move_hotkeys(old, new, COLDKEY_STEP.saturating_sub(moved)));
        if StakingHotkeys::<T>::contains_key(old) || OwnedHotkeys::<T>::contains_key(old) {
            ColdkeySwapProgress::<T>::insert(old, new);
            Self::deposit_event(Event::ColdkeySwapContinues {
                old_coldkey: old.clone(),
                new_coldkey: new.clone(),
                moved,
            });
            return Ok(moved);
        }
        Self::move_rest(old, new)?;
        ColdkeySwapProgress::<T>::remove(old);
        ColdkeySwapAnnouncements::<T>::remove(old);
        ColdkeySwapDisputes::<T>::remove(old);
        ColdkeySuccessor::<T>::remove(new);
        ColdkeySuccessor::<T>::insert(old, new);
        Self::deposit_event(Event::ColdkeySwapped { old_coldkey: old.clone(), new_coldkey: new.clone() });
        Ok(moved)
    }

    /// Moves positions, `most` at most; a hotkey leaves the old coldkey's list with the last position on it.
    fn move_positions(old: &T::AccountId, new: &T::AccountId, most: u32) -> Result<u32, DispatchError> {
        let mut moved = 0u32;
        for hotkey in StakingHotkeys::<T>::get(old) {
            let room = usize::try_from(most.saturating_sub(moved)).unwrap_or(0);
            let netuids: Vec<NetUid> = Positions::<T>::iter_key_prefix((&hotkey, old)).take(room).collect();
            for netuid in netuids {
                Self::rename_holder(&hotkey, netuid, old, new)?;
                moved = moved.saturating_add(1);
            }
            if KeptRoot::<T>::contains_key(&hotkey, old) {
                if most.saturating_sub(moved) < KEEPER_UNITS {
                    break;
                }
                Self::move_root_claims_to(&hotkey, old, new)?;
                moved = moved.saturating_add(KEEPER_UNITS);
            }
            if moved >= most {
                break;
            }
        }
        Ok(moved)
    }

    /// Makes the new coldkey the owner of the old one's hotkeys, of `most` at most.
    fn move_hotkeys(old: &T::AccountId, new: &T::AccountId, most: u32) -> u32 {
        let mut hotkeys = OwnedHotkeys::<T>::take(old);
        let room = usize::try_from(most).unwrap_or(0).min(hotkeys.len());
        let left = hotkeys.split_off(room);
        let moved = u32::try_from(hotkeys.len()).unwrap_or(u32::MAX);
        for hotkey in &hotkeys {
            Owner::<T>::insert(hotkey, new);
        }
        if !hotkeys.is_empty() {
            OwnedHotkeys::<T>::mutate(new, |owned| owned.append(&mut hotkeys));
        }
        if !left.is_empty() {
            OwnedHotkeys::<T>::insert(old, left);
        }
        moved
    }

    fn move_rest(old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        for netuid in Self::netuids() {
            if SubnetOwner::<T>::get(netuid) == *old {
                SubnetOwner::<T>::insert(netuid, new);
            }
            Self::move_auto_stake_of_coldkey(netuid, old, new);
            if let Some(lease) = SubnetUidToLeaseId::<T>::get(netuid) {
                Self::move_lease(lease, old, new)?;
            }
            let last = LastHotkeySwapOnNetuid::<T>::take(netuid, old);
            if last > LastHotkeySwapOnNetuid::<T>::get(netuid, new) {
                LastHotkeySwapOnNetuid::<T>::insert(netuid, new, last);
            }
        }
        IdentitiesV2::<T>::swap(old, new);
        Self::move_root_claim_type(old, new);
        Self::move_coldkey_clocks(old, new);
        Self::move_free_tao(old, new);
        Ok(())
    }

    /// What the old coldkey paid of a lease, and that it runs the subnet.
    fn move_lease(id: LeaseId, old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        let paid = SubnetLeaseShares::<T>::take(id, old);
        if paid.bits > 0 {
            // Parts of one whole: their sum does not overflow.
            SubnetLeaseShares::<T>::mutate(id, new, |part| part.bits = part.bits.saturating_add(paid.bits));
        }
        let Some(mut lease) = SubnetLeases::<T>::get(id).filter(|lease| lease.beneficiary == *old) else {
            return Ok(());
        };
        T::Leasing::dismiss(&lease.coldkey, old)?;
        T::Leasing::appoint(&lease.coldkey, new)?;
        lease.beneficiary = new.clone();
        SubnetLeases::<T>::insert(id, lease);
        Ok(())
    }

    /// A limit that the old coldkey has used is used by the new one (economics §6.3, swap cooldown bypass).
    fn move_coldkey_clocks(old: &T::AccountId, new: &T::AccountId) {
        let clocks: Vec<_> = TransactionKeyLastBlock::<T>::drain_prefix((old,)).collect();
        for ((netuid, what), last) in clocks {
            let newest = TransactionKeyLastBlock::<T>::get((new, netuid, what)).max(last);
            TransactionKeyLastBlock::<T>::insert((new, netuid, what), newest);
        }
        let last = LastRateLimitedBlock::<T>::take(RateLimitKey::LastTxBlock(old.clone()));
        let key = RateLimitKey::LastTxBlock(new.clone());
        if last > Self::last_use(&key) {
            LastRateLimitedBlock::<T>::insert(key, last);
        }
    }

    /// All TAO that is free. What is held for a deposit stays until the deposit is given back; so does an amount that
    /// is too small for the new account to begin with.
    fn move_free_tao(old: &T::AccountId, new: &T::AccountId) {
        let _ = with_storage_layer(|| Self::pay_everything(old, new));
    }
}
