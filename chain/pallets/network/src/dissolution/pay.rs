//! The payments: free TAO to coldkeys, the largest remainder first.

use super::{Dissolution, Phase};
use crate::{pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_registry::dissolution::paid;
use myelin_units::{NetUid, Tao};

impl<T: Config> Pallet<T> {
    pub(super) fn pay_claims(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<u32, DispatchError> {
        let mut seen = 0u32;
        let payments = DissolutionPayments::<T>::drain_prefix((netuid,)).take(room as usize);
        for ((_, account), (floor, hotkey)) in payments {
            seen = seen.saturating_add(1);
            let tao = paid(floor, state.paid, state.left.rao()).map_err(|_| Error::<T>::Overflow)?;
            state.paid = state.paid.saturating_add(1);
            Self::pay_claim(netuid, &account, &hotkey, tao)?;
        }
        if seen < room {
            // Nothing is left but where nobody, not even the pool, had any alpha.
            Self::recycle_rest(netuid, SubnetTAO::<T>::get(netuid))?;
            state.enter(Phase::Forgetting);
        }
        Ok(seen)
    }

    fn pay_claim(netuid: NetUid, account: &T::AccountId, hotkey: &T::AccountId, tao: Tao) -> DispatchResult {
        if *account == Self::subnet_account(netuid) {
            return Self::recycle_rest(netuid, tao);
        }
        if tao.is_zero() {
            return Ok(());
        }
        let (coldkey, hotkey) = (account.clone(), hotkey.clone());
        if with_storage_layer(|| Self::pay_from_pool(netuid, &coldkey, tao)).is_ok() {
            Self::deposit_event(Event::DissolutionPaid { netuid, coldkey, tao });
            return Ok(());
        }
        // An account cannot come into being with less than the existential deposit. Nothing is lost: the coldkey has it
        // as root stake, on a hotkey it had chosen.
        with_storage_layer(|| {
            Self::pay_between_pools(netuid, NetUid::ROOT, tao)?;
            Self::deposit_stake(&hotkey, &coldkey, NetUid::ROOT, Self::root_alpha(tao))
        })?;
        Self::deposit_event(Event::DissolutionStaked { netuid, coldkey, hotkey, tao });
        Ok(())
    }

    fn recycle_rest(netuid: NetUid, tao: Tao) -> DispatchResult {
        if !tao.is_zero() {
            Self::recycle_from_pool(netuid, tao)?;
        }
        Self::tell_recycled(netuid, tao);
        Ok(())
    }
}
