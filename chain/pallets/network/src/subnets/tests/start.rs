use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{NetUid, Tao};
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
