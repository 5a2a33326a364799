//! Vectors of `yuma.json`: one epoch, scripts of several, and the steps on their own.

mod clock;
mod expect;
mod matrices;
mod scenario;
mod steps;

use crate::Outcome;
use serde_json::Value;

/// Why a vector could not be decided as passed.
pub(crate) enum Stop {
    /// It is wrong: what was expected, what came.
    Failed(String),
    /// Its rule does not exist yet.
    Skipped(String),
}

/// Runs one vector of the yuma format.
#[must_use]
pub fn run(vector: &Value) -> Outcome {
    let kind = vector["kind"].as_str().unwrap_or_default();
    let result = match kind {
        "epoch" => scenario::epoch(vector),
        "scenario" => scenario::script(vector),
        "median" => steps::median(vector),
        "topk" => steps::topk(vector),
        "max_upscale" => steps::max_upscale(vector),
        "max_weight" => steps::max_weight(vector),
        "prune" => steps::prune(vector),
        "sigmoid" => steps::sigmoid(vector),
        "split" => steps::split(vector),
        "reveal_block" => clock::reveal_block(vector),
        "commit_epoch" => clock::commit_epoch(vector),
        "legacy_first_block" => clock::legacy_first_block(vector),
        other => skip(&format!("kind `{other}` of yuma vectors")),
    };
    match result {
        Ok(()) => Outcome::Passed,
        Err(Stop::Failed(why)) => Outcome::Failed(why),
        Err(Stop::Skipped(why)) => Outcome::Skipped(why),
    }
}

fn skip(rule: &str) -> Result<(), Stop> {
    Err(Stop::Skipped(rule.to_owned()))
}

/// A vector that lacks what its kind needs is a failure of the vector, not a pass.
pub(crate) fn malformed(what: &str) -> Stop {
    Stop::Failed(format!("malformed vector: {what}"))
}
