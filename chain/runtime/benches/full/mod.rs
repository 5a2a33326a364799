//! A chain with one full subnet: 256 neurons with hotkeys of their own, of which 64 have stake and permits.

use crate::harness::account;
use myelin_runtime::{
    BalancesConfig, Runtime, RuntimeGenesisConfig, RuntimeOrigin, SubtensorModule, SubtensorModuleConfig,
};
use myelin_units::{NetUid, Tao};
use pallet_network::genesis::GenesisSubnet;
use sp_io::TestExternalities;
use sp_runtime::{AccountId32, BuildStorage};

pub const TAO: u64 = 1_000_000_000;
pub const NEURONS: u16 = 256;
/// Uids from 1 on that have stake and, with the owner's, a permit.
pub const VALIDATORS: u16 = 64;
pub const SUBNET: NetUid = NetUid::new(1);

/// The hotkey with a uid; uid 0 is the owner's.
pub fn hotkey(uid: u16) -> AccountId32 {
    account(1, uid)
}

/// Its coldkey, and beyond the last uid somebody who is not there yet. Each has 2,000 TAO.
pub fn coldkey(uid: u16) -> AccountId32 {
    account(2, uid)
}

/// The chain before its first block.
pub fn chain() -> TestExternalities {
    let balances = (1..2 * NEURONS).map(|uid| (coldkey(uid), 2_000 * TAO)).collect();
    let genesis = RuntimeGenesisConfig {
        balances: BalancesConfig { balances, ..Default::default() },
        subtensor_module: SubtensorModuleConfig { subnets: vec![subnet()], ..Default::default() },
        ..Default::default()
    };
    let mut chain = TestExternalities::new(genesis.build_storage().expect("the genesis builds"));
    chain.execute_with(populate);
    chain
}

fn subnet() -> GenesisSubnet<AccountId32> {
    GenesisSubnet {
        netuid: SUBNET.into(),
        name: "full".into(),
        owner: hotkey(0),
        hotkey: hotkey(0),
        tao: 1_000_000 * TAO,
        alpha: 1_000_000 * TAO,
        alpha_out: TAO,
        tempo: 1,
        min_allowed_weights: 1,
        burn: TAO,
    }
}

fn populate() {
    for uid in 1..NEURONS {
        pallet_network::Owner::<Runtime>::insert(hotkey(uid), coldkey(uid));
        pallet_network::Keys::<Runtime>::insert(SUBNET, uid, hotkey(uid));
        pallet_network::Uids::<Runtime>::insert(SUBNET, hotkey(uid), uid);
    }
    pallet_network::SubnetworkN::<Runtime>::insert(SUBNET, NEURONS);
    pallet_network::FirstEmissionBlockNumber::<Runtime>::insert(SUBNET, 1);
    pallet_network::MaxAllowedValidators::<Runtime>::insert(SUBNET, VALIDATORS);
    for uid in 1..=VALIDATORS {
        let stake = Tao::new((1_000 - u64::from(uid)) * TAO);
        let staker = RuntimeOrigin::signed(coldkey(uid));
        SubtensorModule::add_stake(staker, hotkey(uid), SUBNET, stake).expect("a validator stakes");
    }
    let permits: Vec<_> = (0..NEURONS).map(|uid| (1..=VALIDATORS).contains(&uid)).collect();
    pallet_network::ValidatorPermit::<Runtime>::insert(SUBNET, permits);
}
