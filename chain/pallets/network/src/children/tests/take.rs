use super::*;

fn set(number: u64, take: u16) -> DispatchResult {
    Network::set_childkey_take(signed(coldkey(number)), hotkey(number), SUBNET, PerU16::new(take))
}

fn take(number: u64) -> u16 {
    Network::childkey_take_of(&hotkey(number), SUBNET).parts()
}

#[test]
fn take_should_rise_once_in_a_while_and_fall_at_any_time() {
    families().execute_with(|| {
        assert_ok!(set(1, 100));
        assert_eq!((take(1), ChildkeyTake::<Test>::get(hotkey(1), SUBNET).parts()), (100, 100));
        assert!(events().contains(&Event::ChildKeyTakeSet(hotkey(1), PerU16::new(100))));
        assert_noop!(set(1, 101), Error::<Test>::TxChildkeyTakeRateLimitExceeded);
        assert_ok!(set(1, 50));
        run_blocks(4);
        assert_noop!(set(1, 51), Error::<Test>::TxChildkeyTakeRateLimitExceeded);
        next_block();
        assert_ok!(set(1, 51));
        assert_ok!(set(1, 0));
        assert_eq!(FamilyMembers::<Test>::iter().count(), 0);
    });
}

#[test]
fn take_should_be_within_its_bounds_and_its_owners() {
    families().execute_with(|| {
        assert_noop!(set(1, 11_797), Error::<Test>::InvalidChildkeyTake);
        MinChildkeyTakePerSubnet::<Test>::insert(SUBNET, PerU16::new(10));
        assert_noop!(set(1, 9), Error::<Test>::InvalidChildkeyTake);
        assert_ok!(set(1, 10));
        let by_other =
            |key, netuid| Network::set_childkey_take(signed(coldkey(2)), key, netuid, PerU16::new(10));
        assert_noop!(by_other(hotkey(1), SUBNET), Error::<Test>::NonAssociatedColdKey);
        assert_noop!(by_other(hotkey(77), SUBNET), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(by_other(hotkey(2), NOWHERE), Error::<Test>::SubnetNotExists);
    });
}

#[test]
fn take_should_follow_bounds_that_move() {
    families().execute_with(|| {
        assert_ok!(set(1, 5_000));
        assert_ok!(Network::sudo_set_max_childkey_take(RuntimeOrigin::root(), PerU16::new(4_000)));
        assert_eq!(take(1), 4_000);
        assert_ok!(Network::sudo_set_min_childkey_take(RuntimeOrigin::root(), PerU16::new(30)));
        assert_eq!(take(2), 30);
        MinChildkeyTakePerSubnet::<Test>::insert(SUBNET, PerU16::new(40));
        assert_eq!(take(2), 40);
    });
}

#[test]
fn bounds_should_be_governments_and_in_order() {
    families().execute_with(|| {
        let root = RuntimeOrigin::root;
        let take = PerU16::new(7);
        assert_ok!(Network::sudo_set_tx_childkey_take_rate_limit(root(), 9));
        assert_ok!(Network::set_pending_childkey_cooldown(root(), 11));
        assert_eq!((TxChildkeyTakeRateLimit::<Test>::get(), PendingChildKeyCooldown::<Test>::get()), (9, 11));
        assert!(events().contains(&Event::TxChildKeyTakeRateLimitSet(9)));
        assert_ok!(Network::sudo_set_max_childkey_take(root(), take));
        assert_noop!(
            Network::sudo_set_min_childkey_take(root(), PerU16::new(8)),
            Error::<Test>::InvalidChildkeyTake
        );
        let stranger = || signed(coldkey(1));
        assert_noop!(Network::sudo_set_max_childkey_take(stranger(), take), DispatchError::BadOrigin);
        assert_noop!(Network::sudo_set_min_childkey_take(stranger(), take), DispatchError::BadOrigin);
        assert_noop!(Network::sudo_set_tx_childkey_take_rate_limit(stranger(), 1), DispatchError::BadOrigin);
        assert_noop!(Network::set_pending_childkey_cooldown(stranger(), 1), DispatchError::BadOrigin);
    });
}
