//! A hotkey that takes the place of another.

use super::world::*;
use crate::{mock::*, pallet::*, weights::NetUidStorageIndex, Error};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{Alpha, NetUid, PerU16};
use sp_runtime::DispatchResult;

fn swap(old: u64, new: u64, netuid: Option<NetUid>) -> DispatchResult {
    Network::swap_hotkey(signed(coldkey(1)), hotkey(old), hotkey(new), netuid)
}

/// What a subnet knows of a neuron by its uid.
fn by_uid(netuid: NetUid, uid: u16) -> impl PartialEq + core::fmt::Debug {
    let index = NetUidStorageIndex::from(netuid);
    (
        BlockAtRegistration::<Test>::get(netuid, uid),
        Weights::<Test>::get(index, uid),
        Bonds::<Test>::get(index, uid),
        LastUpdate::<Test>::get(index),
        ValidatorPermit::<Test>::get(netuid),
        Emission::<Test>::get(netuid),
    )
}

#[test]
fn hotkey_should_be_in_the_place_of_the_old_when_swapped_everywhere() {
    world().execute_with(|| {
        let (stakes, paid) = (stakes_on(&hotkey(1)), balance(&coldkey(1)));
        let issuance = Network::issuance().rao();
        let uids = [ROOT, SUBNET, OTHER].map(|netuid| Uids::<Test>::get(netuid, hotkey(1)).unwrap());
        let before: Vec<_> = [ROOT, SUBNET, OTHER].iter().zip(uids).map(|(n, uid)| by_uid(*n, uid)).collect();
        System::set_block_number(2_000);
        assert_ok!(swap(1, 40, None));
        assert_eq!(stakes_on(&hotkey(40)), stakes);
        assert_eq!(stakes.len(), 9);
        assert!(stakes_on(&hotkey(1)).is_empty());
        let after: Vec<_> = [ROOT, SUBNET, OTHER].iter().zip(uids).map(|(n, uid)| by_uid(*n, uid)).collect();
        assert_eq!(before, after);
        for (netuid, uid) in [ROOT, SUBNET, OTHER].into_iter().zip(uids) {
            assert_eq!(Uids::<Test>::get(netuid, hotkey(40)), Some(uid));
            assert_eq!(Keys::<Test>::get(netuid, uid), hotkey(40));
            assert_eq!(Axons::<Test>::get(netuid, hotkey(40)).unwrap().port, 7);
        }
        assert_eq!(SubnetOwnerHotkey::<Test>::get(SUBNET), hotkey(40));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(OTHER), hotkey(11));
        assert_eq!(Delegates::<Test>::get(hotkey(40)), PerU16::new(1_000));
        assert_eq!((paid - balance(&coldkey(1)), issuance - Network::issuance().rao()), (TAO / 10, TAO / 10));
        let (coldkey, old_hotkey, new_hotkey) = (coldkey(1), hotkey(1), hotkey(40));
        System::assert_last_event(Event::HotkeySwapped { coldkey, old_hotkey, new_hotkey }.into());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn hotkey_should_belong_to_nobody_when_it_was_swapped_everywhere() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(swap(1, 40, None));
        assert_eq!(OwnedHotkeys::<Test>::get(coldkey(1)), [hotkey(40)]);
        assert_eq!(Owner::<Test>::get(hotkey(40)), coldkey(1));
        assert!(!Network::hotkey_exists(&hotkey(1)));
        let sufficients = |hotkey| frame_system::Account::<Test>::get(hotkey).sufficients;
        assert_eq!((sufficients(hotkey(1)), sufficients(hotkey(40))), (0, 1));
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(3)), [hotkey(40)]);
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(1)), [hotkey(2), hotkey(40)]);
        // Nobody can stake on it by mistake, and it may begin anew.
        assert_noop!(
            Network::add_stake(signed(coldkey(2)), hotkey(1), SUBNET, myelin_units::Tao::new(TAO)),
            Error::<Test>::HotKeyAccountNotExists
        );
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(4)), hotkey(1)));
    });
}

