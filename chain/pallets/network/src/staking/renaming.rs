//! Share pools and positions that get another name: the hotkey's or the holder's. No share is minted, burned or
//! rounded; a holder's alpha is after the change what it was before.

use crate::{ledger::set_amount, pallet::*, Error};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::pallet_prelude::*;
use myelin_stake::Holding;
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// The share pools of `old` on these subnets, and everybody's positions in them, are those of `new`, which has none
    /// there. The caller has seen that there are not too many.
    pub(crate) fn rename_pools(
        old: &T::AccountId,
        new: &T::AccountId,
        netuids: &BTreeSet<NetUid>,
    ) -> DispatchResult {
        for netuid in netuids {
            HotkeyShares::<T>::swap(old, netuid, new, netuid);
            // What stands beside the pool at root has gone before.
            let value = TotalHotkeyAlpha::<T>::take(old, netuid);
            if !value.is_zero() {
                TotalHotkeyAlpha::<T>::try_mutate(new, netuid, |total| {
                    set_amount::<T, _>(total, total.checked_add(value))
                })?;
            }
        }
        let positions: Vec<_> = Positions::<T>::iter_prefix((old,)).collect();
        for ((coldkey, netuid), holding) in positions {
            if netuids.contains(&netuid) {
                Self::write_position(old, &coldkey, netuid, Holding::default());
                Self::write_position(new, &coldkey, netuid, holding);
            }
        }
        Ok(())
    }

    /// A holder's position is another's, who may have one in the same pool: then both are one.
    pub(crate) fn rename_holder(
        hotkey: &T::AccountId,
        netuid: NetUid,
        old: &T::AccountId,
        new: &T::AccountId,
    ) -> DispatchResult {
        let pool = Self::share_pool(hotkey, netuid);
        let shares_of = |holder| pool.shares_of(&Positions::<T>::get((hotkey, holder, netuid)));
        let shares = shares_of(old).checked_add(shares_of(new)).filter(|shares| *shares <= pool.shares);
        let shares = shares.ok_or(Error::<T>::Overflow)?;
        Self::write_position(hotkey, old, netuid, Holding::default());
        Self::write_position(hotkey, new, netuid, Holding { shares, scale: pool.scale });
        Ok(())
    }
}
