//! A coldkey that takes the place of another.

use super::world::*;
use crate::{keys::COLDKEY_STEP, mock::*, pallet::*, Error};
use frame_support::{assert_noop, assert_ok, traits::fungible::MutateHold};
use myelin_units::Tao;
use sp_runtime::{DispatchError, DispatchResult};

fn swap_to(old: &AccountId, new: &AccountId, cost: u64) -> DispatchResult {
    Network::swap_coldkey(RuntimeOrigin::root(), old.clone(), new.clone(), Tao::new(cost))
        .map(|_| ())
        .map_err(|failed| failed.error)
}

fn swap(new: &AccountId) -> DispatchResult {
    swap_to(&coldkey(1), new, 0)
}

#[test]
fn everything_should_be_the_new_coldkeys_and_nothing_more_or_less() {
    world().execute_with(|| {
        let (stakes, tao) = (stakes_of(&coldkey(1)), balance(&coldkey(1)));
        let others = [2, 3].map(|person| wealth(&coldkey(person)));
        let issuance = Network::issuance();
        assert_ok!(swap(&account(800)));
        assert_eq!((stakes_of(&account(800)), balance(&account(800))), (stakes, tao));
        assert!(stakes_of(&coldkey(1)).is_empty());
        assert_eq!(balance(&coldkey(1)), 0);
        assert_eq!([2, 3].map(|person| wealth(&coldkey(person))), others);
        assert_eq!(Network::issuance(), issuance);
        assert_eq!(Owner::<Test>::get(hotkey(1)), account(800));
        assert_eq!(OwnedHotkeys::<Test>::get(account(800)), [hotkey(1)]);
        assert_eq!(SubnetOwner::<Test>::get(SUBNET), account(800));
        assert_eq!(SubnetOwner::<Test>::get(OTHER), coldkey(11));
        assert_eq!(IdentitiesV2::<Test>::get(account(800)).unwrap().name, b"one".to_vec());
        assert_eq!(ColdkeySuccessor::<Test>::get(coldkey(1)), Some(account(800)));
        let (old_coldkey, new_coldkey) = (coldkey(1), account(800));
        System::assert_last_event(Event::ColdkeySwapped { old_coldkey, new_coldkey }.into());
        assert_eq!(Network::check_invariants(), Ok(()));
        run_blocks(25);
    });
}

