//! A cabal (issue 4, "Against copying and capture"): validators who vote for their own miner and for nobody else. With
//! less than half of the stake they cannot lift the consensus on it; with more they are the consensus.

use super::votes::{Bonds, Row, Task, Votes};
use crate::{
    results::{Chart, Column, Line, Outcome, Table},
    Dice, LabError,
};
use rayon::prelude::*;
use serde::Deserialize;

/// The numbers of the network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Cabal {
    /// Validators, and how many of them are the cabal.
    validators: usize,
    members: usize,
    /// Miners; the first is the cabal's, as good as the mean.
    miners: usize,
    /// Epochs.
    epochs: usize,
    /// Seeds.
    seeds: u64,
    /// How far off honest measurements are, as a part of what is measured.
    noise: f64,
    /// How different miners are.
    spread: f64,
    /// What remains of a miner's place from one epoch to the next.
    kept: f64,
    /// The cabal's parts of all stake, in percent.
    shares: Vec<u64>,
}

/// Means over epochs and seeds, for one part of the stake.
#[derive(Copy, Clone, Debug, Default)]
struct Seen {
    /// The consensus on the cabal's miner, as part of all weight.
    consensus: f64,
    /// What that miner earns of all incentive.
    incentive: f64,
    /// What members earn for their stake, over what honest validators earn for theirs.
    dividend: f64,
}

impl Cabal {
    /// For each part of the stake: what the miner gets, beside what it gets when everybody is honest.
    pub fn run(&self, seed: u64) -> Result<Outcome, LabError> {
        if self.members == 0 || self.members >= self.validators || self.miners == 0 || self.epochs == 0 {
            return Err(LabError::input(
                "cabal",
                "nobody",
                "give members below validators, and miners and epochs",
            ));
        }
        if let Some(wrong) = self.shares.iter().find(|share| !(1..=99).contains(*share)) {
            return Err(LabError::input("cabal.shares", wrong, "give percents from 1 to 99"));
        }
        let mut outcome = Outcome::default();
        let mut chart = Chart {
            name: "cabal".into(),
            title: "What a cabal's miner earns".into(),
            x: "percent of stake".into(),
            y: "part of all incentive".into(),
            lines: Vec::new(),
        };
        let mut rows = Vec::new();
        for (name, bonds) in Bonds::ALL {
            let mut points = Vec::new();
            for share in &self.shares {
                let fair = self.mean(bonds, *share, false, seed);
                let seen = self.mean(bonds, *share, true, seed);
                let case = format!("{name}.at_{share}");
                outcome.note(format!("{case}.consensus_lift"), seen.consensus / fair.consensus);
                outcome.note(format!("{case}.incentive"), seen.incentive);
                outcome.note(format!("{case}.fair_incentive"), fair.incentive);
                outcome.note(format!("{case}.dividend"), seen.dividend);
                points.push((*share as f64, seen.incentive));
                rows.push((case, fair, seen));
            }
            chart.lines.push(Line { name: name.into(), points });
        }
        outcome.tables.push(table(&rows));
        outcome.charts.push(chart);
        Ok(outcome)
    }

    fn mean(&self, bonds: Bonds, share: u64, united: bool, seed: u64) -> Seen {
        let runs: Vec<Seen> =
            (0..self.seeds).into_par_iter().map(|at| self.live(bonds, share, united, seed + at)).collect();
        let mean = |of: fn(&Seen) -> f64| runs.iter().map(of).sum::<f64>() / runs.len() as f64;
        Seen {
            consensus: mean(|seen| seen.consensus),
            incentive: mean(|seen| seen.incentive),
            dividend: mean(|seen| seen.dividend),
        }
    }

    fn live(&self, bonds: Bonds, share: u64, united: bool, seed: u64) -> Seen {
        let mut dice = Dice::for_one(seed, 2);
        let honest = self.validators - self.members;
        // Members first; whole alpha, so that the parts are exact.
        let (theirs, others) = (share * honest as u64, (100 - share) * self.members as u64);
        let stakes: Vec<u64> =
            (0..self.validators).map(|at| if at < self.members { theirs } else { others }).collect();
        let mut task = Task::new(self.validators, self.miners, self.spread, self.kept, &mut dice);
        let mut subnet = Votes::new(bonds, &stakes, self.miners);
        let (own, all) = (self.validators, 1u64 << 32);
        let mut seen = Seen::default();
        let (mut members, mut rest) = (0.0, 0.0);
        for _ in 0..self.epochs {
            task.change(&mut dice);
            task.keep_mean(0);
            let rows: Vec<Row> = (0..self.validators)
                .map(|at| {
                    let measured = task.measure(self.noise, &mut dice);
                    if united && at < self.members {
                        vec![(own as u16, u16::MAX)]
                    } else {
                        measured
                    }
                })
                .collect();
            let outcome = subnet.epoch(&rows);
            seen.consensus += outcome.consensus.get(own).map_or(0.0, |part| f64::from(*part) / 65_535.0);
            seen.incentive += outcome.incentive_q32.get(own).map_or(0.0, |part| *part as f64 / all as f64);
            let earned = |from: usize, to: usize| {
                outcome.dividends_q32.iter().take(to).skip(from).map(|part| *part as f64).sum::<f64>()
            };
            members += earned(0, self.members) / share as f64;
            rest += earned(self.members, self.validators) / (100 - share) as f64;
        }
        let epochs = self.epochs as f64;
        Seen {
            consensus: seen.consensus / epochs,
            incentive: seen.incentive / epochs,
            dividend: members / rest,
        }
    }
}

fn table(rows: &[(String, Seen, Seen)]) -> Table {
    let mut table = Table::new("cabal");
    let mut add = |name: &str, of: fn(&(String, Seen, Seen)) -> f64| {
        table.add(name, Column::Number(rows.iter().map(of).collect()));
    };
    add("consensus", |(_, _, seen)| seen.consensus);
    add("consensus_when_fair", |(_, fair, _)| fair.consensus);
    add("incentive", |(_, _, seen)| seen.incentive);
    add("incentive_when_fair", |(_, fair, _)| fair.incentive);
    add("dividend_ratio", |(_, _, seen)| seen.dividend);
    table.add("case", Column::Text(rows.iter().map(|(case, ..)| case.clone()).collect()));
    table
}
