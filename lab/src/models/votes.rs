//! Validators who vote on miners, by the chain's own consensus: who earns what by which votes.

use crate::Dice;
use myelin_yuma::{epoch_into, Inputs, Liquid, Outcome, Profile, Scratch};

/// One validator's votes: uid of the miner, weight.
pub type Row = Vec<(u16, u16)>;

/// The three kinds of bonds, with the parameters of a new subnet.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Bonds {
    /// Yuma2.
    Two,
    /// Yuma3 at a fixed speed.
    Three,
    /// Yuma3 with liquid alpha.
    Liquid,
}

impl Bonds {
    /// All of them, with their names.
    pub const ALL: [(&'static str, Self); 3] =
        [("yuma2", Self::Two), ("yuma3", Self::Three), ("liquid", Self::Liquid)];
}

/// A subnet: validators have the first uids, miners the others.
pub struct Votes {
    kind: Bonds,
    validators: usize,
    stake: Vec<u128>,
    permits: Vec<bool>,
    bonds: Vec<Row>,
    block: u64,
    scratch: Scratch,
    outcome: Outcome,
}

/// Blocks from epoch to epoch.
const TEMPO: u16 = 360;

impl Votes {
    /// Validators with these stakes, in whole alpha, and so many miners without.
    pub fn new(kind: Bonds, stakes: &[u64], miners: usize) -> Self {
        let stake = |alpha: &u64| (u128::from(*alpha) * 1_000_000_000) << 32;
        let uids = stakes.len() + miners;
        Self {
            kind,
            validators: stakes.len(),
            stake: stakes.iter().map(stake).chain(std::iter::repeat_n(0, miners)).collect(),
            permits: (0..uids).map(|uid| uid < stakes.len()).collect(),
            bonds: vec![Row::new(); uids],
            block: 0,
            scratch: Scratch::default(),
            outcome: Outcome::default(),
        }
    }

    /// One epoch in which these are the validators' rows.
    pub fn epoch(&mut self, rows: &[Row]) -> &Outcome {
        let last_epoch_block = self.block;
        self.block += u64::from(TEMPO);
        let liquid = Liquid { low: 45_875, high: 58_982, steepness: 1_000 };
        let inputs = Inputs {
            block: self.block,
            tempo: TEMPO,
            last_epoch_block,
            activity_cutoff: 5_000,
            kappa: 32_767,
            bonds_penalty: u16::MAX,
            bonds_moving_average: 900_000,
            yuma3: self.kind != Bonds::Two,
            liquid: (self.kind == Bonds::Liquid).then_some(liquid),
            max_validators: u16::try_from(self.validators).unwrap_or(u16::MAX),
            stake_threshold: 0,
            owner_uid: None,
            stake: &self.stake,
            last_update: &vec![self.block; self.validators],
            registered_at: &[],
            first_commit: &[],
            profile: Profile::Reference,
            permits: &self.permits,
            weights: rows,
            bonds: &self.bonds,
            emission: 1_000_000_000,
        };
        epoch_into(&inputs, &mut self.scratch, &mut self.outcome);
        self.bonds.clone_from(&self.outcome.bonds);
        &self.outcome
    }
}

/// What the consensus on these rows is, as a row: what everybody can read from the chain.
pub fn consensus(stakes: &[u64], miners: usize, rows: &[Row]) -> Row {
    let mut subnet = Votes::new(Bonds::Three, stakes, miners);
    let agreed = &subnet.epoch(rows).consensus;
    (0u16..).zip(agreed.iter().copied()).filter(|(_, weight)| *weight > 0).collect()
}

/// A task: miners are better or worse at it, and that may change from epoch to epoch.
#[derive(Clone, Debug)]
pub struct Task {
    /// How far each miner is from the mean, in standard deviations.
    miners: Vec<f64>,
    first: u16,
    spread: f64,
    kept: f64,
}

impl Task {
    /// So many miners behind `first` validators; their qualities spread by `spread` around one; from epoch to epoch
    /// the part `kept` of a miner's place remains, the rest is new.
    pub fn new(first: usize, miners: usize, spread: f64, kept: f64, dice: &mut Dice) -> Self {
        let first = u16::try_from(first).unwrap_or(u16::MAX);
        Self { miners: (0..miners).map(|_| dice.normal()).collect(), first, spread, kept }
    }

    /// An epoch passes.
    pub fn change(&mut self, dice: &mut Dice) {
        let fresh = (1.0 - self.kept * self.kept).max(0.0).sqrt();
        self.miners.iter_mut().for_each(|miner| *miner = self.kept * *miner + fresh * dice.normal());
    }

    /// A miner is as good as the mean.
    pub fn keep_mean(&mut self, miner: usize) {
        if let Some(miner) = self.miners.get_mut(miner) {
            *miner = 0.0;
        }
    }

    /// What an honest validator sees of it: each quality, off by `noise` of itself.
    pub fn measure(&self, noise: f64, dice: &mut Dice) -> Row {
        let quality = |miner: &f64| (1.0 + self.spread * miner).max(0.0);
        let seen: Vec<f64> = self
            .miners
            .iter()
            .map(|miner| (quality(miner) * (1.0 + noise * dice.normal())).max(0.0))
            .collect();
        let best = seen.iter().copied().fold(0.0, f64::max);
        // The best gets the largest weight; a cast of what is in range.
        let weight = |seen: f64| (seen / best * 65_535.0) as u16;
        (self.first..).zip(seen).map(|(uid, seen)| (uid, weight(seen))).filter(|(_, of)| *of > 0).collect()
    }
}
