//! The fee of a pool, on a chain of this pallet, the network and the ledger.

use crate::{self as pallet_swap, Error, Event, FeeRate, DEFAULT_FEE_RATE, MAX_FEE_RATE};
use frame_support::{
    assert_noop, assert_ok, derive_impl,
    traits::{ConstU32, ConstU64},
};
use myelin_units::{NetUid, PerU16, Tao};
use pallet_network::{genesis::GenesisSubnet, staking::SwapFee};
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchError};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Network: pallet_network = 7,
        Swap: pallet_swap = 28,
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
    type SwapFee = Swap;
}

impl crate::Config for Test {}

const TAO: u64 = 1_000_000_000;
const SUBNET: NetUid = NetUid::new(1);

fn account(number: u8) -> AccountId32 {
    AccountId32::new([number; 32])
}

/// Root, and subnet 1 of account 1, started, with a pool of 1,000 TAO and 1,000 alpha; account 2 has 1,000 TAO.
fn chain() -> sp_io::TestExternalities {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let balances = vec![(account(2), 1_000 * TAO)];
    pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let subnet = GenesisSubnet {
        netuid: 1,
        name: "apex".into(),
        owner: account(1),
        hotkey: account(101),
        tao: 1_000 * TAO,
        alpha: 1_000 * TAO,
        alpha_out: 0,
        tempo: 10,
        min_allowed_weights: 0,
        burn: TAO,
    };
    let root = Some((account(98), account(198)));
    let network = pallet_network::GenesisConfig::<Test> { root, subnets: vec![subnet], ..Default::default() };
    network.assimilate_storage(&mut storage).unwrap();
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

#[test]
fn fee_should_be_set_by_owner_and_root_up_to_the_highest() {
    chain().execute_with(|| {
        assert_eq!(Swap::rate(SUBNET), PerU16::new(DEFAULT_FEE_RATE));
        assert_ok!(Swap::set_fee_rate(RuntimeOrigin::signed(account(1)), SUBNET, MAX_FEE_RATE));
        System::assert_last_event(Event::FeeRateSet { netuid: SUBNET, rate: MAX_FEE_RATE }.into());
        assert_eq!(Swap::rate(SUBNET), PerU16::new(MAX_FEE_RATE));
        assert_ok!(Swap::set_fee_rate(RuntimeOrigin::root(), SUBNET, 0));
        assert_eq!(FeeRate::<Test>::get(SUBNET), 0);
    });
}

#[test]
fn fee_should_be_refused_when_too_high_or_not_ones_own_to_set() {
    chain().execute_with(|| {
        let set = |origin, netuid, rate| Swap::set_fee_rate(origin, netuid, rate);
        assert_noop!(set(RuntimeOrigin::root(), SUBNET, MAX_FEE_RATE + 1), Error::<Test>::FeeRateTooHigh);
        assert_noop!(set(RuntimeOrigin::root(), SUBNET, u16::MAX), Error::<Test>::FeeRateTooHigh);
        assert_noop!(
            set(RuntimeOrigin::signed(account(2)), SUBNET, 1),
            pallet_network::Error::<Test>::NotSubnetOwner
        );
        assert_noop!(
            set(RuntimeOrigin::root(), NetUid::new(9), 1),
            pallet_network::Error::<Test>::SubnetNotExists
        );
        assert_noop!(set(RuntimeOrigin::none(), SUBNET, 1), DispatchError::BadOrigin);
    });
}

#[test]
fn fee_should_be_what_a_trade_pays() {
    chain().execute_with(|| {
        let bought = |rate: u16| {
            assert_ok!(Swap::set_fee_rate(RuntimeOrigin::root(), SUBNET, rate));
            Network::quote_stake(&account(2), &account(101), SUBNET, Tao::new(TAO), None).expect("a quote")
        };
        assert_eq!(bought(0).fee, Tao::ZERO);
        // ceil(10^9 * 10000 / 65535)
        assert_eq!(bought(MAX_FEE_RATE).fee, Tao::new(152_590_219));
        assert!(bought(MAX_FEE_RATE).alpha < bought(0).alpha);
    });
}
