//! Which weights are taken, and how they are weighed.

use crate::{
    gate::{Freeze, Told},
    Config, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::NetUid;
use pallet_network::{
    hyperparameters::OwnerLimit,
    rate_limits::{Hyperparameter, OwnerTransaction},
    CommitRevealWeightsEnabled, CommitRevealWeightsVersion, Error as NetworkError, Kappa, MinAllowedWeights,
    RevealPeriodEpochs, Rho, StakeThreshold, Tempo, WeightsSetRateLimit, WeightsVersionKey,
    WeightsVersionKeyRateLimit,
};

/// Fewest and most epochs after which committed weights are opened.
pub const REVEAL_PERIOD: core::ops::RangeInclusive<u64> = 1..=100;

impl<T: Config> Pallet<T> {
    pub(crate) fn set_kappa(origin: OriginFor<T>, netuid: NetUid, kappa: u16) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            Kappa::<T>::insert(netuid, kappa);
            Self::tell(Told::KappaSet(netuid, kappa));
            Ok(())
        })
    }

    pub(crate) fn set_rho(origin: OriginFor<T>, netuid: NetUid, rho: u16) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::Rho), |_| {
            Rho::<T>::insert(netuid, rho);
            Self::tell(Told::RhoSet(netuid, rho));
            Ok(())
        })
    }

    /// The owner may raise the key once per `WeightsVersionKeyRateLimit` tempos: every validator must follow.
    pub(crate) fn set_weights_version_key(origin: OriginFor<T>, netuid: NetUid, key: u64) -> DispatchResult {
        let blocks =
            WeightsVersionKeyRateLimit::<T>::get().saturating_mul(u64::from(Tempo::<T>::get(netuid)));
        Self::owner_sets(
            origin,
            netuid,
            OwnerLimit::Blocks(OwnerTransaction::WeightsVersionKey, blocks),
            |_| {
                WeightsVersionKey::<T>::insert(netuid, key);
                Self::tell(Told::WeightsVersionKeySet(netuid, key));
                Ok(())
            },
        )
    }

    pub(crate) fn set_weights_set_rate_limit(
        origin: OriginFor<T>,
        netuid: NetUid,
        blocks: u64,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            WeightsSetRateLimit::<T>::insert(netuid, blocks);
            Self::tell(Told::WeightsSetRateLimitSet(netuid, blocks));
            Ok(())
        })
    }

    pub(crate) fn set_min_allowed_weights(
        origin: OriginFor<T>,
        netuid: NetUid,
        fewest: u16,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MinAllowedWeights), |_| {
            MinAllowedWeights::<T>::insert(netuid, fewest);
            Self::tell(Told::MinAllowedWeightSet(netuid, fewest));
            Ok(())
        })
    }

    pub(crate) fn set_commit_reveal_weights_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::CommitRevealEnabled), |_| {
            CommitRevealWeightsEnabled::<T>::insert(netuid, enabled);
            Self::tell(Told::CommitRevealEnabled(netuid, enabled));
            Ok(())
        })
    }

    pub(crate) fn set_commit_reveal_weights_interval(
        origin: OriginFor<T>,
        netuid: NetUid,
        epochs: u64,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::WeightCommitInterval), |_| {
            ensure!(epochs >= *REVEAL_PERIOD.start(), NetworkError::<T>::RevealPeriodTooSmall);
            ensure!(epochs <= *REVEAL_PERIOD.end(), NetworkError::<T>::RevealPeriodTooLarge);
            RevealPeriodEpochs::<T>::insert(netuid, epochs);
            Self::tell(Told::CommitRevealPeriodsSet(netuid, epochs));
            Ok(())
        })
    }

    pub(crate) fn set_commit_reveal_version(origin: OriginFor<T>, version: u16) -> DispatchResult {
        ensure_root(origin)?;
        CommitRevealWeightsVersion::<T>::put(version);
        Self::tell(Told::CommitRevealVersionSet(version));
        Ok(())
    }

    pub(crate) fn set_stake_threshold(origin: OriginFor<T>, least: u64) -> DispatchResult {
        ensure_root(origin)?;
        StakeThreshold::<T>::put(least);
        Self::tell(Told::StakeThresholdSet(least));
        Ok(())
    }
}
