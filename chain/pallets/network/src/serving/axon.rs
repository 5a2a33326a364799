//! Servers of neurons.

use super::{address, certificate};
use crate::{pallet::*, rate_limits::elapsed, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use myelin_views::neuron::AxonInfo;

impl<T: Config> Pallet<T> {
    /// Publishes where a hotkey's server is reached, and its certificate when there is one that can be read; one that
    /// cannot is passed over (yuma.md §3.8).
    pub(crate) fn publish_axon(
        hotkey: &T::AccountId,
        netuid: NetUid,
        axon: AxonInfo,
        certificate: Option<Vec<u8>>,
    ) -> DispatchResult {
        Self::ensure_axon(hotkey, netuid, &axon)?;
        Axons::<T>::insert(netuid, hotkey, AxonInfo { block: Self::now(), ..axon });
        if let Some(certificate) = certificate.as_deref().and_then(certificate::read) {
            NeuronCertificates::<T>::insert(netuid, hotkey, certificate);
        }
        Self::deposit_event(Event::AxonServed(netuid, hotkey.clone()));
        Ok(())
    }

    /// What [`Self::publish_axon`] and the pool of transactions ask first.
    pub(crate) fn ensure_axon(hotkey: &T::AccountId, netuid: NetUid, axon: &AxonInfo) -> DispatchResult {
        Self::ensure_server(hotkey, netuid)?;
        let last = Axons::<T>::get(netuid, hotkey).map_or(0, |axon| axon.block);
        Self::ensure_serving_rate(netuid, last)?;
        Self::ensure_endpoint(axon.port, axon.ip_type)?;
        ensure!(address::is_reachable(axon.ip, axon.ip_type), Error::<T>::InvalidIpAddress);
        Ok(())
    }

    /// The subnet exists and the hotkey has a uid there.
    pub(super) fn ensure_server(hotkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        ensure!(Uids::<T>::contains_key(netuid, hotkey), Error::<T>::HotKeyNotRegisteredInNetwork);
        Ok(())
    }

    /// Enough blocks since `last`, the block of the last change; 0 for none.
    pub(super) fn ensure_serving_rate(netuid: NetUid, last: u64) -> DispatchResult {
        ensure!(
            elapsed(last, Self::now(), ServingRateLimit::<T>::get(netuid)),
            Error::<T>::ServingRateLimitExceeded
        );
        Ok(())
    }

    /// A port that can be served on, and a known family of addresses.
    pub(super) fn ensure_endpoint(port: u16, ip_type: u8) -> DispatchResult {
        ensure!(port != 0, Error::<T>::InvalidPort);
        ensure!(address::is_family(ip_type), Error::<T>::InvalidIpType);
        Ok(())
    }
}
