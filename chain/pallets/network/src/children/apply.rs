//! When chosen children come true: after an epoch, so many choices a block.

use super::MAX_PARENTS;
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;

/// Choices looked at in one block, of all subnets together.
pub const CHOICES_PER_BLOCK: usize = 16;

type Choice<T> =
    (<T as frame_system::Config>::AccountId, (Vec<(u64, <T as frame_system::Config>::AccountId)>, u64));

impl<T: Config> Pallet<T> {
    /// From the next block on the subnet's choices are looked through; where they already are, that goes on.
    pub(crate) fn begin_children(netuid: NetUid) {
        ChildKeysDue::<T>::mutate(|due| {
            due.entry(netuid).or_default();
        });
    }

    /// Looks at as many choices as a block has room for; those whose time has come take effect or, where they no longer
    /// may, are dropped and told. Returns how many were looked at.
    pub(crate) fn settle_children() -> usize {
        let before = ChildKeysDue::<T>::get();
        if before.is_empty() {
            return 0;
        }
        let mut due = before.clone();
        let mut room = CHOICES_PER_BLOCK;
        for (netuid, last) in before {
            let choices = Self::next_choices(netuid, last, room);
            match choices.last() {
                Some((hotkey, _)) if choices.len() == room => due.insert(netuid, Some(hotkey.clone())),
                _ => due.remove(&netuid),
            };
            room = room.saturating_sub(choices.len());
            choices.into_iter().for_each(|choice| Self::settle_choice(netuid, choice));
            if room == 0 {
                break;
            }
        }
        ChildKeysDue::<T>::put(due);
        CHOICES_PER_BLOCK.saturating_sub(room)
    }

    fn next_choices(netuid: NetUid, last: Option<T::AccountId>, room: usize) -> Vec<Choice<T>> {
        match last {
            None => PendingChildKeys::<T>::iter_prefix(netuid).take(room).collect(),
            Some(hotkey) => {
                let from = PendingChildKeys::<T>::hashed_key_for(netuid, hotkey);
                PendingChildKeys::<T>::iter_prefix_from(netuid, from).take(room).collect()
            }
        }
    }

    fn settle_choice(netuid: NetUid, (hotkey, (children, block)): Choice<T>) {
        if block > Self::now() {
            return;
        }
        PendingChildKeys::<T>::remove(netuid, &hotkey);
        let applied = with_storage_layer(|| Self::apply_children(&hotkey, netuid, &children));
        Self::deposit_event(match applied {
            Ok(()) => Event::SetChildren(hotkey, netuid, children),
            Err(error) => Event::ChildrenDropped { hotkey, netuid, error },
        });
    }

    /// Makes the children those of the hotkey, if they may still be: much can have happened since they were chosen.
    pub(super) fn apply_children(
        hotkey: &T::AccountId,
        netuid: NetUid,
        children: &[(u64, T::AccountId)],
    ) -> DispatchResult {
        Self::ensure_hotkey_exists(hotkey)?;
        Self::ensure_lends_once(hotkey, netuid, children)?;
        Self::ensure_stake_to_lend(hotkey, netuid, children)?;
        for (_, child) in ChildKeys::<T>::get(hotkey, netuid) {
            if !children.iter().any(|(_, kept)| *kept == child) {
                Self::forget_parent(&child, netuid, hotkey);
            }
        }
        for (part, child) in children {
            Self::accept_parent(child, netuid, *part, hotkey)?;
        }
        Self::write_children(hotkey, netuid, children.to_vec());
        Ok(())
    }

    /// The child knows of its parent; where it has too many, the one that lends least makes room.
    fn accept_parent(
        child: &T::AccountId,
        netuid: NetUid,
        part: u64,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        let mut parents = ParentKeys::<T>::get(child, netuid);
        if let Some(known) = parents.iter_mut().find(|(_, parent)| parent == hotkey) {
            known.0 = part;
        } else {
            if parents.len() >= MAX_PARENTS {
                let gone = Self::least_parent(netuid, &parents, part, hotkey)?;
                parents.retain(|(_, parent)| *parent != gone);
                let rest = ChildKeys::<T>::get(&gone, netuid).into_iter().filter(|(_, key)| key != child);
                Self::write_children(&gone, netuid, rest.collect());
            }
            parents.push((part, hotkey.clone()));
        }
        Self::write_parents(child, netuid, parents);
        Ok(())
    }

    /// The parent that lends least, if that is less than what the newcomer would.
    fn least_parent(
        netuid: NetUid,
        parents: &[(u64, T::AccountId)],
        part: u64,
        newcomer: &T::AccountId,
    ) -> Result<T::AccountId, DispatchError> {
        let lent = |part: u64, hotkey: &T::AccountId| {
            Self::own_backing(hotkey, netuid).part_floor(part).weight(Self::tao_weight())
        };
        let least = parents.iter().map(|(part, parent)| (lent(*part, parent), parent)).min();
        match least {
            Some((weight, parent)) if weight < lent(part, newcomer) => Ok(parent.clone()),
            _ => Err(Error::<T>::NotEnoughStakeToSetChildkeys.into()),
        }
    }

    fn forget_parent(child: &T::AccountId, netuid: NetUid, hotkey: &T::AccountId) {
        let mut parents = ParentKeys::<T>::get(child, netuid);
        parents.retain(|(_, parent)| parent != hotkey);
        Self::write_parents(child, netuid, parents);
    }

    pub(super) fn write_children(hotkey: &T::AccountId, netuid: NetUid, children: Vec<(u64, T::AccountId)>) {
        if children.is_empty() {
            ChildKeys::<T>::remove(hotkey, netuid);
        } else {
            ChildKeys::<T>::insert(hotkey, netuid, children);
        }
        Self::count_member(hotkey, netuid);
    }

    pub(super) fn write_parents(hotkey: &T::AccountId, netuid: NetUid, parents: Vec<(u64, T::AccountId)>) {
        if parents.is_empty() {
            ParentKeys::<T>::remove(hotkey, netuid);
        } else {
            ParentKeys::<T>::insert(hotkey, netuid, parents);
        }
        Self::count_member(hotkey, netuid);
    }

    /// Keeps the list of those that have something to forget.
    pub(super) fn count_member(hotkey: &T::AccountId, netuid: NetUid) {
        let is_member = ChildKeys::<T>::contains_key(hotkey, netuid)
            || ParentKeys::<T>::contains_key(hotkey, netuid)
            || ChildkeyTake::<T>::contains_key(hotkey, netuid);
        if is_member {
            FamilyMembers::<T>::insert(netuid, hotkey, ());
        } else {
            FamilyMembers::<T>::remove(netuid, hotkey);
        }
    }
}
