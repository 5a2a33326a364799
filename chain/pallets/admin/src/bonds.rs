//! How bonds move.

use crate::{
    gate::{Freeze, Told},
    Config, Error, Event, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;
use pallet_network::{
    hyperparameters::OwnerLimit, rate_limits::Hyperparameter, AlphaSigmoidSteepness, AlphaValues,
    BondsMovingAverage, BondsPenalty, BondsResetOn, Error as NetworkError, LiquidAlphaOn, Pallet as Network,
    Yuma3On,
};

/// The most of old bonds that an owner may keep, in millionths.
pub const OWNER_MAX_BONDS_MOVING_AVERAGE: u64 = 975_000;
/// Lowest speed of liquid bonds, over 65535: a fortieth.
pub const MIN_ALPHA: u16 = 1_638;

impl<T: Config> Pallet<T> {
    pub(crate) fn set_bonds_moving_average(
        origin: OriginFor<T>,
        netuid: NetUid,
        millionths: u64,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::BondsMovingAverage), |by_root| {
            let allowed = by_root || millionths <= OWNER_MAX_BONDS_MOVING_AVERAGE;
            ensure!(allowed, Error::<T>::BondsMovingAverageMaxReached);
            BondsMovingAverage::<T>::insert(netuid, millionths);
            Self::tell(Told::BondsMovingAverageSet(netuid, millionths));
            Ok(())
        })
    }

    pub(crate) fn set_bonds_penalty(origin: OriginFor<T>, netuid: NetUid, penalty: u16) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::BondsPenalty), |_| {
            BondsPenalty::<T>::insert(netuid, penalty);
            Self::tell(Told::BondsPenaltySet(netuid, penalty));
            Ok(())
        })
    }

    pub(crate) fn set_bonds_reset_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::BondsResetEnabled), |_| {
            BondsResetOn::<T>::insert(netuid, enabled);
            Self::tell(Told::BondsResetOnSet(netuid, enabled));
            Self::deposit_event(Event::BondsResetToggled { netuid, enabled });
            Ok(())
        })
    }

    pub(crate) fn set_yuma3_enabled(origin: OriginFor<T>, netuid: NetUid, enabled: bool) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::Yuma3Enabled), |_| {
            Yuma3On::<T>::insert(netuid, enabled);
            Self::deposit_event(Event::Yuma3EnableToggled { netuid, enabled });
            Ok(())
        })
    }

    pub(crate) fn set_precise_yuma(origin: OriginFor<T>, netuid: NetUid, enabled: bool) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            Network::<T>::put_precise_yuma(netuid, enabled);
            Ok(())
        })
    }

    pub(crate) fn set_liquid_alpha_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::LiquidAlphaEnabled), |_| {
            LiquidAlphaOn::<T>::insert(netuid, enabled);
            Ok(())
        })
    }

    pub(crate) fn set_alpha_values(
        origin: OriginFor<T>,
        netuid: NetUid,
        low: u16,
        high: u16,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::AlphaValues), |_| {
            ensure!(LiquidAlphaOn::<T>::get(netuid), NetworkError::<T>::LiquidAlphaDisabled);
            ensure!(high >= MIN_ALPHA, NetworkError::<T>::AlphaHighTooLow);
            ensure!((MIN_ALPHA..=high).contains(&low), NetworkError::<T>::AlphaLowOutOfRange);
            AlphaValues::<T>::insert(netuid, (low, high));
            Ok(())
        })
    }

    pub(crate) fn set_alpha_sigmoid_steepness(
        origin: OriginFor<T>,
        netuid: NetUid,
        steepness: i16,
    ) -> DispatchResult {
        Self::owner_sets(
            origin,
            netuid,
            OwnerLimit::Tempos(Hyperparameter::AlphaSigmoidSteepness),
            |by_root| {
                ensure!(by_root || steepness >= 0, Error::<T>::NegativeSigmoidSteepness);
                AlphaSigmoidSteepness::<T>::insert(netuid, steepness);
                Self::tell(Told::AlphaSigmoidSteepnessSet(netuid, steepness));
                Ok(())
            },
        )
    }
}
