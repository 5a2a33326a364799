//! A chain of this pallet and the ledger, for tests.

#![allow(missing_docs)]

use crate::{self as pallet_network, genesis::GenesisSubnet, pallet::*, staking::SwapFee};
use frame_support::{
    derive_impl,
    traits::{ConstU32, ConstU64, Hooks},
};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use sp_runtime::{traits::IdentityLookup, BuildStorage};

pub type AccountId = sp_runtime::AccountId32;
type Block = frame_system::mocking::MockBlock<Test>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Network: pallet_network = 7,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
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

#[derive_impl(crate::config_preludes::TestDefaultConfig as crate::DefaultConfig)]
impl Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type SwapFee = Fee;
    type Leasing = crate::leases::tests::fundraiser::Fundraiser;
    type Beacons = DevelopmentBeacon;
    type RevealsPerBlock = RevealsPerBlock;
}

frame_support::parameter_types! {
    /// The last round that is out, and rounds before it that never came.
    pub storage LastRound: u64 = 0;
    pub storage MissedRounds: Vec<u64> = Vec::new();
    /// Most sealed rows that a block opens.
    pub storage RevealsPerBlock: u32 = 4;
}

/// The beacon whose secret everybody knows.
pub struct DevelopmentBeacon;
impl myelin_timelock::Beacons for DevelopmentBeacon {
    fn last_round() -> u64 {
        LastRound::get()
    }

    fn signature(round: u64) -> Option<myelin_timelock::Signature> {
        let is_out = round <= LastRound::get() && !MissedRounds::get().contains(&round);
        is_out.then(|| myelin_timelock::development::pulse(round).signature)
    }
}

/// A row of weights, sealed by `hotkey` until `round` is out.
pub fn seal(hotkey: &AccountId, row: &[(u16, u16)], round: u64) -> crate::weights::SealedRow {
    let (uids, values): (Vec<u16>, Vec<u16>) = row.iter().copied().unzip();
    let payload = codec::Encode::encode(&(hotkey.as_ref() as &[u8], uids, values, 0u64));
    let beacon = myelin_timelock::development::beacon();
    myelin_timelock::encrypt(&beacon, round, &payload, &[7; 76]).unwrap().try_into().unwrap()
}

/// The wire's default: 33 / 65535.
pub struct Fee;
impl SwapFee for Fee {
    fn rate(_: NetUid) -> PerU16 {
        PerU16::new(33)
    }
}

pub const TAO: u64 = 1_000_000_000;

pub fn account(number: u64) -> AccountId {
    let mut bytes = [0u8; 32];
    bytes[..8].copy_from_slice(&number.to_le_bytes());
    AccountId::new(bytes)
}

/// Coldkeys are 1 to 99, hotkeys 100 and above; the root network's owner is 98 with hotkey 198.
pub fn coldkey(number: u64) -> AccountId {
    account(number)
}

pub fn hotkey(number: u64) -> AccountId {
    account(100 + number)
}

pub fn chain_with(subnets: Vec<GenesisSubnet<AccountId>>) -> sp_io::TestExternalities {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let balances = (1..=20).map(|number| (coldkey(number), 1_000_000 * TAO)).collect();
    pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let root = Some((coldkey(98), hotkey(98)));
    GenesisConfig::<Test> { root, subnets, opening_notice: 0, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(1));
    chain
}

/// A chain with root and nothing else.
pub fn empty_chain() -> sp_io::TestExternalities {
    chain_with(Vec::new())
}

/// Subnet 1: owned by coldkey 10 with hotkey 10, started, a pool of 1,000 TAO and 1,000 alpha.
pub fn genesis_subnet() -> GenesisSubnet<AccountId> {
    GenesisSubnet {
        netuid: 1,
        name: "apex".into(),
        owner: coldkey(10),
        hotkey: hotkey(10),
        tao: 1_000 * TAO,
        alpha: 1_000 * TAO,
        alpha_out: TAO,
        tempo: 10,
        min_allowed_weights: 0,
        burn: TAO / 10,
    }
}

/// A chain with root and [`genesis_subnet`].
pub fn chain() -> sp_io::TestExternalities {
    chain_with(vec![genesis_subnet()])
}

pub const SUBNET: NetUid = NetUid::new(1);

/// One block: the books are closed before and after.
pub fn next_block() {
    Network::on_finalize(System::block_number());
    System::reset_events();
    System::set_block_number(System::block_number() + 1);
    Network::on_initialize(System::block_number());
    assert_eq!(Network::check_invariants(), Ok(()));
}

pub fn run_blocks(count: u64) {
    (0..count).for_each(|_| next_block());
}

pub fn signed(who: AccountId) -> RuntimeOrigin {
    RuntimeOrigin::signed(who)
}

/// Registers `hotkey(number)` of `coldkey(number)` on a subnet.
pub fn register(netuid: NetUid, number: u64) -> u16 {
    Network::burned_register(signed(coldkey(number)), netuid, hotkey(number)).unwrap();
    Uids::<Test>::get(netuid, hotkey(number)).unwrap()
}

/// Stakes TAO of `coldkey(staker)` on `hotkey(validator)`.
pub fn stake(netuid: NetUid, staker: u64, validator: u64, tao: u64) {
    Network::add_stake(signed(coldkey(staker)), hotkey(validator), netuid, Tao::new(tao)).unwrap();
}

pub fn stake_of(netuid: NetUid, staker: u64, validator: u64) -> Alpha {
    Network::stake_of(&hotkey(validator), &coldkey(staker), netuid)
}

pub fn balance(who: &AccountId) -> u64 {
    Balances::free_balance(who)
}

/// A second subnet: owned by coldkey 11 with hotkey 11, a pool of 500 TAO and 1,000 alpha.
pub fn second_subnet() -> GenesisSubnet<AccountId> {
    GenesisSubnet { netuid: 2, owner: coldkey(11), hotkey: hotkey(11), tao: 500 * TAO, ..genesis_subnet() }
}

/// A chain with root, [`genesis_subnet`] and [`second_subnet`].
pub fn chain_of_two() -> sp_io::TestExternalities {
    chain_with(vec![genesis_subnet(), second_subnet()])
}

pub const OTHER: NetUid = NetUid::new(2);
pub const NOWHERE: NetUid = NetUid::new(77);

/// A subnet that is registered and not started: owned by coldkey 12 with hotkey 12.
pub fn unstarted_subnet() -> NetUid {
    Network::register_network(signed(coldkey(12)), hotkey(12)).unwrap();
    Network::netuids().last().copied().unwrap()
}

/// Makes `hotkey(number)` a hotkey of `coldkey(number)`, with a uid nowhere.
pub fn own(number: u64) {
    Network::try_associate_hotkey(signed(coldkey(number)), hotkey(number)).unwrap();
}

/// Alpha out of nowhere, on the books as if an epoch had paid it.
pub fn gift(netuid: NetUid, staker: u64, validator: u64, alpha: u64) {
    SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(Alpha::new(alpha)).unwrap());
    Network::deposit_stake(&hotkey(validator), &coldkey(staker), netuid, Alpha::new(alpha)).unwrap();
}

/// What the chain says of itself.
pub fn metadata() -> frame_support::__private::metadata_ir::MetadataIR {
    Test::metadata_ir()
}
