//! The people of one subnet: users who pay for what it does, miners who do it, an owner. Their loop is the one of
//! the articles (A11, A22): price → reward → miners → quality → demand → price.

use super::{
    plan::{in_numbers, rao_of},
    DAY, SESSIONS_A_DAY,
};
use crate::{AgentId, LabError, Neuron, World};
use myelin_units::{Alpha, NetUid, Tao};

/// The people of one subnet.
#[derive(Clone, Debug)]
pub struct People {
    /// Where they are.
    pub netuid: NetUid,
    /// Those who buy, stake with the first neuron and keep.
    pub users: AgentId,
    /// Those who mine with the second neuron and sell what they earn.
    pub miners: AgentId,
    /// Who sells the owner's cut.
    pub owner: AgentId,
    /// TAO a day that users pay at quality one.
    pub demand: f64,
    /// How much of the demand is there: one but in a shock.
    pub mood: f64,
    /// `q`: how good the subnet's work is.
    pub quality: f64,
    /// By how many percent demand grows when quality grows by one.
    pub demand_elasticity: f64,
}

impl People {
    /// Settles them on a subnet. Users have all the TAO they may ever need, taken from elsewhere.
    pub fn settle(
        world: &mut World,
        netuid: NetUid,
        owner: AgentId,
        demand: f64,
        demand_elasticity: f64,
    ) -> Result<Self, LabError> {
        const USERS_TAO: Tao = Tao::new(1_000_000_000_000_000);
        let (users, miners) = (world.welcome(Tao::ZERO)?, world.welcome(Tao::ZERO)?);
        world.grant_tao(users, USERS_TAO)?;
        let subnet = world.subnet_mut(netuid)?;
        for neuron in &mut subnet.neurons {
            neuron.incentive = 0;
        }
        subnet.neurons.push(Neuron { owner: miners, incentive: 1, ..Neuron::default() });
        Ok(Self { netuid, users, miners, owner, demand, mood: 1.0, quality: 1.0, demand_elasticity })
    }

    /// One session: miners and owner sell what they have earned, users buy.
    pub fn trade(&self, world: &mut World) -> Result<(), LabError> {
        sell_all(world, self.miners, self.netuid, 1)?;
        sell_all(world, self.owner, self.netuid, 0)?;
        let wanted = self.demand * self.mood * self.quality.powf(self.demand_elasticity) / SESSIONS_A_DAY;
        allowed(world.stake(self.users, self.netuid, 0, Tao::new(rao_of(wanted))))?;
        Ok(())
    }

    /// What miners expect to earn in a day, in TAO: their alpha at the moving price.
    pub fn reward(&self, world: &World) -> Result<f64, LabError> {
        let subnet = world.subnet(self.netuid)?;
        Ok(in_numbers(Some(subnet.moving_price)) * subnet.for_miners.rao() as f64 / 1e9 * DAY as f64)
    }

    /// Spot price of their alpha.
    pub fn price(&self, world: &World) -> Result<f64, LabError> {
        Ok(in_numbers(world.subnet(self.netuid)?.price()))
    }

    /// Rao of TAO that their subnet received in the last block.
    pub fn share(&self, world: &World) -> Result<Tao, LabError> {
        Ok(world.subnet(self.netuid)?.share)
    }
}

/// Sells all that an agent holds on a neuron.
pub fn sell_all(world: &mut World, agent: AgentId, netuid: NetUid, neuron: usize) -> Result<Tao, LabError> {
    let held =
        world.subnet(netuid)?.neurons.get(neuron).map_or(Alpha::ZERO, |n| n.stakes.of(agent, world.block));
    if held.is_zero() {
        return Ok(Tao::ZERO);
    }
    let sold = allowed(world.unstake(agent, netuid, neuron, held))?;
    Ok(sold.map_or(Tao::ZERO, |sold| sold.tao))
}

/// What the market refuses does not happen, as on the chain; only a fault of the lab itself is an error.
pub fn allowed<T>(outcome: Result<T, LabError>) -> Result<Option<T>, LabError> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(LabError::Pool(_) | LabError::TooLittle { .. } | LabError::Short { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}
