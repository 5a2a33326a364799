//! Seats at the root network: free, or taken from the hotkey with the least root stake (yuma.md §3.1).

use crate::{pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;

/// An interval has this many times its target of root registrations at most.
const INTERVAL_ALLOWANCE: u16 = 3;

impl<T: Config> Pallet<T> {
    /// Seats a hotkey of `coldkey` at root.
    pub fn register_at_root(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        let replaced = Self::check_root_register(coldkey, hotkey)?;
        with_storage_layer(|| {
            Self::own_hotkey(coldkey, hotkey)?;
            match replaced {
                Some(uid) => Self::replace_neuron(NetUid::ROOT, uid, hotkey),
                None => Self::append_neuron(NetUid::ROOT, hotkey).map(|_| ()),
            }?;
            Self::count_registration(NetUid::ROOT);
            Ok(())
        })
    }

    /// The seat to be taken over, none for a free one, or why there is no seat.
    pub fn check_root_register(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> Result<Option<u16>, DispatchError> {
        let root = NetUid::ROOT;
        ensure!(NetworksAdded::<T>::get(root), Error::<T>::RootNetworkDoesNotExist);
        let in_block = RegistrationsThisBlock::<T>::get(root);
        ensure!(
            in_block < MaxRegistrationsPerBlock::<T>::get(root),
            Error::<T>::TooManyRegistrationsThisBlock
        );
        let most = TargetRegistrationsPerInterval::<T>::get(root).saturating_mul(INTERVAL_ALLOWANCE);
        ensure!(
            RegistrationsThisInterval::<T>::get(root) < most,
            Error::<T>::TooManyRegistrationsThisInterval
        );
        ensure!(Uids::<T>::get(root, hotkey).is_none(), Error::<T>::HotKeyAlreadyRegisteredInSubNet);
        Self::ensure_may_own_hotkey(coldkey, hotkey)?;
        if SubnetworkN::<T>::get(root) < MaxAllowedUids::<T>::get(root) {
            return Ok(None);
        }
        let newcomer = TotalHotkeyAlpha::<T>::get(hotkey, root);
        let (least, uid) = Self::hotkeys(root)
            .into_iter()
            .zip(0u16..)
            .map(|(seated, uid)| (TotalHotkeyAlpha::<T>::get(seated, root), uid))
            .min()
            .ok_or(Error::<T>::StakeTooLowForRoot)?;
        ensure!(newcomer > least, Error::<T>::StakeTooLowForRoot);
        Ok(Some(uid))
    }
}
