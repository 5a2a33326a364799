//! How many requests each caller has at a time.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// Counts what each has in hand. Nothing is kept of those who have nothing.
#[derive(Debug)]
pub(crate) struct Shares<K: Hash + Eq + Clone>(Mutex<HashMap<K, usize>>);

/// One of a caller's requests; counted until dropped.
#[derive(Debug)]
pub(crate) struct Share<K: Hash + Eq + Clone> {
    shares: Arc<Shares<K>>,
    key: K,
}

impl<K: Hash + Eq + Clone> Shares<K> {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self(Mutex::default()))
    }

    /// One more, unless there are `limit` already.
    pub(crate) fn take(self: &Arc<Self>, key: K, limit: usize) -> Option<Share<K>> {
        let mut counts = self.lock();
        let count = counts.get(&key).copied().unwrap_or(0);
        if count >= limit {
            return None;
        }
        counts.insert(key.clone(), count.saturating_add(1));
        Some(Share { shares: self.clone(), key })
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<K, usize>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Hash + Eq + Clone> Drop for Share<K> {
    fn drop(&mut self) {
        let mut counts = self.shares.lock();
        match counts.get_mut(&self.key) {
            Some(count) if *count > 1 => *count = count.saturating_sub(1),
            _ => drop(counts.remove(&self.key)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn share_should_be_refused_beyond_the_limit_and_given_back() {
        let shares = Shares::new();
        let (first, second) = (shares.take("a", 2), shares.take("a", 2));
        assert!(first.is_some() && second.is_some() && shares.take("a", 2).is_none());
        assert!(shares.take("b", 2).is_some());
        drop(first);
        assert!(shares.take("a", 2).is_some());
        drop(second);
        assert!(shares.lock().is_empty());
    }
}
