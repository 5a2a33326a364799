//! Starting a subnet (economics §1.5). Its owner decides when, but not in secret and not first: the start announces the
//! block in which the alpha begins to trade, an [`OpeningNotice`] ahead, and for as long after it the owner buys none.

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;

/// Blocks from a start to the opening where the genesis does not say otherwise: an hour.
pub const OPENING_NOTICE: u64 = 300;

impl<T: Config> Pallet<T> {
    /// Starts `coldkey`'s subnet, once, when the delay since its registration has passed.
    pub fn start_subnet(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet_owner(coldkey, netuid)?;
        ensure!(
            FirstEmissionBlockNumber::<T>::get(netuid).is_none(),
            Error::<T>::FirstEmissionBlockNumberAlreadySet
        );
        let may_start = NetworkRegisteredAt::<T>::get(netuid).saturating_add(StartCallDelay::<T>::get());
        ensure!(Self::now() >= may_start, Error::<T>::NeedWaitingMoreBlocksToStarCall);
        // A market that root has opened before stays open: there is nothing to announce.
        let notice = if Self::is_open(netuid) { 0 } else { OpeningNotice::<T>::get() };
        Self::open_trading(netuid, notice);
        Ok(())
    }

    /// Trading opens `notice` blocks from now, and emission begins in the block after; the owner buys from as many blocks
    /// later.
    pub(crate) fn open_trading(netuid: NetUid, notice: u64) {
        let first = Self::now().saturating_add(notice).saturating_add(1);
        FirstEmissionBlockNumber::<T>::insert(netuid, first);
        SubtokenEnabled::<T>::insert(netuid, true);
        if notice > 0 {
            OwnerBuysFrom::<T>::insert(netuid, Self::now().saturating_add(notice).saturating_add(notice));
        }
        Self::deposit_event(Event::FirstEmissionBlockNumberSet(netuid, first));
    }

    /// The block in which trading opens or has opened; none for a subnet that was not started.
    fn opening(netuid: NetUid) -> Option<u64> {
        FirstEmissionBlockNumber::<T>::get(netuid).map(|first| first.saturating_sub(1))
    }

    /// Whether the subnet's alpha trades by its switch and its opening. Root may give an alpha a market without a start.
    pub fn is_open(netuid: NetUid) -> bool {
        SubtokenEnabled::<T>::get(netuid)
            && Self::opening(netuid).is_none_or(|opening| Self::now() >= opening)
    }

    /// For one notice after the opening the owner of a subnet buys none of its alpha, nor whoever manages it by a lease:
    /// everyone else is first.
    pub(crate) fn ensure_may_buy(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        if netuid.is_root() || Self::now() >= OwnerBuysFrom::<T>::get(netuid) {
            return Ok(());
        }
        let owns = SubnetOwner::<T>::get(netuid) == *coldkey || Self::rents(coldkey, netuid);
        ensure!(!owns, Error::<T>::OwnerBuysAfterOpeningWindow);
        Ok(())
    }
}
