//! Every scenario of the folder: all it asserts comes out.

#![allow(clippy::unwrap_used)] // helpers of tests may panic, as tests do

use myelin_lab::scenario::Scenario;
use std::path::Path;

fn run(name: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("scenarios/{name}.toml"));
    let scenario = Scenario::read(&path).unwrap();
    assert_eq!(scenario.name, name);
    let outcome = scenario.run().unwrap();
    let judged = scenario.judge(&outcome).unwrap();
    assert!(!judged.is_empty());
    for (assertion, value, holds) in judged {
        assert!(holds, "{assertion}, but it is {value}; {:#?}", outcome.metrics);
    }
    let folder = tempfile::tempdir().unwrap();
    let written = outcome.write(folder.path()).unwrap();
    assert!(written.iter().any(|name| name.ends_with(".svg")) && written.len() >= 5, "{written:?}");
}

/// Sources A11.
#[test]
fn flywheel_should_turn_when_its_gain_is_above_one() {
    run("flywheel_up");
}

/// Sources A22, C27, C29.
#[test]
fn spiral_should_have_a_point_of_no_return() {
    run("death_spiral");
}

/// Sources C20 to C22.
#[test]
fn pumping_should_pay_only_while_the_herd_is_large() {
    run("pumping_owner");
}

/// Issue 4: a copier of open votes earns at least what honest validators do, a copier of sealed ones less.
#[test]
fn copying_should_pay_only_while_votes_are_open() {
    run("copying");
}

/// Issue 4: 40 % of the stake do not move the consensus, 60 % are it.
#[test]
fn cabal_should_lift_its_miner_only_with_most_of_the_stake() {
    run("cabal");
}

#[test]
fn every_scenario_should_be_tested() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("scenarios");
    assert_eq!(std::fs::read_dir(folder).unwrap().count(), 5, "name new scenarios in this file");
}