#[test]
fn other_subnets_should_keep_the_hotkey_when_one_is_swapped() {
    world().execute_with(|| {
        let (stakes, paid) = (stakes_on(&hotkey(1)), balance(&coldkey(1)));
        assert_ok!(swap(1, 40, Some(SUBNET)));
        let of = |netuid| move |((_, n), _): &(&(AccountId, NetUid), &Alpha)| *n == netuid;
        let (new, old) = (stakes_on(&hotkey(40)), stakes_on(&hotkey(1)));
        assert!(new.iter().eq(stakes.iter().filter(of(SUBNET))));
        assert_eq!((new.len(), old.len()), (3, 6));
        assert_eq!(Uids::<Test>::get(OTHER, hotkey(40)), None);
        assert!(
            Uids::<Test>::get(SUBNET, hotkey(40)).is_some() && Uids::<Test>::get(OTHER, hotkey(1)).is_some()
        );
        assert_eq!(SubnetOwnerHotkey::<Test>::get(SUBNET), hotkey(40));
        assert_eq!(OwnedHotkeys::<Test>::get(coldkey(1)), [hotkey(1), hotkey(40)]);
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(3)), [hotkey(1), hotkey(40)]);
        assert_eq!(paid - balance(&coldkey(1)), TAO / 1_000);
        let event = Event::HotkeySwappedOnSubnet {
            coldkey: coldkey(1),
            old_hotkey: hotkey(1),
            new_hotkey: hotkey(40),
            netuid: SUBNET,
        };
        System::assert_last_event(event.into());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn stake_should_stay_when_it_is_to_be_kept() {
    for netuid in [None, Some(SUBNET)] {
        world().execute_with(|| {
            System::set_block_number(2_000);
            let stakes = stakes_on(&hotkey(1));
            let swap = Network::swap_hotkey_v2(signed(coldkey(1)), hotkey(1), hotkey(40), netuid, true);
            assert_ok!(swap);
            assert_eq!(stakes_on(&hotkey(1)), stakes);
            assert!(stakes_on(&hotkey(40)).is_empty());
            assert!(Uids::<Test>::get(SUBNET, hotkey(40)).is_some());
            // Those who stake with the old one can leave.
            assert_eq!(Owner::<Test>::get(hotkey(1)), coldkey(1));
            assert_ok!(Network::remove_stake(signed(coldkey(3)), hotkey(1), SUBNET, Alpha::new(TAO)));
            assert_eq!(Network::check_invariants(), Ok(()));
        });
    }
}

#[test]
fn everybody_should_have_what_they_had_when_a_hotkey_goes_and_comes_back() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        let people = [1, 2, 3].map(|person| wealth(&coldkey(person)));
        assert_ok!(swap(1, 40, None));
        System::set_block_number(4_000);
        assert_ok!(swap(40, 1, None));
        let after = [1, 2, 3].map(|person| wealth(&coldkey(person)));
        assert_eq!(after[1..], people[1..]);
        assert_eq!((after[0].0, &after[0].1), (people[0].0 - TAO / 5, &people[0].1));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn pay_should_go_on_when_the_hotkey_is_another() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(swap(1, 40, None));
        let before = stakes_on(&hotkey(40));
        ValidatorPermit::<Test>::insert(SUBNET, vec![true; 3]);
        run_blocks(25);
        let after = stakes_on(&hotkey(40));
        assert!(after[&(coldkey(1), SUBNET)] > before[&(coldkey(1), SUBNET)]);
        assert!(stakes_on(&hotkey(1)).is_empty());
    });
}

