//! Who is answered next: so many at a time, the others wait by priority.

use std::{
    cmp::Reverse,
    collections::BTreeMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::oneshot;

/// Greatest priority first, then first come, first served.
type Place = (Reverse<u64>, u64);

/// Slots for those who are answered, and a bounded queue before them.
#[derive(Debug)]
pub(crate) struct Queue {
    longest: usize,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    free: usize,
    came: u64,
    waiting: BTreeMap<Place, oneshot::Sender<()>>,
}

/// Why there is no slot: the queue is full of others with as much priority or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Full;

/// The right to be answered now; the next one has it when this is dropped.
#[derive(Debug)]
pub(crate) struct Slot(Arc<Queue>);

/// A place in the queue; given up when dropped.
struct Waiting {
    queue: Arc<Queue>,
    place: Place,
    turn: oneshot::Receiver<()>,
}

impl Queue {
    pub(crate) fn new(slots: usize, longest: usize) -> Arc<Self> {
        let state = State { free: slots.max(1), ..State::default() };
        Arc::new(Self { longest, state: Mutex::new(state) })
    }

    /// Waits for a slot.
    pub(crate) async fn enter(self: &Arc<Self>, priority: u64) -> Result<Slot, Full> {
        match self.stand(priority)? {
            None => Ok(Slot(self.clone())),
            Some(mut waiting) => match (&mut waiting.turn).await {
                Ok(()) => {
                    // The slot is ours: nothing is left to give up.
                    waiting.place.1 = u64::MAX;
                    Ok(Slot(self.clone()))
                }
                Err(_) => Err(Full),
            },
        }
    }

    #[cfg(test)]
    fn waiting(&self) -> usize {
        self.lock().waiting.len()
    }

    /// A slot at once, a place in the queue, or neither.
    fn stand(self: &Arc<Self>, priority: u64) -> Result<Option<Waiting>, Full> {
        let mut state = self.lock();
        if state.free > 0 {
            state.free = state.free.saturating_sub(1);
            return Ok(None);
        }
        if state.waiting.len() >= self.longest {
            match state.waiting.last_key_value() {
                Some(((Reverse(least), _), _)) if *least < priority => drop(state.waiting.pop_last()),
                _ => return Err(Full),
            }
        }
        state.came = state.came.saturating_add(1);
        let place = (Reverse(priority), state.came);
        let (sender, turn) = oneshot::channel();
        state.waiting.insert(place, sender);
        Ok(Some(Waiting { queue: self.clone(), place, turn }))
    }

    /// Gives a slot on, or back.
    fn release(&self) {
        let mut state = self.lock();
        while let Some((_, next)) = state.waiting.pop_first() {
            if next.send(()).is_ok() {
                return;
            }
        }
        state.free = state.free.saturating_add(1);
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        self.0.release();
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        let stood = self.queue.lock().waiting.remove(&self.place).is_some();
        // Given a slot in the moment of leaving: it goes to the next.
        if !stood && self.place.1 != u64::MAX && self.turn.try_recv().is_ok() {
            self.queue.release();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::{poll, FutureExt};
    use std::pin::pin;

    #[tokio::test]
    async fn greatest_priority_should_be_next_and_equals_in_turn() {
        let queue = Queue::new(1, 10);
        let first = queue.enter(0).await.unwrap();
        let (order, taken) = (Arc::new(Mutex::new(Vec::new())), queue.clone());
        let enter = |priority, name: &'static str| {
            let (queue, order) = (taken.clone(), order.clone());
            async move {
                let slot = queue.enter(priority).await.unwrap();
                order.lock().unwrap().push(name);
                drop(slot);
            }
            .boxed()
        };
        let mut all = vec![enter(1, "low"), enter(5, "high"), enter(3, "middle"), enter(5, "high too")];
        for future in &mut all {
            assert!(poll!(future).is_pending());
        }
        assert_eq!(queue.waiting(), 4);
        drop(first);
        futures_util::future::join_all(all).await;
        assert_eq!(*order.lock().unwrap(), ["high", "high too", "middle", "low"]);
        assert_eq!(queue.lock().free, 1);
    }

    #[tokio::test]
    async fn least_should_be_refused_when_queue_is_full() {
        let queue = Queue::new(1, 1);
        let slot = queue.enter(0).await.unwrap();
        let mut low = pin!(queue.enter(1));
        assert!(poll!(&mut low).is_pending());
        assert_eq!(queue.enter(1).await.unwrap_err(), Full);
        let mut high = pin!(queue.enter(2));
        assert!(poll!(&mut high).is_pending());
        assert_eq!(low.await.unwrap_err(), Full);
        drop(slot);
        assert!(high.await.is_ok());
    }

    #[tokio::test]
    async fn slot_should_not_be_lost_when_one_leaves_that_was_called() {
        let queue = Queue::new(1, 10);
        let slot = queue.enter(0).await.unwrap();
        {
            let mut leaver = pin!(queue.enter(1));
            assert!(poll!(&mut leaver).is_pending());
            // Called, and gone before it looked.
            drop(slot);
        }
        assert_eq!(queue.lock().free, 1);
        assert_eq!(queue.waiting(), 0);
    }
}
