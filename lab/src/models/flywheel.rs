//! The flywheel (A11): price → emission → miners → quality → demand → price. Whether it turns by itself is its loop
//! gain: what comes back for one percent of price.

use super::{
    people::People,
    plan::{in_tao, Plan},
    DAY, SESSION,
};
use crate::{
    results::{Chart, Column, Line, Outcome, Table},
    LabError, World,
};
use myelin_units::{NetUid, Price};
use rayon::prelude::*;
use serde::Deserialize;

/// The flywheel's numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Flywheel {
    /// Days until an opened loop has settled.
    settle_days: u64,
    /// How much the price is moved to measure the gain.
    nudge: f64,
    /// Days that the closed loop runs.
    days: u64,
    /// First day of the shock, its length, and by how much demand is more.
    shock: Shock,
    /// TAO a day that users pay at quality one.
    demand: f64,
    /// By how many percent demand grows with quality.
    demand_elasticity: f64,
    /// Most quality there can be.
    most_quality: f64,
    /// How much of the way to the quality that the reward pays for is gone in a session.
    effort_speed: f64,
    /// The sets of parameters that are compared.
    runs: Vec<Run>,
}

#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Shock {
    day: u64,
    days: u64,
    more: f64,
}

/// One set of parameters.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    name: String,
    /// By how many percent quality grows with the miners' reward.
    effort_elasticity: f64,
}

/// A day of the closed loop.
struct Day {
    price: f64,
    quality: f64,
    share: f64,
}

impl Flywheel {
    /// Measures the gain of each set of parameters, and lets each run free.
    pub fn run(&self, plan: &Plan) -> Result<Outcome, LabError> {
        let mut outcome = Outcome::default();
        let measured: Vec<_> =
            self.runs.par_iter().map(|run| self.measure(plan, run)).collect::<Result<_, LabError>>()?;
        let mut chart = Chart {
            name: "price".into(),
            title: "Price of alpha after a passing wave of demand".into(),
            x: "day".into(),
            y: "TAO per alpha".into(),
            lines: Vec::new(),
        };
        let mut table = Days::default();
        for (run, (gain, calm, shocked)) in self.runs.iter().zip(measured) {
            let after = |day: usize| ratio(shocked.get(day), calm.get(day));
            let (first, last) = (self.shock.day.saturating_add(self.shock.days), self.days.saturating_sub(1));
            let at = |day: u64| usize::try_from(day).unwrap_or(usize::MAX);
            outcome.note(format!("{}.loop_gain", run.name), gain);
            outcome.note(format!("{}.lead_after_shock", run.name), after(at(first)));
            outcome.note(format!("{}.lead_at_end", run.name), after(at(last)));
            let shares = |days: &[Day], day: u64| days.get(at(day)).map_or(0.0, |day| day.share);
            outcome
                .note(format!("{}.emission_growth", run.name), shares(&shocked, last) / shares(&shocked, 0));
            chart.lines.push(line(&run.name, &shocked));
            table.add(&run.name, &shocked);
        }
        outcome.tables.push(table.table());
        outcome.charts.push(chart);
        Ok(outcome)
    }

    fn measure(&self, plan: &Plan, run: &Run) -> Result<(f64, Vec<Day>, Vec<Day>), LabError> {
        let rest = self.open_loop(plan, run, 1.0)?;
        let nudged = self.open_loop(plan, run, 1.0 + self.nudge)?;
        let gain = (nudged / rest).ln() / (1.0 + self.nudge).ln();
        let none = Shock { more: 0.0, ..self.shock };
        Ok((gain, self.closed_loop(plan, run, none)?, self.closed_loop(plan, run, self.shock)?))
    }

