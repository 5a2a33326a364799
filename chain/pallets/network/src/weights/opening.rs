//! Sealed rows open by themselves: in a block's opening, just before the epoch that they were meant for (yuma.md §2.4).
//!
//! An epoch opens the queue that was filled a reveal period before. A row whose beacon is late waits for it in the blocks
//! that follow, until the next epoch; then it is dropped. Of several rows of a neuron the last one that can be read
//! counts, of the last two. Opening costs milliseconds, so a block opens so many at most; an epoch whose rows do not fit
//! waits for the next block.

use super::{NetUidStorageIndex, Row, SealedRow, SealedSeat, Seat};
use crate::{costs, pallet::*};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_timelock::{Beacons, Signature};
use myelin_units::NetUid;
use myelin_yuma::clock::Clock;

/// Why a sealed row was dropped.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Unopened {
    /// Its beacon did not come in time.
    Expired,
    /// Its neuron has said something later.
    Superseded,
    /// Its neuron has lost its uid.
    Replaced,
    /// It was sealed for another round or beacon, or is no sealed text.
    Undecryptable,
    /// What was sealed is no row of weights.
    Unreadable,
    /// What was sealed names another hotkey than the one that committed: it is a copy.
    OtherHotkey,
    /// The row was refused, as one that is set openly can be.
    Refused(DispatchError),
}

/// What is sealed. The hotkey in it makes a copy of somebody else's row worthless.
#[derive(Encode, Decode)]
pub(crate) struct Payload {
    pub(crate) hotkey: Vec<u8>,
    pub(crate) uids: Vec<u16>,
    pub(crate) values: Vec<u16>,
    pub(crate) version_key: u64,
}

/// What a queue leaves behind.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Rest {
    /// Nothing.
    Nothing,
    /// Rows whose beacon is not out.
    Waits,
    /// Rows that could be opened, but not in this block.
    Full,
}

/// What a block has done so far.
#[derive(Default)]
pub(crate) struct Work {
    /// How many rows it may still open.
    left: u32,
    /// Signatures that were asked for.
    signatures: BTreeMap<u64, Option<Signature>>,
    /// Subnets and entries of queues looked at, bytes of queues read, rows opened.
    pub(crate) subnets: u64,
    pub(crate) entries: u64,
    pub(crate) bytes: u64,
    pub(crate) opened: u64,
}

/// A queue at its time.
struct Queue {
    index: NetUidStorageIndex,
    /// The epoch it was filled in, and the present one.
    committed: u64,
    epoch: u64,
    period: u64,
}

/// What an opening leaves to the epochs.
pub(crate) struct Opening {
    /// Subnets whose epoch waits for the next block.
    pub(crate) held: BTreeSet<NetUid>,
    pub(crate) weight: Weight,
}

/// Most rows of a neuron that are tried before an epoch: the last, and the one before it when the last cannot be read. With
/// all ten tried, rubbish would hold up its subnet's epoch for long.
const MOST_TRIES: u32 = 2;

/// How many rows of a neuron were tried, or stay to be tried in the next block; as many as there may be when one of them
/// has opened.
type Tries = BTreeMap<Seat, u32>;

/// Nothing more of this neuron counts.
fn is_settled(tries: &Tries, seat: &Seat) -> bool {
    tries.get(seat).is_some_and(|tried| *tried >= MOST_TRIES)
}

/// An entry of the wire's queue.
type Entry<AccountId> = (AccountId, u64, SealedRow, u64);

impl<T: Config> Pallet<T> {
    /// Opens what can be opened: first for epochs that are due and will run in this block, then what is late elsewhere.
    pub(crate) fn open_sealed(due: &[(NetUid, Clock)]) -> Opening {
        let mut work = Work::default();
        let mut budget = T::RevealsPerBlock::get();
        let (mut held, mut epochs) = (BTreeSet::new(), Self::epochs_per_block());
        let before = RevealsWaiting::<T>::get();
        let mut waiting = before.clone();
        for (place, (netuid, _)) in due.iter().enumerate() {
            if epochs == 0 {
                break;
            }
            // Each has its part, and what those before it have left: a subnet full of rubbish holds up only itself.
            let after = due.len().saturating_sub(place) as u32;
            let part = budget.checked_div(after).unwrap_or(0).max(1).min(budget);
            work.left = part;
            let epoch = SubnetEpochIndex::<T>::get(netuid).saturating_add(1);
            let rest = Self::open_subnet(*netuid, epoch, &mut work);
            budget = budget.saturating_sub(part.saturating_sub(work.left));
            if rest == Rest::Full {
                held.insert(*netuid);
            } else {
                epochs = epochs.saturating_sub(1);
                note(&mut waiting, *netuid, rest);
            }
        }
        work.left = budget;
        for netuid in Self::late_ones(&before, due) {
            let epoch = SubnetEpochIndex::<T>::get(netuid);
            let rest = Self::open_subnet(netuid, epoch, &mut work);
            note(&mut waiting, netuid, rest);
        }
        if waiting != before {
            RevealsWaiting::<T>::put(waiting);
        }
        Opening { held, weight: costs::open_sealed::<T>(&work) }
    }

