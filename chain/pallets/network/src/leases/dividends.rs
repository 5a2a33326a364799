//! What the owner of a leased subnet earns: part of it gathers for the contributors, the rest is the beneficiary's.

use super::{LeaseId, LeaseOf, DISTRIBUTION_INTERVAL};
use crate::{costs, ledger::set_amount, pallet::*, Error};
use alloc::vec::Vec;
use frame_support::{dispatch::DispatchClass, pallet_prelude::*, storage::with_storage_layer};
use myelin_crowd::{dividends, lease_cut};
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// Sets the contributors' part of a leased subnet's owner's cut aside, and pays what has gathered when it is time.
    /// Returns who owns the rest, and the rest: the owner and all of it where there is no lease.
    pub(crate) fn divert_lease_dividends(
        netuid: NetUid,
        cut: Alpha,
    ) -> Result<(T::AccountId, Alpha), DispatchError> {
        let Some((id, lease)) = Self::lease_of(netuid) else {
            return Ok((SubnetOwner::<T>::get(netuid), cut));
        };
        let parts = lease_cut(cut, lease.emissions_share.deconstruct());
        AccumulatedLeaseDividends::<T>::try_mutate(id, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(parts.contributors))
        })?;
        let due = LeaseDividendsPaidAt::<T>::get(id).saturating_add(DISTRIBUTION_INTERVAL);
        if Self::now() >= due {
            // What cannot be paid now goes on gathering.
            let _ = with_storage_layer(|| Self::pay_lease_dividends(id, &lease));
        }
        Ok((lease.beneficiary, parts.beneficiary))
    }

    /// Stakes what has gathered for the contributors, by largest remainder: nothing stays behind.
    pub(super) fn pay_lease_dividends(id: LeaseId, lease: &LeaseOf<T>) -> DispatchResult {
        let pot = AccumulatedLeaseDividends::<T>::take(id);
        LeaseDividendsPaidAt::<T>::insert(id, Self::now());
        let holders: Vec<(T::AccountId, u128)> =
            SubnetLeaseShares::<T>::iter_prefix(id).map(|(who, share)| (who, share.bits)).collect();
        let shares: Vec<u128> = holders.iter().map(|(_, share)| *share).collect();
        let weight = costs::lease_dividends::<T>(holders.len());
        frame_system::Pallet::<T>::register_extra_weight_unchecked(weight, DispatchClass::Mandatory);
        let Some(parts) = dividends(pot, &shares) else {
            // Nobody has a share: the beneficiary has it all.
            return Self::deposit_stake(&lease.hotkey, &lease.beneficiary, lease.netuid, pot);
        };
        for ((contributor, _), alpha) in holders.into_iter().zip(parts).filter(|(_, alpha)| !alpha.is_zero())
        {
            Self::deposit_stake(&lease.hotkey, &contributor, lease.netuid, alpha)?;
            Self::deposit_event(Event::SubnetLeaseDividendsDistributed { lease_id: id, contributor, alpha });
        }
        Ok(())
    }

    /// Everything that a coldkey has in leases goes to another: its shares, and what it runs. For a coldkey that is
    /// swapped; there are at most as many leases as subnets.
    pub fn swap_lease_coldkey(old: &T::AccountId, new: &T::AccountId) -> DispatchResult {
        use super::Leasing;
        let leases: Vec<LeaseId> = SubnetUidToLeaseId::<T>::iter_values().collect();
        for id in leases {
            let share = SubnetLeaseShares::<T>::take(id, old).bits;
            if share > 0 {
                SubnetLeaseShares::<T>::try_mutate(id, new, |own| {
                    own.bits = own.bits.checked_add(share).ok_or(Error::<T>::Overflow)?;
                    Ok::<_, DispatchError>(())
                })?;
            }
            let Some(mut lease) = SubnetLeases::<T>::get(id) else { continue };
            if lease.beneficiary == *old {
                T::Leasing::dismiss(&lease.coldkey, old)?;
                T::Leasing::appoint(&lease.coldkey, new)?;
                lease.beneficiary = new.clone();
                SubnetLeases::<T>::insert(id, lease);
            }
        }
        Ok(())
    }
}
