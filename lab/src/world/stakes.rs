//! Who holds how much of the stake on one hotkey.

use crate::LabError;
use myelin_stake::{Holding, SharePool};
use myelin_units::Alpha;
use std::collections::BTreeMap;

/// One of the people of a world.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct AgentId(pub usize);

/// The share pool of a hotkey with its holders.
#[derive(Clone, Debug, Default)]
pub struct Stakes {
    /// All of it.
    pub pool: SharePool,
    holdings: BTreeMap<AgentId, Holding>,
}

impl Stakes {
    /// What an agent holds.
    pub fn of(&self, agent: AgentId) -> Alpha {
        self.holdings.get(&agent).map_or(Alpha::ZERO, |holding| self.pool.value_of(holding))
    }

    /// What all hold together.
    pub const fn total(&self) -> Alpha {
        self.pool.value
    }

    /// `amount` joins an agent's position.
    pub fn deposit(&mut self, agent: AgentId, amount: Alpha) -> Result<(), LabError> {
        if amount.is_zero() {
            return Ok(());
        }
        Ok(self.pool.deposit(self.holdings.entry(agent).or_default(), amount)?)
    }

    /// `amount` leaves an agent's position. Returns what is left for nobody once the last share is gone.
    pub fn withdraw(&mut self, agent: AgentId, amount: Alpha) -> Result<Alpha, LabError> {
        let holding = self.holdings.entry(agent).or_default();
        let left = self.pool.withdraw(holding, amount)?;
        if holding.is_empty() {
            self.holdings.remove(&agent);
        }
        Ok(left)
    }

    /// `amount` for all who hold, or for `heir` where nobody does.
    pub fn credit(&mut self, heir: AgentId, amount: Alpha) -> Result<(), LabError> {
        if self.pool.shares == 0 {
            return self.deposit(heir, amount);
        }
        Ok(self.pool.credit(amount)?)
    }
}
