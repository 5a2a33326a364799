use super::*;
use frame_support::traits::Hooks;
use myelin_units::Tao;

/// One block whose epoch cannot be paid: the sum of stake has no room. The books are broken on purpose.
fn failing_block() {
    let sum = TotalAlphaStaked::<Test>::get(SUBNET);
    TotalAlphaStaked::<Test>::insert(SUBNET, Alpha::MAX);
    System::reset_events();
    System::set_block_number(System::block_number() + 1);
    LastEpochBlock::<Test>::insert(SUBNET, 0);
    Network::on_initialize(System::block_number());
    TotalAlphaStaked::<Test>::insert(SUBNET, sum);
}

#[test]
fn pots_and_results_should_stay_when_an_epoch_fails() {
    voting_subnet().execute_with(|| {
        let (index, paid_at) =
            (SubnetEpochIndex::<Test>::get(SUBNET), LastMechansimStepBlock::<Test>::get(SUBNET));
        let (before, cut) = (Network::pending_pots(SUBNET), PendingOwnerCut::<Test>::get(SUBNET));
        let (emission, held) = (Emission::<Test>::get(SUBNET), value(3, SUBNET));
        failing_block();
        let error = Error::<Test>::Overflow.into();
        System::assert_has_event(Event::EpochFailed { netuid: SUBNET, error }.into());
        assert_eq!((paid(), value(3, SUBNET)), (None, held));
        // The block's alpha has joined what was there.
        assert!(
            Network::pending_pots(SUBNET).server > before.server
                && PendingOwnerCut::<Test>::get(SUBNET) > cut
        );
        assert_eq!(Emission::<Test>::get(SUBNET), emission);
        // Its turn is over all the same; it was not paid.
        assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), index + 1);
        assert_eq!(LastEpochBlock::<Test>::get(SUBNET), System::block_number());
        assert_eq!(LastMechansimStepBlock::<Test>::get(SUBNET), paid_at);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn next_epoch_should_pay_what_a_failed_one_left() {
    voting_subnet().execute_with(|| {
        failing_block();
        let pots = Network::pending_pots(SUBNET).total().unwrap();
        epoch();
        let (_, miners, validators, root) = paid().unwrap();
        assert_eq!(miners + validators + root, pots.rao());
    });
}

#[test]
fn other_subnets_epochs_should_run_when_one_fails() {
    chain_of_two().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 10, TAO);
        stake(OTHER, 1, 11, TAO);
        run_blocks(8);
        LastEpochBlock::<Test>::insert(OTHER, 0);
        failing_block();
        let ran = |netuid| System::events().into_iter().any(|event| matches!(event.event, RuntimeEvent::Network(Event::EpochPaid { netuid: of, .. }) if of == netuid));
        assert!(!ran(SUBNET) && ran(OTHER));
        assert!(SubnetTAO::<Test>::get(OTHER) >= Tao::new(500 * TAO));
    });
}
