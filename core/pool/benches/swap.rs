//! What one trade costs. `cargo bench -p myelin-pool`.

use criterion::{criterion_group, criterion_main, Criterion};
use myelin_pool::{buy, inject, most_alpha_between, most_alpha_within, most_tao_within, sell, Market, Pool};
use myelin_units::{Alpha, PerU16, Tao, RAO_PER_TAO};
use std::hint::black_box;

fn pool(tao: u64, alpha: u64) -> Pool {
    Pool { tao: Tao::new(tao * RAO_PER_TAO), alpha: Alpha::new(alpha * RAO_PER_TAO) }
}

fn trades(criterion: &mut Criterion) {
    let market = Market { fee: PerU16::new(33), min_reserve: 1_000_000 };
    let (here, there) = (pool(25_000, 1_000_000), pool(3_000, 700_000));
    let (tao, alpha) = (Tao::new(12_345_678_901), Alpha::new(98_765_432_109));
    let cap = Alpha::new(RAO_PER_TAO);
    criterion.bench_function("pool::buy", |b| {
        b.iter(|| buy(black_box(&here), black_box(tao), black_box(&market)))
    });
    criterion.bench_function("pool::sell", |b| {
        b.iter(|| sell(black_box(&here), black_box(alpha), black_box(&market)))
    });
    criterion.bench_function("pool::inject", |b| {
        b.iter(|| inject(black_box(&here), black_box(tao), black_box(cap)))
    });
    criterion.bench_function("pool::most_tao_within", |b| {
        b.iter(|| most_tao_within(black_box(&here), black_box(30_000_000), black_box(&market)))
    });
    criterion.bench_function("pool::most_alpha_within", |b| {
        b.iter(|| most_alpha_within(black_box(&here), black_box(20_000_000), black_box(&market)))
    });
    criterion.bench_function("pool::most_alpha_between", |b| {
        let limit = black_box(5 * RAO_PER_TAO);
        b.iter(|| most_alpha_between(black_box(&here), black_box(&there), limit, black_box(&market)))
    });
}

criterion_group!(benches, trades);
criterion_main!(benches);
