//! `metagraph::decode/neurons=N`: what a program spends on what a chain answered. The aim is 1 ms for 256.

use codec::{Decode, DecodeAll, Encode};
use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion, Throughput};
use myelin_chain::AccountId;
use myelin_views::{AxonInfo, Metagraph};
use std::hint::black_box;

#[allow(clippy::panic)] // a sample that cannot be made is a broken bench
fn sample(neurons: u16) -> Metagraph<AccountId> {
    include!("../samples/graph.rs")
}

fn decode(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("metagraph::decode");
    for neurons in [64, 256] {
        let bytes = sample(neurons).encode();
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_with_input(
            BenchmarkId::from_parameter(format!("neurons={neurons}")),
            &bytes,
            |bench, bytes| {
                bench.iter(|| <Metagraph<AccountId>>::decode_all(&mut black_box(bytes.as_slice())));
            },
        );
    }
    group.finish();
}

fn ready(criterion: &mut Criterion) {
    let view = sample(256);
    criterion.bench_function("metagraph::index/neurons=256", |bench| {
        bench.iter(|| myelin_metagraph::Metagraph::new(black_box(view.clone()), myelin_chain::Hash::zero()));
    });
}

criterion_group!(benches, decode, ready);
criterion_main!(benches);
