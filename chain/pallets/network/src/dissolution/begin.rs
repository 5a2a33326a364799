//! How a subnet's end begins: by governance, or because a new one needs its place.

use super::{Dissolution, Phase, MOST_DISSOLVING};
use crate::{ledger::set_amount, pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_registry::subnet_to_prune;
use myelin_units::{Alpha, AmountError, NetUid};
use myelin_yuma::Scratch;

impl<T: Config> Pallet<T> {
    /// Governance dissolves a subnet, naming its owner.
    pub fn dissolve_subnet_of(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet_owner(coldkey, netuid)?;
        Self::dissolve_subnet(netuid)
    }

    /// From now on the subnet is no more. What it leaves is paid in the blocks that follow.
    pub fn dissolve_subnet(netuid: NetUid) -> DispatchResult {
        ensure!(!netuid.is_root(), Error::<T>::InvalidValue);
        ensure!(!Self::is_dissolving(netuid), Error::<T>::NetworkDissolveAlreadyQueued);
        Self::ensure_subnet(netuid)?;
        let waiting = DissolveCleanupQueue::<T>::get().len();
        ensure!(waiting < MOST_DISSOLVING, Error::<T>::WaitingForDissolvedSubnetCleanup);
        TotalNetworks::<T>::try_mutate(|total| {
            let fewer = total.checked_sub(1).ok_or(AmountError::Underflow { from: 0, taken: 1 });
            set_amount::<T, _>(total, fewer)
        })?;
        NetworksAdded::<T>::remove(netuid);
        DissolveCleanupQueue::<T>::append(netuid);
        Dissolutions::<T>::insert(netuid, Dissolution::new());
        Self::deposit_event(Event::NetworkRemoved(netuid));
        Ok(())
    }

    /// The subnet whose place the next registration takes when there is none left: of those that are not immune the
    /// one with the lowest moving price (economics §1.7).
    pub fn subnet_to_prune() -> Option<NetUid> {
        let subnets: alloc::vec::Vec<_> = Self::netuids()
            .into_iter()
            .filter(|netuid| !netuid.is_root())
            .map(|netuid| (netuid, Self::moving_price(netuid), NetworkRegisteredAt::<T>::get(netuid)))
            .collect();
        subnet_to_prune(&subnets, Self::now(), NetworkImmunityPeriod::<T>::get())
    }

    /// The subnet that must make room for one more; none where there is room.
    pub(crate) fn subnet_making_room() -> Result<Option<NetUid>, DispatchError> {
        match Self::subnet_limit() {
            Some(limit) if Self::dynamic_subnets() >= limit => {
                Self::subnet_to_prune().map(Some).ok_or(Error::<T>::SubnetLimitReached.into())
            }
            _ => Ok(None),
        }
    }

    /// Nobody's position on this hotkey is being counted: it may go to another hotkey.
    pub fn ensure_hotkey_settled(hotkey: &T::AccountId) -> DispatchResult {
        let counted = |netuid: &NetUid| TotalHotkeyAlpha::<T>::contains_key(hotkey, netuid);
        ensure!(
            !DissolveCleanupQueue::<T>::get().iter().any(counted),
            Error::<T>::WaitingForDissolvedSubnetCleanup
        );
        Ok(())
    }

    /// No position of this coldkey is being counted: they may go to another coldkey.
    pub fn ensure_coldkey_settled(coldkey: &T::AccountId) -> DispatchResult {
        let counted = |netuid: &NetUid| Stakers::<T>::iter_key_prefix((netuid, coldkey)).next().is_some();
        ensure!(
            !DissolveCleanupQueue::<T>::get().iter().any(counted),
            Error::<T>::WaitingForDissolvedSubnetCleanup
        );
        Ok(())
    }

    /// Pays what is pending to those it belongs to, by a last epoch. An epoch is a block's work.
    pub(super) fn close_subnet(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<u32, DispatchError> {
        Self::mend_pool(netuid);
        Self::settle_carried(netuid)?;
        // There is no later epoch for dividends to wait for, and all that vest are counted whole.
        LastPayday::<T>::remove(netuid);
        if let Err(error) = with_storage_layer(|| Self::run_epoch(netuid, &mut Scratch::default())) {
            Self::deposit_event(Event::EpochFailed { netuid, error });
        }
        Self::close_pots(netuid)?;
        Self::close_lease(netuid)?;
        state.enter(Phase::Claiming);
        Ok(room)
    }

    pub(super) fn pay_root_claims(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<u32, DispatchError> {
        let closing = Self::close_root_claims(netuid, room)?;
        if closing.done {
            state.enter(Phase::Counting);
        }
        Ok(closing.visited)
    }

    /// What even the last epoch could not pay: the owner's cut is paid as it is, the rest belongs to nobody.
    fn close_pots(netuid: NetUid) -> DispatchResult {
        let _ = with_storage_layer(|| Self::pay_owner(netuid));
        let nobodys = Alpha::checked_sum([
            PendingOwnerCut::<T>::take(netuid),
            PendingServerEmission::<T>::take(netuid),
            PendingValidatorEmission::<T>::take(netuid),
            PendingRootAlphaDivs::<T>::take(netuid),
        ])
        .map_err(|_| Error::<T>::Overflow)?;
        SubnetProtocolAlpha::<T>::try_mutate(netuid, |own| set_amount::<T, _>(own, own.checked_add(nobodys)))
    }
}
