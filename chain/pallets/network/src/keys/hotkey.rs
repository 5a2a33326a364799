//! A hotkey's place, on one subnet or on all, is taken by another hotkey of the same coldkey (yuma.md §3.7).

use super::{
    OnHotkeySwap, KEY_SWAP_COST, KEY_SWAP_ON_SUBNET_COST, MOST_KEEPERS, MOST_POSITIONS_MOVED,
    MOST_POSITIONS_SEEN,
};
use crate::{pallet::*, rate_limits::RateLimitKey, Error};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{NetUid, Tao};

/// One swap, as it was asked for.
struct Swap<'a, AccountId> {
    coldkey: &'a AccountId,
    old: &'a AccountId,
    new: &'a AccountId,
    /// The only subnet; none for all.
    only: Option<NetUid>,
    /// Whether the stake stays with the old hotkey.
    keep_stake: bool,
}

impl<T: Config> Pallet<T> {
    /// Puts `new` in the place of `old`, on one subnet or on all. With `keep_stake`, stake stays where it is.
    pub fn swap_hotkey_for(
        coldkey: &T::AccountId,
        old: &T::AccountId,
        new: &T::AccountId,
        only: Option<NetUid>,
        keep_stake: bool,
    ) -> DispatchResult {
        let swap = Swap { coldkey, old, new, only, keep_stake };
        Self::check_hotkey_swap(&swap)?;
        with_storage_layer(|| {
            match only {
                None => Self::swap_hotkey_everywhere(&swap),
                Some(netuid) => Self::swap_hotkey_here(&swap, netuid),
            }?;
            Self::note_hotkey_swap(&swap);
            Ok(())
        })
    }

    fn check_hotkey_swap(swap: &Swap<T::AccountId>) -> DispatchResult {
        Self::ensure_owns_hotkey(swap.coldkey, swap.old)?;
        ensure!(swap.old != swap.new, Error::<T>::NewHotKeyIsSameWithOld);
        Self::ensure_may_own_hotkey(swap.coldkey, swap.new)?;
        match swap.only {
            Some(netuid) => {
                Self::ensure_subnet(netuid)?;
                ensure!(Uids::<T>::contains_key(netuid, swap.old), Error::<T>::HotKeyNotRegisteredInSubNet);
            }
            None => {
                let last = RateLimitKey::LastTxBlock(swap.coldkey.clone());
                let passed = Self::passed(&last, TxRateLimit::<T>::get());
                ensure!(passed, Error::<T>::HotKeySetTxRateLimitExceeded);
                Self::ensure_hotkey_settled(swap.old)?;
            }
        }
        Self::ensure_swap_interval(swap)?;
        Self::ensure_new_hotkey_clean(swap)?;
        Self::ensure_hotkey_movable(swap)?;
        let cost = Self::hotkey_swap_cost(swap.only);
        ensure!(Self::spendable(swap.coldkey) >= cost, Error::<T>::NotEnoughBalanceToPaySwapHotKey);
        Ok(())
    }

    /// A whole swap is one on each subnet that the hotkey has a uid on, so neither way round the interval is open.
    fn ensure_swap_interval(swap: &Swap<T::AccountId>) -> DispatchResult {
        let interval = T::HotkeySwapInterval::get();
        let passed = |netuid: NetUid| {
            let last = LastHotkeySwapOnNetuid::<T>::get(netuid, swap.coldkey);
            crate::rate_limits::elapsed(last, Self::now(), interval)
        };
        let passed_all = Self::swapped_uids_on(swap).into_iter().all(passed);
        ensure!(passed_all, Error::<T>::HotKeySwapOnSubnetIntervalNotPassed);
        Ok(())
    }

    fn swapped_uids_on(swap: &Swap<T::AccountId>) -> Vec<NetUid> {
        match swap.only {
            Some(netuid) => alloc::vec![netuid],
            None => IsNetworkMember::<T>::iter_key_prefix(swap.old).collect(),
        }
    }

    /// Where the old hotkey goes the new one must have nothing of its own: then nothing has to be merged. Nobody else
    /// can be in the way, because nobody stakes on a hotkey that has no owner.
    fn ensure_new_hotkey_clean(swap: &Swap<T::AccountId>) -> DispatchResult {
        let (registered, staked) = match swap.only {
            Some(netuid) => (
                Uids::<T>::contains_key(netuid, swap.new),
                TotalHotkeyAlpha::<T>::contains_key(swap.new, netuid),
            ),
            None => (
                IsNetworkMember::<T>::iter_key_prefix(swap.new).next().is_some(),
                TotalHotkeyAlpha::<T>::iter_key_prefix(swap.new).next().is_some(),
            ),
        };
        ensure!(!registered, Error::<T>::HotKeyAlreadyRegisteredInSubNet);
        ensure!(swap.keep_stake || !staked, Error::<T>::NewHotKeyNotCleanForRootSwap);
        Ok(())
    }

    /// What goes with it fits into one call.
    fn ensure_hotkey_movable(swap: &Swap<T::AccountId>) -> DispatchResult {
        let kin = Self::kin_on(swap.old, swap.only);
        let (moved, seen, keepers) = match swap.keep_stake {
            true => (0, 0, 0),
            false => {
                let (moved, seen) = Self::positions_on(swap.old, swap.only);
                (moved, seen, Self::keepers_on(swap.old, swap.only))
            }
        };
        let fits = moved.saturating_add(kin) <= MOST_POSITIONS_MOVED
            && seen <= MOST_POSITIONS_SEEN
            && keepers <= MOST_KEEPERS;
        ensure!(fits, Error::<T>::DisabledTemporarily);
        Ok(())
    }

