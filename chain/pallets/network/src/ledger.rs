//! TAO of the subnets. It stands in the balances ledger and nowhere else: the reserve of a pool is a hold on the
//! subnet's account, so what someone sends to that account by mistake never mixes with it. The functions here are the
//! only ones that move it, and they keep the wire's counters (`SubnetTAO`, `TotalStake`) equal to the holds.

use crate::{pallet::*, Error};
use frame_support::{
    pallet_prelude::*,
    traits::{
        fungible::{Balanced, Credit, Inspect, InspectHold, Mutate, MutateHold},
        tokens::{Fortitude, Precision, Preservation, Restriction},
        Imbalance,
    },
    PalletId,
};
use myelin_units::{AmountError, NetUid, Tao};
use sp_runtime::traits::AccountIdConversion;

/// What the pallet asks of the ledger: 64-bit rao, credits that must be used, and holds.
pub trait Ledger<AccountId: Eq, Reason>:
    Balanced<AccountId>
    + Mutate<AccountId>
    + Inspect<AccountId, Balance = u64>
    + InspectHold<AccountId, Reason = Reason>
    + MutateHold<AccountId, Reason = Reason>
{
}
impl<AccountId: Eq, Reason, L> Ledger<AccountId, Reason> for L where
    L: Balanced<AccountId>
        + Mutate<AccountId>
        + Inspect<AccountId, Balance = u64>
        + InspectHold<AccountId, Reason = Reason>
        + MutateHold<AccountId, Reason = Reason>
{
}

/// TAO on its way: dropping it would burn it.
pub type TaoCredit<T> = Credit<<T as frame_system::Config>::AccountId, <T as Config>::Currency>;

impl<T: Config> Pallet<T> {
    /// The account that holds a subnet's TAO.
    pub fn subnet_account(netuid: NetUid) -> T::AccountId {
        SUBNET_ACCOUNTS.into_sub_account_truncating(netuid.number())
    }

    /// Whether an account is a subnet's.
    pub fn is_subnet_account(account: &T::AccountId) -> bool {
        PalletId::try_from_sub_account::<u16>(account).is_some_and(|(name, _)| name == SUBNET_ACCOUNTS)
    }

    /// Gives a subnet's account the existential deposit it lives on, if it has none yet: a hold needs an account that
    /// exists, and a block's share may be a single rao.
    pub(crate) fn open_subnet_account(netuid: NetUid, payer: &T::AccountId) -> DispatchResult {
        let account = Self::subnet_account(netuid);
        let deposit = T::Currency::minimum_balance();
        if T::Currency::balance(&account) < deposit {
            T::Currency::transfer(payer, &account, deposit, Preservation::Preserve)?;
        }
        Ok(())
    }

    /// As `open_subnet_account`, at genesis, where nobody can pay yet.
    pub(crate) fn open_subnet_account_at_genesis(netuid: NetUid) -> DispatchResult {
        T::Currency::mint_into(&Self::subnet_account(netuid), T::Currency::minimum_balance())?;
        Ok(())
    }

    /// What an account may spend without being reaped.
    pub fn spendable(who: &T::AccountId) -> Tao {
        Tao::new(T::Currency::reducible_balance(who, Preservation::Preserve, Fortitude::Polite))
    }

    /// TAO in existence.
    pub fn issuance() -> Tao {
        Tao::new(T::Currency::total_issuance())
    }

    /// `tao` goes from an account into a subnet's reserve.
    pub(crate) fn pay_into_pool(from: &T::AccountId, netuid: NetUid, tao: Tao) -> DispatchResult {
        ensure!(Self::spendable(from) >= tao, Error::<T>::NotEnoughBalanceToStake);
        Self::open_subnet_account(netuid, from)?;
        let account = Self::subnet_account(netuid);
        T::Currency::transfer_and_hold(
            &HoldReason::Pool.into(),
            from,
            &account,
            tao.rao(),
            Precision::Exact,
            Preservation::Preserve,
            Fortitude::Polite,
        )?;
        Self::raise_reserve(netuid, tao)
    }

    /// `tao` goes from a subnet's reserve to an account, which must be able to exist with it.
    pub(crate) fn pay_from_pool(netuid: NetUid, to: &T::AccountId, tao: Tao) -> DispatchResult {
        let account = Self::subnet_account(netuid);
        T::Currency::transfer_on_hold(
            &HoldReason::Pool.into(),
            &account,
            to,
            tao.rao(),
            Precision::Exact,
            Restriction::Free,
            Fortitude::Polite,
        )?;
        Self::lower_reserve(netuid, tao)
    }

