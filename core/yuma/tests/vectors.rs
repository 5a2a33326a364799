//! Every vector of `yuma.json` whose rule lives in this crate.
//!
//! The runner is the one of `core/vectors`, compiled in by path: that crate depends on all the rules, this test
//! only on its own.

use std::collections::BTreeMap;
use std::path::PathBuf;

#[allow(dead_code)]
#[path = "../../vectors/src/yuma/mod.rs"]
mod yuma;

/// The runner's verdict.
pub enum Outcome {
    /// As expected.
    Passed,
    /// Otherwise, and how.
    Failed(String),
    /// Not decided, and why.
    Skipped(String),
}

fn shared() -> PathBuf {
    let beside = || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared"));
    std::env::var_os("MYELIN_SHARED").map_or_else(beside, PathBuf::from)
}

#[test]
fn epoch_should_reproduce_every_vector() {
    let file = shared().join("vectors/yuma.json");
    let Ok(text) = std::fs::read_to_string(&file) else {
        println!("SKIPPED: no vectors at {}", file.display());
        return;
    };
    let file: serde_json::Value = serde_json::from_str(&text).expect("vectors are JSON");
    let (mut passed, mut skipped, mut failed) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    for vector in file["vectors"].as_array().expect("a list of vectors") {
        match yuma::run(vector) {
            Outcome::Passed => *passed.entry(vector["kind"].to_string()).or_insert(0) += 1,
            Outcome::Skipped(why) => *skipped.entry(why).or_insert(0) += 1,
            Outcome::Failed(why) => failed.push(format!("{}: {why}", vector["name"])),
        }
    }
    println!("passed {passed:?}\nskipped {skipped:?}");
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    assert!(skipped.is_empty() && passed.values().sum::<i32>() == 139, "every vector has its rule");
}
