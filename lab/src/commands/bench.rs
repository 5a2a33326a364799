//! `myelin-lab bench`: how fast the engine is here.

use super::{print, Verdict};
use crate::{models::market::Market, LabError};
use clap::Args;
use myelin_emission::EmissionRule;
use std::time::{Duration, Instant};

/// Measure block steps a second on one core
///
/// A block step is the whole step of all pools: TAO shared, injected, alpha split, epochs, moving prices; nobody
/// trades. A pool step is the part of one pool in it. Time is what the core gave to this program, where the system
/// tells it, so that other programs do not count.
#[derive(Debug, Args)]
pub struct Bench {
    /// Pools
    #[arg(long, default_value_t = 128, value_parser = clap::value_parser!(u16).range(1..=1024))]
    pools: u16,
    /// Seconds to measure
    #[arg(long, default_value_t = 3, value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
    /// Rule by which TAO is shared
    #[arg(long, default_value = "alpha_price")]
    rule: String,
}

impl Bench {
    pub(super) fn run(&self) -> Result<Verdict, LabError> {
        let rule: EmissionRule = super::rule::named(&self.rule)?;
        let mut network = Market::made_up(self.pools, 1).open(rule)?;
        network.world.run_blocks(2_000)?;
        let (start, end) = (Instant::now(), Duration::from_secs(self.seconds));
        let (on_core, mut blocks) = (time_on_core(), 0u64);
        while start.elapsed() < end {
            network.world.run_blocks(1_000)?;
            blocks = blocks.saturating_add(1_000);
        }
        let (clock, core) =
            (start.elapsed(), time_on_core().zip(on_core).map(|(after, before)| after - before));
        network.world.check_books()?;
        let spent = core.unwrap_or(clock).as_secs_f64().max(1e-9);
        let a_second = blocks as f64 / spent;
        print(format_args!("rule {}, {} pools, {blocks} blocks", self.rule, self.pools))?;
        print(format_args!("{:.1} s by the clock, {spent:.1} s on the core", clock.as_secs_f64()))?;
        print(format_args!(
            "{a_second:.0} block steps a second, {:.0} pool steps a second",
            a_second * f64::from(self.pools)
        ))?;
        print(format_args!("{:.0} ns a pool step", 1e9 / (a_second * f64::from(self.pools))))?;
        Ok(Verdict::Holds)
    }
}

/// Time that the core has given to this thread, on Linux.
fn time_on_core() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    text.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}
