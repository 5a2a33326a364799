//! What a child keeps of the dividends it earns with its parents' weight, and the bounds of it (economics §4.5).

use crate::{pallet::*, rate_limits::OwnerTransaction, Error};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::{NetUid, PerU16};

impl<T: Config> Pallet<T> {
    /// What a hotkey keeps of its parents' dividends on a subnet: what it chose, within today's bounds.
    pub fn childkey_take_of(hotkey: &T::AccountId, netuid: NetUid) -> PerU16 {
        let chosen = ChildkeyTake::<T>::get(hotkey, netuid);
        chosen.max(Self::least_childkey_take(netuid)).min(MaxChildkeyTake::<T>::get())
    }

    fn least_childkey_take(netuid: NetUid) -> PerU16 {
        MinChildkeyTake::<T>::get().max(MinChildkeyTakePerSubnet::<T>::get(netuid))
    }

    /// Sets the take of `coldkey`'s hotkey. Lowering it is free; raising it is possible once in a while.
    pub fn choose_childkey_take(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        take: PerU16,
    ) -> DispatchResult {
        Self::ensure_owns_hotkey(coldkey, hotkey)?;
        Self::ensure_subnet(netuid)?;
        let bounds = Self::least_childkey_take(netuid)..=MaxChildkeyTake::<T>::get();
        ensure!(bounds.contains(&take), Error::<T>::InvalidChildkeyTake);
        if take > Self::childkey_take_of(hotkey, netuid) {
            let limit = TxChildkeyTakeRateLimit::<T>::get();
            ensure!(
                Self::transaction_passed(hotkey, netuid, OwnerTransaction::ChildkeyTake, limit),
                Error::<T>::TxChildkeyTakeRateLimitExceeded
            );
            Self::transaction_now(hotkey, netuid, OwnerTransaction::ChildkeyTake);
        }
        Self::write_childkey_take(hotkey, netuid, take);
        Self::deposit_event(Event::ChildKeyTakeSet(hotkey.clone(), take));
        Ok(())
    }

    pub(super) fn write_childkey_take(hotkey: &T::AccountId, netuid: NetUid, take: PerU16) {
        if take == PerU16::ZERO {
            ChildkeyTake::<T>::remove(hotkey, netuid);
        } else {
            ChildkeyTake::<T>::insert(hotkey, netuid, take);
        }
        Self::count_member(hotkey, netuid);
    }

    /// Governance bounds what children keep.
    pub(crate) fn bound_childkey_take(
        origin: OriginFor<T>,
        least: Option<PerU16>,
        most: Option<PerU16>,
    ) -> DispatchResult {
        ensure_root(origin)?;
        let bounds =
            (least.unwrap_or_else(MinChildkeyTake::<T>::get), most.unwrap_or_else(MaxChildkeyTake::<T>::get));
        ensure!(bounds.0 <= bounds.1, Error::<T>::InvalidChildkeyTake);
        if let Some(take) = least {
            MinChildkeyTake::<T>::put(take);
            Self::deposit_event(Event::MinChildKeyTakeSet(take));
        }
        if let Some(take) = most {
            MaxChildkeyTake::<T>::put(take);
            Self::deposit_event(Event::MaxChildKeyTakeSet(take));
        }
        Ok(())
    }

    pub(crate) fn limit_childkey_takes(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        TxChildkeyTakeRateLimit::<T>::put(blocks);
        Self::deposit_event(Event::TxChildKeyTakeRateLimitSet(blocks));
        Ok(())
    }

    pub(crate) fn set_childkey_cooldown(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        PendingChildKeyCooldown::<T>::put(blocks);
        Ok(())
    }
}
