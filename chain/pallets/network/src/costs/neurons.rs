//! Neurons, and who they say they are.

use super::{cost, CALL, CANDIDATE, TRADE};
use crate::pallet::*;
use frame_support::weights::Weight;
use myelin_units::NetUid;

/// Reads: `NetworksAdded`, `Uids`, `Axons` or `Prometheus`, `ServingRateLimit`. Writes: the endpoint, and
/// `NeuronCertificates`.
pub fn serve<T: Config>() -> Weight {
    cost::<T>(4, 2, CALL)
}

/// Reads: `NetworksAdded`, `NetworkRegistrationAllowed`, `Uids`, `Burn`, `Owner`, `OwnedHotkeys`, `SubnetworkN`,
/// `MaxAllowedUids`, `ImmunityPeriod`, `Emission`, `ImmuneOwnerUidsLimit`, `SubnetOwner`, `SubnetOwnerHotkey`,
/// `MinNonImmuneUids`, the eight of a payment into a pool, the eight other vectors by uid, `MinBurn`, `MaxBurn`,
/// `BurnIncreaseMult`, three counters, the hotkey's account; on a full subnet also, for each neuron, `BlockAtRegistration` and its row of
/// weights. Writes: ownership (3), the payment (6), the price and counters (5), the links of the old hotkey (6) and of
/// the new (4), the nine vectors, a row of weights and of bonds; each row that voted for the old neuron.
pub fn register_neuron<T: Config>(netuid: NetUid) -> Weight {
    let n = SubnetworkN::<T>::get(netuid);
    let rows = if n < MaxAllowedUids::<T>::get(netuid) { 0 } else { u64::from(n) };
    let full = cost::<T>(rows.saturating_mul(2), rows, CANDIDATE.saturating_mul(rows));
    cost::<T>(37, 35, CALL.saturating_add(TRADE)).saturating_add(full)
}

/// As registering a neuron without a price: 64 seats at most, and the root stake of each read.
pub fn root_register<T: Config>() -> Weight {
    const SEATS: u64 = 64;
    const READS: u64 = SEATS * 3 + 21;
    const WRITES: u64 = SEATS + 29;
    cost::<T>(READS, WRITES, CALL.saturating_add(CANDIDATE.saturating_mul(SEATS)))
}

/// Reads: `Owner`, `Delegates`, `DefaultDelegateTake`, `MinDelegateTake`, `MaxDelegateTake`,
/// `LastTxBlockDelegateTake`, `TxDelegateTakeRateLimit`. Writes: `Delegates`, `LastTxBlockDelegateTake`.
pub fn change_take<T: Config>() -> Weight {
    cost::<T>(7, 2, CALL)
}

/// Reads: `OwnedHotkeys`, and memberships until the first; or `NetworksAdded` and `SubnetOwner`. A coldkey with many
/// idle hotkeys pays for eight of them. Writes: the identity.
pub fn set_identity<T: Config>() -> Weight {
    cost::<T>(9, 1, CALL)
}

/// Reads: `Owner`, `OwnedHotkeys`, the hotkey's account. Writes: all three.
pub fn associate_hotkey<T: Config>() -> Weight {
    cost::<T>(3, 3, CALL)
}
