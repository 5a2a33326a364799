//! The guard against requests sent again.
//!
//! Each process of a caller has a row with its last nonce, and the next must be greater. A row is forgotten when its
//! nonce is older than the oldest that any request may have, whatever time the request names: that time is not signed.
//!
//! When there is no room, the caller with the most rows loses its oldest, and from then on none of its processes
//! without a row is let in with a nonce as old as that: who fills the table takes its own room. Where all have one row
//! left, the oldest of all goes, and no newcomer may be as old as that one. So the table is bounded, and nothing is let
//! in twice. That many callers with one row each can only be keys made for the purpose; while there are half as many,
//! only nonces of about now are taken, so that the oldest is never ahead of our clock, nor what newcomers must surpass.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// How old a request may be beside the time that its caller waits.
pub(crate) const SLACK: Duration = Duration::from_secs(4);

/// Nonces are nanoseconds since 1970.
pub(crate) type Nonce = u64;
/// Public key of a caller.
type Key = [u8; 32];
/// A caller's process.
pub(crate) type Row = Arc<(Key, String)>;
/// Rows, the oldest nonce first.
type ByAge = BTreeSet<(Nonce, Row)>;

/// The last nonces of callers' processes.
#[derive(Debug)]
pub(crate) struct Replay {
    rows: usize,
    longest: Duration,
    ahead: Duration,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    last: HashMap<Row, Nonce>,
    by_age: ByAge,
    callers: HashMap<Key, Rows>,
    /// Who has how many rows.
    by_count: BTreeSet<(usize, Key)>,
    /// Without a row, only younger nonces than this.
    floor: Nonce,
}

/// What one caller has in the table.
#[derive(Debug, Default)]
struct Rows {
    by_age: ByAge,
    /// Without a row, only younger nonces of this caller than this. It is never above its oldest row.
    floor: Nonce,
}

/// Why a nonce is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ReplayError {
    #[error("Nonce is too old: {0} s, at most {1} s are taken. Is the caller's clock right?")]
    Old(u64, u64),
    #[error("Nonce is {0} s in the future, at most {1} s are taken. Is the caller's clock right?")]
    Ahead(u64, u64),
    #[error("Nonce is not greater than the last one of this process")]
    Again,
    #[error("Nonce is older than those that are still remembered; ask again")]
    Forgotten,
    #[error("Nonce is from before this axon was started, {0} s ago; ask again")]
    Before(u64),
}

impl Replay {
    /// Remembers so many rows, for requests that are let be so old at most, or so far ahead of our clock.
    pub(crate) fn new(rows: usize, longest: Duration, ahead: Duration) -> Self {
        Self { rows: rows.max(1), longest, ahead, table: Mutex::default() }
    }

    /// Would this nonce be taken? Asked before the signature is looked at, which costs more.
    pub(crate) fn check(
        &self,
        now: Nonce,
        window: Duration,
        row: &Row,
        nonce: Nonce,
    ) -> Result<(), ReplayError> {
        self.fits(&self.lock(), now, window, row, nonce)
    }

    /// Was this nonce of this row, or a later one, taken here?
    pub(crate) fn remembers(&self, row: &Row, nonce: Nonce) -> bool {
        let table = self.lock();
        match table.last.get(row) {
            Some(last) => nonce <= *last,
            None => table.callers.get(&row.0).is_some_and(|caller| nonce <= caller.floor),
        }
    }

    /// Takes the nonce of a request whose signature holds: of two at once with the same nonce, one.
    pub(crate) fn admit(
        &self,
        now: Nonce,
        window: Duration,
        row: Row,
        nonce: Nonce,
    ) -> Result<(), ReplayError> {
        let mut table = self.lock();
        self.fits(&table, now, window, &row, nonce)?;
        table.put(row, nonce);
        table.forget(now.saturating_sub(nanoseconds(self.longest)));
        while table.last.len() > self.rows && table.make_room() {}
        Ok(())
    }

