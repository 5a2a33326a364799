//! Subnets: registered, set up, leased, dissolved.

use super::{block_step, cost, CALL, CANDIDATE};
use crate::{leases::Leasing, pallet::*};
use frame_support::weights::Weight;
use myelin_units::NetUid;

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
    <T::Leasing as Leasing<T::AccountId>>::MAX_CONTRIBUTORS as usize
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

/// As setting a parameter; flows that were counted are forgotten when no rule asks for them any more: four items a subnet.
pub fn set_emission_rule<T: Config>() -> Weight {
    let subnets = u64::from(TotalNetworks::<T>::get());
    cost::<T>(4, subnets.saturating_mul(4).saturating_add(3), CALL)
}

/// A pool's gauge, two reserves and the mark of the breaker.
pub fn reset_pool<T: Config>() -> Weight {
    cost::<T>(4, 3, CALL)
}
