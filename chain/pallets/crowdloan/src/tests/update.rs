use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;

#[test]
fn minimum_should_change_within_its_bounds() {
    on_chain(|| {
        open(None);
        let update = |rao| Crowdloan::update_min_contribution(signed(CREATOR), 0, Tao::new(rao));
        assert_noop!(update(TAO / 10 - 1), Error::<Test>::MinimumContributionTooLow);
        assert_ok!(Crowdloan::set_max_contribution(signed(CREATOR), 0, Some(Tao::new(5 * TAO))));
        assert_noop!(update(5 * TAO + 1), Error::<Test>::MinimumContributionTooHigh);
        assert_ok!(update(5 * TAO));
        assert_eq!(info(0).min_contribution, Tao::new(5 * TAO));
        System::assert_last_event(
            Event::MinContributionUpdated { crowdloan_id: 0, new_min_contribution: Tao::new(5 * TAO) }.into(),
        );
    });
}

#[test]
fn limit_of_one_person_should_not_be_below_the_minimum() {
    on_chain(|| {
        open(None);
        let set = |most: Option<u64>| Crowdloan::set_max_contribution(signed(CREATOR), 0, most.map(Tao::new));
        assert_noop!(set(Some(TAO - 1)), Error::<Test>::MaximumContributionTooLow);
        assert_ok!(set(Some(TAO)));
        assert_eq!(MaxContributions::<Test>::get(0), Some(Tao::new(TAO)));
        assert_ok!(set(None));
        assert_eq!(MaxContributions::<Test>::get(0), None);
        System::assert_last_event(
            Event::MaxContributionUpdated { crowdloan_id: 0, new_max_contribution: None }.into(),
        );
    });
}

#[test]
fn end_should_be_counted_from_now() {
    on_chain(|| {
        open(None);
        System::set_block_number(START + 60);
        let update = |end| Crowdloan::update_end(signed(CREATOR), 0, end);
        assert_noop!(update(START + 60), Error::<Test>::CannotEndInPast);
        assert_noop!(update(START + 109), Error::<Test>::BlockDurationTooShort);
        assert_noop!(update(START + 20_061), Error::<Test>::BlockDurationTooLong);
        // An ended crowdloan is open again.
        assert_ok!(update(START + 110));
        give(2, 0, TAO);
        System::assert_has_event(Event::EndUpdated { crowdloan_id: 0, new_end: START + 110 }.into());
    });
}

#[test]
fn cap_should_not_fall_below_what_was_raised() {
    on_chain(|| {
        open(None);
        give(2, 0, 20 * TAO);
        let update = |rao| Crowdloan::update_cap(signed(CREATOR), 0, Tao::new(rao));
        assert_noop!(update(30 * TAO - 1), Error::<Test>::CapTooLow);
        assert_ok!(update(30 * TAO));
        System::assert_last_event(Event::CapUpdated { crowdloan_id: 0, new_cap: Tao::new(30 * TAO) }.into());
        assert_ok!(Crowdloan::finalize(signed(CREATOR), 0));
        assert_eq!(balance(TARGET), 30 * TAO);
    });
}

#[test]
fn changes_should_be_the_creators_and_before_finalization() {
    on_chain(|| {
        let all = |number, id| {
            let (amount, end) = (Tao::new(100 * TAO), START + 100);
            [
                Crowdloan::update_min_contribution(signed(number), id, amount),
                Crowdloan::update_end(signed(number), id, end),
                Crowdloan::update_cap(signed(number), id, amount),
                Crowdloan::set_max_contribution(signed(number), id, Some(amount)),
            ]
        };
        let all_are = |outcomes: [_; 4], error: Error<Test>| {
            let error = Err(sp_runtime::DispatchError::from(error));
            assert_eq!(outcomes, [error; 4]);
        };
        all_are(all(CREATOR, 0), Error::InvalidCrowdloanId);
        open(None);
        give(2, 0, 90 * TAO);
        all_are(all(2, 0), Error::InvalidOrigin);
        assert_ok!(Crowdloan::finalize(signed(CREATOR), 0));
        all_are(all(CREATOR, 0), Error::AlreadyFinalized);
    });
}
