//! Dividends that are given over block by block, through everything that happens to stake.

use super::*;
use crate::{pallet::*, staking::vesting::Payday};
use frame_support::assert_ok;
use myelin_stake::Vesting;

/// Hotkey 1 has 100 alpha of coldkey 1 and 100 of coldkey 2, and 36 alpha of dividends have just come; a tempo is 10.
fn with_dividends() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        (1..=2).for_each(|staker| gift(SUBNET, staker, 1, 100 * TAO));
        earn(SUBNET, 36 * TAO);
    });
    chain
}

fn earn(netuid: NetUid, rao: u64) {
    SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(alpha(rao)).unwrap());
    let at = System::block_number();
    LastPayday::<Test>::insert(netuid, Payday { at, until: at + 10 });
    assert_ok!(Network::vest_dividend(&hotkey(1), netuid, alpha(rao)));
}

fn later(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn is_about(amount: u64, expected: u64) -> bool {
    amount.abs_diff(expected) <= 3
}

#[test]
fn dividends_should_be_given_over_without_anything_written() {
    with_dividends().execute_with(|| {
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        assert!(is_about(held(SUBNET, 1, 1), 100 * TAO));
        let start = System::block_number();
        System::set_block_number(start + 5);
        assert!(is_about(held(SUBNET, 1, 1), 109 * TAO));
        System::set_block_number(start + 10);
        assert!(is_about(held(SUBNET, 2, 1), 118 * TAO));
        System::set_block_number(start);
        assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
        // All of it votes from the first block on.
        assert_eq!(Network::own_backing(&hotkey(1), SUBNET).alpha, alpha(236 * TAO));
    });
}

#[test]
fn dividends_of_a_leaver_should_go_to_the_next_epoch() {
    with_dividends().execute_with(|| {
        let (pot, all) = (PendingValidatorEmission::<Test>::get(SUBNET).rao(), alpha(held(SUBNET, 2, 1)));
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(1), SUBNET, all));
        let pot = PendingValidatorEmission::<Test>::get(SUBNET).rao() - pot;
        assert!(is_about(pot, 18 * TAO), "{pot}");
        later(10);
        assert!(is_about(held(SUBNET, 1, 1), 118 * TAO));
        // The last one leaves nothing to whoever comes next.
        earn(SUBNET, 36 * TAO);
        let all = alpha(held(SUBNET, 1, 1));
        assert_ok!(Network::remove_stake(signed(coldkey(1)), hotkey(1), SUBNET, all));
        assert_eq!(DividendVesting::<Test>::get(SUBNET, hotkey(1)), Vesting::default());
        assert!(is_about(PendingValidatorEmission::<Test>::get(SUBNET).rao(), pot + 36 * TAO));
        gift(SUBNET, 3, 1, 1_000);
        later(10);
        assert_eq!(held(SUBNET, 3, 1), 1_000);
    });
}

#[test]
fn who_comes_after_should_have_what_it_paid_for_and_no_more() {
    with_dividends().execute_with(|| {
        later(3);
        gift(SUBNET, 3, 1, 1_000 * TAO);
        assert!(is_about(held(SUBNET, 3, 1), 1_000 * TAO));
        later(10);
        assert!(is_about(held(SUBNET, 3, 1), 1_000 * TAO));
        assert!(is_about(held(SUBNET, 1, 1), 118 * TAO));
    });
}

#[test]
fn dividends_should_go_with_a_hotkey_that_is_swapped() {
    with_dividends().execute_with(|| {
        later(5);
        gift(SUBNET, 3, 1, TAO);
        let before = [1, 2, 3].map(|staker| held(SUBNET, staker, 1));
        let owned = Owner::<Test>::get(hotkey(1));
        assert_ok!(Network::own_hotkey(&owned, &hotkey(40)));
        assert_ok!(Network::rename_pools(&hotkey(1), &hotkey(40), &[SUBNET].into()));
        assert_eq!([1, 2, 3].map(|staker| held(SUBNET, staker, 40)), before);
        later(5);
        assert!(is_about(held(SUBNET, 1, 40), 118 * TAO));
        assert!(is_about(held(SUBNET, 3, 40), TAO));
    });
}

#[test]
fn dividends_should_go_with_a_holder_that_is_renamed() {
    with_dividends().execute_with(|| {
        later(5);
        // Fresh stake of both, beside the other.
        gift(SUBNET, 2, 1, 10 * TAO);
        gift(SUBNET, 3, 1, 20 * TAO);
        let sum = held(SUBNET, 2, 1) + held(SUBNET, 3, 1);
        assert_ok!(Network::rename_holder(&hotkey(1), SUBNET, &coldkey(2), &coldkey(3)));
        assert!(is_about(held(SUBNET, 3, 1), sum));
        later(5);
        assert!(is_about(held(SUBNET, 3, 1), 148 * TAO));
        assert!(is_about(held(SUBNET, 1, 1), 118 * TAO));
    });
}

#[test]
fn quote_should_be_what_is_filled_while_dividends_are_given_over() {
    with_dividends().execute_with(|| {
        later(7);
        let (all, before) = (alpha(held(SUBNET, 2, 1)), balance(&coldkey(2)));
        let quote = Network::quote_unstake(&coldkey(2), &hotkey(1), SUBNET, all, None).unwrap();
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(1), SUBNET, all));
        assert_eq!(balance(&coldkey(2)) - before, quote.tao.rao());
        assert_eq!(held(SUBNET, 2, 1), 0);
        later(0);
    });
}

#[test]
fn dissolution_should_count_dividends_whole() {
    with_dividends().execute_with(|| {
        let whole = SubnetAlphaOut::<Test>::get(SUBNET);
        let quote = Network::dereg_quote(SUBNET).unwrap();
        let nobodys = SubnetProtocolAlpha::<Test>::get(SUBNET).rao();
        assert!(is_about(quote.holders.rao() + nobodys, whole.rao()), "{quote:?} of {whole:?}");
        let (one, two) = [1, 2].map(|who| Network::dereg_quote_for(SUBNET, &coldkey(who)).unwrap()).into();
        assert_eq!(one.alpha, two.alpha);
        assert_ok!(Network::dissolve_subnet(SUBNET));
        while Network::is_dissolving(SUBNET) {
            next_block();
        }
        assert_eq!(DividendVesting::<Test>::iter().count(), 0);
    });
}
