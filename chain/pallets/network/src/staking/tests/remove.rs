use super::*;
use crate::{pallet::*, staking::market::MIN_RESERVE};
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;

fn remove(staker: u64, validator: u64, netuid: NetUid, rao: u64) -> frame_support::dispatch::DispatchResult {
    Network::remove_stake(signed(coldkey(staker)), hotkey(validator), netuid, alpha(rao))
}

#[test]
fn tao_should_be_what_the_pool_pays_when_alpha_is_removed() {
    chain_with_validator().execute_with(|| {
        stake(SUBNET, 1, 1, 100 * TAO);
        let before = balance(&coldkey(1));
        assert_ok!(remove(1, 1, SUBNET, 50 * TAO));
        assert_eq!(balance(&coldkey(1)) - before, 57_316_112_658);
        assert_eq!(held(SUBNET, 1, 1), 90_867_473_489 - 50 * TAO);
        assert_eq!(reserves(SUBNET), (1_100 * TAO - 57_316_112_658, 909_132_526_511 + 50 * TAO));
        assert_eq!(alpha_out(SUBNET), TAO + 40_867_473_489);
        let told = Event::StakeRemoved(
            coldkey(1),
            hotkey(1),
            Tao::new(57_316_112_658),
            alpha(50 * TAO),
            SUBNET,
            25_177_387,
        );
        System::assert_last_event(told.into());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn whole_position_should_be_removed_when_more_than_it_is_asked_for() {
    chain_with_validator().execute_with(|| {
        for (staker, wanted) in [(1, u64::MAX), (2, 0)] {
            stake(SUBNET, staker, 1, 10 * TAO);
            let wanted = if wanted == 0 { held(SUBNET, staker, 1) } else { wanted };
            assert_ok!(remove(staker, 1, SUBNET, wanted));
            assert_eq!(held(SUBNET, staker, 1), 0);
            assert!(!Positions::<Test>::contains_key((hotkey(1), coldkey(staker), SUBNET)));
            assert!(StakingHotkeys::<Test>::get(coldkey(staker)).is_empty());
        }
        assert_eq!(TotalHotkeyAlpha::<Test>::get(hotkey(1), SUBNET), Alpha::ZERO);
        assert_eq!(alpha_out(SUBNET), TAO);
    });
}

#[test]
fn round_trip_should_never_pay() {
    chain_with_validator().execute_with(|| {
        for rao in [LEAST + 1_008, LEAST + 1_009, TAO - 1, TAO, 3_333_333_333, 500_000 * TAO] {
            let (before, (tao, alpha)) = (balance(&coldkey(2)), reserves(SUBNET));
            stake(SUBNET, 2, 1, rao);
            assert_ok!(remove(2, 1, SUBNET, u64::MAX));
            assert!(balance(&coldkey(2)) < before, "{rao} came back whole");
            let (tao_after, alpha_after) = reserves(SUBNET);
            assert!(u128::from(tao_after) * u128::from(alpha_after) >= u128::from(tao) * u128::from(alpha));
        }
    });
}

#[test]
fn part_should_be_refused_when_it_brings_less_than_the_minimum_and_the_whole_not() {
    chain_with_validator().execute_with(|| {
        stake(SUBNET, 1, 1, LEAST + 1_008);
        let position = held(SUBNET, 1, 1);
        assert!(position < LEAST, "the fee took some");
        for part in [0, 2, TAO / 1_000, position - 1] {
            assert_noop!(remove(1, 1, SUBNET, part), Error::<Test>::AmountTooLow);
        }
        // For one rao of alpha the pool pays nothing at all.
        assert_noop!(remove(1, 1, SUBNET, 1), Error::<Test>::InsufficientLiquidity);
        assert_ok!(remove(1, 1, SUBNET, position));
        assert_eq!(held(SUBNET, 1, 1), 0);
    });
}

#[test]
fn removal_should_be_refused_when_nothing_is_held() {
    chain_with_validator().execute_with(|| {
        stake(SUBNET, 1, 1, 10 * TAO);
        // Somebody else; the wrong hotkey; the wrong subnet.
        for rao in [1, TAO, u64::MAX] {
            assert_noop!(remove(2, 1, SUBNET, rao), Error::<Test>::NotEnoughStakeToWithdraw);
            assert_noop!(remove(1, 10, SUBNET, rao), Error::<Test>::NotEnoughStakeToWithdraw);
            assert_noop!(remove(1, 1, OTHER, rao), Error::<Test>::NotEnoughStakeToWithdraw);
        }
    });
}

#[test]
fn removal_should_be_refused_when_subnet_or_hotkey_is_not_there() {
    chain_with_validator().execute_with(|| {
        let waiting = unstarted_subnet();
        assert_noop!(remove(1, 1, NOWHERE, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(remove(1, 1, waiting, TAO), Error::<Test>::SubtokenDisabled);
        for rao in [0, 1, u64::MAX] {
            assert_noop!(remove(1, 70, SUBNET, rao), Error::<Test>::HotKeyAccountNotExists);
        }
    });
}

#[test]
fn removal_should_be_refused_when_trading_was_stopped_after_staking() {
    chain_with_validator().execute_with(|| {
        stake(SUBNET, 1, 1, 10 * TAO);
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        assert_noop!(remove(1, 1, SUBNET, TAO), Error::<Test>::SubtokenDisabled);
    });
}

#[test]
fn pool_should_keep_its_reserve_when_everybody_sells() {
    small_pool(5_000_000, 5_000_000).execute_with(|| {
        gift(SUBNET, 1, 1, TAO);
        assert_noop!(remove(1, 1, SUBNET, TAO), Error::<Test>::InsufficientLiquidity);
        // Without a limit to the price, a part of it can be sold: just down to the reserve.
        let down_to_reserve = || {
            let all = stake_of(SUBNET, 1, 1);
            Network::remove_stake_limit(signed(coldkey(1)), hotkey(1), SUBNET, all, Tao::ZERO, true)
        };
        assert_ok!(down_to_reserve());
        assert_eq!(reserves(SUBNET).0, MIN_RESERVE);
        assert_noop!(down_to_reserve(), Error::<Test>::InsufficientLiquidity);
        assert_noop!(remove(1, 1, SUBNET, u64::MAX), Error::<Test>::InsufficientLiquidity);
        assert_noop!(remove(1, 1, SUBNET, 1), Error::<Test>::InsufficientLiquidity);
        // Who buys puts TAO into the pool again.
        stake(SUBNET, 2, 1, 10_000_000);
        assert_ok!(remove(1, 1, SUBNET, 10_000_000));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn sales_should_fill_what_was_quoted_to_the_rao() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 10_000 * TAO);
        for rao in [LEAST + 1_100, 3_000_001, TAO, 77 * TAO + 7, 5_000 * TAO + 1] {
            let (before, position) = (balance(&coldkey(1)), held(SUBNET, 1, 1));
            let quote = Network::quote_unstake(&coldkey(1), &hotkey(1), SUBNET, alpha(rao), None).unwrap();
            assert_ok!(remove(1, 1, SUBNET, rao));
            assert_eq!(Network::reserves(SUBNET), quote.pool);
            assert_eq!(balance(&coldkey(1)), before + quote.tao.rao());
            assert_eq!(held(SUBNET, 1, 1), position - rao);
            assert_eq!(Network::check_invariants(), Ok(()));
        }
    });
}
