//! What calls cost: reads and writes counted by hand, as in `pallet_network::costs`.

use crate::{registration::CommitmentInfo, Config};
use frame_support::{traits::Get, weights::Weight};
use myelin_units::NetUid;
use pallet_network::Pallet as Network;

/// Decoding a call, checking it, depositing its event: 10 microseconds.
const CALL: Weight = Weight::from_parts(10_000_000, 0);

/// Reads: `Uids`, `UsedSpaceOf`, `SubnetEpochIndex`, `MaxSpace`. Writes: `UsedSpaceOf`, `CommitmentOf`,
/// `LastCommitment`.
///
/// A reset of bonds reads the rows of the subnet and writes as many at most; also `BondsResetOn`,
/// `MechanismCountCurrent`, `SubnetworkN`, and `LastBondsReset` is written.
pub fn set_commitment<T: Config>(netuid: NetUid, info: &CommitmentInfo) -> Weight {
    let plain = T::DbWeight::get().reads_writes(4, 3).saturating_add(CALL);
    if !info.resets_bonds() {
        return plain;
    }
    let rows = Network::<T>::most_bond_rows(netuid);
    plain.saturating_add(T::DbWeight::get().reads_writes(rows.saturating_add(3), rows.saturating_add(1)))
}

/// Writes: `MaxSpace`.
pub fn set_max_space<T: Config>() -> Weight {
    T::DbWeight::get().writes(1).saturating_add(CALL)
}
