//! Nonces: nanoseconds since 1970, each greater than the one before.

use std::{
    sync::{
        atomic::{AtomicU64, Ordering},
        OnceLock,
    },
    time::{SystemTime, UNIX_EPOCH},
};

/// Gives each request of a process its nonce.
#[derive(Debug, Default)]
pub struct NonceClock(AtomicU64);

static PROCESS: NonceClock = NonceClock::new();

impl NonceClock {
    /// A clock of its own, for its own id. Most want [`NonceClock::process`].
    pub const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    /// The clock that belongs to [`process_id`].
    pub fn process() -> &'static Self {
        &PROCESS
    }

    /// The time, or one more than the last nonce when the clock stands or goes back.
    pub fn next(&self) -> u64 {
        let now = unix_nanoseconds();
        let step = |last: u64| now.max(last.saturating_add(1));
        let last = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(step(last)));
        // The closure always gives a value, so both arms hold what was there.
        step(last.unwrap_or_else(|last| last))
    }
}

/// Nanoseconds since 1970. 0 when the clock stands before that.
pub fn unix_nanoseconds() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_nanos()).unwrap_or(u64::MAX)
}

/// The id that this process gives as `bt_header_dendrite_uuid`: random, the same all its life. Servers keep the last
/// nonce of each id.
pub fn process_id() -> &'static str {
    static ID: OnceLock<String> = OnceLock::new();
    ID.get_or_init(|| {
        let mut bytes = [0u8; 16];
        // Without a source of randomness it is still nearly sure to be nobody else's.
        if getrandom::fill(&mut bytes).is_err() {
            let seed = (u128::from(unix_nanoseconds()) << 32) | u128::from(std::process::id());
            bytes = seed.to_be_bytes();
        }
        let digits = hex::encode(bytes);
        let part = |range| digits.get(range).unwrap_or_default();
        format!("{}-{}-{}-{}-{}", part(0..8), part(8..12), part(12..16), part(16..20), part(20..32))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn nonces_should_all_differ_and_rise_when_threads_take_them() {
        let clock = NonceClock::new();
        let take = || {
            let nonces: Vec<u64> = (0..10_000).map(|_| clock.next()).collect();
            assert!(nonces.windows(2).all(|pair| pair[0] < pair[1]));
            nonces
        };
        let all: HashSet<u64> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
        });
        assert_eq!(all.len(), 40_000);
    }

    #[test]
    fn process_id_should_look_like_a_uuid_and_stay() {
        assert_eq!(process_id().len(), 36);
        assert_eq!(process_id(), process_id());
    }
}
