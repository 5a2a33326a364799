//! Epochs: one from a given state, or a script of several with changes in between.

use super::expect::{compare, Expected};
use super::matrices::Matrices;
use super::{malformed, steps, Stop};
use myelin_yuma::{epoch_inspected, upscale, Inputs, Liquid, Outcome, Profile, Scratch};
use serde_json::{json, Value};

/// The state of a subnet as a vector describes it.
struct Subnet {
    block: u64,
    last_epoch_block: u64,
    stake: Vec<u64>,
    last_update: Vec<u64>,
    registered_at: Vec<u64>,
    first_commit: Vec<u64>,
    permits: Vec<bool>,
    weights: Vec<Vec<(u16, u16)>>,
    bonds: Vec<Vec<(u16, u16)>>,
    emission: u64,
    stored_emission: Vec<u64>,
    params: serde_json::Map<String, Value>,
    scratch: Scratch,
}

/// Parameters a vector may set; another one belongs to a rule that does not exist yet.
const KNOWN: [&str; 16] = [
    "max_allowed_validators",
    "bonds_penalty",
    "tempo",
    "kappa",
    "bonds_moving_average",
    "liquid_alpha",
    "alpha_low",
    "alpha_high",
    "alpha_sigmoid_steepness",
    "yuma3",
    "activity_cutoff",
    "stake_threshold",
    "owner_uid",
    "commit_reveal",
    "last_step_block",
    "immunity_period",
];

/// A vector of kind `epoch`.
pub(crate) fn epoch(vector: &Value) -> Result<(), Stop> {
    let mut subnet = Subnet::new(vector)?;
    subnet.check(&vector["expected"], vector["tol"].as_f64().unwrap_or(0.0))
}

/// A vector of kind `scenario`.
pub(crate) fn script(vector: &Value) -> Result<(), Stop> {
    let mut subnet = Subnet::new(vector)?;
    let general = vector["tol"].as_f64().unwrap_or(0.0);
    let steps = vector["steps"].as_array().ok_or_else(|| malformed("no steps"))?;
    for (number, step) in steps.iter().enumerate() {
        subnet.step(step, general).map_err(|stop| match stop {
            Stop::Failed(why) => Stop::Failed(format!("step {number}: {why}")),
            skipped => skipped,
        })?;
    }
    Ok(())
}

impl Subnet {
    fn new(vector: &Value) -> Result<Self, Stop> {
        let n = vector["n"].as_u64().ok_or_else(|| malformed("no n"))? as usize;
        let block = vector["current_block"].as_u64().or(vector["block"].as_u64()).unwrap_or(0);
        let params = vector["params"].as_object().cloned().unwrap_or_default();
        let commits = vector["commit_block"].as_array().into_iter().flatten();
        let mut subnet = Self {
            block,
            last_epoch_block: params.get("last_step_block").and_then(Value::as_u64).unwrap_or(0),
            stake: numbers(&vector["stake"], n)?,
            last_update: numbers(&vector["last_update"], n)?,
            registered_at: numbers(&vector["block_at_registration"], n)?,
            first_commit: commits.map(|at| at.as_u64().unwrap_or(u64::MAX)).collect(),
            permits: list(&vector["validator_permit"], n, Value::as_bool, false)?,
            weights: rows(&vector["weights"], n)?,
            bonds: rows(&vector["bonds_in"], n)?,
            emission: vector["emission"].as_u64().unwrap_or(1_000_000_000),
            stored_emission: vec![0; n],
            params: serde_json::Map::new(),
            scratch: Scratch::default(),
        };
        subnet.set(&params)?;
        Ok(subnet)
    }

    fn set(&mut self, params: &serde_json::Map<String, Value>) -> Result<(), Stop> {
        for (name, value) in params {
            if !KNOWN.contains(&name.as_str()) {
                return Err(Stop::Skipped(format!("parameter `{name}` of an epoch")));
            }
            self.params.insert(name.clone(), value.clone());
        }
        Ok(())
    }

    fn on(&self, name: &str) -> bool {
        self.params.get(name) == Some(&Value::Bool(true))
    }

    fn liquid(&self) -> Result<Option<Liquid>, Stop> {
        let steepness = self.params.get("alpha_sigmoid_steepness").map_or(Some(1000), Value::as_i64);
        let settings = Liquid {
            low: self.number("alpha_low", 45_875)? as u16,
            high: self.number("alpha_high", 58_982)? as u16,
            steepness: steepness.ok_or_else(|| malformed("steepness"))? as i16,
        };
        Ok(self.on("liquid_alpha").then_some(settings))
    }

