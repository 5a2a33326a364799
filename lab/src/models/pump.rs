//! The owner who pumps his own price (C20–C22): he buys his subnet's alpha, waits for the herd and for emission to
//! follow, and sells. Whether it pays depends on how many of the others are rational, and on the rule.

use super::{
    people::{allowed, sell_all},
    plan::{in_numbers, in_tao, rao_of, rule_named, whole, Plan},
    DAY, SESSION,
};
use crate::{
    results::{Chart, Column, Line, Outcome, Table},
    AgentId, Dice, LabError, Neuron, World,
};
use myelin_units::{Alpha, NetUid, Tao};
use rayon::prelude::*;
use serde::Deserialize;

/// The pump's numbers.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PumpingOwner {
    /// Rules under which it is tried.
    rules: Vec<String>,
    /// Whole TAO that the owner buys with.
    budget: u64,
    /// Days on which he buys, begins to sell, and all ends.
    buy: [u64; 2],
    sell: u64,
    days: u64,
    /// Whole TAO and alpha of the crowd; the part ρ of both is the rational ones'.
    crowd_tao: u64,
    crowd_alpha: u64,
    /// Whole alpha of those who do nothing; with them the crowd shares the dividends.
    idle_alpha: u64,
    /// Agents of each kind.
    crowd: usize,
    /// Seeds over which is averaged.
    seeds: u64,
    /// Halvings of the interval in which ρ* lies.
    halvings: u32,
}

/// Somebody of the crowd.
struct Member {
    agent: AgentId,
    /// What this one believes alpha is worth; nothing for one who follows the herd.
    value: Option<f64>,
}

const NETUID: NetUid = NetUid::new(1);

impl PumpingOwner {
    /// Profit by rule and ρ, and for each rule the ρ* at which it is nothing.
    pub fn run(&self, plan: &Plan, seed: u64) -> Result<Outcome, LabError> {
        if self.rules.is_empty() || self.crowd == 0 || self.seeds == 0 {
            return Err(LabError::input("pumping_owner", "nothing to do", "give rules, crowd and seeds"));
        }
        let mut outcome = Outcome::default();
        let mut table = Profits::default();
        let mut chart = Chart {
            name: "profit".into(),
            title: "What pumping his own price brings the owner".into(),
            x: "part of the stake that is rational".into(),
            y: "profit over what he spent".into(),
            lines: Vec::new(),
        };
        for rule in &self.rules {
            let plan = Plan { rule: rule.clone(), ..plan.clone() };
            rule_named("pumping_owner.rules", rule)?;
            let mut line = Line { name: rule.clone(), points: Vec::new() };
            for quarter in 0..=4u32 {
                let rho = f64::from(quarter) / 4.0;
                let mean = mean(&self.profits(&plan, seed, rho)?);
                outcome.note(format!("{rule}.profit_at_{:03}", quarter * 25), mean);
                line.points.push((rho, mean));
                table.add(rule, rho, mean);
            }
            chart.lines.push(line);
            self.threshold(&plan, seed, rule, &mut outcome)?;
        }
        outcome.tables.push(table.table());
        outcome.charts.push(chart);
        Ok(outcome)
    }

    /// ρ* for every seed by bisection; their mean, and its interval of 95 %.
    fn threshold(&self, plan: &Plan, seed: u64, rule: &str, outcome: &mut Outcome) -> Result<(), LabError> {
        let found: Vec<f64> = (0..self.seeds)
            .into_par_iter()
            .map(|index| self.bisect(plan, seed.wrapping_add(index)))
            .collect::<Result<_, _>>()?;
        let mean = mean(&found);
        let spread = found.iter().map(|rho| (rho - mean).powi(2)).sum::<f64>();
        let error = (spread / (self.seeds.max(2) - 1) as f64 / self.seeds as f64).sqrt();
        // The bisection's own interval comes on top of that of the seeds.
        let half = 1.96 * error + 0.5f64.powi(self.halvings as i32 + 1);
        outcome.note(format!("{rule}.rho_star"), mean);
        outcome.note(format!("{rule}.rho_star_low"), (mean - half).max(0.0));
        outcome.note(format!("{rule}.rho_star_high"), (mean + half).min(1.0));
        Ok(())
    }

    /// Where the profit of a seed is nothing: zero if it never pays, one if it always does.
    fn bisect(&self, plan: &Plan, seed: u64) -> Result<f64, LabError> {
        if self.profit(plan, seed, 0.0)? <= 0.0 {
            return Ok(0.0);
        }
        if self.profit(plan, seed, 1.0)? > 0.0 {
            return Ok(1.0);
        }
        let (mut pays, mut costs) = (0.0, 1.0);
        for _ in 0..self.halvings {
            let middle = (pays + costs) / 2.0;
            *if self.profit(plan, seed, middle)? > 0.0 { &mut pays } else { &mut costs } = middle;
        }
        Ok((pays + costs) / 2.0)
    }

    fn profits(&self, plan: &Plan, seed: u64, rho: f64) -> Result<Vec<f64>, LabError> {
        let seeds = (0..self.seeds).into_par_iter();
        seeds.map(|index| self.profit(plan, seed.wrapping_add(index), rho)).collect()
    }

    /// What the owner has more at the end than his twin who did not pump, over what he spent.
    fn profit(&self, plan: &Plan, seed: u64, rho: f64) -> Result<f64, LabError> {
        let pumped = self.wealth(plan, seed, rho, true)?;
        let calm = self.wealth(plan, seed, rho, false)?;
        Ok((pumped - calm) / self.budget as f64)
    }

