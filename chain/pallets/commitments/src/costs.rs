//! What calls cost: reads and writes counted by hand, as in `pallet_network::costs`.

use crate::Config;
use frame_support::{traits::Get, weights::Weight};

/// Decoding a call, checking it, depositing its event: 10 microseconds.
const CALL: Weight = Weight::from_parts(10_000_000, 0);

/// Reads: `Uids`, `UsedSpaceOf`, `SubnetEpochIndex`, `MaxSpace`. Writes: `UsedSpaceOf`, `CommitmentOf`,
/// `LastCommitment`.
pub fn set_commitment<T: Config>() -> Weight {
    T::DbWeight::get().reads_writes(4, 3).saturating_add(CALL)
}

/// Writes: `MaxSpace`.
pub fn set_max_space<T: Config>() -> Weight {
    T::DbWeight::get().writes(1).saturating_add(CALL)
}
