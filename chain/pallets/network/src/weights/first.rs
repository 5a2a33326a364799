//! Since when neurons have had something to reveal: who registers after that gets nothing from what was committed before
//! (yuma.md §1.6 (d)).

use super::NetUidStorageIndex;
use crate::{epoch::inputs::EpochState, pallet::*};
use alloc::{vec, vec::Vec};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// By uid, the block of its earliest commit that can still be revealed, `u64::MAX` for none. Empty where weights are
    /// open. Only of uids that vote.
    pub(crate) fn first_commits(
        index: NetUidStorageIndex,
        state: &EpochState<T::AccountId>,
        votes: impl Fn(u16) -> bool,
    ) -> Vec<u64> {
        let netuid = index.netuid();
        if !CommitRevealWeightsEnabled::<T>::get(netuid) {
            return Vec::new();
        }
        let mut first = vec![u64::MAX; state.stake.len()];
        let mut note = |uid: u16, block: u64| {
            if let Some(known) = first.get_mut(usize::from(uid)) {
                *known = block.min(*known);
            }
        };
        for (uid, hotkey) in (0u16..).zip(state.hotkeys.iter().take(state.stake.len())) {
            let commits =
                if votes(uid) { Self::live_hash_commits(hotkey, netuid, index) } else { Vec::new() };
            commits.iter().for_each(|commit| note(uid, commit.block()));
        }
        Self::note_sealed(netuid, index, &mut note);
        first
    }

    fn note_sealed(netuid: NetUid, index: NetUidStorageIndex, note: &mut impl FnMut(u16, u64)) {
        let (epoch, period) = (Self::look_ahead_epoch(netuid), Self::reveal_period(netuid));
        for (committed, seats) in TimelockedCommitSeats::<T>::iter_prefix(index) {
            for sealed in seats.iter().filter(|sealed| sealed.lives(committed, period, epoch)) {
                if Self::seat_of(netuid, sealed.seat.uid) == sealed.seat {
                    note(sealed.seat.uid, sealed.block);
                }
            }
        }
    }
}
