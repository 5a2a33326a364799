//! When weights may be set, and when it is best: pure functions of what the chain says, by the one clock of
//! `core/yuma`.

use myelin_yuma::clock::{Clock, Turn};

/// How a subnet takes weights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Mode {
    /// At once, for all to see.
    Plain,
    /// Their hash now, themselves when the time of reveals has come; whoever committed must be there then.
    Hash,
    /// Sealed for a round of the beacon; the chain opens them.
    Sealed,
}

/// What decides when, as a block left it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    /// The subnet's clock, with the number of that block.
    pub clock: Clock,
    /// Block of our last weights or commit, 0 for none.
    pub last_update: u64,
    /// Blocks that must lie between two.
    pub rate_limit: u64,
    /// Epochs from a commit to its reveal.
    pub reveal_period: u64,
}

impl Times {
    /// The first block in which the chain takes weights of ours; the next at the earliest. (The freeze window is for
    /// owners: weights are taken in it.)
    #[must_use]
    pub fn allowed_from(&self) -> u64 {
        let next = self.clock.block.saturating_add(1);
        match self.last_update {
            0 => next,
            last => last.saturating_add(self.rate_limit).max(next),
        }
    }

    /// Whether weights are due in the next block: the chain takes them, and `every` blocks have passed since the last.
    /// A commit that could slip into the next epoch waits for that epoch: it would be opened by its beacon before its
    /// time.
    #[must_use]
    pub fn due(&self, mode: Mode, every: u64) -> bool {
        let next = self.clock.block.saturating_add(1);
        let rested = self.last_update == 0 || next.saturating_sub(self.last_update) >= every;
        rested && self.allowed_from() <= next && (mode == Mode::Plain || !self.close_to_epoch())
    }

    /// Whether the next epoch is so near that a commit sent now may be included after it. Short periods have no such
    /// time: with less than eight blocks there would be little else.
    fn close_to_epoch(&self) -> bool {
        let margin = u64::from(self.clock.tempo / 8).min(MARGIN);
        let to_epoch = self.clock.next_epoch().map(|at| at.saturating_sub(self.clock.block));
        to_epoch.is_some_and(|blocks| blocks <= margin)
    }

    /// The epoch of a commit that the next block includes.
    #[must_use]
    pub fn commit_epoch(&self) -> u64 {
        self.next().look_ahead()
    }

    /// What the next block may do with a commit of `epoch`.
    #[must_use]
    pub fn reveal(&self, epoch: u64) -> Reveal {
        let at = epoch.saturating_add(self.reveal_period);
        match self.next().look_ahead() {
            now if now < at => Reveal::Early,
            now if now == at => Reveal::Now,
            _ => Reveal::Expired,
        }
    }

    /// The block in which a sealed commit that the next block includes should open.
    #[must_use]
    pub fn opens_at(&self) -> Option<u64> {
        self.next().reveal_block(self.reveal_period)
    }

    /// The clock at the end of the next block, whose transactions come after its epochs.
    fn next(&self) -> Clock {
        let next = self.clock.tick();
        match next.turn(1) {
            (Turn::Run, after) => after,
            _ => next,
        }
    }
}

/// Most blocks before an epoch in which no commit is sent.
const MARGIN: u64 = 3;

/// What may be done with a commit by hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reveal {
    /// Its epoch has not come.
    Early,
    /// It is to be revealed now, in this epoch only.
    Now,
    /// Its epoch has passed: nobody can reveal it any more.
    Expired,
}

