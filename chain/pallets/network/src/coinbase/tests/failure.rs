use super::*;
use frame_support::traits::Hooks;
use myelin_units::{Alpha, Tao};

/// The block step alone: the books are broken on purpose.
fn step() {
    System::reset_events();
    System::set_block_number(System::block_number() + 1);
    Network::on_initialize(System::block_number());
}

/// A pot so full that nothing more fits: subnet 1's step fails. Returns what was in it.
fn break_step() -> Alpha {
    let pot = PendingServerEmission::<Test>::get(SUBNET);
    PendingServerEmission::<Test>::insert(SUBNET, Alpha::MAX);
    pot
}

fn chain_with_prices() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| {
        // No epochs here.
        [SUBNET, OTHER].into_iter().for_each(|netuid| Tempo::<Test>::insert(netuid, 0));
        set_moving_price(SUBNET, ONE / 2);
        set_moving_price(OTHER, ONE / 2);
        next_block();
        [SUBNET, OTHER].into_iter().for_each(|netuid| set_moving_price(netuid, ONE / 2));
        [SUBNET, OTHER].into_iter().for_each(|netuid| MovingPriceFraction::<Test>::insert(netuid, 0));
    });
    chain
}

#[test]
fn step_should_be_undone_told_and_its_share_kept_when_it_fails() {
    chain_with_prices().execute_with(|| {
        break_step();
        let (pool, out) = (Network::reserves(SUBNET), SubnetAlphaOut::<Test>::get(SUBNET));
        let (cut, protocol) =
            (PendingOwnerCut::<Test>::get(SUBNET), SubnetProtocolAlpha::<Test>::get(SUBNET));
        let before = Network::issuance();
        step();
        assert_eq!((Network::reserves(SUBNET), SubnetAlphaOut::<Test>::get(SUBNET)), (pool, out));
        assert_eq!(
            (PendingOwnerCut::<Test>::get(SUBNET), SubnetProtocolAlpha::<Test>::get(SUBNET)),
            (cut, protocol)
        );
        assert_eq!(Network::carried(SUBNET), Tao::new(EMISSION / 2));
        assert_eq!(Network::issuance().rao(), before.rao() + EMISSION);
        let error = Error::<Test>::Overflow.into();
        System::assert_has_event(
            Event::SubnetStepFailed { netuid: SUBNET, carried: Tao::new(EMISSION / 2), error }.into(),
        );
    });
}

#[test]
fn other_subnets_should_not_notice_when_a_step_fails() {
    chain_with_prices().execute_with(|| {
        break_step();
        let before = SubnetTAO::<Test>::get(OTHER).rao();
        step();
        assert_eq!(SubnetTAO::<Test>::get(OTHER).rao(), before + EMISSION / 2);
        assert_eq!(received(OTHER), EMISSION / 2);
    });
}

#[test]
fn carried_tao_should_be_settled_when_the_step_succeeds_again() {
    chain_with_prices().execute_with(|| {
        let (pot, before) = (break_step(), SubnetTAO::<Test>::get(SUBNET).rao());
        step();
        step();
        assert_eq!(Network::carried(SUBNET), Tao::new(EMISSION));
        PendingServerEmission::<Test>::insert(SUBNET, pot);
        [SUBNET, OTHER].into_iter().for_each(|netuid| set_moving_price(netuid, ONE / 2));
        [SUBNET, OTHER].into_iter().for_each(|netuid| MovingPriceFraction::<Test>::insert(netuid, 0));
        next_block();
        assert_eq!(Network::carried(SUBNET), Tao::ZERO);
        assert_eq!(received(SUBNET), EMISSION + EMISSION / 2);
        assert_eq!(SubnetTAO::<Test>::get(SUBNET).rao(), before + EMISSION + EMISSION / 2);
        next_block();
    });
}

#[test]
fn carried_tao_should_wait_when_the_subnet_is_stopped() {
    chain_with_prices().execute_with(|| {
        let pot = break_step();
        step();
        PendingServerEmission::<Test>::insert(SUBNET, pot);
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        run_blocks(3);
        assert_eq!(Network::carried(SUBNET), Tao::new(EMISSION / 2));
        SubtokenEnabled::<Test>::insert(SUBNET, true);
        next_block();
        assert_eq!(Network::carried(SUBNET), Tao::ZERO);
    });
}

#[test]
fn nothing_should_be_minted_and_alpha_go_on_when_the_emission_account_cannot_hold() {
    chain_with_prices().execute_with(|| {
        // Without its deposit an account exists only while something on it is free, so nothing can be held. It owes
        // nothing yet, so nothing is lost with it.
        [SUBNET, OTHER].into_iter().for_each(|netuid| Network::settle(netuid).unwrap());
        let account = Network::emission_account();
        frame_system::Account::<Test>::remove(&account);
        let (before, out) = (Network::issuance().rao(), SubnetAlphaOut::<Test>::get(SUBNET).rao());
        step();
        let failed = System::events().into_iter().find_map(|event| match event.event {
            RuntimeEvent::Network(Event::SubnetStepFailed { netuid, carried, .. }) => Some((netuid, carried)),
            _ => None,
        });
        assert_eq!(failed, Some((NetUid::ROOT, Tao::ZERO)));
        assert_eq!((balance(&account), Network::carried(SUBNET)), (0, Tao::ZERO));
        assert_eq!((Network::issuance().rao(), BlockEmission::<Test>::get()), (before, 0));
        assert_eq!(SubnetAlphaOut::<Test>::get(SUBNET).rao(), out + TAO);
    });
}
