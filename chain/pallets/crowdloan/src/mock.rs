//! A chain of this pallet and the ledger, for tests.

#![allow(missing_docs)]

use crate::{self as pallet_crowdloan, pallet::*};
use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
    PalletId,
};
use myelin_units::Tao;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage};

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system = 0,
        Balances: pallet_balances = 5,
        Utility: pallet_utility = 11,
        Preimage: pallet_preimage = 14,
        Crowdloan: pallet_crowdloan = 27,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    // Blocks are numbered as in the runtime, because the wire tells the type.
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type AccountData = pallet_balances::AccountData<u64>;
    type BlockHashCount = ConstU32<10>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = u64;
    type ExistentialDeposit = ConstU64<500>;
    type AccountStore = System;
}

impl pallet_utility::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type RuntimeCall = RuntimeCall;
    type PalletsOrigin = OriginCaller;
    type WeightInfo = ();
}

impl pallet_preimage::Config for Test {
    type RuntimeEvent = RuntimeEvent;
    type WeightInfo = ();
    type Currency = Balances;
    type ManagerOrigin = frame_system::EnsureRoot<AccountId32>;
    type Consideration = ();
}

parameter_types! {
    pub const Name: PalletId = PalletId(*b"bt/cloan");
    pub const MinimumDeposit: Tao = Tao::new(10 * TAO);
    pub const LowestMinimum: Tao = Tao::new(TAO / 10);
}

impl crate::Config for Test {
    type PalletId = Name;
    type Currency = Balances;
    type RuntimeCall = RuntimeCall;
    type Preimages = Preimage;
    type MinimumDeposit = MinimumDeposit;
    type AbsoluteMinimumContribution = LowestMinimum;
    type MinimumBlockDuration = ConstU32<50>;
    type MaximumBlockDuration = ConstU32<20_000>;
    type RefundContributorsLimit = ConstU32<50>;
    type MaxContributors = ConstU32<500>;
}

pub const TAO: u64 = 1_000_000_000;
/// The block the tests begin in.
pub const START: u32 = 1_000;
/// What each of the first accounts has.
pub const RICH: u64 = 1_000 * TAO;
pub const CREATOR: u64 = 1;
pub const TARGET: u64 = 999;

pub fn account(number: u64) -> AccountId32 {
    let mut bytes = [0u8; 32];
    bytes[..8].copy_from_slice(&number.to_be_bytes());
    AccountId32::new(bytes)
}

pub fn signed(number: u64) -> RuntimeOrigin {
    RuntimeOrigin::signed(account(number))
}

pub fn balance(number: u64) -> u64 {
    Balances::free_balance(account(number))
}

/// Accounts 1 to 600 with [`RICH`] each.
pub fn chain() -> sp_io::TestExternalities {
    let mut storage = frame_system::GenesisConfig::<Test>::default().build_storage().unwrap();
    let balances = (1..=600).map(|number| (account(number), RICH)).collect();
    pallet_balances::GenesisConfig::<Test> { balances, ..Default::default() }
        .assimilate_storage(&mut storage)
        .unwrap();
    let mut chain = sp_io::TestExternalities::new(storage);
    chain.execute_with(|| System::set_block_number(START));
    chain
}

/// Runs a test and looks at the books and at the sum of all TAO afterwards.
pub fn on_chain(test: impl FnOnce()) {
    chain().execute_with(|| {
        let issuance = Balances::total_issuance();
        test();
        assert_eq!(Crowdloan::check_books(), Ok(()));
        assert_eq!(Balances::total_issuance(), issuance);
    });
}

/// Opens a crowdloan of 100 TAO with a deposit of 10 TAO and a minimum of 1 TAO, for account 999 or for a call.
pub fn open(call: Option<RuntimeCall>) -> CrowdloanId {
    let id = NextCrowdloanId::<Test>::get();
    let target = call.is_none().then(|| account(TARGET));
    Crowdloan::create(
        signed(CREATOR),
        Tao::new(10 * TAO),
        Tao::new(TAO),
        Tao::new(100 * TAO),
        START + 50,
        call.map(Box::new),
        target,
    )
    .unwrap();
    id
}

pub fn give(number: u64, id: CrowdloanId, rao: u64) {
    Crowdloan::contribute(signed(number), id, Tao::new(rao)).unwrap();
}

pub fn info(id: CrowdloanId) -> CrowdloanOf<Test> {
    Crowdloans::<Test>::get(id).unwrap()
}
