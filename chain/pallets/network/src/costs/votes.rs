//! Weights and votes: set, committed, revealed, opened.

use super::{cost, CALL, MICROSECOND};
use crate::{
    pallet::*,
    weights::{commits::MOST_COMMITS, opening::Work, Pairs},
};
use alloc::vec::Vec;
use frame_support::weights::Weight;
use myelin_timelock::MAX_CIPHERTEXT;

/// One byte of a queue of sealed rows read and written.
const QUEUE_BYTE: u64 = MICROSECOND / 500;
/// One sealed row opened: a pairing, a product in the larger group, and the check of both points, in WASM.
const OPENING: u64 = 12_000 * MICROSECOND;
/// The hash of a row, under as many hotkeys as a queue has commits.
const HASHES: u64 = 30 * MICROSECOND;
/// One entry of a row of weights: duplicate check, upscaling, its place in the order.
const WEIGHT_ENTRY: u64 = MICROSECOND / 4;
/// The checks of a row of `entries` weights. Reads: `NetworksAdded`, `MechanismCountCurrent`,
/// `CommitRevealWeightsEnabled`, `SubnetworkN`, `Uids`, `SubnetOwnerHotkey`, `TotalHotkeyAlpha` here and at root,
/// `TaoWeight`, `StakeThreshold`, `WeightsVersionKey`, `LastUpdate`, `WeightsSetRateLimit`, `ValidatorPermit`,
/// `MinAllowedWeights`, `MaxWeightsLimit`.
pub(super) fn weights_checks<T: Config>(entries: u64) -> Weight {
    cost::<T>(16, 0, CALL.saturating_add(WEIGHT_ENTRY.saturating_mul(entries)))
}

/// The checks, then `Weights` compared, and it and `LastUpdate` written.
pub fn set_weights<T: Config>(entries: usize) -> Weight {
    weights_checks::<T>(entries as u64).saturating_add(cost::<T>(1, 2, 0))
}

/// The cost of setting each row.
pub fn batch_set_weights<T: Config>(rows: &[Pairs]) -> Weight {
    rows.iter().fold(cost::<T>(0, 0, CALL), |sum, row| sum.saturating_add(set_weights::<T>(row.len())))
}

/// A commit. Reads: `NetworksAdded`, `MechanismCountCurrent`, `CommitRevealWeightsEnabled`, `Uids`, `SubnetOwnerHotkey`,
/// stake (3), `StakeThreshold`, `BlockAtRegistration`, `LastUpdate`, `WeightsSetRateLimit`, the clock (5),
/// `RevealPeriodEpochs`, the queue and its seats. Writes: the queue, its seats, `LastUpdate`.
pub fn commit_hash<T: Config>() -> Weight {
    commit_checks::<T>().saturating_add(cost::<T>(0, 3, 0))
}

pub(super) fn commit_checks<T: Config>() -> Weight {
    cost::<T>(20, 0, CALL)
}

/// As a hash commit, and the version is read. The call appends to the queue without reading it, but the host keeps a queue
/// as one value, which it reads and writes whole: `bytes`.
pub(crate) fn commit_sealed<T: Config>(bytes: u64) -> Weight {
    cost::<T>(21, 3, CALL.saturating_add(QUEUE_BYTE.saturating_mul(bytes)))
}

/// The same with the longest queue of a full subnet (256 uids, which is all that `AdminUtils` allows). It is asked for
/// beforehand; what the queue at hand takes less is given back.
pub fn commit_sealed_at_most<T: Config>() -> Weight {
    const BYTES: u64 = 256 * (MOST_COMMITS * MAX_CIPHERTEXT) as u64;
    commit_sealed::<T>(BYTES)
}

/// The opening of sealed rows. Reads of each subnet: existence, clock, period, mechanisms and the keys of their queues; of
/// each queue itself and its seats, once in eight entries at most; and of each entry its neuron (2) and its beacon. Of
/// each row opened: the time it takes, the checks of a row, the row written.
pub(crate) fn open_sealed<T: Config>(work: &Work) -> Weight {
    let subnets = cost::<T>(6, 0, 0).saturating_mul(work.subnets);
    let entries = cost::<T>(3, 0, CALL).saturating_mul(work.entries);
    let queues = cost::<T>(2, 2, 0).saturating_mul(work.entries.div_ceil(8));
    let bytes = Weight::from_parts(work.bytes.saturating_mul(QUEUE_BYTE), 0);
    let each = weights_checks::<T>(256).saturating_add(cost::<T>(0, 1, OPENING));
    let opened = each.saturating_mul(work.opened);
    cost::<T>(1, 1, 0)
        .saturating_add(subnets)
        .saturating_add(entries)
        .saturating_add(queues)
        .saturating_add(bytes)
        .saturating_add(opened)
}

/// The cost of each commit.
pub fn commit_hash_batch<T: Config>(commits: usize) -> Weight {
    commit_hash::<T>().saturating_mul(commits as u64).saturating_add(cost::<T>(0, 0, CALL))
}

/// The commit found (the clock, the queue and its seats read, at most ten hashes made), then as setting a row; writes:
/// `Weights`, the queue, its seats.
pub fn reveal_hash<T: Config>(entries: usize, salt: usize) -> Weight {
    reveal_checks::<T>(entries as u64, salt as u64).saturating_add(cost::<T>(0, 3, 0))
}

pub(super) fn reveal_checks<T: Config>(entries: u64, salt: u64) -> Weight {
    let hashed = WEIGHT_ENTRY.saturating_mul(entries.saturating_add(salt));
    weights_checks::<T>(entries).saturating_add(cost::<T>(9, 0, HASHES.saturating_add(hashed)))
}

/// The cost of each reveal.
pub fn reveal_hash_batch<T: Config>(rows: &[Vec<u16>], salts: &[Vec<u16>]) -> Weight {
    let sum = |rows: &[Vec<u16>]| rows.iter().fold(0usize, |sum, row| sum.saturating_add(row.len()));
    let each = reveal_hash::<T>(0, 0).saturating_mul(rows.len() as u64);
    let entries = WEIGHT_ENTRY.saturating_mul(2).saturating_mul(sum(rows).saturating_add(sum(salts)) as u64);
    each.saturating_add(cost::<T>(0, 0, CALL.saturating_add(entries)))
}

/// Root's votes counted: of each seat the ballot, the hotkey and its stake; of each subnet what it had and has. The work
/// is that of one entry of a row for each seat and subnet.
pub fn root_votes<T: Config>(seats: usize, subnets: usize) -> Weight {
    if seats == 0 {
        return Weight::zero();
    }
    let (seats, subnets) = (seats as u64, subnets as u64);
    let work = WEIGHT_ENTRY.saturating_mul(8).saturating_mul(seats).saturating_mul(subnets);
    cost::<T>(seats.saturating_mul(3).saturating_add(2), subnets.saturating_mul(2).saturating_add(1), work)
}

/// A vote at root. Reads: `Uids`, the ballot, `WeightsSetRateLimit`, the existence of each subnet voted for. Writes: the
/// ballot.
pub fn set_root_votes<T: Config>(entries: usize) -> Weight {
    cost::<T>(
        (entries as u64).saturating_add(3),
        1,
        CALL.saturating_add(WEIGHT_ENTRY.saturating_mul(entries as u64)),
    )
}
