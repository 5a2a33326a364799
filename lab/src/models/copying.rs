//! A validator who copies (issue 4, "Against copying and capture"): it measures nothing and votes what the consensus was
//! when it last could be read. While votes are public at once that is this epoch's; while they are sealed it is that of
//! `reveal_period` epochs before, and the task has changed since.

use super::votes::{consensus, Bonds, Row, Task, Votes};
use crate::{
    results::{Chart, Column, Line, Outcome, Table},
    Dice, LabError,
};
use rayon::prelude::*;
use serde::Deserialize;

/// The numbers of the network.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Copying {
    /// Validators of equal stake; the last one copies.
    validators: usize,
    /// Miners.
    miners: usize,
    /// Epochs that count, and those before.
    epochs: usize,
    warm_up: usize,
    /// Seeds.
    seeds: u64,
    /// How far off honest measurements are, as a part of what is measured.
    noise: f64,
    /// How different miners are.
    spread: f64,
    /// What remains of a miner's place from one epoch to the next, where the task changes.
    kept: f64,
    /// Epochs from a commit to its reveal.
    reveal_period: usize,
}

/// Under what the copier copies.
#[derive(Copy, Clone, Debug)]
struct Setting {
    name: &'static str,
    sealed: bool,
    changing: bool,
}

const SETTINGS: [Setting; 3] = [
    Setting { name: "open", sealed: false, changing: true },
    Setting { name: "sealed", sealed: true, changing: true },
    Setting { name: "sealed_still", sealed: true, changing: false },
];

/// Whole alpha of each validator.
const STAKE: u64 = 1_000;

impl Copying {
    /// What the copier earns for each of its stake, over what honest validators earn for theirs.
    pub fn run(&self, seed: u64) -> Result<Outcome, LabError> {
        if self.validators < 3
            || self.miners == 0
            || self.epochs == 0
            || self.seeds == 0
            || self.reveal_period == 0
        {
            return Err(LabError::input(
                "copying",
                "nothing to do",
                "give 3 validators or more, and miners, epochs, seeds and reveal_period",
            ));
        }
        let cases: Vec<_> = Bonds::ALL
            .into_iter()
            .flat_map(|(name, bonds)| SETTINGS.map(|setting| (name, bonds, setting)))
            .collect();
        let mut outcome = Outcome::default();
        let mut chart = Chart {
            name: "copier".into(),
            title: "What a copier earns, over what honest validators of its stake do".into(),
            x: "epoch".into(),
            y: "ratio so far".into(),
            lines: Vec::new(),
        };
        let mut rows = Vec::new();
        for (name, bonds, setting) in cases {
            let runs: Vec<Vec<f64>> =
                (0..self.seeds).into_par_iter().map(|at| self.live(bonds, setting, seed + at)).collect();
            let ratios: Vec<f64> = runs.iter().filter_map(|run| run.last().copied()).collect();
            let (mean, low, high) = spread_of(&ratios);
            let case = format!("{name}.{}", setting.name);
            outcome.note(format!("{case}.ratio"), mean);
            outcome.note(format!("{case}.lowest"), low);
            outcome.note(format!("{case}.highest"), high);
            if let Some(run) = runs.into_iter().next() {
                let points =
                    run.into_iter().enumerate().map(|(epoch, ratio)| (epoch as f64, ratio)).collect();
                chart.lines.push(Line { name: case.clone(), points });
            }
            rows.push((case, mean, low, high));
        }
        outcome.tables.push(table(&rows));
        outcome.charts.push(chart);
        Ok(outcome)
    }

    /// The ratio after each epoch that counts.
    fn live(&self, bonds: Bonds, setting: Setting, seed: u64) -> Vec<f64> {
        let mut dice = Dice::for_one(seed, 1);
        let (honest, stakes) = (self.validators - 1, vec![STAKE; self.validators]);
        let kept = if setting.changing { self.kept } else { 1.0 };
        let mut task = Task::new(self.validators, self.miners, self.spread, kept, &mut dice);
        let mut subnet = Votes::new(bonds, &stakes, self.miners);
        let period = if setting.sealed { self.reveal_period } else { 0 };
        // What was said in each epoch: honest rows, then the copier's.
        let mut said: Vec<Vec<Row>> = Vec::new();
        let (mut copier, mut others, mut ratios) = (0.0, 0.0, Vec::new());
        for epoch in 0..self.warm_up + self.epochs + period {
            task.change(&mut dice);
            let mut rows: Vec<Row> = (0..honest).map(|_| task.measure(self.noise, &mut dice)).collect();
            // Open votes are read before the epoch ends; sealed ones when the epoch has ended that opened them.
            let read = if setting.sealed {
                epoch.checked_sub(period + 1).and_then(|at| said.get(at))
            } else {
                Some(&rows)
            };
            let copied = read.map(|rows| consensus(&stakes, self.miners, rows)).unwrap_or_default();
            rows.push(copied);
            said.push(rows);
            let Some(acting) = epoch.checked_sub(period).and_then(|at| said.get(at)) else { continue };
            let dividends = &subnet.epoch(acting).dividends_q32;
            if epoch < self.warm_up + period {
                continue;
            }
            copier += dividends.get(honest).map_or(0.0, |share| *share as f64);
            others += dividends.iter().take(honest).map(|share| *share as f64).sum::<f64>() / honest as f64;
            ratios.push(copier / others);
        }
        ratios
    }
}

/// Mean, lowest and highest.
fn spread_of(values: &[f64]) -> (f64, f64, f64) {
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    (mean, low, values.iter().copied().fold(f64::NEG_INFINITY, f64::max))
}

fn table(rows: &[(String, f64, f64, f64)]) -> Table {
    let mut table = Table::new("copier");
    table.add("case", Column::Text(rows.iter().map(|(case, ..)| case.clone()).collect()));
    table.add("ratio", Column::Number(rows.iter().map(|(_, mean, ..)| *mean).collect()));
    table.add("lowest", Column::Number(rows.iter().map(|(_, _, low, _)| *low).collect()));
    table.add("highest", Column::Number(rows.iter().map(|(.., high)| *high).collect()));
    table
}
