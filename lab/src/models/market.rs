//! Many subnets and their traders, from a snapshot of real pools or made up: what a rule does to a whole network.

use super::{
    people::{allowed, sell_all},
    plan::{in_numbers, in_tao, rao_of, settle},
    DAY, SESSION,
};
use crate::{AgentId, Dice, Governance, LabError, Neuron, Subnet, World};
use myelin_emission::EmissionRule;
use myelin_units::{Alpha, NetUid, Tao};

/// A subnet of the start.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Start {
    /// Its number.
    pub netuid: u16,
    /// TAO in its pool.
    pub tao: Tao,
    /// Alpha in its pool.
    pub alpha: Alpha,
    /// Alpha outside.
    pub alpha_out: Alpha,
}

/// A network at the start, and how its people are.
#[derive(Clone, Debug)]
pub struct Market {
    /// The subnets, by ascending netuid.
    pub starts: Vec<Start>,
    /// TAO that exists.
    pub issuance: Tao,
    /// TAO staked at root.
    pub root: Tao,
    /// How much traders do: nothing at zero, as usual at one.
    pub trading: f64,
    /// What chance starts from.
    pub seed: u64,
}

/// A network on its way.
pub struct Network {
    /// Its state.
    pub world: World,
    traders: AgentId,
    miners: AgentId,
    owner: AgentId,
    trading: f64,
    /// What each subnet is worth to those who look at value, in TAO per alpha.
    pub values: Vec<f64>,
    /// Rao that each subnet has received since the last day began.
    pub received: Vec<u64>,
    dice: Dice,
}

const OLD: u64 = 3_000_000;

impl Market {
    /// Made-up subnets, whose pools fall off like those of the main net: few large, many small.
    pub fn made_up(count: u16, seed: u64) -> Self {
        let mut dice = Dice::for_one(seed, 1);
        let start = |netuid: u16| {
            let (rank, luck) = (f64::from(netuid), 1.0 + dice.fraction());
            let price = 0.06 * luck / rank.sqrt();
            let alpha = 500_000.0 + 1_000_000.0 * dice.fraction();
            let out = Alpha::new(rao_of(1_000_000.0 + 3_000_000.0 * dice.fraction()));
            let (tao, alpha) = (Tao::new(rao_of(price * alpha)), Alpha::new(rao_of(alpha)));
            Start { netuid, tao, alpha, alpha_out: out }
        };
        let starts = (1..=count).map(start).collect();
        let whole = |tao: f64| Tao::new(rao_of(tao));
        Self { starts, issuance: whole(10_800_000.0), root: whole(3_000_000.0), trading: 1.0, seed }
    }

    /// The network under a rule.
    pub fn open(&self, rule: EmissionRule) -> Result<Network, LabError> {
        let governance = Governance { rule, moving_alpha: 1_288_490, ..Governance::default() };
        let mut world = World::new(governance);
        world.block = OLD;
        let [owner, miners, traders, root] = [(); 4].map(|()| world.welcome(Tao::ZERO));
        let (owner, miners, traders, root) = (owner?, miners?, traders?, root?);
        let mut dice = Dice::for_one(self.seed, 2);
        let mut values = Vec::new();
        for start in &self.starts {
            let mut subnet = Subnet::new(start.netuid, start.tao, start.alpha, owner);
            subnet.neurons.iter_mut().for_each(|neuron| neuron.incentive = 0);
            subnet.neurons.push(Neuron { owner: miners, incentive: 1, ..Neuron::default() });
            settle(&mut subnet, OLD);
            // Epochs fall into different blocks.
            subnet.last_epoch = OLD.saturating_sub(u64::from(start.netuid) * 2 % SESSION);
            values.push(in_numbers(subnet.price()) * (0.5 * dice.normal()).exp());
            world.found(subnet)?;
            world.grant_alpha(traders, NetUid::new(start.netuid), start.alpha_out)?;
        }
        let missing = self
            .issuance
            .checked_sub(world.issuance)
            .map_err(|_| LabError::input("issuance", self.issuance, "less than the pools hold; give more"))?;
        world.issue_elsewhere(missing)?;
        let half = Tao::new(world.elsewhere.checked_sub(self.root)?.rao() / 2);
        world.grant_tao(root, self.root)?;
        world.grant_tao(traders, half)?;
        if !self.root.is_zero() {
            world.stake_at_root(root, self.root)?;
        }
        let received = vec![0; values.len()];
        Ok(Network { world, traders, miners, owner, trading: self.trading, values, received, dice })
    }
}

