//! What the block step pays by itself: it goes round the positions of those who keep, a bounded number in a block.

use super::claim::Claimed;
use crate::{costs, pallet::*};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{Alpha, NetUid};

/// Most positions that governance may have looked at in a block.
pub const MAX_ROUND: u64 = 50;

impl<T: Config> Pallet<T> {
    /// Looks at the next `NumRootClaim` positions, pays what is owed of at least the threshold, and clears away those
    /// that are finished. A position of which something fails is left as it is; the round goes on behind it.
    pub(crate) fn claim_root_automatically() -> Weight {
        let room = usize::try_from(NumRootClaim::<T>::get().min(MAX_ROUND)).unwrap_or(0);
        if room == 0 {
            return Weight::zero();
        }
        let cursor = RootClaimCursor::<T>::get();
        let next: Vec<_> = match cursor.is_empty() {
            true => KeptRoot::<T>::iter_keys().take(room).collect(),
            false => KeptRoot::<T>::iter_keys_from(cursor.clone()).take(room).collect(),
        };
        let mut claimed = Claimed::default();
        for (hotkey, coldkey) in &next {
            claimed.hotkeys = claimed.hotkeys.saturating_add(1);
            let paid = with_storage_layer(|| Self::visit(hotkey, coldkey, claimed));
            claimed = paid.unwrap_or(claimed);
        }
        // A short round has come to the end; the next one begins again.
        let last = next.last().filter(|_| next.len() == room);
        let stop = last.map(|(hotkey, coldkey)| KeptRoot::<T>::hashed_key_for(hotkey, coldkey));
        let stop = stop.unwrap_or_default();
        if stop != cursor {
            RootClaimCursor::<T>::put(stop);
        }
        costs::root_round::<T>(claimed.hotkeys, claimed.payments)
    }

    fn visit(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        mut claimed: Claimed,
    ) -> Result<Claimed, DispatchError> {
        let kept = KeptRoot::<T>::get(hotkey, coldkey);
        let subnets: Vec<NetUid> = RootPots::<T>::get(hotkey).into_keys().collect();
        // Nothing more will come where there is no stake.
        let last = kept.stake.is_zero();
        let enough =
            |owed: Alpha, netuid| !owed.is_zero() && (last || owed >= Self::root_claim_threshold(netuid));
        Self::claim_on(hotkey, coldkey, &subnets, &mut claimed, enough)?;
        Self::publish_root_claims(hotkey, coldkey);
        Self::prune_kept(hotkey, coldkey)?;
        Ok(claimed)
    }

    /// Alpha below which the block step does not pay.
    pub fn root_claim_threshold(netuid: NetUid) -> Alpha {
        let bits = RootClaimableThreshold::<T>::get(netuid).bits;
        Alpha::new(u64::try_from(bits >> 32).unwrap_or(u64::MAX))
    }
}
