//! What calls cost: their database reads and writes, counted by hand along their longest path, and their own work.
//! Each function says where its counts come from; keys that are read twice in one call count once, because the second
//! read finds them in memory. FRAME benchmarks take the place of this file in a later issue.

use crate::{
    pallet::*,
    root::{
        claim::{MAX_CLAIMED_HOTKEYS, MAX_PAYMENTS},
        claim_type::{MAX_CHANGES, MAX_LOOKED_AT, MAX_PUBLISHED},
    },
    weights::{commits::MOST_COMMITS, opening::Work, Pairs},
};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use myelin_timelock::MAX_CIPHERTEXT;
use myelin_units::NetUid;

/// A microsecond of work.
const MICROSECOND: u64 = 1_000_000;
/// Decoding a call, checking it, depositing its event.
const CALL: u64 = 10 * MICROSECOND;
/// One trade with a pool: 256-bit products and, with a limit, an integer root.
const TRADE: u64 = 5 * MICROSECOND;
/// One trade between two pools within a limit on the ratio of their prices: at most 64 trial trades.
const SEARCH: u64 = 64 * TRADE;
/// One entry of a row of weights: duplicate check, upscaling, its place in the order.
const WEIGHT_ENTRY: u64 = MICROSECOND / 4;
/// The hash of a row, under as many hotkeys as a queue has commits.
const HASHES: u64 = 30 * MICROSECOND;
/// One sealed row opened: a pairing, a product in the larger group, and the check of both points, in WASM.
const OPENING: u64 = 12_000 * MICROSECOND;
/// One byte of a queue of sealed rows read and written.
const QUEUE_BYTE: u64 = MICROSECOND / 500;
/// One uid in an epoch: its row of weights and bonds, its place in the vectors by uid, its payment.
const EPOCH_UID: u64 = 100 * MICROSECOND;
/// One neuron looked at when one must make room.
const CANDIDATE: u64 = MICROSECOND;

fn cost<T: Config>(reads: u64, writes: u64, work: u64) -> Weight {
    T::DbWeight::get().reads_writes(reads, writes).saturating_add(Weight::from_parts(work, 0))
}