impl Network {
    /// A day: blocks, and twenty times everybody trades.
    pub fn day(&mut self) -> Result<(), LabError> {
        self.received.iter_mut().for_each(|rao| *rao = 0);
        for _ in 0..DAY / SESSION {
            for _ in 0..SESSION {
                self.world.next_block()?;
                for (received, subnet) in self.received.iter_mut().zip(&self.world.subnets) {
                    *received = received.saturating_add(subnet.share.rao());
                }
            }
            self.trade()?;
        }
        self.world.check_books()
    }

    /// Traders move each price some of the way to what they think it is worth, and by chance; miners and owners sell.
    fn trade(&mut self) -> Result<(), LabError> {
        for place in 0..self.values.len() {
            // Everybody draws, so that the dice fall alike under every rule.
            let chance = self.dice.normal();
            let (Some(subnet), Some(value)) = (self.world.subnets.get(place), self.values.get(place)) else {
                continue;
            };
            let (netuid, pool) = (subnet.netuid, subnet.books.pool);
            if self.trading > 0.0 {
                let gap = (value / in_numbers(pool.price())).ln().clamp(-2.0, 2.0);
                let wish = self.trading * (0.004 * gap + 0.004 * chance) * in_tao(pool.tao);
                self.order(netuid, wish)?;
                sell_all(&mut self.world, self.miners, netuid, 1)?;
                sell_all(&mut self.world, self.owner, netuid, 0)?;
            }
        }
        Ok(())
    }

    /// Buys for so much TAO, or sells what is worth so much.
    fn order(&mut self, netuid: NetUid, tao: f64) -> Result<(), LabError> {
        if tao > 0.0 {
            allowed(self.world.stake(self.traders, netuid, 0, Tao::new(rao_of(tao))))?;
            return Ok(());
        }
        let subnet = self.world.subnet(netuid)?;
        let alpha = rao_of(-tao / in_numbers(subnet.price()));
        let alpha = Alpha::new(alpha.min(subnet.held_by(self.traders, self.world.block).rao()));
        if !alpha.is_zero() {
            allowed(self.world.unstake(self.traders, netuid, 0, alpha))?;
        }
        Ok(())
    }
}

/// Spearman's correlation of two lists: whether one orders as the other does.
pub fn rank_correlation(left: &[f64], right: &[f64]) -> f64 {
    let (left, right) = (ranks(left), ranks(right));
    let mean = (left.len() as f64 - 1.0) / 2.0;
    let product = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| (a - mean) * (b - mean)).sum::<f64>();
    product(&left, &right) / (product(&left, &left) * product(&right, &right)).sqrt()
}

fn ranks(values: &[f64]) -> Vec<f64> {
    let less = |value: &f64| values.iter().filter(|other| *other < value).count() as f64;
    let same = |value: &f64| values.iter().filter(|other| *other == value).count() as f64;
    values.iter().map(|value| less(value) + (same(value) - 1.0) / 2.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_should_follow_the_order_alone() {
        assert_eq!(rank_correlation(&[1.0, 2.0, 9.0], &[0.1, 0.5, 0.6]), 1.0);
        assert_eq!(rank_correlation(&[1.0, 2.0, 9.0], &[3.0, 2.0, 1.0]), -1.0);
    }

    #[test]
    fn network_should_close_its_books_under_every_rule() {
        let market = Market::made_up(5, 3);
        for name in EmissionRule::NAMES {
            let mut network = market.open(EmissionRule::named(name).unwrap()).unwrap();
            network.day().unwrap();
            let received: u64 = network.received.iter().sum();
            let due = if name == "root_vote" { 0 } else { DAY * 500_000_000 };
            assert_eq!(received, due, "{name}");
        }
    }
}
