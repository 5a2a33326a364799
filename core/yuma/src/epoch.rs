//! The whole epoch, from state to results.

use crate::bonds::{Bonds, Books, Deal, Terms};
use crate::consensus::{self, Agreed, Ballot, Rule};
use crate::emission::Split;
use crate::fixed::{self, normalise, pack, product, to_u16, unpack};
use crate::inspect::Inspect;
use crate::liquid::{Curve, Liquid};
use crate::matrix::Columns;
use crate::permits::Order;
use crate::precise::{self, Ledger, Market, Profile, Quorum};
use crate::rows::Rows;
use crate::validators::{of, Validators};
use crate::weights::{self, Masks};
use crate::{activity, emission, incentive, permits, stake};
use alloc::vec::Vec;

/// Everything an epoch depends on: the state of one subnet when its block opens.
///
/// The number of uids is `stake.len()` (at most 65536). Any other list may be shorter or longer: what is missing
/// counts as never updated, registered at block 0, without commit or permit, an empty row. Rows may hold their entries in
/// any order; entries on uids that do not exist are ignored, and of several on one uid the first counts.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// Current block.
    pub block: u64,
    /// Blocks between epochs; only used when there was never one.
    pub tempo: u16,
    /// Block of the last successful epoch, 0 for never.
    pub last_epoch_block: u64,
    /// Blocks after its last update during which a uid is active.
    pub activity_cutoff: u64,
    /// Share of active stake that must support a weight, over 65535.
    pub kappa: u16,
    /// How much of a weight above the consensus buys no bond, over 65535.
    pub bonds_penalty: u16,
    /// Weight of the past in bonds, in millionths; more than a million counts as a million.
    pub bonds_moving_average: u64,
    /// Yuma3 instead of Yuma2.
    pub yuma3: bool,
    /// Liquid alpha; only Yuma3 heeds it, and only in an epoch with any consensus.
    pub liquid: Option<Liquid>,
    /// How many uids get a permit, besides the owner.
    pub max_validators: u16,
    /// Whole rao of stake weight below which a uid counts as without stake.
    pub stake_threshold: u64,
    /// Uid of the subnet owner's hotkey, if registered here.
    pub owner_uid: Option<u16>,
    /// Total stake weight by uid, in rao with 32 fractional bits.
    pub stake: &'a [u128],
    /// Block of the last weight submission, by uid.
    pub last_update: &'a [u64],
    /// Block of registration, by uid.
    pub registered_at: &'a [u64],
    /// Block of the earliest commit that may still be revealed, by uid; `u64::MAX` for none. Empty while
    /// commit-reveal is off.
    pub first_commit: &'a [u64],
    /// Permits as stored by the last epoch, by uid.
    pub permits: &'a [bool],
    /// Weight rows by uid: (target uid, weight).
    pub weights: &'a [Vec<(u16, u16)>],
    /// Bond rows by uid: (miner's uid, bond).
    pub bonds: &'a [Vec<(u16, u16)>],
    /// Amount to share, in rao of alpha.
    pub emission: u64,
    /// As the reference does it, or without what that rounds away.
    pub profile: Profile<'a>,
}

/// Everything an epoch decides, by uid. Shares in u16 are over 65535, shares in Q32 over 2^32, all floored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Whether the uid spoke within the activity cutoff.
    pub active: Vec<bool>,
    /// Permits from the next epoch on.
    pub permits: Vec<bool>,
    /// Share of all stake weight.
    pub stake_weight: Vec<u16>,
    /// Weight on the uid that enough stake supports.
    pub consensus: Vec<u16>,
    /// Share of what miners earn.
    pub incentive: Vec<u16>,
    /// Share of what validators earn.
    pub dividends: Vec<u16>,
    /// Validator trust: how much of a validator's row the consensus left.
    pub trust: Vec<u16>,
    /// Amount for mining.
    pub server_emission: Vec<u64>,
    /// Amount for validating.
    pub validator_emission: Vec<u64>,
    /// Amount of the combined share; also the key for pruning.
    pub emission: Vec<u64>,
    /// Incentive, unrounded.
    pub incentive_q32: Vec<u64>,
    /// Dividends, unrounded.
    pub dividends_q32: Vec<u64>,
    /// Share of the emission for mining.
    pub server_share_q32: Vec<u64>,
    /// Share of the emission for validating, by stake when nobody earned anything.
    pub validator_share_q32: Vec<u64>,
    /// Bond rows to store, uids ascending; empty for a uid without a permit from now on.
    pub bonds: Vec<Vec<(u16, u16)>>,
    /// The same bonds, counting 2^-32; no rows unless the profile is precise.
    pub precise_bonds: Vec<Vec<(u16, u32)>>,
}

/// Memory that epochs reuse. Holds nothing that a later epoch depends on.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    shares: Vec<u64>,
    governing: Vec<bool>,
    order: Order,
    rows: Rows,
    columns: Columns,
    validators: Validators,
    ballots: Vec<Ballot>,
    votes: Vec<u64>,
    bonds: Bonds,
    agreed: Agreed,
    split: Split,
    curve: Curve,
    ledger: Ledger,
    quorum: Quorum,
}