    fn wealth(&self, plan: &Plan, seed: u64, rho: f64, pumps: bool) -> Result<f64, LabError> {
        let (mut world, owner) = plan.world()?;
        let mut dice = Dice::new(seed);
        world.grant_tao(owner, Tao::new(whole("pumping_owner.budget", self.budget)?))?;
        let miners = self.settle(&mut world)?;
        let crowd = self.gather(&mut world, rho, &mut dice)?;
        let (session, last) = (DAY / SESSION, self.days * (DAY / SESSION));
        let (buys, sells) = (self.buy[0] * session..self.buy[1] * session, self.sell * session);
        let mut prices = vec![price(&world)?];
        for now in 0..last {
            world.run_blocks(SESSION)?;
            sell_all(&mut world, miners, NETUID, 1)?;
            if pumps && buys.contains(&now) {
                let part = self.budget as f64 / (buys.end - buys.start) as f64;
                allowed(world.stake(owner, NETUID, 0, Tao::new(rao_of(part))))?;
            }
            if now >= sells {
                sell_part(&mut world, owner, 1.0 / (last - now) as f64)?;
            }
            prices.push(price(&world)?);
            for member in &crowd {
                member.act(&mut world, &prices, &mut dice)?;
            }
        }
        sell_all(&mut world, owner, NETUID, 0)?;
        world.check_books()?;
        Ok(in_tao(world.purse(owner)))
    }

    /// Miners, who sell what they earn, and holders who keep what they have.
    fn settle(&self, world: &mut World) -> Result<AgentId, LabError> {
        let (miners, idle) = (world.welcome(Tao::ZERO)?, world.welcome(Tao::ZERO)?);
        let alpha = Alpha::new(whole("pumping_owner.idle_alpha", self.idle_alpha)?);
        world.grant_alpha(idle, NETUID, alpha)?;
        let subnet = world.subnet_mut(NETUID)?;
        subnet.neurons.iter_mut().for_each(|neuron| neuron.incentive = 0);
        subnet.neurons.push(Neuron { owner: miners, incentive: 1, ..Neuron::default() });
        Ok(miners)
    }

    /// The crowd: the part ρ of its means with the rational, the rest with the herd.
    fn gather(&self, world: &mut World, rho: f64, dice: &mut Dice) -> Result<Vec<Member>, LabError> {
        let fair = price(world)?;
        let mut crowd = Vec::new();
        for (part, rational) in [(rho, true), (1.0 - rho, false)] {
            for _ in 0..self.crowd {
                let agent = world.welcome(Tao::ZERO)?;
                let means = part / self.crowd as f64;
                world.grant_tao(agent, Tao::new(rao_of(self.crowd_tao as f64 * means)))?;
                world.grant_alpha(agent, NETUID, Alpha::new(rao_of(self.crowd_alpha as f64 * means)))?;
                // Even those who look at value do not agree on it. Everybody draws, so that the dice fall alike.
                let value = fair * (1.0 + 0.1 * dice.normal());
                crowd.push(Member { agent, value: rational.then_some(value) });
            }
        }
        Ok(crowd)
    }
}

/// A herd looks two days back.
const MEMORY: usize = 40;

impl Member {
    /// Once in a few sessions: the rational buy below and sell above what they think alpha is worth; the herd buys
    /// what has risen and sells what has fallen.
    fn act(&self, world: &mut World, prices: &[f64], dice: &mut Dice) -> Result<(), LabError> {
        let (awake, taste) = (dice.below(4) == 0, dice.normal());
        let (Some(now), Some(then)) =
            (prices.last(), prices.get(prices.len().saturating_sub(MEMORY + 1)).or(prices.first()))
        else {
            return Ok(());
        };
        if !awake {
            return Ok(());
        }
        let pull = match self.value {
            Some(value) => -(now / value).ln(),
            None => (now / then).ln() + 0.01 * taste,
        };
        if pull > 0.05 {
            let tao = in_tao(world.purse(self.agent)) * (2.0 * pull).min(0.3);
            allowed(world.stake(self.agent, NETUID, 0, Tao::new(rao_of(tao))))?;
        } else if pull < -0.05 {
            sell_part(world, self.agent, (-2.0 * pull).min(0.3))?;
        }
        Ok(())
    }
}

fn sell_part(world: &mut World, agent: AgentId, part: f64) -> Result<(), LabError> {
    let held = world.subnet(NETUID)?.held_by(agent, world.block).rao();
    let alpha = Alpha::new(((held as f64 * part) as u64).min(held));
    if !alpha.is_zero() {
        allowed(world.unstake(agent, NETUID, 0, alpha))?;
    }
    Ok(())
}

fn price(world: &World) -> Result<f64, LabError> {
    Ok(in_numbers(world.subnet(NETUID)?.price()))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Profits as columns.
#[derive(Default)]
struct Profits {
    rule: Vec<String>,
    rho: Vec<f64>,
    profit: Vec<f64>,
}

impl Profits {
    fn add(&mut self, rule: &str, rho: f64, profit: f64) {
        self.rule.push(rule.into());
        self.rho.push(rho);
        self.profit.push(profit);
    }

    fn table(self) -> Table {
        let mut table = Table::new("profits");
        table.add("rule", Column::Text(self.rule));
        table.add("rational", Column::Number(self.rho));
        table.add("profit", Column::Number(self.profit));
        table
    }
}