    /// Its children, its parents, and those who have their incentives staked on it.
    pub(crate) fn kin_on(hotkey: &T::AccountId, only: Option<NetUid>) -> u32 {
        let here = |netuid: &NetUid| only.is_none_or(|only| only == *netuid);
        let family = ChildKeys::<T>::iter_prefix(hotkey).chain(ParentKeys::<T>::iter_prefix(hotkey));
        let family = family.filter(|(netuid, _)| here(netuid)).map(|(_, kin)| kin.len());
        let followers = AutoStakeDestinationColdkeys::<T>::iter_prefix(hotkey);
        let followers = followers.filter(|(netuid, _)| here(netuid)).map(|(_, list)| list.len());
        let all = family.chain(followers).fold(0usize, usize::saturating_add);
        u32::try_from(all).unwrap_or(u32::MAX)
    }

    /// How many positions a swap of the hotkey moves, and how many it looks at.
    pub(crate) fn positions_on(hotkey: &T::AccountId, only: Option<NetUid>) -> (u32, u32) {
        Holders::<T>::iter_prefix(hotkey).fold((0, 0), |(moved, seen): (u32, u32), (netuid, holders)| {
            let here = if only.is_none_or(|only| only == netuid) { holders } else { 0 };
            (moved.saturating_add(here), seen.saturating_add(holders))
        })
    }

    /// How many of those who keep their root dividends a swap moves: one more than may be, where there are too many.
    pub(crate) fn keepers_on(hotkey: &T::AccountId, only: Option<NetUid>) -> usize {
        match only.is_none_or(|netuid| netuid.is_root()) {
            true => Self::keepers_of(hotkey).take(MOST_KEEPERS.saturating_add(1)).count(),
            false => 0,
        }
    }

    const fn hotkey_swap_cost(only: Option<NetUid>) -> Tao {
        if only.is_some() {
            KEY_SWAP_ON_SUBNET_COST
        } else {
            KEY_SWAP_COST
        }
    }

    fn swap_hotkey_here(swap: &Swap<T::AccountId>, netuid: NetUid) -> DispatchResult {
        Self::recycle_from(swap.coldkey, KEY_SWAP_ON_SUBNET_COST)?;
        Self::own_hotkey(swap.coldkey, swap.new)?;
        Self::share_take(swap.old, swap.new);
        Self::swap_on_subnet(netuid, swap.old, swap.new)?;
        if !swap.keep_stake {
            Self::move_stakes(swap.old, swap.new, &BTreeSet::from([netuid]))?;
        }
        Ok(())
    }

    /// All but the stake: it goes with the uid.
    fn swap_on_subnet(netuid: NetUid, old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        Self::swap_neuron(netuid, old, new);
        Self::move_auto_stake_of_hotkey(netuid, old, new);
        Self::pass_on_family_clocks(netuid, old, new);
        T::OnHotkeySwap::hotkey_swapped(netuid, old, new);
        Self::move_family(netuid, old, new)
    }

    fn swap_hotkey_everywhere(swap: &Swap<T::AccountId>) -> DispatchResult {
        Self::recycle_from(swap.coldkey, KEY_SWAP_COST)?;
        Self::own_hotkey(swap.coldkey, swap.new)?;
        for netuid in Self::netuids() {
            Self::swap_on_subnet(netuid, swap.old, swap.new)?;
        }
        if swap.keep_stake {
            // The old hotkey goes on for those who stake with it.
            Self::share_take(swap.old, swap.new);
            return Ok(());
        }
        let mut netuids: BTreeSet<NetUid> = Holders::<T>::iter_key_prefix(swap.old).collect();
        netuids.insert(NetUid::ROOT);
        Self::move_stakes(swap.old, swap.new, &netuids)?;
        Self::pass_on_take(swap.old, swap.new);
        Self::move_auto_lending(swap.old, swap.new);
        Self::disown_hotkey(swap.coldkey, swap.old);
        Ok(())
    }

    /// Stake on these subnets and, with that at root, what is owed for it.
    fn move_stakes(old: &T::AccountId, new: &T::AccountId, netuids: &BTreeSet<NetUid>) -> DispatchResult {
        let root = netuids.contains(&NetUid::ROOT);
        if root {
            let keepers: Vec<_> = Self::keepers_of(old).collect();
            keepers.iter().try_for_each(|keeper| Self::move_root_claims(old, new, keeper))?;
        }
        Self::rename_pools(old, new, netuids)?;
        match root {
            true => Self::move_root_pots(old, new),
            false => Ok(()),
        }
    }

    /// Starts the intervals anew, and tells.
    fn note_hotkey_swap(swap: &Swap<T::AccountId>) {
        let (coldkey, old_hotkey, new_hotkey) = (swap.coldkey.clone(), swap.old.clone(), swap.new.clone());
        match swap.only {
            Some(netuid) => {
                LastHotkeySwapOnNetuid::<T>::insert(netuid, swap.coldkey, Self::now());
                Self::deposit_event(Event::HotkeySwappedOnSubnet { coldkey, old_hotkey, new_hotkey, netuid });
            }
            None => {
                for netuid in IsNetworkMember::<T>::iter_key_prefix(swap.new) {
                    LastHotkeySwapOnNetuid::<T>::insert(netuid, swap.coldkey, Self::now());
                }
                Self::use_now(&RateLimitKey::LastTxBlock(coldkey.clone()));
                Self::deposit_event(Event::HotkeySwapped { coldkey, old_hotkey, new_hotkey });
            }
        }
    }
}
