//! Epochs: what has gathered in the pots is paid (economics §2.7). Instead of consensus over weights, each neuron
//! carries its share of incentive and dividends; whoever models a subnet sets them.

use super::{Subnet, World};
use crate::LabError;
use myelin_pool::sell_free;
use myelin_stake::{share_pots, take_floor, Claim, Payout};
use myelin_units::{split::largest_remainder, Alpha, Tao};

impl World {
    /// Runs what is due, ascending by netuid; so many in one block at most.
    pub(super) fn run_due_epochs(&mut self) -> Result<(), LabError> {
        let (block, mut room) = (self.block, self.governance.epochs_per_block);
        for place in 0..self.subnets.len() {
            let due = self.subnets.get(place).is_some_and(|subnet| {
                subnet.tempo > 0 && block.saturating_sub(subnet.last_epoch) >= subnet.tempo
            });
            if due && room > 0 {
                room = room.saturating_sub(1);
                self.run_epoch(place)?;
            }
        }
        Ok(())
    }

    fn run_epoch(&mut self, place: usize) -> Result<(), LabError> {
        let (block, root, weight) = (self.block, self.root.total(), self.governance.tao_weight);
        let Some(subnet) = self.subnets.get_mut(place) else { return Ok(()) };
        subnet.last_epoch = block;
        let payout = share_pots(subnet.pots, &subnet.claims(root), weight)?;
        subnet.pots = payout.carried;
        subnet.pay_owner(block)?;
        subnet.pay_neurons(&payout, block)?;
        self.pay_root(place, &payout)
    }

    /// Root's alpha is sold, and the TAO is staked at root. What is too little to be sold waits.
    fn pay_root(&mut self, place: usize, payout: &Payout) -> Result<(), LabError> {
        let block = self.block;
        let Some(subnet) = self.subnets.get_mut(place) else { return Ok(()) };
        let alpha = Alpha::checked_sum(payout.root.iter().copied())?;
        if alpha.is_zero() {
            return Ok(());
        }
        let sold = sell_free(&subnet.books.pool, alpha)?;
        if sold.tao.is_zero() {
            subnet.pots.root = subnet.pots.root.checked_add(alpha)?;
            return Ok(());
        }
        subnet.books.pool = sold.pool;
        subnet.books.alpha_out = subnet.books.alpha_out.checked_sub(alpha)?;
        subnet.protocol_net = subnet.protocol_net.saturating_sub(i128::from(sold.tao.rao()));
        let weights: Vec<u128> = payout.root.iter().map(|part| part.rao().into()).collect();
        let parts = largest_remainder(sold.tao.rao(), &weights).unwrap_or_default();
        for (neuron, tao) in subnet.neurons.iter().zip(parts) {
            let (take, rest) = take_floor(Alpha::new(tao), neuron.take);
            self.root.credit(neuron.owner, rest, block)?;
            self.root.deposit(neuron.owner, take, block)?;
        }
        Ok(())
    }

    /// TAO staked at root.
    pub fn root_tao(&self) -> Tao {
        Tao::new(self.root.total().rao())
    }
}

impl Subnet {
    /// What the pots are shared by.
    fn claims(&self, root: Alpha) -> Vec<Claim> {
        let claim = |neuron: &super::Neuron| Claim {
            incentive: neuron.incentive,
            dividend: neuron.dividend,
            alpha: neuron.stakes.total(),
            root: if neuron.root { root } else { Alpha::ZERO },
        };
        self.neurons.iter().map(claim).collect()
    }

    fn pay_owner(&mut self, block: u64) -> Result<(), LabError> {
        let cut = std::mem::take(&mut self.owner_pot);
        if let Some(neuron) = self.neurons.first_mut() {
            return neuron.stakes.deposit(self.owner, cut, block);
        }
        self.protocol = self.protocol.checked_add(cut)?;
        Ok(())
    }

    /// Incentives become stake of the neuron's owner; a dividend, less his take, is for all who stake with it, block by
    /// block until the next epoch.
    fn pay_neurons(&mut self, payout: &Payout, block: u64) -> Result<(), LabError> {
        for (neuron, incentive) in self.neurons.iter_mut().zip(&payout.miners) {
            neuron.stakes.deposit(neuron.owner, *incentive, block)?;
        }
        for (neuron, dividend) in self.neurons.iter_mut().zip(&payout.validators) {
            let (take, rest) = take_floor(*dividend, neuron.take);
            neuron.stakes.vest(neuron.owner, rest, block, self.tempo)?;
            neuron.stakes.deposit(neuron.owner, take, block)?;
        }
        Ok(())
    }
}
