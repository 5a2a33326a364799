//! Adding stake: TAO buys alpha, the alpha joins the coldkey's position.

use super::{market::Fee, Limit, SwapFee, MIN_STAKE};
use crate::{pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_pool::Bought;
use myelin_units::{NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Stakes `amount` of TAO on a hotkey.
    pub fn stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Tao,
        limit: Option<Limit>,
    ) -> DispatchResult {
        let bought = Self::quote_stake(coldkey, hotkey, netuid, amount, limit)?;
        with_storage_layer(|| Self::fill_stake(coldkey, hotkey, netuid, &bought))
    }

    /// What staking would buy, or why it would not (economics §4.3, checks in their order).
    pub fn quote_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Tao,
        limit: Option<Limit>,
    ) -> Result<Bought, DispatchError> {
        Self::ensure_tradable(netuid)?;
        Self::ensure_may_buy(coldkey, netuid)?;
        ensure!(amount >= Self::least_stake(netuid), Error::<T>::AmountTooLow);
        ensure!(Self::spendable(coldkey) >= amount, Error::<T>::NotEnoughBalanceToStake);
        Self::ensure_hotkey_exists(hotkey)?;
        let bought = Self::quote_buy(netuid, amount, limit, Fee::Charged)?;
        ensure!(bought.spent >= MIN_STAKE, Error::<T>::AmountTooLow);
        Ok(bought)
    }

    /// The minimum stake and its fee.
    fn least_stake(netuid: NetUid) -> Tao {
        let fee = if netuid.is_root() { 0 } else { T::SwapFee::rate(netuid).of_ceil(MIN_STAKE.rao()) };
        Tao::new(MIN_STAKE.rao().saturating_add(fee))
    }

    pub(crate) fn fill_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        bought: &Bought,
    ) -> DispatchResult {
        Self::fill_buy(coldkey, netuid, bought)?;
        Self::deposit_stake(hotkey, coldkey, netuid, bought.alpha)?;
        Self::deposit_event(Event::StakeAdded(
            coldkey.clone(),
            hotkey.clone(),
            bought.spent,
            bought.alpha,
            netuid,
            bought.fee.rao(),
        ));
        Ok(())
    }
}
