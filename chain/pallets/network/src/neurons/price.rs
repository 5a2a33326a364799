//! The price of a uid: it halves with every half-life and jumps with every registration (yuma.md §3.1).

use crate::pallet::*;
use myelin_registry::{price_bump, price_decay};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// One block passes: prices fall, and the counters of the block begin again.
    pub(crate) fn begin_block_of_registrations(now: u64, netuids: &[NetUid]) {
        // At most one a subnet.
        let _ = RegistrationsThisBlock::<T>::clear(u32::MAX, None);
        for netuid in netuids {
            Self::begin_interval_if_due(*netuid, now);
            if !netuid.is_root() {
                Self::lower_neuron_price(*netuid);
            }
        }
    }

    fn lower_neuron_price(netuid: NetUid) {
        let price = Burn::<T>::get(netuid);
        let least = MinBurn::<T>::get(netuid);
        // At its floor a price stands still: nothing to compute, nothing to write.
        if price == least {
            return;
        }
        let next = price_decay(price, BurnHalfLife::<T>::get(netuid), least, MaxBurn::<T>::get(netuid));
        if next != price {
            Burn::<T>::insert(netuid, next);
        }
    }

    fn begin_interval_if_due(netuid: NetUid, now: u64) {
        let interval = u64::from(AdjustmentInterval::<T>::get(netuid));
        if now.saturating_sub(LastAdjustmentBlock::<T>::get(netuid)) >= interval {
            RegistrationsThisInterval::<T>::remove(netuid);
            BurnRegistrationsThisInterval::<T>::remove(netuid);
            LastAdjustmentBlock::<T>::insert(netuid, now);
        }
    }

    pub(crate) fn raise_neuron_price(netuid: NetUid) {
        let factor = BurnIncreaseMult::<T>::get(netuid).bits;
        Burn::<T>::mutate(netuid, |price| {
            *price = price_bump(*price, factor, MinBurn::<T>::get(netuid), MaxBurn::<T>::get(netuid));
        });
    }

    /// Counters that people look at; saturating, because they must never stop a registration.
    pub(crate) fn count_registration(netuid: NetUid) {
        RegistrationsThisBlock::<T>::mutate(netuid, |count| *count = count.saturating_add(1));
        RegistrationsThisInterval::<T>::mutate(netuid, |count| *count = count.saturating_add(1));
        BurnRegistrationsThisInterval::<T>::mutate(netuid, |count| *count = count.saturating_add(1));
    }
}
