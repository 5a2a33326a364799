//! Stake that changes its place: another hotkey, another coldkey, another subnet.
//!
//! Within a subnet nothing is traded and nothing is paid. Between subnets the alpha is sold and the TAO buys alpha of
//! the other: one fee, on the leg that has a pool, the origin's if both have.

use super::{market::Fee, Limit, MIN_STAKE};
use crate::{pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_pool::{Bought, Sold};
use myelin_units::{Alpha, NetUid, Tao};

/// Where a position is.
#[derive(Clone)]
pub(crate) struct Place<AccountId> {
    pub coldkey: AccountId,
    pub hotkey: AccountId,
    pub netuid: NetUid,
}

impl<T: Config> Pallet<T> {
    /// Moves stake of one coldkey to another hotkey, another subnet or both.
    pub fn move_stake_between(
        coldkey: &T::AccountId,
        origin_hotkey: &T::AccountId,
        destination_hotkey: &T::AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        let from = Place { coldkey: coldkey.clone(), hotkey: origin_hotkey.clone(), netuid: origin_netuid };
        let to = Place {
            coldkey: coldkey.clone(),
            hotkey: destination_hotkey.clone(),
            netuid: destination_netuid,
        };
        ensure!(from.netuid != to.netuid || from.hotkey != to.hotkey, Error::<T>::SameNetuid);
        let tao = Self::relocate(&from, &to, amount, None)?;
        Self::deposit_event(Event::StakeMoved(
            from.coldkey,
            from.hotkey,
            from.netuid,
            to.hotkey,
            to.netuid,
            tao,
        ));
        Ok(())
    }

    /// Gives stake to another coldkey, on the same hotkey; both subnets must allow it.
    pub fn transfer_stake_to(
        coldkey: &T::AccountId,
        destination_coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        let from = Place { coldkey: coldkey.clone(), hotkey: hotkey.clone(), netuid: origin_netuid };
        let to = Place {
            coldkey: destination_coldkey.clone(),
            hotkey: hotkey.clone(),
            netuid: destination_netuid,
        };
        ensure!(from.netuid != to.netuid || from.coldkey != to.coldkey, Error::<T>::SameNetuid);
        ensure!(!Self::is_chain_account(&to.coldkey), Error::<T>::CannotUseSystemAccount);
        let open = TransferToggle::<T>::get(from.netuid) && TransferToggle::<T>::get(to.netuid);
        ensure!(open, Error::<T>::TransferDisallowed);
        let tao = Self::relocate(&from, &to, amount, None)?;
        Self::deposit_event(Event::StakeTransferred(
            from.coldkey,
            to.coldkey,
            from.hotkey,
            from.netuid,
            to.netuid,
            tao,
        ));
        Ok(())
    }

    /// Swaps stake for stake of another subnet, on the same hotkey.
    pub fn swap_stake_between(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        origin_netuid: NetUid,
        destination_netuid: NetUid,
        amount: Alpha,
        limit: Option<Limit>,
    ) -> DispatchResult {
        ensure!(origin_netuid != destination_netuid, Error::<T>::SameNetuid);
        let from = Place { coldkey: coldkey.clone(), hotkey: hotkey.clone(), netuid: origin_netuid };
        let to = Place { netuid: destination_netuid, ..from.clone() };
        let tao = Self::relocate(&from, &to, amount, limit)?;
        Self::deposit_event(Event::StakeSwapped(from.coldkey, from.hotkey, from.netuid, to.netuid, tao));
        Ok(())
    }

    /// Moves `amount` from place to place. Returns what it was worth in TAO.
    fn relocate(
        from: &Place<T::AccountId>,
        to: &Place<T::AccountId>,
        amount: Alpha,
        limit: Option<Limit>,
    ) -> Result<Tao, DispatchError> {
        Self::ensure_tradable(from.netuid)?;
        Self::ensure_tradable(to.netuid)?;
        if from.netuid != to.netuid {
            // Neither for oneself nor for a friend.
            Self::ensure_may_buy(&from.coldkey, to.netuid)?;
            Self::ensure_may_buy(&to.coldkey, to.netuid)?;
        }
        Self::ensure_hotkey_exists(&from.hotkey)?;
        Self::ensure_hotkey_exists(&to.hotkey)?;
        ensure!(!amount.is_zero(), Error::<T>::AmountTooLow);
        let held = Self::stake_of(&from.hotkey, &from.coldkey, from.netuid);
        ensure!(held >= amount, Error::<T>::NotEnoughStakeToWithdraw);
        with_storage_layer(|| {
            let tao = if from.netuid == to.netuid {
                Self::relocate_within(from, to, amount)?
            } else {
                Self::relocate_across(from, to, amount, limit)?
            };
            Self::sweep_small_nomination(&from.coldkey, &from.hotkey, from.netuid);
            Ok(tao)
        })
    }

    fn relocate_within(
        from: &Place<T::AccountId>,
        to: &Place<T::AccountId>,
        amount: Alpha,
    ) -> Result<Tao, DispatchError> {
        let price = Self::spot_price(from.netuid).ok_or(Error::<T>::InsufficientLiquidity)?;
        let worth = price.tao_for_floor(amount).map_err(|_| Error::<T>::Overflow)?;
        ensure!(worth >= MIN_STAKE, Error::<T>::AmountTooLow);
        Self::withdraw_stake(&from.hotkey, &from.coldkey, from.netuid, amount)?;
        Self::deposit_stake(&to.hotkey, &to.coldkey, to.netuid, amount)?;
        Ok(worth)
    }

    fn relocate_across(
        from: &Place<T::AccountId>,
        to: &Place<T::AccountId>,
        amount: Alpha,
        limit: Option<Limit>,
    ) -> Result<Tao, DispatchError> {
        let amount = match limit {
            Some(limit) => Self::amount_within(from.netuid, to.netuid, amount, limit)?,
            None => amount,
        };
        let (sold, bought) = Self::quote_swap(from.netuid, to.netuid, amount)?;
        ensure!(sold.tao >= MIN_STAKE, Error::<T>::AmountTooLow);
        Self::withdraw_stake(&from.hotkey, &from.coldkey, from.netuid, sold.sold)?;
        Self::open_subnet_account(to.netuid, &from.coldkey)?;
        Self::pay_between_pools(from.netuid, to.netuid, sold.tao)?;
        Self::record_sell(from.netuid, &sold)?;
        Self::record_buy(to.netuid, &bought)?;
        Self::deposit_stake(&to.hotkey, &to.coldkey, to.netuid, bought.alpha)?;
        Ok(sold.tao)
    }

    /// What `alpha` of one subnet becomes in another: the two legs of the swap.
    pub fn quote_swap(from: NetUid, to: NetUid, alpha: Alpha) -> Result<(Sold, Bought), DispatchError> {
        let (sell_fee, buy_fee) =
            if from.is_root() { (Fee::Waived, Fee::Charged) } else { (Fee::Charged, Fee::Waived) };
        let sold = Self::quote_sell(from, alpha, None, sell_fee)?;
        let bought = Self::quote_buy(to, sold.tao, None, buy_fee)?;
        Ok((sold, bought))
    }

    /// The most of `amount` after which the ratio of the two spot prices, origin over destination, is not below the
    /// limit; all of it or an error when a part is not wanted.
    fn amount_within(from: NetUid, to: NetUid, amount: Alpha, limit: Limit) -> Result<Alpha, DispatchError> {
        let most = match (from.is_root(), to.is_root()) {
            (false, false) => {
                let terms = Self::terms(from, Fee::Charged);
                myelin_pool::most_alpha_between(
                    &Self::reserves(from),
                    &Self::reserves(to),
                    limit.price,
                    &terms,
                )
            }
            (false, true) => myelin_pool::most_alpha_within(
                &Self::reserves(from),
                limit.price,
                &Self::terms(from, Fee::Charged),
            ),
            (true, _) => Self::most_root_within(to, limit),
        }
        .map_err(Self::pool_error)?;
        ensure!(most >= amount || limit.partial, Error::<T>::SlippageTooHigh);
        ensure!(!most.is_zero(), Error::<T>::SlippageTooHigh);
        Ok(amount.min(most))
    }

    /// From root the origin's price is 1, so the limit on the ratio is one on the destination's price: 1 / limit,
    /// rounded down, towards rejection.
    fn most_root_within(to: NetUid, limit: Limit) -> Result<Alpha, myelin_pool::PoolError> {
        let unit = u128::from(myelin_units::RAO_PER_TAO);
        let price = unit.saturating_mul(unit).checked_div(limit.price.into()).unwrap_or(u128::MAX);
        let price = u64::try_from(price).unwrap_or(u64::MAX);
        let tao = myelin_pool::most_tao_within(&Self::reserves(to), price, &Self::terms(to, Fee::Charged))?;
        Ok(Self::root_alpha(tao))
    }
}
