//! Verified pulses on their way from the relays into blocks.

use myelin_timelock::{Pulse, Signature};
use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// Most pulses that a buffer has.
const CAPACITY: usize = 1_024;
/// Rounds that stay after they are on the chain, for a block on another branch.
const FOR_BRANCHES: u64 = 64;

/// Pulses that were fetched and found genuine. Bounded; shared by the task that fills it and the blocks that read it.
#[derive(Debug, Default)]
pub struct Buffer {
    pulses: Mutex<BTreeMap<u64, Signature>>,
}

impl Buffer {
    /// Pulses of rounds after `last` up to `out`, at most `most`, in order.
    pub fn pulses(&self, last: u64, out: u64, most: usize) -> Vec<Pulse> {
        let pulses = self.lock();
        if last >= out {
            return Vec::new();
        }
        pulses
            .range(last.saturating_add(1)..=out)
            .take(most)
            .map(|(round, signature)| Pulse { round: *round, signature: *signature })
            .collect()
    }

    /// Keeps a verified pulse; `false` when there is no room.
    pub fn keep(&self, pulse: &Pulse) -> bool {
        let mut pulses = self.lock();
        let room = pulses.len() < CAPACITY;
        if room {
            pulses.insert(pulse.round, pulse.signature);
        }
        room
    }

    /// Drops what a chain that has come to `last` needs no more.
    pub fn forget(&self, last: u64) {
        let first = last.saturating_sub(FOR_BRANCHES);
        let mut pulses = self.lock();
        *pulses = pulses.split_off(&first);
    }

    /// The first round after `last`, and not before `floor`, that is not here. A chain without any (0) begins with the
    /// first that is here.
    pub fn next_after(&self, last: u64, floor: u64) -> u64 {
        let pulses = self.lock();
        let begin = match last {
            0 => pulses.first_key_value().map_or(1, |(round, _)| *round),
            last => last.saturating_add(1),
        };
        let mut next = begin.max(floor);
        for round in pulses.range(next..).map(|(round, _)| *round) {
            if round != next {
                break;
            }
            next = next.saturating_add(1);
        }
        next
    }

    /// How many more there is room for.
    pub fn room(&self) -> usize {
        CAPACITY.saturating_sub(self.lock().len())
    }

    /// What another thread left half done is still a map of pulses.
    fn lock(&self) -> MutexGuard<'_, BTreeMap<u64, Signature>> {
        self.pulses.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(rounds: std::ops::Range<u64>) -> Buffer {
        let buffer = Buffer::default();
        for round in rounds {
            buffer.keep(&Pulse { round, signature: [0; 48] });
        }
        buffer
    }

    fn rounds(buffer: &Buffer, last: u64, out: u64, most: usize) -> Vec<u64> {
        buffer.pulses(last, out, most).iter().map(|pulse| pulse.round).collect()
    }

    #[test]
    fn buffer_should_give_what_is_new_and_out() {
        let buffer = with(10..20);
        assert_eq!(rounds(&buffer, 0, 100, 3), [10, 11, 12]);
        assert_eq!(rounds(&buffer, 17, 100, 16), [18, 19]);
        assert_eq!(rounds(&buffer, 15, 17, 16), [16, 17]);
        assert_eq!(rounds(&buffer, 17, 17, 16), [0; 0]);
        assert_eq!(rounds(&buffer, u64::MAX, 17, 16), [0; 0]);
    }

    #[test]
    fn buffer_should_be_bounded_until_the_chain_has_come_further() {
        let buffer = with(1..5_000);
        assert_eq!((buffer.next_after(0, 0), buffer.room()), (1_025, 0));
        buffer.forget(1_000);
        assert_eq!(rounds(&buffer, 0, 5_000, 1), [936]);
        assert_eq!(buffer.room(), 935);
    }

    #[test]
    fn buffer_should_say_what_is_missing_when_the_chain_took_from_others() {
        let buffer = with(10..20);
        assert_eq!(buffer.next_after(0, 0), 20);
        assert_eq!(buffer.next_after(12, 0), 20);
        // Another author began earlier, or went on further.
        assert_eq!(buffer.next_after(7, 0), 8);
        assert_eq!(buffer.next_after(30, 0), 31);
        assert_eq!(buffer.next_after(7, 15), 20);
        assert_eq!(Buffer::default().next_after(0, 0), 1);
    }
}
