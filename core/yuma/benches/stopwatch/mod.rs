//! Times of runs.

use std::time::{Duration, Instant};

/// What a run took, in µs.
#[derive(Clone, Copy)]
pub struct Times {
    /// Of single runs, by the clock on the wall.
    pub median: f64,
    pub least: f64,
    /// What the core gave to one run, in the mean: other work on the machine does not count, only what it leaves in the
    /// caches. The clock's mean where the system does not tell.
    pub core: f64,
}

/// Runs until there are `most` runs or `limit` has gone by, and five at least.
pub fn measured(most: usize, limit: Duration, mut run: impl FnMut()) -> Times {
    let (begin, core) = (Instant::now(), time_on_core());
    let mut times: Vec<f64> = Vec::with_capacity(most);
    while times.len() < most && (times.len() < 5 || begin.elapsed() < limit) {
        let start = Instant::now();
        run();
        times.push(start.elapsed().as_secs_f64() * 1e6);
    }
    let core = core.zip(time_on_core()).map_or(begin.elapsed(), |(from, to)| to.saturating_sub(from));
    let core = core.as_secs_f64() * 1e6 / times.len() as f64;
    times.sort_by(f64::total_cmp);
    Times { median: times[times.len() / 2], least: times[0], core }
}

/// Time that the core has given to this thread, on Linux.
fn time_on_core() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
