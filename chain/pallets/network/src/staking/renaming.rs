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
            Self::rename_vesting(old, new, *netuid);
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
        let all = Self::vesting_pool(hotkey, netuid);
        let pool = all.pool;
        let both = [old, new].map(|holder| Positions::<T>::get((hotkey, holder, netuid)));
        let [shares, fresh] = [both.map(|of| pool.shares_of(&of)), both.map(|of| all.fresh_of(&of))]
            .map(|[old, new]| old.checked_add(new).filter(|shares| *shares <= pool.shares));
        let shares = shares.ok_or(Error::<T>::Overflow)?;
        let fresh = fresh.ok_or(Error::<T>::Overflow)?;
        let one = Holding { shares, scale: pool.scale, fresh, round: all.vesting.round };
        Self::write_position(hotkey, old, netuid, Holding::default());
        Self::write_position(hotkey, new, netuid, one);
        Ok(())
    }
}
