use super::*;
use crate::{pallet::*, staking::market::MIN_RESERVE};
use frame_support::assert_ok;
use myelin_units::Tao;

/// Coldkeys 1, who owns hotkey 1, and 2 hold 10 alpha each; a nomination is worth a TAO at least.
fn chain_with_nominator() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(TAO);
        own(2);
        gift(SUBNET, 1, 1, 10 * TAO);
        gift(SUBNET, 2, 1, 10 * TAO);
    });
    chain
}

fn remove(staker: u64, rao: u64) {
    assert_ok!(Network::remove_stake(signed(coldkey(staker)), hotkey(1), SUBNET, alpha(rao)));
}

#[test]
fn rest_of_a_nomination_should_be_sold_when_it_is_below_the_minimum() {
    chain_with_nominator().execute_with(|| {
        remove(2, 8 * TAO);
        assert_eq!(held(SUBNET, 2, 1), 2 * TAO);
        remove(2, TAO + TAO / 2);
        assert_eq!(held(SUBNET, 2, 1), 0);
        let sales = System::events()
            .into_iter()
            .filter(|e| matches!(e.event, RuntimeEvent::Network(Event::StakeRemoved(..))));
        assert_eq!(sales.count(), 3);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn rest_should_stay_when_it_is_the_owners() {
    chain_with_nominator().execute_with(|| {
        remove(1, 9 * TAO + TAO / 2);
        assert_eq!(held(SUBNET, 1, 1), TAO / 2);
    });
}

#[test]
fn rest_of_a_nomination_should_be_sold_when_the_others_move_away() {
    chain_with_nominator().execute_with(|| {
        let most = alpha(9 * TAO + TAO / 2);
        let before = balance(&coldkey(2));
        assert_ok!(Network::move_stake(signed(coldkey(2)), hotkey(1), hotkey(2), SUBNET, SUBNET, most));
        assert_eq!((held(SUBNET, 2, 1), held(SUBNET, 2, 2)), (0, most.rao()));
        assert!(balance(&coldkey(2)) > before);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn rest_of_a_nomination_should_stay_when_the_pool_is_at_its_reserve() {
    small_pool(5_000_000, 5_000_000).execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(TAO);
        gift(SUBNET, 2, 1, TAO);
        let down_to_reserve =
            Network::remove_stake_limit(signed(coldkey(2)), hotkey(1), SUBNET, alpha(TAO), Tao::ZERO, true);
        assert_ok!(down_to_reserve);
        assert_eq!(reserves(SUBNET).0, MIN_RESERVE);
        assert!(held(SUBNET, 2, 1) > 900_000_000);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn nothing_should_be_swept_when_there_is_no_minimum() {
    chain_with_nominator().execute_with(|| {
        NominatorMinRequiredStake::<Test>::put(0);
        remove(2, 10 * TAO - 5);
        assert_eq!(held(SUBNET, 2, 1), 5);
    });
}
