//! A chain of this pallet and the clock, for tests.

#![allow(missing_docs)]

use crate::{self as pallet_drand, genesis::BeaconChoice, pallet::*};
use frame_support::{derive_impl, traits::ConstU32};
use myelin_timelock::{development, Pulse};
use sp_runtime::{BuildStorage, DispatchError};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Timestamp: pallet_timestamp = 2,
        Drand: pallet_drand = 26,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
}

#[derive_impl(pallet_timestamp::config_preludes::TestDefaultConfig)]
impl pallet_timestamp::Config for Test {}

impl crate::Config for Test {
    type Time = Timestamp;
    type MaxPulsesPerBlock = ConstU32<8>;
}

/// The round that is out when the tests begin.
pub const NOW: u64 = 1_000;

pub fn on_chain_of(beacon: BeaconChoice, test: impl FnOnce()) {
    let genesis = RuntimeGenesisConfig {
        drand: pallet_drand::GenesisConfig { beacon, ..Default::default() },
        ..Default::default()
    };
    let mut chain = sp_io::TestExternalities::new(genesis.build_storage().unwrap());
    chain.execute_with(|| {
        at_block(1, NOW);
        test();
    });
}

/// Runs a test on a chain of the development beacon.
pub fn on_chain(test: impl FnOnce()) {
    on_chain_of(BeaconChoice::Development, test);
}

/// A block whose time is that of a round.
pub fn at_block(number: u32, round: u64) {
    System::set_block_number(number);
    System::reset_events();
    pallet_timestamp::Now::<Test>::put(Drand::beacon().time_of(round).unwrap() * 1_000);
}

/// The block after this one, at the same time.
pub fn next_block() {
    System::set_block_number(System::block_number() + 1);
}

pub fn pulses(rounds: impl IntoIterator<Item = u64>) -> Vec<Pulse> {
    rounds.into_iter().map(development::pulse).collect()
}

/// What a block with these pulses says to them.
pub fn store(pulses: Vec<Pulse>) -> Result<(), DispatchError> {
    Drand::store_pulses(RuntimeOrigin::none(), pulses.try_into().unwrap())
}

pub fn error(error: Error<Test>) -> Result<(), DispatchError> {
    Err(error.into())
}

/// The first and the last round on chain, and that none between them is missing and none is beside them.
pub fn stored() -> (u64, u64) {
    let (oldest, last) = (OldestStoredRound::<Test>::get(), LastStoredRound::<Test>::get());
    assert!((oldest..=last).all(Pulses::<Test>::contains_key));
    assert_eq!(Pulses::<Test>::iter().count() as u64, last - oldest + 1);
    (oldest, last)
}
