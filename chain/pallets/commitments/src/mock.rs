//! A chain of this pallet, the network and the ledger, for tests.

#![allow(missing_docs)]

use crate as pallet_commitments;
use frame_support::{
    derive_impl,
    traits::{ConstU32, ConstU64},
};
use myelin_timelock::development::{sign, SECRET};
use myelin_units::{NetUid, PerU16};
use pallet_network::{genesis::GenesisSubnet, staking::SwapFee};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Network: pallet_network = 7,
        Commitments: pallet_commitments = 18,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    // Blocks are numbered as in the runtime, because the wire tells the type.
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type AccountData = pallet_balances::AccountData<u64>;
    type DbWeight = frame_support::weights::constants::ParityDbWeight;
    type BlockHashCount = ConstU32<10>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = u64;
    type ExistentialDeposit = ConstU64<500>;
    type AccountStore = System;
    type MaxFreezes = ConstU32<0>;
    type RuntimeHoldReason = RuntimeHoldReason;
}

#[derive_impl(pallet_network::config_preludes::TestDefaultConfig as pallet_network::DefaultConfig)]
impl pallet_network::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SwapFee = Fee;
    type OnHotkeySwap = Commitments;
    type Beacons = Beacon;
}

impl crate::Config for Test {}

frame_support::parameter_types! {
    /// The last round that is on chain.
    pub static LastRound: u64 = 100;
    /// Rounds that were left out.
    pub static Missing: Vec<u64> = Vec::new();
}

/// The development beacon, from round 90 on.
pub struct Beacon;
impl myelin_timelock::Beacons for Beacon {
    fn last_round() -> u64 {
        LastRound::get()
    }
    fn signature(round: u64) -> Option<myelin_timelock::Signature> {
        let there = (90..=LastRound::get()).contains(&round) && !Missing::get().contains(&round);
        there.then(|| sign(&SECRET, round))
    }
}

/// The wire's default: 33 / 65535.
pub struct Fee;
impl SwapFee for Fee {
    fn rate(_: NetUid) -> PerU16 {
        PerU16::new(33)
    }
}

const TAO: u64 = 1_000_000_000;
pub const SUBNET: NetUid = NetUid::new(1);
pub const OTHER: NetUid = NetUid::new(2);
/// A netuid without a subnet.
pub const NOWHERE: NetUid = NetUid::new(9);
/// The block the tests begin in.
pub const START: u32 = 1_000;

pub fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

/// The one neuron of subnets 1 and 2.
pub fn hotkey() -> AccountId32 {
    account(101)
}

/// Root, and subnets 1 and 2 of account 1 with one neuron each.
pub fn chain() -> sp_io::TestExternalities {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let subnet = |netuid| GenesisSubnet {
        netuid,
        name: "apex".into(),
        owner: account(1),
        hotkey: hotkey(),
        tao: 1_000 * TAO,
        alpha: 1_000 * TAO,
        alpha_out: 0,
        tempo: 10,
        min_allowed_weights: 0,
        burn: TAO,
    };
    let root = Some((account(98), account(198)));
    let subnets = vec![subnet(1), subnet(2)];
    let network = pallet_network::GenesisConfig::<Test> { root, subnets, ..Default::default() };
    network.assimilate_storage(&mut storage).unwrap();
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(START));
    chain
}
