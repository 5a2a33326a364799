//! A hundred epochs of a full subnet in the runtime's WASM say what `core/yuma` says natively of the same inputs. Votes,
//! stake and newcomers come by calls; emission and pay are the chain's own.
#![allow(clippy::unwrap_used, clippy::expect_used)] // a chain that cannot go on fails the test

#[path = "../../benches/full/mod.rs"]
mod full;
#[path = "../../benches/harness/mod.rs"]
#[allow(dead_code)] // what only benches do
mod harness;
mod mirror;

use mirror::Mirror;
use myelin_yuma::Liquid;

const EPOCHS: u64 = 100;

/// A third each of Yuma2, Yuma3 and Yuma3 with liquid alpha.
#[test]
fn hundred_epochs_in_wasm_should_be_those_of_yuma_consensus() {
    let mut mirror = Mirror::new();
    let mut earning = 0;
    for epoch in 0..EPOCHS {
        let kind = epoch * 3 / EPOCHS;
        let liquid = Liquid { low: 45_875, high: 58_982, steepness: 1_000 };
        mirror.set_rules(kind > 0, (kind > 1).then_some(liquid));
        mirror.live();
        let outcome = mirror.epoch();
        earning += u64::from(outcome.dividends.iter().filter(|share| **share > 0).count() > 8);
    }
    // Most epochs had something to decide.
    assert!(earning * 2 > EPOCHS, "{earning} of {EPOCHS}");
    assert!(mirror.newcomers() > 20, "{} newcomers", mirror.newcomers());
}
