use super::*;
use crate::dissolution::{Phase, MOST_DISSOLVING};
use frame_support::{assert_noop, dispatch::DispatchResult};
use myelin_units::Alpha;
use sp_runtime::DispatchError;

#[test]
fn only_governance_should_dissolve() {
    chain().execute_with(|| {
        for who in [signed(coldkey(10)), signed(coldkey(1)), RuntimeOrigin::none()] {
            assert_noop!(
                Network::dissolve_network(who.clone(), coldkey(10), SUBNET),
                DispatchError::BadOrigin
            );
            assert_noop!(Network::root_dissolve_network(who, SUBNET), DispatchError::BadOrigin);
        }
        let root = RuntimeOrigin::root;
        assert_noop!(Network::dissolve_network(root(), coldkey(1), SUBNET), Error::<Test>::NotSubnetOwner);
        assert_noop!(Network::root_dissolve_network(root(), NOWHERE), Error::<Test>::SubnetNotExists);
        assert_noop!(Network::root_dissolve_network(root(), NetUid::ROOT), Error::<Test>::InvalidValue);
        assert_ok!(Network::dissolve_network(root(), coldkey(10), SUBNET));
        System::assert_last_event(Event::NetworkRemoved(SUBNET).into());
        assert_noop!(
            Network::root_dissolve_network(root(), SUBNET),
            Error::<Test>::NetworkDissolveAlreadyQueued
        );
    });
}

#[test]
fn nothing_should_reach_a_subnet_that_is_being_dissolved() {
    chain_of_two().execute_with(|| {
        register(SUBNET, 1);
        own(2);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(OTHER, 1, 1, 10 * TAO);
        dissolve(SUBNET);
        let (me, key, alpha) = (|| signed(coldkey(1)), hotkey(1), Alpha::new(TAO));
        let refused: Vec<DispatchResult> = vec![
            Network::add_stake(me(), key.clone(), SUBNET, tao(TAO)),
            Network::remove_stake(me(), key.clone(), SUBNET, alpha),
            Network::remove_stake_full_limit(me(), key.clone(), SUBNET, None),
            Network::move_stake(me(), key.clone(), hotkey(2), SUBNET, SUBNET, alpha),
            Network::swap_stake(me(), key.clone(), SUBNET, OTHER, alpha),
            Network::swap_stake(me(), key.clone(), OTHER, SUBNET, alpha),
            Network::transfer_stake(me(), coldkey(2), key.clone(), SUBNET, SUBNET, alpha),
            Network::burned_register(signed(coldkey(2)), SUBNET, hotkey(2)),
            Network::set_weights(signed(key.clone()), SUBNET, vec![0], vec![1], 0),
            Network::start_call(signed(coldkey(10)), SUBNET),
            Network::set_tempo(signed(coldkey(10)), SUBNET, 400),
            Network::serve_prometheus(signed(key), SUBNET, 1, 0x0808_0808, 80, 4),
        ];
        for (number, outcome) in refused.into_iter().enumerate() {
            let error = Error::<Test>::WaitingForDissolvedSubnetCleanup.into();
            assert_eq!(outcome, Err(error), "call {number}");
        }
        assert!(Network::subnet_info_v2(SUBNET).is_none() && Network::metagraph(SUBNET).is_none());
        assert_eq!(Network::netuids(), [NetUid::ROOT, OTHER]);
    });
}

#[test]
fn emission_should_go_to_the_others_from_the_next_block_on() {
    chain_of_two().execute_with(|| {
        run_blocks(3);
        let both = (pot(SUBNET), pot(OTHER));
        next_block();
        assert!(pot(SUBNET) > both.0 && pot(OTHER) > both.1);
        let (before, minted) = (pot(OTHER), BlockEmission::<Test>::get());
        dissolve(SUBNET);
        next_block();
        assert_eq!(pot(OTHER) - before, BlockEmission::<Test>::get());
        assert!(BlockEmission::<Test>::get() >= minted);
    });
}

