//! What is one for all subnets; root alone sets it.

use crate::{gate::Told, Config, Error, Pallet};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::{PerU16, Tao};
use myelin_views::FixedI128;
use pallet_network::{
    ColdkeySwapAnnouncementDelay, ColdkeySwapReannouncementDelay, DefaultDelegateTake, Error as NetworkError,
    MaxDelegateTake, MinDelegateTake, NetworkImmunityPeriod, NetworkLockReductionInterval,
    NetworkMinLockCost, NetworkRateLimit, OpeningNotice, Pallet as Network, StartCallDelay, SubnetLimit,
    SubnetMovingAlpha, SubnetOwnerCut, TxDelegateTakeRateLimit, TxRateLimit,
};

/// The longest notice of an opening, in blocks: a week.
const MOST_OPENING_NOTICE: u64 = 50_400;
/// The whole, 32 fractional bits.
const ONE: i128 = 1 << 32;

impl<T: Config> Pallet<T> {
    pub(crate) fn set_default_take(origin: OriginFor<T>, take: PerU16) -> DispatchResult {
        ensure_root(origin)?;
        ensure!(take <= MaxDelegateTake::<T>::get(), NetworkError::<T>::DelegateTakeTooHigh);
        ensure!(take >= MinDelegateTake::<T>::get(), NetworkError::<T>::DelegateTakeTooLow);
        DefaultDelegateTake::<T>::put(take);
        Self::tell(Told::DefaultTakeSet(take));
        Ok(())
    }

    pub(crate) fn set_min_delegate_take(origin: OriginFor<T>, take: PerU16) -> DispatchResult {
        ensure_root(origin)?;
        ensure!(take <= MaxDelegateTake::<T>::get(), NetworkError::<T>::DelegateTakeTooHigh);
        MinDelegateTake::<T>::put(take);
        Self::tell(Told::MinDelegateTakeSet(take));
        Ok(())
    }

    pub(crate) fn set_tx_delegate_take_rate_limit(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        TxDelegateTakeRateLimit::<T>::put(blocks);
        Self::tell(Told::TxDelegateTakeRateLimitSet(blocks));
        Ok(())
    }

    pub(crate) fn set_tx_rate_limit(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        TxRateLimit::<T>::put(blocks);
        Self::tell(Told::TxRateLimitSet(blocks));
        Ok(())
    }

    pub(crate) fn set_coldkey_swap_delay(origin: OriginFor<T>, blocks: u32) -> DispatchResult {
        ensure_root(origin)?;
        ColdkeySwapAnnouncementDelay::<T>::put(blocks);
        Self::tell(Told::ColdkeySwapAnnouncementDelaySet(blocks));
        Ok(())
    }

    pub(crate) fn set_coldkey_swap_redelay(origin: OriginFor<T>, blocks: u32) -> DispatchResult {
        ensure_root(origin)?;
        ColdkeySwapReannouncementDelay::<T>::put(blocks);
        Self::tell(Told::ColdkeySwapReannouncementDelaySet(blocks));
        Ok(())
    }

    pub(crate) fn set_nominator_min_required_stake(origin: OriginFor<T>, least: u64) -> DispatchResult {
        ensure_root(origin)?;
        Network::<T>::set_nomination_minimum(least);
        Ok(())
    }

    pub(crate) fn set_subnet_owner_cut(origin: OriginFor<T>, cut: u16) -> DispatchResult {
        ensure_root(origin)?;
        SubnetOwnerCut::<T>::put(cut);
        Self::tell(Told::SubnetOwnerCutSet(cut));
        Ok(())
    }

    pub(crate) fn set_network_rate_limit(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        NetworkRateLimit::<T>::put(blocks);
        Self::tell(Told::NetworkRateLimitSet(blocks));
        Ok(())
    }

    pub(crate) fn set_network_immunity_period(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        NetworkImmunityPeriod::<T>::put(blocks);
        Self::tell(Told::NetworkImmunityPeriodSet(blocks));
        Ok(())
    }

    pub(crate) fn set_network_min_lock_cost(origin: OriginFor<T>, lowest: Tao) -> DispatchResult {
        ensure_root(origin)?;
        NetworkMinLockCost::<T>::put(lowest);
        Self::tell(Told::NetworkMinLockCostSet(lowest));
        Ok(())
    }

    pub(crate) fn set_lock_reduction_interval(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        NetworkLockReductionInterval::<T>::put(blocks);
        Self::tell(Told::NetworkLockCostReductionIntervalSet(blocks));
        Ok(())
    }

    pub(crate) fn set_subnet_limit(origin: OriginFor<T>, most: u16) -> DispatchResult {
        ensure_root(origin)?;
        // With room for none, each registration would have to push out a subnet that is not there.
        ensure!(most > 0, Error::<T>::ValueNotInBounds);
        SubnetLimit::<T>::put(most);
        Self::tell(Told::SubnetLimitSet(most));
        Ok(())
    }

    pub(crate) fn set_start_call_delay(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        StartCallDelay::<T>::put(blocks);
        Self::tell(Told::StartCallDelaySet(blocks));
        Ok(())
    }

    /// A week at most: a start must come to something.
    pub(crate) fn set_opening_notice(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
        ensure_root(origin)?;
        ensure!(blocks <= MOST_OPENING_NOTICE, Error::<T>::ValueNotInBounds);
        OpeningNotice::<T>::put(blocks);
        Ok(())
    }

    /// A fraction: with more than the whole, or less than nothing, the moving price would overshoot or run away.
    pub(crate) fn set_subnet_moving_alpha(origin: OriginFor<T>, alpha: FixedI128) -> DispatchResult {
        ensure_root(origin)?;
        ensure!((0..=ONE).contains(&alpha.bits), Error::<T>::ValueNotInBounds);
        SubnetMovingAlpha::<T>::put(alpha);
        Ok(())
    }
}
