//! Pulses that make a block invalid. Nothing of them stays.

use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, dispatch::GetDispatchInfo, pallet_prelude::DispatchClass};
use sp_runtime::traits::BadOrigin;

#[test]
fn stale_pulse_should_be_refused() {
    on_chain(|| {
        store(pulses(998..=999)).unwrap();
        next_block();
        for rounds in [vec![999], vec![998, 999, 1_000], vec![1_000, 1_000], vec![1_000, 999]] {
            assert_noop!(store(pulses(rounds)), Error::<Test>::InvalidRoundNumber);
        }
        assert_noop!(store(vec![]), Error::<Test>::NoneValue);
    });
}

#[test]
fn forged_pulse_should_be_refused() {
    on_chain(|| {
        let mut some = pulses(998..=1_000);
        some[1].signature = some[0].signature;
        assert_noop!(store(some.clone()), Error::<Test>::UnverifiedPulse);
        some[1].signature = [0; 48];
        assert_noop!(store(some.clone()), Error::<Test>::PulseVerificationError);
        let other = myelin_timelock::development::sign(&[7; 32], 999);
        some[1].signature = other;
        assert_noop!(store(some), Error::<Test>::UnverifiedPulse);
    });
}

#[test]
fn pulse_should_be_refused_when_a_round_is_left_out() {
    on_chain(|| {
        store(pulses([990])).unwrap();
        next_block();
        assert_noop!(store(pulses([992])), Error::<Test>::RoundLeftOut);
        assert_noop!(store(pulses([991, 993])), Error::<Test>::RoundLeftOut);
        assert_eq!(store(pulses([991, 992])), Ok(()));
    });
}

#[test]
fn pulse_should_be_refused_when_it_cannot_be_out() {
    on_chain(|| {
        assert_noop!(store(pulses([NOW + 2])), Error::<Test>::PulseFromTheFuture);
        // Clocks may differ by 3 s, a round.
        assert_eq!(store(pulses([NOW, NOW + 1])), Ok(()));
    });
}

#[test]
fn block_should_bring_pulses_once() {
    on_chain(|| {
        store(pulses([990])).unwrap();
        assert_noop!(store(pulses([991])), Error::<Test>::SecondInBlock);
        next_block();
        assert_eq!(store(pulses([991])), Ok(()));
    });
}

#[test]
fn pulses_should_come_from_nobody() {
    on_chain(|| {
        let some = || pulses([990]).try_into().unwrap();
        assert_noop!(Drand::store_pulses(RuntimeOrigin::signed(1), some()), BadOrigin);
        assert_noop!(Drand::store_pulses(RuntimeOrigin::root(), some()), BadOrigin);
    });
}

#[test]
fn pulses_should_cost_what_their_check_costs_and_always_fit() {
    let info = |count: u64| {
        let pulses = pulses(1..=count).try_into().unwrap();
        Call::<Test>::store_pulses { pulses }.get_dispatch_info()
    };
    assert_eq!(info(1).class, DispatchClass::Mandatory);
    let each = info(5).call_weight.ref_time() - info(4).call_weight.ref_time();
    assert!(each >= 2_500_000_000);
    assert!(info(1).call_weight.ref_time() >= 12_500_000_000);
}
