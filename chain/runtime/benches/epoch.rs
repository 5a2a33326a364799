//! The opening of a block in which the epoch of a full subnet is due (256 neurons, 64 validators who name everybody, bonds
//! held), beside the same block in which it is not: native and in WASM, under Yuma2, Yuma3 and with liquid alpha. Pay
//! included. State is a trie in memory.
//!
//! `cargo bench -p myelin-runtime --bench epoch`
#![allow(clippy::expect_used)] // a bench that cannot go on stops

mod harness;

use criterion::{criterion_group, criterion_main, BenchmarkId, Criterion};
use harness::{account, open_native, Wasm};
use myelin_runtime::{
    BalancesConfig, Executive, Header, Runtime, RuntimeGenesisConfig, RuntimeOrigin, SubtensorModule,
    SubtensorModuleConfig,
};
use myelin_units::{NetUid, Tao};
use pallet_network::{genesis::GenesisSubnet, weights::NetUidStorageIndex};
use sp_io::TestExternalities;
use sp_runtime::{traits::Header as _, AccountId32, BuildStorage};
use std::time::Duration;

const TAO: u64 = 1_000_000_000;
const NEURONS: u16 = 256;
const VALIDATORS: u16 = 64;
const SUBNET: NetUid = NetUid::new(1);

#[derive(Clone, Copy)]
enum Consensus {
    Yuma2,
    Yuma3,
    Liquid,
}

fn subnet() -> GenesisSubnet<AccountId32> {
    GenesisSubnet {
        netuid: 1,
        name: "full".into(),
        owner: account(1, 0),
        hotkey: account(1, 0),
        tao: 1_000_000 * TAO,
        alpha: 1_000_000 * TAO,
        alpha_out: TAO,
        tempo: 1,
        min_allowed_weights: 1,
        burn: TAO,
    }
}

/// Neurons with hotkeys of their own; the first of them validate, each with its stake and a view of all others.
fn populate(consensus: Consensus) {
    let index = NetUidStorageIndex::from(SUBNET);
    for uid in 1..NEURONS {
        let hotkey = account(1, uid);
        pallet_network::Owner::<Runtime>::insert(&hotkey, account(2, uid));
        pallet_network::Keys::<Runtime>::insert(SUBNET, uid, &hotkey);
        pallet_network::Uids::<Runtime>::insert(SUBNET, &hotkey, uid);
    }
    pallet_network::SubnetworkN::<Runtime>::insert(SUBNET, NEURONS);
    pallet_network::FirstEmissionBlockNumber::<Runtime>::insert(SUBNET, 1);
    pallet_network::MaxAllowedValidators::<Runtime>::insert(SUBNET, VALIDATORS);
    pallet_network::Yuma3On::<Runtime>::insert(SUBNET, !matches!(consensus, Consensus::Yuma2));
    pallet_network::LiquidAlphaOn::<Runtime>::insert(SUBNET, matches!(consensus, Consensus::Liquid));
    for uid in 1..=VALIDATORS {
        let stake = Tao::new((1_000 - u64::from(uid)) * TAO);
        let staker = RuntimeOrigin::signed(account(2, uid));
        SubtensorModule::add_stake(staker, account(1, uid), SUBNET, stake).expect("a validator stakes");
        let spread = |miner: u16| (u32::from(uid) * 7_919 + u32::from(miner) * 104_729) % 60_000 + 1;
        let row: Vec<_> = (0..NEURONS).map(|miner| (miner, spread(miner) as u16)).collect();
        pallet_network::Weights::<Runtime>::insert(index, uid, row);
    }
    let permits: Vec<_> = (0..NEURONS).map(|uid| (1..=VALIDATORS).contains(&uid)).collect();
    pallet_network::ValidatorPermit::<Runtime>::insert(SUBNET, permits);
    pallet_network::LastUpdate::<Runtime>::insert(index, vec![1u64; usize::from(NEURONS)]);
}

/// A subnet after its first epoch, in block 1, so that bonds are held.
fn chain(consensus: Consensus) -> TestExternalities {
    let balances = (1..=VALIDATORS).map(|uid| (account(2, uid), 2_000 * TAO)).collect();
    let genesis = RuntimeGenesisConfig {
        balances: BalancesConfig { balances, ..Default::default() },
        subtensor_module: SubtensorModuleConfig { subnets: vec![subnet()], ..Default::default() },
        ..Default::default()
    };
    let mut chain = TestExternalities::new(genesis.build_storage().expect("the genesis builds"));
    chain.execute_with(|| {
        populate(consensus);
        let none = Default::default();
        Executive::initialize_block(&Header::new(1, none, none, none, Default::default()));
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
