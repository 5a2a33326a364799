//! Metrics of neurons.

use super::address;
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use myelin_views::neuron::PrometheusInfo;

impl<T: Config> Pallet<T> {
    /// Publishes where a hotkey's metrics are read (yuma.md §3.8).
    pub(crate) fn publish_prometheus(
        hotkey: &T::AccountId,
        netuid: NetUid,
        prometheus: PrometheusInfo,
    ) -> DispatchResult {
        Self::ensure_prometheus(hotkey, netuid, &prometheus)?;
        Prometheus::<T>::insert(netuid, hotkey, PrometheusInfo { block: Self::now(), ..prometheus });
        Self::deposit_event(Event::PrometheusServed(netuid, hotkey.clone()));
        Ok(())
    }

    /// What [`Self::publish_prometheus`] and the pool of transactions ask first.
    pub(crate) fn ensure_prometheus(
        hotkey: &T::AccountId,
        netuid: NetUid,
        prometheus: &PrometheusInfo,
    ) -> DispatchResult {
        Self::ensure_server(hotkey, netuid)?;
        let last = Prometheus::<T>::get(netuid, hotkey).map_or(0, |prometheus| prometheus.block);
        Self::ensure_serving_rate(netuid, last)?;
        Self::ensure_endpoint(prometheus.port, prometheus.ip_type)?;
        ensure!(address::is_specific(prometheus.ip, prometheus.ip_type), Error::<T>::InvalidIpAddress);
        Ok(())
    }
}
