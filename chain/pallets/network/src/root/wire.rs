//! Copies for clients, who compute what is owed as `RootClaimable · root stake − RootClaimed`.

use crate::pallet::*;
use alloc::collections::BTreeMap;
use myelin_stake::{Accumulator, Q96};
use myelin_units::NetUid;
use myelin_views::FixedI128;

impl<T: Config> Pallet<T> {
    /// Publishes one rate of a hotkey.
    pub(crate) fn publish_root_rate(hotkey: &T::AccountId, netuid: NetUid) {
        if let Some(pot) = RootPots::<T>::get(hotkey).get(&netuid) {
            RootClaimable::<T>::mutate(hotkey, |rates| {
                rates.insert(netuid, wire_rate(pot.rate()));
            });
        }
    }

    /// Publishes the rates of a hotkey, or takes them back when nobody keeps on it.
    pub(crate) fn publish_root_rates(hotkey: &T::AccountId) {
        let pots = RootPots::<T>::get(hotkey);
        if pots.is_empty() || KeptRootStake::<T>::get(hotkey).is_zero() {
            RootClaimable::<T>::remove(hotkey);
            return;
        }
        let rate = |(netuid, pot): (NetUid, Accumulator)| (netuid, wire_rate(pot.rate()));
        RootClaimable::<T>::insert(hotkey, pots.into_iter().map(rate).collect::<BTreeMap<_, _>>());
    }

    /// Publishes all of a position's claims, when they are behind.
    pub(crate) fn publish_root_claims(hotkey: &T::AccountId, coldkey: &T::AccountId) {
        let mut kept = KeptRoot::<T>::get(hotkey, coldkey);
        if !kept.stale {
            return;
        }
        kept.stale = false;
        for (netuid, accrual) in &kept.accruals {
            Self::publish_root_claimed(hotkey, coldkey, *netuid, accrual.claimed_on_the_wire(kept.stake));
        }
        KeptRoot::<T>::insert(hotkey, coldkey, kept);
    }

    /// Publishes one of a position's claims.
    pub(crate) fn publish_root_claimed(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        claimed: u128,
    ) {
        match claimed {
            0 => RootClaimed::<T>::remove((netuid, hotkey, coldkey)),
            claimed => RootClaimed::<T>::insert((netuid, hotkey, coldkey), claimed),
        }
    }
}

fn wire_rate(rate: Q96) -> FixedI128 {
    // Below 2⁹⁶, so it fits.
    FixedI128 { bits: i128::try_from(rate.bits32_floor()).unwrap_or(i128::MAX) }
}
