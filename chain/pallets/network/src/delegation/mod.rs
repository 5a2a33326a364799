//! What a validator keeps of the dividends it earns for those who stake with it (economics §4.5).

pub mod storage;
#[cfg(test)]
mod tests;

use crate::{pallet::*, rate_limits::elapsed, Error};
use frame_support::pallet_prelude::*;
use myelin_units::PerU16;

impl<T: Config> Pallet<T> {
    /// Share of dividends that a hotkey keeps.
    pub fn take_of(hotkey: &T::AccountId) -> PerU16 {
        Delegates::<T>::get(hotkey)
    }

    /// Lowers a take. Whoever stakes gains by it, so it may be done at any time.
    pub(crate) fn lower_take(coldkey: &T::AccountId, hotkey: &T::AccountId, take: PerU16) -> DispatchResult {
        Self::ensure_lower_take(coldkey, hotkey, take)?;
        Delegates::<T>::insert(hotkey, take);
        Self::deposit_event(Event::TakeDecreased(coldkey.clone(), hotkey.clone(), take));
        Ok(())
    }

    /// Raises a take, once per `TxDelegateTakeRateLimit`.
    pub(crate) fn raise_take(coldkey: &T::AccountId, hotkey: &T::AccountId, take: PerU16) -> DispatchResult {
        Self::ensure_raise_take(coldkey, hotkey, take)?;
        Delegates::<T>::insert(hotkey, take);
        LastTxBlockDelegateTake::<T>::insert(hotkey, Self::now());
        Self::deposit_event(Event::TakeIncreased(coldkey.clone(), hotkey.clone(), take));
        Ok(())
    }

    /// What [`Self::lower_take`] and the pool of transactions ask first.
    pub(crate) fn ensure_lower_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: PerU16,
    ) -> DispatchResult {
        Self::ensure_owns_hotkey(coldkey, hotkey)?;
        ensure!(take < Self::take_of(hotkey), Error::<T>::DelegateTakeTooHigh);
        ensure!(take >= MinDelegateTake::<T>::get(), Error::<T>::DelegateTakeTooLow);
        Ok(())
    }

    /// What [`Self::raise_take`] and the pool of transactions ask first.
    pub(crate) fn ensure_raise_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        take: PerU16,
    ) -> DispatchResult {
        Self::ensure_owns_hotkey(coldkey, hotkey)?;
        let present = Self::take_of(hotkey);
        ensure!(take > present && take >= MinDelegateTake::<T>::get(), Error::<T>::DelegateTakeTooLow);
        ensure!(take <= MaxDelegateTake::<T>::get(), Error::<T>::DelegateTakeTooHigh);
        let last = LastTxBlockDelegateTake::<T>::get(hotkey);
        ensure!(
            elapsed(last, Self::now(), TxDelegateTakeRateLimit::<T>::get()),
            Error::<T>::DelegateTxRateLimitExceeded
        );
        Ok(())
    }
}
