use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;

fn contribute(number: u64, rao: u64) -> sp_runtime::DispatchResult {
    Crowdloan::contribute(signed(number), 0, Tao::new(rao))
}

#[test]
fn contribution_should_be_cut_to_what_is_left_to_raise() {
    on_chain(|| {
        open(None);
        give(2, 0, 60 * TAO);
        give(3, 0, 500 * TAO);
        assert_eq!(Contributions::<Test>::get(0, account(3)), Some(Tao::new(30 * TAO)));
        assert_eq!(balance(3), RICH - 30 * TAO);
        let loan = info(0);
        assert_eq!((loan.raised, loan.contributors_count), (loan.cap, 3));
        System::assert_last_event(
            Event::Contributed { crowdloan_id: 0, contributor: account(3), amount: Tao::new(30 * TAO) }
                .into(),
        );
        assert_noop!(contribute(4, TAO), Error::<Test>::CapRaised);
    });
}

#[test]
fn contributions_of_one_should_add_up_and_count_once() {
    on_chain(|| {
        open(None);
        give(2, 0, TAO);
        give(2, 0, 2 * TAO);
        give(CREATOR, 0, 5 * TAO);
        assert_eq!(Contributions::<Test>::get(0, account(2)), Some(Tao::new(3 * TAO)));
        assert_eq!(Contributions::<Test>::get(0, account(CREATOR)), Some(Tao::new(15 * TAO)));
        assert_eq!(info(0).contributors_count, 2);
    });
}

#[test]
fn contribution_should_be_refused_when_it_breaks_a_rule() {
    on_chain(|| {
        assert_noop!(contribute(2, TAO), Error::<Test>::InvalidCrowdloanId);
        open(None);
        assert_noop!(contribute(2, TAO - 1), Error::<Test>::ContributionTooLow);
        assert_noop!(contribute(700, TAO), Error::<Test>::InsufficientBalance);
        System::set_block_number(START + 50);
        assert_noop!(contribute(2, TAO), Error::<Test>::ContributionPeriodEnded);
        System::set_block_number(START + 49);
        assert_ok!(contribute(2, TAO));
    });
}

#[test]
fn contribution_should_stop_at_the_limit_of_one_person() {
    on_chain(|| {
        open(None);
        let limit = Some(Tao::new(4 * TAO));
        assert_ok!(Crowdloan::set_max_contribution(signed(CREATOR), 0, limit));
        give(2, 0, 3 * TAO);
        give(2, 0, 3 * TAO);
        assert_eq!(Contributions::<Test>::get(0, account(2)), Some(Tao::new(4 * TAO)));
        assert_noop!(contribute(2, TAO), Error::<Test>::MaxContributionReached);
        // The deposit counts for the creator.
        assert_noop!(contribute(CREATOR, TAO), Error::<Test>::MaxContributionReached);
        assert_ok!(Crowdloan::set_max_contribution(signed(CREATOR), 0, None));
        assert_ok!(contribute(2, TAO));
    });
}

#[test]
fn contribution_should_be_refused_when_there_are_too_many_people() {
    on_chain(|| {
        open(None);
        assert_ok!(Crowdloan::update_cap(signed(CREATOR), 0, Tao::new(1_000 * TAO)));
        (2..=500).for_each(|number| give(number, 0, TAO));
        assert_eq!(info(0).contributors_count, 500);
        assert_noop!(contribute(501, TAO), Error::<Test>::MaxContributorsReached);
        assert_ok!(contribute(500, TAO));
    });
}

#[test]
fn withdrawal_should_give_everything_back_until_the_end_and_after() {
    on_chain(|| {
        open(None);
        give(2, 0, 3 * TAO);
        give(3, 0, 87 * TAO);
        System::set_block_number(START + 70);
        assert_ok!(Crowdloan::withdraw(signed(2), 0));
        assert_eq!(balance(2), RICH);
        assert_eq!((info(0).raised, info(0).contributors_count), (Tao::new(97 * TAO), 2));
        System::assert_last_event(
            Event::Withdrew { crowdloan_id: 0, contributor: account(2), amount: Tao::new(3 * TAO) }.into(),
        );
        assert_noop!(Crowdloan::withdraw(signed(2), 0), Error::<Test>::NoContribution);
    });
}

#[test]
fn creator_should_withdraw_all_but_the_deposit() {
    on_chain(|| {
        open(None);
        assert_noop!(Crowdloan::withdraw(signed(CREATOR), 0), Error::<Test>::DepositCannotBeWithdrawn);
        give(CREATOR, 0, 5 * TAO);
        assert_ok!(Crowdloan::withdraw(signed(CREATOR), 0));
        assert_eq!(balance(CREATOR), RICH - 10 * TAO);
        assert_eq!(info(0).contributors_count, 1);
        assert_noop!(Crowdloan::withdraw(signed(CREATOR), 0), Error::<Test>::DepositCannotBeWithdrawn);
    });
}

#[test]
fn nothing_should_move_when_the_crowdloan_is_finalized() {
    on_chain(|| {
        open(None);
        give(2, 0, 90 * TAO);
        assert_ok!(Crowdloan::finalize(signed(CREATOR), 0));
        assert_noop!(contribute(3, TAO), Error::<Test>::AlreadyFinalized);
        assert_noop!(Crowdloan::withdraw(signed(2), 0), Error::<Test>::AlreadyFinalized);
    });
}
