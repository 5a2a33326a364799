//! Stake, and what comes of it.

use super::{cost, CALL, CANDIDATE, TRADE};
use crate::{
    pallet::*,
    root::{
        claim::{MAX_CLAIMED_HOTKEYS, MAX_PAYMENTS},
        claim_type::{MAX_CHANGES, MAX_LOOKED_AT, MAX_PUBLISHED},
    },
};
use frame_support::weights::Weight;

/// One trade between two pools within a limit on the ratio of their prices: at most 64 trial trades.
const SEARCH: u64 = 64 * TRADE;
/// A trade and a change of one position. Reads: `NetworksAdded`, `SubtokenEnabled`, `FirstEmissionBlockNumber`,
/// `OwnerBuysFrom`, `SubnetOwner`, the lease (2), `TrippedPools`, `Owner`, `FeeRate`,
/// the accounts of the coldkey and of the subnet, locks and freezes of the coldkey, holds of the subnet, `SubnetTAO`,
/// `PoolGauges`, `TotalStake`, `SubnetAlphaIn`, `SubnetAlphaOut`, `SubnetVolume`, `HotkeyShares`, `TotalHotkeyAlpha`,
/// `Positions`, `StakingHotkeys`, `TotalAlphaStaked`, `DividendVesting`. Writes: the two accounts, the hold and the twelve
/// of the last fourteen that change.
pub fn add_stake<T: Config>() -> Weight {
    cost::<T>(27, 15, CALL.saturating_add(TRADE))
}

/// As adding, and `NominatorMinRequiredStake` and the coldkey's next position read to see what is left; a small rest is
/// sold too, which repeats the trade on keys that are in memory. The emission account may have to settle what it owes
/// the subnet first: its account and hold. Dividends that are left behind go to `PendingValidatorEmission`.
pub fn remove_stake<T: Config>() -> Weight {
    cost::<T>(30, 18, CALL.saturating_add(TRADE.saturating_mul(2)))
}

/// A claim that looks at `hotkeys` and makes `payments`. Reads and writes of one hotkey: `KeptRoot`, `RootPots` and the
/// coldkey's hotkeys; of a payment: a sale, a deposit at root and `RootUnclaimed`,
/// `RootClaimed`, `RootClaimType`, `RootClosing`, when the choice was made and when the subnet came.
pub fn claimed_root<T: Config>(hotkeys: usize, payments: usize) -> Weight {
    let looks = cost::<T>(4, 2, CALL).saturating_mul(hotkeys as u64);
    let paid = remove_stake::<T>().saturating_add(cost::<T>(6, 4, CALL)).saturating_mul(payments as u64);
    cost::<T>(6, 0, CALL).saturating_add(looks).saturating_add(paid)
}

/// As many hotkeys and payments as a claim may have; what was not done is given back after the call.
pub fn claim_root<T: Config>() -> Weight {
    claimed_root::<T>(MAX_CLAIMED_HOTKEYS, MAX_PAYMENTS)
}

/// One position that changes sides: read and written in the share pool (5 and 5) and beside it (5 and 5); of the
/// first few the claims that clients read, one a subnet.
pub fn changed_root_claim_type<T: Config>(changed: usize) -> Weight {
    let copies = u64::from(TotalNetworks::<T>::get()).saturating_mul(changed.min(MAX_PUBLISHED) as u64);
    let each = cost::<T>(10, 10, CALL).saturating_mul(changed as u64);
    let looks = cost::<T>((MAX_LOOKED_AT as u64).saturating_add(3), copies.saturating_add(2), CALL);
    looks.saturating_add(each)
}

/// As if as many positions changed sides as may; what did not is given back after the call.
pub fn set_root_claim_type<T: Config>() -> Weight {
    changed_root_claim_type::<T>(MAX_CHANGES)
}

/// One round of the block step: as a claim, and the copies for clients of each position, one a subnet, where they are
/// behind.
pub fn root_round<T: Config>(positions: usize, payments: usize) -> Weight {
    let copies = u64::from(TotalNetworks::<T>::get()).saturating_mul(positions as u64);
    claimed_root::<T>(positions, payments).saturating_add(cost::<T>(0, copies, 0))
}

/// Two legs: what removing and adding cost, and `TransferToggle` twice. With a limit the amount is searched for.
pub fn move_stake<T: Config>() -> Weight {
    remove_stake::<T>().saturating_add(add_stake::<T>()).saturating_add(cost::<T>(2, 0, SEARCH))
}

/// `sold` positions sold and, where the TAO goes on to root, bought into root.
pub fn unstaked<T: Config>(sold: usize) -> Weight {
    // All subnets are looked at, whether something is held there or not: one key each, and the three of the position.
    let looked_at = u64::from(TotalNetworks::<T>::get());
    let look = cost::<T>(looked_at.saturating_mul(4).saturating_add(2), 0, CALL);
    look.saturating_add(remove_stake::<T>().saturating_add(add_stake::<T>()).saturating_mul(sold as u64))
}

/// As if something were held on every subnet; what was not is given back after the call.
pub fn unstake_all<T: Config>() -> Weight {
    unstaked::<T>(usize::from(TotalNetworks::<T>::get()))
}

/// Reads: `NetworksAdded`, `Owner`, `ParentKeys`, the stake (2), `TaoWeight`, `SubnetOwnerHotkey`, `StakeThreshold`, the
/// last choice, `FirstEmissionBlockNumber`, `PendingChildKeyCooldown`, `ChildKeysDue`, and each child's children. Writes:
/// `PendingChildKeys`, the time of the choice, `ChildKeysDue`.
pub fn set_children<T: Config>(children: usize) -> Weight {
    cost::<T>((children as u64).saturating_add(12), 3, CALL)
}

/// Reads: `NetworksAdded`, `Owner`, `AutoStakeDestination`, the lists of the former hotkey and of the new one, which have
/// 256 coldkeys at most. Writes: both lists, `AutoStakeDestination`, `AutoStakers`.
pub fn choose_auto_stake<T: Config>() -> Weight {
    cost::<T>(5, 4, CALL.saturating_add(CANDIDATE.saturating_mul(256)))
}
