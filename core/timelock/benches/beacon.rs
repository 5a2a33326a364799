//! What a pulse and a sealed text cost, native. `cargo bench -p myelin-timelock`.
#![allow(clippy::expect_used)] // a bench that cannot go on stops

use criterion::{criterion_group, criterion_main, Criterion};
use myelin_timelock::{decrypt, development, encrypt, verify_many};
use std::hint::black_box;

fn beacon(criterion: &mut Criterion) {
    let beacon = development::beacon();
    for pulses in [1, 4, 16, 64] {
        let pulses: Vec<_> = (1..=pulses).map(development::pulse).collect();
        criterion.bench_function(&format!("timelock::verify/pulses={}", pulses.len()), |b| {
            b.iter(|| verify_many(black_box(&beacon), black_box(&pulses)))
        });
    }
    let (right, wrong) = (development::pulse(1).signature, development::pulse(2).signature);
    for bytes in [100, 4_756] {
        let sealed = encrypt(&beacon, 1, &vec![7; bytes], &[9; 76]).expect("it can be sealed");
        criterion.bench_function(&format!("timelock::decrypt/bytes={bytes}"), |b| {
            b.iter(|| decrypt(black_box(&sealed), black_box(&right)))
        });
        criterion.bench_function(&format!("timelock::decrypt/wrong={bytes}"), |b| {
            b.iter(|| decrypt(black_box(&sealed), black_box(&wrong)))
        });
    }
}

criterion_group!(benches, beacon);
criterion_main!(benches);
