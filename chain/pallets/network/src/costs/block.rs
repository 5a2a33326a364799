//! The step of a block, and its audit.

use super::{cost, CALL, MICROSECOND, TRADE};
use crate::pallet::*;
use frame_support::weights::Weight;

/// One uid in an epoch: its row of weights and bonds, its place in the vectors by uid, its payment.
const EPOCH_UID: u64 = 100 * MICROSECOND;
/// The step of a block. For each subnet: reads of what decides its share and its split (existence, start, reserves (2),
/// gauge, alpha outside, moving price and its fraction, age, switches (4), pots (4), the two shown emissions that stand
/// still, price of a uid and its bounds (4), its interval (2), clock (4)) and writes of what they become (reserves (2),
/// gauge, alpha outside and of the protocol, the four shown emissions, pots (4), moving price (2), price of a uid,
/// counters (3)); `coinbase/tests/speed.rs` counts what is usual. For each uid of an epoch that runs: its hotkey, owner,
/// take, two stakes, children, parents, registration, destination, row and bonds (twice, with their digits) read, what it
/// has not given over, and its rows of bonds (2), dividends and the five items of two payments written; for each parent
/// without a uid, each choice of children and each nomination
/// that is looked at no more than that. Once: the emission account and its hold, issuance, the rule and the terms, what is carried
/// over and what has tripped. A rule may ask for three more of each subnet, and flows, where they are counted, are four
/// more to write.
pub fn block_step<T: Config>(subnets: usize, epoch_uids: usize) -> Weight {
    let each = cost::<T>(36, 23, TRADE.saturating_mul(2)).saturating_mul(subnets as u64);
    let epochs = cost::<T>(15, 13, EPOCH_UID).saturating_mul(epoch_uids as u64);
    cost::<T>(19, 7, CALL).saturating_add(each).saturating_add(epochs)
}

/// An audit of all subnets together. Of each: `SubnetTAO`, `SubnetAlphaIn`, `PoolGauges`, its account and hold, what is
/// carried over; and once the emission account and its hold, issuance, `TotalStake`. Writes: the count of failures.
pub fn audit<T: Config>(subnets: usize) -> Weight {
    cost::<T>((subnets as u64).saturating_mul(6).saturating_add(5), 1, CALL)
}
