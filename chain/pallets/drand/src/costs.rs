//! What pulses cost: reads and writes counted by hand; the check as measured in WASM (`docs/performance.md`, Beacon).

use crate::{pallet::Config, pulses::FORGOTTEN_PER_PULSE};
use frame_support::{traits::Get, weights::Weight};

/// Two pairings and the beacon's key: 10 ms.
const CHECK: Weight = Weight::from_parts(10_000_000_000, 0);
/// A pulse: two points of G1 and their factors, 2.5 ms.
const PULSE: Weight = Weight::from_parts(2_500_000_000, 0);

/// Reads: the beacon, the time, the last round, its block, the oldest round. Writes: the last three, each pulse, and
/// what is forgotten for it at most.
pub fn store_pulses<T: Config>(pulses: u64) -> Weight {
    let forgotten = pulses.saturating_mul(FORGOTTEN_PER_PULSE);
    let writes = forgotten.saturating_add(pulses).saturating_add(3);
    CHECK
        .saturating_add(PULSE.saturating_mul(pulses))
        .saturating_add(T::DbWeight::get().reads_writes(5, writes))
}
