//! Audits as the chain runs: what does not close is told and counted, and nothing stops.

use super::*;
use crate::invariants::audit::BookRule;
use frame_support::traits::Hooks;
use myelin_units::{Alpha, Tao};

/// Blocks whose books may be broken; what the audits told.
fn told_in(blocks: u64) -> Vec<(NetUid, BookRule)> {
    let mut told = Vec::new();
    for _ in 0..blocks {
        System::reset_events();
        System::set_block_number(System::block_number() + 1);
        Network::on_initialize(System::block_number());
        told.extend(System::events().into_iter().filter_map(|event| match event.event {
            RuntimeEvent::Network(Event::BooksDoNotClose { netuid, rule }) => Some((netuid, rule)),
            _ => None,
        }));
    }
    told
}

// economics §6.3: issuance/total-stake drift
#[test]
fn audits_should_be_silent_when_the_books_close() {
    chain_of_two().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, TAO);
        assert_eq!(told_in(220), []);
        assert_eq!(BooksNotClosed::<Test>::get(), 0);
    });
}

#[test]
fn audit_of_a_subnet_should_tell_in_its_epoch_that_alpha_is_missing() {
    chain_of_two().execute_with(|| {
        SubnetAlphaOut::<Test>::mutate(OTHER, |out| *out = Alpha::new(out.rao() - 1));
        let told = told_in(11);
        assert_eq!(told, [(OTHER, BookRule::Alpha)]);
        assert_eq!(BooksNotClosed::<Test>::get(), 1);
        let event = Event::<Test>::BooksDoNotClose { netuid: OTHER, rule: BookRule::Alpha };
        assert_eq!(codec::Encode::encode(&event).first(), Some(&204));
        // The chain goes on.
        assert!(SubnetEpochIndex::<Test>::get(SUBNET) > 0);
    });
}

#[test]
fn audit_of_a_subnet_should_tell_in_its_epoch_that_a_reserve_is_not_what_was_put_in() {
    chain_of_two().execute_with(|| {
        SubnetAlphaIn::<Test>::mutate(OTHER, |alpha| *alpha = Alpha::new(alpha.rao() - 1));
        assert_eq!(told_in(11), [(OTHER, BookRule::Gauge)]);
    });
}

#[test]
fn audit_of_the_network_should_tell_once_a_tempo_of_root_that_sums_have_drifted() {
    chain_of_two().execute_with(|| {
        TotalStake::<Test>::mutate(|total| *total = Tao::new(total.rao() + 1));
        let told = told_in(110);
        assert_eq!(told, [(NetUid::ROOT, BookRule::TotalStake)]);
        CarriedEmission::<Test>::insert(NOWHERE, Tao::new(1));
        assert_eq!(told_in(100), [(NetUid::ROOT, BookRule::Emission)]);
        assert_eq!(BooksNotClosed::<Test>::get(), 2);
    });
}

#[test]
fn report_should_be_empty_or_name_what_is_broken() {
    chain().execute_with(|| {
        assert_eq!(Network::check_books(), Ok(()));
        TotalStake::<Test>::put(Tao::new(1));
        let report = Network::check_books().unwrap_err();
        assert!(String::from_utf8(report).unwrap().starts_with("TotalStake"));
    });
}