    /// Subnets that wait for a beacon and have no epoch now, beginning with another one in each block.
    fn late_ones(waiting: &BTreeSet<NetUid>, due: &[(NetUid, Clock)]) -> Vec<NetUid> {
        let is_due = |netuid: &NetUid| due.iter().any(|(other, _)| other == netuid);
        let mut late: Vec<NetUid> = waiting.iter().filter(|netuid| !is_due(netuid)).copied().collect();
        let first = Self::now().checked_rem(late.len() as u64).unwrap_or(0);
        late.rotate_left(first as usize);
        late
    }

    fn open_subnet(netuid: NetUid, epoch: u64, work: &mut Work) -> Rest {
        work.subnets = work.subnets.saturating_add(1);
        if !NetworksAdded::<T>::get(netuid) {
            return Rest::Nothing;
        }
        let period = Self::reveal_period(netuid);
        let indexes = Self::mechanism_indexes(netuid);
        indexes.map(|index| Self::open_mechanism(index, epoch, period, work)).max().unwrap_or(Rest::Nothing)
    }

    /// The queues whose time has come: one, unless the reveal period has become shorter. The newest goes first, so that
    /// the last word of a neuron counts.
    fn open_mechanism(index: NetUidStorageIndex, epoch: u64, period: u64, work: &mut Work) -> Rest {
        let has_come = |committed: &u64| committed.saturating_add(period) <= epoch;
        let mut queues: Vec<u64> =
            TimelockedCommitSeats::<T>::iter_key_prefix(index).filter(has_come).collect();
        queues.sort_unstable_by(|one, other| other.cmp(one));
        let mut tries = Tries::new();
        let open = |committed| Self::open_queue(&Queue { index, committed, epoch, period }, &mut tries, work);
        queues.into_iter().map(open).max().unwrap_or(Rest::Nothing)
    }

    fn open_queue(queue: &Queue, tries: &mut Tries, work: &mut Work) -> Rest {
        let seats = TimelockedCommitSeats::<T>::get(queue.index, queue.committed);
        work.entries = work.entries.saturating_add(seats.len() as u64);
        let (mut can_open, mut can_drop) = (false, false);
        for seat in &seats {
            let is_dead = !seat.lives(queue.committed, queue.period, queue.epoch);
            can_drop = can_drop || is_dead || is_settled(tries, &seat.seat);
            can_open = can_open || Self::signature_of(seat.round, work).is_some();
        }
        match (can_open && work.left > 0, can_drop, can_open) {
            (false, false, true) => Rest::Full,
            (false, false, false) => Rest::Waits,
            _ => Self::go_through(queue, seats, tries, work),
        }
    }

    /// From the last entry to the first: what has opened or never will is gone, the rest stays.
    fn go_through(queue: &Queue, seats: Vec<SealedSeat>, tries: &mut Tries, work: &mut Work) -> Rest {
        let rows = TimelockedWeightCommits::<T>::get(queue.index, queue.committed);
        let (count, mut rest) = (seats.len(), Rest::Nothing);
        let (mut kept_rows, mut kept_seats) = (Vec::new(), Vec::new());
        for (row, seat) in rows.into_iter().zip(seats).rev() {
            work.bytes = work.bytes.saturating_add(row.2.len() as u64);
            if let Some(stays) = Self::try_entry(queue, &row, &seat, tries, work) {
                rest = rest.max(stays);
                kept_rows.push(row);
                kept_seats.push(seat);
            }
        }
        if kept_seats.is_empty() {
            TimelockedWeightCommits::<T>::remove(queue.index, queue.committed);
            TimelockedCommitSeats::<T>::remove(queue.index, queue.committed);
        } else if kept_seats.len() < count {
            kept_rows.reverse();
            kept_seats.reverse();
            TimelockedWeightCommits::<T>::insert(queue.index, queue.committed, kept_rows);
            TimelockedCommitSeats::<T>::insert(queue.index, queue.committed, kept_seats);
        }
        rest
    }

