//! Where a block author's beacons come from.
//!
//! A beacon is the signature of a round, published every few seconds by a network of signers; what was sealed for a
//! round can be opened with it (yuma §2.10). Blocks carry them as an inherent. Here is the author's side: a [`Source`]
//! that has pulses at hand when a block is made, and the [`Provider`] that puts them into it.
//!
//! A source never keeps a block waiting: relays are asked by a task of its own ([`Relays::run`]), which fills a bounded
//! [`Buffer`]; a block takes what is there.

mod buffer;
mod development;
mod http;
mod inherent;
mod metrics;
mod relay;
mod relays;

pub use buffer::Buffer;
pub use development::Signer;
pub use inherent::Provider;
pub use metrics::Metrics;
pub use relay::{Relay, RelayError};
pub use relays::Relays;

use myelin_timelock::{Beacon, Pulse};
use std::{sync::Arc, time::Duration};

/// The relays that the signers of quicknet and their friends run for everyone.
pub const PUBLIC_RELAYS: [&str; 4] = [
    "https://api.drand.sh",
    "https://api2.drand.sh",
    "https://api3.drand.sh",
    "https://drand.cloudflare.com",
];

/// How many pulses fit into a block without delaying it: their check takes 10 ms and 2.5 ms more for each on a machine
/// of ours (docs/performance.md), of which a quarter of the slot is enough. At least one.
pub fn affordable(slot: Duration) -> usize {
    let milliseconds = slot.as_millis().checked_div(4).unwrap_or(0);
    let spare = milliseconds.saturating_sub(10).saturating_mul(10).checked_div(25).unwrap_or(0);
    usize::try_from(spare).unwrap_or(usize::MAX).max(1)
}

/// Where pulses come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// From nowhere: this author's blocks carry none.
    None,
    /// Signed here, with a key that everyone knows.
    Development(Signer),
    /// From relays, by way of what their task has fetched.
    Relays(Arc<Buffer>),
}

impl Source {
    /// Pulses that are out at `unix_seconds`, of rounds after `last`, the newest that the chain knows; at most `most`,
    /// in order. Quick, and never waits.
    pub fn pulses(&self, beacon: &Beacon, last: u64, unix_seconds: u64, most: usize) -> Vec<Pulse> {
        let out = beacon.round_at(unix_seconds);
        match self {
            Self::None => Vec::new(),
            Self::Development(signer) => signer.pulses(last, out, most),
            Self::Relays(buffer) => buffer.pulses(last, out, most),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn block_should_carry_fewer_pulses_when_it_is_quick() {
        let affordable = |milliseconds| affordable(Duration::from_millis(milliseconds));
        assert_eq!([50, 250, 1_000, 12_000].map(affordable), [1, 20, 96, 1_196]);
    }
}