    fn fits(
        &self,
        table: &Table,
        now: Nonce,
        window: Duration,
        row: &Row,
        nonce: Nonce,
    ) -> Result<(), ReplayError> {
        let age = Duration::from_nanos(now.saturating_sub(nonce));
        let window = window.min(self.longest);
        // Exactly as old as the window is too old, as with the official axon.
        if age >= window {
            return Err(ReplayError::Old(age.as_secs(), window.as_secs()));
        }
        let most = match table.callers.len() >= self.rows.div_ceil(2) {
            true => self.ahead.min(SLACK),
            false => self.ahead,
        };
        let ahead = Duration::from_nanos(nonce.saturating_sub(now));
        if ahead > most {
            return Err(ReplayError::Ahead(ahead.as_secs(), most.as_secs()));
        }
        let floor = || table.callers.get(&row.0).map_or(0, |caller| caller.floor).max(table.floor);
        match table.last.get(row) {
            Some(last) if nonce <= *last => Err(ReplayError::Again),
            None if nonce <= floor() => Err(ReplayError::Forgotten),
            _ => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Table {
    fn put(&mut self, row: Row, nonce: Nonce) {
        if let Some(last) = self.last.get(&row).copied() {
            self.remove(last, &row, 0);
        }
        let caller = self.callers.entry(row.0).or_default();
        self.by_count.remove(&(caller.by_age.len(), row.0));
        caller.by_age.insert((nonce, row.clone()));
        self.by_count.insert((caller.by_age.len(), row.0));
        self.by_age.insert((nonce, row.clone()));
        self.last.insert(row, nonce);
    }

    /// Takes a row out; its caller's processes without one must surpass `floor` from then on.
    fn remove(&mut self, nonce: Nonce, row: &Row, floor: Nonce) {
        let place = (nonce, row.clone());
        self.last.remove(row);
        self.by_age.remove(&place);
        let Some(caller) = self.callers.get_mut(&row.0) else { return };
        self.by_count.remove(&(caller.by_age.len(), row.0));
        caller.by_age.remove(&place);
        caller.floor = caller.floor.max(floor);
        match caller.by_age.len() {
            0 => drop(self.callers.remove(&row.0)),
            count => drop(self.by_count.insert((count, row.0))),
        }
    }

    /// Forgets what is older than `stale`. The floor follows: should our clock go back, they are still not let in.
    fn forget(&mut self, stale: Nonce) {
        while let Some((oldest, row)) = self.by_age.first().filter(|(oldest, _)| *oldest < stale).cloned() {
            self.remove(oldest, &row, 0);
            self.floor = self.floor.max(oldest);
        }
    }

    /// One row less; whether there was one.
    fn make_room(&mut self) -> bool {
        let Some((count, most)) = self.by_count.last().copied() else { return false };
        let rows = match count {
            1 => Some(&self.by_age),
            _ => self.callers.get(&most).map(|caller| &caller.by_age),
        };
        let Some((oldest, row)) = rows.and_then(ByAge::first).cloned() else { return false };
        self.remove(oldest, &row, oldest);
        if count == 1 {
            self.floor = self.floor.max(oldest);
        }
        true
    }
}

fn nanoseconds(time: Duration) -> u64 {
    u64::try_from(time.as_nanos()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;
    const WINDOW: Duration = Duration::from_secs(16);
    const LONGEST: Duration = Duration::from_secs(124);

    fn row(key: u8, process: &str) -> Row {
        Arc::new(([key; 32], process.into()))
    }

    fn replay(rows: usize) -> Replay {
        Replay::new(rows, LONGEST, Duration::from_secs(60))
    }

    /// How many rows there are, the same wherever they are counted.
    fn remembered(replay: &Replay) -> usize {
        let table = replay.lock();
        let of_callers: usize = table.callers.values().map(|caller| caller.by_age.len()).sum();
        assert_eq!([table.by_age.len(), of_callers], [table.last.len(); 2]);
        assert_eq!(table.by_count.iter().map(|(count, _)| count).sum::<usize>(), of_callers);
        assert_eq!(table.by_count.len(), table.callers.len());
        table.last.len()
    }

    #[test]
    fn nonce_should_be_taken_once_and_only_rising() {
        let (replay, now) = (replay(10), 1000 * SECOND);
        let admit = |process: &str, nonce| replay.admit(now, WINDOW, row(1, process), nonce);
        assert_eq!(admit("a", now), Ok(()));
        assert_eq!(admit("a", now), Err(ReplayError::Again));
        assert_eq!(admit("a", now - 1), Err(ReplayError::Again));
        assert_eq!(admit("a", now + 1), Ok(()));
        assert_eq!(admit("b", now - 1), Ok(()));
        assert_eq!(replay.check(now, WINDOW, &row(1, "a"), now + 1), Err(ReplayError::Again));
    }

    #[test]
    fn nonce_should_be_refused_when_old_or_far_ahead() {
        let (replay, now) = (replay(10), 1000 * SECOND);
        let admit = |nonce| replay.admit(now, WINDOW, row(1, "a"), nonce);
        assert_eq!(admit(now - 16 * SECOND), Err(ReplayError::Old(16, 16)));
        assert_eq!(admit(now + 61 * SECOND), Err(ReplayError::Ahead(61, 60)));
        assert_eq!(admit(now - 15 * SECOND), Ok(()));
        assert_eq!(admit(now + 60 * SECOND), Ok(()));
    }

    #[test]
    fn row_should_be_forgotten_only_when_no_window_reaches_it() {
        let (replay, now) = (replay(10), 1000 * SECOND);
        // No longer window than this was seen yet: one may still come.
        replay.admit(now, WINDOW, row(1, "a"), now).unwrap();
        let later = now + 123 * SECOND;
        replay.admit(later, WINDOW, row(2, "b"), later).unwrap();
        assert_eq!(replay.admit(later, LONGEST, row(1, "a"), now), Err(ReplayError::Again));
        let later = now + 125 * SECOND;
        replay.admit(later, WINDOW, row(2, "b"), later).unwrap();
        assert_eq!(remembered(&replay), 1);
        let hour = Duration::from_secs(3600);
        assert_eq!(replay.admit(later, hour, row(1, "a"), now), Err(ReplayError::Old(125, 124)));
        // Nor when our clock goes back.
        assert_eq!(replay.admit(now, LONGEST, row(1, "a"), now), Err(ReplayError::Forgotten));
    }

    #[test]
    fn nothing_should_be_let_in_twice_when_there_is_no_room() {
        for callers in [1, 3, 100] {
            let (replay, now) = (replay(4), 1000 * SECOND);
            let sent: Vec<_> =
                (0..100u8).map(|n| (row(n % callers, &n.to_string()), now + u64::from(n))).collect();
            for (row, nonce) in &sent {
                assert_eq!(replay.admit(now, WINDOW, row.clone(), *nonce), Ok(()));
                assert!(remembered(&replay) <= 4);
            }
            for (row, nonce) in &sent {
                assert!(replay.admit(now, WINDOW, row.clone(), *nonce).is_err());
            }
        }
    }

    #[test]
    fn caller_should_take_its_own_room_when_it_fills_the_table() {
        let (replay, now) = (replay(8), 1000 * SECOND);
        for process in ["a", "b", "c"] {
            replay.admit(now, WINDOW, row(1, process), now).unwrap();
        }
        for process in 0..100 {
            replay.admit(now, WINDOW, row(2, &process.to_string()), now + 58 * SECOND + process).unwrap();
        }
        assert_eq!(remembered(&replay), 8);
        assert_eq!(replay.admit(now, WINDOW, row(1, "a"), now), Err(ReplayError::Again));
        for process in ["a", "d"] {
            assert_eq!(replay.admit(now + 1, WINDOW, row(1, process), now + 1), Ok(()));
        }
        assert_eq!(replay.admit(now + 1, WINDOW, row(3, "a"), now + 1), Ok(()));
        assert_eq!(replay.admit(now, WINDOW, row(2, "new"), now + 58 * SECOND), Err(ReplayError::Forgotten));
    }

    #[test]
    fn newcomers_should_not_have_to_surpass_the_future_when_fresh_keys_fill_the_table() {
        let (replay, now) = (replay(16), 1000 * SECOND);
        let mut taken = 0;
        for key in 0..100 {
            taken += u8::from(replay.admit(now, WINDOW, row(key, "a"), now + 58 * SECOND).is_ok());
        }
        assert_eq!(taken, 8);
        for key in 100..200u8 {
            let nonce = now + u64::from(key);
            assert_eq!(replay.admit(now, WINDOW, row(key, "a"), nonce), Ok(()));
        }
        assert_eq!(remembered(&replay), 16);
        assert!(replay.lock().floor <= now + 4 * SECOND);
    }
}
