//! The same world and seed under several rules.

use crate::{
    models::{
        market::{rank_correlation, Market, Network},
        plan::{in_numbers, in_tao},
    },
    results::{Chart, Column, Line, Outcome, Table},
    LabError, Subnet,
};
use myelin_emission::EmissionRule;
use rayon::prelude::*;

/// Lets `days` pass under each rule, in parallel; `passed` is told of every day.
pub fn compare(
    market: &Market,
    rules: &[(String, EmissionRule)],
    days: u64,
    passed: impl Fn() + Sync,
) -> Result<Outcome, LabError> {
    let runs: Vec<Run> = rules
        .par_iter()
        .map(|(name, rule)| Run::live(market, name, *rule, days, &passed))
        .collect::<Result<_, _>>()?;
    let mut outcome = Outcome::default();
    for run in &runs {
        run.note(&mut outcome);
    }
    outcome.tables = vec![summary(&runs), series(&runs)];
    let line = |run: &Run| Line { name: run.rule.clone(), points: run.concentration.clone() };
    outcome.charts.push(Chart {
        name: "concentration".into(),
        title: "How much of a day's TAO the ten largest receive".into(),
        x: "day".into(),
        y: "part of all".into(),
        lines: runs.iter().map(line).collect(),
    });
    Ok(outcome)
}

/// A subnet at the end of a day.
struct Row {
    day: u64,
    netuid: u64,
    price: u64,
    moving_price: u64,
    tao: u64,
    alpha_in: u64,
    alpha_out: u64,
    received: u64,
}

/// What happened under one rule.
struct Run {
    rule: String,
    rows: Vec<Row>,
    concentration: Vec<(f64, f64)>,
    summary: [(&'static str, f64); 6],
}

impl Run {
    fn live(
        market: &Market,
        name: &str,
        rule: EmissionRule,
        days: u64,
        passed: &(impl Fn() + Sync),
    ) -> Result<Self, LabError> {
        let mut network = market.open(rule)?;
        let prices = |network: &Network| -> Vec<f64> {
            network.world.subnets.iter().map(|subnet| in_numbers(subnet.price())).collect()
        };
        let (before, issued) = (prices(&network), network.world.issuance);
        let (mut rows, mut concentration) = (Vec::new(), Vec::new());
        for day in 1..=days {
            network.day()?;
            let received = network.received.iter();
            rows.extend(
                network.world.subnets.iter().zip(received).map(|(subnet, rao)| row(day, subnet, *rao)),
            );
            concentration.push((day as f64, top_ten(&network.received)));
            passed();
        }
        let changes = prices(&network).into_iter().zip(before).map(|(after, before)| after / before - 1.0);
        let summary = [
            ("tao_emitted", in_tao(network.world.issuance) - in_tao(issued)),
            ("tao_in_pools", network.world.subnets.iter().map(|subnet| in_tao(subnet.books.pool.tao)).sum()),
            ("top_ten_share", top_ten(&network.received)),
            ("herfindahl", herfindahl(&network.received)),
            ("median_price_change", median(changes.collect())),
            ("order_of_value", rank_correlation(&as_numbers(&network.received), &network.values)),
        ];
        Ok(Self { rule: name.into(), rows, concentration, summary })
    }

    fn note(&self, outcome: &mut Outcome) {
        for (name, value) in self.summary {
            outcome.note(format!("{}.{name}", self.rule), value);
        }
    }
}

fn row(day: u64, subnet: &Subnet, received: u64) -> Row {
    Row {
        day,
        netuid: subnet.netuid.number().into(),
        price: subnet.price().map_or(0, |price| price.rao_per_alpha_floor()),
        moving_price: subnet.moving_price.rao_per_alpha_floor(),
        tao: subnet.books.pool.tao.rao(),
        alpha_in: subnet.books.pool.alpha.rao(),
        alpha_out: subnet.books.alpha_out.rao(),
        received,
    }
}

/// What was found out about each rule, one row a rule.
fn summary(runs: &[Run]) -> Table {
    let mut table = Table::new("rules");
    table.add("rule", Column::Text(runs.iter().map(|run| run.rule.clone()).collect()));
    let names = runs.first().map(|run| run.summary.map(|(name, _)| name)).unwrap_or_default();
    for (place, name) in names.into_iter().enumerate() {
        let value = |run: &Run| run.summary.get(place).map_or(f64::NAN, |(_, value)| *value);
        // Six decimals are enough to look at.
        let rounded = |run: &Run| (value(run) * 1e6).round() / 1e6;
        table.add(name, Column::Number(runs.iter().map(rounded).collect()));
    }
    table
}

/// Every subnet on every day, amounts in rao.
fn series(runs: &[Run]) -> Table {
    let rows = || runs.iter().flat_map(|run| run.rows.iter().map(move |row| (run, row)));
    let whole = |of: fn(&Row) -> u64| Column::Whole(rows().map(|(_, row)| of(row)).collect());
    let mut table = Table::new("days");
    table.add("rule", Column::Text(rows().map(|(run, _)| run.rule.clone()).collect()));
    table.add("day", whole(|row| row.day));
    table.add("netuid", whole(|row| row.netuid));
    table.add("price_rao", whole(|row| row.price));
    table.add("moving_price_rao", whole(|row| row.moving_price));
    table.add("pool_tao_rao", whole(|row| row.tao));
    table.add("pool_alpha_rao", whole(|row| row.alpha_in));
    table.add("alpha_out_rao", whole(|row| row.alpha_out));
    table.add("tao_received_rao", whole(|row| row.received));
    table
}

fn as_numbers(values: &[u64]) -> Vec<f64> {
    values.iter().map(|value| *value as f64).collect()
}

/// Part of all that the ten largest have.
fn top_ten(values: &[u64]) -> f64 {
    let mut sorted = as_numbers(values);
    sorted.sort_by(|a, b| b.total_cmp(a));
    let all: f64 = sorted.iter().sum();
    if all > 0.0 {
        sorted.iter().take(10).sum::<f64>() / all
    } else {
        0.0
    }
}

/// Sum of squared shares: one where one has all.
fn herfindahl(values: &[u64]) -> f64 {
    let values = as_numbers(values);
    let all: f64 = values.iter().sum();
    if all > 0.0 {
        values.iter().map(|value| (value / all).powi(2)).sum()
    } else {
        0.0
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
