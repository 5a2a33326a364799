//! The block step, in the order of the chain's: TAO is shared, each subnet takes its step, epochs that are due pay,
//! moving prices move (economics §2).

use super::{Subnet, World};
use crate::LabError;
use myelin_emission::{moving_price, step, Flow, Terms};
use myelin_pool::PoolError;
use myelin_units::{PerU16, Tao};

impl World {
    /// One block, without anybody's trades.
    pub fn next_block(&mut self) -> Result<(), LabError> {
        self.block = self.block.saturating_add(1);
        if self.governance.rule.counts_flows() {
            self.subnets.iter_mut().for_each(count_flows);
        }
        self.share_tao()?;
        self.step_subnets()?;
        self.run_due_epochs()?;
        self.move_prices();
        Ok(())
    }

    /// So many blocks.
    pub fn run_blocks(&mut self, count: u64) -> Result<(), LabError> {
        (0..count).try_for_each(|_| self.next_block())
    }

    /// Decides who receives the block's TAO, and mints it.
    fn share_tao(&mut self) -> Result<(), LabError> {
        let (block, scratch) = (self.block, &mut self.scratch);
        scratch.facts.clear();
        scratch.facts.extend(self.subnets.iter().filter(|s| s.is_started(block)).map(Subnet::facts));
        // A gate at a quantile moves once in so many blocks.
        let (rule, bar) = self.governance.rule.standing(self.gate_bar, block, &scratch.facts);
        self.gate_bar = bar;
        let shared = rule.block(self.issuance, &scratch.facts);
        self.minted = shared.emission;
        scratch.shares = shared.shares;
        let mut shares = scratch.shares.iter();
        for subnet in &mut self.subnets {
            let share = if subnet.is_started(block) { shares.next().copied() } else { None };
            subnet.share = share.unwrap_or_default();
        }
        Ok(())
    }

    /// Each subnet's step with its share. Of one that fails, the share waits for the next block.
    fn step_subnets(&mut self) -> Result<(), LabError> {
        let (block, governance) = (self.block, &self.governance);
        let root = Tao::new(self.root.total().rao());
        let mut issuance = self.issuance;
        let terms = Terms::of(&governance.settings, issuance, root, governance.tao_weight, block);
        for subnet in self.subnets.iter_mut().filter(|subnet| subnet.is_started(block)) {
            issuance = issuance.checked_add(subnet.share)?;
            let stepped = subnet.take_step(governance.owner_cut, &terms);
            if stepped.is_err() {
                subnet.carried = subnet.carried.checked_add(subnet.share)?;
            }
        }
        self.issuance = issuance;
        Ok(())
    }

    fn move_prices(&mut self) {
        let (block, pace) = (self.block, self.governance.moving_alpha);
        for subnet in self.subnets.iter_mut().filter(|subnet| subnet.is_started(block)) {
            let Some(spot) = subnet.price() else { continue };
            let age = block.saturating_add(1).saturating_sub(subnet.first_block);
            subnet.moving_price = moving_price(subnet.moving_price, spot, age, subnet.halving, pace);
        }
    }
}

/// The flows of the block that has passed join their averages.
fn count_flows(subnet: &mut Subnet) {
    subnet.flow = subnet.flow.after(subnet.user_net, Flow::SMOOTHING);
    subnet.protocol_flow = subnet.protocol_flow.after(subnet.protocol_net, Flow::SMOOTHING);
    (subnet.user_net, subnet.protocol_net) = (0, 0);
}

impl Subnet {
    /// The core's step, and its parts put where they belong: all of it, or nothing.
    fn take_step(&mut self, cut: PerU16, terms: &Terms) -> Result<(), PoolError> {
        let share = self.share.checked_add(self.carried)?;
        let done = step(&self.books, share, cut, terms)?;
        let protocol = self.protocol.checked_add(done.bought)?;
        let owner_pot = self.owner_pot.checked_add(done.split.owner)?;
        let mut pots = self.pots;
        pots.server = pots.server.checked_add(done.split.server)?;
        pots.validator = pots.validator.checked_add(done.split.validator)?;
        pots.root = pots.root.checked_add(done.split.root)?;
        (self.protocol, self.owner_pot, self.pots) = (protocol, owner_pot, pots);
        self.books = done.books;
        self.carried = Tao::ZERO;
        self.protocol_net = self.protocol_net.saturating_add(i128::from(share.rao()));
        self.for_miners = done.split.server;
        Ok(())
    }
}
