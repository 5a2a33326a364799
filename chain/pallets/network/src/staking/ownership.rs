//! Which coldkey a hotkey belongs to. It is told once, by the first who uses the hotkey, and stays.

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;

impl<T: Config> Pallet<T> {
    /// Makes a coldkey the owner of a hotkey that belongs to nobody; nothing happens when it is already.
    pub(crate) fn associate_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::own_hotkey(coldkey, hotkey)
    }

    /// The hotkey belongs to the coldkey, from now on when it belonged to nobody. Accounts of the chain itself belong
    /// to nobody, ever: their TAO is in pools.
    pub(crate) fn own_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::ensure_may_own_hotkey(coldkey, hotkey)?;
        if !Self::hotkey_exists(hotkey) {
            Self::link_hotkey(coldkey, hotkey);
        }
        Ok(())
    }

    /// The hotkey belongs to the coldkey, or to nobody and is not one of the chain's own accounts.
    pub(crate) fn ensure_may_own_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        if Self::hotkey_exists(hotkey) {
            return Self::ensure_owns_hotkey(coldkey, hotkey);
        }
        ensure!(!Self::is_chain_account(hotkey), Error::<T>::CannotUseSystemAccount);
        Ok(())
    }

    /// Whether an account is the chain's own: a subnet's, or a key of a lease.
    pub fn is_chain_account(account: &T::AccountId) -> bool {
        Self::is_subnet_account(account) || Self::is_lease_key(account)
    }

    /// Writes down that a hotkey that belongs to nobody belongs to a coldkey.
    pub(crate) fn link_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) {
        Owner::<T>::insert(hotkey, coldkey);
        // A hotkey signs without ever having had TAO, and an account that is not there has no nonce.
        frame_system::Pallet::<T>::inc_sufficients(hotkey);
        OwnedHotkeys::<T>::mutate(coldkey, |hotkeys| {
            if !hotkeys.contains(hotkey) {
                hotkeys.push(hotkey.clone());
            }
        });
    }

    /// A hotkey that nothing is tied to any more belongs to nobody again.
    pub(crate) fn disown_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) {
        Owner::<T>::remove(hotkey);
        frame_system::Pallet::<T>::dec_sufficients(hotkey);
        OwnedHotkeys::<T>::mutate_exists(coldkey, |hotkeys| {
            let mut rest = hotkeys.take().unwrap_or_default();
            rest.retain(|owned| owned != hotkey);
            *hotkeys = (!rest.is_empty()).then_some(rest);
        });
    }

    /// The hotkey exists and belongs to the coldkey.
    pub(crate) fn ensure_owns_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::ensure_hotkey_exists(hotkey)?;
        ensure!(Owner::<T>::get(hotkey) == *coldkey, Error::<T>::NonAssociatedColdKey);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::{mock::*, pallet::*};
    use frame_support::{assert_noop, assert_ok, assert_storage_noop};
    use myelin_units::NetUid;

    #[test]
    fn hotkey_should_belong_to_the_first_who_claims_it() {
        chain().execute_with(|| {
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
            assert_eq!(Owner::<Test>::get(hotkey(2)), coldkey(2));
            assert_eq!(OwnedHotkeys::<Test>::get(coldkey(2)), [hotkey(2)]);
            assert_noop!(
                Network::try_associate_hotkey(signed(coldkey(3)), hotkey(2)),
                Error::<Test>::NonAssociatedColdKey
            );
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(3)));
            assert_eq!(OwnedHotkeys::<Test>::get(coldkey(2)), [hotkey(2), hotkey(3)]);
        });
    }

    #[test]
    fn hotkey_should_be_an_account_when_it_is_owned_and_has_nothing() {
        chain().execute_with(|| {
            let account = || frame_system::Account::<Test>::get(hotkey(2));
            assert_eq!((account().sufficients, account().data.free), (0, 0));
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
            assert_eq!((account().sufficients, account().data.free), (1, 0));
        });
    }

    #[test]
    fn nothing_should_change_when_the_owner_claims_again() {
        chain().execute_with(|| {
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
            assert_storage_noop!(assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2))));
        });
    }

    #[test]
    fn account_of_a_subnet_should_belong_to_nobody() {
        chain().execute_with(|| {
            for netuid in [0, 1, 77, u16::MAX] {
                let account = Network::subnet_account(NetUid::new(netuid));
                assert_noop!(
                    Network::try_associate_hotkey(signed(coldkey(2)), account),
                    Error::<Test>::CannotUseSystemAccount
                );
            }
        });
    }
}
