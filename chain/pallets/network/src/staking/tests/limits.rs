use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::Tao;

fn add_within(staker: u64, netuid: NetUid, rao: u64, limit: u64, partial: bool) -> DispatchResult {
    Network::add_stake_limit(
        signed(coldkey(staker)),
        hotkey(1),
        netuid,
        Tao::new(rao),
        Tao::new(limit),
        partial,
    )
}

fn remove_within(staker: u64, netuid: NetUid, rao: u64, limit: u64, partial: bool) -> DispatchResult {
    Network::remove_stake_limit(
        signed(coldkey(staker)),
        hotkey(1),
        netuid,
        alpha(rao),
        Tao::new(limit),
        partial,
    )
}

#[test]
fn purchase_should_be_whole_when_the_price_ends_within_the_limit() {
    chain_with_validator().execute_with(|| {
        let unlimited =
            Network::quote_stake(&coldkey(1), &hotkey(1), SUBNET, Tao::new(100 * TAO), None).unwrap();
        for partial in [false, true] {
            let limit = crate::staking::Limit::new(Tao::new(2 * TAO), partial);
            let quote =
                Network::quote_stake(&coldkey(1), &hotkey(1), SUBNET, Tao::new(100 * TAO), Some(limit));
            assert_eq!(quote, Ok(unlimited));
        }
        assert_ok!(add_within(1, SUBNET, 100 * TAO, 2 * TAO, false));
        assert_eq!(held(SUBNET, 1, 1), unlimited.alpha.rao());
    });
}

#[test]
fn purchase_should_be_refused_when_it_is_whole_or_nothing_and_passes_the_limit() {
    chain_with_validator().execute_with(|| {
        // Buying for 100 TAO takes the price to 1.21.
        assert_noop!(add_within(1, SUBNET, 100 * TAO, TAO * 12 / 10, false), Error::<Test>::SlippageTooHigh);
        assert_ok!(add_within(1, SUBNET, 100 * TAO, TAO * 122 / 100, false));
    });
}

#[test]
fn part_of_a_purchase_should_go_up_to_the_limit_and_the_rest_be_kept() {
    chain_with_validator().execute_with(|| {
        let (before, limit) = (balance(&coldkey(1)), TAO * 11 / 10);
        assert_ok!(add_within(1, SUBNET, 100 * TAO, limit, true));
        let spent = before - balance(&coldkey(1));
        assert!(spent > 48 * TAO && spent < 49 * TAO, "spent {spent}");
        assert_eq!(reserves(SUBNET).0, 1_000 * TAO + spent);
        assert!(price_is_at_most(SUBNET, limit));
        // It is the most: a little more and the price is beyond the limit.
        assert_noop!(add_within(1, SUBNET, LEAST + 1_008, limit, false), Error::<Test>::SlippageTooHigh);
        // What still fits is below the minimum.
        let next = add_within(1, SUBNET, TAO, limit, true).unwrap_err();
        let refusals = [
            Error::<Test>::SlippageTooHigh.into(),
            Error::<Test>::AmountTooLow.into(),
            Error::<Test>::InsufficientLiquidity.into(),
        ];
        assert!(refusals.contains(&next), "{next:?}");
    });
}

#[test]
fn purchase_should_be_refused_when_the_limit_cannot_be_met_at_all() {
    chain_with_validator().execute_with(|| {
        for limit in [0, 1, TAO - 1, TAO] {
            for partial in [false, true] {
                assert_noop!(add_within(1, SUBNET, TAO, limit, partial), Error::<Test>::SlippageTooHigh);
            }
        }
        assert_ok!(add_within(1, SUBNET, TAO, u64::MAX, false));
    });
}

#[test]
fn purchase_should_be_refused_when_the_limit_lets_less_than_the_minimum_through() {
    chain_with_validator().execute_with(|| {
        // At 1.000001 some 0.5 thousandths of a TAO fit; at 1.00001 5 do.
        assert_noop!(add_within(1, SUBNET, TAO, TAO + 1_000, true), Error::<Test>::AmountTooLow);
        assert_ok!(add_within(1, SUBNET, TAO, TAO + 10_000, true));
    });
}