/// Runs one epoch (yuma.md §1) with Yuma2 or Yuma3, bonds at a fixed speed or liquid.
#[must_use]
pub fn epoch(inputs: &Inputs, scratch: &mut Scratch) -> Outcome {
    epoch_inspected(inputs, scratch, &mut ())
}

/// [`epoch`], with someone watching.
#[must_use]
pub fn epoch_inspected<I: Inspect>(inputs: &Inputs, scratch: &mut Scratch, inspect: &mut I) -> Outcome {
    let mut outcome = Outcome::default();
    run(inputs, scratch, &mut outcome, inspect);
    outcome
}

/// [`epoch`], written over an earlier outcome. Who runs one epoch after the other with the same scratch and outcome
/// allocates nothing from the second of a kind on.
pub fn epoch_into(inputs: &Inputs, scratch: &mut Scratch, outcome: &mut Outcome) {
    run(inputs, scratch, outcome, &mut ());
}

fn run<I: Inspect>(inputs: &Inputs, scratch: &mut Scratch, outcome: &mut Outcome, inspect: &mut I) {
    let stake = inputs.stake.get(..UIDS).unwrap_or(inputs.stake);
    seat(stake, inputs, scratch, outcome, inspect);
    let masks = Masks {
        permits: &scratch.governing,
        owner: inputs.owner_uid,
        last_update: inputs.last_update,
        registered_at: inputs.registered_at,
        first_commit: inputs.first_commit,
        bonded_at: weights::bonded_at(inputs.block, inputs.tempo, inputs.last_epoch_block),
        zeros: inputs.yuma3 && inputs.liquid.is_some(),
    };
    let bonds = match inputs.profile {
        Profile::Reference => inputs.bonds,
        Profile::Precise(precise) => scratch.ledger.open(precise),
    };
    weights::rows(inputs.weights, bonds, &masks, &mut scratch.rows);
    scratch.columns.fill(&scratch.rows);
    judge(inputs, scratch, outcome, inspect);
    invest(inputs, scratch, outcome, inspect);
    dividends(inputs.yuma3, &scratch.validators, &mut outcome.dividends_q32);
    report(inputs.emission, scratch, outcome, inspect);
    if let Profile::Precise(precise) = inputs.profile {
        let active = &scratch.validators.stake;
        let by_stake = if active.iter().any(|share| *share > 0) { active } else { &scratch.shares };
        precise::pay(precise, inputs.emission, by_stake, outcome);
    }
}

/// A uid is a u16.
const UIDS: usize = 1 << 16;

/// Who speaks and with which stake, who has a permit and who will have one.
fn seat<I: Inspect>(
    stake: &[u128],
    inputs: &Inputs,
    scratch: &mut Scratch,
    outcome: &mut Outcome,
    inspect: &mut I,
) {
    let Scratch { shares, governing, order, validators, .. } = scratch;
    let Outcome { active, permits, .. } = outcome;
    activity::active(stake.len(), inputs.last_update, inputs.activity_cutoff, inputs.block, active);
    stake::shares(stake, inputs.stake_threshold, inputs.owner_uid, shares);
    permits::governing(stake.len(), inputs.permits, inputs.owner_uid, governing);
    permits::next(shares, inputs.max_validators, inputs.owner_uid, order, permits);
    stake::active_shares(shares, active, governing, &mut validators.stake);
    inspect.stake(shares, &validators.stake);
    validators.seat();
}

/// Consensus on every miner, and from the weights it leaves their incentive.
fn judge<I: Inspect>(inputs: &Inputs, scratch: &mut Scratch, outcome: &mut Outcome, inspect: &mut I) {
    agree(inputs, scratch, &outcome.active);
    let Scratch { rows, columns, validators, agreed, .. } = scratch;
    let ranks = &mut outcome.incentive_q32;
    ranks.clear();
    ranks.resize(agreed.packed.len(), 0);
    for row in rows.iter() {
        let trust = incentive::rank_row(&row, of(&validators.stake, row.uid), agreed, ranks);
        if let Some(place) = validators.trust.get_mut(usize::from(row.uid)) {
            *place = trust;
        }
    }
    if I::WATCHES {
        let miners = agreed.packed.iter().map(|packed| unpack(*packed)).zip(&*ranks);
        for ((miner, column), (consensus, rank)) in (0..=u16::MAX).zip(columns.iter()).zip(miners) {
            for entry in column {
                inspect.weight(entry.uid(), miner, entry.weight(), consensus);
            }
            inspect.miner(miner, consensus, *rank);
        }
    }
    normalise(ranks);
}

