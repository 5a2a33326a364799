//! Keys that are swapped.

use super::{cost, CALL, MICROSECOND};
use crate::pallet::*;
use frame_support::weights::Weight;
use myelin_units::NetUid;

/// One position that gets another name, and its place in the lists of its holder.
const RENAMING: u64 = 2 * MICROSECOND;

/// Reads: `Owner` of both, the limits (4), the coldkey's account, takes and their clocks (8); on each subnet the 20
/// items that a neuron may have and its dividends; each position of the hotkey, and for one that moves its holder's list
/// and next position. Writes: ownership (4), the payment, takes and clocks (6); for each uid 15 items, twice; for each
/// subnet the dividends twice; for each position it twice, and two lists; for each who keeps root dividends an account with every subnet.
pub fn swap_hotkey<T: Config>(hotkey: &T::AccountId, only: Option<NetUid>, keep_stake: bool) -> Weight {
    let (moved, seen) = if keep_stake { (0, 0) } else { Pallet::<T>::positions_on(hotkey, only) };
    let (moved, seen) = (u64::from(moved), u64::from(seen));
    let kin = u64::from(Pallet::<T>::kin_on(hotkey, only));
    let keepers = if keep_stake { 0 } else { Pallet::<T>::keepers_on(hotkey, only) as u64 };
    let accounts = keepers.saturating_mul(u64::from(TotalNetworks::<T>::get()).saturating_add(6));
    let subnets = only.map_or_else(|| u64::from(TotalNetworks::<T>::get()), |_| 1);
    let uids = only.map_or_else(|| IsNetworkMember::<T>::iter_key_prefix(hotkey).count() as u64, |_| 1);
    let reads = seen.saturating_add(moved.saturating_add(kin).saturating_mul(2));
    let reads = reads.saturating_add(subnets.saturating_mul(21));
    let writes = moved.saturating_mul(4).saturating_add(kin.saturating_mul(2));
    let writes = writes.saturating_add(uids.saturating_mul(30)).saturating_add(accounts);
    let writes = writes.saturating_add(subnets.saturating_mul(2));
    cost::<T>(
        reads.saturating_add(accounts).saturating_add(20),
        writes.saturating_add(14),
        CALL.saturating_add(RENAMING.saturating_mul(seen)),
    )
}

/// Reads: the announcement (4), `StakingHotkeys` and `OwnedHotkeys` of both; for each position or hotkey moved it, the
/// other's, and the pool's three; for each subnet its owner and the clocks (3). Writes: for each thing moved two, and the
/// holders; for each subnet its owner, a clock, where incentives are staked (3), and a lease (3); the rest (14).
pub fn swap_coldkey<T: Config>(moved: u32) -> Weight {
    let (subnets, moved) = (u64::from(TotalNetworks::<T>::get()), u64::from(moved));
    cost::<T>(
        moved.saturating_mul(5).saturating_add(subnets.saturating_mul(9)).saturating_add(20),
        moved.saturating_mul(3).saturating_add(subnets.saturating_mul(8)).saturating_add(14),
        CALL.saturating_add(RENAMING.saturating_mul(moved)),
    )
}

/// Reads: the announcement, the dispute, the swap under way, the two delays, the account. Writes: three.
pub fn announce_coldkey_swap<T: Config>() -> Weight {
    cost::<T>(6, 3, CALL)
}

/// Whether a coldkey is blocked by its swap is asked of every transaction: `ColdkeySwapAnnouncements`.
pub(crate) fn unblocked<T: Config>() -> Weight {
    cost::<T>(1, 0, 0)
}
