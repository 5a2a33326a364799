//! How many neurons a subnet has, and which of them are safe.

use crate::{
    gate::{Freeze, Told},
    Config, Error, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;
use pallet_network::{
    epoch::mechanisms::MOST_MECHANISM_UIDS, hyperparameters::OwnerLimit, rate_limits::Hyperparameter,
    Error as NetworkError, ImmuneOwnerUidsLimit, ImmunityPeriod, MaxAllowedUids, MaxAllowedValidators,
    MechanismCountCurrent, MinAllowedUids, MinNonImmuneUids, ServingRateLimit, SubnetworkN,
};

/// The most uids that any subnet may have.
pub const MOST_UIDS: u16 = 256;
/// Fewest and most uids of an owner that cannot be replaced.
pub const IMMUNE_OWNER_UIDS: core::ops::RangeInclusive<u16> = 1..=10;

impl<T: Config> Pallet<T> {
    pub(crate) fn set_max_allowed_uids(origin: OriginFor<T>, netuid: NetUid, most: u16) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MaxAllowedUids), |_| {
            ensure!(
                most >= MinAllowedUids::<T>::get(netuid),
                Error::<T>::MaxAllowedUidsLessThanMinAllowedUids
            );
            ensure!(most >= SubnetworkN::<T>::get(netuid), Error::<T>::MaxAllowedUIdsLessThanCurrentUIds);
            ensure!(most <= MOST_UIDS, Error::<T>::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
            let mechanisms = u16::from(MechanismCountCurrent::<T>::get(netuid));
            ensure!(
                mechanisms <= 1 || most.saturating_mul(mechanisms) <= MOST_MECHANISM_UIDS,
                NetworkError::<T>::TooManyUIDsPerMechanism
            );
            MaxAllowedUids::<T>::insert(netuid, most);
            Self::tell(Told::MaxAllowedUidsSet(netuid, most));
            Ok(())
        })
    }

    pub(crate) fn set_min_allowed_uids(origin: OriginFor<T>, netuid: NetUid, least: u16) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            ensure!(
                least < MaxAllowedUids::<T>::get(netuid),
                Error::<T>::MinAllowedUidsGreaterThanMaxAllowedUids
            );
            ensure!(least < SubnetworkN::<T>::get(netuid), Error::<T>::MinAllowedUidsGreaterThanCurrentUids);
            MinAllowedUids::<T>::insert(netuid, least);
            Self::tell(Told::MinAllowedUidsSet(netuid, least));
            Ok(())
        })
    }

    pub(crate) fn set_max_allowed_validators(
        origin: OriginFor<T>,
        netuid: NetUid,
        most: u16,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            ensure!(most <= MaxAllowedUids::<T>::get(netuid), Error::<T>::MaxValidatorsLargerThanMaxUIds);
            MaxAllowedValidators::<T>::insert(netuid, most);
            Self::tell(Told::MaxAllowedValidatorsSet(netuid, most));
            Ok(())
        })
    }

    pub(crate) fn set_immunity_period(origin: OriginFor<T>, netuid: NetUid, blocks: u16) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::ImmunityPeriod), |_| {
            ImmunityPeriod::<T>::insert(netuid, blocks);
            Self::tell(Told::ImmunityPeriodSet(netuid, blocks));
            Ok(())
        })
    }

    pub(crate) fn set_owner_immune_neuron_limit(
        origin: OriginFor<T>,
        netuid: NetUid,
        most: u16,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::ImmuneNeuronLimit), |_| {
            ensure!(IMMUNE_OWNER_UIDS.contains(&most), NetworkError::<T>::InvalidValue);
            ImmuneOwnerUidsLimit::<T>::insert(netuid, most);
            Ok(())
        })
    }

    pub(crate) fn set_min_non_immune_uids(
        origin: OriginFor<T>,
        netuid: NetUid,
        least: u16,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            MinNonImmuneUids::<T>::insert(netuid, least);
            Self::tell(Told::MinNonImmuneUidsSet(netuid, least));
            Ok(())
        })
    }

    pub(crate) fn set_serving_rate_limit(
        origin: OriginFor<T>,
        netuid: NetUid,
        blocks: u64,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::ServingRateLimit), |_| {
            ServingRateLimit::<T>::insert(netuid, blocks);
            Self::tell(Told::ServingRateLimitSet(netuid, blocks));
            Ok(())
        })
    }
}
