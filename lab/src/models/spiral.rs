//! The death spiral (A22, C27, C29): demand fails for a while, miners leave, quality falls, and after some days the
//! same demand restored brings nothing back. How many days that is, is the point of no return.

use super::{
    people::People,
    plan::{in_tao, Plan},
    DAY, SESSION,
};
use crate::{
    results::{Chart, Column, Line, Outcome, Table},
    LabError, World,
};
use myelin_units::NetUid;
use rayon::prelude::*;
use serde::Deserialize;

/// The spiral's numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeathSpiral {
    /// Days that are simulated.
    days: u64,
    /// Day on which demand fails.
    shock_day: u64,
    /// What is left of it meanwhile.
    mood: f64,
    /// Days after which it is restored, in the short and the long run; between them lies the point of no return.
    short: u64,
    long: u64,
    /// TAO a day that users pay at quality one.
    demand: f64,
    /// By how many percent demand grows with quality.
    demand_elasticity: f64,
    /// What miners earn over what they spend, at the start.
    margin: f64,
    /// The miners with whom quality is half of the most there can be, over those of the start.
    half_quality: f64,
    /// Earnings over costs below which miners leave, and above which new ones come.
    leave_below: f64,
    join_above: f64,
    /// Sessions of loss before the first leaves.
    patience: u32,
    /// Part of the miners that leaves or comes in a session.
    leave_rate: f64,
    join_rate: f64,
}

/// One day.
struct Day {
    price: f64,
    miners: f64,
    share: f64,
    demand: f64,
}

/// The miners' side.
struct Miners {
    count: f64,
    cost: f64,
    losses: u32,
}

impl DeathSpiral {
    /// The short and the long outage, and the point of no return between them.
    pub fn run(&self, plan: &Plan) -> Result<Outcome, LabError> {
        if self.shock_day == 0 || self.short >= self.long || self.shock_day + self.long >= self.days {
            return Err(LabError::input(
                "death_spiral",
                format!(
                    "shock_day {}, short {}, long {}, days {}",
                    self.shock_day, self.short, self.long, self.days
                ),
                "give 0 < shock_day, short < long, shock_day + long < days",
            ));
        }
        let outages = [("short", self.short), ("long", self.long)];
        let days: Vec<Vec<Day>> =
            outages.par_iter().map(|(_, outage)| self.live(plan, *outage)).collect::<Result<_, _>>()?;
        let mut outcome = Outcome::default();
        for ((name, outage), days) in outages.iter().zip(&days) {
            self.describe(&mut outcome, name, *outage, days);
        }
        let (lives, dies) = self.no_return(plan)?;
        outcome.note("point_of_no_return.days_at_least", lives as f64);
        outcome.note("point_of_no_return.days_at_most", dies as f64);
        outcome.tables.push(table(&outages, &days));
        let lines = outages.iter().zip(&days).map(|((name, outage), days)| Line {
            name: format!("{name}: demand back after {outage} days"),
            points: days.iter().enumerate().map(|(day, seen)| (day as f64, seen.share)).collect(),
        });
        outcome.charts.push(Chart {
            name: "emission".into(),
            title: "Emission after an outage of demand".into(),
            x: "day".into(),
            y: "TAO a block".into(),
            lines: lines.collect(),
        });
        Ok(outcome)
    }

