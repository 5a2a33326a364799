use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok};
use myelin_units::Tao;
use sp_runtime::DispatchResult;

/// Deposit, minimum and cap in tenths of a TAO, end in blocks from now; for account 999.
fn create(deposit: u64, minimum: u64, cap: u64, blocks: i64) -> DispatchResult {
    let end = (i64::from(START) + blocks) as u32;
    let tenths = |number: u64| Tao::new(number * TAO / 10);
    Crowdloan::create(
        signed(CREATOR),
        tenths(deposit),
        tenths(minimum),
        tenths(cap),
        end,
        None,
        Some(account(TARGET)),
    )
}

#[test]
fn crowdloan_should_hold_the_deposit_when_opened() {
    on_chain(|| {
        assert_eq!(open(None), 0);
        assert_eq!(NextCrowdloanId::<Test>::get(), 1);
        let loan = info(0);
        assert_eq!(loan.funds_account, Crowdloan::funds_account(0));
        assert_eq!((loan.raised, loan.contributors_count), (Tao::new(10 * TAO), 1));
        assert_eq!(Contributions::<Test>::get(0, account(CREATOR)), Some(loan.deposit));
        assert_eq!(balance(CREATOR), RICH - 10 * TAO);
        assert_eq!(Balances::free_balance(&loan.funds_account), 10 * TAO);
        System::assert_last_event(
            Event::Created { crowdloan_id: 0, creator: account(CREATOR), end: START + 50, cap: loan.cap }
                .into(),
        );
        assert_eq!(open(None), 1);
    });
}

#[test]
fn crowdloan_should_be_refused_when_an_amount_is_out_of_bounds() {
    on_chain(|| {
        assert_noop!(create(99, 1, 1_000, 50), Error::<Test>::DepositTooLow);
        assert_noop!(create(100, 0, 1_000, 50), Error::<Test>::MinimumContributionTooLow);
        assert_noop!(create(100, 1, 100, 50), Error::<Test>::CapTooLow);
        assert_noop!(create(10_001, 1, 20_000, 50), Error::<Test>::InsufficientBalance);
        // The account lives on: its last rao cannot be put in.
        assert_noop!(create(10_000, 1, 20_000, 50), Error::<Test>::InsufficientBalance);
        assert_ok!(create(100, 1, 101, 50));
    });
}

#[test]
fn crowdloan_should_be_refused_when_its_end_is_out_of_bounds() {
    on_chain(|| {
        assert_noop!(create(100, 1, 1_000, 0), Error::<Test>::CannotEndInPast);
        assert_noop!(create(100, 1, 1_000, -1), Error::<Test>::CannotEndInPast);
        assert_noop!(create(100, 1, 1_000, 49), Error::<Test>::BlockDurationTooShort);
        assert_noop!(create(100, 1, 1_000, 20_001), Error::<Test>::BlockDurationTooLong);
        assert_ok!(create(100, 1, 1_000, 20_000));
    });
}

#[test]
fn crowdloan_should_be_refused_when_it_has_both_purposes_or_none() {
    on_chain(|| {
        let create = |call, target| {
            let (deposit, minimum, cap) = (Tao::new(10 * TAO), Tao::new(TAO), Tao::new(100 * TAO));
            Crowdloan::create(signed(CREATOR), deposit, minimum, cap, START + 50, call, target)
        };
        let remark = || {
            let call = RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
            Some(Box::new(call))
        };
        assert_noop!(create(None, None), Error::<Test>::InvalidFinalizationConfig);
        assert_noop!(create(remark(), Some(account(TARGET))), Error::<Test>::InvalidFinalizationConfig);
        assert_ok!(create(remark(), None));
        assert!(info(0).call.is_some_and(|call| !call.lookup_needed()));
    });
}

#[test]
fn crowdloan_should_be_refused_when_numbers_have_run_out() {
    on_chain(|| {
        NextCrowdloanId::<Test>::put(u32::MAX);
        assert_noop!(create(100, 1, 1_000, 50), Error::<Test>::Overflow);
    });
}