    /// Why an entry stays; `None` when it goes, which is told.
    fn try_entry(
        queue: &Queue,
        entry: &Entry<T::AccountId>,
        seat: &SealedSeat,
        tries: &mut Tries,
        work: &mut Work,
    ) -> Option<Rest> {
        let outcome = match Self::standing(queue, seat, tries) {
            Err(dead) => Err(dead),
            Ok(hotkey) => {
                let Some(signature) = Self::signature_of(seat.round, work) else { return Some(Rest::Waits) };
                tries.entry(seat.seat).and_modify(|tried| *tried = tried.saturating_add(1)).or_insert(1);
                if work.left == 0 {
                    return Some(Rest::Full);
                }
                work.left = work.left.saturating_sub(1);
                work.opened = work.opened.saturating_add(1);
                Self::open_row(queue.index, &hotkey, entry, &signature).map(|()| hotkey)
            }
        };
        match outcome {
            Ok(hotkey) => {
                tries.insert(seat.seat, MOST_TRIES);
                Self::deposit_event(Event::TimelockedWeightsRevealed(queue.index, hotkey));
            }
            Err(reason) => Self::deposit_event(Event::TimelockedWeightsDropped {
                netuid: queue.index,
                hotkey: entry.0.clone(),
                block: seat.block,
                reason,
            }),
        }
        None
    }

    /// The hotkey that an entry's neuron has now, if the entry can still count.
    fn standing(queue: &Queue, sealed: &SealedSeat, tries: &Tries) -> Result<T::AccountId, Unopened> {
        let (netuid, Seat { uid, .. }) = (queue.index.netuid(), sealed.seat);
        if !sealed.lives(queue.committed, queue.period, queue.epoch) {
            return Err(Unopened::Expired);
        }
        if uid >= SubnetworkN::<T>::get(netuid) || Self::seat_of(netuid, uid) != sealed.seat {
            return Err(Unopened::Replaced);
        }
        // Where weights are open by now, a row that was set openly is the later word.
        let is_open = !CommitRevealWeightsEnabled::<T>::get(netuid);
        let set_later = is_open && Self::last_update_of(queue.index, uid) > sealed.block;
        if set_later || is_settled(tries, &sealed.seat) {
            return Err(Unopened::Superseded);
        }
        Ok(Keys::<T>::get(netuid, uid))
    }

    /// Opens an entry and stores its row for the hotkey that its neuron has now.
    fn open_row(
        index: NetUidStorageIndex,
        hotkey: &T::AccountId,
        (committer, _, sealed, _): &Entry<T::AccountId>,
        signature: &Signature,
    ) -> Result<(), Unopened> {
        let plain = myelin_timelock::decrypt(sealed, signature).map_err(|_| Unopened::Undecryptable)?;
        let payload = Payload::decode(&mut &plain[..]).map_err(|_| Unopened::Unreadable)?;
        if committer.using_encoded(|bytes| bytes != payload.hotkey) {
            return Err(Unopened::OtherHotkey);
        }
        let row = Row { uids: &payload.uids, values: &payload.values };
        let (netuid, mechanism, version_key) = (index.netuid(), index.mechanism(), payload.version_key);
        let accept = || Self::accept_revealed(hotkey, netuid, mechanism, row, version_key);
        with_storage_layer(accept).map_err(Unopened::Refused)
    }

    /// A round's signature, if it is out and on the chain.
    fn signature_of(round: u64, work: &mut Work) -> Option<Signature> {
        *work.signatures.entry(round).or_insert_with(|| T::Beacons::signature(round))
    }
}

fn note(waiting: &mut BTreeSet<NetUid>, netuid: NetUid, rest: Rest) {
    if rest == Rest::Nothing {
        waiting.remove(&netuid);
    } else {
        waiting.insert(netuid);
    }
}
