//! What a module takes of the processor: not of the clock on the wall, which other work on the machine would move on.

use rustix::time::{clock_gettime, ClockId};
use std::time::Duration;

/// What the processor has done for this thread so far.
fn worked() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    // Neither is ever negative.
    let (seconds, nanos) = (u64::try_from(time.tv_sec), u32::try_from(time.tv_nsec));
    Duration::new(seconds.unwrap_or(0), nanos.unwrap_or(0))
}

/// Time that readings of one module may take together, all in the thread that began them.
#[derive(Clone, Copy, Debug)]
pub(super) struct Allowance {
    each: Duration,
    until: Duration,
}

impl Allowance {
    /// Nothing yet; `each` is for one reading.
    pub(super) fn new(each: Duration) -> Self {
        Self { each, until: worked() }
    }

    /// So many readings more; what those before have left is theirs too.
    pub(super) fn extend(&mut self, readings: u32) {
        self.until = self.until.saturating_add(self.each.saturating_mul(readings));
    }

    /// Whether it is used up.
    pub(super) fn is_spent(&self) -> bool {
        worked() >= self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::hint::black_box;

    #[test]
    fn allowance_should_be_spent_when_the_processor_worked_and_not_when_it_waited() {
        let mut allowance = Allowance::new(Duration::from_millis(50));
        assert!(allowance.is_spent(), "nothing was allowed");
        allowance.extend(1);
        std::thread::sleep(Duration::from_millis(60));
        assert!(!allowance.is_spent(), "only the clock on the wall went on");
        // Ends: this thread works until it has worked enough.
        while !allowance.is_spent() {
            black_box((0..10_000u64).sum::<u64>());
        }
        allowance.extend(2);
        assert!(!allowance.is_spent(), "there is more for those that come");
    }
}
