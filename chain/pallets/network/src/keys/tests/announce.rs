//! Announcing a coldkey's swap, and what may become of it.

use super::world::*;
use crate::{mock::*, pallet::*, Error};
use frame_support::{assert_noop, assert_ok};
use sp_core::H256;
use sp_runtime::{
    traits::{BlakeTwo256, Hash},
    DispatchError, DispatchResult,
};

const DELAY: u64 = 10;
const REDELAY: u64 = 5;

fn hash(of: &AccountId) -> H256 {
    BlakeTwo256::hash_of(of)
}

fn announce(new: &AccountId) -> DispatchResult {
    Network::announce_coldkey_swap(signed(coldkey(1)), hash(new))
}

fn swap(new: &AccountId) -> DispatchResult {
    Network::swap_coldkey_announced(signed(coldkey(1)), new.clone())
        .map(|_| ())
        .map_err(|failed| failed.error)
}

fn clear() -> DispatchResult {
    Network::clear_coldkey_swap_announcement(signed(coldkey(1)))
}

fn after(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
}

#[test]
fn first_announcement_should_cost_and_the_next_not() {
    world().execute_with(|| {
        let (before, issuance) = (balance(&coldkey(1)), Network::issuance().rao());
        assert_ok!(announce(&account(800)));
        let from = (System::block_number() + DELAY) as u32;
        let announced = Some((from, hash(&account(800))));
        assert_eq!(ColdkeySwapAnnouncements::<Test>::get(coldkey(1)), announced);
        let event = Event::ColdkeySwapAnnounced { who: coldkey(1), new_coldkey_hash: hash(&account(800)) };
        System::assert_last_event(event.into());
        assert_eq!(before - balance(&coldkey(1)), TAO / 10);
        assert_eq!(issuance - Network::issuance().rao(), TAO / 10);
        after(DELAY + REDELAY - 1);
        assert_noop!(announce(&account(801)), Error::<Test>::ColdkeySwapReannouncedTooEarly);
        after(1);
        assert_ok!(announce(&account(801)));
        assert_eq!(before - balance(&coldkey(1)), TAO / 10);
    });
}

#[test]
fn announcement_should_be_refused_when_it_cannot_be_paid() {
    world().execute_with(|| {
        assert_ok!(Balances::transfer_allow_death(
            signed(account(1)),
            account(5),
            balance(&coldkey(1)) - TAO / 10
        ));
        assert_noop!(announce(&account(800)), Error::<Test>::NotEnoughBalanceToPaySwapColdKey);
    });
}

#[test]
fn swap_should_wait_for_its_time_and_be_the_announced_one() {
    world().execute_with(|| {
        assert_noop!(swap(&account(800)), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_ok!(announce(&account(800)));
        after(DELAY - 1);
        assert_noop!(swap(&account(801)), Error::<Test>::AnnouncedColdkeyHashDoesNotMatch);
        assert_noop!(swap(&account(800)), Error::<Test>::ColdkeySwapTooEarly);
        after(1);
        assert_ok!(swap(&account(800)));
        assert_noop!(swap(&account(800)), Error::<Test>::ColdkeySwapAnnouncementNotFound);
    });
}

#[test]
fn announcement_should_be_taken_back_when_its_time_is_over() {
    world().execute_with(|| {
        assert_noop!(clear(), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_ok!(announce(&account(800)));
        after(DELAY + REDELAY - 1);
        assert_noop!(clear(), Error::<Test>::ColdkeySwapClearTooEarly);
        after(1);
        assert_ok!(clear());
        System::assert_last_event(Event::ColdkeySwapCleared { who: coldkey(1) }.into());
        assert_eq!(ColdkeySwapAnnouncements::<Test>::get(coldkey(1)), None);
    });
}

#[test]
fn disputed_swap_should_stand_still_until_root_ends_it() {
    world().execute_with(|| {
        let dispute = || Network::dispute_coldkey_swap(signed(coldkey(1)));
        assert_noop!(dispute(), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_ok!(announce(&account(800)));
        assert_ok!(dispute());
        System::assert_last_event(Event::ColdkeySwapDisputed { coldkey: coldkey(1) }.into());
        assert_noop!(dispute(), Error::<Test>::ColdkeySwapAlreadyDisputed);
        after(100);
        assert_noop!(swap(&account(800)), Error::<Test>::ColdkeySwapDisputed);
        assert_noop!(announce(&account(800)), Error::<Test>::ColdkeySwapDisputed);
        assert_noop!(clear(), Error::<Test>::ColdkeySwapDisputed);
        let reset = |origin| Network::reset_coldkey_swap(origin, coldkey(1));
        assert_noop!(reset(signed(coldkey(1))), DispatchError::BadOrigin);
        assert_ok!(reset(RuntimeOrigin::root()));
        System::assert_last_event(Event::ColdkeySwapReset { who: coldkey(1) }.into());
        assert_noop!(swap(&account(800)), Error::<Test>::ColdkeySwapAnnouncementNotFound);
        assert_ok!(announce(&account(800)));
    });
}

#[test]
fn delays_should_be_those_that_root_has_set() {
    world().execute_with(|| {
        ColdkeySwapAnnouncementDelay::<Test>::put(3);
        ColdkeySwapReannouncementDelay::<Test>::put(1);
        assert_ok!(announce(&account(800)));
        after(3);
        assert_noop!(clear(), Error::<Test>::ColdkeySwapClearTooEarly);
        after(1);
        assert_ok!(clear());
    });
}
