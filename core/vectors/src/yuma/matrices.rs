//! The inner values of an epoch (`real_*`), as a vector prints them: rows hold their nonzero entries only.

use myelin_yuma::fixed::product;
use myelin_yuma::inspect::{Bond, Inspect};
use serde_json::{json, Value};
use std::collections::BTreeMap;

type Matrix = BTreeMap<(u16, u16), u64>;

/// Collects what an epoch computes on the way.
#[derive(Default)]
pub(crate) struct Matrices {
    shares: Vec<u64>,
    active: Vec<u64>,
    consensus: Vec<u64>,
    ranks: Vec<u64>,
    trust: Vec<u64>,
    incentive: Vec<u64>,
    dividends: Vec<u64>,
    combined: Vec<u64>,
    weights: Matrix,
    clipped: Matrix,
    held: Matrix,
    bought: Matrix,
    bonds: Matrix,
    stored: Matrix,
}

impl Inspect for Matrices {
    fn stake(&mut self, shares: &[u64], active: &[u64]) {
        self.shares = shares.to_vec();
        self.active = active.to_vec();
    }

    fn miner(&mut self, _miner: u16, consensus: u64, rank: u64) {
        self.consensus.push(consensus);
        self.ranks.push(rank);
    }

    fn weight(&mut self, validator: u16, miner: u16, weight: u64, consensus: u64) {
        self.weights.insert((validator, miner), weight);
        self.clipped.insert((validator, miner), weight.min(consensus));
    }

    fn bond(&mut self, validator: u16, miner: u16, bond: Bond) {
        let at = (validator, miner);
        self.held.insert(at, bond.held);
        self.bought.insert(at, bond.bought);
        self.bonds.insert(at, bond.share);
        self.stored.insert(at, bond.stored);
    }

    fn result(&mut self, trust: &[u64], incentive: &[u64], dividends: &[u64], combined: &[u64]) {
        self.trust = trust.to_vec();
        self.incentive = incentive.to_vec();
        self.dividends = dividends.to_vec();
        self.combined = combined.to_vec();
    }
}

impl Matrices {
    /// The value of that name, or nothing when there is no such name.
    pub(crate) fn named(&self, name: &str) -> Option<Value> {
        Some(match name {
            "real_stake_share" => reals(&self.shares),
            "real_active_stake" => reals(&self.active),
            "real_W" => self.rows(&self.weights),
            "real_prerank" => reals(&self.preranks()),
            "real_C" => reals(&self.consensus),
            "real_clipped" => self.rows(&self.clipped),
            "real_Tv" => reals(&self.trust),
            "real_R" => reals(&self.ranks),
            "real_I" => reals(&self.incentive),
            "real_B_norm" => self.rows(&self.held),
            "real_dB" => self.rows(&self.bought),
            "real_E_bonds" => self.rows(&self.bonds),
            "real_D" | "dividends_proportion" => reals(&self.dividends),
            "real_nC" => reals(&self.combined),
            "real_stored_bonds" => self.rows(&self.stored),
            _ => return None,
        })
    }

    /// Rank before clipping, which an epoch itself has no use for.
    fn preranks(&self) -> Vec<u64> {
        let mut ranks = vec![0; self.shares.len()];
        for ((validator, miner), weight) in &self.weights {
            let stake = self.active.get(usize::from(*validator)).copied().unwrap_or(0);
            if let Some(rank) = ranks.get_mut(usize::from(*miner)) {
                *rank += product(*weight, stake);
            }
        }
        ranks
    }

    fn rows(&self, matrix: &Matrix) -> Value {
        let row = |uid: usize| {
            let entries =
                matrix.iter().filter(|((validator, _), value)| usize::from(*validator) == uid && **value > 0);
            entries.map(|(_, value)| real(*value)).collect::<Vec<f64>>()
        };
        json!((0..self.shares.len()).map(row).collect::<Vec<_>>())
    }
}

fn real(share: u64) -> f64 {
    share as f64 / (1u64 << 32) as f64
}

fn reals(shares: &[u64]) -> Value {
    json!(shares.iter().copied().map(real).collect::<Vec<f64>>())
}
