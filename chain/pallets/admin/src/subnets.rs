//! What a subnet's alpha may do, and what the subnet earns.

use crate::{
    gate::{Freeze, Told},
    Config, Event, Pallet,
};
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::OriginFor;
use myelin_units::NetUid;
use pallet_network::{
    hyperparameters::OwnerLimit, rate_limits::Hyperparameter, EMAPriceHalvingBlocks, OwnerCutEnabled,
    Pallet as Network, SubnetEmissionEnabled, SubtokenEnabled, TransferToggle,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn set_toggle_transfer(origin: OriginFor<T>, netuid: NetUid, open: bool) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::TransferEnabled), |_| {
            TransferToggle::<T>::insert(netuid, open);
            Self::tell(Told::TransferToggle(netuid, open));
            Ok(())
        })
    }

    pub(crate) fn set_ema_price_halving_period(
        origin: OriginFor<T>,
        netuid: NetUid,
        blocks: u64,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            EMAPriceHalvingBlocks::<T>::insert(netuid, blocks);
            Ok(())
        })
    }

    pub(crate) fn set_subtoken_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Held, || {
            SubtokenEnabled::<T>::insert(netuid, enabled);
            Ok(())
        })
    }

    /// As often as the owner likes, and at any time: what it gives up or takes is its own. In a leased subnet it is also
    /// of those who paid for the lease, and nobody but root switches it.
    pub(crate) fn set_owner_cut_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::ensure_exists(netuid)?;
        let owner = Network::<T>::ensure_owner_or_root(origin, netuid)?;
        Self::ensure_not_root_network(netuid)?;
        let leased = owner.is_some() && Network::<T>::is_leased(netuid);
        ensure!(!leased, pallet_network::Error::<T>::LeaseHasNotEnded);
        OwnerCutEnabled::<T>::insert(netuid, enabled);
        Ok(())
    }

    pub(crate) fn set_subnet_emission_enabled(
        origin: OriginFor<T>,
        netuid: NetUid,
        enabled: bool,
    ) -> DispatchResult {
        Self::root_sets(origin, netuid, Freeze::Never, || {
            Self::ensure_not_root_network(netuid)?;
            SubnetEmissionEnabled::<T>::insert(netuid, enabled);
            Self::deposit_event(Event::SubnetEmissionEnabledSet { netuid, enabled });
            Ok(())
        })
    }
}