#[test]
fn positions_should_become_one_when_the_new_coldkey_was_given_some() {
    world().execute_with(|| {
        // From others it may have stake on the same hotkeys, or on others.
        let give = |to: AccountId, alpha: u64| {
            Network::transfer_stake(signed(coldkey(2)), to, hotkey(1), SUBNET, SUBNET, alpha.into())
        };
        assert_ok!(give(account(800), TAO / 3));
        let (mine, theirs) = (wealth(&coldkey(1)), wealth(&account(800)));
        assert_ok!(swap(&account(800)));
        let (tao, alpha) = wealth(&account(800));
        assert_eq!(tao, mine.0);
        for (netuid, held) in &alpha {
            let before = mine.1[netuid] + theirs.1.get(netuid).copied().unwrap_or(0);
            // Two floors have become one: at most a rao more, never less.
            assert!((before..=before + 1).contains(held), "{netuid:?}: {before} became {held}");
        }
        assert_eq!(Holders::<Test>::get(hotkey(1), SUBNET), 3);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn swap_should_go_on_in_further_calls_when_there_is_much() {
    world().execute_with(|| {
        let many = u64::from(COLDKEY_STEP) + 100;
        for number in 1_000..1_000 + many {
            Owner::<Test>::insert(hotkey(number), coldkey(9));
            gift(SUBNET, 1, number, TAO);
            assert_ok!(Network::try_associate_hotkey(signed(coldkey(1)), hotkey(50_000 + number)));
        }
        let before = wealth(&coldkey(1));
        let mut calls = 0;
        while ColdkeySuccessor::<Test>::get(coldkey(1)).is_none() {
            assert_ok!(swap(&account(800)));
            calls += 1;
            let (here, there) = (wealth(&coldkey(1)), wealth(&account(800)));
            let sum = here.1.get(&SUBNET).unwrap_or(&0) + there.1[&SUBNET];
            assert_eq!((here.0 + there.0, sum), (before.0, before.1[&SUBNET]));
            assert_eq!(Network::check_invariants(), Ok(()));
            if calls == 1 {
                // Nobody else can be put into the place that is half taken.
                assert_noop!(swap(&account(801)), Error::<Test>::AnnouncedColdkeyHashDoesNotMatch);
            }
        }
        assert_eq!(calls, 3);
        assert_eq!(wealth(&account(800)), before);
        assert_eq!(OwnedHotkeys::<Test>::get(account(800)).len() as u64, many + 1);
        assert!(!ColdkeySwapProgress::<Test>::contains_key(coldkey(1)));
    });
}

#[test]
fn rest_should_go_elsewhere_when_root_has_stopped_a_swap_halfway() {
    world().execute_with(|| {
        for number in 1_000..1_000 + u64::from(COLDKEY_STEP) + 100 {
            Owner::<Test>::insert(hotkey(number), coldkey(9));
            gift(SUBNET, 1, number, TAO);
        }
        let before = wealth(&coldkey(1));
        assert_ok!(swap(&account(800)));
        assert_ok!(Network::reset_coldkey_swap(RuntimeOrigin::root(), coldkey(1)));
        while ColdkeySuccessor::<Test>::get(coldkey(1)).is_none() {
            assert_ok!(swap(&account(801)));
        }
        let (thief, safe) = (wealth(&account(800)), wealth(&account(801)));
        assert_eq!(thief.1[&SUBNET] + safe.1[&SUBNET], before.1[&SUBNET]);
        assert_eq!(thief.0 + safe.0, before.0);
        assert!(safe.1[&SUBNET] > 0);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn swap_should_go_on_when_a_stranger_claims_the_new_coldkey_as_a_hotkey() {
    world().execute_with(|| {
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(5)), coldkey(6)));
        assert_ok!(swap(&coldkey(6)));
        assert!(OwnedHotkeys::<Test>::get(coldkey(6)).contains(&hotkey(1)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn swap_should_be_refused_when_the_old_coldkey_is_of_the_chain() {
    world().execute_with(|| {
        let pool = Network::subnet_account(SUBNET);
        let swap = Network::swap_coldkey(RuntimeOrigin::root(), pool, coldkey(6), Tao::ZERO);
        assert_eq!(swap.map_err(|failed| failed.error), Err(Error::<Test>::CannotUseSystemAccount.into()));
    });
}

#[test]
fn swap_should_be_refused_when_the_new_coldkey_is_in_use() {
    world().execute_with(|| {
        assert_noop!(swap(&coldkey(1)), Error::<Test>::ColdKeyAlreadyAssociated);
        assert_noop!(swap(&coldkey(2)), Error::<Test>::ColdKeyAlreadyAssociated);
        assert_noop!(swap(&coldkey(11)), Error::<Test>::ColdKeyAlreadyAssociated);
        assert_noop!(swap(&hotkey(1)), Error::<Test>::NewColdKeyIsHotkey);
        assert_noop!(swap(&Network::subnet_account(SUBNET)), Error::<Test>::CannotUseSystemAccount);
        assert_ok!(Network::announce_coldkey_swap(signed(coldkey(5)), Default::default()));
        assert_noop!(swap(&coldkey(5)), Error::<Test>::ColdKeyAlreadyAssociated);
        assert_ok!(swap(&coldkey(6)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn root_should_swap_for_a_price_that_is_recycled() {
    world().execute_with(|| {
        let by_owner = Network::swap_coldkey(signed(coldkey(1)), coldkey(1), account(800), Tao::ZERO);
        assert_noop!(by_owner, DispatchError::BadOrigin);
        let (tao, issuance) = (balance(&coldkey(1)), Network::issuance().rao());
        assert_noop!(
            swap_to(&coldkey(1), &account(800), tao),
            Error::<Test>::NotEnoughBalanceToPaySwapColdKey
        );
        assert_ok!(swap_to(&coldkey(1), &account(800), 7 * TAO));
        assert_eq!(balance(&account(800)), tao - 7 * TAO);
        assert_eq!(Network::issuance().rao(), issuance - 7 * TAO);
    });
}

#[test]
fn deposits_should_stay_when_the_free_tao_goes() {
    world().execute_with(|| {
        let reason: RuntimeHoldReason = HoldReason::Pool.into();
        assert_ok!(Balances::hold(&reason, &coldkey(1), TAO));
        let (tao, total) = (balance(&coldkey(1)), Balances::total_issuance());
        assert_ok!(swap(&account(800)));
        // What keeps the account alive while it has a deposit stays with it.
        assert!(balance(&account(800)) >= tao - 500 && balance(&coldkey(1)) <= 500);
        assert_eq!(balance(&account(800)) + balance(&coldkey(1)), tao);
        assert_eq!(Balances::total_issuance(), total);
        assert_ok!(Balances::release(
            &reason,
            &coldkey(1),
            TAO,
            frame_support::traits::tokens::Precision::Exact
        ));
    });
}

#[test]
fn successor_should_be_nobody_when_the_coldkey_is_back() {
    world().execute_with(|| {
        let before = wealth(&coldkey(1));
        assert_ok!(swap(&account(800)));
        assert_ok!(swap_to(&account(800), &coldkey(1), 0));
        assert_eq!(wealth(&coldkey(1)), before);
        assert_eq!(ColdkeySuccessor::<Test>::get(coldkey(1)), None);
        assert_eq!(ColdkeySuccessor::<Test>::get(account(800)), Some(coldkey(1)));
    });
}