/// The checks of a row of `entries` weights. Reads: `NetworksAdded`, `MechanismCountCurrent`,
/// `CommitRevealWeightsEnabled`, `SubnetworkN`, `Uids`, `SubnetOwnerHotkey`, `TotalHotkeyAlpha` here and at root,
/// `TaoWeight`, `StakeThreshold`, `WeightsVersionKey`, `LastUpdate`, `WeightsSetRateLimit`, `ValidatorPermit`,
/// `MinAllowedWeights`, `MaxWeightsLimit`.
fn weights_checks<T: Config>(entries: u64) -> Weight {
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

fn commit_checks<T: Config>() -> Weight {
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

fn reveal_checks<T: Config>(entries: u64, salt: u64) -> Weight {
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

/// Reads: `NetworksAdded`, `Uids`, `Axons` or `Prometheus`, `ServingRateLimit`. Writes: the endpoint, and
/// `NeuronCertificates`.
pub fn serve<T: Config>() -> Weight {
    cost::<T>(4, 2, CALL)
}

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

/// Reads: `Owner`, `OwnedHotkeys`, the limits and price (8), the three accounts; for each subnet that it exists, its price
/// (2), its symbol, and on a full network its moving price (2) and age; what dissolving one costs. Writes: ownership (3), the payment (6), the lock (4), the 20 items of a new subnet, the 14 of
/// its first neuron, its identity. Each seat at root, of which there are 64 at most: its key, its wish and its choice.
pub fn register_network<T: Config>() -> Weight {
    const SEATS: u64 = 64;
    let each = u64::from(TotalNetworks::<T>::get());
    cost::<T>(
        each.saturating_mul(7).saturating_add(SEATS * 2 + 27),
        SEATS + 54,
        CALL.saturating_add(CANDIDATE.saturating_mul(each)),
    )
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

/// Reads: `OwnedHotkeys`, and memberships until the first; or `NetworksAdded` and `SubnetOwner`. A coldkey with many
/// idle hotkeys pays for eight of them. Writes: the identity.
pub fn set_identity<T: Config>() -> Weight {
    cost::<T>(9, 1, CALL)
}

/// Reads: `Owner`, `OwnedHotkeys`, the hotkey's account. Writes: all three.
pub fn associate_hotkey<T: Config>() -> Weight {
    cost::<T>(3, 3, CALL)
}

/// Reads: `NetworksAdded`, `SubnetOwner`, `FirstEmissionBlockNumber`, `NetworkRegisteredAt`, `StartCallDelay`,
/// `OpeningNotice`, `SubtokenEnabled`. Writes: `FirstEmissionBlockNumber`, `SubtokenEnabled`, `OwnerBuysFrom`.
pub fn start_call<T: Config>() -> Weight {
    cost::<T>(7, 3, CALL)
}

/// Reads: `NetworksAdded`, `SubnetOwner`, the symbol of every subnet. Writes: the symbol.
pub fn update_symbol<T: Config>() -> Weight {
    cost::<T>(u64::from(TotalNetworks::<T>::get()).saturating_add(2), 1, CALL)
}

/// Reads: `NetworksAdded`, `SubnetOwner`, the last change, `OwnerHyperparamRateLimit`, `Tempo`, `PendingEpochAt`,
/// `LastEpochBlock`, `AdminFreezeWindow`, at most two parameters it is bounded by. Writes: the parameter, at most one
/// other (the clock), the time of the change.
pub fn set_parameter<T: Config>() -> Weight {
    cost::<T>(10, 3, CALL)
}

/// As a parameter; and of each mechanism the digits of every uid's bonds, which are forgotten.
pub fn set_precise_yuma<T: Config>(netuid: NetUid) -> Weight {
    let mechanisms = u64::from(MechanismCountCurrent::<T>::get(netuid).max(1));
    let rows = u64::from(SubnetworkN::<T>::get(netuid)).saturating_mul(mechanisms);
    set_parameter::<T>().saturating_add(cost::<T>(rows.saturating_add(1), rows, 0))
}

/// As a parameter; and of each mechanism that may go, weights and bonds (with their digits) of every uid, its incentive
/// and last updates.
pub fn set_mechanism_count<T: Config>(netuid: NetUid) -> Weight {
    let gone = u64::from(MechanismCountCurrent::<T>::get(netuid).saturating_sub(1));
    let rows = u64::from(SubnetworkN::<T>::get(netuid)).saturating_mul(3).saturating_add(2);
    let forgotten = gone.saturating_mul(rows);
    set_parameter::<T>().saturating_add(cost::<T>(
        forgotten.saturating_add(4),
        forgotten.saturating_add(2),
        0,
    ))
}

/// Most contributors of a lease.
pub fn most_contributors<T: Config>() -> usize {
    <T::Leasing as crate::leases::Leasing<T::AccountId>>::MAX_CONTRIBUTORS as usize
}

/// As registering a subnet. Reads also: the crowdloan (2), the lease's coldkey, the proxies; of each contributor the
/// contribution and the account. Writes also: the funds account, the coldkey, the proxies, the lease's four items; of
/// each contributor the account and the share.
pub fn register_leased_network<T: Config>(contributors: usize) -> Weight {
    let each = (contributors as u64).saturating_mul(2);
    register_network::<T>().saturating_add(cost::<T>(each.saturating_add(5), each.saturating_add(8), 0))
}

/// For each contributor: the share read; a position, its share pool, the lists that name it (2), counters (2) read and
/// written. Once what the hotkey's dividends are.
pub fn lease_dividends<T: Config>(contributors: usize) -> Weight {
    let each = contributors as u64;
    cost::<T>(each.saturating_mul(7).saturating_add(1), each.saturating_mul(6).saturating_add(1), 0)
}

/// Reads and writes: the lease's items (6), ownership of the hotkey (3), the owner's cut and its position (7), the
/// proxies, two accounts, two positions (12), the subnet's owner (2); each contributor's dividend, and its share removed.
pub fn terminate_lease<T: Config>(contributors: usize) -> Weight {
    let shares = cost::<T>(0, contributors as u64, 0);
    cost::<T>(34, 34, CALL).saturating_add(lease_dividends::<T>(contributors)).saturating_add(shares)
}

/// Reads: `NetworksAdded`, `SubnetOwner`, `Dissolutions`, `DissolveCleanupQueue`, `TotalNetworks`. Writes: all but the
/// owner. The work comes in the blocks that follow.
pub fn dissolve_network<T: Config>() -> Weight {
    cost::<T>(5, 4, CALL)
}

/// A block in which nothing is dissolved: the queue is read.
pub fn dissolution_idle<T: Config>() -> Weight {
    cost::<T>(1, 0, 0)
}

/// A block's work on a dissolution: `room` times the most that one position, payment or key costs, which is a payment:
/// itself, two accounts and a hold, two counters, and where the coldkey has no account the five items of a position at
/// root. And the last epoch of `neurons` uids.
pub fn dissolution<T: Config>(room: u32, neurons: usize) -> Weight {
    let steps = cost::<T>(11, 11, CALL).saturating_mul(room.into());
    block_step::<T>(0, neurons).saturating_add(steps)
}

/// The ballots at root forget a subnet: each is read and written.
pub fn forgotten_votes<T: Config>(ballots: u16) -> Weight {
    cost::<T>(ballots.into(), ballots.into(), 0)
}

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

/// What the pool's questions cost when a block is built: of free calls only, and no more than the call's own checks.
pub(crate) fn checked_first<T: Config>(call: &Call<T>) -> Weight {
    match call {
        Call::set_weights { dests, .. } | Call::set_mechanism_weights { dests, .. } => {
            weights_checks::<T>(dests.len() as u64)
        }
        Call::batch_set_weights { weights, .. } => weights
            .iter()
            .fold(Weight::zero(), |sum, row| sum.saturating_add(weights_checks::<T>(row.len() as u64))),
        Call::commit_weights { .. } | Call::commit_mechanism_weights { .. } => commit_checks::<T>(),
        Call::commit_timelocked_weights { .. }
        | Call::commit_timelocked_mechanism_weights { .. }
        | Call::commit_crv3_mechanism_weights { .. } => cost::<T>(22, 0, CALL),
        Call::batch_commit_weights { netuids, .. } => {
            commit_checks::<T>().saturating_mul(netuids.len() as u64)
        }
        Call::reveal_weights { uids, salt, .. } | Call::reveal_mechanism_weights { uids, salt, .. } => {
            reveal_checks::<T>(uids.len() as u64, salt.len() as u64)
        }
        Call::batch_reveal_weights { uids_list, salts_list, .. } => {
            reveal_hash_batch::<T>(uids_list, salts_list)
        }
        Call::serve_axon { .. } | Call::serve_axon_tls { .. } | Call::serve_prometheus { .. } => {
            cost::<T>(4, 0, 0)
        }
        Call::decrease_take { .. } | Call::increase_take { .. } => cost::<T>(7, 0, 0),
        _ => Weight::zero(),
    }
}

/// As setting a parameter; flows that were counted are forgotten when no rule asks for them any more: four items a subnet.
pub fn set_emission_rule<T: Config>() -> Weight {
    let subnets = u64::from(TotalNetworks::<T>::get());
    cost::<T>(4, subnets.saturating_mul(4).saturating_add(3), CALL)
}

/// A pool's gauge, two reserves and the mark of the breaker.
pub fn reset_pool<T: Config>() -> Weight {
    cost::<T>(4, 3, CALL)
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mock::{chain, Test};
    use codec::Compact;

    #[test]
    fn longer_rows_should_cost_more_and_batches_the_sum_of_their_rows() {
        let row = |entries: usize| vec![(Compact(0u16), Compact(1u16)); entries];
        let (short, long) = (set_weights::<Test>(1), set_weights::<Test>(256));
        assert!(long.ref_time() > short.ref_time());
        let batch = batch_set_weights::<Test>(&[row(1), row(256)]);
        assert_eq!(batch, batch_set_weights::<Test>(&[]).saturating_add(short).saturating_add(long));
    }

    #[test]
    fn absurd_lengths_should_cost_everything_and_not_overflow() {
        assert_eq!(set_weights::<Test>(usize::MAX).ref_time(), u64::MAX);
        assert_eq!(block_step::<Test>(usize::MAX, usize::MAX).ref_time(), u64::MAX);
    }

    #[test]
    fn unstaking_should_give_back_what_was_not_sold() {
        chain().execute_with(|| {
            let networks = usize::from(TotalNetworks::<Test>::get());
            assert_eq!(unstake_all::<Test>(), unstaked::<Test>(networks));
            assert!(unstaked::<Test>(0).ref_time() < unstake_all::<Test>().ref_time());
        });
    }

    #[test]
    fn block_step_should_grow_with_subnets_and_with_uids_of_epochs() {
        let step = |subnets, uids| block_step::<Test>(subnets, uids).ref_time();
        assert!(step(128, 0) > step(16, 0) && step(16, 256) > step(16, 0) && step(0, 0) > 0);
    }
}