// economics §6.3: root claims lost on key swap (#2515, GHSA-2026-010 watermarks)
#[test]
fn root_claims_should_be_owed_as_before_when_a_key_is_swapped() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        let owed = Network::owed_root(&hotkey(1), &coldkey(1), SUBNET);
        // On another subnet the hotkey keeps them.
        assert_ok!(swap(1, 41, Some(SUBNET)));
        assert_eq!(Network::owed_root(&hotkey(1), &coldkey(1), SUBNET), owed);
        assert_ok!(swap(1, 40, None));
        assert_eq!(Network::owed_root(&hotkey(40), &coldkey(1), SUBNET), owed);
        assert_eq!(Network::owed_root(&hotkey(1), &coldkey(1), SUBNET), Alpha::ZERO);
        let by_root = RuntimeOrigin::root();
        assert_ok!(Network::swap_coldkey(by_root, coldkey(1), account(800), 0u64.into()));
        assert_eq!(Network::owed_root(&hotkey(40), &account(800), SUBNET), owed);
        assert_eq!(Network::owed_root(&hotkey(40), &coldkey(1), SUBNET), Alpha::ZERO);
        assert_eq!(Network::check_invariants(), Ok(()));
        let before = Network::stake_of(&hotkey(40), &account(800), SUBNET);
        assert_ok!(Network::claim_root(signed(account(800)), [SUBNET].into()));
        let after = Network::stake_of(&hotkey(40), &account(800), SUBNET);
        assert_eq!(after.checked_sub(before).unwrap(), owed);
    });
}

#[test]
fn swap_should_be_refused_when_the_keys_do_not_allow_it() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        let cases: [(u64, u64, Option<NetUid>, Error<Test>); 8] = [
            (50, 40, None, Error::HotKeyAccountNotExists),
            (2, 40, None, Error::NonAssociatedColdKey),
            (1, 1, None, Error::NewHotKeyIsSameWithOld),
            (1, 2, None, Error::NonAssociatedColdKey),
            (1, 40, Some(NOWHERE), Error::SubnetNotExists),
            (1, 41, None, Error::HotKeyAlreadyRegisteredInSubNet),
            (1, 41, Some(SUBNET), Error::HotKeyAlreadyRegisteredInSubNet),
            (41, 40, Some(OTHER), Error::HotKeyNotRegisteredInSubNet),
        ];
        assert_ok!(Network::burned_register(signed(coldkey(1)), SUBNET, hotkey(41)));
        for (old, new, netuid, error) in cases {
            assert_noop!(swap(old, new, netuid), error);
        }
        let account = Network::subnet_account(SUBNET);
        let swap = Network::swap_hotkey(signed(coldkey(1)), hotkey(1), account, None);
        assert_noop!(swap, Error::<Test>::CannotUseSystemAccount);
    });
}

#[test]
fn swap_should_be_refused_when_the_new_hotkey_has_stake() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(1)), hotkey(40)));
        gift(OTHER, 2, 40, TAO);
        assert_noop!(swap(1, 40, None), Error::<Test>::NewHotKeyNotCleanForRootSwap);
        assert_noop!(swap(1, 40, Some(OTHER)), Error::<Test>::NewHotKeyNotCleanForRootSwap);
        // Elsewhere it is in nobody's way.
        assert_ok!(swap(1, 40, Some(SUBNET)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn swap_should_be_refused_when_it_cannot_be_paid() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        let poor = |left: u64| {
            let rest = balance(&coldkey(1)) - left;
            assert_ok!(Balances::transfer_allow_death(signed(coldkey(1)), coldkey(5), rest));
        };
        poor(TAO / 10 + 499);
        assert_noop!(swap(1, 40, None), Error::<Test>::NotEnoughBalanceToPaySwapHotKey);
        poor(TAO / 1_000 + 500);
        assert_ok!(swap(1, 40, Some(SUBNET)));
        assert_eq!(balance(&coldkey(1)), 500);
        assert_noop!(swap(1, 41, Some(OTHER)), Error::<Test>::NotEnoughBalanceToPaySwapHotKey);
    });
}