    fn step(&mut self, step: &Value, general: f64) -> Result<(), Stop> {
        match step["op"].as_str().unwrap_or_default() {
            "advance" => self.block += whole(&step["blocks"])?,
            "to_block" => self.block = whole(&step["block"])?,
            "weights" => self.submit(step)?,
            "self_weights" => {
                for uid in uids(step)? {
                    self.store(uid, &[uid], &[u16::MAX])?;
                }
            }
            "stake" => *self.entry(step, |subnet| &mut subnet.stake)? += whole(&step["add"])?,
            "replace" => self.replace(whole(&step["uid"])? as u16),
            "reset_bonds" => {
                let uid = whole(&step["uid"])? as u16;
                self.bonds.iter_mut().for_each(|row| row.retain(|(miner, _)| *miner != uid));
            }
            "params" => {
                let inline = step.as_object().cloned().unwrap_or_default();
                let inline = inline.into_iter().filter(|(name, _)| name != "op").collect();
                self.set(step["params"].as_object().unwrap_or(&inline))?;
            }
            "expect_prune" => {
                let candidates = steps::candidates(&self.stored_emission, &self.registered_at, step, |at| {
                    let period = self.params.get("immunity_period").and_then(Value::as_u64).unwrap_or(0);
                    self.block.saturating_sub(at) < period
                });
                let expected =
                    step.get("expected").or(step.get("uid")).ok_or_else(|| malformed("no expected uid"))?;
                steps::pruned(&candidates, step, expected)?;
            }
            "epoch" => self.check(&step["expected"], step["tol"].as_f64().unwrap_or(general))?,
            other => return Err(Stop::Skipped(format!("step `{other}` of a scenario"))),
        }
        Ok(())
    }

    fn entry<'a>(
        &'a mut self,
        step: &Value,
        of: fn(&mut Self) -> &mut Vec<u64>,
    ) -> Result<&'a mut u64, Stop> {
        let uid = whole(&step["uid"])? as usize;
        of(self).get_mut(uid).ok_or_else(|| malformed("uid out of range"))
    }

    fn submit(&mut self, step: &Value) -> Result<(), Stop> {
        let dests: Vec<u16> = u16s(&step["dests"])?;
        let values = match step["value"].as_u64() {
            Some(value) => vec![value as u16; dests.len()],
            None => u16s(&step["values"])?,
        };
        uids(step)?.into_iter().try_for_each(|uid| self.store(uid, &dests, &values))
    }

    fn store(&mut self, uid: u16, dests: &[u16], values: &[u16]) -> Result<(), Stop> {
        let at = usize::from(uid);
        let missing = || malformed("uid out of range");
        let upscaled = upscale::max_upscale(values);
        *self.weights.get_mut(at).ok_or_else(missing)? = dests.iter().copied().zip(upscaled).collect();
        *self.last_update.get_mut(at).ok_or_else(missing)? = self.block;
        Ok(())
    }

    /// Another hotkey takes the uid (yuma.md §3.5). Its stake stays with the old one.
    fn replace(&mut self, uid: u16) {
        for entry in self.weights.iter_mut().flatten().filter(|(target, _)| *target == uid) {
            entry.1 = 0;
        }
        let at = usize::from(uid);
        for row in [self.weights.get_mut(at), self.bonds.get_mut(at)].into_iter().flatten() {
            row.clear();
        }
        for (list, value) in [
            (&mut self.last_update, self.block),
            (&mut self.registered_at, self.block),
            (&mut self.stake, 0),
            (&mut self.stored_emission, 0),
        ] {
            list.iter_mut().skip(at).take(1).for_each(|slot| *slot = value);
        }
        self.permits.iter_mut().skip(at).take(1).for_each(|permit| *permit = false);
    }

    fn number(&self, name: &str, default: u64) -> Result<u64, Stop> {
        match self.params.get(name) {
            None | Some(Value::Null) => Ok(default),
            Some(value) => whole(value),
        }
    }

    /// Runs an epoch, keeps its results and compares them.
    fn check(&mut self, expected: &Value, tolerance: f64) -> Result<(), Stop> {
        let stake: Vec<u128> = self.stake.iter().map(|rao| u128::from(*rao) << 32).collect();
        let inputs = Inputs {
            block: self.block,
            tempo: self.number("tempo", 360)? as u16,
            last_epoch_block: self.last_epoch_block,
            activity_cutoff: self.number("activity_cutoff", 5000)?,
            kappa: self.number("kappa", 32767)? as u16,
            bonds_penalty: self.number("bonds_penalty", 65535)? as u16,
            bonds_moving_average: self.number("bonds_moving_average", 900_000)?,
            yuma3: self.on("yuma3"),
            liquid: self.liquid()?,
            max_validators: self.number("max_allowed_validators", 128)? as u16,
            stake_threshold: self.number("stake_threshold", 0)?,
            owner_uid: self.params.get("owner_uid").and_then(Value::as_u64).map(|uid| uid as u16),
            stake: &stake,
            last_update: &self.last_update,
            registered_at: &self.registered_at,
            first_commit: if self.on("commit_reveal") { &self.first_commit } else { &[] },
            permits: &self.permits,
            weights: &self.weights,
            bonds: &self.bonds,
            emission: self.emission,
            profile: Profile::Reference,
        };
        let mut matrices = Matrices::default();
        let outcome = epoch_inspected(&inputs, &mut self.scratch, &mut matrices);
        for (name, wanted, tolerance) in (Expected { values: expected, tolerance }).iter() {
            let got = named(name, &outcome).or_else(|| matrices.named(name));
            let got = got.ok_or_else(|| malformed(&format!("unknown expectation `{name}`")))?;
            compare(name, wanted, &got, tolerance)?;
        }
        self.last_epoch_block = self.block;
        self.permits = outcome.permits;
        self.bonds = outcome.bonds;
        self.stored_emission = outcome.emission;
        Ok(())
    }
}

