//! The world of a scenario, as its file describes it.

use crate::{AgentId, Governance, LabError, Subnet, World};
use myelin_emission::{EmissionRule, Flow};
use myelin_units::{Alpha, Price, Tao, RAO_PER_TAO};
use serde::Deserialize;

/// Whole TAO that exist, the pace of moving prices, the pools.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Plan {
    /// Rule by which TAO is shared, with its usual parameters.
    pub rule: String,
    /// Whole TAO that exist at the start.
    pub issuance: u64,
    /// Weight of a block in the moving price, in 2⁻³².
    pub moving_alpha: u64,
    /// The pools; the first is the one that is looked at.
    pub pools: Vec<PoolPlan>,
}

/// A pool at the start.
#[derive(Copy, Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoolPlan {
    /// Whole TAO in it.
    pub tao: u64,
    /// Whole alpha in it.
    pub alpha: u64,
}

impl Default for Plan {
    /// Half a TAO a block, and moving prices as fast as the main net's (0.0003).
    fn default() -> Self {
        Self { rule: "alpha_price".into(), issuance: 10_700_000, moving_alpha: 1_288_490, pools: Vec::new() }
    }
}

/// A block far enough from the start that moving prices have their full pace.
const OLD: u64 = 3_000_000;

impl Plan {
    /// The world of the plan, with `owner` as owner of every subnet.
    pub fn world(&self) -> Result<(World, AgentId), LabError> {
        if self.pools.is_empty() {
            return Err(LabError::input(
                "world.pools",
                "none",
                "give at least one pool {tao = …, alpha = …}",
            ));
        }
        let rule = rule_named("world.rule", &self.rule)?;
        let mut world =
            World::new(Governance { rule, moving_alpha: self.moving_alpha, ..Governance::default() });
        world.block = OLD;
        let owner = world.welcome(Tao::ZERO)?;
        for (place, pool) in (1u16..).zip(&self.pools) {
            let netuid = format!("world.pools[{}]", place.saturating_sub(1));
            let (tao, alpha) = (whole(&netuid, pool.tao)?, whole(&netuid, pool.alpha)?);
            let mut subnet = Subnet::new(place, Tao::new(tao), Alpha::new(alpha), owner);
            settle(&mut subnet, OLD);
            world.found(subnet)?;
        }
        let issuance = Tao::new(whole("world.issuance", self.issuance)?);
        let missing = issuance.checked_sub(world.issuance).map_err(|_| {
            LabError::input("world.issuance", self.issuance, "less than the pools hold; give more")
        })?;
        world.issue_elsewhere(missing)?;
        Ok((world, owner))
    }
}

/// A subnet as if it had been there for long: prices and flows at rest.
pub fn settle(subnet: &mut Subnet, block: u64) {
    subnet.moving_price = subnet.price().unwrap_or_default().min(Price::ONE);
    subnet.last_epoch = block;
    // As the live network seeded its flows: as much TAO a block as the price.
    subnet.flow = Flow::from_rao(i128::from(subnet.moving_price.rao_per_alpha_floor()));
}

/// The rule of a name, or an error that names the field.
pub fn rule_named(field: &str, name: &str) -> Result<EmissionRule, LabError> {
    EmissionRule::named(name).ok_or_else(|| {
        LabError::input(field, name, format!("choose one of {}", EmissionRule::NAMES.join(", ")))
    })
}

/// Whole units in rao.
pub fn whole(field: &str, units: u64) -> Result<u64, LabError> {
    let rao = units.checked_mul(RAO_PER_TAO).filter(|rao| *rao <= myelin_units::MAX_SUPPLY);
    rao.filter(|rao| *rao > 0).ok_or_else(|| LabError::input(field, units, "give from 1 to 21000000"))
}

/// TAO as a number to look at.
pub fn in_tao(tao: Tao) -> f64 {
    tao.rao() as f64 / RAO_PER_TAO as f64
}

/// An amount that somebody wishes for, in whole rao; nothing of what is no amount.
pub fn rao_of(units: f64) -> u64 {
    // The cast cuts at both ends, and makes nothing of what is no number.
    (units * RAO_PER_TAO as f64) as u64
}

/// A price as a number to look at.
pub fn in_numbers(price: Option<Price>) -> f64 {
    price.map_or(0.0, |price| price.bits() as f64 / 2f64.powi(64))
}
