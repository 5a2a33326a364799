use crate::{mock::*, pallet::*};
use frame_support::{assert_err, assert_noop, assert_ok, storage::with_storage_layer};
use myelin_units::Tao;
use sp_runtime::DispatchError;

fn full(call: Option<RuntimeCall>) -> CrowdloanId {
    let id = open(call);
    give(2, id, 90 * TAO);
    id
}

fn finalize(number: u64, id: CrowdloanId) -> Result<(), DispatchError> {
    with_storage_layer(|| Crowdloan::finalize(signed(number), id).map(drop).map_err(|failed| failed.error))
}

/// The creator pays someone, which leaves the crowdloan's TAO where it is.
fn pay_someone() -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: account(5), value: TAO }.into()
}

fn remark(bytes: usize) -> RuntimeCall {
    frame_system::Call::remark_with_event { remark: vec![7; bytes] }.into()
}

#[test]
fn target_should_receive_everything_when_the_cap_is_raised() {
    on_chain(|| {
        let id = full(None);
        // What others send by mistake goes the same way and is not lost.
        let funds = Crowdloan::funds_account(id);
        assert_ok!(Balances::transfer_keep_alive(signed(7), funds.clone(), 3));
        assert_ok!(finalize(CREATOR, id));
        assert_eq!(balance(TARGET), 100 * TAO + 3);
        assert!(!frame_system::Account::<Test>::contains_key(&funds));
        assert!(info(id).finalized);
        System::assert_last_event(Event::Finalized { crowdloan_id: id }.into());
    });
}

#[test]
fn finalization_should_be_refused_when_it_is_not_time_or_not_the_creator() {
    on_chain(|| {
        assert_noop!(finalize(CREATOR, 0), Error::<Test>::InvalidCrowdloanId);
        let id = open(None);
        assert_noop!(finalize(CREATOR, id), Error::<Test>::CapNotRaised);
        give(2, id, 90 * TAO);
        assert_noop!(finalize(2, id), Error::<Test>::InvalidOrigin);
        assert_ok!(finalize(CREATOR, id));
        assert_noop!(finalize(CREATOR, id), Error::<Test>::AlreadyFinalized);
    });
}

#[test]
fn finalization_should_leave_nothing_behind_when_the_call_does_not_take_the_funds() {
    on_chain(|| {
        let id = full(Some(pay_someone()));
        assert_noop!(finalize(CREATOR, id), Error::<Test>::FundsNotSettled);
        assert_eq!(balance(5), RICH);
        // The crowdloan can still be given up.
        assert_ok!(Crowdloan::withdraw(signed(2), id));
    });
}

#[test]
fn finalization_should_fail_when_the_target_is_its_own_account() {
    on_chain(|| {
        let id = NextCrowdloanId::<Test>::get();
        let (ten, one, eleven) = (Tao::new(10 * TAO), Tao::new(TAO), Tao::new(11 * TAO));
        let own = Some(Crowdloan::funds_account(id));
        assert_ok!(Crowdloan::create(signed(CREATOR), ten, one, eleven, START + 50, None, own));
        give(2, id, TAO);
        assert_noop!(finalize(CREATOR, id), Error::<Test>::FundsNotSettled);
    });
}

// economics §6.3: commit on error
#[test]
fn finalization_should_fail_whole_when_the_call_fails() {
    on_chain(|| {
        let too_much = pallet_balances::Call::transfer_keep_alive { dest: account(5), value: RICH };
        let id = full(Some(too_much.into()));
        assert_noop!(finalize(CREATOR, id), sp_runtime::TokenError::FundsUnavailable);
        assert!(!CurrentCrowdloanId::<Test>::exists());
    });
}

// economics §6.3: unbounded per-block work
/// What the call can ask for, it is told; seen through a call that finalizes another crowdloan, and must not.
#[test]
fn finalization_should_be_refused_within_the_call_of_another() {
    on_chain(|| {
        let inner = full(None);
        let nested = Call::<Test>::finalize { crowdloan_id: inner };
        let outer = open(Some(nested.into()));
        give(3, outer, 90 * TAO);
        assert_noop!(finalize(CREATOR, outer), Error::<Test>::AlreadyFinalizing);
        let itself = Call::<Test>::finalize { crowdloan_id: 2 };
        let third = open(Some(itself.into()));
        give(4, third, 90 * TAO);
        assert_noop!(finalize(CREATOR, third), Error::<Test>::AlreadyFinalized);
    });
}

#[test]
fn running_call_should_know_its_crowdloan() {
    on_chain(|| {
        assert_eq!(Crowdloan::finalizing(), None);
        assert!(Crowdloan::finalizing_contributions().is_empty());
        let id = full(Some(remark(1)));
        CurrentCrowdloanId::<Test>::put(id);
        let known = Crowdloan::finalizing().unwrap();
        assert_eq!((known.creator, known.raised), (account(CREATOR), Tao::new(100 * TAO)));
        let given = [(account(1), Tao::new(10 * TAO)), (account(2), Tao::new(90 * TAO))];
        assert_eq!(Crowdloan::finalizing_contributions(), given);
        CurrentCrowdloanId::<Test>::kill();
    });
}

#[test]
fn large_call_should_be_kept_as_a_preimage_and_let_go() {
    on_chain(|| {
        let id = open(Some(remark(1_000)));
        let frame_support::traits::Bounded::Lookup { hash, .. } = info(id).call.unwrap() else {
            panic!("1,000 bytes do not stand with the crowdloan")
        };
        assert!(pallet_preimage::RequestStatusFor::<Test>::contains_key(hash));
        assert_ok!(Crowdloan::dissolve(signed(CREATOR), id));
        assert!(!pallet_preimage::RequestStatusFor::<Test>::contains_key(hash));
        // It is found, made, and found not to take the funds.
        let id = full(Some(remark(1_000)));
        assert_err!(finalize(CREATOR, id), Error::<Test>::FundsNotSettled);
        // Root forgets the preimage: the crowdloan can only be given up.
        assert_ok!(Preimage::unrequest_preimage(RuntimeOrigin::root(), hash));
        assert_noop!(finalize(CREATOR, id), Error::<Test>::CallUnavailable);
        assert_ok!(Crowdloan::refund(signed(CREATOR), id));
        assert_ok!(Crowdloan::dissolve(signed(CREATOR), id));
    });
}

// economics §6.3: unbounded per-block work
#[test]
fn cost_of_finalizing_should_include_the_call() {
    on_chain(|| {
        let (small, large) = (open(Some(remark(1))), open(Some(remark(100_000))));
        let cost = crate::costs::finalize::<Test>;
        assert!(cost(large).ref_time() > cost(small).ref_time());
        // One that finalizes another costs what that one costs, and its own; itself it does not know yet.
        let nested = open(Some(Call::<Test>::finalize { crowdloan_id: large }.into()));
        assert!(cost(nested).ref_time() > cost(large).ref_time());
        assert_eq!(open(Some(Call::<Test>::finalize { crowdloan_id: 3 }.into())), 3);
        assert_eq!(cost(3), crate::costs::finalize_itself::<Test>().saturating_mul(2));
        assert_eq!(crate::costs::finalize::<Test>(77), crate::costs::finalize_itself::<Test>());
    });
}
