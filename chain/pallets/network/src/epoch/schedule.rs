//! The clock: a subnet's epoch is due `tempo` blocks after the last; so many run in one block at most, the others in the
//! next.

use crate::pallet::*;
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::storage::with_storage_layer;
use myelin_units::NetUid;
use myelin_yuma::{
    clock::{Clock, Turn},
    Scratch,
};

impl<T: Config> Pallet<T> {
    /// Opens the block on every subnet's clock. Returns those whose epoch is due, ascending by netuid.
    pub(crate) fn due_epochs(now: u64, netuids: &[NetUid]) -> Vec<(NetUid, Clock)> {
        let mut due = Vec::new();
        for netuid in netuids.iter().filter(|netuid| !netuid.is_root()) {
            // Its index is read when the epoch runs, not in every block; until then it counts from zero.
            let clock = Self::clock_at(*netuid, now, 0).open();
            if clock.due() {
                due.push((*netuid, clock));
            } else {
                BlocksSinceLastStep::<T>::insert(netuid, clock.blocks_since_last_step);
            }
        }
        due
    }

    /// Runs what is due, as many as a block may and none that is held back; the others wait for the next block. Returns
    /// how many neurons and parents were looked at.
    pub(crate) fn run_due_epochs(due: Vec<(NetUid, Clock)>, held: &BTreeSet<NetUid>) -> usize {
        let mut room = Self::epochs_per_block();
        let mut neurons = 0usize;
        let mut scratch = Scratch::default();
        for (netuid, clock) in due {
            let (turn, clock) = clock.turn(if held.contains(&netuid) { 0 } else { room });
            BlocksSinceLastStep::<T>::insert(netuid, clock.blocks_since_last_step);
            match turn {
                Turn::Wait => {}
                Turn::Defer => Self::defer_epoch(netuid, clock),
                Turn::Run => {
                    room = room.saturating_sub(1);
                    neurons = neurons.saturating_add(Self::fire_epoch(netuid, clock, &mut scratch));
                }
            }
        }
        neurons
    }

    /// The subnet's clock as this block's transactions and whoever asks after it find it. While the block opens, before
    /// its epochs run, it is to be [opened](Clock::open).
    pub fn clock(netuid: NetUid) -> Clock {
        Self::clock_at(netuid, Self::now(), SubnetEpochIndex::<T>::get(netuid))
    }

    fn clock_at(netuid: NetUid, block: u64, index: u64) -> Clock {
        Clock {
            block,
            tempo: Tempo::<T>::get(netuid),
            last_epoch_block: LastEpochBlock::<T>::get(netuid),
            pending_at: PendingEpochAt::<T>::get(netuid),
            blocks_since_last_step: BlocksSinceLastStep::<T>::get(netuid),
            index,
        }
    }

    /// Whether the subnet's epoch is due, as far as its own clock goes.
    pub fn epoch_is_due(netuid: NetUid) -> bool {
        Self::clock(netuid).due()
    }

    /// The epoch that what is committed or revealed now counts to: the number of epochs so far, and the one that runs in
    /// this block if it still has to (yuma.md §2.7).
    pub fn look_ahead_epoch(netuid: NetUid) -> u64 {
        Self::clock(netuid).look_ahead()
    }

    /// First block after this one in which the subnet's next epoch can run.
    pub fn next_epoch_block(netuid: NetUid) -> Option<u64> {
        Self::clock(netuid).next_epoch()
    }

    fn defer_epoch(netuid: NetUid, clock: Clock) {
        PendingEpochAt::<T>::insert(netuid, clock.pending_at);
        Self::deposit_event(Event::EpochDeferred {
            netuid,
            from_block: clock.block,
            to_block: clock.pending_at,
        });
    }

    /// The slot is used whatever comes of it; an epoch that fails leaves its pots for the next. Returns how many neurons
    /// and parents it looked at.
    fn fire_epoch(netuid: NetUid, clock: Clock, scratch: &mut Scratch) -> usize {
        LastEpochBlock::<T>::insert(netuid, clock.last_epoch_block);
        PendingEpochAt::<T>::insert(netuid, clock.pending_at);
        SubnetEpochIndex::<T>::mutate(netuid, |index| *index = index.saturating_add(clock.index));
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
