//! The guard against requests sent again.
//!
//! Each process of a caller has a row with its last nonce, and the next must be greater. A row is forgotten when its
//! nonce is older than any request that would still be fresh, so that forgetting lets nothing in twice. When there is
//! no room, the rows with the oldest nonces go, and from then on nobody without a row is let in with a nonce as old as
//! theirs: bounded, and still sound.

use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Nonces are nanoseconds since 1970.
pub(crate) type Nonce = u64;
/// A caller's process.
pub(crate) type Row = Arc<([u8; 32], String)>;

/// The last nonces of callers' processes.
#[derive(Debug)]
pub(crate) struct Replay {
    rows: usize,
    ahead: Duration,
    table: Mutex<Table>,
}

#[derive(Debug, Default)]
struct Table {
    last: HashMap<Row, Nonce>,
    by_age: BTreeSet<(Nonce, Row)>,
    /// Without a row, only younger nonces than this.
    floor: Nonce,
    /// The longest that any request was let be old.
    longest: Duration,
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
}

impl Replay {
    pub(crate) fn new(rows: usize, ahead: Duration) -> Self {
        Self { rows: rows.max(1), ahead, table: Mutex::default() }
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
        self.lock().last.get(row).is_some_and(|last| nonce <= *last)
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
        table.longest = table.longest.max(window);
        if let Some(last) = table.last.insert(row.clone(), nonce) {
            table.by_age.remove(&(last, row.clone()));
        }
        table.by_age.insert((nonce, row));
        let stale = now.saturating_sub(nanoseconds(table.longest));
        while let Some((oldest, row)) = table.by_age.first().cloned() {
            let full = table.last.len() > self.rows;
            if oldest >= stale && !full {
                break;
            }
            if oldest >= stale {
                table.floor = table.floor.max(oldest);
            }
            table.by_age.pop_first();
            table.last.remove(&row);
        }
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
        // Exactly as old as the window is too old, as with the official axon.
        if age >= window {
            return Err(ReplayError::Old(age.as_secs(), window.as_secs()));
        }
        let ahead = Duration::from_nanos(nonce.saturating_sub(now));
        if ahead > self.ahead {
            return Err(ReplayError::Ahead(ahead.as_secs(), self.ahead.as_secs()));
        }
        match table.last.get(row) {
            Some(last) if nonce <= *last => Err(ReplayError::Again),
            None if nonce <= table.floor => Err(ReplayError::Forgotten),
            _ => Ok(()),
        }
    }

    fn lock(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    fn remembered(&self) -> (usize, usize) {
        let table = self.lock();
        (table.last.len(), table.by_age.len())
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

    fn row(key: u8, process: &str) -> Row {
        Arc::new(([key; 32], process.into()))
    }

    fn replay(rows: usize) -> Replay {
        Replay::new(rows, Duration::from_secs(60))
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
    fn row_should_be_forgotten_only_when_its_nonces_are_stale() {
        let (replay, now) = (replay(10), 1000 * SECOND);
        let long = Duration::from_secs(100);
        replay.admit(now, long, row(1, "a"), now).unwrap();
        // Others come with a shorter window: the long one still counts.
        let later = now + 99 * SECOND;
        replay.admit(later, WINDOW, row(2, "b"), later).unwrap();
        assert_eq!(replay.admit(later, long, row(1, "a"), now), Err(ReplayError::Again));
        let later = now + 101 * SECOND;
        replay.admit(later, WINDOW, row(2, "b"), later).unwrap();
        assert_eq!(replay.remembered(), (1, 1));
        assert_eq!(replay.admit(later, long, row(1, "a"), now), Err(ReplayError::Old(101, 100)));
    }

    #[test]
    fn nothing_should_be_let_in_twice_when_there_is_no_room() {
        let (replay, now) = (replay(4), 1000 * SECOND);
        let sent: Vec<_> = (0..100u8).map(|key| (row(key, "a"), now + u64::from(key))).collect();
        for (row, nonce) in &sent {
            assert_eq!(replay.admit(now, WINDOW, row.clone(), *nonce), Ok(()));
            assert!(replay.remembered().0 <= 4);
        }
        for (row, nonce) in &sent {
            assert!(replay.admit(now, WINDOW, row.clone(), *nonce).is_err());
        }
    }
}
