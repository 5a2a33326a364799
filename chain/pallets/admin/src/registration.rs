//! What a uid costs, and whether there is one to be had.

use crate::{
    gate::{Freeze, Told},
    Config, Error, Event, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::{NetUid, Tao, RAO_PER_TAO};
use myelin_views::FixedU128;
use pallet_network::{
    hyperparameters::OwnerLimit, rate_limits::Hyperparameter, AdjustmentAlpha, AdjustmentInterval,
    BurnHalfLife, BurnIncreaseMult, Difficulty, MaxBurn, MaxDifficulty, MaxRegistrationsPerBlock, MinBurn,
    MinDifficulty, NetworkRegistrationAllowed, TargetRegistrationsPerInterval,
};

/// The lowest price stays below this.
pub const MIN_BURN_BOUND: Tao = Tao::new(RAO_PER_TAO);
/// The highest price stays above this.
pub const MAX_BURN_BOUND: Tao = Tao::new(RAO_PER_TAO / 10);
/// Shortest and longest half-life of the price, in blocks.
pub const BURN_HALF_LIFE: core::ops::RangeInclusive<u16> = 1..=36_100;
/// Smallest and largest factor by which a registration raises the price: 1 and 3, 64 fractional bits.
pub const BURN_INCREASE_MULT: core::ops::RangeInclusive<u128> = 1 << 64..=3 << 64;

impl<T: Config> Pallet<T> {
    pub(crate) fn set_network_registration_allowed(
        origin: OriginFor<T>,
        netuid: NetUid,
        allowed: bool,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            NetworkRegistrationAllowed::<T>::insert(netuid, allowed);
            Self::tell(Told::RegistrationAllowed(netuid, allowed));
            Ok(())
        })
    }

    pub(crate) fn set_min_burn(origin: OriginFor<T>, netuid: NetUid, lowest: Tao) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MinBurn), |_| {
            let within = lowest < MIN_BURN_BOUND && lowest < MaxBurn::<T>::get(netuid);
            ensure!(within, Error::<T>::ValueNotInBounds);
            MinBurn::<T>::insert(netuid, lowest);
            Self::tell(Told::MinBurnSet(netuid, lowest));
            Ok(())
        })
    }

    pub(crate) fn set_max_burn(origin: OriginFor<T>, netuid: NetUid, highest: Tao) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MaxBurn), |_| {
            let within = highest > MAX_BURN_BOUND && highest > MinBurn::<T>::get(netuid);
            ensure!(within, Error::<T>::ValueNotInBounds);
            MaxBurn::<T>::insert(netuid, highest);
            Self::tell(Told::MaxBurnSet(netuid, highest));
            Ok(())
        })
    }

    pub(crate) fn set_burn_half_life(
        origin: OriginFor<T>,
        netuid: NetUid,
        burn_half_life: u16,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::BurnHalfLife), |_| {
            Self::ensure_not_root_network(netuid)?;
            ensure!(BURN_HALF_LIFE.contains(&burn_half_life), Error::<T>::InvalidValue);
            BurnHalfLife::<T>::insert(netuid, burn_half_life);
            Self::tell(Told::BurnHalfLifeSet { netuid, burn_half_life });
            Self::deposit_event(Event::BurnHalfLifeSet { netuid, burn_half_life });
            Ok(())
        })
    }

    pub(crate) fn set_burn_increase_mult(
        origin: OriginFor<T>,
        netuid: NetUid,
        burn_increase_mult: FixedU128,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::BurnIncreaseMult), |_| {
            Self::ensure_not_root_network(netuid)?;
            ensure!(BURN_INCREASE_MULT.contains(&burn_increase_mult.bits), Error::<T>::InvalidValue);
            BurnIncreaseMult::<T>::insert(netuid, burn_increase_mult);
            Self::tell(Told::BurnIncreaseMultSet { netuid, burn_increase_mult });
            Self::deposit_event(Event::BurnIncreaseMultSet { netuid, burn_increase_mult });
            Ok(())
        })
    }

    pub(crate) fn set_difficulty(origin: OriginFor<T>, netuid: NetUid, difficulty: u64) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            Difficulty::<T>::insert(netuid, difficulty);
            Self::tell(Told::DifficultySet(netuid, difficulty));
            Ok(())
        })
    }

    pub(crate) fn set_min_difficulty(origin: OriginFor<T>, netuid: NetUid, lowest: u64) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            MinDifficulty::<T>::insert(netuid, lowest);
            Self::tell(Told::MinDifficultySet(netuid, lowest));
            Ok(())
        })
    }

    pub(crate) fn set_max_difficulty(origin: OriginFor<T>, netuid: NetUid, highest: u64) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MaxDifficulty), |_| {
            MaxDifficulty::<T>::insert(netuid, highest);
            Self::tell(Told::MaxDifficultySet(netuid, highest));
            Ok(())
        })
    }

    pub(crate) fn set_adjustment_interval(
        origin: OriginFor<T>,
        netuid: NetUid,
        blocks: u16,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            AdjustmentInterval::<T>::insert(netuid, blocks);
            Self::tell(Told::AdjustmentIntervalSet(netuid, blocks));
            Ok(())
        })
    }

    pub(crate) fn set_adjustment_alpha(origin: OriginFor<T>, netuid: NetUid, alpha: u64) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::AdjustmentAlpha), |_| {
            AdjustmentAlpha::<T>::insert(netuid, alpha);
            Self::tell(Told::AdjustmentAlphaSet(netuid, alpha));
            Ok(())
        })
    }

    pub(crate) fn set_target_registrations_per_interval(
        origin: OriginFor<T>,
        netuid: NetUid,
        target: u16,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            TargetRegistrationsPerInterval::<T>::insert(netuid, target);
            Self::tell(Told::RegistrationPerIntervalSet(netuid, target));
            Ok(())
        })
    }

    pub(crate) fn set_max_registrations_per_block(
        origin: OriginFor<T>,
        netuid: NetUid,
        most: u16,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            MaxRegistrationsPerBlock::<T>::insert(netuid, most);
            Self::tell(Told::MaxRegistrationsPerBlockSet(netuid, most));
            Ok(())
        })
    }
}
