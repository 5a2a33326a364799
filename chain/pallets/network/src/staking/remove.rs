//! Removing stake: alpha leaves the position and is sold for TAO.

use super::{market::Fee, Limit, MIN_STAKE};
use crate::{costs, pallet::*, Error};
use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*, storage::with_storage_layer};
use myelin_pool::Sold;
use myelin_units::{Alpha, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Sells `amount` of a position.
    pub fn unstake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
        limit: Option<Limit>,
    ) -> DispatchResult {
        let sold = Self::quote_unstake(coldkey, hotkey, netuid, amount, limit)?;
        with_storage_layer(|| {
            Self::fill_unstake(coldkey, hotkey, netuid, &sold)?;
            Self::sweep_small_nomination(coldkey, hotkey, netuid);
            Ok(())
        })
    }

    /// Sells `amount` of a position, or all of it when it holds less.
    pub fn unstake_up_to(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        let held = Self::stake_of(hotkey, coldkey, netuid);
        let amount = if held.is_zero() { amount } else { amount.min(held) };
        Self::unstake(coldkey, hotkey, netuid, amount, None)
    }

    /// Sells a whole position; with a limit, all of it or nothing.
    pub fn unstake_whole(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        limit: Option<Tao>,
    ) -> DispatchResult {
        let held = Self::stake_of(hotkey, coldkey, netuid);
        ensure!(!held.is_zero() || !NetworksAdded::<T>::get(netuid), Error::<T>::NotEnoughStakeToWithdraw);
        Self::unstake(coldkey, hotkey, netuid, held, limit.map(|price| Limit::new(price, false)))
    }

    /// What unstaking would bring, or why it would not (economics §4.3, checks in their order). The minimum is asked of
    /// what a limit lets through, not of the whole request.
    pub fn quote_unstake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
        limit: Option<Limit>,
    ) -> Result<Sold, DispatchError> {
        Self::ensure_tradable(netuid)?;
        ensure!(!amount.is_zero() || !Self::hotkey_exists(hotkey), Error::<T>::AmountTooLow);
        Self::ensure_hotkey_exists(hotkey)?;
        let held = Self::stake_of(hotkey, coldkey, netuid);
        ensure!(held >= amount, Error::<T>::NotEnoughStakeToWithdraw);
        let sold = Self::quote_sell(netuid, amount, limit, Fee::Charged)?;
        ensure!(sold.tao >= MIN_STAKE || sold.sold == held, Error::<T>::AmountTooLow);
        Ok(sold)
    }

    pub(crate) fn fill_unstake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        sold: &Sold,
    ) -> DispatchResult {
        Self::withdraw_stake(hotkey, coldkey, netuid, sold.sold)?;
        Self::fill_sell(coldkey, netuid, sold)?;
        Self::deposit_event(Event::StakeRemoved(
            coldkey.clone(),
            hotkey.clone(),
            sold.tao,
            sold.sold,
            netuid,
            sold.fee.rao(),
        ));
        Ok(())
    }

    /// Sells everything a coldkey holds on a hotkey; what cannot be sold now is left as it is.
    pub fn unstake_everything(coldkey: &T::AccountId, hotkey: &T::AccountId) -> DispatchResultWithPostInfo {
        Self::ensure_hotkey_exists(hotkey)?;
        let sold = Self::netuids()
            .into_iter()
            .filter(|netuid| Self::unstake_whole(coldkey, hotkey, *netuid, None).is_ok())
            .count();
        Ok(Some(costs::unstaked::<T>(sold)).into())
    }

    /// Sells all alpha a coldkey holds on a hotkey and stakes what it brings at root; a subnet whose alpha cannot be
    /// sold now is left as it is.
    pub fn unstake_everything_to_root(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> DispatchResultWithPostInfo {
        Self::ensure_hotkey_exists(hotkey)?;
        let moved = Self::netuids()
            .into_iter()
            .filter(|netuid| !netuid.is_root())
            .filter(|netuid| {
                let held = Self::stake_of(hotkey, coldkey, *netuid);
                Self::swap_stake_between(coldkey, hotkey, *netuid, NetUid::ROOT, held, None).is_ok()
            })
            .count();
        Ok(Some(costs::unstaked::<T>(moved)).into())
    }
}
