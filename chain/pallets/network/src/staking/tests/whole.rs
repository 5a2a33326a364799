use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::Tao;

fn remove_whole(staker: u64, validator: u64, netuid: NetUid, limit: Option<u64>) -> DispatchResult {
    Network::remove_stake_full_limit(signed(coldkey(staker)), hotkey(validator), netuid, limit.map(Tao::new))
}

#[test]
fn whole_position_should_go_when_no_limit_or_a_limit_that_holds_is_given() {
    for limit in [None, Some(0), Some(TAO / 2)] {
        chain_with_validator().execute_with(|| {
            gift(SUBNET, 1, 1, 10 * TAO);
            assert_ok!(remove_whole(1, 1, SUBNET, limit));
            assert_eq!(held(SUBNET, 1, 1), 0);
            assert_eq!(Network::check_invariants(), Ok(()));
        });
    }
}

#[test]
fn whole_position_should_stay_when_the_limit_does_not_hold_for_all_of_it() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 100 * TAO);
        // All of it takes the price to 0.826.
        for limit in [TAO * 83 / 100, TAO, u64::MAX] {
            assert_noop!(remove_whole(1, 1, SUBNET, Some(limit)), Error::<Test>::SlippageTooHigh);
        }
        assert_ok!(remove_whole(1, 1, SUBNET, Some(TAO * 82 / 100)));
    });
}

#[test]
fn whole_position_should_be_refused_when_there_is_none() {
    chain_with_validator().execute_with(|| {
        let waiting = unstarted_subnet();
        assert_noop!(remove_whole(1, 1, SUBNET, None), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(remove_whole(1, 70, SUBNET, None), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(remove_whole(1, 1, NOWHERE, None), Error::<Test>::SubnetNotExists);
        gift(waiting, 1, 1, TAO);
        assert_noop!(remove_whole(1, 1, waiting, None), Error::<Test>::SubtokenDisabled);
    });
}

#[test]
fn everything_should_be_sold_when_all_is_unstaked() {
    chain_with_validator().execute_with(|| {
        [SUBNET, OTHER, NetUid::ROOT].into_iter().for_each(|netuid| stake(netuid, 1, 1, 10 * TAO));
        own(2);
        stake(SUBNET, 1, 2, 10 * TAO);
        stake(SUBNET, 2, 1, 10 * TAO);
        assert_ok!(Network::unstake_all(signed(coldkey(1)), hotkey(1)));
        for netuid in [SUBNET, OTHER, NetUid::ROOT] {
            assert_eq!(held(netuid, 1, 1), 0);
        }
        // Another hotkey's and another coldkey's stake stays.
        assert!(held(SUBNET, 1, 2) > 0 && held(SUBNET, 2, 1) > 0);
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(1)), vec![hotkey(2)]);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn unstaking_all_should_leave_out_what_cannot_be_sold_now() {
    chain_with_validator().execute_with(|| {
        [SUBNET, OTHER].into_iter().for_each(|netuid| stake(netuid, 1, 1, 10 * TAO));
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        let kept = held(SUBNET, 1, 1);
        assert_ok!(Network::unstake_all(signed(coldkey(1)), hotkey(1)));
        assert_eq!((held(SUBNET, 1, 1), held(OTHER, 1, 1)), (kept, 0));
        stake(OTHER, 1, 1, 10 * TAO);
        assert_ok!(Network::unstake_all_alpha(signed(coldkey(1)), hotkey(1)));
        assert_eq!((held(SUBNET, 1, 1), held(OTHER, 1, 1)), (kept, 0));
    });
}

#[test]
fn alpha_should_become_root_stake_when_all_alpha_is_unstaked() {
    chain_with_validator().execute_with(|| {
        [SUBNET, OTHER, NetUid::ROOT].into_iter().for_each(|netuid| stake(netuid, 1, 1, 10 * TAO));
        let (before, price) = (
            balance(&coldkey(1)),
            Network::quote_unstake(&coldkey(1), &hotkey(1), SUBNET, stake_of(SUBNET, 1, 1), None),
        );
        let other = Network::quote_unstake(&coldkey(1), &hotkey(1), OTHER, stake_of(OTHER, 1, 1), None);
        assert_ok!(Network::unstake_all_alpha(signed(coldkey(1)), hotkey(1)));
        assert_eq!(balance(&coldkey(1)), before);
        assert_eq!((held(SUBNET, 1, 1), held(OTHER, 1, 1)), (0, 0));
        assert_eq!(held(NetUid::ROOT, 1, 1), 10 * TAO + price.unwrap().tao.rao() + other.unwrap().tao.rao());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn unstaking_all_should_be_refused_when_nobody_owns_the_hotkey() {
    chain_with_validator().execute_with(|| {
        assert_noop!(
            Network::unstake_all(signed(coldkey(1)), hotkey(70)).map_err(|e| e.error),
            Error::<Test>::HotKeyAccountNotExists
        );
        assert_noop!(
            Network::unstake_all_alpha(signed(coldkey(1)), hotkey(70)).map_err(|e| e.error),
            Error::<Test>::HotKeyAccountNotExists
        );
    });
}

#[test]
fn unstaking_all_should_change_nothing_when_nothing_is_held() {
    chain_with_validator().execute_with(|| {
        stake(SUBNET, 2, 1, TAO);
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        assert_ok!(Network::unstake_all(signed(coldkey(1)), hotkey(1)));
        assert_ok!(Network::unstake_all_alpha(signed(coldkey(1)), hotkey(1)));
        assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
    });
}
