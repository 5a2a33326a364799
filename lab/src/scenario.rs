//! Scenario files: a world, a model with its numbers, and what must come out.

use crate::{
    models::{
        cabal::Cabal, copying::Copying, flywheel::Flywheel, plan::Plan, pump::PumpingOwner,
        spiral::DeathSpiral,
    },
    results::Outcome,
    LabError,
};
use serde::Deserialize;
use std::{fmt, path::Path, str::FromStr};

/// A scenario as its file has it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// What it is called.
    pub name: String,
    /// What it is about, and which statements of the articles it tests.
    pub about: String,
    /// What chance starts from.
    #[serde(default)]
    pub seed: u64,
    /// What must come out: `metric > number` and the like.
    #[serde(default)]
    pub assert: Vec<Assertion>,
    /// The world at the start; models of votes alone have none.
    #[serde(default)]
    pub world: Plan,
    /// The model: one of these.
    flywheel: Option<Flywheel>,
    death_spiral: Option<DeathSpiral>,
    pumping_owner: Option<PumpingOwner>,
    copying: Option<Copying>,
    cabal: Option<Cabal>,
}

impl Scenario {
    /// Reads a scenario file.
    pub fn read(path: &Path) -> Result<Self, LabError> {
        let text = std::fs::read_to_string(path).map_err(|said| LabError::file(path, said))?;
        toml::from_str(&text).map_err(|said| LabError::file(path, said.to_string().trim_end()))
    }

    /// Lets it happen.
    pub fn run(&self) -> Result<Outcome, LabError> {
        match (&self.flywheel, &self.death_spiral, &self.pumping_owner, &self.copying, &self.cabal) {
            (Some(flywheel), None, None, None, None) => flywheel.run(&self.world),
            (None, Some(spiral), None, None, None) => spiral.run(&self.world),
            (None, None, Some(pump), None, None) => pump.run(&self.world, self.seed),
            (None, None, None, Some(copying), None) => copying.run(self.seed),
            (None, None, None, None, Some(cabal)) => cabal.run(self.seed),
            _ => Err(LabError::input(
                "model",
                "not one",
                "give exactly one of the tables [flywheel], [death_spiral], [pumping_owner], [copying], [cabal]",
            )),
        }
    }

    /// Each assertion, what the metric is, and whether it holds.
    pub fn judge(&self, outcome: &Outcome) -> Result<Vec<(Assertion, f64, bool)>, LabError> {
        let judged = |assertion: &Assertion| {
            let value = outcome.metrics.get(&assertion.metric).ok_or_else(|| {
                let known: Vec<&str> = outcome.metrics.keys().map(String::as_str).collect();
                LabError::input(
                    "assert",
                    &assertion.metric,
                    format!("choose a metric of {}", known.join(", ")),
                )
            })?;
            Ok((assertion.clone(), *value, assertion.holds(*value)))
        };
        self.assert.iter().map(judged).collect()
    }
}

/// `metric > number`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(try_from = "String")]
pub struct Assertion {
    metric: String,
    relation: Relation,
    bound: f64,
}

#[derive(Copy, Clone, Debug, PartialEq)]
enum Relation {
    Less,
    AtMost,
    AtLeast,
    More,
}

const RELATIONS: [(&str, Relation); 4] =
    [("<=", Relation::AtMost), (">=", Relation::AtLeast), ("<", Relation::Less), (">", Relation::More)];

impl Assertion {
    fn holds(&self, value: f64) -> bool {
        match self.relation {
            Relation::Less => value < self.bound,
            Relation::AtMost => value <= self.bound,
            Relation::AtLeast => value >= self.bound,
            Relation::More => value > self.bound,
        }
    }
}

impl FromStr for Assertion {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("assert: {text:?}: write a metric, one of < <= >= >, and a number");
        let found = RELATIONS.iter().find_map(|(sign, relation)| Some((text.split_once(sign)?, *relation)));
        let ((metric, bound), relation) = found.ok_or_else(wrong)?;
        let bound: f64 = bound.trim().parse().map_err(|_| wrong())?;
        Ok(Self { metric: metric.trim().into(), relation, bound })
    }
}

impl TryFrom<String> for Assertion {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl fmt::Display for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign =
            RELATIONS.iter().find(|(_, relation)| *relation == self.relation).map_or("?", |found| found.0);
        write!(f, "{} {sign} {}", self.metric, self.bound)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn assertion_should_be_read_and_judged() {
        let assertion: Assertion = "P1.loop_gain >= 1.5".parse().unwrap();
        assert!(assertion.holds(1.5) && !assertion.holds(1.4) && !assertion.holds(f64::NAN));
        assert_eq!(assertion.to_string(), "P1.loop_gain >= 1.5");
        assert!("P1.loop_gain".parse::<Assertion>().is_err());
        assert!("a < b".parse::<Assertion>().is_err());
    }

    #[test]
    fn scenario_should_name_the_line_when_something_is_wrong() {
        let text = "name = \"x\"\nabout = \"y\"\nassert = [\"a ~ 1\"]\n[world]\n";
        let refused = toml::from_str::<Scenario>(text).unwrap_err().to_string();
        assert!(refused.contains("line 3") && refused.contains("a ~ 1"), "{refused}");
        let refused = toml::from_str::<Scenario>("name = \"x\"\nabot = 1\n").unwrap_err().to_string();
        assert!(refused.contains("line 2") && refused.contains("abot"), "{refused}");
    }
}
