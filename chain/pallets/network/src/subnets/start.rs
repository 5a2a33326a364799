//! Starting a subnet (economics §1.5): from the next block on its alpha trades and it takes part in emission.

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// Starts `coldkey`'s subnet, once, when the delay since its registration has passed.
    pub fn start_subnet(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet_owner(coldkey, netuid)?;
        ensure!(
            FirstEmissionBlockNumber::<T>::get(netuid).is_none(),
            Error::<T>::FirstEmissionBlockNumberAlreadySet
        );
        let open = NetworkRegisteredAt::<T>::get(netuid).saturating_add(StartCallDelay::<T>::get());
        ensure!(Self::now() >= open, Error::<T>::NeedWaitingMoreBlocksToStarCall);
        Self::open_trading(netuid);
        Ok(())
    }

    pub(crate) fn open_trading(netuid: NetUid) {
        let first = Self::now().saturating_add(1);
        FirstEmissionBlockNumber::<T>::insert(netuid, first);
        SubtokenEnabled::<T>::insert(netuid, true);
        Self::deposit_event(Event::FirstEmissionBlockNumberSet(netuid, first));
    }
}
