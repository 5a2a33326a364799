//! Epochs that come before the dividends of an earlier one are given over.

use super::*;
use crate::staking::vesting::Payday;

/// An epoch after `blocks` more blocks, whatever is still being given over.
fn epoch_after(blocks: u64) {
    System::set_block_number(System::block_number() + blocks);
    System::reset_events();
    assert_ok!(Network::run_epoch(SUBNET, &mut Scratch::default()));
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn span() -> u64 {
    let Payday { at, until } = LastPayday::<Test>::get(SUBNET).unwrap();
    assert_eq!(at, System::block_number());
    until - at
}

// economics §6.3: yield sniping
#[test]
fn early_epoch_should_change_what_nobody_has() {
    voting_subnet().execute_with(|| {
        epoch();
        System::set_block_number(System::block_number() + 2);
        // Somebody pays for a thousand times what is being given over.
        gift(SUBNET, 5, 1, 100_000 * TAO);
        let dividends = Pots { server: Alpha::new(TAO), validator: Alpha::new(TAO), root: Alpha::ZERO };
        fill(dividends);
        let holders = || [(1, 1), (2, 2), (5, 1)].map(|(cold, hot)| stake_of(SUBNET, cold, hot).rao());
        let (before, pot) = (holders(), PendingValidatorEmission::<Test>::get(SUBNET));
        epoch_after(0);
        assert_eq!(holders(), before);
        assert_eq!(PendingValidatorEmission::<Test>::get(SUBNET), pot);
        let (_, miners, validators, _) = paid().unwrap();
        assert!(miners > 0 && validators == 0);
        // The next epoch in its time pays them.
        give_over();
        epoch_after(0);
        assert_eq!(paid().unwrap().2, pot.rao());
        assert_eq!(PendingValidatorEmission::<Test>::get(SUBNET), Alpha::ZERO);
    });
}

#[test]
fn early_epoch_should_lose_nothing_when_nobody_has_voted() {
    voting_subnet().execute_with(|| {
        epoch();
        Weights::<Test>::remove(crate::weights::NetUidStorageIndex::from(SUBNET), 1);
        Weights::<Test>::remove(crate::weights::NetUidStorageIndex::from(SUBNET), 2);
        let pots = Pots { server: Alpha::new(TAO), validator: Alpha::new(TAO), root: Alpha::ZERO };
        fill(pots);
        let all = Network::pending_pots(SUBNET).total().unwrap();
        epoch_after(1);
        assert_eq!(paid().unwrap().2, 0);
        let (_, miners, ..) = paid().unwrap();
        assert_eq!(Network::pending_pots(SUBNET).total().unwrap().rao() + miners, all.rao());
    });
}

#[test]
fn dividends_should_be_given_over_no_longer_than_they_took_to_gather() {
    voting_subnet().execute_with(|| {
        epoch();
        assert_eq!(span(), 10);
        Tempo::<Test>::insert(SUBNET, 50_400);
        fill(Pots { validator: Alpha::new(TAO), ..EMPTY });
        epoch_after(10);
        assert_eq!(span(), 10, "a week would hold back what ten blocks have earned");
        Tempo::<Test>::insert(SUBNET, 10);
        fill(Pots { validator: Alpha::new(TAO), ..EMPTY });
        epoch_after(100);
        assert_eq!(span(), 50, "ten blocks would give away what a hundred have earned");
        fill(Pots { validator: Alpha::new(TAO), ..EMPTY });
        epoch_after(10);
        assert_eq!(paid().unwrap().2, 0);
        epoch_after(40);
        assert_eq!((paid().unwrap().2, span()), (TAO, 25));
    });
}

#[test]
fn first_dividends_should_be_given_over_in_the_blocks_since_the_subnet_began() {
    voting_subnet().execute_with(|| {
        LastPayday::<Test>::remove(SUBNET);
        FirstEmissionBlockNumber::<Test>::insert(SUBNET, System::block_number() - 4);
        Tempo::<Test>::insert(SUBNET, 50_400);
        fill(Pots { validator: Alpha::new(TAO), ..EMPTY });
        epoch_after(0);
        assert_eq!(span(), 5);
    });
}

// economics §6.3: yield sniping
#[test]
fn first_dividends_should_not_flow_in_a_short_tempo_when_a_long_one_has_gathered_them() {
    voting_subnet().execute_with(|| {
        LastPayday::<Test>::remove(SUBNET);
        FirstEmissionBlockNumber::<Test>::insert(SUBNET, System::block_number());
        Tempo::<Test>::insert(SUBNET, 50_400);
        System::set_block_number(System::block_number() + 39_999);
        Tempo::<Test>::insert(SUBNET, 10);
        fill(Pots { validator: Alpha::new(TAO), ..EMPTY });
        epoch_after(0);
        assert_eq!(span(), 20_000);
    });
}

#[test]
fn miners_should_be_told_what_they_have_and_validators_not_be_unseated_when_dividends_wait() {
    voting_subnet().execute_with(|| {
        epoch();
        let earning =
            || Emission::<Test>::get(SUBNET).iter().map(|alpha| !alpha.is_zero()).collect::<Vec<bool>>();
        let before = earning();
        fill(Pots { server: Alpha::new(3 * TAO), validator: Alpha::new(TAO), root: Alpha::ZERO });
        epoch_after(1);
        let (_, miners, validators, _) = paid().unwrap();
        assert!(miners > 0 && validators == 0);
        assert_eq!(Alpha::checked_sum(told_to_miners()), Ok(Alpha::new(miners)));
        // The lowest emission makes room for newcomers.
        assert_eq!(earning(), before);
    });
}

// A pot that waits for a later epoch has none when the subnet ends.
#[test]
fn dividends_should_be_paid_when_the_subnet_ends_before_the_next_payday() {
    voting_subnet().execute_with(|| {
        epoch();
        fill(Pots { validator: Alpha::new(1_000 * TAO), ..EMPTY });
        assert!(Network::dividends_wait(SUBNET));
        let nobodys = SubnetProtocolAlpha::<Test>::get(SUBNET);
        let quote = Network::dereg_quote(SUBNET).unwrap();
        assert!(quote.holders.rao() > 1_000 * TAO);
        System::reset_events();
        assert_ok!(Network::dissolve_subnet(SUBNET));
        next_block();
        assert!(paid().is_some_and(|(_, _, validators, _)| validators >= 1_000 * TAO));
        assert!(SubnetProtocolAlpha::<Test>::get(SUBNET).rao() < nobodys.rao() + TAO);
    });
}
