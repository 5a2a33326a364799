//! Connections that wait to be used again.

use crate::connection::{Connection, Place};
use myelin_synapse::process_id;
use std::{
    collections::{BTreeSet, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// A connection that was idle longer is not used again: the official axon closes after 5 seconds.
const IDLE: Duration = Duration::from_secs(4);
/// Idle connections at a time, to all places together.
const MOST_IDLE: usize = 1024;

/// Idle connections, and the lanes in use, by place.
#[derive(Default)]
pub(crate) struct Pool(Mutex<Idle>);

#[derive(Default)]
struct Idle {
    places: HashMap<Place, Vec<Connection>>,
    lanes: HashMap<Place, BTreeSet<u32>>,
    count: usize,
    swept: Option<Instant>,
}

/// A number among the connections to one place.
///
/// An axon wants the nonces of a process to rise. Over several connections they may overtake each other, so each
/// connection calls itself a process of its own; numbers are used again, for axons keep a row for each.
pub(crate) struct Lane {
    pool: Arc<Pool>,
    place: Place,
    number: u32,
}

impl Lane {
    /// The id that requests of this lane have.
    pub(crate) fn id(&self) -> String {
        match self.number {
            0 => process_id().to_owned(),
            number => format!("{}-{number}", process_id()),
        }
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        let mut idle = self.pool.lock();
        if let Some(lanes) = idle.lanes.get_mut(&self.place) {
            lanes.remove(&self.number);
            if lanes.is_empty() {
                idle.lanes.remove(&self.place);
            }
        }
    }
}

impl Pool {
    /// An idle connection to this place that is still open.
    pub(crate) fn take(&self, place: &Place) -> Option<Connection> {
        // What is found closed is dropped after the lock, for its lane takes it.
        let mut closed = Vec::new();
        let mut idle = self.lock();
        loop {
            let connection = idle.places.get_mut(place).and_then(Vec::pop);
            let Some(connection) = connection else {
                idle.places.remove(place);
                drop(idle);
                return None;
            };
            idle.count = idle.count.saturating_sub(1);
            if !connection.sender.is_closed() && connection.since.elapsed() < IDLE {
                drop(idle);
                return Some(connection);
            }
            closed.push(connection);
        }
    }

    /// The lowest number that is free for a new connection.
    pub(crate) fn lane(self: &Arc<Self>, place: Place) -> Lane {
        let mut idle = self.lock();
        let lanes = idle.lanes.entry(place).or_default();
        let number = (0..=u32::MAX).find(|number| !lanes.contains(number)).unwrap_or(u32::MAX);
        lanes.insert(number);
        Lane { pool: self.clone(), place, number }
    }

    /// Keeps a connection whose answer was read to the end.
    pub(crate) fn put(&self, mut connection: Connection) {
        connection.since = Instant::now();
        connection.used = true;
        let stale = self.sweep();
        let mut idle = self.lock();
        if idle.count < MOST_IDLE && !connection.sender.is_closed() {
            idle.count = idle.count.saturating_add(1);
            idle.places.entry(connection.lane.place).or_default().push(connection);
            drop(idle);
        } else {
            drop(idle);
            drop(connection);
        }
        drop(stale);
    }

    /// Takes out what has been idle too long, now and then.
    fn sweep(&self) -> Vec<Connection> {
        let mut idle = self.lock();
        if idle.swept.is_some_and(|swept| swept.elapsed() < IDLE) {
            return Vec::new();
        }
        idle.swept = Some(Instant::now());
        let mut stale = Vec::new();
        for connections in idle.places.values_mut() {
            let old = |connection: &mut Connection| connection.since.elapsed() >= IDLE;
            stale.extend(connections.extract_if(.., old));
        }
        idle.places.retain(|_, connections| !connections.is_empty());
        idle.count = idle.count.saturating_sub(stale.len());
        stale
    }

    fn lock(&self) -> MutexGuard<'_, Idle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lanes_should_differ_while_in_use_and_be_used_again() {
        let pool = Arc::new(Pool::default());
        let place = |port| Place { address: ([127, 0, 0, 1], port).into(), certificate: None };
        let (first, second) = (pool.lane(place(1)), pool.lane(place(1)));
        assert_eq!((first.number, second.number, pool.lane(place(2)).number), (0, 1, 0));
        assert_eq!(first.id(), process_id());
        assert_ne!(first.id(), second.id());
        drop(first);
        assert_eq!(pool.lane(place(1)).number, 0);
        drop(second);
        assert!(pool.lock().lanes.is_empty());
    }
}
