//! Root's dividends by choice: who is paid in what, when, and that nothing is lost on the way.

mod automatic;
mod books;
mod choice;
mod claims;
mod closing;
mod moving;
mod settling;
mod wire;

use super::claim_type::RootClaimTypeEnum::{self, *};
use crate::{mock::*, pallet::*};
use frame_support::assert_ok;
use myelin_units::{Alpha, NetUid, PerU16};

const ROOT: NetUid = NetUid::ROOT;

/// Subnet 1 with hotkey 1, which takes nothing; coldkeys 2, 3 and 4 stake 1,000 TAO each with it at root. The block step
/// pays no claims by itself.
fn root_chain() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| {
        SubnetMovingPrice::<Test>::insert(SUBNET, myelin_views::FixedI128 { bits: 1 << 32 });
        NumRootClaim::<Test>::put(0);
        register(SUBNET, 1);
        Delegates::<Test>::insert(hotkey(1), PerU16::ZERO);
        (2..=4).for_each(|staker| stake(ROOT, staker, 1, 1_000 * TAO));
    });
    chain
}

fn choose(staker: u64, chosen: RootClaimTypeEnum) {
    assert_ok!(Network::set_root_claim_type(signed(coldkey(staker)), chosen));
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn only(netuids: &[NetUid]) -> RootClaimTypeEnum {
    KeepSubnets { subnets: netuids.iter().copied().collect() }
}

/// Alpha that hotkey 1 earns at once for those who keep, as if they were all there are.
fn credit(netuid: NetUid, alpha: u64) {
    SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(Alpha::new(alpha)).unwrap());
    let kept = Network::keep_root_dividend(&hotkey(1), netuid, Alpha::new(alpha)).unwrap();
    // What the others would have sold belongs to nobody here.
    let rest = Alpha::new(alpha).checked_sub(kept).unwrap();
    SubnetProtocolAlpha::<Test>::mutate(netuid, |own| *own = own.checked_add(rest).unwrap());
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn owed(staker: u64, netuid: NetUid) -> u64 {
    Network::owed_root(&hotkey(1), &coldkey(staker), netuid).rao()
}

fn claim(staker: u64, netuids: &[NetUid]) {
    assert_ok!(Network::claim_root(signed(coldkey(staker)), netuids.iter().copied().collect()));
    assert_eq!(Network::check_invariants(), Ok(()));
}

/// What the official clients say is claimable: the rate times the stake, less what is claimed, not below zero.
fn shown(staker: u64, netuid: NetUid) -> u64 {
    let rate = RootClaimable::<Test>::get(hotkey(1)).get(&netuid).map_or(0, |rate| rate.bits as u128);
    let stake = u128::from(stake_of(ROOT, staker, 1).rao());
    let claimed = RootClaimed::<Test>::get((netuid, hotkey(1), coldkey(staker)));
    ((rate * stake) >> 32).saturating_sub(claimed) as u64
}
