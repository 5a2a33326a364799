//! The hotkey that stands for a subnet's owner: it receives the owner's cut and needs no permit.

use crate::{pallet::*, rate_limits::RateLimitKey, Error};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;

/// Blocks between two changes by the owner: a week.
pub const OWNER_HOTKEY_RATE_LIMIT: u64 = 50_400;

impl<T: Config> Pallet<T> {
    /// Names another hotkey, at most once per [`OWNER_HOTKEY_RATE_LIMIT`] blocks (yuma.md §4). One that belongs to nobody
    /// belongs to the subnet's owner from now on.
    pub fn choose_owner_hotkey(origin: OriginFor<T>, netuid: NetUid, hotkey: T::AccountId) -> DispatchResult {
        let key = RateLimitKey::SetSNOwnerHotkey(netuid);
        let by_owner = Self::ensure_owner_or_root(origin, netuid)?.is_some();
        ensure!(!by_owner || Self::passed(&key, OWNER_HOTKEY_RATE_LIMIT), Error::<T>::TxRateLimitExceeded);
        if !Self::hotkey_exists(&hotkey) {
            Self::own_hotkey(&SubnetOwner::<T>::get(netuid), &hotkey)?;
        }
        SubnetOwnerHotkey::<T>::insert(netuid, &hotkey);
        if by_owner {
            Self::use_now(&key);
        }
        Self::deposit_event(Event::SubnetOwnerHotkeySet(netuid, hotkey));
        Ok(())
    }
}
