use super::*;
use myelin_emission::{AlphaPrice, NetFlow, PriceGate, Threshold};
use serde_json::json;

const BLOCK: Tao = Tao::new(RAO_PER_TAO);

fn named(name: &str) -> EmissionRule {
    EmissionRule::named(name).unwrap()
}

fn gate(theta: &str) -> EmissionRule {
    let theta: Ratio = theta.parse().unwrap();
    let threshold = Threshold::Share(Part::from_bits(theta.bits64().unwrap()));
    EmissionRule::PriceGate(PriceGate { power: 3, threshold, miner_burn: true })
}

fn printed(state: Value, rule: &EmissionRule) -> Vec<String> {
    shares(&state, rule, BLOCK).unwrap().into_iter().map(|share| share.share).collect()
}

/// Sources A15: a price edge of two is an emission edge of nine.
#[test]
fn gate_should_turn_one_third_and_two_thirds_into_a_tenth_and_nine_tenths() {
    for (third, rest) in [("1/3", "2/3"), ("0.02", "0.04")] {
        let state = json!([
            {"netuid": 1, "moving_price": third, "miner_burned": "0", "enabled": true},
            {"netuid": 2, "moving_price": rest, "miner_burned": "0", "enabled": true},
        ]);
        assert_eq!(printed(state.clone(), &gate("2/3")), ["0.100000000000000000", "0.900000000000000000"]);
        // Among these two the largest alone reaches 0.61 of all, so the threshold is its share.
        assert_eq!(printed(state, &named("price_gate")), ["0.100000000000000000", "0.900000000000000000"]);
    }
}

#[test]
fn price_share_should_be_the_exact_fraction_of_what_was_written() {
    let state = json!([
        {"netuid": 3, "moving_price": "0.1"},
        {"netuid": 7, "moving_price": 0.2},
        {"netuid": 9, "moving_price": "5", "enabled": false},
    ]);
    let shares = shares(&state, &named("alpha_price"), BLOCK).unwrap();
    let exact: Vec<_> =
        shares.iter().map(|s| (s.numerator.as_str(), s.denominator.as_str(), s.rao)).collect();
    assert_eq!(exact, [("1", "3", 333_333_333), ("2", "3", 666_666_667), ("0", "1", 0)]);
}

#[test]
fn burned_emission_should_lower_a_share() {
    let state = json!([
        {"netuid": 1, "moving_price": "0.5", "miner_burned": "0.5"},
        {"netuid": 2, "moving_price": "0.5"},
    ]);
    let burn = EmissionRule::AlphaPrice(AlphaPrice { miner_burn: true });
    assert_eq!(printed(state.clone(), &burn), ["0.333333333333333333", "0.666666666666666667"]);
    assert_eq!(printed(state, &named("alpha_price")), ["0.500000000000000000"; 2]);
}

#[test]
fn every_rule_should_answer_when_it_is_told_what_it_weighs() {
    let state = json!([
        {"netuid": 1, "moving_price": "0.1", "pool_tao": "100", "flow": "-0.5", "root_votes": 1},
        {"netuid": 2, "moving_price": "0.3", "pool_tao": "300", "flow": "1.5", "root_votes": 3},
        {"netuid": 4, "moving_price": "0.1", "pool_tao": "100", "flow": "0.5", "root_votes": 1},
    ]);
    for name in EmissionRule::NAMES {
        let shares = shares(&state, &named(name), BLOCK).unwrap();
        assert_eq!(shares.iter().map(|share| share.rao).sum::<u64>(), RAO_PER_TAO, "{name}");
    }
    let flow = EmissionRule::NetFlow(NetFlow::default());
    let quarters = ["0.000000000000000000", "0.750000000000000000", "0.250000000000000000"];
    assert_eq!(printed(state, &flow), quarters);
}

#[test]
fn shares_should_be_nothing_when_nobody_is_entitled() {
    let state =
        json!([{"netuid": 1, "moving_price": "0"}, {"netuid": 2, "moving_price": 1, "enabled": false}]);
    for rule in [named("alpha_price"), named("price_gate")] {
        let shares = shares(&state, &rule, BLOCK).unwrap();
        assert!(shares.iter().all(|share| share.rao == 0 && share.numerator == "0"));
    }
    assert_eq!(shares(&json!([]), &named("alpha_price"), BLOCK), Ok(vec![]));
}

#[test]
fn input_should_be_refused_with_field_value_and_advice() {
    let price = named("alpha_price");
    for (state, said) in [
        (json!({}), "state: an object: give a JSON list"),
        (json!([1]), "entry 0: a number: give an object"),
        (json!([{"moving_price": "1"}]), "entry 0, netuid: missing: give a whole number"),
        (json!([{"netuid": 70_000, "moving_price": "1"}]), "entry 0, netuid: 70000: give"),
        (json!([{"netuid": 0, "moving_price": "1"}]), "entry 0, netuid: 0: give"),
        (json!([{"netuid": 1}]), "entry 0, moving_price: missing: the rule alpha_price needs it"),
        (json!([{"netuid": 1, "moving_price": "x"}]), "entry 0, moving_price: \"x\": not a number"),
        (json!([{"netuid": 1, "moving_price": -1}]), "entry 0, moving_price: -1: negative"),
        (json!([{"netuid": 1, "moving_price": [1]}]), "entry 0, moving_price: [1]: write a number"),
        (
            json!([{"netuid": 1, "moving_price": 1, "miner_burned": "1.5"}]),
            "entry 0, miner_burned: \"1.5\": more than all",
        ),
        (
            json!([{"netuid": 1, "moving_price": 1, "enabled": "yes"}]),
            "entry 0, enabled: \"yes\": write true or false",
        ),
        (
            json!([{"netuid": 1, "moving_price": 1}, {"netuid": 1, "moving_price": 1}]),
            "netuid: 1: given twice",
        ),
        (json!([{"netuid": 1, "moving_price": 1, "pool_tao": "0.0000000001"}]), "entry 0, pool_tao"),
    ] {
        let refused = shares(&state, &price, BLOCK).unwrap_err().to_string();
        assert!(refused.starts_with(said), "{state}: {refused}");
    }
}

#[test]
fn fields_that_nothing_reads_should_be_named() {
    assert_eq!(
        unread_fields(&json!([{"netuid": 1, "name": "x"}, {"name": "y", "burn": 1}])),
        ["burn", "name"]
    );
}
