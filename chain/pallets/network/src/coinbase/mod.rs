//! The block step: TAO is minted, shared among the subnets, put into their pools; new alpha is split among the people of
//! each subnet; epochs that are due pay it out; moving prices move (economics §2).
//!
//! A block's opening is paid for by everybody, so each item of state is read once and what has not changed is not
//! written; what a step decides is decided before anything is written, so a step that fails has nothing to undo.

pub mod flows;
pub mod inject;
pub mod prices;
pub mod rules;
pub mod storage;
pub mod votes;

#[cfg(test)]
pub(crate) mod tests;

use crate::{costs, pallet::*};
use alloc::{
    collections::{BTreeMap, BTreeSet},
    vec::Vec,
};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use inject::BlockTerms;
use myelin_emission::EmissionRule as Rule;
use myelin_pool::Pool;
use myelin_units::{NetUid, Price, Tao};

/// A started subnet as the block finds it.
pub(crate) struct Market {
    pub(crate) netuid: NetUid,
    /// Block of its first emission.
    pub(crate) first: u64,
    /// Its reserves.
    pub(crate) pool: Pool,
    /// Its moving price.
    pub(crate) price: Price,
}

/// What is left of earlier blocks, by subnet; both are empty as a rule.
struct Leftovers {
    carried: BTreeMap<NetUid, Tao>,
    tripped: BTreeSet<NetUid>,
}

impl<T: Config> Pallet<T> {
    /// Everything that happens by itself in a block, before its transactions. Nothing in it can fail: what errs in the
    /// step of one subnet is left out and told.
    pub(crate) fn step_block() -> Weight {
        let (now, netuids) = (Self::now(), Self::netuids());
        Self::begin_block_of_registrations(now, &netuids);
        let rule = Self::rule_of_block(now);
        let seats = Self::count_votes_if_due(&rule, now, &netuids);
        let due = Self::due_epochs(now, &netuids);
        let opening = Self::open_sealed(&due);
        let mut markets: Vec<Market> =
            netuids.iter().filter_map(|netuid| Self::started(*netuid, now)).collect();
        Self::emit(now, &rule, &mut markets);
        let neurons = Self::run_due_epochs(due, &opening.held)
            .saturating_add(Self::settle_children())
            .saturating_add(Self::sweep_nominations());
        if neurons > 0 {
            // An epoch sells root's part in its pool, and a sweep small nominations.
            markets.iter_mut().for_each(|market| market.pool = Self::reserves(market.netuid));
        }
        let weight = Self::moving_weight();
        markets.iter().for_each(|market| Self::move_price(market, now, weight));
        costs::block_step::<T>(netuids.len(), neurons)
            .saturating_add(opening.weight)
            .saturating_add(costs::root_votes::<T>(seats, netuids.len()))
            .saturating_add(Self::claim_root_automatically())
            .saturating_add(Self::step_dissolution())
            .saturating_add(Self::audit_network(now, netuids.len()))
    }

    /// Whether new alpha is given to the subnet's people: started, and with a market.
    pub fn is_started(netuid: NetUid) -> bool {
        Self::started(netuid, Self::now()).is_some()
    }

    fn started(netuid: NetUid, now: u64) -> Option<Market> {
        let first = FirstEmissionBlockNumber::<T>::get(netuid).filter(|first| now >= *first)?;
        if netuid.is_root() || !SubtokenEnabled::<T>::get(netuid) {
            return None;
        }
        let pool = Self::reserves(netuid);
        pool.price()?;
        Some(Market { netuid, first, pool, price: Self::moving_price(netuid) })
    }

    /// Whether a started subnet has a share in the block's TAO.
    pub(crate) fn is_funded(netuid: NetUid) -> bool {
        SubnetEmissionEnabled::<T>::get(netuid) && NetworkRegistrationAllowed::<T>::get(netuid)
    }

    /// Mints the block's TAO, shares it by the rule and takes each subnet's step. Where no subnet is entitled to
    /// anything nothing is minted: the curve depends on issuance, so nothing is lost either.
    fn emit(now: u64, rule: &Rule, markets: &mut [Market]) {
        let issuance = Self::issuance();
        let terms = Self::terms_of_block(now, issuance);
        if terms.flows {
            Self::move_flows(now, markets);
        }
        let facts = Self::facts(rule, markets);
        let mut block = Self::standing_rule(rule, now, &facts).block(issuance, &facts);
        if Self::mint_block(block.emission).is_zero() {
            block.shares.fill(Tao::ZERO);
        }
        let leftovers =
            Leftovers { carried: CarriedEmission::<T>::iter().collect(), tripped: Self::tripped_pools() };
        let raised = markets.iter_mut().zip(block.shares).fold(0u64, |sum, (market, share)| {
            sum.saturating_add(Self::step_subnet(market, share, &leftovers, &terms).rao())
        });
        Self::raise_total_stake(Tao::new(raised));
    }

    /// Mints for all pools at once. What cannot be minted is not: the curve mints it again later.
    fn mint_block(emission: Tao) -> Tao {
        let minted = match with_storage_layer(|| Self::mint_for_pools(emission)) {
            Ok(()) => emission,
            Err(error) => {
                Self::deposit_event(Event::SubnetStepFailed {
                    netuid: NetUid::ROOT,
                    carried: Tao::ZERO,
                    error,
                });
                Tao::ZERO
            }
        };
        if BlockEmission::<T>::get() != minted.rao() {
            BlockEmission::<T>::put(minted.rao());
        }
        minted
    }

    /// One subnet's step; returns what went into its reserve. If it fails, or its pool has tripped, its share waits for
    /// a later block.
    fn step_subnet(market: &mut Market, share: Tao, left: &Leftovers, terms: &BlockTerms) -> Tao {
        let netuid = market.netuid;
        let gauge = PoolGauges::<T>::get(netuid);
        if left.tripped.contains(&netuid) || !gauge.covers(&market.pool) {
            Self::trip_pool(netuid, &gauge, &market.pool);
            Self::carry_over(netuid, share);
            return Tao::ZERO;
        }
        let carried = left.carried.get(&netuid).copied().unwrap_or(Tao::ZERO);
        match Self::inject_and_split(market, &gauge, [share, carried], terms) {
            Ok(whole) => {
                if !carried.is_zero() {
                    CarriedEmission::<T>::remove(netuid);
                }
                whole
            }
            Err(error) => {
                Self::carry_over(netuid, share);
                Self::deposit_event(Event::SubnetStepFailed { netuid, carried: share, error });
                Tao::ZERO
            }
        }
    }

    /// The wire's copy of the ledger's sum.
    pub(crate) fn copy_issuance() {
        TotalIssuance::<T>::put(Self::issuance());
    }

    /// Alpha that exists: the base of its emission curve.
    pub fn alpha_issuance(netuid: NetUid) -> Result<myelin_units::Alpha, DispatchError> {
        SubnetAlphaIn::<T>::get(netuid)
            .checked_add(SubnetAlphaOut::<T>::get(netuid))
            .map_err(|_| crate::Error::<T>::Overflow.into())
    }

    /// The most epochs that run in one block; at least one.
    pub(crate) fn epochs_per_block() -> usize {
        usize::from(MaxEpochsPerBlock::<T>::get().max(1))
    }
}