    fn describe(&self, outcome: &mut Outcome, name: &str, outage: u64, days: &[Day]) {
        let first = days.get(at(self.shock_day - 1));
        let ratio = |of: fn(&Day) -> f64| match (days.last(), first) {
            (Some(last), Some(first)) => of(last) / of(first),
            _ => f64::NAN,
        };
        outcome.note(format!("{name}.outage_days"), outage as f64);
        outcome.note(format!("{name}.demand_restored"), ratio(|day| day.demand));
        outcome.note(format!("{name}.emission_restored"), ratio(|day| day.share));
        outcome.note(format!("{name}.price_restored"), ratio(|day| day.price));
        outcome.note(format!("{name}.miners_restored"), ratio(|day| day.miners));
        let before = first.map_or(0.0, |day| day.share);
        let fallen = days.iter().skip(at(self.shock_day)).position(|day| day.share <= before * 0.2);
        // A spiral that does not collapse has no time to collapse: as long as was looked at, and more.
        let fallen = fallen.map_or(f64::INFINITY, |days| (days as f64 + 1.0) * DAY as f64);
        outcome.note(format!("{name}.blocks_to_collapse"), fallen);
    }

    /// Bisection over whole days: the longest outage that is survived, the shortest that is not.
    fn no_return(&self, plan: &Plan) -> Result<(u64, u64), LabError> {
        let (mut lives, mut dies) = (self.short, self.long);
        while dies - lives > 1 {
            let middle = lives.midpoint(dies);
            let days = self.live(plan, middle)?;
            let restored = match (days.last(), days.get(at(self.shock_day - 1))) {
                (Some(last), Some(first)) => last.share / first.share,
                _ => 0.0,
            };
            *if restored > 0.5 { &mut lives } else { &mut dies } = middle;
        }
        Ok((lives, dies))
    }

    fn live(&self, plan: &Plan, outage: u64) -> Result<Vec<Day>, LabError> {
        let (mut world, owner) = plan.world()?;
        let mut people =
            People::settle(&mut world, NetUid::new(1), owner, self.demand, self.demand_elasticity)?;
        world.next_block()?;
        let mut miners = Miners { count: 1.0, cost: people.reward(&world)? / self.margin, losses: 0 };
        let mut days = Vec::new();
        for day in 0..self.days {
            let out = (self.shock_day..self.shock_day + outage).contains(&day);
            people.mood = if out { self.mood } else { 1.0 };
            for _ in 0..DAY / SESSION {
                world.run_blocks(SESSION)?;
                self.come_and_go(&world, &mut people, &mut miners)?;
                people.trade(&mut world)?;
            }
            let share = in_tao(people.share(&world)?);
            let price = people.price(&world)?;
            days.push(Day { price, miners: miners.count, share, demand: people.demand * people.mood });
        }
        world.check_books()?;
        Ok(days)
    }

    /// Miners who earn less than they spend leave after a while; more come where there is enough to earn (A16).
    fn come_and_go(&self, world: &World, people: &mut People, miners: &mut Miners) -> Result<(), LabError> {
        let earned = people.reward(world)? / (miners.cost * miners.count);
        miners.losses = if earned < self.leave_below { miners.losses.saturating_add(1) } else { 0 };
        if miners.losses > self.patience {
            miners.count *= 1.0 - self.leave_rate;
        }
        if earned > self.join_above {
            miners.count *= 1.0 + self.join_rate;
        }
        miners.count = miners.count.max(1e-3);
        people.quality = miners.count / (miners.count + self.half_quality) * (1.0 + self.half_quality);
        Ok(())
    }
}

fn at(day: u64) -> usize {
    usize::try_from(day).unwrap_or(usize::MAX)
}

fn table(outages: &[(&str, u64)], runs: &[Vec<Day>]) -> Table {
    let rows =
        || outages.iter().zip(runs).flat_map(|((name, _), days)| days.iter().map(move |day| (*name, day)));
    let mut table = Table::new("days");
    table.add("run", Column::Text(rows().map(|(name, _)| name.to_string()).collect()));
    table.add("day", Column::Whole(runs.iter().flat_map(|days| 0..days.len() as u64).collect()));
    table.add("price", Column::Number(rows().map(|(_, day)| day.price).collect()));
    table.add("miners", Column::Number(rows().map(|(_, day)| day.miners).collect()));
    table.add("tao_a_block", Column::Number(rows().map(|(_, day)| day.share).collect()));
    table
}
