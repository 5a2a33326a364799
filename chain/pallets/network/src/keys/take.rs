//! The take of a hotkey that is swapped, and when it was raised last: a swap neither raises a take nor lets one be raised
//! before its time.

use crate::{
    pallet::*,
    rate_limits::{OwnerTransaction, RateLimitKey},
};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// `new` has the take of `old`, which is no more.
    pub(crate) fn pass_on_take(old: &T::AccountId, new: &T::AccountId) {
        match Delegates::<T>::contains_key(old) {
            true => Delegates::<T>::insert(new, Delegates::<T>::take(old)),
            false => Delegates::<T>::remove(new),
        }
        Self::share_take_clock(old, new);
        LastTxBlockDelegateTake::<T>::remove(old);
        for key in [RateLimitKey::LastTxBlockDelegateTake, RateLimitKey::LastTxBlockChildKeyTake] {
            LastRateLimitedBlock::<T>::remove(key(old.clone()));
        }
    }

    /// Both go on, `new` with a part of what `old` was: its take becomes the lower of the two.
    pub(crate) fn share_take(old: &T::AccountId, new: &T::AccountId) {
        let take = Delegates::<T>::get(old);
        if take < Delegates::<T>::get(new) {
            Delegates::<T>::insert(new, take);
        }
        Self::share_take_clock(old, new);
    }

    /// The time since the last raise is the shorter of the two.
    fn share_take_clock(old: &T::AccountId, new: &T::AccountId) {
        let last = LastTxBlockDelegateTake::<T>::get(old);
        if last > LastTxBlockDelegateTake::<T>::get(new) {
            LastTxBlockDelegateTake::<T>::insert(new, last);
        }
        for key in [RateLimitKey::LastTxBlockDelegateTake, RateLimitKey::LastTxBlockChildKeyTake] {
            let last = Self::last_use(&key(old.clone()));
            if last > Self::last_use(&key(new.clone())) {
                LastRateLimitedBlock::<T>::insert(key(new.clone()), last);
            }
        }
    }

    /// When children were chosen and a child's take was raised, on a subnet.
    pub(crate) fn pass_on_family_clocks(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        for what in [OwnerTransaction::SetChildren, OwnerTransaction::ChildkeyTake] {
            let last = TransactionKeyLastBlock::<T>::take((old, netuid, what.number()));
            if last > TransactionKeyLastBlock::<T>::get((new, netuid, what.number())) {
                TransactionKeyLastBlock::<T>::insert((new, netuid, what.number()), last);
            }
        }
    }
}
