//! Who may set what: the frame around every setter.

use crate::{Config, Error, Pallet};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::NetUid;
use pallet_network::{hyperparameters::OwnerLimit, NetworksAdded, Pallet as Network};

/// The pallet whose storage is set, and its events.
pub(crate) use pallet_network::Event as Told;

/// Whether the parameter stands still before an epoch.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Freeze {
    /// It does.
    Held,
    /// It may be set at any time.
    Never,
}

impl<T: Config> Pallet<T> {
    /// Tells what was set.
    pub(crate) fn tell(event: Told<T>) {
        Network::<T>::tell(event);
    }

    /// The owner of the subnet, within `limit`, or root sets a parameter, not while it stands still.
    pub(crate) fn owner_sets(
        origin: OriginFor<T>,
        netuid: NetUid,
        limit: OwnerLimit,
        set: impl FnOnce(bool) -> DispatchResult,
    ) -> DispatchResult {
        Self::ensure_exists(netuid)?;
        let who = Network::<T>::ensure_may_change(origin, netuid, limit)?;
        set(who.is_root())?;
        Network::<T>::count_change(&who, netuid, limit);
        Ok(())
    }

    /// Root sets a parameter of a subnet.
    pub(crate) fn root_sets(
        origin: OriginFor<T>,
        netuid: NetUid,
        freeze: Freeze,
        set: impl FnOnce() -> DispatchResult,
    ) -> DispatchResult {
        ensure_root(origin)?;
        Self::ensure_exists(netuid)?;
        if freeze == Freeze::Held {
            Network::<T>::ensure_not_frozen(netuid)?;
        }
        set()
    }

    pub(crate) fn ensure_exists(netuid: NetUid) -> DispatchResult {
        ensure!(NetworksAdded::<T>::get(netuid), Error::<T>::SubnetDoesNotExist);
        Ok(())
    }

    pub(crate) fn ensure_not_root_network(netuid: NetUid) -> DispatchResult {
        ensure!(!netuid.is_root(), Error::<T>::NotPermittedOnRootSubnet);
        Ok(())
    }
}
