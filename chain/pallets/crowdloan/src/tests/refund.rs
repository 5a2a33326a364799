use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;

fn refund(id: CrowdloanId) {
    assert_ok!(Crowdloan::refund(signed(CREATOR), id));
}

// economics §6.3: unbounded per-block work
#[test]
fn contributors_should_be_paid_back_in_bounded_steps() {
    on_chain(|| {
        open(None);
        assert_ok!(Crowdloan::update_cap(signed(CREATOR), 0, Tao::new(1_000 * TAO)));
        (2..=121).for_each(|number| give(number, 0, 2 * TAO));
        refund(0);
        System::assert_last_event(Event::PartiallyRefunded { crowdloan_id: 0 }.into());
        assert_eq!(info(0).contributors_count, 71);
        refund(0);
        assert_noop!(Crowdloan::dissolve(signed(CREATOR), 0), Error::<Test>::NotReadyToDissolve);
        refund(0);
        System::assert_last_event(Event::AllRefunded { crowdloan_id: 0 }.into());
        assert!((2..=121).all(|number| balance(number) == RICH));
        assert_eq!((info(0).raised, info(0).contributors_count), (Tao::new(10 * TAO), 1));
        assert_ok!(Crowdloan::dissolve(signed(CREATOR), 0));
        assert_eq!(balance(CREATOR), RICH);
    });
}

#[test]
fn refund_should_cost_what_it_paid() {
    on_chain(|| {
        open(None);
        give(2, 0, TAO);
        let post = Crowdloan::refund(signed(CREATOR), 0).unwrap();
        assert_eq!(post.actual_weight, Some(crate::costs::refund::<Test>(1)));
        let post = Crowdloan::refund(signed(CREATOR), 0).unwrap();
        assert_eq!(post.actual_weight, Some(crate::costs::refund::<Test>(0)));
    });
}

#[test]
fn dissolution_should_leave_nothing() {
    on_chain(|| {
        open(None);
        give(CREATOR, 0, 3 * TAO);
        let limit = Some(Tao::new(TAO));
        assert_ok!(Crowdloan::set_max_contribution(signed(CREATOR), 0, limit));
        // A gift to the account belongs to the creator.
        assert_ok!(Balances::transfer_keep_alive(signed(7), Crowdloan::funds_account(0), 5));
        assert_ok!(Crowdloan::dissolve(signed(CREATOR), 0));
        System::assert_last_event(Event::Dissolved { crowdloan_id: 0 }.into());
        assert_eq!(balance(CREATOR), RICH + 5);
        assert!(!Crowdloans::<Test>::contains_key(0) && !MaxContributions::<Test>::contains_key(0));
        assert_eq!(Contributions::<Test>::iter().count(), 0);
        assert!(!frame_system::Account::<Test>::contains_key(Crowdloan::funds_account(0)));
        assert_noop!(Crowdloan::refund(signed(CREATOR), 0), Error::<Test>::InvalidCrowdloanId);
        assert_eq!(open(None), 1);
    });
}

#[test]
fn giving_up_should_be_the_creators_and_before_finalization() {
    on_chain(|| {
        open(None);
        give(2, 0, 90 * TAO);
        assert_noop!(Crowdloan::refund(signed(2), 0), Error::<Test>::InvalidOrigin);
        assert_noop!(Crowdloan::dissolve(signed(2), 0), Error::<Test>::InvalidOrigin);
        assert_ok!(Crowdloan::finalize(signed(CREATOR), 0));
        assert_noop!(Crowdloan::refund(signed(CREATOR), 0), Error::<Test>::AlreadyFinalized);
        assert_noop!(Crowdloan::dissolve(signed(CREATOR), 0), Error::<Test>::AlreadyFinalized);
    });
}

// economics §6.3: silent no-op then continue
/// Someone gave the last rao of the cap and emptied the account since: one rao cannot found an account.
#[test]
fn refund_should_not_stop_at_an_account_that_cannot_be_paid() {
    on_chain(|| {
        open(None);
        give(2, 0, 90 * TAO - 1);
        give(3, 0, TAO);
        assert_eq!(Contributions::<Test>::get(0, account(3)), Some(Tao::new(1)));
        assert_ok!(Balances::transfer_all(signed(3), account(4), false));
        refund(0);
        assert_eq!((balance(2), balance(3)), (RICH, 0));
        assert_ok!(Crowdloan::dissolve(signed(CREATOR), 0));
        assert_eq!(balance(CREATOR), RICH + 1);
    });
}
