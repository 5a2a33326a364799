//! Bytes of answers that are being read, of all questions of a dendrite together.

use crate::AskError;
use std::sync::{
    atomic::{AtomicUsize, Ordering},
    Arc,
};

/// Bytes of each answer that do not count: so those who send much do not keep small answers out.
const FREE: usize = 64 * 1024;

/// How many bytes there may be at a time, and are.
#[derive(Debug)]
pub(crate) struct Budget {
    limit: usize,
    taken: AtomicUsize,
}

impl Budget {
    pub(crate) fn new(limit: usize) -> Self {
        Self { limit, taken: AtomicUsize::new(0) }
    }
}

/// What one answer has of the budget. Dropped, it gives that back.
#[derive(Debug)]
pub(crate) struct Share {
    budget: Arc<Budget>,
    free: usize,
    taken: usize,
}

impl Share {
    pub(crate) fn of(budget: &Arc<Budget>) -> Self {
        Self { budget: budget.clone(), free: FREE, taken: 0 }
    }

    /// Takes so many bytes more, unless that is too much for all together.
    pub(crate) fn take(&mut self, bytes: usize) -> Result<(), AskError> {
        let counted = bytes.saturating_sub(self.free);
        self.free = self.free.saturating_sub(bytes);
        let Budget { limit, taken } = &*self.budget;
        let fits = |all: usize| all.checked_add(counted).filter(|all| all <= limit);
        taken
            .fetch_update(Ordering::AcqRel, Ordering::Acquire, fits)
            .map_err(|_| AskError::TooMuchAtOnce { limit: *limit })?;
        self.taken = self.taken.saturating_add(counted);
        Ok(())
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.budget.taken.fetch_sub(self.taken, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_should_be_refused_beyond_the_limit_and_given_back() {
        let budget = Arc::new(Budget::new(1000));
        let (mut first, mut second) = (Share::of(&budget), Share::of(&budget));
        first.take(FREE + 600).unwrap();
        second.take(FREE).unwrap();
        second.take(400).unwrap();
        assert!(matches!(second.take(1), Err(AskError::TooMuchAtOnce { limit: 1000 })));
        // Small ones are read all the same.
        Share::of(&budget).take(FREE).unwrap();
        drop(first);
        second.take(600).unwrap();
        drop(second);
        assert_eq!(budget.taken.load(Ordering::Acquire), 0);
    }
}
