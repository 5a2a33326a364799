use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;
use sp_runtime::DispatchError;

fn add(staker: u64, validator: u64, netuid: NetUid, rao: u64) -> frame_support::dispatch::DispatchResult {
    Network::add_stake(signed(coldkey(staker)), hotkey(validator), netuid, Tao::new(rao))
}

#[test]
fn stake_should_be_what_the_pool_gives_when_tao_is_added() {
    chain_with_validator().execute_with(|| {
        let before = balance(&coldkey(1));
        assert_ok!(add(1, 1, SUBNET, 100 * TAO));
        // 1,000 TAO and 1,000 alpha: fee = ceil(100 * 33 / 65535), alpha = floor(1000 * net / (1000 + net)).
        assert_eq!(held(SUBNET, 1, 1), 90_867_473_489);
        assert_eq!(reserves(SUBNET), (1_100 * TAO, 909_132_526_511));
        assert_eq!(alpha_out(SUBNET), TAO + 90_867_473_489);
        assert_eq!(balance(&coldkey(1)), before - 100 * TAO);
        assert_eq!(SubnetVolume::<Test>::get(SUBNET), u128::from(100 * TAO));
        let told = Event::StakeAdded(
            coldkey(1),
            hotkey(1),
            Tao::new(100 * TAO),
            alpha(90_867_473_489),
            SUBNET,
            50_354_773,
        );
        System::assert_last_event(told.into());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn stake_should_be_taken_when_the_hotkey_is_of_another_and_has_no_uid() {
    chain_with_validator().execute_with(|| {
        assert_eq!(Uids::<Test>::get(SUBNET, hotkey(1)), None);
        assert_ok!(add(2, 1, SUBNET, TAO));
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(2)), vec![hotkey(1)]);
        assert_eq!(Owner::<Test>::get(hotkey(1)), coldkey(1));
        assert_eq!(held(SUBNET, 1, 1), 0);
        assert!(held(SUBNET, 2, 1) > 0);
    });
}

#[test]
fn least_stake_should_be_the_minimum_and_its_fee() {
    chain_with_validator().execute_with(|| {
        for too_little in [0, 1, LEAST, LEAST + 1_007] {
            assert_noop!(add(1, 1, SUBNET, too_little), Error::<Test>::AmountTooLow);
        }
        assert_ok!(add(1, 1, SUBNET, LEAST + 1_008));
    });
}

// economics §6.3: nominal ED minting on stake/unstake
#[test]
fn stake_should_be_refused_when_the_balance_does_not_suffice_and_leave_the_deposit() {
    chain_with_validator().execute_with(|| {
        let all = balance(&coldkey(1));
        assert_noop!(add(1, 1, SUBNET, u64::MAX), Error::<Test>::NotEnoughBalanceToStake);
        assert_noop!(add(1, 1, SUBNET, all), Error::<Test>::NotEnoughBalanceToStake);
        assert_noop!(add(1, 1, SUBNET, all - 499), Error::<Test>::NotEnoughBalanceToStake);
        assert_noop!(add(50, 1, SUBNET, TAO), Error::<Test>::NotEnoughBalanceToStake);
        assert_ok!(add(1, 1, SUBNET, all - 500));
        assert_eq!(balance(&coldkey(1)), 500);
    });
}

#[test]
fn stake_should_be_refused_when_the_subnet_is_not_there_or_not_started() {
    chain_with_validator().execute_with(|| {
        let waiting = unstarted_subnet();
        assert_noop!(add(1, 1, NOWHERE, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(add(1, 1, NetUid::new(u16::MAX), 0), Error::<Test>::SubnetNotExists);
        assert_noop!(add(1, 1, waiting, TAO), Error::<Test>::SubtokenDisabled);
    });
}

#[test]
fn stake_should_be_refused_when_nobody_owns_the_hotkey() {
    chain_with_validator().execute_with(|| {
        assert_noop!(add(1, 70, SUBNET, TAO), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(add(1, 70, NetUid::ROOT, TAO), Error::<Test>::HotKeyAccountNotExists);
    });
}

#[test]
fn stake_should_be_refused_when_less_alpha_than_the_reserve_would_stay() {
    small_pool(1_000 * TAO, 3_000_000).execute_with(|| {
        // Three to one: at 2,000 TAO more just a third of the alpha stays.
        assert_noop!(add(1, 1, SUBNET, 2_010 * TAO), Error::<Test>::InsufficientLiquidity);
        assert_ok!(add(1, 1, SUBNET, 1_990 * TAO));
        assert!((1_000_000..1_010_000).contains(&reserves(SUBNET).1));
    });
}

#[test]
fn stake_should_be_refused_when_the_origin_is_not_signed() {
    chain_with_validator().execute_with(|| {
        let call = |origin| Network::add_stake(origin, hotkey(1), SUBNET, Tao::new(TAO));
        assert_noop!(call(RuntimeOrigin::none()), DispatchError::BadOrigin);
        assert_noop!(call(RuntimeOrigin::root()), DispatchError::BadOrigin);
    });
}

#[test]
fn purchases_should_fill_what_was_quoted_to_the_rao() {
    chain_with_validator().execute_with(|| {
        for (turn, rao) in [LEAST + 1_008, 3_000_001, TAO, 77 * TAO + 7, 999_999_999_999, 123_456 * TAO + 1]
            .into_iter()
            .enumerate()
        {
            let staker = turn as u64 + 2;
            let quote =
                Network::quote_stake(&coldkey(staker), &hotkey(1), SUBNET, Tao::new(rao), None).unwrap();
            let (price, out) = (Network::spot_price(SUBNET).unwrap(), alpha_out(SUBNET));
            assert_ok!(add(staker, 1, SUBNET, rao));
            assert_eq!(Network::reserves(SUBNET), quote.pool);
            assert_eq!(alpha_out(SUBNET), out + quote.alpha.rao());
            assert_eq!(balance(&coldkey(staker)), 1_000_000 * TAO - quote.spent.rao());
            // A deposit into a pool with others in it may lose one rao of its claim, never gain one.
            assert!((quote.alpha.rao() - 1..=quote.alpha.rao()).contains(&held(SUBNET, staker, 1)));
            assert!(Network::spot_price(SUBNET).unwrap() > price);
            assert_eq!(Network::check_invariants(), Ok(()));
        }
    });
}