#[test]
fn epochs_should_stop_after_the_last_one() {
    chain_of_two().execute_with(|| {
        dissolve(SUBNET);
        let mut epochs = 0;
        while Network::is_dissolving(SUBNET) {
            next_block();
            let paid =
                |event: &Event<Test>| matches!(event, Event::EpochPaid { netuid, .. } if *netuid == SUBNET);
            let events = System::events().into_iter().filter_map(|record| match record.event {
                RuntimeEvent::Network(event) => Some(event),
                _ => None,
            });
            epochs += events.filter(paid).count();
        }
        assert_eq!(epochs, 1);
        run_blocks(30);
    });
}

#[test]
fn keys_should_stay_where_they_are_while_their_stake_is_counted() {
    chain().execute_with(|| {
        own(1);
        own(2);
        stake(SUBNET, 1, 1, 10 * TAO);
        assert_ok!(Network::ensure_hotkey_settled(&hotkey(1)));
        dissolve(SUBNET);
        let waiting = Error::<Test>::WaitingForDissolvedSubnetCleanup;
        assert_noop!(Network::ensure_hotkey_settled(&hotkey(1)), waiting);
        assert_noop!(
            Network::ensure_coldkey_settled(&coldkey(1)),
            Error::<Test>::WaitingForDissolvedSubnetCleanup
        );
        assert_ok!(Network::ensure_hotkey_settled(&hotkey(2)));
        assert_ok!(Network::ensure_coldkey_settled(&coldkey(2)));
        see_through(SUBNET);
        assert_ok!(Network::ensure_hotkey_settled(&hotkey(1)));
        assert_ok!(Network::ensure_coldkey_settled(&coldkey(1)));
    });
}

#[test]
fn subnets_should_be_dissolved_one_after_the_other() {
    chain_of_two().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(OTHER, 1, 1, 10 * TAO);
        dissolve(OTHER);
        dissolve(SUBNET);
        next_block();
        let status = CurrentDissolveCleanupStatus::<Test>::get().unwrap();
        assert_eq!((status.netuid, Network::is_dissolving(SUBNET)), (OTHER, true));
        assert!(see_through(OTHER).to(1) > 0);
        assert!(see_through(SUBNET).to(1) > 0);
        assert_eq!(CurrentDissolveCleanupStatus::<Test>::get(), None);
        assert!(DissolveCleanupQueue::<Test>::get().is_empty());
    });
}

#[test]
fn so_many_should_wait_at_most() {
    let at = |netuid| crate::genesis::GenesisSubnet { netuid, ..genesis_subnet() };
    chain_with((1..=MOST_DISSOLVING as u16 + 1).map(at).collect()).execute_with(|| {
        for netuid in 1..=MOST_DISSOLVING as u16 {
            dissolve(NetUid::new(netuid));
        }
        let last = NetUid::new(MOST_DISSOLVING as u16 + 1);
        assert_noop!(
            Network::root_dissolve_network(RuntimeOrigin::root(), last),
            Error::<Test>::WaitingForDissolvedSubnetCleanup
        );
        assert!(Network::dereg_quote(last).is_some());
        see_through(SUBNET);
        dissolve(last);
    });
}

#[test]
fn step_that_fails_should_be_undone_and_told_and_not_hold_up_the_others() {
    // economics §6.3: silent no-op then continue; swallowed error after partial mutation
    chain_of_two().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(OTHER, 1, 1, 10 * TAO);
        dissolve(SUBNET);
        dissolve(OTHER);
        next_block();
        // The ledger has less than the counter says: the payments cannot be made.
        Dissolutions::<Test>::mutate(SUBNET, |state| state.as_mut().unwrap().phase = Phase::Counting);
        let whole = pot(SUBNET);
        SubnetTAO::<Test>::insert(SUBNET, tao(whole + 5 * TAO));
        System::reset_events();
        Network::step_dissolution();
        let told = System::events().into_iter().any(|record| {
            matches!(record.event, RuntimeEvent::Network(Event::DissolutionStepFailed { netuid, .. }) if netuid == SUBNET)
        });
        assert!(told);
        assert_eq!(DissolveCleanupQueue::<Test>::get(), [OTHER, SUBNET]);
        SubnetTAO::<Test>::insert(SUBNET, tao(whole));
        assert!(see_through(OTHER).to(1) > 0);
        assert!(see_through(SUBNET).to(1) > 0);
    });
}