#[test]
fn purchase_should_ask_for_the_balance_of_the_whole_request() {
    chain_with_validator().execute_with(|| {
        let limit = TAO * 11 / 10;
        assert_noop!(add_within(1, SUBNET, u64::MAX, limit, true), Error::<Test>::NotEnoughBalanceToStake);
        assert_noop!(add_within(1, NOWHERE, TAO, limit, true), Error::<Test>::SubnetNotExists);
        assert_noop!(add_within(1, SUBNET, 0, limit, true), Error::<Test>::AmountTooLow);
    });
}

#[test]
fn sale_should_be_refused_when_it_is_whole_or_nothing_and_passes_the_limit() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1_000 * TAO);
        // Selling 100 alpha takes the price to 0.826.
        assert_noop!(
            remove_within(1, SUBNET, 100 * TAO, TAO * 83 / 100, false),
            Error::<Test>::SlippageTooHigh
        );
        assert_noop!(remove_within(1, SUBNET, 100 * TAO, u64::MAX, false), Error::<Test>::SlippageTooHigh);
        assert_ok!(remove_within(1, SUBNET, 100 * TAO, TAO * 82 / 100, false));
        assert_eq!(held(SUBNET, 1, 1), 900 * TAO);
    });
}

#[test]
fn part_of_a_sale_should_go_down_to_the_limit_and_the_rest_be_kept() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1_000 * TAO);
        let limit = TAO * 9 / 10;
        assert_ok!(remove_within(1, SUBNET, 1_000 * TAO, limit, true));
        let sold = 1_000 * TAO - held(SUBNET, 1, 1);
        assert!(sold > 54 * TAO && sold < 55 * TAO, "sold {sold}");
        assert!(!price_is_at_most(SUBNET, limit - 1));
        let more = remove_within(1, SUBNET, 3_000_000, limit, false);
        assert_eq!(more, Err(Error::<Test>::SlippageTooHigh.into()));
    });
}

#[test]
fn sale_should_be_refused_when_the_limit_cannot_be_met_at_all() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1_000 * TAO);
        for limit in [TAO, TAO + 1, u64::MAX] {
            for partial in [false, true] {
                assert_noop!(remove_within(1, SUBNET, TAO, limit, partial), Error::<Test>::SlippageTooHigh);
            }
        }
    });
}

#[test]
fn sale_should_be_refused_when_the_limit_lets_less_than_the_minimum_through() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1_000 * TAO);
        assert_noop!(remove_within(1, SUBNET, TAO, TAO - 1_000, true), Error::<Test>::AmountTooLow);
        assert_ok!(remove_within(1, SUBNET, TAO, TAO - 10_000, true));
    });
}

#[test]
fn limited_sale_should_not_be_cut_to_the_position() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, TAO);
        for partial in [false, true] {
            assert_noop!(
                remove_within(1, SUBNET, TAO + 1, 0, partial),
                Error::<Test>::NotEnoughStakeToWithdraw
            );
            assert_noop!(remove_within(1, SUBNET, 0, 0, partial), Error::<Test>::AmountTooLow);
        }
        assert_ok!(remove_within(1, SUBNET, TAO, 0, false));
    });
}

// economics §6.3: sandwich/MEV on staking
#[test]
fn sandwich_should_cost_who_makes_it_when_the_purchase_between_has_a_limit() {
    chain_with_validator().execute_with(|| {
        let price = Network::spot_price(SUBNET).map_or(0, |price| price.rao_per_alpha_floor());
        let (before, victim) = (balance(&coldkey(2)), balance(&coldkey(1)));
        assert_ok!(Network::add_stake(signed(coldkey(2)), hotkey(1), SUBNET, Tao::new(100 * TAO)));
        let limit = price + price / 50;
        assert_noop!(add_within(1, SUBNET, 10 * TAO, limit, false), Error::<Test>::SlippageTooHigh);
        assert_ok!(Network::remove_stake_full_limit(signed(coldkey(2)), hotkey(1), SUBNET, None));
        assert!(balance(&coldkey(2)) < before - 100 * TAO / 10_000, "fees were paid for nothing");
        assert_eq!(balance(&coldkey(1)), victim);
    });
}
