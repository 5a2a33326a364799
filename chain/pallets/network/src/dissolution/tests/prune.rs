use super::*;
use frame_support::assert_noop;
use myelin_views::FixedI128;

fn create(number: u64) -> frame_support::dispatch::DispatchResult {
    Network::register_network(signed(coldkey(number)), hotkey(number))
}

/// Two subnets, and no room for a third; neither is immune.
fn full(immunity: u64) {
    SubnetLimit::<Test>::put(2);
    NetworkImmunityPeriod::<Test>::put(immunity);
    SubnetMovingPrice::<Test>::insert(SUBNET, FixedI128 { bits: 7 });
    SubnetMovingPrice::<Test>::insert(OTHER, FixedI128 { bits: 5 });
}

#[test]
fn subnet_with_the_lowest_moving_price_should_make_room() {
    chain_of_two().execute_with(|| {
        full(0);
        own(1);
        stake(OTHER, 1, 1, 10 * TAO);
        assert_eq!(Network::subnet_to_prune(), Some(OTHER));
        assert_ok!(create(2));
        // The new subnet waits for nobody: it takes the next netuid that is free.
        assert_eq!(Network::netuids(), [NetUid::ROOT, SUBNET, NetUid::new(3)]);
        assert_eq!(TotalNetworks::<Test>::get(), 3);
        System::assert_has_event(Event::NetworkRemoved(OTHER).into());
        System::assert_last_event(Event::NetworkAdded(NetUid::new(3), 1).into());
        assert!(see_through(OTHER).to(1) > 0);
        // Now its netuid is free too.
        SubnetLimit::<Test>::put(3);
        assert_ok!(create(3));
        assert_eq!(Network::netuids(), [0, 1, 2, 3].map(NetUid::new));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn nobody_should_make_room_while_all_are_immune() {
    chain_of_two().execute_with(|| {
        full(10);
        run_blocks(5);
        let before = balance(&coldkey(2));
        assert_noop!(create(2), Error::<Test>::SubnetLimitReached);
        assert_eq!((balance(&coldkey(2)), Network::subnet_to_prune()), (before, None));
        run_blocks(5);
        assert_ok!(create(2));
    });
}

#[test]
fn nobody_should_make_room_for_who_cannot_pay() {
    chain_of_two().execute_with(|| {
        full(0);
        assert_noop!(create(70), Error::<Test>::CannotAffordLockCost);
        assert_eq!(Network::netuids().len(), 3);
    });
}

#[test]
fn everybody_should_have_room_when_there_is_no_limit() {
    chain_of_two().execute_with(|| {
        full(0);
        SubnetLimit::<Test>::put(u16::MAX);
        assert_eq!(Network::subnet_limit(), None);
        assert_ok!(create(2));
        assert_eq!(Network::netuids().len(), 4);
    });
}

#[test]
fn network_should_not_grow_when_its_limit_was_lowered() {
    chain_of_two().execute_with(|| {
        full(0);
        SubnetLimit::<Test>::put(1);
        assert_ok!(create(2));
        assert_eq!(Network::netuids(), [NetUid::ROOT, SUBNET, NetUid::new(3)]);
    });
}

#[test]
fn price_of_a_subnet_should_not_be_lost_when_its_place_is_taken() {
    chain().execute_with(|| {
        SubnetLimit::<Test>::put(1);
        NetworkImmunityPeriod::<Test>::put(0);
        let before = Network::issuance();
        assert_ok!(create(2));
        assert_eq!(Network::issuance(), before, "nothing is recycled before the holders are counted");
        assert_eq!(pot(OTHER), 1_000 * TAO);
    });
}
