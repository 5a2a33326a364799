//! Tests of leases.

mod dividends;
pub mod fundraiser;
mod register;
mod terminate;

use crate::{leases::LeaseOf, mock::*, pallet::*};
use frame_support::assert_ok;
use myelin_units::{NetUid, Tao};
use sp_runtime::Percent;

/// The price of a subnet in these tests.
const PRICE: u64 = 100 * TAO;
/// Contributors and what they give, in rao: 3 runs the subnet; 160 TAO in all.
const GIVEN: [(u64, u64); 3] = [(3, 10 * TAO), (4, 50 * TAO), (5, 100 * TAO)];

/// Root and subnet 1; a subnet costs 100 TAO.
fn lease_chain() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        NetworkMinLockCost::<Test>::put(Tao::new(PRICE));
        NetworkLastLockCost::<Test>::put(Tao::new(PRICE));
    });
    chain
}

fn register(number: u64, percent: u8, end_block: Option<u64>) -> sp_runtime::DispatchResult {
    let share = Percent::from_percent(percent);
    Network::register_leased_network(signed(coldkey(number)), share, end_block)
        .map(drop)
        .map_err(|failed| failed.error)
}

/// Leases a subnet with [`GIVEN`] and starts it: 30 % for the contributors, until block 201.
fn leased() -> (LeaseOf<Test>, NetUid) {
    fundraiser::raise(&GIVEN);
    assert_ok!(register(3, 30, Some(201)));
    let lease = SubnetLeases::<Test>::get(0).unwrap();
    assert_ok!(Network::start_call(signed(lease.coldkey.clone()), lease.netuid));
    let netuid = lease.netuid;
    (lease, netuid)
}

fn terminate(number: u64, hotkey: AccountId) -> sp_runtime::DispatchResult {
    Network::terminate_lease(signed(coldkey(number)), 0, hotkey).map(drop).map_err(|failed| failed.error)
}