/// Consensus on every miner.
fn agree(inputs: &Inputs, scratch: &mut Scratch, active: &[bool]) {
    let Scratch { rows, columns, validators, ballots, votes, agreed, governing, quorum, .. } = scratch;
    agreed.clear();
    if inputs.profile.precise().is_some() {
        let speaks = active.iter().zip(&*governing).map(|(active, permit)| *active && *permit);
        quorum.call(inputs.kappa, inputs.stake, inputs.stake_threshold, inputs.owner_uid, speaks);
        columns.iter().for_each(|column| agreed.push(pack(quorum.of_column(column))));
        return;
    }
    let rule = Rule { kappa: fixed::proportion(inputs.kappa), voters: validators.voters() };
    votes.clear();
    votes.extend(rows.iter().map(|row| of(&validators.share, row.uid)));
    for column in columns.iter() {
        agreed.push(consensus::of_column(column, &validators.share, votes, rule, ballots));
    }
}

/// Moves all bonds; leaves with each validator the dividends they earn, and the bonds to store.
fn invest<I: Inspect>(inputs: &Inputs, scratch: &mut Scratch, outcome: &mut Outcome, inspect: &mut I) {
    let Scratch { rows, columns, validators, bonds, agreed, curve, ledger, .. } = scratch;
    let terms = Terms::new(inputs.bonds_moving_average, inputs.bonds_penalty);
    let liquid = inputs.liquid.filter(|_| inputs.yuma3 && agreed.packed.iter().any(|agreed| *agreed > 0));
    if let Some(settings) = liquid {
        curve.set(settings);
    }
    if inputs.profile.precise().is_some() {
        let bonded_at = weights::bonded_at(inputs.block, inputs.tempo, inputs.last_epoch_block);
        let market = Market { columns, rows, bonded_at, agreed, terms, yuma3: inputs.yuma3 };
        let curve = liquid.map(|_| curve);
        return precise::invest(market, ledger, curve, validators, outcome, inspect);
    }
    make_room(inputs, outcome.permits.len(), &mut outcome.bonds);
    outcome.precise_bonds.clear();
    let Validators { stake, dividend, .. } = validators;
    let deal = Deal { rows, agreed, terms, stake };
    let mut books =
        Books { incentive: &outcome.incentive_q32, dividends: dividend, rows: &mut outcome.bonds };
    if inputs.yuma3 {
        match liquid {
            Some(_) => bonds.liquid(&deal, curve),
            None => bonds.plain(&deal),
        }
        bonds.settle::<true, I>(&deal, &mut books, inspect);
    } else {
        bonds.weighed(&deal);
        bonds.settle::<false, I>(&deal, &mut books, inspect);
    }
    keep_permitted(&outcome.permits, &mut outcome.bonds);
}

/// An empty row for every uid, with room for the bonds that may come.
fn make_room(inputs: &Inputs, n: usize, rows: &mut Vec<Vec<(u16, u16)>>) {
    let length = |rows: &[Vec<(u16, u16)>], uid: usize| rows.get(uid).map_or(0, Vec::len);
    rows.resize_with(n, Vec::new);
    for (uid, row) in rows.iter_mut().enumerate() {
        row.clear();
        row.reserve(length(inputs.weights, uid).max(length(inputs.bonds, uid)).min(n));
    }
}

/// Leaves the bonds of those who have a permit from now on.
fn keep_permitted(permits: &[bool], rows: &mut [Vec<(u16, u16)>]) {
    for (row, _) in rows.iter_mut().zip(permits).filter(|(_, permit)| !**permit) {
        row.clear();
    }
}

/// Dividends as shares. Under Yuma3 stake enters here.
fn dividends(yuma3: bool, validators: &Validators, dividends: &mut Vec<u64>) {
    dividends.clear();
    if yuma3 {
        let earned = validators.dividend.iter().zip(&validators.stake);
        dividends.extend(earned.map(|(dividend, stake)| product(*dividend, *stake)));
    } else {
        dividends.extend_from_slice(&validators.dividend);
    }
    normalise(dividends);
}

/// What follows from incentive and dividends, and everything in the units in which it is stored.
fn report<I: Inspect>(emission: u64, scratch: &mut Scratch, outcome: &mut Outcome, inspect: &mut I) {
    let Scratch { shares, validators, agreed, split, .. } = scratch;
    split.share_out(&outcome.incentive_q32, &outcome.dividends_q32, &validators.stake, shares);
    inspect.result(&validators.trust, &outcome.incentive_q32, &outcome.dividends_q32, &split.combined);
    u16s(shares.iter().copied(), &mut outcome.stake_weight);
    u16s(agreed.packed.iter().map(|packed| unpack(*packed)), &mut outcome.consensus);
    u16s(outcome.incentive_q32.iter().copied(), &mut outcome.incentive);
    u16s(outcome.dividends_q32.iter().copied(), &mut outcome.dividends);
    u16s(validators.trust.iter().copied(), &mut outcome.trust);
    emission::amounts(&split.server, emission, &mut outcome.server_emission);
    emission::amounts(&split.validator, emission, &mut outcome.validator_emission);
    emission::amounts(&split.combined, emission, &mut outcome.emission);
    core::mem::swap(&mut split.server, &mut outcome.server_share_q32);
    core::mem::swap(&mut split.validator, &mut outcome.validator_share_q32);
}

fn u16s(shares: impl Iterator<Item = u64>, out: &mut Vec<u16>) {
    out.clear();
    out.extend(shares.map(to_u16));
}