/// The round of a beacon at which what should open in `opens_at` is sealed: the first that is out after that block's
/// time, so that nobody opens it before. `now` is the time of block `at`, both times in milliseconds of Unix time,
/// `block_time` the milliseconds between blocks.
#[must_use]
pub fn round(beacon: &myelin_timelock::Beacon, opens_at: u64, at: u64, now: u64, block_time: u64) -> u64 {
    let ahead = opens_at.saturating_sub(at).saturating_mul(block_time);
    let seconds = now.saturating_add(ahead).div_euclid(1_000);
    beacon.round_at(seconds).saturating_add(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_timelock::Beacon;
    use proptest::prelude::*;

    fn times(block: u64, last_update: u64) -> Times {
        let clock = Clock { block, tempo: 100, last_epoch_block: 1_000, index: 10, ..Clock::default() };
        Times { clock, last_update, rate_limit: 50, reveal_period: 1 }
    }

    #[test]
    fn weights_should_be_due_when_rate_limit_and_pause_have_passed() {
        assert!(times(1_010, 0).due(Mode::Plain, 80));
        assert!(!times(1_047, 999).due(Mode::Plain, 1));
        assert!(times(1_048, 999).due(Mode::Plain, 50));
        assert!(!times(1_048, 999).due(Mode::Plain, 51));
        assert_eq!(times(1_010, 1_000).allowed_from(), 1_050);
    }

    #[test]
    fn commit_should_wait_when_epoch_is_near() {
        for mode in [Mode::Hash, Mode::Sealed] {
            assert!(times(1_096, 0).due(mode, 1));
            assert!(!times(1_097, 0).due(mode, 1));
            assert!(!times(1_099, 0).due(mode, 1));
        }
        assert!(times(1_099, 0).due(Mode::Plain, 1));
        let quick = Clock { block: 1_000, tempo: 2, last_epoch_block: 999, ..Clock::default() };
        assert!(Times { clock: quick, ..times(1_000, 0) }.due(Mode::Sealed, 1));
    }

    #[test]
    fn commit_should_be_revealed_in_its_epoch_only() {
        let committed = times(1_050, 0).commit_epoch();
        assert_eq!(committed, 10);
        assert_eq!(times(1_050, 0).reveal(committed), Reveal::Early);
        assert_eq!(times(1_098, 0).reveal(committed), Reveal::Early);
        // Block 1100 runs the epoch before its transactions.
        assert_eq!(times(1_099, 0).reveal(committed), Reveal::Now);
        let after = Clock { block: 1_199, last_epoch_block: 1_100, index: 11, ..times(0, 0).clock };
        assert_eq!(
            Times { clock: Clock { block: 1_198, ..after }, ..times(0, 0) }.reveal(committed),
            Reveal::Now
        );
        assert_eq!(Times { clock: after, ..times(0, 0) }.reveal(committed), Reveal::Expired);
    }

    #[test]
    fn sealed_commit_should_open_with_the_first_epoch_after_its_own() {
        assert_eq!(times(1_050, 0).opens_at(), Some(1_100));
        let two = Times { reveal_period: 2, ..times(1_050, 0) };
        assert_eq!(two.opens_at(), Some(1_200));
    }

    proptest! {
        #[test]
        fn round_should_be_out_after_the_block_and_within_a_period(
            blocks in 0..100_000u64, block_time in 1..60_000u64, now in 1_700_000_000_000..2_000_000_000_000u64,
        ) {
            let beacon = Beacon::quicknet();
            let round = round(&beacon, 7 + blocks, 7, now, block_time);
            let (out, opens) = (beacon.time_of(round).unwrap() * 1_000, now + blocks * block_time);
            prop_assert!(out > opens && out <= opens + 1_000 * u64::from(beacon.period), "{} {}", out, opens);
        }

        #[test]
        fn commit_should_have_one_span_of_reveals(block in 1_000..1_100u64, period in 1..5u64) {
            let at = |block| Times { reveal_period: period, ..times(block, 0) };
            let epoch = at(block).commit_epoch();
            let mut clock = at(block).clock;
            let mut seen = Vec::new();
            for _ in 0..700 {
                seen.push(Times { clock, ..at(block) }.reveal(epoch));
                clock = clock.tick().turn(1).1;
            }
            let count = |which| seen.iter().filter(|one| **one == which).count();
            prop_assert_eq!(count(Reveal::Now), 100);
            prop_assert!(seen.is_sorted_by_key(|one| *one as u8));
        }
    }
}
