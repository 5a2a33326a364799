use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{Alpha, NetUid, Tao};
use sp_runtime::DispatchError;

fn start(owner: u64, netuid: NetUid) -> frame_support::dispatch::DispatchResult {
    Network::start_call(signed(coldkey(owner)), netuid)
}

#[test]
fn alpha_should_trade_at_once_and_emission_begin_in_the_next_block() {
    chain().execute_with(|| {
        let netuid = unstarted_subnet();
        assert_ok!(start(12, netuid));
        let first = System::block_number() + 1;
        System::assert_last_event(Event::FirstEmissionBlockNumberSet(netuid, first).into());
        assert_eq!(FirstEmissionBlockNumber::<Test>::get(netuid), Some(first));
        assert!(!Network::is_started(netuid));
        assert_ok!(Network::add_stake(signed(coldkey(1)), hotkey(12), netuid, Tao::new(TAO)));
        next_block();
        assert!(Network::is_started(netuid));
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(netuid).rao(), TAO);
    });
}

#[test]
fn start_should_be_the_owners_and_only_once() {
    chain().execute_with(|| {
        let netuid = unstarted_subnet();
        assert_noop!(start(1, netuid), Error::<Test>::NotSubnetOwner);
        assert_noop!(start(12, SUBNET), Error::<Test>::NotSubnetOwner);
        assert_noop!(start(12, NOWHERE), Error::<Test>::SubnetNotExists);
        assert_noop!(Network::start_call(RuntimeOrigin::root(), netuid), DispatchError::BadOrigin);
        assert_ok!(start(12, netuid));
        assert_noop!(start(12, netuid), Error::<Test>::FirstEmissionBlockNumberAlreadySet);
        // That of the genesis is started.
        assert_noop!(start(10, SUBNET), Error::<Test>::FirstEmissionBlockNumberAlreadySet);
    });
}

#[test]
fn start_should_be_refused_when_the_delay_has_not_passed() {
    chain().execute_with(|| {
        StartCallDelay::<Test>::put(7);
        let netuid = unstarted_subnet();
        for _ in 0..7 {
            assert_noop!(start(12, netuid), Error::<Test>::NeedWaitingMoreBlocksToStarCall);
            next_block();
        }
        assert_ok!(start(12, netuid));
    });
}

const NOTICE: u64 = 6;

/// A subnet that has just been started, with a notice of [`NOTICE`] blocks. Its owner is coldkey 12.
fn announced_subnet() -> NetUid {
    let netuid = unstarted_subnet();
    OpeningNotice::<Test>::put(NOTICE);
    assert_ok!(start(12, netuid));
    netuid
}

fn buy(buyer: u64, netuid: NetUid) -> frame_support::dispatch::DispatchResult {
    Network::add_stake(signed(coldkey(buyer)), hotkey(12), netuid, Tao::new(TAO))
}

// economics §6.3: start-call insider buy
#[test]
fn nobody_should_trade_before_the_announced_block() {
    chain().execute_with(|| {
        let opening = System::block_number() + NOTICE;
        let netuid = announced_subnet();
        System::assert_last_event(Event::FirstEmissionBlockNumberSet(netuid, opening + 1).into());
        while System::block_number() < opening {
            assert!(!Network::is_open(netuid));
            assert_noop!(buy(12, netuid), Error::<Test>::SubtokenDisabled);
            assert_noop!(buy(1, netuid), Error::<Test>::SubtokenDisabled);
            next_block();
        }
        assert!(Network::is_open(netuid));
        assert_ok!(buy(1, netuid));
    });
}

// economics §6.3: start-call insider buy
#[test]
fn owner_should_buy_nothing_until_the_opening_window_is_over() {
    chain().execute_with(|| {
        stake(SUBNET, 12, 10, 10 * TAO);
        stake(SUBNET, 1, 10, 10 * TAO);
        let netuid = announced_subnet();
        (0..NOTICE).for_each(|_| next_block());
        let amount = Alpha::new(TAO);
        for _ in 0..NOTICE {
            // Neither with TAO, nor with other alpha, nor through a friend, nor for one.
            let refused = Error::<Test>::OwnerBuysAfterOpeningWindow;
            assert_noop!(buy(12, netuid), refused);
            let own = signed(coldkey(12));
            let swap = Network::swap_stake(own.clone(), hotkey(10), SUBNET, netuid, amount);
            assert_noop!(swap, Error::<Test>::OwnerBuysAfterOpeningWindow);
            let moved = Network::move_stake(own.clone(), hotkey(10), hotkey(12), SUBNET, netuid, amount);
            assert_noop!(moved, Error::<Test>::OwnerBuysAfterOpeningWindow);
            let given = Network::transfer_stake(own, coldkey(1), hotkey(10), SUBNET, netuid, amount);
            assert_noop!(given, Error::<Test>::OwnerBuysAfterOpeningWindow);
            let received =
                Network::transfer_stake(signed(coldkey(1)), coldkey(12), hotkey(10), SUBNET, netuid, amount);
            assert_noop!(received, Error::<Test>::OwnerBuysAfterOpeningWindow);
            assert_ok!(buy(1, netuid));
            next_block();
        }
        assert_ok!(buy(12, netuid));
    });
}

#[test]
fn window_should_be_as_long_as_it_was_announced() {
    chain().execute_with(|| {
        let netuid = announced_subnet();
        OpeningNotice::<Test>::put(1_000);
        (0..2 * NOTICE).for_each(|_| next_block());
        assert_ok!(buy(12, netuid));
    });
}

#[test]
fn start_should_leave_a_market_open_that_root_has_opened() {
    chain().execute_with(|| {
        let netuid = unstarted_subnet();
        SubtokenEnabled::<Test>::insert(netuid, true);
        assert_ok!(buy(1, netuid));
        OpeningNotice::<Test>::put(NOTICE);
        assert_ok!(start(12, netuid));
        assert_ok!(buy(1, netuid));
        assert_ok!(buy(12, netuid));
    });
}

#[test]
fn owner_should_buy_elsewhere_while_the_own_market_opens() {
    chain().execute_with(|| {
        let netuid = announced_subnet();
        assert_ok!(Network::add_stake(signed(coldkey(12)), hotkey(10), SUBNET, Tao::new(TAO)));
        assert!(!Network::is_open(netuid));
    });
}
