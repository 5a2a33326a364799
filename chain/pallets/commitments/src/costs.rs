//! What calls cost: reads and writes counted by hand, as in `pallet_network::costs`.

use crate::{registration::CommitmentInfo, Config};
use frame_support::{traits::Get, weights::Weight};
use myelin_units::NetUid;
use pallet_network::Pallet as Network;

/// Decoding a call, checking it, depositing its event: 10 microseconds.
const CALL: Weight = Weight::from_parts(10_000_000, 0);

/// Opening a timelocked field: 10.3 ms as WASM, whatever its length (docs/performance.md). The hook does it,
/// whoever publishes the field pays for it.
const OPEN: Weight = Weight::from_parts(12_000_000_000, 0);

/// Reads: `Uids`, `UsedSpaceOf`, `SubnetEpochIndex`, `MaxSpace`, the commitment before. Writes: `UsedSpaceOf`, `CommitmentOf`,
/// `LastCommitment`.
///
/// A reset of bonds reads the rows of the subnet and writes as many at most; also `BondsResetOn`,
/// `MechanismCountCurrent`, `SubnetworkN`, and `LastBondsReset` is written.
pub fn set_commitment<T: Config>(netuid: NetUid, info: &CommitmentInfo) -> Weight {
    let plain =
        T::DbWeight::get().reads_writes(5, 3).saturating_add(CALL).saturating_add(timelocked::<T>(info));
    if !info.resets_bonds() {
        return plain;
    }
    let rows = Network::<T>::most_bond_rows(netuid);
    plain.saturating_add(T::DbWeight::get().reads_writes(rows.saturating_add(3), rows.saturating_add(1)))
}

/// Each timelocked field: its round's pulse is looked for, its place in the queue is written, and that of a field of the
/// commitment before is removed; later it is opened, with what [`open_fields`] reads and writes.
fn timelocked<T: Config>(info: &CommitmentInfo) -> Weight {
    let fields = info.fields.iter().filter(|field| field.waits_for().is_some()).count() as u64;
    T::DbWeight::get()
        .reads_writes(6, 2)
        .saturating_mul(fields)
        .saturating_add(open_fields::<T>(fields, fields as u32))
        // The commitment before may have had three.
        .saturating_add(T::DbWeight::get().writes(3))
}

/// Reads: the last round, the first key of the queue once more than there are commitments; of each commitment itself, the
/// pulse, and what was revealed before. Writes: the queue, the commitment, what is revealed.
pub fn open_fields<T: Config>(commitments: u64, fields: u32) -> Weight {
    let each = T::DbWeight::get().reads_writes(4, 3).saturating_mul(commitments);
    T::DbWeight::get().reads(2).saturating_add(each).saturating_add(OPEN.saturating_mul(fields.into()))
}

/// Writes: `MaxSpace`.
pub fn set_max_space<T: Config>() -> Weight {
    T::DbWeight::get().writes(1).saturating_add(CALL)
}
