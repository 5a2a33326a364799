//! The market of a subnet: its pool, read and written in one place. A quote and a fill are the same function of
//! `core/pool`; what differs is only whether the money moves.

use super::{Limit, SwapFee};
use crate::{ledger::set_amount, pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_pool::{Bought, Market, Pool, PoolError, Sold};
use myelin_units::{Alpha, NetUid, Price, Tao};

/// What must stay of a reserve after a user's trade, in rao (economics §7, minimum reserve).
pub const MIN_RESERVE: u64 = 1_000_000;

/// Whether a trade pays the pool's fee. A move between subnets pays it once (economics §3.3).
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Fee {
    /// The pool's fee.
    Charged,
    /// No fee: the other leg of a move has paid it.
    Waived,
}

impl<T: Config> Pallet<T> {
    /// The reserves of a subnet.
    pub fn reserves(netuid: NetUid) -> Pool {
        Pool { tao: SubnetTAO::<T>::get(netuid), alpha: SubnetAlphaIn::<T>::get(netuid) }
    }

    /// TAO per alpha: one on root, nothing where there is no pool.
    pub fn spot_price(netuid: NetUid) -> Option<Price> {
        if netuid.is_root() {
            return Some(Price::ONE);
        }
        Self::reserves(netuid).price()
    }

    /// The terms on which users trade with a subnet's pool.
    pub fn terms(netuid: NetUid, fee: Fee) -> Market {
        match fee {
            Fee::Charged => Market { fee: T::SwapFee::rate(netuid), min_reserve: MIN_RESERVE },
            Fee::Waived => Market { min_reserve: MIN_RESERVE, ..Market::FREE },
        }
    }

    /// What `tao` buys.
    pub fn quote_buy(
        netuid: NetUid,
        tao: Tao,
        limit: Option<Limit>,
        fee: Fee,
    ) -> Result<Bought, DispatchError> {
        if netuid.is_root() {
            return Self::quote_root_buy(tao, limit);
        }
        let (pool, terms) = (Self::reserves(netuid), Self::terms(netuid, fee));
        match limit {
            None => myelin_pool::buy(&pool, tao, &terms),
            Some(limit) => myelin_pool::buy_within(&pool, tao, limit.price, limit.partial, &terms),
        }
        .map_err(Self::pool_error)
    }

    /// What `alpha` sells for.
    pub fn quote_sell(
        netuid: NetUid,
        alpha: Alpha,
        limit: Option<Limit>,
        fee: Fee,
    ) -> Result<Sold, DispatchError> {
        if netuid.is_root() {
            return Self::quote_root_sell(alpha, limit);
        }
        let (pool, terms) = (Self::reserves(netuid), Self::terms(netuid, fee));
        match limit {
            None => myelin_pool::sell(&pool, alpha, &terms),
            Some(limit) => myelin_pool::sell_within(&pool, alpha, limit.price, limit.partial, &terms),
        }
        .map_err(Self::pool_error)
    }

    fn quote_root_buy(tao: Tao, limit: Option<Limit>) -> Result<Bought, DispatchError> {
        ensure!(!tao.is_zero(), Error::<T>::AmountTooLow);
        ensure!(limit.is_none_or(|limit| limit.price >= ROOT_PRICE), Error::<T>::SlippageTooHigh);
        Ok(Bought {
            spent: tao,
            fee: Tao::ZERO,
            alpha: Self::root_alpha(tao),
            pool: Self::reserves(NetUid::ROOT),
        })
    }

    fn quote_root_sell(alpha: Alpha, limit: Option<Limit>) -> Result<Sold, DispatchError> {
        ensure!(!alpha.is_zero(), Error::<T>::AmountTooLow);
        ensure!(limit.is_none_or(|limit| limit.price <= ROOT_PRICE), Error::<T>::SlippageTooHigh);
        Ok(Sold {
            sold: alpha,
            fee: Alpha::ZERO,
            tao: Self::root_tao(alpha),
            pool: Self::reserves(NetUid::ROOT),
        })
    }

    /// Fills a purchase: TAO from `payer` into the pool, alpha out of it. Whoever calls gives the alpha to someone.
    pub(crate) fn fill_buy(payer: &T::AccountId, netuid: NetUid, bought: &Bought) -> DispatchResult {
        Self::pay_into_pool(payer, netuid, bought.spent)?;
        Self::record_buy(netuid, bought)
    }

    /// Fills a sale: alpha into the pool, TAO out of it to `payee`.
    pub(crate) fn fill_sell(payee: &T::AccountId, netuid: NetUid, sold: &Sold) -> DispatchResult {
        Self::pay_from_pool(netuid, payee, sold.tao)?;
        Self::record_sell(netuid, sold)
    }

    /// Alpha leaves the reserve of a pool whose TAO has been paid.
    pub(crate) fn record_buy(netuid: NetUid, bought: &Bought) -> DispatchResult {
        if netuid.is_root() {
            return Ok(());
        }
        Self::set_alpha_reserve(netuid, bought.pool.alpha)?;
        SubnetAlphaOut::<T>::try_mutate(netuid, |out| {
            set_amount::<T, _>(out, out.checked_add(bought.alpha))
        })?;
        Self::count_volume(netuid, bought.spent);
        Self::count_user_buy(netuid, bought.spent);
        Ok(())
    }

    /// Alpha joins the reserve of a pool whose TAO has been paid out to a user.
    pub(crate) fn record_sell(netuid: NetUid, sold: &Sold) -> DispatchResult {
        if !netuid.is_root() {
            Self::count_user_sell(netuid, sold.tao);
        }
        Self::record_sale(netuid, sold)
    }

    /// As [`Self::record_sell`], of what the protocol sells for root.
    pub(crate) fn record_root_sale(netuid: NetUid, sold: &Sold) -> DispatchResult {
        Self::count_root_sale(netuid, sold.tao);
        Self::record_sale(netuid, sold)
    }

    fn record_sale(netuid: NetUid, sold: &Sold) -> DispatchResult {
        if netuid.is_root() {
            return Ok(());
        }
        Self::set_alpha_reserve(netuid, sold.pool.alpha)?;
        SubnetAlphaOut::<T>::try_mutate(netuid, |out| set_amount::<T, _>(out, out.checked_sub(sold.sold)))?;
        Self::count_volume(netuid, sold.tao);
        Ok(())
    }

    /// A statistic: saturating, because it must never stop a trade.
    fn count_volume(netuid: NetUid, tao: Tao) {
        SubnetVolume::<T>::mutate(netuid, |volume| *volume = volume.saturating_add(tao.rao().into()));
    }

    pub(crate) fn pool_error(error: PoolError) -> DispatchError {
        match error {
            PoolError::ZeroAmount => Error::<T>::AmountTooLow,
            PoolError::Empty | PoolError::ReserveTooLow { .. } | PoolError::ZeroOut => {
                Error::<T>::InsufficientLiquidity
            }
            PoolError::LimitExceeded { .. } => Error::<T>::SlippageTooHigh,
            PoolError::Amount(_) => Error::<T>::Overflow,
        }
        .into()
    }
}

/// The price of root's alpha, in rao.
const ROOT_PRICE: u64 = myelin_units::RAO_PER_TAO;
