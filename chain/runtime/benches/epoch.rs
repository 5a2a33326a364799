//! The opening of a block in which the epoch of a full subnet is due (256 neurons, 64 validators who name everybody, bonds
//! held), beside the same block in which it is not: native and in WASM, under Yuma2, Yuma3 and with liquid alpha. Pay
//! included. State is a trie in memory.
//!
//! `cargo bench -p myelin-runtime --bench epoch`
#![allow(clippy::expect_used)] // a bench that cannot go on stops

mod full;
mod harness;

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use full::{NEURONS, SUBNET, VALIDATORS};
use harness::{header, open_native, Wasm};
use myelin_runtime::{Executive, Runtime};
use pallet_network::weights::NetUidStorageIndex;
use sp_io::TestExternalities;
use std::time::Duration;

#[derive(Clone, Copy)]
enum Consensus {
    Yuma2,
    Yuma3,
    Liquid,
}

/// All validators have a view of all neurons.
fn vote(consensus: Consensus) {
    let index = NetUidStorageIndex::from(SUBNET);
    pallet_network::Yuma3On::<Runtime>::insert(SUBNET, !matches!(consensus, Consensus::Yuma2));
    pallet_network::LiquidAlphaOn::<Runtime>::insert(SUBNET, matches!(consensus, Consensus::Liquid));
    for uid in 1..=VALIDATORS {
        let spread = |miner: u16| (u32::from(uid) * 7_919 + u32::from(miner) * 104_729) % 60_000 + 1;
        let row: Vec<_> = (0..NEURONS).map(|miner| (miner, spread(miner) as u16)).collect();
        pallet_network::Weights::<Runtime>::insert(index, uid, row);
    }
    pallet_network::LastUpdate::<Runtime>::insert(index, vec![1u64; usize::from(NEURONS)]);
}

/// A subnet after its first epoch, in block 1, so that bonds are held.
fn chain(consensus: Consensus) -> TestExternalities {
    let mut chain = full::chain();
    chain.execute_with(|| {
        vote(consensus);
        Executive::initialize_block(&header(1));
        let bonds = pallet_network::Bonds::<Runtime>::get(NetUidStorageIndex::from(SUBNET), VALIDATORS);
        assert_eq!(bonds.len(), usize::from(NEURONS) - 1, "the first epoch left no bonds");
    });
    chain.commit_all().expect("the state is written");
    chain
}

fn epoch(criterion: &mut Criterion) {
    let runtime = Wasm::new();
    let mut group = criterion.benchmark_group("epoch");
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    let cases = [("yuma2", Consensus::Yuma2), ("yuma3", Consensus::Yuma3), ("liquid", Consensus::Liquid)];
    for (name, consensus) in cases {
        let mut chain = chain(consensus);
        group.bench_function(BenchmarkId::new("native", name), |bencher| {
            bencher.iter(|| open_native(&mut chain, 2))
        });
        group.bench_function(BenchmarkId::new("wasm", name), |bencher| {
            bencher.iter(|| runtime.open(&mut chain, 2))
        });
        chain.execute_with(|| pallet_network::Tempo::<Runtime>::insert(SUBNET, 60_000));
        group.bench_function(BenchmarkId::new("wasm, no epoch", name), |bencher| {
            bencher.iter(|| runtime.open(&mut chain, 2))
        });
    }
    group.finish();
}

criterion_group!(benches, epoch);
criterion_main!(benches);
