//! A coldkey's swap is announced long before it happens, so that the owner of a stolen key sees it coming and can
//! dispute it. What is announced is only the hash of the new coldkey.

use super::KEY_SWAP_COST;
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use sp_runtime::traits::{Hash, UniqueSaturatedInto};

impl<T: Config> Pallet<T> {
    /// Announces a swap, or another one where the last did not happen in its time. The first costs
    /// [`KEY_SWAP_COST`], which is recycled.
    pub fn announce_swap(coldkey: &T::AccountId, new_coldkey_hash: T::Hash) -> DispatchResult {
        Self::ensure_swap_undisputed(coldkey)?;
        match ColdkeySwapAnnouncements::<T>::get(coldkey) {
            Some((from, _)) => {
                ensure!(Self::is_stale(from), Error::<T>::ColdkeySwapReannouncedTooEarly);
            }
            None => {
                let affordable = Self::spendable(coldkey) >= KEY_SWAP_COST;
                ensure!(affordable, Error::<T>::NotEnoughBalanceToPaySwapColdKey);
                Self::recycle_from(coldkey, KEY_SWAP_COST)?;
            }
        }
        let from = Self::block_number_now().saturating_add(ColdkeySwapAnnouncementDelay::<T>::get());
        ColdkeySwapAnnouncements::<T>::insert(coldkey, (from, new_coldkey_hash));
        Self::deposit_event(Event::ColdkeySwapAnnounced { who: coldkey.clone(), new_coldkey_hash });
        Ok(())
    }

    /// Takes back a swap that did not happen in its time.
    pub fn clear_swap(coldkey: &T::AccountId) -> DispatchResult {
        Self::ensure_swap_undisputed(coldkey)?;
        let (from, _) = Self::announced_swap(coldkey)?;
        ensure!(Self::is_stale(from), Error::<T>::ColdkeySwapClearTooEarly);
        ensure!(!ColdkeySwapProgress::<T>::contains_key(coldkey), Error::<T>::ColdkeySwapAnnounced);
        ColdkeySwapAnnouncements::<T>::remove(coldkey);
        Self::deposit_event(Event::ColdkeySwapCleared { who: coldkey.clone() });
        Ok(())
    }

    /// Stops a swap that was announced: the coldkey does nothing until root has decided.
    pub fn dispute_swap(coldkey: &T::AccountId) -> DispatchResult {
        Self::announced_swap(coldkey)?;
        let disputed = ColdkeySwapDisputes::<T>::contains_key(coldkey);
        ensure!(!disputed, Error::<T>::ColdkeySwapAlreadyDisputed);
        ColdkeySwapDisputes::<T>::insert(coldkey, Self::block_number_now());
        Self::deposit_event(Event::ColdkeySwapDisputed { coldkey: coldkey.clone() });
        Ok(())
    }

    /// Root's decision: nothing is announced, nothing disputed. What a swap has moved stays moved; the rest may go to
    /// another coldkey, because it was a thief's as likely as not.
    pub fn reset_swap(coldkey: &T::AccountId) {
        ColdkeySwapProgress::<T>::remove(coldkey);
        ColdkeySwapAnnouncements::<T>::remove(coldkey);
        ColdkeySwapDisputes::<T>::remove(coldkey);
        Self::deposit_event(Event::ColdkeySwapReset { who: coldkey.clone() });
    }

    /// Whether the coldkey may now be swapped for the new one, as it was announced.
    pub(crate) fn ensure_announced(coldkey: &T::AccountId, new_coldkey: &T::AccountId) -> DispatchResult {
        let (from, hash) = Self::announced_swap(coldkey)?;
        Self::ensure_swap_undisputed(coldkey)?;
        let agrees = T::Hashing::hash_of(new_coldkey) == hash;
        ensure!(agrees, Error::<T>::AnnouncedColdkeyHashDoesNotMatch);
        ensure!(Self::block_number_now() >= from, Error::<T>::ColdkeySwapTooEarly);
        Ok(())
    }

    fn announced_swap(coldkey: &T::AccountId) -> Result<(u32, T::Hash), DispatchError> {
        Ok(ColdkeySwapAnnouncements::<T>::get(coldkey).ok_or(Error::<T>::ColdkeySwapAnnouncementNotFound)?)
    }

    fn ensure_swap_undisputed(coldkey: &T::AccountId) -> DispatchResult {
        ensure!(!ColdkeySwapDisputes::<T>::contains_key(coldkey), Error::<T>::ColdkeySwapDisputed);
        Ok(())
    }

    /// The swap could have happened, and the time for it is over.
    fn is_stale(from: u32) -> bool {
        Self::block_number_now() >= from.saturating_add(ColdkeySwapReannouncementDelay::<T>::get())
    }

    /// Blocks are numbered in 32 bits on the wire.
    fn block_number_now() -> u32 {
        Self::now().unique_saturated_into()
    }
}
