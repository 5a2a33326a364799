//! The opening of a block on a network of 256 neurons a subnet, no epoch due: native and in WASM, at 16, 128 and 1,024
//! subnets. State is a trie in memory, so this is the work of the runtime, not of a disk.
//!
//! `cargo bench -p myelin-runtime --bench block_step`
#![allow(clippy::expect_used)] // a bench that cannot go on stops

mod harness;

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use harness::{account, open_native, Wasm};
use myelin_runtime::{Runtime, RuntimeGenesisConfig, SubtensorModuleConfig};
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_views::FixedI128;
use pallet_network::{genesis::GenesisSubnet, weights::NetUidStorageIndex};
use sp_io::TestExternalities;
use sp_runtime::{AccountId32, BuildStorage};
use std::time::Duration;

const TAO: u64 = 1_000_000_000;
const NEURONS: u16 = 256;

fn subnet(netuid: u16) -> GenesisSubnet<AccountId32> {
    GenesisSubnet {
        netuid,
        name: format!("subnet {netuid}"),
        owner: account(netuid, 0),
        hotkey: account(netuid, 0),
        tao: (1_000 + u64::from(netuid)) * TAO,
        alpha: 100_000 * TAO,
        alpha_out: 1_000_000 * TAO,
        tempo: 60_000,
        min_allowed_weights: 1,
        burn: TAO,
    }
}

/// Neurons and a moving price, as a subnet that has lived for a while has them.
fn populate(netuid: u16) {
    let (number, id) = (netuid, NetUid::new(netuid));
    for uid in 1..NEURONS {
        let hotkey = account(number, uid);
        pallet_network::Keys::<Runtime>::insert(id, uid, &hotkey);
        pallet_network::Uids::<Runtime>::insert(id, &hotkey, uid);
    }
    let n = usize::from(NEURONS);
    pallet_network::SubnetworkN::<Runtime>::insert(id, NEURONS);
    pallet_network::Emission::<Runtime>::insert(id, vec![Alpha::new(TAO); n]);
    pallet_network::Incentive::<Runtime>::insert(NetUidStorageIndex::from(id), vec![PerU16::new(255); n]);
    pallet_network::SubnetMovingPrice::<Runtime>::insert(id, FixedI128 { bits: 1 << 25 });
    pallet_network::FirstEmissionBlockNumber::<Runtime>::insert(id, 1);
}

fn network(subnets: u16) -> TestExternalities {
    let genesis = RuntimeGenesisConfig {
        subtensor_module: SubtensorModuleConfig {
            subnets: (1..=subnets).map(subnet).collect(),
            ..Default::default()
        },
        ..Default::default()
    };
    let mut chain = TestExternalities::new(genesis.build_storage().expect("the genesis builds"));
    chain.execute_with(|| (1..=subnets).for_each(populate));
    chain.commit_all().expect("the state is written");
    chain
}

fn block_step(criterion: &mut Criterion) {
    let runtime = Wasm::new();
    let mut group = criterion.benchmark_group("block_step");
    group.sample_size(20).warm_up_time(Duration::from_secs(1)).measurement_time(Duration::from_secs(5));
    for subnets in [16, 128, 1_024] {
        let mut chain = network(subnets);
        group.bench_function(BenchmarkId::new("native", subnets), |bencher| {
            bencher.iter(|| open_native(&mut chain, 1))
        });
        group.bench_function(BenchmarkId::new("wasm", subnets), |bencher| {
            bencher.iter(|| runtime.open(&mut chain, 1))
        });
    }
    group.finish();
}

criterion_group!(benches, block_step);
criterion_main!(benches);
