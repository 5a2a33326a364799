//! A network without a chain: the state of its subnets, and the chain's own functions to move it.
//!
//! What decides amounts is in `core/`; here it is called in the order of the chain's block step, and the parts are
//! put where the chain would put them. The equivalence test holds the two side by side.

mod block;
mod books;
mod epoch;
mod stakes;
mod subnet;
mod trade;

pub use stakes::{AgentId, Stakes};
pub use subnet::{Neuron, Subnet};

use crate::LabError;
use myelin_emission::{EmissionRule, Facts, Part, Settings};
use myelin_pool::Market;
use myelin_units::{Alpha, NetUid, PerU16, Tao, TaoWeight};

/// What governance sets.
#[derive(Clone, Debug)]
pub struct Governance {
    /// By which rule a block's TAO is shared.
    pub rule: EmissionRule,
    /// Injection, pool fraction, root weight, alpha curve.
    pub settings: Settings,
    /// What one TAO at root weighs, before the schedule of the settings.
    pub tao_weight: TaoWeight,
    /// Weight of a block in the moving price, in 2⁻³².
    pub moving_alpha: u64,
    /// The owner's part of new alpha.
    pub owner_cut: PerU16,
    /// Terms of users' trades.
    pub market: Market,
    /// The least that may be staked, in rao.
    pub min_stake: Tao,
    /// Epochs that run in one block at most.
    pub epochs_per_block: usize,
}

impl Default for Governance {
    /// As a new chain has it (economics §7).
    fn default() -> Self {
        Self {
            rule: EmissionRule::default(),
            settings: Settings::default(),
            tao_weight: TaoWeight::LIVE,
            moving_alpha: 12_885,
            owner_cut: PerU16::new(11_796),
            market: Market { fee: PerU16::new(33), min_reserve: 1_000_000 },
            min_stake: Tao::new(2_000_000),
            epochs_per_block: 2,
        }
    }
}

/// The whole network at one block.
#[derive(Clone, Debug, Default)]
pub struct World {
    /// Height of the chain.
    pub block: u64,
    /// What governance has set.
    pub governance: Governance,
    /// All subnets but root, by ascending netuid.
    pub subnets: Vec<Subnet>,
    /// Stake at root: TAO, one to one.
    pub root: Stakes,
    /// TAO that exists: what the emission curve depends on.
    pub issuance: Tao,
    /// TAO that exists and belongs to nobody here.
    pub elsewhere: Tao,
    /// Free TAO of each agent.
    pub purses: Vec<Tao>,
    /// Where a gate at a quantile stands until it is put anew.
    pub gate_bar: Part,
    /// What was minted in the last block.
    pub minted: Tao,
    /// Room that is used again in every block.
    pub(crate) scratch: Scratch,
}

/// Room that is used again in every block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scratch {
    facts: Vec<Facts>,
    shares: Vec<Tao>,
}

impl World {
    /// A world without subnets or people.
    pub fn new(governance: Governance) -> Self {
        Self { governance, ..Self::default() }
    }

    /// A new agent who brings `tao`.
    pub fn welcome(&mut self, tao: Tao) -> Result<AgentId, LabError> {
        self.issuance = self.issuance.checked_add(tao)?;
        self.purses.push(tao);
        Ok(AgentId(self.purses.len().saturating_sub(1)))
    }

    /// Adds a subnet, whose reserve counts as issued.
    pub fn found(&mut self, subnet: Subnet) -> Result<(), LabError> {
        if self.subnets.last().is_some_and(|last| last.netuid >= subnet.netuid) || subnet.netuid.is_root() {
            return Err(LabError::input("netuid", subnet.netuid, "netuids ascend from 1, each once"));
        }
        self.issuance = self.issuance.checked_add(subnet.books.pool.tao)?;
        self.subnets.push(subnet);
        Ok(())
    }

    /// TAO that exists and belongs to nobody here, so that the emission curve stands where it should.
    pub fn issue_elsewhere(&mut self, tao: Tao) -> Result<(), LabError> {
        self.issuance = self.issuance.checked_add(tao)?;
        self.elsewhere = self.elsewhere.checked_add(tao)?;
        Ok(())
    }

    /// TAO from elsewhere joins an agent's purse.
    pub fn grant_tao(&mut self, agent: AgentId, tao: Tao) -> Result<(), LabError> {
        let purse = self.purses.get_mut(agent.0);
        let purse = purse.ok_or(LabError::Unknown { what: "agent", number: agent.0 as u64 })?;
        let (left, held) = (self.elsewhere.checked_sub(tao)?, purse.checked_add(tao)?);
        (self.elsewhere, *purse) = (left, held);
        Ok(())
    }

    /// Alpha that an agent has staked with a subnet's first neuron since long ago.
    pub fn grant_alpha(&mut self, agent: AgentId, netuid: NetUid, alpha: Alpha) -> Result<(), LabError> {
        let block = self.block;
        let subnet = self.subnet_mut(netuid)?;
        let alpha_out = subnet.books.alpha_out.checked_add(alpha)?;
        let neuron = subnet.neurons.first_mut().ok_or(LabError::Unknown { what: "neuron", number: 0 })?;
        neuron.stakes.deposit(agent, alpha, block)?;
        subnet.books.alpha_out = alpha_out;
        Ok(())
    }

    /// Where a subnet stands among the subnets.
    pub fn place_of(&self, netuid: NetUid) -> Result<usize, LabError> {
        // Subnets mostly are numbered without a gap.
        let guess = usize::from(netuid.number()).saturating_sub(1);
        if self.subnets.get(guess).is_some_and(|subnet| subnet.netuid == netuid) {
            return Ok(guess);
        }
        self.subnets
            .binary_search_by_key(&netuid, |subnet| subnet.netuid)
            .map_err(|_| LabError::Unknown { what: "subnet", number: netuid.number().into() })
    }

    /// A subnet by its number.
    pub fn subnet(&self, netuid: NetUid) -> Result<&Subnet, LabError> {
        let place = self.place_of(netuid)?;
        self.subnets.get(place).ok_or(LabError::Unknown { what: "subnet", number: netuid.number().into() })
    }

    /// A subnet by its number, to be changed.
    pub fn subnet_mut(&mut self, netuid: NetUid) -> Result<&mut Subnet, LabError> {
        let place = self.place_of(netuid)?;
        self.subnets
            .get_mut(place)
            .ok_or(LabError::Unknown { what: "subnet", number: netuid.number().into() })
    }

    /// Free TAO of an agent.
    pub fn purse(&self, agent: AgentId) -> Tao {
        self.purses.get(agent.0).copied().unwrap_or_default()
    }
}
