//! Bonds with 32 fractional bits (yuma.md §1.9 without its roundings).

use super::{to_u32, Precise};
use crate::bonds::Terms;
use crate::consensus::Agreed;
use crate::fixed::{product, to_u16, unpack, Divisor};
use crate::inspect::{Bond, Inspect};
use crate::liquid::Curve;
use crate::matrix::{Columns, Entry};
use crate::rows::Rows;
use crate::validators::{of, Validators};
use crate::Outcome;
use alloc::vec::Vec;

/// The fine bonds of an epoch, found again where the matrix has an entry.
#[derive(Clone, Debug, Default)]
pub struct Ledger {
    /// Rows in order, each miner once.
    rows: Vec<Vec<(u16, u32)>>,
    /// The same miners, each with a mark in place of its bond: what makes an entry in the matrix.
    marks: Vec<Vec<(u16, u16)>>,
    /// How far each row has been read.
    read: Vec<usize>,
    pairs: Vec<Pair>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Pair {
    uid: u16,
    bought: u64,
    held: u64,
    mean: u64,
}

/// What an epoch has found out before bonds move.
#[derive(Clone, Copy, Debug)]
pub struct Market<'a> {
    /// Weights, with an entry for each bond.
    pub columns: &'a Columns,
    /// Who is a miner since when.
    pub rows: &'a Rows,
    /// Bonds count on miners that registered before this block.
    pub bonded_at: u64,
    /// Consensus on each miner.
    pub agreed: &'a Agreed,
    /// How bonds move.
    pub terms: Terms,
    /// Yuma3 instead of Yuma2.
    pub yuma3: bool,
}

impl Ledger {
    /// Reads the stored rows and returns marks of them, for the matrix.
    pub fn open(&mut self, precise: Precise) -> &[Vec<(u16, u16)>] {
        let n = precise.bonds.len();
        self.rows.resize_with(n, Vec::new);
        self.marks.resize_with(n, Vec::new);
        self.read.clear();
        self.read.resize(n, 0);
        for ((stored, row), marks) in precise.bonds.iter().zip(&mut self.rows).zip(&mut self.marks) {
            row.clear();
            row.extend_from_slice(stored);
            row.sort_by_key(|(miner, _)| *miner);
            row.dedup_by_key(|(miner, _)| *miner);
            marks.clear();
            marks.extend(row.iter().map(|(miner, _)| (*miner, 1)));
        }
        &self.marks
    }

    /// What a validator holds in a miner. Asked for ascending miners.
    fn held(&mut self, uid: u16, miner: u16) -> u64 {
        let uid = usize::from(uid);
        let (Some(row), Some(read)) = (self.rows.get(uid), self.read.get_mut(uid)) else { return 0 };
        let rest = row.get(*read..).unwrap_or_default();
        *read += rest.partition_point(|(other, _)| *other < miner);
        row.get(*read).filter(|(other, _)| *other == miner).map_or(0, |(_, bond)| u64::from(*bond))
    }
}

/// Moves all bonds; leaves with each validator the dividends they earn, and the bonds to store.
pub fn invest<I: Inspect>(
    market: Market,
    ledger: &mut Ledger,
    mut curve: Option<&mut Curve>,
    validators: &mut Validators,
    outcome: &mut Outcome,
    inspect: &mut I,
) {
    let n = outcome.permits.len();
    outcome.bonds.resize_with(n, Vec::new);
    outcome.precise_bonds.resize_with(n, Vec::new);
    outcome.bonds.iter_mut().for_each(Vec::clear);
    outcome.precise_bonds.iter_mut().for_each(Vec::clear);
    for ((miner, column), consensus) in (0..=u16::MAX).zip(market.columns.iter()).zip(&market.agreed.packed) {
        let consensus = unpack(*consensus);
        lay_out(&market, (miner, consensus), column, ledger, &validators.stake);
        for pair in &mut ledger.pairs {
            pair.mean = match &mut curve {
                Some(curve) => curve.blend(pair.bought, pair.held, consensus),
                None => market.terms.mean(pair.bought, pair.held),
            };
        }
        settle(market.yuma3, miner, &ledger.pairs, validators, outcome, inspect);
    }
}

/// What is held in one miner and bought of it: plain under Yuma3, as shares of the column under Yuma2.
fn lay_out(
    market: &Market,
    (miner, consensus): (u16, u64),
    column: &[Entry],
    ledger: &mut Ledger,
    stake: &[u64],
) {
    let mut pairs = core::mem::take(&mut ledger.pairs);
    let known = market.rows.known(miner, market.bonded_at);
    pairs.clear();
    pairs.extend(column.iter().map(|entry| {
        let bought = market.terms.buying(entry.weight(), consensus);
        let bought = if market.yuma3 { bought } else { product(bought, of(stake, entry.uid())) };
        let held = if known { ledger.held(entry.uid(), miner) } else { 0 };
        Pair { uid: entry.uid(), bought, held, mean: 0 }
    }));
    if !market.yuma3 {
        let all = |of: fn(&Pair) -> u64| Divisor::new(pairs.iter().map(of).sum());
        let (bought, held) = (all(|pair| pair.bought), all(|pair| pair.held));
        for pair in &mut pairs {
            (pair.bought, pair.held) = (bought.quotient(pair.bought), held.quotient(pair.held));
        }
    }
    ledger.pairs = pairs;
}

/// Pays the new bonds of one miner into dividends, and appends those that are kept to their rows, fine and coarse.
fn settle<I: Inspect>(
    yuma3: bool,
    miner: u16,
    pairs: &[Pair],
    validators: &mut Validators,
    outcome: &mut Outcome,
    inspect: &mut I,
) {
    let by = Divisor::new(pairs.iter().map(|pair| pair.mean).sum());
    let most = pairs.iter().map(|pair| by.quotient(pair.mean)).max().unwrap_or(0);
    let scale = Divisor::new(most);
    let incentive = of(&outcome.incentive_q32, miner);
    for pair in pairs.iter().filter(|pair| pair.mean > 0) {
        let (uid, share) = (usize::from(pair.uid), by.quotient(pair.mean));
        let stored = if yuma3 { pair.mean } else { scale.quotient(share) };
        if let Some(dividend) = validators.dividend.get_mut(uid) {
            *dividend += product(share, incentive);
        }
        if I::WATCHES {
            inspect.bond(pair.uid, miner, Bond { held: pair.held, bought: pair.bought, share, stored });
        }
        if outcome.permits.get(uid) != Some(&true) {
            continue;
        }
        if let (Some(coarse), Some(fine)) = (outcome.bonds.get_mut(uid), outcome.precise_bonds.get_mut(uid)) {
            coarse.push((miner, to_u16(stored)));
            fine.push((miner, to_u32(stored)));
        }
    }
}
