//! The clock: a subnet's epoch is due `tempo` blocks after the last; so many run in one block at most, the others in the
//! next.

use crate::pallet::*;
use frame_support::storage::with_storage_layer;
use myelin_units::NetUid;
use myelin_yuma::{clock, Scratch};

impl<T: Config> Pallet<T> {
    /// Runs what is due, ascending by netuid. Returns how many neurons and parents were looked at.
    pub(crate) fn run_due_epochs(now: u64, netuids: &[NetUid]) -> usize {
        let mut room = Self::epochs_per_block();
        let mut neurons = 0usize;
        let mut scratch = Scratch::default();
        for netuid in netuids.iter().filter(|netuid| !netuid.is_root()) {
            let waited = BlocksSinceLastStep::<T>::get(netuid).saturating_add(1);
            BlocksSinceLastStep::<T>::insert(netuid, waited);
            if !Self::is_due(*netuid, now, waited) {
                continue;
            }
            if room == 0 {
                Self::defer_epoch(*netuid);
                continue;
            }
            room = room.saturating_sub(1);
            neurons = neurons.saturating_add(Self::fire_epoch(*netuid, &mut scratch));
        }
        neurons
    }

    /// Whether the subnet's epoch runs in this block, as far as its own clock goes.
    pub fn epoch_is_due(netuid: NetUid) -> bool {
        Self::is_due(netuid, Self::now(), BlocksSinceLastStep::<T>::get(netuid))
    }

    /// The epoch that what is committed or revealed now counts to: the number of epochs so far, and the one that runs in
    /// this block if it still has to (yuma.md §2.7).
    pub fn look_ahead_epoch(netuid: NetUid) -> u64 {
        SubnetEpochIndex::<T>::get(netuid).saturating_add(u64::from(Self::epoch_is_due(netuid)))
    }

    fn is_due(netuid: NetUid, now: u64, waited: u64) -> bool {
        clock::due(
            Tempo::<T>::get(netuid),
            now,
            LastEpochBlock::<T>::get(netuid),
            PendingEpochAt::<T>::get(netuid),
            waited,
        )
    }

    /// First block in which the subnet's next epoch can run.
    pub fn next_epoch_block(netuid: NetUid) -> Option<u64> {
        clock::next_epoch(
            Tempo::<T>::get(netuid),
            Self::now(),
            LastEpochBlock::<T>::get(netuid),
            PendingEpochAt::<T>::get(netuid),
            BlocksSinceLastStep::<T>::get(netuid),
        )
    }

    fn defer_epoch(netuid: NetUid) {
        let from_block = Self::now();
        let to_block = from_block.saturating_add(1);
        PendingEpochAt::<T>::insert(netuid, to_block);
        Self::deposit_event(Event::EpochDeferred { netuid, from_block, to_block });
    }

    /// The slot is used whatever comes of it; an epoch that fails leaves its pots for the next. Returns how many neurons
    /// and parents it looked at.
    fn fire_epoch(netuid: NetUid, scratch: &mut Scratch) -> usize {
        LastEpochBlock::<T>::insert(netuid, Self::now());
        PendingEpochAt::<T>::insert(netuid, 0);
        SubnetEpochIndex::<T>::mutate(netuid, |index| *index = index.saturating_add(1));
        BlocksSinceLastStep::<T>::insert(netuid, 0);
        Self::begin_children(netuid);
        let run = || {
            // The reserve of a stopped pool is not what it is owed. Its people are paid in alpha all the same.
            if !Self::is_tripped(netuid) {
                Self::settle(netuid)?;
            }
            Self::run_epoch(netuid, scratch)
        };
        let looked_at = with_storage_layer(run).unwrap_or_else(|error| {
            Self::deposit_event(Event::EpochFailed { netuid, error });
            usize::from(SubnetworkN::<T>::get(netuid))
        });
        Self::audit_subnet(netuid);
        looked_at
    }
}
