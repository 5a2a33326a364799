//! Which pulses a chain takes next. It leaves out no round: a text that waits for the one that is missing would never
//! open.

use crate::Pulse;
use core::fmt;

/// Rounds that a chain keeps: 7.5 days of `quicknet`.
pub const KEPT_ROUNDS: u64 = 216_000;
/// Seconds that a round may be ahead of its block's time, since clocks differ.
pub const TOLERANCE: u64 = 3;

/// Why pulses do not go on where a chain is.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum OrderError {
    /// There are none.
    Empty,
    /// The chain has this round or a later one.
    Stale {
        /// The round.
        round: u64,
        /// The latest of the chain.
        last: u64,
    },
    /// A round before this one is missing.
    LeftOut {
        /// The round.
        round: u64,
        /// The latest that there may be in its place.
        expected: u64,
    },
    /// The round cannot be out yet.
    Future {
        /// The round.
        round: u64,
        /// The latest that can be out.
        latest: u64,
    },
}

impl fmt::Display for OrderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("no pulses"),
            Self::Stale { round, last } => write!(f, "round {round} is not after round {last}"),
            Self::LeftOut { round, expected } => write!(f, "round {round} where {expected} is to come"),
            Self::Future { round, latest } => write!(f, "round {round} when {latest} can be the latest"),
        }
    }
}

impl core::error::Error for OrderError {}

/// The latest round with which a chain can go on that has `last`, when `latest` can be out: the next. An empty chain
/// begins anywhere. One that is so late that it would not keep the next goes on with what it would keep, at most.
fn next(last: u64, latest: u64) -> u64 {
    match last {
        0 => latest,
        _ => last.saturating_add(1).max(latest.saturating_sub(KEPT_ROUNDS)),
    }
}

/// The pulses go on where a chain is whose latest round is `last` (0: none), one after the other, and none is later
/// than `latest`, which can be out. The chain's latest round after them.
pub fn follows(last: u64, latest: u64, pulses: &[Pulse]) -> Result<u64, OrderError> {
    if pulses.is_empty() {
        return Err(OrderError::Empty);
    }
    let mut last = last;
    for Pulse { round, .. } in pulses {
        let (round, expected) = (*round, next(last, latest));
        if round <= last {
            return Err(OrderError::Stale { round, last });
        }
        if round > latest {
            return Err(OrderError::Future { round, latest });
        }
        if round > expected {
            return Err(OrderError::LeftOut { round, expected });
        }
        last = round;
    }
    Ok(last)
}

/// Those of an author's pulses, in the order of their rounds, with which the chain can go on: after what it has, as far
/// as none is missing, `most` of them.
pub fn usable(last: u64, latest: u64, most: usize, pulses: &[Pulse]) -> &[Pulse] {
    let stale = pulses.iter().take_while(|pulse| pulse.round <= last).count();
    let fresh = pulses.get(stale..).unwrap_or_default();
    let mut last = last;
    let count = fresh.iter().take(most).map_while(|pulse| {
        last = follows(last, latest, core::slice::from_ref(pulse)).ok()?;
        Some(())
    });
    let count = count.count();
    fresh.get(..count).unwrap_or_default()
}

/// The first round that a chain with `last` keeps.
pub fn oldest_kept(last: u64) -> u64 {
    last.saturating_add(1).saturating_sub(KEPT_ROUNDS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::{collection::vec, prelude::*};

    fn pulses(rounds: &[u64]) -> Vec<Pulse> {
        rounds.iter().map(|round| Pulse { round: *round, signature: [0; 48] }).collect()
    }

    #[test]
    fn rounds_should_come_one_after_the_other() {
        assert_eq!(follows(7, 100, &pulses(&[8, 9, 10])), Ok(10));
        assert_eq!(follows(7, 100, &pulses(&[8, 10])), Err(OrderError::LeftOut { round: 10, expected: 9 }));
        assert_eq!(follows(7, 100, &pulses(&[9])), Err(OrderError::LeftOut { round: 9, expected: 8 }));
        assert_eq!(follows(7, 100, &pulses(&[8, 8])), Err(OrderError::Stale { round: 8, last: 8 }));
        assert_eq!(follows(7, 100, &pulses(&[7])), Err(OrderError::Stale { round: 7, last: 7 }));
        assert_eq!(follows(7, 100, &[]), Err(OrderError::Empty));
    }

    #[test]
    fn rounds_should_not_come_before_their_time() {
        assert_eq!(follows(99, 100, &pulses(&[100])), Ok(100));
        let future = Err(OrderError::Future { round: 101, latest: 100 });
        assert_eq!(follows(99, 100, &pulses(&[100, 101])), future);
        assert_eq!(follows(0, 0, &pulses(&[1])), Err(OrderError::Future { round: 1, latest: 0 }));
    }

    #[test]
    fn empty_chain_should_begin_anywhere() {
        assert_eq!(follows(0, 5_000, &pulses(&[1_000])), Ok(1_000));
        assert_eq!(follows(0, 5_000, &pulses(&[5_000])), Ok(5_000));
        assert_eq!(follows(0, 5_000, &pulses(&[0])), Err(OrderError::Stale { round: 0, last: 0 }));
    }

    #[test]
    fn late_chain_should_go_on_with_what_it_would_keep() {
        let (last, latest) = (10, KEPT_ROUNDS + 1_000);
        assert_eq!(follows(last, latest, &pulses(&[1_000, 1_001])), Ok(1_001));
        assert_eq!(follows(last, latest, &pulses(&[11])), Ok(11));
        let left_out = Err(OrderError::LeftOut { round: 1_001, expected: 1_000 });
        assert_eq!(follows(last, latest, &pulses(&[1_001])), left_out);
        assert_eq!(oldest_kept(KEPT_ROUNDS), 1);
        assert_eq!(oldest_kept(KEPT_ROUNDS + 5), 6);
        assert_eq!(oldest_kept(3), 0);
    }

    #[test]
    fn author_should_use_what_goes_on() {
        let all = pulses(&[5, 6, 7, 8, 10]);
        assert_eq!(usable(6, 100, 9, &all), &all[2..4]);
        assert_eq!(usable(6, 100, 1, &all), &all[2..3]);
        assert_eq!(usable(6, 7, 9, &all), &all[2..3]);
        assert_eq!(usable(3, 100, 9, &all), &[]);
        assert_eq!(usable(10, 100, 9, &all), &[]);
    }

    proptest! {
        #[test]
        fn used_pulses_should_always_follow(
            last in 0..30u64, latest in 0..40u64, most in 0..9usize, rounds in vec(0..40u64, 0..12),
        ) {
            let all = pulses(&rounds);
            let used = usable(last, latest, most, &all);
            prop_assert!(used.len() <= most);
            if !used.is_empty() {
                prop_assert_eq!(follows(last, latest, used), Ok(used[used.len() - 1].round));
            }
        }
    }
}
