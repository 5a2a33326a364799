//! One subnet: its books and its people.

use super::{AgentId, Stakes};
use myelin_emission::{Books, Facts, Flow, Part};
use myelin_pool::Pool;
use myelin_stake::Pots;
use myelin_units::{Alpha, NetUid, PerU16, Price, Tao};

/// A neuron: a hotkey with a uid, and what the last epoch thought of it.
#[derive(Clone, Debug, Default)]
pub struct Neuron {
    /// Its coldkey.
    pub owner: AgentId,
    /// Share of the incentive, in any unit that is the same for all neurons.
    pub incentive: u64,
    /// Share of the dividends, in any unit that is the same for all neurons.
    pub dividend: u64,
    /// What its owner keeps of a dividend.
    pub take: PerU16,
    /// Whether all stake at root stands behind it.
    pub root: bool,
    /// The alpha on it.
    pub stakes: Stakes,
}

/// One subnet: its books and its people.
#[derive(Clone, Debug)]
pub struct Subnet {
    /// Its number.
    pub netuid: NetUid,
    /// Reserves, and alpha outside them.
    pub books: Books,
    /// Moving price of its alpha.
    pub moving_price: Price,
    /// First block in which it emits.
    pub first_block: u64,
    /// Age at which its moving price goes at half its pace.
    pub halving: u64,
    /// Whether it may receive TAO.
    pub funded: bool,
    /// Part of miners' emission that is withheld from its owner's own.
    pub miner_burned: Part,
    /// What waits for the owner.
    pub owner_pot: Alpha,
    /// What waits for miners, validators and root.
    pub pots: Pots,
    /// Alpha that nobody owns.
    pub protocol: Alpha,
    /// What users paid in less what they took out since the last block, in rao.
    pub user_net: i128,
    /// The same of the protocol.
    pub protocol_net: i128,
    /// Moving average of the users' flow.
    pub flow: Flow,
    /// Moving average of the protocol's flow.
    pub protocol_flow: Flow,
    /// What root's validators last gave it.
    pub root_votes: u128,
    /// Blocks between two epochs; none where zero.
    pub tempo: u64,
    /// Block of the last epoch.
    pub last_epoch: u64,
    /// Coldkey of the owner.
    pub owner: AgentId,
    /// Its neurons. Stake goes to the first unless said otherwise; the owner's cut does too.
    pub neurons: Vec<Neuron>,
    /// Its share in the last block.
    pub share: Tao,
    /// TAO that waits because a step failed.
    pub carried: Tao,
    /// Alpha of the last block for its miners.
    pub for_miners: Alpha,
}

impl Subnet {
    /// A subnet that has started, with these reserves and nobody on it but its owner's validator.
    pub fn new(netuid: u16, tao: Tao, alpha: Alpha, owner: AgentId) -> Self {
        let validator = Neuron { owner, incentive: 1, dividend: 1, root: true, ..Neuron::default() };
        Self {
            netuid: NetUid::new(netuid),
            books: Books { pool: Pool { tao, alpha }, alpha_out: Alpha::ZERO },
            moving_price: Price::ZERO,
            first_block: 1,
            halving: 201_600,
            funded: true,
            miner_burned: Part::ZERO,
            owner_pot: Alpha::ZERO,
            pots: Pots::EMPTY,
            protocol: Alpha::ZERO,
            user_net: 0,
            protocol_net: 0,
            flow: Flow::ZERO,
            protocol_flow: Flow::ZERO,
            root_votes: 0,
            tempo: 360,
            last_epoch: 0,
            owner,
            neurons: vec![validator],
            share: Tao::ZERO,
            carried: Tao::ZERO,
            for_miners: Alpha::ZERO,
        }
    }

    /// TAO per alpha in its pool.
    pub fn price(&self) -> Option<Price> {
        self.books.pool.price()
    }

    /// What an agent may take out of all its neurons in block `now`.
    pub fn held_by(&self, agent: AgentId, now: u64) -> Alpha {
        let held = self.neurons.iter().map(|neuron| neuron.stakes.of(agent, now));
        Alpha::checked_sum(held).unwrap_or(Alpha::MAX)
    }

    /// Whether its people receive alpha in this block.
    pub(crate) fn is_started(&self, block: u64) -> bool {
        block >= self.first_block && !self.books.pool.tao.is_zero() && !self.books.pool.alpha.is_zero()
    }

    /// What the rules may know of it.
    pub(crate) const fn facts(&self) -> Facts {
        Facts {
            netuid: self.netuid,
            enabled: self.funded,
            moving_price: self.moving_price,
            pool_tao: self.books.pool.tao,
            flow: self.flow,
            protocol_flow: self.protocol_flow,
            miner_burned: self.miner_burned,
            root_votes: self.root_votes,
        }
    }
}
