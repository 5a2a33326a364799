//! A short run of what the fuzzer does (`make fuzz-yuma`), on bytes that are the same every time.

mod bytes;
mod textbook;

use std::path::PathBuf;

/// So many strings of bytes, of all lengths.
const RUNS: u64 = 20_000;

#[test]
fn epoch_should_agree_with_the_textbook_on_arbitrary_bytes() {
    let mut state = 0x9E37_79B9_7F4A_7C15u64;
    let mut roll = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut earning = 0u64;
    for _ in 0..RUNS {
        let length = roll() % 1500;
        let data: Vec<u8> = (0..length).map(|_| roll() as u8).collect();
        earning += u64::from(bytes::compare(&data));
    }
    assert!(earning > RUNS / 4, "{earning} of {RUNS} subnets pay dividends: the others say little");
}

/// What the fuzzer kept because it found new ways through the code.
#[test]
fn epoch_should_agree_with_the_textbook_on_every_seed() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds");
    for seed in std::fs::read_dir(&seeds).expect("seeds").flatten() {
        bytes::compare(&std::fs::read(seed.path()).expect("a seed"));
    }
}
