use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::PerU16;

const HIGHEST: u16 = 11_796;

fn lower(signer: u64, number: u64, take: u16) -> DispatchResult {
    Network::decrease_take(signed(coldkey(signer)), hotkey(number), PerU16::new(take))
}

fn raise(signer: u64, number: u64, take: u16) -> DispatchResult {
    Network::increase_take(signed(coldkey(signer)), hotkey(number), PerU16::new(take))
}

fn take(number: u64) -> u16 {
    Network::take_of(&hotkey(number)).parts()
}

/// `hotkey(2)` belongs to `coldkey(2)`, in block 5.
fn chain_with_a_validator() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        assert_ok!(Network::try_associate_hotkey(signed(coldkey(2)), hotkey(2)));
        System::set_block_number(5);
    });
    chain
}

#[test]
fn take_should_start_at_the_default() {
    chain_with_a_validator().execute_with(|| {
        assert_eq!(take(2), HIGHEST);
        DefaultDelegateTake::<Test>::put(PerU16::new(5));
        assert_eq!(take(2), 5);
    });
}

#[test]
fn take_should_be_lowered_at_any_time() {
    chain_with_a_validator().execute_with(|| {
        assert_ok!(lower(2, 2, 100));
        System::assert_last_event(Event::TakeDecreased(coldkey(2), hotkey(2), PerU16::new(100)).into());
        assert_ok!(lower(2, 2, 99));
        assert_ok!(lower(2, 2, 0));
        assert_eq!(take(2), 0);
    });
}

#[test]
fn take_should_not_be_lowered_when_it_would_not_fall_or_fall_too_far() {
    chain_with_a_validator().execute_with(|| {
        MinDelegateTake::<Test>::put(PerU16::new(10));
        assert_noop!(lower(2, 3, 100), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(lower(3, 2, 100), Error::<Test>::NonAssociatedColdKey);
        assert_noop!(lower(2, 2, HIGHEST), Error::<Test>::DelegateTakeTooHigh);
        assert_noop!(lower(2, 2, u16::MAX), Error::<Test>::DelegateTakeTooHigh);
        assert_noop!(lower(2, 2, 9), Error::<Test>::DelegateTakeTooLow);
        assert_ok!(lower(2, 2, 10));
    });
}

#[test]
fn take_should_be_raised_once_per_rate_limit() {
    chain_with_a_validator().execute_with(|| {
        assert_ok!(lower(2, 2, 100));
        assert_ok!(raise(2, 2, 200));
        System::assert_last_event(Event::TakeIncreased(coldkey(2), hotkey(2), PerU16::new(200)).into());
        assert_noop!(raise(2, 2, 300), Error::<Test>::DelegateTxRateLimitExceeded);
        // To lower it does not make the wait longer or shorter.
        assert_ok!(lower(2, 2, 150));
        let limit = TxDelegateTakeRateLimit::<Test>::get();
        System::set_block_number(5 + limit - 1);
        assert_noop!(raise(2, 2, 300), Error::<Test>::DelegateTxRateLimitExceeded);
        System::set_block_number(5 + limit);
        assert_ok!(raise(2, 2, HIGHEST));
        assert_eq!(take(2), HIGHEST);
    });
}

#[test]
fn take_should_not_be_raised_when_it_would_not_rise_or_rise_too_far() {
    chain_with_a_validator().execute_with(|| {
        assert_ok!(lower(2, 2, 100));
        assert_noop!(raise(2, 3, 200), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(raise(3, 2, 200), Error::<Test>::NonAssociatedColdKey);
        assert_noop!(raise(2, 2, 100), Error::<Test>::DelegateTakeTooLow);
        assert_noop!(raise(2, 2, 0), Error::<Test>::DelegateTakeTooLow);
        assert_noop!(raise(2, 2, HIGHEST + 1), Error::<Test>::DelegateTakeTooHigh);
        assert_noop!(raise(2, 2, u16::MAX), Error::<Test>::DelegateTakeTooHigh);
        assert_ok!(raise(2, 2, 101));
    });
}
