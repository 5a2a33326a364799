//! How TAO comes to the subnets: the rule, the settings, and pools that were stopped. Root alone decides.

use crate::{Config, Pallet};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_emission::{EmissionRule, Settings};
use myelin_units::NetUid;
use pallet_network::Pallet as Network;

impl<T: Config> Pallet<T> {
    pub(crate) fn schedule_rule(origin: OriginFor<T>, rule: EmissionRule, at: u64) -> DispatchResult {
        ensure_root(origin)?;
        Network::<T>::schedule_emission_rule(rule, at)
    }

    pub(crate) fn cancel_rule(origin: OriginFor<T>) -> DispatchResult {
        ensure_root(origin)?;
        Network::<T>::cancel_emission_rule()
    }

    pub(crate) fn set_settings(origin: OriginFor<T>, settings: Settings) -> DispatchResult {
        ensure_root(origin)?;
        Network::<T>::set_emission_settings(settings);
        Ok(())
    }

    pub(crate) fn reset_tripped_pool(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
        ensure_root(origin)?;
        Self::ensure_exists(netuid)?;
        Network::<T>::reset_pool(netuid)
    }
}
