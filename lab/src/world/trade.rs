//! What agents do: stake, unstake, at root and on subnets, by the chain's own swaps and checks (economics §4.3).

use super::{AgentId, World};
use crate::LabError;
use myelin_pool::{buy, sell, Bought, Sold};
use myelin_units::{Alpha, NetUid, Tao};

impl World {
    /// An agent stakes `tao` on a subnet's neuron.
    pub fn stake(
        &mut self,
        agent: AgentId,
        netuid: NetUid,
        neuron: usize,
        tao: Tao,
    ) -> Result<Bought, LabError> {
        let (market, least) = (self.governance.market, self.least_stake());
        if tao < least {
            return Err(LabError::TooLittle { offered: tao.rao(), least: least.rao() });
        }
        let (block, left) = (self.block, self.after_paying(agent, tao)?);
        let subnet = self.subnet_mut(netuid)?;
        let bought = buy(&subnet.books.pool, tao, &market)?;
        let alpha_out = subnet.books.alpha_out.checked_add(bought.alpha)?;
        let chosen = subnet
            .neurons
            .get_mut(neuron)
            .ok_or(LabError::Unknown { what: "neuron", number: neuron as u64 })?;
        chosen.stakes.deposit(agent, bought.alpha, block)?;
        subnet.books.alpha_out = alpha_out;
        subnet.books.pool = bought.pool;
        subnet.user_net = subnet.user_net.saturating_add(i128::from(tao.rao()));
        self.set_purse(agent, left)?;
        Ok(bought)
    }

    /// An agent sells `alpha` of what it holds on a subnet's neuron.
    pub fn unstake(
        &mut self,
        agent: AgentId,
        netuid: NetUid,
        neuron: usize,
        alpha: Alpha,
    ) -> Result<Sold, LabError> {
        let (market, least) = (self.governance.market, self.governance.min_stake);
        let (block, purse) = (self.block, self.purse(agent));
        let subnet = self.subnet_mut(netuid)?;
        let chosen = subnet
            .neurons
            .get_mut(neuron)
            .ok_or(LabError::Unknown { what: "neuron", number: neuron as u64 })?;
        let held = chosen.stakes.of(agent, block);
        if alpha > held {
            return Err(LabError::Short { held: held.rao(), wanted: alpha.rao() });
        }
        let sold = sell(&subnet.books.pool, alpha, &market)?;
        if sold.tao < least && alpha != held {
            return Err(LabError::TooLittle { offered: sold.tao.rao(), least: least.rao() });
        }
        let purse = purse.checked_add(sold.tao)?;
        let alpha_out = subnet.books.alpha_out.checked_sub(alpha)?;
        // What nobody can claim once the last share is gone is recycled; dividends not waited for go to the next epoch.
        let left = chosen.stakes.withdraw(agent, alpha, block)?;
        subnet.books.alpha_out = alpha_out.checked_sub(left.dust)?;
        subnet.pots.validator = subnet.pots.validator.checked_add(left.forfeited)?;
        subnet.books.pool = sold.pool;
        subnet.user_net = subnet.user_net.saturating_sub(i128::from(sold.tao.rao()));
        self.set_purse(agent, purse)?;
        Ok(sold)
    }

    /// An agent stakes at root, one to one.
    pub fn stake_at_root(&mut self, agent: AgentId, tao: Tao) -> Result<(), LabError> {
        if tao < self.governance.min_stake {
            let least = self.governance.min_stake.rao();
            return Err(LabError::TooLittle { offered: tao.rao(), least });
        }
        let left = self.after_paying(agent, tao)?;
        self.root.deposit(agent, Alpha::new(tao.rao()), self.block)?;
        self.set_purse(agent, left)
    }

    /// An agent takes its stake from root, one to one.
    pub fn unstake_from_root(&mut self, agent: AgentId, tao: Tao) -> Result<(), LabError> {
        let (held, least) = (self.root.of(agent, self.block).rao(), self.governance.min_stake.rao());
        if tao.rao() < least && tao.rao() != held {
            return Err(LabError::TooLittle { offered: tao.rao(), least });
        }
        let purse = self.purse(agent).checked_add(tao)?;
        // Root's dust is recycled: it was issued, and is not any more.
        let left = self.root.withdraw(agent, Alpha::new(tao.rao()), self.block)?;
        self.issuance = self.issuance.checked_sub(Tao::new(left.dust.rao()))?;
        self.set_purse(agent, purse)
    }

    /// The minimum stake and its fee.
    fn least_stake(&self) -> Tao {
        let least = self.governance.min_stake.rao();
        Tao::new(least.saturating_add(self.governance.market.fee.of_ceil(least)))
    }

    fn after_paying(&self, agent: AgentId, tao: Tao) -> Result<Tao, LabError> {
        let held = self.purse(agent);
        held.checked_sub(tao).map_err(|_| LabError::Short { held: held.rao(), wanted: tao.rao() })
    }

    fn set_purse(&mut self, agent: AgentId, tao: Tao) -> Result<(), LabError> {
        let purse = self.purses.get_mut(agent.0);
        *purse.ok_or(LabError::Unknown { what: "agent", number: agent.0 as u64 })? = tao;
        Ok(())
    }
}
