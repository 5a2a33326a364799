//! The circuit breaker (economics §6.1): beside each pool stand gauges of what ever went in and came out. Whoever moves
//! a reserve moves the gauge, and a pool whose reserve is more than what is left is stopped: nobody is paid with what
//! was never put in. The other pools and the chain go on.

use crate::{pallet::*, Error};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::pallet_prelude::*;
use myelin_pool::{GaugeError, Pool, PoolGauge};
use myelin_units::{Alpha, NetUid, Tao};

/// In no block does a stopped pool trade again by itself.
const UNTIL_RESET: u64 = u64::MAX;

impl<T: Config> Pallet<T> {
    /// Whether the pool of a subnet was stopped by its breaker.
    pub fn is_tripped(netuid: NetUid) -> bool {
        TrippedPools::<T>::get(netuid).is_some_and(|opens| Self::now() < opens)
    }

    /// Those that are stopped; as a rule none. Those that were, and trade again from this block on, are forgotten.
    pub(crate) fn tripped_pools() -> BTreeSet<NetUid> {
        let now = Self::now();
        let (stopped, open): (Vec<_>, Vec<_>) =
            TrippedPools::<T>::iter().partition(|(_, opens)| now < *opens);
        open.into_iter().for_each(|(netuid, _)| TrippedPools::<T>::remove(netuid));
        stopped.into_iter().map(|(netuid, _)| netuid).collect()
    }

    /// Stops a pool, and tells when it was not stopped before.
    pub(crate) fn trip_pool(netuid: NetUid, gauge: &PoolGauge, pool: &Pool) {
        if Self::is_tripped(netuid) {
            return;
        }
        TrippedPools::<T>::insert(netuid, UNTIL_RESET);
        SubnetTaoInEmission::<T>::remove(netuid);
        SubnetAlphaInEmission::<T>::remove(netuid);
        SubnetExcessTao::<T>::remove(netuid);
        SubnetAlphaOutEmission::<T>::remove(netuid);
        let (tao, alpha) = (pool.tao, pool.alpha);
        let (tao_left, alpha_left) = (gauge.tao.left(), gauge.alpha.left());
        Self::deposit_event(Event::PoolTripped { netuid, tao, tao_left, alpha, alpha_left });
    }

    /// A stopped pool trades again from the next block on, when what was carried over for it has been injected: who could
    /// trade before that would have a good part of it.
    pub fn reset_pool(netuid: NetUid) -> DispatchResult {
        ensure!(TrippedPools::<T>::get(netuid) == Some(UNTIL_RESET), Error::<T>::InvalidValue);
        Self::cut_reserves(netuid);
        TrippedPools::<T>::insert(netuid, Self::now().saturating_add(1));
        Ok(())
    }

    /// A reserve that was more than what was left becomes what was left. A reserve that was less stays: nobody is paid
    /// with what has vanished.
    fn cut_reserves(netuid: NetUid) {
        let gauge = PoolGauges::<T>::get(netuid);
        let least = |reserve: u64, left: u128| u64::try_from(left).unwrap_or(u64::MAX).min(reserve);
        SubnetTAO::<T>::mutate(netuid, |tao| *tao = Tao::new(least(tao.rao(), gauge.tao.left())));
        SubnetAlphaIn::<T>::mutate(netuid, |alpha| {
            *alpha = Alpha::new(least(alpha.rao(), gauge.alpha.left()))
        });
        Self::deposit_event(Event::PoolReset { netuid });
    }

    /// A subnet ends, and its holders are paid with what is really there, whether or not a block has stopped the pool and
    /// whether or not anybody has reset it.
    pub(crate) fn mend_pool(netuid: NetUid) {
        let (gauge, pool) = (PoolGauges::<T>::get(netuid), Self::reserves(netuid));
        if !gauge.covers(&pool) {
            Self::trip_pool(netuid, &gauge, &pool);
        }
        if TrippedPools::<T>::take(netuid).is_some() {
            Self::cut_reserves(netuid);
        }
    }

    /// The alpha reserve of a pool becomes `after`: in trades, seeds and registrations.
    pub(crate) fn set_alpha_reserve(netuid: NetUid, after: Alpha) -> DispatchResult {
        let before = SubnetAlphaIn::<T>::get(netuid);
        PoolGauges::<T>::try_mutate(netuid, |gauge| {
            gauge.alpha = gauge.alpha.follow(before.rao(), after.rao()).map_err(Self::gauge_error)?;
            SubnetAlphaIn::<T>::insert(netuid, after);
            Ok(())
        })
    }

    /// The TAO reserve of a pool becomes `after`.
    pub(super) fn set_tao_reserve(netuid: NetUid, before: Tao, after: Tao) -> DispatchResult {
        PoolGauges::<T>::try_mutate(netuid, |gauge| {
            gauge.tao = gauge.tao.follow(before.rao(), after.rao()).map_err(Self::gauge_error)?;
            SubnetTAO::<T>::insert(netuid, after);
            Ok(())
        })
    }

    /// A block's step has made this of a pool; the gauge has followed.
    pub(crate) fn write_pool(netuid: NetUid, pool: &Pool, gauge: &PoolGauge) {
        SubnetTAO::<T>::insert(netuid, pool.tao);
        SubnetAlphaIn::<T>::insert(netuid, pool.alpha);
        PoolGauges::<T>::insert(netuid, gauge);
    }

    /// The TAO reserve of a pool is no more than what is left.
    pub(super) fn ensure_covered(netuid: NetUid, reserve: Tao) -> DispatchResult {
        ensure!(PoolGauges::<T>::get(netuid).tao.covers(reserve.rao()), Error::<T>::InsufficientLiquidity);
        Ok(())
    }

    /// To be called when a subnet is gone and nothing of its reserves is left.
    pub fn forget_gauges(netuid: NetUid) {
        PoolGauges::<T>::remove(netuid);
        TrippedPools::<T>::remove(netuid);
    }

    pub(crate) fn gauge_error(error: GaugeError) -> DispatchError {
        match error {
            GaugeError::Overdrawn { .. } => Error::<T>::InsufficientLiquidity,
            GaugeError::Full => Error::<T>::Overflow,
        }
        .into()
    }
}