    /// `tao` goes from one subnet's reserve to another's.
    pub(crate) fn pay_between_pools(from: NetUid, to: NetUid, tao: Tao) -> DispatchResult {
        T::Currency::transfer_on_hold(
            &HoldReason::Pool.into(),
            &Self::subnet_account(from),
            &Self::subnet_account(to),
            tao.rao(),
            Precision::Exact,
            Restriction::OnHold,
            Fortitude::Polite,
        )?;
        Self::lower_reserve(from, tao)?;
        Self::raise_reserve(to, tao)
    }

    /// Minted TAO goes into a subnet's reserve.
    pub(crate) fn mint_into_pool(netuid: NetUid, credit: TaoCredit<T>) -> DispatchResult {
        let tao = Tao::new(credit.peek());
        Self::hold_credit(netuid, credit, HoldReason::Pool)?;
        Self::raise_reserve(netuid, tao)
    }

    /// Minted TAO waits on a subnet's account for its next block step.
    pub(crate) fn carry_over(netuid: NetUid, credit: TaoCredit<T>) -> DispatchResult {
        Self::hold_credit(netuid, credit, HoldReason::Carried)
    }

    /// TAO that waits for a subnet's next block step.
    pub fn carried(netuid: NetUid) -> Tao {
        Tao::new(T::Currency::balance_on_hold(&HoldReason::Carried.into(), &Self::subnet_account(netuid)))
    }

    /// All that waits goes into the subnet's reserve.
    pub(crate) fn settle_carried(netuid: NetUid) -> Result<Tao, DispatchError> {
        let tao = Self::carried(netuid);
        if tao.is_zero() {
            return Ok(tao);
        }
        let account = Self::subnet_account(netuid);
        T::Currency::release(&HoldReason::Carried.into(), &account, tao.rao(), Precision::Exact)?;
        T::Currency::hold(&HoldReason::Pool.into(), &account, tao.rao())?;
        Self::raise_reserve(netuid, tao)?;
        Ok(tao)
    }

    /// TAO of a subnet's reserve ceases to exist: the emission curve steps back and mints it again later.
    pub(crate) fn recycle_from_pool(netuid: NetUid, tao: Tao) -> DispatchResult {
        let account = Self::subnet_account(netuid);
        T::Currency::release(&HoldReason::Pool.into(), &account, tao.rao(), Precision::Exact)?;
        let credit = T::Currency::withdraw(
            &account,
            tao.rao(),
            Precision::Exact,
            Preservation::Expendable,
            Fortitude::Force,
        )?;
        drop(credit);
        Self::lower_reserve(netuid, tao)
    }

    fn hold_credit(netuid: NetUid, credit: TaoCredit<T>, reason: HoldReason) -> DispatchResult {
        let account = Self::subnet_account(netuid);
        let rao = credit.peek();
        T::Currency::resolve(&account, credit).map_err(|_| Error::<T>::Overflow)?;
        T::Currency::hold(&reason.into(), &account, rao)
    }

    fn raise_reserve(netuid: NetUid, tao: Tao) -> DispatchResult {
        SubnetTAO::<T>::try_mutate(netuid, |reserve| set_amount::<T, _>(reserve, reserve.checked_add(tao)))?;
        TotalStake::<T>::try_mutate(|total| set_amount::<T, _>(total, total.checked_add(tao)))
    }

    fn lower_reserve(netuid: NetUid, tao: Tao) -> DispatchResult {
        SubnetTAO::<T>::try_mutate(netuid, |reserve| set_amount::<T, _>(reserve, reserve.checked_sub(tao)))?;
        TotalStake::<T>::try_mutate(|total| set_amount::<T, _>(total, total.checked_sub(tao)))
    }
}

/// Writes the outcome of checked arithmetic, or fails the call with `Overflow`.
pub(crate) fn set_amount<T: Config, A>(place: &mut A, outcome: Result<A, AmountError>) -> DispatchResult {
    *place = outcome.map_err(|_| Error::<T>::Overflow)?;
    Ok(())
}

#[cfg(test)]
mod tests;
