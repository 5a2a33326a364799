//! The mechanisms of a subnet, what its owner's miners earn, and what children keep.

use crate::{gate::Told, Config, Error, Pallet};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::Get};
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::{NetUid, PerU16};
use pallet_network::{
    epoch::{mechanisms::MOST_MECHANISMS, miners::RecycleOrBurnEnum},
    hyperparameters::OwnerLimit,
    rate_limits::{Hyperparameter, OwnerTransaction},
    CKBurn, Error as NetworkError, MaxChildkeyTake, MaxMechanismCount, MinChildkeyTakePerSubnet,
    Pallet as Network, RecycleOrBurn,
};

impl<T: Config> Pallet<T> {
    pub(crate) fn set_mechanism_count(origin: OriginFor<T>, netuid: NetUid, count: u8) -> DispatchResult {
        let limit = OwnerLimit::Blocks(OwnerTransaction::MechanismCount, T::MechanismRateLimit::get());
        Self::owner_sets(origin, netuid, limit, |_| {
            Self::ensure_not_root_network(netuid)?;
            Network::<T>::put_mechanism_count(netuid, count)
        })
    }

    pub(crate) fn set_mechanism_emission_split(
        origin: OriginFor<T>,
        netuid: NetUid,
        split: Option<Vec<u16>>,
    ) -> DispatchResult {
        let limit = OwnerLimit::Blocks(OwnerTransaction::MechanismSplit, T::MechanismRateLimit::get());
        Self::owner_sets(origin, netuid, limit, |_| {
            Self::ensure_not_root_network(netuid)?;
            Network::<T>::put_mechanism_split(netuid, split)
        })
    }

    pub(crate) fn set_max_mechanism_count(origin: OriginFor<T>, most: u8) -> DispatchResult {
        ensure_root(origin)?;
        ensure!((1..=MOST_MECHANISMS).contains(&most), Error::<T>::ValueNotInBounds);
        MaxMechanismCount::<T>::put(most);
        Ok(())
    }

    pub(crate) fn set_recycle_or_burn(
        origin: OriginFor<T>,
        netuid: NetUid,
        mode: RecycleOrBurnEnum,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::RecycleOrBurn), |_| {
            RecycleOrBurn::<T>::insert(netuid, mode);
            Ok(())
        })
    }

    pub(crate) fn set_min_childkey_take_per_subnet(
        origin: OriginFor<T>,
        netuid: NetUid,
        take: PerU16,
    ) -> DispatchResult {
        Self::owner_sets(origin, netuid, OwnerLimit::Tempos(Hyperparameter::MinChildkeyTake), |_| {
            ensure!(take <= MaxChildkeyTake::<T>::get(), NetworkError::<T>::InvalidChildkeyTake);
            MinChildkeyTakePerSubnet::<T>::insert(netuid, take);
            Self::tell(Told::MinChildKeyTakePerSubnetSet(netuid, take));
            Ok(())
        })
    }

    pub(crate) fn set_ck_burn(origin: OriginFor<T>, burn: u64) -> DispatchResult {
        ensure_root(origin)?;
        CKBurn::<T>::put(burn);
        Ok(())
    }
}
