//! The end of a lease: the beneficiary takes the subnet over, or the subnet itself has ended.

use super::{LeaseId, LeaseOf, Leasing};
use crate::{costs, pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// The beneficiary of a lease that has ended becomes the owner of its subnet, with a hotkey of its own.
    pub fn end_lease(who: &T::AccountId, id: LeaseId, hotkey: &T::AccountId) -> DispatchResultWithPostInfo {
        let lease = SubnetLeases::<T>::get(id).ok_or(Error::<T>::LeaseDoesNotExist)?;
        ensure!(lease.beneficiary == *who, Error::<T>::ExpectedBeneficiaryOrigin);
        let end = lease.end_block.ok_or(Error::<T>::LeaseHasNoEndBlock)?;
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(now >= end, Error::<T>::LeaseHasNotEnded);
        Self::ensure_subnet(lease.netuid)?;
        with_storage_layer(|| {
            Self::own_hotkey(who, hotkey).map_err(|_| Error::<T>::BeneficiaryDoesNotOwnHotkey)?;
            // What is pending was earned under the lease.
            Self::pay_owner(lease.netuid)?;
            let contributors = Self::settle_lease(id, &lease)?;
            SubnetOwner::<T>::insert(lease.netuid, who);
            SubnetOwnerHotkey::<T>::insert(lease.netuid, hotkey);
            Ok(Some(costs::terminate_lease::<T>(contributors)).into())
        })
    }

    /// The lease of a subnet that is dissolved ends with it: to be asked after the owner's cut was paid for the last
    /// time and before alpha is counted. Without a lease nothing happens.
    pub fn close_lease(netuid: NetUid) -> DispatchResult {
        match Self::lease_of(netuid) {
            Some((id, lease)) => Self::settle_lease(id, &lease).map(drop),
            None => Ok(()),
        }
    }

    /// Pays what has gathered and removes the lease; what its coldkey holds is the beneficiary's. Returns the number of
    /// contributors.
    fn settle_lease(id: LeaseId, lease: &LeaseOf<T>) -> Result<usize, DispatchError> {
        let who = &lease.beneficiary;
        Self::pay_lease_dividends(id, lease)?;
        // The position as it is, with what of its dividends is not given over yet: nobody has left.
        Self::rename_holder(&lease.hotkey, lease.netuid, &lease.coldkey, who)?;
        T::Leasing::dismiss(&lease.coldkey, who)?;
        Self::pay_everything(&lease.coldkey, who)?;
        // As many as contributed, so this is bounded.
        let shares = SubnetLeaseShares::<T>::clear_prefix(id, T::Leasing::MAX_CONTRIBUTORS, None);
        AccumulatedLeaseDividends::<T>::remove(id);
        LeaseDividendsPaidAt::<T>::remove(id);
        SubnetUidToLeaseId::<T>::remove(lease.netuid);
        SubnetLeases::<T>::remove(id);
        Self::deposit_event(Event::SubnetLeaseTerminated { beneficiary: who.clone(), netuid: lease.netuid });
        Ok(shares.unique as usize)
    }
}
