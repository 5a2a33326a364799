//! A chain of this pallet, the network and the ledger, for tests.

#![allow(missing_docs)]

use crate as pallet_admin;
use frame_support::{
    derive_impl,
    traits::{ConstU32, ConstU64},
};
use myelin_units::{NetUid, PerU16};
use pallet_network::{genesis::GenesisSubnet, staking::SwapFee, LastEpochBlock, Tempo};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Network: pallet_network = 7,
        Admin: pallet_admin = 19,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlock<Test>;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type AccountData = pallet_balances::AccountData<u64>;
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
    type MechanismRateLimit = ConstU64<720>;
}

impl crate::Config for Test {}

/// The wire's default: 33 / 65535.
pub struct Fee;
impl SwapFee for Fee {
    fn rate(_: NetUid) -> PerU16 {
        PerU16::new(33)
    }
}

pub const TAO: u64 = 1_000_000_000;
pub const SUBNET: NetUid = NetUid::new(1);
/// A netuid without a subnet.
pub const NOWHERE: NetUid = NetUid::new(9);
/// The block the tests begin in: that of subnet 1's last epoch.
pub const START: u64 = 1_000;
/// The tempo of subnet 1.
pub const TEMPO: u16 = 360;

pub fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

/// The coldkey that owns subnet 1.
pub fn owner() -> RuntimeOrigin {
    RuntimeOrigin::signed(account(1))
}

pub fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

pub fn stranger() -> RuntimeOrigin {
    RuntimeOrigin::signed(account(2))
}

/// Root, and subnet 1 of account 1 with one neuron.
pub fn chain() -> sp_io::TestExternalities {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let subnet = GenesisSubnet {
        netuid: 1,
        name: "apex".into(),
        owner: account(1),
        hotkey: account(101),
        tao: 1_000 * TAO,
        alpha: 1_000 * TAO,
        alpha_out: 0,
        tempo: TEMPO,
        min_allowed_weights: 0,
        burn: TAO,
    };
    // Root belongs to the same coldkey, so that what is not permitted there can be told from what is not one's own.
    let root = Some((account(1), account(198)));
    let network = pallet_network::GenesisConfig::<Test> { root, subnets: vec![subnet], ..Default::default() };
    network.assimilate_storage(&mut storage).unwrap();
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| {
        System::set_block_number(START);
        LastEpochBlock::<Test>::insert(SUBNET, START);
        assert_eq!(Tempo::<Test>::get(SUBNET), TEMPO);
    });
    chain
}
