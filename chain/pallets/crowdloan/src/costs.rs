//! What calls cost: reads and writes counted by hand, as in `pallet_network::costs`.

use crate::pallet::*;
use codec::Encode;
use frame_support::{traits::Get, weights::Weight};

/// Decoding a call, checking it, depositing its event: 10 microseconds.
const CALL: Weight = Weight::from_parts(10_000_000, 0);
/// Storing a byte of a call that does not stand with its crowdloan: a nanosecond.
const BYTE: u64 = 1_000;

fn cost<T: Config>(reads: u64, writes: u64) -> Weight {
    T::DbWeight::get().reads_writes(reads, writes).saturating_add(CALL)
}

/// Reads: `NextCrowdloanId`, two accounts, the preimage's status. Writes: the number, the accounts, the contribution,
/// the crowdloan, the call's weight, the preimage and its status, and its bytes.
pub fn create<T: Config>(call: Option<&CallOf<T>>) -> Weight {
    let bytes = call.map_or(0, |call| call.encoded_size() as u64);
    cost::<T>(4, 8).saturating_add(Weight::from_parts(BYTE.saturating_mul(bytes), 0))
}

/// Reads: the crowdloan, the contribution, the limit, two accounts. Writes: the accounts, both.
pub fn contribute<T: Config>() -> Weight {
    cost::<T>(5, 4)
}

/// Reads: the crowdloan, the contribution, two accounts. Writes: all four.
pub fn withdraw<T: Config>() -> Weight {
    cost::<T>(4, 4)
}

/// Reads: the crowdloan, `CurrentCrowdloanId`, the call's weight, two accounts, the preimage and its status. Writes: all
/// of them.
pub fn finalize_itself<T: Config>() -> Weight {
    cost::<T>(7, 7)
}

/// Finalizing, and what the crowdloan's call may cost.
pub fn finalize<T: Config>(id: CrowdloanId) -> Weight {
    finalize_itself::<T>().saturating_add(CallWeights::<T>::get(id).unwrap_or_default())
}

/// Reads: the crowdloan, its account, and for each of `paid`, and the creator among them, the contribution and the
/// account. Writes: all of them.
pub fn refund<T: Config>(paid: u32) -> Weight {
    let each = u64::from(paid).saturating_add(1).saturating_mul(2);
    cost::<T>(each.saturating_add(2), each.saturating_add(2))
}

/// Reads: the crowdloan, two accounts, the preimage's status. Writes: the crowdloan, the accounts, the contribution, the
/// limit, the call's weight, the preimage and its status.
pub fn dissolve<T: Config>() -> Weight {
    cost::<T>(4, 8)
}

/// Reads: the crowdloan, the limit. Writes: one of them.
pub fn update<T: Config>() -> Weight {
    cost::<T>(2, 1)
}