/// A result of an epoch under the name that vectors use.
fn named(name: &str, outcome: &Outcome) -> Option<Value> {
    Some(match name {
        "active" => json!(outcome.active),
        "validator_permit" => json!(outcome.permits),
        "stake_weight" => json!(outcome.stake_weight),
        "consensus" => json!(outcome.consensus),
        "incentive" => json!(outcome.incentive),
        "dividends" => json!(outcome.dividends),
        "validator_trust" => json!(outcome.trust),
        "server_emission" => json!(outcome.server_emission),
        "validator_emission" => json!(outcome.validator_emission),
        "emission" => json!(outcome.emission),
        "bonds_sparse" => json!(outcome.bonds),
        "bonds" => dense(outcome, |bond| json!(bond)),
        "bonds_proportion" => dense(outcome, |bond| json!(f64::from(bond) / 65535.0)),
        _ => return None,
    })
}

fn dense(outcome: &Outcome, shown: fn(u16) -> Value) -> Value {
    let n = outcome.bonds.len();
    let row = |row: &Vec<(u16, u16)>| {
        let mut full = vec![shown(0); n];
        for (miner, bond) in row {
            full.iter_mut().skip(usize::from(*miner)).take(1).for_each(|slot| *slot = shown(*bond));
        }
        full
    };
    json!(outcome.bonds.iter().map(row).collect::<Vec<_>>())
}

fn whole(value: &Value) -> Result<u64, Stop> {
    value.as_u64().ok_or_else(|| malformed(&format!("{value} is not a whole number")))
}

fn list<T: Clone>(
    value: &Value,
    n: usize,
    read: fn(&Value) -> Option<T>,
    missing: T,
) -> Result<Vec<T>, Stop> {
    match value {
        Value::Null => Ok(vec![missing; n]),
        Value::Array(items) => {
            items.iter().map(read).collect::<Option<_>>().ok_or_else(|| malformed("list item"))
        }
        other => Err(malformed(&format!("{other} is not a list"))),
    }
}

fn numbers(value: &Value, n: usize) -> Result<Vec<u64>, Stop> {
    list(value, n, Value::as_u64, 0)
}

pub(crate) fn u16s(value: &Value) -> Result<Vec<u16>, Stop> {
    list(value, 0, |item| item.as_u64().and_then(|item| u16::try_from(item).ok()), 0)
}

fn uids(step: &Value) -> Result<Vec<u16>, Stop> {
    match step["uid"].as_u64() {
        Some(uid) => Ok(vec![uid as u16]),
        None => u16s(&step["uids"]),
    }
}

fn rows(value: &Value, n: usize) -> Result<Vec<Vec<(u16, u16)>>, Stop> {
    let pair = |entry: &Value| match u16s(entry)?[..] {
        [uid, weight] => Ok((uid, weight)),
        _ => Err(malformed("row entry")),
    };
    match value.as_array() {
        None => Ok(vec![Vec::new(); n]),
        Some(rows) => {
            rows.iter().map(|row| row.as_array().into_iter().flatten().map(pair).collect()).collect()
        }
    }
}
