//! Vectors of the economic rules, one file a crate of `core`.

mod block;
mod emission;
mod family;
mod pool;
mod registry;
mod root_vote;
mod share;
mod stake;
mod weighted;

use crate::fields::{field, Check};
use crate::Outcome;
use serde_json::Value;

/// A vector of `economics.json`, taken apart.
struct Vector<'a> {
    id: &'a str,
    kind: &'a str,
    era: &'a str,
    input: &'a Value,
    expect: &'a Value,
}

/// Runs one vector of `economics.json`.
pub fn run(vector: &Value) -> Outcome {
    match check(vector) {
        Ok(()) => Outcome::Passed,
        Err(outcome) => outcome,
    }
}

fn check(json: &Value) -> Check {
    let text = |name: &str| json[name].as_str().unwrap_or_default();
    let vector = Vector {
        id: text("id"),
        kind: text("kind"),
        era: text("era"),
        input: field(json, "input")?,
        expect: field(json, "expect")?,
    };
    match text("group") {
        "emission_curve" => emission::curve(&vector),
        "subnet_share" => share::run(&vector),
        "ema_price" => emission::moving(&vector),
        "root_proportion" => emission::root_proportion(&vector),
        "coinbase_split" => emission::split(&vector),
        "tx_fee" => emission::fee(&vector),
        "coinbase_block" => block::run(&vector),
        "cpmm" => pool::swap(&vector),
        "limits" => pool::limit(&vector),
        "swap_fee" => pool::fee(&vector),
        "injection" => pool::injection(&vector),
        "share_pool" => stake::share_pool(&vector),
        "stake_weight" => stake::weight(&vector),
        "dividends" => stake::dividends(&vector),
        "lock_cost" => registry::lock(&vector),
        "burn_price" => registry::neuron_price(&vector),
        "subnet_creation" => registry::seed(&vector),
        "dissolve" => registry::dissolve(&vector),
        "balancer" => weighted::run(&vector),
        "predtao_root" => root_vote::run(&vector),
        "mechanisms" => family::mechanisms(&vector),
        "childkeys" => family::dividend(&vector),
        "root_claim" => family::root_claim(&vector),
        "locks" => family::lock(&vector),
        group => Err(Outcome::Failed(format!("the group {group} is unknown"))),
    }
}
