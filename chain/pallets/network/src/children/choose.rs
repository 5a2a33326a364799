//! Choosing children: what is checked, and what is noted down until it comes true.

use super::MAX_CHILDREN;
use crate::{pallet::*, rate_limits::OwnerTransaction, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;

/// Blocks between two choices of children by one hotkey on one subnet.
pub const CHOICE_LIMIT: u64 = 150;

impl<T: Config> Pallet<T> {
    /// Notes down the children of `coldkey`'s hotkey in place of those it has; none is a choice too.
    pub fn choose_children(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: Vec<(u64, T::AccountId)>,
    ) -> DispatchResult {
        Self::ensure_may_choose(coldkey, hotkey, netuid, &children)?;
        Self::transaction_now(hotkey, netuid, OwnerTransaction::SetChildren);
        Self::schedule_children(hotkey, netuid, children);
        Ok(())
    }

    /// The checks of a choice, in their order (economics §4.6).
    fn ensure_may_choose(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: &[(u64, T::AccountId)],
    ) -> DispatchResult {
        ensure!(!netuid.is_root(), Error::<T>::RegistrationNotPermittedOnRootSubnet);
        Self::ensure_subnet(netuid)?;
        let owned = Self::hotkey_exists(hotkey) && Owner::<T>::get(hotkey) == *coldkey;
        ensure!(owned, Error::<T>::NonAssociatedColdKey);
        Self::ensure_children_shape(hotkey, children)?;
        Self::ensure_lends_once(hotkey, netuid, children)?;
        Self::ensure_stake_to_lend(hotkey, netuid, children)?;
        ensure!(
            Self::transaction_passed(hotkey, netuid, OwnerTransaction::SetChildren, CHOICE_LIMIT),
            Error::<T>::TxRateLimitExceeded
        );
        Ok(())
    }

    /// Few enough, no more than the whole, nobody twice, and not itself.
    fn ensure_children_shape(hotkey: &T::AccountId, children: &[(u64, T::AccountId)]) -> DispatchResult {
        ensure!(children.len() <= MAX_CHILDREN, Error::<T>::TooManyChildren);
        // Nothing lent is no child: or anybody could make a parent of a key for free, and a child cannot lend.
        let lends = |(part, child): &(u64, T::AccountId)| *part > 0 && child != hotkey;
        ensure!(children.iter().all(lends), Error::<T>::InvalidChild);
        let whole = children.iter().try_fold(0u64, |sum, (part, _)| sum.checked_add(*part));
        ensure!(whole.is_some(), Error::<T>::ProportionOverflow);
        let twice = children.iter().enumerate().any(|(index, (_, child))| {
            children.iter().skip(index.saturating_add(1)).any(|(_, c)| c == child)
        });
        ensure!(!twice, Error::<T>::DuplicateChild);
        Ok(())
    }

    /// A parent has no parents, and a child no children: families are one generation deep, and so without cycles.
    pub(super) fn ensure_lends_once(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: &[(u64, T::AccountId)],
    ) -> DispatchResult {
        let is_child = !children.is_empty() && !ParentKeys::<T>::get(hotkey, netuid).is_empty();
        let lends_on = |(_, child): &(u64, T::AccountId)| !ChildKeys::<T>::get(child, netuid).is_empty();
        ensure!(!is_child && !children.iter().any(lends_on), Error::<T>::ChildParentInconsistency);
        Ok(())
    }

    /// Who lends has what a validator needs; the subnet owner's hotkey need not, nor who takes its weight back.
    pub(super) fn ensure_stake_to_lend(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: &[(u64, T::AccountId)],
    ) -> DispatchResult {
        let weight = Self::own_backing(hotkey, netuid).weight(Self::tao_weight());
        let enough = children.is_empty()
            || SubnetOwnerHotkey::<T>::get(netuid) == *hotkey
            || weight.floor() >= StakeThreshold::<T>::get();
        ensure!(enough, Error::<T>::NotEnoughStakeToSetChildkeys);
        Ok(())
    }

    /// The children come true with the first epoch after the cool-down; with the next block where the subnet has not
    /// started, since nobody's dividends change by it.
    pub(super) fn schedule_children(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: Vec<(u64, T::AccountId)>,
    ) {
        let has_started = FirstEmissionBlockNumber::<T>::get(netuid).is_some();
        let wait = if has_started { PendingChildKeyCooldown::<T>::get() } else { 0 };
        let block = Self::now().saturating_add(wait);
        PendingChildKeys::<T>::insert(netuid, hotkey, (&children, block));
        if !has_started {
            Self::begin_children(netuid);
        }
        Self::deposit_event(Event::SetChildrenScheduled(hotkey.clone(), netuid, block, children));
    }
}
