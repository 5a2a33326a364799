//! What a swap must not open: intervals, takes, the size of a block.

use super::world::*;
use crate::{costs, keys::*, mock::*, pallet::*, Error};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{NetUid, PerU16};
use sp_runtime::DispatchResult;

fn swap(old: u64, new: u64, netuid: Option<NetUid>) -> DispatchResult {
    Network::swap_hotkey(signed(coldkey(1)), hotkey(old), hotkey(new), netuid)
}

// economics §6.3: root claims lost on key swap (011, swap cooldown bypass)
#[test]
fn interval_should_hold_whichever_way_a_hotkey_is_swapped() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(swap(1, 40, Some(SUBNET)));
        assert_noop!(swap(40, 41, Some(SUBNET)), Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
        // All at once is no way round, and neither is one after all at once.
        assert_noop!(swap(40, 41, None), Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
        assert_ok!(swap(1, 42, None));
        assert_noop!(swap(42, 43, Some(OTHER)), Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
        assert_noop!(swap(42, 43, None), Error::<Test>::HotKeySetTxRateLimitExceeded);
        System::set_block_number(2_019);
        assert_noop!(swap(40, 41, Some(SUBNET)), Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
        System::set_block_number(2_020);
        assert_ok!(swap(40, 41, Some(SUBNET)));
        System::set_block_number(2_000 + TxRateLimit::<Test>::get());
        assert_ok!(swap(42, 43, None));
    });
}

// economics §6.3: root claims lost on key swap (011, swap cooldown bypass)
#[test]
fn interval_should_hold_when_the_coldkey_is_swapped_in_between() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(swap(1, 40, Some(SUBNET)));
        assert_ok!(Network::swap_coldkey(RuntimeOrigin::root(), coldkey(1), account(800), 0u64.into()));
        let by_heir = Network::swap_hotkey(signed(account(800)), hotkey(40), hotkey(41), Some(SUBNET));
        assert_noop!(by_heir, Error::<Test>::HotKeySwapOnSubnetIntervalNotPassed);
    });
}

#[test]
fn take_should_not_rise_by_a_swap() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        // A hotkey of the same owner with a higher take gets a part of what the old one was.
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(1)), hotkey(40)));
        Delegates::<Test>::insert(hotkey(40), PerU16::new(5_000));
        assert_ok!(swap(1, 40, Some(SUBNET)));
        assert_eq!(Delegates::<Test>::get(hotkey(40)), PerU16::new(1_000));
        assert_eq!(Delegates::<Test>::get(hotkey(1)), PerU16::new(1_000));
        // One that never chose would have the default, which is higher.
        assert_ok!(swap(1, 41, Some(OTHER)));
        assert_eq!(Delegates::<Test>::get(hotkey(41)), PerU16::new(1_000));
    });
}

// economics §6.3: root claims lost on key swap (014, take not migrated)
#[test]
fn take_should_be_that_of_the_old_hotkey_when_swapped_everywhere() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(1)), hotkey(40)));
        Delegates::<Test>::insert(hotkey(40), PerU16::new(10));
        assert_ok!(swap(1, 40, None));
        assert_eq!(Delegates::<Test>::get(hotkey(40)), PerU16::new(1_000));
        assert!(!Delegates::<Test>::contains_key(hotkey(1)));
    });
}

// economics §6.3: root claims lost on key swap (014, child take not migrated)
#[test]
fn child_take_and_family_should_be_those_of_the_old_hotkey() {
    for netuid in [None, Some(OTHER)] {
        world().execute_with(|| {
            System::set_block_number(2_000);
            assert_ok!(swap(1, 40, netuid));
            assert_eq!(ChildkeyTake::<Test>::get(hotkey(40), OTHER), PerU16::new(700));
            assert_eq!(ChildKeys::<Test>::get(hotkey(3), OTHER), vec![(1 << 60, hotkey(40))]);
            let parent = if netuid.is_none() { hotkey(40) } else { hotkey(1) };
            assert_eq!(ParentKeys::<Test>::get(hotkey(2), SUBNET), vec![(1 << 60, parent)]);
            assert_eq!(Network::check_invariants(), Ok(()));
        });
    }
}

#[test]
fn take_should_not_be_raised_sooner_by_a_swap() {
    for netuid in [None, Some(SUBNET)] {
        world().execute_with(|| {
            System::set_block_number(2_000);
            assert_ok!(swap(1, 40, netuid));
            let raise = Network::increase_take(signed(coldkey(1)), hotkey(40), PerU16::new(2_000));
            assert_noop!(raise, Error::<Test>::DelegateTxRateLimitExceeded);
        });
    }
}

// economics §6.3: unbounded per-block work
#[test]
fn swap_should_be_refused_when_it_does_not_fit_into_a_block() {
    world().execute_with(|| {
        System::set_block_number(2_000);
        Holders::<Test>::insert(hotkey(1), ROOT, MOST_POSITIONS_MOVED - 2);
        assert_noop!(swap(1, 40, None), Error::<Test>::DisabledTemporarily);
        // Subnet by subnet it does, and only what moves counts.
        assert_ok!(swap(1, 40, Some(SUBNET)));
        Holders::<Test>::insert(hotkey(1), ROOT, MOST_POSITIONS_SEEN);
        assert_noop!(swap(1, 41, Some(OTHER)), Error::<Test>::DisabledTemporarily);
        // With stake that stays nothing is moved.
        assert_ok!(Network::swap_hotkey_v2(signed(coldkey(1)), hotkey(1), hotkey(41), None, true));
    });
}

#[test]
fn cost_should_grow_with_what_is_moved() {
    world().execute_with(|| {
        let cost = |only, keep| costs::swap_hotkey::<Test>(&hotkey(1), only, keep).ref_time();
        let (all, one, none) = (cost(None, false), cost(Some(SUBNET), false), cost(None, true));
        assert!(all >= one && one > none && none > 0);
        Holders::<Test>::insert(hotkey(1), ROOT, MOST_POSITIONS_MOVED);
        assert!(cost(Some(SUBNET), false) > one);
        let step = |moved| costs::swap_coldkey::<Test>(moved).ref_time();
        assert!(step(COLDKEY_STEP) > step(0));
    });
}
