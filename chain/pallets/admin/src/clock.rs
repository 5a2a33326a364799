//! When a subnet's epochs run, and how many in one block.

use crate::{
    gate::{Freeze, Told},
    Config, Error, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::NetUid;
use pallet_network::{
    hyperparameters::OwnerLimit, rate_limits::Hyperparameter, ActivityCutoff, AdminFreezeWindow,
    Error as NetworkError, MaxEpochsPerBlock, MinActivityCutoff, OwnerHyperparamRateLimit, Pallet as Network,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn set_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            Network::<T>::put_tempo(netuid, tempo);
            Ok(())
        })
    }

    pub(crate) fn set_activity_cutoff(origin: OriginFor<T>, netuid: NetUid, blocks: u16) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::ActivityCutoff), |_| {
            ensure!(blocks >= MinActivityCutoff::<T>::get(), NetworkError::<T>::ActivityCutoffTooLow);
            ActivityCutoff::<T>::insert(netuid, blocks);
            Self::tell(Told::ActivityCutoffSet(netuid, blocks));
            Ok(())
        })
    }

    pub(crate) fn set_max_epochs_per_block(origin: OriginFor<T>, epochs: u8) -> DispatchResult {
        ensure_root(origin)?;
        ensure!(epochs >= 1, Error::<T>::InvalidValue);
        MaxEpochsPerBlock::<T>::put(epochs);
        Self::tell(Told::MaxEpochsPerBlockSet(epochs));
        Ok(())
    }

    pub(crate) fn set_admin_freeze_window(origin: OriginFor<T>, blocks: u16) -> DispatchResult {
        ensure_root(origin)?;
        AdminFreezeWindow::<T>::put(blocks);
        Self::tell(Told::AdminFreezeWindowSet(blocks));
        Ok(())
    }

    pub(crate) fn set_owner_hparam_rate_limit(origin: OriginFor<T>, tempos: u16) -> DispatchResult {
        ensure_root(origin)?;
        OwnerHyperparamRateLimit::<T>::put(tempos);
        Self::tell(Told::OwnerHyperparamRateLimitSet(tempos));
        Ok(())
    }
}
