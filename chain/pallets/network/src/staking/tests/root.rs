use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;

const ROOT: NetUid = NetUid::ROOT;

#[test]
fn root_should_be_one_to_one_and_without_fee() {
    chain_with_validator().execute_with(|| {
        let before = balance(&coldkey(1));
        stake(ROOT, 1, 1, 7 * TAO + 3);
        assert_eq!(held(ROOT, 1, 1), 7 * TAO + 3);
        assert_eq!(SubnetTAO::<Test>::get(ROOT), Tao::new(7 * TAO + 3));
        assert_eq!(SubnetAlphaOut::<Test>::get(ROOT), Alpha::ZERO);
        assert_ok!(Network::remove_stake(signed(coldkey(1)), hotkey(1), ROOT, alpha(7 * TAO + 3)));
        assert_eq!(balance(&coldkey(1)), before);
        assert_eq!(SubnetTAO::<Test>::get(ROOT), Tao::ZERO);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn root_should_take_the_minimum_and_nothing_less() {
    chain_with_validator().execute_with(|| {
        let add = |rao| Network::add_stake(signed(coldkey(1)), hotkey(1), ROOT, Tao::new(rao));
        for rao in [0, 1, LEAST - 1] {
            assert_noop!(add(rao), Error::<Test>::AmountTooLow);
        }
        assert_noop!(add(u64::MAX), Error::<Test>::NotEnoughBalanceToStake);
        assert_ok!(add(LEAST));
        let remove = |rao| Network::remove_stake(signed(coldkey(1)), hotkey(1), ROOT, alpha(rao));
        assert_noop!(remove(LEAST - 1), Error::<Test>::AmountTooLow);
        assert_ok!(remove(LEAST));
    });
}

#[test]
fn limit_at_root_should_be_a_price_of_one() {
    chain_with_validator().execute_with(|| {
        let add = |limit| {
            Network::add_stake_limit(
                signed(coldkey(1)),
                hotkey(1),
                ROOT,
                Tao::new(TAO),
                Tao::new(limit),
                true,
            )
        };
        assert_noop!(add(TAO - 1), Error::<Test>::SlippageTooHigh);
        assert_ok!(add(TAO));
        let remove = |limit| {
            Network::remove_stake_limit(
                signed(coldkey(1)),
                hotkey(1),
                ROOT,
                alpha(TAO),
                Tao::new(limit),
                true,
            )
        };
        assert_noop!(remove(TAO + 1), Error::<Test>::SlippageTooHigh);
        assert_ok!(remove(TAO));
    });
}

#[test]
fn root_should_need_no_pool_when_there_is_no_subnet() {
    empty_chain().execute_with(|| {
        own(1);
        stake(ROOT, 1, 1, TAO);
        next_block();
        assert_eq!(held(ROOT, 1, 1), TAO);
    });
}
