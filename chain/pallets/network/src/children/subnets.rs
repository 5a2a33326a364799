//! Families when a subnet begins, when it ends, and when a hotkey gets another key.

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::{NetUid, PerU16};

impl<T: Config> Pallet<T> {
    /// Those with a seat at root lend all their weight on a new subnet to its owner, unless they do not want to: a new
    /// subnet has no alpha yet that could vote (economics §1.4). At most as many as root has seats.
    pub(crate) fn lend_to_new_owner(netuid: NetUid) {
        let owner = SubnetOwnerHotkey::<T>::get(netuid);
        for hotkey in Self::hotkeys(NetUid::ROOT).into_iter().take(super::MAX_PARENTS) {
            if hotkey != owner && AutoParentDelegationEnabled::<T>::get(&hotkey) {
                Self::schedule_children(&hotkey, netuid, alloc::vec![(u64::MAX, owner.clone())]);
            }
        }
    }

    /// Whether a hotkey of `coldkey` lends to the owners of new subnets.
    pub(crate) fn enable_auto_lending(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        enabled: bool,
    ) -> DispatchResult {
        Self::ensure_owns_hotkey(coldkey, hotkey)?;
        AutoParentDelegationEnabled::<T>::insert(hotkey, enabled);
        Self::deposit_event(Event::AutoParentDelegationEnabledSet { hotkey: hotkey.clone(), enabled });
        Ok(())
    }

    /// Forgets families of a subnet that is dissolved, at most `limit` entries. Returns how many there were; all are
    /// gone when it is less than the limit.
    pub fn drop_families(netuid: NetUid, limit: usize) -> usize {
        let members: alloc::vec::Vec<T::AccountId> =
            FamilyMembers::<T>::iter_key_prefix(netuid).take(limit).collect();
        for hotkey in &members {
            ChildKeys::<T>::remove(hotkey, netuid);
            ParentKeys::<T>::remove(hotkey, netuid);
            ChildkeyTake::<T>::remove(hotkey, netuid);
            FamilyMembers::<T>::remove(netuid, hotkey);
        }
        let room = limit.saturating_sub(members.len());
        let pending: alloc::vec::Vec<T::AccountId> =
            PendingChildKeys::<T>::iter_key_prefix(netuid).take(room).collect();
        for hotkey in &pending {
            PendingChildKeys::<T>::remove(netuid, hotkey);
        }
        ChildKeysDue::<T>::mutate(|due| due.remove(&netuid));
        MinChildkeyTakePerSubnet::<T>::remove(netuid);
        members.len().saturating_add(pending.len())
    }

    /// A hotkey's children, parents, pending choice and take on a subnet become those of another key, which has none of
    /// its own there. The other side of each bond is told.
    pub fn move_family(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        ensure!(
            !FamilyMembers::<T>::contains_key(netuid, new)
                && !PendingChildKeys::<T>::contains_key(netuid, new),
            Error::<T>::ChildParentInconsistency
        );
        let renamed = |family: alloc::vec::Vec<(u64, T::AccountId)>| {
            let rename =
                |(part, key): (u64, T::AccountId)| (part, if key == *old { new.clone() } else { key });
            family.into_iter().map(rename).collect::<alloc::vec::Vec<_>>()
        };
        let (children, parents) = (ChildKeys::<T>::take(old, netuid), ParentKeys::<T>::take(old, netuid));
        for (_, child) in &children {
            ParentKeys::<T>::mutate(child, netuid, |family| *family = renamed(core::mem::take(family)));
        }
        for (_, parent) in &parents {
            ChildKeys::<T>::mutate(parent, netuid, |family| *family = renamed(core::mem::take(family)));
        }
        Self::write_children(new, netuid, children);
        Self::write_parents(new, netuid, parents);
        let take: PerU16 = ChildkeyTake::<T>::take(old, netuid);
        Self::write_childkey_take(new, netuid, take);
        Self::count_member(old, netuid);
        if PendingChildKeys::<T>::contains_key(netuid, old) {
            PendingChildKeys::<T>::insert(netuid, new, PendingChildKeys::<T>::take(netuid, old));
        }
        Ok(())
    }

    /// What a hotkey wants of new subnets goes with it to another key.
    pub fn move_auto_lending(old: &T::AccountId, new: &T::AccountId) {
        if AutoParentDelegationEnabled::<T>::contains_key(old) {
            AutoParentDelegationEnabled::<T>::insert(new, AutoParentDelegationEnabled::<T>::take(old));
        }
    }
}
