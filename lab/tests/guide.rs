//! The examples of docs/guides/lab.md, run as they stand there.

#![allow(clippy::unwrap_used)] // helpers of tests may panic, as tests do

use std::{path::Path, process::Command};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// The arguments of each `cargo run … -p myelin-lab -- …` line.
fn examples() -> Vec<Vec<String>> {
    let guide = std::fs::read_to_string(root().join("docs/guides/lab.md")).unwrap();
    let lines = guide.lines().filter_map(|line| line.strip_prefix("cargo run --release -p myelin-lab -- "));
    lines.map(|line| line.split_whitespace().map(String::from).collect()).collect()
}

fn lab(arguments: &[&str]) -> std::process::Output {
    Command::new(env!("CARGO_BIN_EXE_myelin-lab")).args(arguments).current_dir(root()).output().unwrap()
}

#[test]
fn guide_should_show_what_works() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().to_str().unwrap();
    let mut ran = 0;
    for example in examples() {
        // Scenarios have their own tests; the real data stands beside the repository, and may not.
        let data = example.iter().find(|argument| argument.starts_with("../"));
        if example[0] == "run" || data.is_some_and(|path| !root().join(path).exists()) {
            continue;
        }
        let arguments: Vec<&str> = example
            .iter()
            .map(|argument| if argument == "lab-results" { out } else { argument.as_str() })
            .collect();
        let output = lab(&arguments);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success() && !output.stdout.is_empty(), "{example:?}: {said}");
        ran += 1;
    }
    assert!(ran >= 3, "{ran}");
    for name in ["rules.csv", "days.csv", "days.parquet", "concentration.svg"] {
        assert!(folder.path().join(name).exists(), "{name}");
    }
}

#[test]
fn shares_should_print_json_alone() {
    let output = lab(&["shares", "lab/examples/state.json", "--rule", "price_gate", "--theta", "2/3"]);
    let shares: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(shares[0]["share"], "0.100000000000000000");
    assert_eq!(shares[1]["rao"], 900_000_000);
    assert!(output.stderr.is_empty());
}

#[test]
fn same_seed_should_give_the_same_files() {
    let run = || {
        let folder = tempfile::tempdir().unwrap();
        let out = folder.path().to_str().unwrap();
        let rules = "alpha_price,stake_share";
        let arguments = ["compare", "--rules", rules, "--days", "1", "--subnets", "4", "--out", out];
        assert!(lab(&arguments).status.success());
        ["days.csv", "days.parquet", "rules.csv"].map(|name| std::fs::read(folder.path().join(name)).unwrap())
    };
    assert_eq!(run(), run());
}

#[test]
fn wrong_input_should_end_with_two_and_say_what_to_do() {
    for (arguments, said) in [
        (&["shares", "nowhere.json"][..], "error: nowhere.json: No such file"),
        (&["shares", "Cargo.toml"], "error: Cargo.toml: not JSON"),
        (
            &["shares", "lab/examples/state.json", "--rule", "x"],
            "error: --rule: x: choose one of alpha_price",
        ),
        (
            &["shares", "lab/examples/state.json", "--theta", "1"],
            "error: --theta: alpha_price: this rule has none",
        ),
        (&["compare", "--rules", "alpha_price,y"], "error: --rule: y: choose one of"),
        (&["replay", "--data", "lab/examples/state.json"], "error: subnet 1, tau_in: null: give a number"),
        (&["run", "Cargo.toml"], "error: Cargo.toml: TOML parse error at line 1"),
        (
            &["replay", "--data", "../shared/data/subnets-2026-04-11.json", "--issuance", "1"],
            "error: issuance",
        ),
    ] {
        if arguments.iter().any(|argument| argument.starts_with("../") && !root().join(argument).exists()) {
            continue;
        }
        let output = lab(arguments);
        let words = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {words}");
        assert!(words.starts_with(said), "{arguments:?}: {words}");
        assert!(output.stdout.is_empty());
    }
}
