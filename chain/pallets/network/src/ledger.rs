//! TAO of the subnets. It stands in the balances ledger and nowhere else: the reserve of a pool is a hold on the
//! subnet's account, so what someone sends to that account by mistake never mixes with it. The functions here are the
//! only ones that move it, and they keep the wire's counters (`SubnetTAO`, `TotalStake`) equal to the holds.
//!
//! A block's TAO is minted for all pools at once onto one account, the emission account, and held there. A subnet's
//! reserve is what its own account holds and what it is owed by that one; the debt is settled when the subnet's account
//! has to pay, and in every epoch (`docs/decisions/0010-one-mint-a-block.md`).

pub mod gauges;

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

    /// The account on which emission waits for the subnets' accounts to need it. No subnet ever has this number.
    pub fn emission_account() -> T::AccountId {
        Self::subnet_account(NetUid::new(u16::MAX))
    }

    /// Gives the emission account its existential deposit, at genesis.
    pub(crate) fn open_emission_account() -> DispatchResult {
        T::Currency::mint_into(&Self::emission_account(), T::Currency::minimum_balance())?;
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

    /// All that an account can spend goes to another; the account may end with it. Returns how much it was.
    pub(crate) fn pay_everything(from: &T::AccountId, to: &T::AccountId) -> Result<Tao, DispatchError> {
        let all = T::Currency::reducible_balance(from, Preservation::Expendable, Fortitude::Polite);
        if all > 0 {
            T::Currency::transfer(from, to, all, Preservation::Expendable)?;
        }
        Ok(Tao::new(all))
    }

    /// `tao` goes from an account, which lives on, to another; it stays where it is when it is less than an account
    /// needs and the other account is gone.
    pub(crate) fn pay_if_possible(from: &T::AccountId, to: &T::AccountId, tao: Tao) -> DispatchResult {
        let gone = T::Currency::total_balance(to) == 0;
        if tao.is_zero() || (gone && tao.rao() < T::Currency::minimum_balance()) {
            return Ok(());
        }
        T::Currency::transfer(from, to, tao.rao(), Preservation::Preserve)?;
        Ok(())
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
        let account = Self::account_with(netuid, tao)?;
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
        let account = Self::account_with(from, tao)?;
        Self::move_hold(&account, &Self::subnet_account(to), tao)?;
        Self::lower_reserve(from, tao)?;
        Self::raise_reserve(to, tao)
    }

    /// Minted TAO goes into a subnet's reserve.
    pub(crate) fn mint_into_pool(netuid: NetUid, credit: TaoCredit<T>) -> DispatchResult {
        let tao = Tao::new(credit.peek());
        Self::hold_credit(&Self::subnet_account(netuid), credit)?;
        Self::raise_reserve(netuid, tao)
    }

    /// Mints a block's TAO for all pools. Whoever calls adds it to their reserves, or carries it over.
    pub(crate) fn mint_for_pools(tao: Tao) -> DispatchResult {
        if tao.is_zero() {
            return Ok(());
        }
        Self::hold_credit(&Self::emission_account(), T::Currency::issue(tao.rao()))
    }

    /// What a subnet's account holds of its reserve; the rest is owed by the emission account.
    pub fn held(netuid: NetUid) -> Tao {
        Self::pool_hold(&Self::subnet_account(netuid))
    }

    pub(crate) fn pool_hold(account: &T::AccountId) -> Tao {
        Tao::new(T::Currency::balance_on_hold(&HoldReason::Pool.into(), account))
    }

    /// The emission account pays what it owes a subnet.
    pub(crate) fn settle(netuid: NetUid) -> DispatchResult {
        let (reserve, held) = (SubnetTAO::<T>::get(netuid), Self::held(netuid));
        // A reserve that the gauge does not cover would be paid with what is owed to others.
        Self::ensure_covered(netuid, reserve)?;
        match reserve.checked_sub(held) {
            Ok(owed) if !owed.is_zero() => {
                Self::move_hold(&Self::emission_account(), &Self::subnet_account(netuid), owed)
            }
            _ => Ok(()),
        }
    }

    /// A subnet's account, holding at least `tao` if the reserve is that much.
    fn account_with(netuid: NetUid, tao: Tao) -> Result<T::AccountId, DispatchError> {
        if Self::held(netuid) < tao {
            Self::settle(netuid)?;
        }
        Ok(Self::subnet_account(netuid))
    }

    fn move_hold(from: &T::AccountId, to: &T::AccountId, tao: Tao) -> DispatchResult {
        T::Currency::transfer_on_hold(
            &HoldReason::Pool.into(),
            from,
            to,
            tao.rao(),
            Precision::Exact,
            Restriction::OnHold,
            Fortitude::Polite,
        )?;
        Ok(())
    }

    /// Minted TAO waits on the emission account for the subnet's next step.
    pub(crate) fn carry_over(netuid: NetUid, tao: Tao) {
        if !tao.is_zero() {
            // All TAO there is fits, so this never saturates.
            CarriedEmission::<T>::mutate(netuid, |all| *all = all.checked_add(tao).unwrap_or(Tao::MAX));
        }
    }

    /// TAO that waits for a subnet's next block step.
    pub fn carried(netuid: NetUid) -> Tao {
        CarriedEmission::<T>::get(netuid)
    }

    /// All that waits goes into the subnet's reserve at once: for a subnet that takes no more steps.
    pub fn settle_carried(netuid: NetUid) -> Result<Tao, DispatchError> {
        let tao = CarriedEmission::<T>::take(netuid);
        if !tao.is_zero() {
            Self::raise_reserve(netuid, tao)?;
        }
        Ok(tao)
    }

    /// TAO of a subnet's reserve ceases to exist: the emission curve steps back and mints it again later.
    pub(crate) fn recycle_from_pool(netuid: NetUid, tao: Tao) -> DispatchResult {
        Self::take_from_pool(netuid, tao).map(drop)
    }

    /// TAO of a subnet's reserve, for the caller to use: what is dropped is recycled.
    pub(crate) fn take_from_pool(netuid: NetUid, tao: Tao) -> Result<TaoCredit<T>, DispatchError> {
        let account = Self::account_with(netuid, tao)?;
        T::Currency::release(&HoldReason::Pool.into(), &account, tao.rao(), Precision::Exact)?;
        let credit = T::Currency::withdraw(
            &account,
            tao.rao(),
            Precision::Exact,
            Preservation::Expendable,
            Fortitude::Force,
        )?;
        Self::lower_reserve(netuid, tao)?;
        Ok(credit)
    }

    /// `tao` of an account ceases to exist; the account goes on.
    pub(crate) fn recycle_from(who: &T::AccountId, tao: Tao) -> DispatchResult {
        drop(T::Currency::withdraw(
            who,
            tao.rao(),
            Precision::Exact,
            Preservation::Preserve,
            Fortitude::Polite,
        )?);
        Ok(())
    }

    /// Whatever a dissolved subnet's account still has, its deposit and what was sent to it by mistake, ceases to exist.
    pub(crate) fn close_subnet_account(netuid: NetUid) -> Result<Tao, DispatchError> {
        let account = Self::subnet_account(netuid);
        let rest = T::Currency::reducible_balance(&account, Preservation::Expendable, Fortitude::Force);
        let credit = T::Currency::withdraw(
            &account,
            rest,
            Precision::BestEffort,
            Preservation::Expendable,
            Fortitude::Force,
        )?;
        Ok(Tao::new(credit.peek()))
    }

    fn hold_credit(account: &T::AccountId, credit: TaoCredit<T>) -> DispatchResult {
        let rao = credit.peek();
        T::Currency::resolve(account, credit).map_err(|_| Error::<T>::Overflow)?;
        T::Currency::hold(&HoldReason::Pool.into(), account, rao)
    }

    /// Reserves have grown by so much in a block's steps.
    pub(crate) fn raise_total_stake(tao: Tao) {
        if !tao.is_zero() {
            // All TAO there is fits, so this never saturates.
            TotalStake::<T>::mutate(|total| *total = total.checked_add(tao).unwrap_or(Tao::MAX));
        }
    }

    fn raise_reserve(netuid: NetUid, tao: Tao) -> DispatchResult {
        let before = SubnetTAO::<T>::get(netuid);
        let after = before.checked_add(tao).map_err(|_| Error::<T>::Overflow)?;
        Self::set_tao_reserve(netuid, before, after)?;
        TotalStake::<T>::try_mutate(|total| set_amount::<T, _>(total, total.checked_add(tao)))
    }

    fn lower_reserve(netuid: NetUid, tao: Tao) -> DispatchResult {
        let before = SubnetTAO::<T>::get(netuid);
        let after = before.checked_sub(tao).map_err(|_| Error::<T>::Overflow)?;
        Self::set_tao_reserve(netuid, before, after)?;
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