    /// The price that comes out where emission and miners see a price that is held at `factor` of the first one.
    fn open_loop(&self, plan: &Plan, run: &Run, factor: f64) -> Result<f64, LabError> {
        let (mut world, mut people) = self.world(plan)?;
        let first = world.subnet(people.netuid)?.moving_price;
        let held = Price::from_bits((first.bits() as f64 * factor) as u128);
        let pay = self.reward_at(&mut world, &people, first)?;
        let (sessions, mut sum) = (self.settle_days * DAY / SESSION, 0.0);
        let counted = sessions.min(5 * DAY / SESSION);
        for session in 0..sessions {
            world.subnet_mut(people.netuid)?.moving_price = held;
            world.run_blocks(SESSION)?;
            world.subnet_mut(people.netuid)?.moving_price = held;
            self.work(run, &world, &mut people, pay)?;
            people.trade(&mut world)?;
            if session + counted >= sessions {
                sum += people.price(&world)?;
            }
        }
        world.check_books()?;
        Ok(sum / counted as f64)
    }

    fn closed_loop(&self, plan: &Plan, run: &Run, shock: Shock) -> Result<Vec<Day>, LabError> {
        let (mut world, mut people) = self.world(plan)?;
        let first = world.subnet(people.netuid)?.moving_price;
        let pay = self.reward_at(&mut world, &people, first)?;
        let mut days = Vec::new();
        for day in 0..self.days {
            let shocked = (shock.day..shock.day + shock.days).contains(&day);
            people.mood = if shocked { 1.0 + shock.more } else { 1.0 };
            for _ in 0..DAY / SESSION {
                world.run_blocks(SESSION)?;
                self.work(run, &world, &mut people, pay)?;
                people.trade(&mut world)?;
            }
            let share = in_tao(people.share(&world)?);
            days.push(Day { price: people.price(&world)?, quality: people.quality, share });
        }
        world.check_books()?;
        Ok(days)
    }

    fn world(&self, plan: &Plan) -> Result<(World, People), LabError> {
        let (mut world, owner) = plan.world()?;
        let netuid = NetUid::new(1);
        let people = People::settle(&mut world, netuid, owner, self.demand, self.demand_elasticity)?;
        Ok((world, people))
    }

    /// What miners earn at a price: the reward that pays for quality one.
    fn reward_at(&self, world: &mut World, people: &People, price: Price) -> Result<f64, LabError> {
        world.next_block()?;
        world.subnet_mut(people.netuid)?.moving_price = price;
        people.reward(world)
    }

    /// Miners work as well as they are paid for, with a delay.
    fn work(&self, run: &Run, world: &World, people: &mut People, pay: f64) -> Result<(), LabError> {
        let wanted = (people.reward(world)? / pay).powf(run.effort_elasticity).min(self.most_quality);
        people.quality += (wanted - people.quality) * self.effort_speed;
        Ok(())
    }
}

fn ratio(above: Option<&Day>, below: Option<&Day>) -> f64 {
    match (above, below) {
        (Some(above), Some(below)) => above.price / below.price,
        _ => f64::NAN,
    }
}

fn line(name: &str, days: &[Day]) -> Line {
    let points = days.iter().enumerate().map(|(day, seen)| (day as f64, seen.price)).collect();
    Line { name: name.into(), points }
}

/// The days of all runs as columns.
#[derive(Default)]
struct Days {
    run: Vec<String>,
    day: Vec<u64>,
    price: Vec<f64>,
    quality: Vec<f64>,
    share: Vec<f64>,
}

impl Days {
    fn add(&mut self, run: &str, days: &[Day]) {
        for (number, day) in (0u64..).zip(days) {
            self.run.push(run.into());
            self.day.push(number);
            self.price.push(day.price);
            self.quality.push(day.quality);
            self.share.push(day.share);
        }
    }

    fn table(self) -> Table {
        let mut table = Table::new("days");
        table.add("run", Column::Text(self.run));
        table.add("day", Column::Whole(self.day));
        table.add("price", Column::Number(self.price));
        table.add("quality", Column::Number(self.quality));
        table.add("tao_a_block", Column::Number(self.share));
        table
    }
}
