//! Auto-stake: on which hotkey a coldkey's incentives of a subnet are staked (economics §2.7).

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::{Alpha, NetUid};

/// Coldkeys that are listed beside the hotkey they chose, and follow it to another key. A list that anybody can join
/// must end somewhere; who chooses later is paid just so.
pub const MOST_FOLLOWERS: usize = 256;

impl<T: Config> Pallet<T> {
    /// From now on the coldkey's incentives of a subnet are staked on `hotkey`.
    pub fn choose_auto_stake(
        coldkey: &T::AccountId,
        netuid: NetUid,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        Self::ensure_hotkey_exists(hotkey)?;
        let before = AutoStakeDestination::<T>::get(coldkey, netuid);
        ensure!(before.as_ref() != Some(hotkey), Error::<T>::SameAutoStakeHotkeyAlreadySet);
        if let Some(before) = before {
            Self::unlist_follower(&before, netuid, coldkey);
        }
        AutoStakeDestination::<T>::insert(coldkey, netuid, hotkey);
        AutoStakers::<T>::insert(netuid, coldkey, ());
        AutoStakeDestinationColdkeys::<T>::mutate(hotkey, netuid, |coldkeys| {
            if coldkeys.len() < MOST_FOLLOWERS {
                coldkeys.push(coldkey.clone());
            }
        });
        Self::deposit_event(Event::AutoStakeDestinationSet {
            coldkey: coldkey.clone(),
            netuid,
            hotkey: hotkey.clone(),
        });
        Ok(())
    }

    /// Stakes a miner's incentive where its coldkey wants it; on the miner itself where that hotkey is gone.
    pub(crate) fn pay_incentive(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        incentive: Alpha,
    ) -> DispatchResult {
        let chosen = AutoStakeDestination::<T>::get(coldkey, netuid)
            .filter(|chosen| chosen != hotkey && Self::hotkey_exists(chosen));
        let Some(destination) = chosen else {
            return Self::deposit_stake(hotkey, coldkey, netuid, incentive);
        };
        Self::deposit_stake(&destination, coldkey, netuid, incentive)?;
        Self::deposit_event(Event::AutoStakeAdded {
            netuid,
            destination,
            hotkey: hotkey.clone(),
            owner: coldkey.clone(),
            incentive,
        });
        Ok(())
    }

    fn unlist_follower(hotkey: &T::AccountId, netuid: NetUid, coldkey: &T::AccountId) {
        AutoStakeDestinationColdkeys::<T>::mutate_exists(hotkey, netuid, |list| {
            let mut coldkeys = list.take().unwrap_or_default();
            coldkeys.retain(|listed| listed != coldkey);
            *list = (!coldkeys.is_empty()).then_some(coldkeys);
        });
    }

    /// Those who chose a hotkey on a subnet follow it to another key.
    pub fn move_auto_stake_of_hotkey(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        for coldkey in AutoStakeDestinationColdkeys::<T>::take(old, netuid) {
            AutoStakeDestination::<T>::insert(&coldkey, netuid, new);
            AutoStakeDestinationColdkeys::<T>::mutate(new, netuid, |coldkeys| {
                if coldkeys.len() < MOST_FOLLOWERS && !coldkeys.contains(&coldkey) {
                    coldkeys.push(coldkey);
                }
            });
        }
    }

    /// What a coldkey chose on a subnet goes with it to another coldkey, which keeps a choice of its own.
    pub fn move_auto_stake_of_coldkey(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) {
        let Some(hotkey) = AutoStakeDestination::<T>::take(old, netuid) else { return };
        AutoStakers::<T>::remove(netuid, old);
        Self::unlist_follower(&hotkey, netuid, old);
        if AutoStakeDestination::<T>::contains_key(new, netuid) {
            return;
        }
        AutoStakeDestination::<T>::insert(new, netuid, &hotkey);
        AutoStakers::<T>::insert(netuid, new, ());
        AutoStakeDestinationColdkeys::<T>::mutate(&hotkey, netuid, |coldkeys| {
            if coldkeys.len() < MOST_FOLLOWERS {
                coldkeys.push(new.clone());
            }
        });
    }

    /// Forgets what was chosen on a subnet that is dissolved, at most `limit` choices. Returns how many there were; all
    /// are gone when it is less than the limit.
    pub fn drop_auto_stakes(netuid: NetUid, limit: usize) -> usize {
        let coldkeys: alloc::vec::Vec<T::AccountId> =
            AutoStakers::<T>::iter_key_prefix(netuid).take(limit).collect();
        for coldkey in &coldkeys {
            AutoStakers::<T>::remove(netuid, coldkey);
            if let Some(hotkey) = AutoStakeDestination::<T>::take(coldkey, netuid) {
                Self::unlist_follower(&hotkey, netuid, coldkey);
            }
        }
        coldkeys.len()
    }
}
