//! Who holds how much of the stake on one hotkey.

use crate::LabError;
use myelin_stake::{Holding, LeftBehind, VestingPool};
use myelin_units::Alpha;
use std::collections::BTreeMap;

/// One of the people of a world.
#[derive(Copy, Clone, Debug, Default, Eq, PartialEq, Ord, PartialOrd, Hash)]
pub struct AgentId(pub usize);

/// The share pool of a hotkey with its holders.
#[derive(Clone, Debug, Default)]
pub struct Stakes {
    /// All of it, and what is not its holders' yet.
    all: VestingPool,
    holdings: BTreeMap<AgentId, Holding>,
}

impl Stakes {
    /// What an agent may take out in block `now`.
    pub fn of(&self, agent: AgentId, now: u64) -> Alpha {
        let all = VestingPool { now, ..self.all };
        self.holdings.get(&agent).map_or(Alpha::ZERO, |holding| all.value_of(holding))
    }

    /// What all hold together, with dividends that are still to be given over.
    pub const fn total(&self) -> Alpha {
        self.all.pool.value
    }

    /// `amount` joins an agent's position.
    pub fn deposit(&mut self, agent: AgentId, amount: Alpha, now: u64) -> Result<(), LabError> {
        if amount.is_zero() {
            return Ok(());
        }
        self.all.now = now;
        Ok(self.all.deposit(self.holdings.entry(agent).or_default(), amount)?)
    }

    /// `amount` leaves an agent's position. Returns what is left for nobody.
    pub fn withdraw(&mut self, agent: AgentId, amount: Alpha, now: u64) -> Result<LeftBehind, LabError> {
        self.all.now = now;
        let holding = self.holdings.entry(agent).or_default();
        let left = self.all.withdraw(holding, amount)?;
        if holding.is_empty() {
            self.holdings.remove(&agent);
        }
        Ok(left)
    }

    /// `amount` for all who hold, at once, or for `heir` where nobody does.
    pub fn credit(&mut self, heir: AgentId, amount: Alpha, now: u64) -> Result<(), LabError> {
        if self.all.pool.shares == 0 {
            return self.deposit(heir, amount, now);
        }
        self.all.now = now;
        Ok(self.all.credit(amount)?)
    }

    /// `amount` for all who hold, as `span` blocks go by, or for `heir` at once where nobody does.
    pub fn vest(&mut self, heir: AgentId, amount: Alpha, now: u64, span: u64) -> Result<(), LabError> {
        if amount.is_zero() {
            return Ok(());
        }
        if self.all.pool.shares == 0 {
            return self.deposit(heir, amount, now);
        }
        self.all.now = now;
        Ok(self.all.pour(amount, span)?)
    }
}
