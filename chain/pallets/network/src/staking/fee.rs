//! A transaction's fee, paid with staked alpha: just so much of it is sold, like any other sale, that it brings the fee.
//! No position, or one that is too small, pays nothing and the transaction is refused.

use super::market::Fee;
use crate::{ledger::TaoCredit, pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer, traits::Imbalance};
use myelin_pool::Sold;
use myelin_units::{NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// What would be sold of a position to pay `fee`, and what it would bring: the least that suffices, so rounded up.
    pub fn quote_fee(
        payer: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        fee: Tao,
    ) -> Result<Sold, DispatchError> {
        Self::ensure_tradable(netuid)?;
        let held = Self::stake_of(hotkey, payer, netuid);
        if netuid.is_root() {
            let sold = Self::quote_sell(netuid, Self::root_alpha(fee), None, Fee::Waived)?;
            ensure!(sold.sold <= held, Error::<T>::NotEnoughStakeToWithdraw);
            return Ok(sold);
        }
        let terms = Self::terms(netuid, Fee::Charged);
        myelin_pool::sell_for(&Self::reserves(netuid), fee, held, &terms).map_err(Self::pool_error)
    }

    /// Sells as much of a position as pays `fee`. The TAO is the caller's, who owes the payer what is more than the fee.
    pub fn pay_fee_with_alpha(
        payer: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        fee: Tao,
    ) -> Result<TaoCredit<T>, DispatchError> {
        let sold = Self::quote_fee(payer, hotkey, netuid, fee)?;
        with_storage_layer(|| {
            Self::withdraw_stake(hotkey, payer, netuid, sold.sold)?;
            let paid = Self::take_from_pool(netuid, sold.tao)?;
            Self::record_sell(netuid, &sold)?;
            Self::deposit_event(Event::TransactionFeePaidWithAlpha {
                who: payer.clone(),
                netuid,
                alpha_fee: sold.sold,
                tao_amount: Tao::new(paid.peek()),
            });
            Ok(paid)
        })
    }

    /// Who has what an account had: the coldkey that took its place, or itself.
    pub fn heir_of(account: &T::AccountId) -> T::AccountId {
        ColdkeySuccessor::<T>::get(account).unwrap_or_else(|| account.clone())
    }
}
