//! Vectors of the economic rules, one file a crate of `core`.

mod block;
mod emission;
mod pool;
mod registry;
mod stake;

use crate::fields::{field, skip, Check};
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

const OLD_FORM: &str = "a form of the reference that the recommended rule replaces";

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
        "subnet_share" => emission::share(&vector),
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
        "balancer" => skip("balancer: weighted pools are not built; the pool is a constant product"),
        "root_claim" => skip("root_claim: root dividends are sold, not claimed"),
        "locks" => skip("locks: locks and conviction do not exist yet"),
        "mechanisms" => skip("mechanisms: a subnet has one mechanism yet"),
        "childkeys" => skip("childkeys: child keys do not exist yet"),
        "predtao_root" => skip("predtao_root: the root vote ended with dynamic TAO"),
        group => Err(Outcome::Failed(format!("the group {group} is unknown"))),
    }
}
