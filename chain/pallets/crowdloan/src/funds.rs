//! The accounts of crowdloans: the only functions that move TAO to and from them.

use crate::pallet::*;
use frame_support::{
    pallet_prelude::*,
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude, Preservation},
    },
};
use myelin_units::Tao;
use sp_runtime::traits::AccountIdConversion;

impl<T: Config> Pallet<T> {
    /// The account on which a crowdloan's TAO stands.
    pub fn funds_account(id: CrowdloanId) -> T::AccountId {
        T::PalletId::get().into_sub_account_truncating(id)
    }

    /// What an account holds, in rao.
    pub(crate) fn funds(account: &T::AccountId) -> Tao {
        Tao::new(T::Currency::balance(account))
    }

    /// `amount` goes to a crowdloan; the giver's account lives on.
    pub(crate) fn pay_in(from: &T::AccountId, funds: &T::AccountId, amount: Tao) -> DispatchResult {
        let spendable = T::Currency::reducible_balance(from, Preservation::Preserve, Fortitude::Polite);
        ensure!(spendable >= amount.rao(), Error::<T>::InsufficientBalance);
        T::Currency::transfer(from, funds, amount.rao(), Preservation::Preserve)?;
        Ok(())
    }

    /// `amount` leaves a crowdloan, whose account may end with it.
    pub(crate) fn pay_out(funds: &T::AccountId, to: &T::AccountId, amount: Tao) -> DispatchResult {
        T::Currency::transfer(funds, to, amount.rao(), Preservation::Expendable)?;
        Ok(())
    }

    /// As `pay_out`, but where less than an account needs would go to one that is gone, it stays: it belongs to the
    /// creator when the crowdloan is dissolved. So nobody holds up the others.
    pub(crate) fn pay_out_if_possible(
        funds: &T::AccountId,
        to: &T::AccountId,
        amount: Tao,
    ) -> DispatchResult {
        let gone = T::Currency::total_balance(to) == 0;
        if gone && amount.rao() < T::Currency::minimum_balance() {
            return Ok(());
        }
        Self::pay_out(funds, to, amount)
    }

    /// Everything leaves a crowdloan, what others sent there by mistake included.
    pub(crate) fn pay_out_all(funds: &T::AccountId, to: &T::AccountId) -> DispatchResult {
        Self::pay_out(funds, to, Self::funds(funds))
    }
}
