//! Single steps of the rules: quantile, permits, upscaling, the weight limit, the choice of who is replaced.

use super::expect::compare;
use super::scenario::u16s;
use super::{malformed, Stop};
use myelin_registry::{neuron_to_prune, Candidate};
use myelin_stake::mechanism_parts;
use myelin_units::Alpha;
use myelin_yuma::consensus::{quantile, Ballot, Rule};
use myelin_yuma::exponential::logistic;
use myelin_yuma::{permits, upscale};
use serde_json::{json, Value};

/// floor(x · 2^32) of a decimal in a vector.
fn share(value: &Value) -> Result<u64, Stop> {
    Ok((value.as_f64().ok_or_else(|| malformed("not a number"))? * (1u64 << 32) as f64) as u64)
}

fn shares(value: &Value) -> Result<Vec<u64>, Stop> {
    value.as_array().ok_or_else(|| malformed("not a list"))?.iter().map(share).collect()
}

/// Emission among mechanisms.
pub(crate) fn split(vector: &Value) -> Result<(), Stop> {
    let total = vector["total"].as_u64().ok_or_else(|| malformed("no total"))?;
    let count = vector["count"].as_u64().and_then(|count| u8::try_from(count).ok());
    let split = match vector.get("split") {
        Some(split) => Some(u16s(split)?),
        None => None,
    };
    let count = count.ok_or_else(|| malformed("no count"))?;
    let parts = mechanism_parts(Alpha::new(total), count, split.as_deref());
    let parts: Vec<u64> = parts.into_iter().map(Alpha::rao).collect();
    compare("parts", &vector["expected"], &json!(parts), 0.0)
}

/// The logistic curve of liquid alpha: 1 / (1 + e^(-rho · (x - mid))).
pub(crate) fn sigmoid(vector: &Value) -> Result<(), Stop> {
    // Some of the points come from numbers of 32 bits.
    let point = |name: &str| {
        let exact = vector[name].as_f64().ok_or_else(|| malformed(name))?;
        let point = if vector["f32"] == true { f64::from(exact as f32) } else { exact };
        Ok((point * (1u64 << 32) as f64).round() as i128)
    };
    let slope = -(point("rho")? >> 32);
    let z = (slope * (point("x")? - point("mid")?)).clamp(i128::from(i64::MIN), i128::from(i64::MAX));
    let tolerance = vector["tol"].as_f64().unwrap_or(0.0);
    let curve = logistic(z as i64) as f64 / (1u64 << 32) as f64;
    compare("sigmoid", &vector["expected"], &json!(curve), tolerance)
}

pub(crate) fn median(vector: &Value) -> Result<(), Stop> {
    let (stake, score) = (shares(&vector["stake"])?, shares(&vector["score"])?);
    let votes: Vec<Ballot> =
        stake.iter().zip(&score).map(|(share, score)| Ballot { score: *score, share: *share }).collect();
    let voters = votes.iter().filter(|ballot| ballot.share > 0);
    let rule = Rule { kappa: share(&vector["majority"])?, voters: voters.clone().count() };
    let ballots: Vec<Ballot> = voters.filter(|ballot| ballot.score > 0).copied().collect();
    compare("median", &json!(share(&vector["expected"])?), &json!(quantile(&ballots, rule)), 0.0)
}

pub(crate) fn topk(vector: &Value) -> Result<(), Stop> {
    let stake = vector["stake"].as_array().ok_or_else(|| malformed("no stake"))?;
    let stake: Vec<u64> = stake.iter().filter_map(Value::as_u64).collect();
    let most = vector["k"].as_u64().ok_or_else(|| malformed("no k"))?;
    compare("topk", &vector["expected"], &json!(permits::largest(&stake, most as usize)), 0.0)
}

pub(crate) fn max_upscale(vector: &Value) -> Result<(), Stop> {
    let scaled = upscale::max_upscale(&u16s(&vector["input"])?);
    compare("upscaled", &vector["expected"], &json!(scaled), 0.0)
}

pub(crate) fn max_weight(vector: &Value) -> Result<(), Stop> {
    let limit = vector["limit"].as_u64().ok_or_else(|| malformed("no limit"))? as u16;
    let within = upscale::within_max_weight(&u16s(&vector["input"])?, limit);
    compare("within", &vector["expected"], &json!(within), 0.0)
}

pub(crate) fn prune(vector: &Value) -> Result<(), Stop> {
    let numbers = |name: &str| -> Vec<u64> {
        vector[name].as_array().into_iter().flatten().filter_map(Value::as_u64).collect()
    };
    let candidates = candidates(&numbers("emission"), &numbers("reg_block"), vector, |_| false);
    pruned(&candidates, vector, &vector["expected"])
}

/// The uids as candidates for replacement. `immune` and `immortal` of the vector override the block rule.
pub(crate) fn candidates(
    emission: &[u64],
    registered_at: &[u64],
    vector: &Value,
    immune_at: impl Fn(u64) -> bool,
) -> Vec<Candidate> {
    let immune = |uid: usize, at: u64| {
        vector["immune"].get(uid).and_then(Value::as_bool).unwrap_or_else(|| immune_at(at))
    };
    let immortal = |uid: usize| vector["immortal"].as_array().is_some_and(|uids| uids.contains(&json!(uid)));
    let uids = emission.iter().zip(registered_at).enumerate();
    uids.map(|(uid, (emission, at))| Candidate {
        uid: uid as u16,
        emission: *emission,
        registered_at: *at,
        immune: immune(uid, *at),
        immortal: immortal(uid),
    })
    .collect()
}

pub(crate) fn pruned(candidates: &[Candidate], vector: &Value, expected: &Value) -> Result<(), Stop> {
    let min_free = vector["min_free"].as_u64().unwrap_or(0) as u16;
    let got = json!(neuron_to_prune(candidates, min_free));
    // A `null` here means "nobody", not "unchecked".
    if *expected == got {
        return Ok(());
    }
    Err(Stop::Failed(format!("pruned: expected {expected}, got {got}")))
}
