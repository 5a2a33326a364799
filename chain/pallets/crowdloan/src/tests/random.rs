//! Random actors: whatever they do, the books close, no rao comes or goes, and a call that fails leaves nothing behind.

use crate::{mock::*, pallet::*};
use frame_support::traits::UnfilteredDispatchable;
use myelin_units::Tao;
use proptest::{collection::vec as many, prelude::*, test_runner::Config as Cases};
use sp_runtime::StateVersion;

#[derive(Clone, Debug)]
enum Deed {
    Create {
        deposit: u64,
        minimum: u64,
        cap: u64,
        blocks: u32,
        call: u8,
    },
    Contribute {
        amount: u64,
    },
    Withdraw,
    Finalize,
    Refund,
    Dissolve,
    Minimum(u64),
    End(u32),
    Cap(u64),
    Most(Option<u64>),
    /// TAO sent to the crowdloan's account by mistake.
    Gift(u64),
    /// An account is emptied.
    Empty,
    Wait(u32),
}

/// Rao of every magnitude that matters here.
fn rao() -> impl Strategy<Value = u64> {
    prop_oneof![8 => (1..120u64).prop_map(|tenths| tenths * TAO / 2), 1 => 0..1_000u64, 1 => any::<u64>()]
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => (9..40u64, 0..4u64, 9..80u64, 40..200u32, 0..5u8).prop_map(
            |(deposit, minimum, cap, blocks, call)| Deed::Create {
                deposit: deposit * TAO,
                minimum: minimum * TAO / 2,
                cap: cap * TAO,
                blocks,
                call
            }
        ),
        12 => rao().prop_map(|amount| Deed::Contribute { amount }),
        3 => Just(Deed::Withdraw),
        5 => Just(Deed::Finalize),
        2 => Just(Deed::Refund),
        2 => Just(Deed::Dissolve),
        1 => rao().prop_map(Deed::Minimum),
        1 => (0..200u32).prop_map(Deed::End),
        2 => rao().prop_map(Deed::Cap),
        1 => proptest::option::of(rao()).prop_map(Deed::Most),
        1 => rao().prop_map(Deed::Gift),
        1 => Just(Deed::Empty),
        1 => (1..60u32).prop_map(Deed::Wait),
    ]
}

/// What a crowdloan may be for: mostly a target, else calls that are made or not.
fn purpose(kind: u8) -> Option<RuntimeCall> {
    match kind {
        0 => Some(frame_system::Call::remark { remark: vec![1; 300] }.into()),
        1 => Some(Call::<Test>::refund { crowdloan_id: 0 }.into()),
        _ => None,
    }
}

fn call_of(deed: &Deed, crowdloan_id: CrowdloanId) -> Option<RuntimeCall> {
    let now = System::block_number();
    let call = match *deed {
        Deed::Create { deposit, minimum, cap, blocks, call } => Call::<Test>::create {
            deposit: Tao::new(deposit),
            min_contribution: Tao::new(minimum),
            cap: Tao::new(cap),
            end: now + blocks,
            target_address: (call > 1).then(|| account(TARGET)),
            call: purpose(call).map(Box::new),
        },
        Deed::Contribute { amount } => Call::contribute { crowdloan_id, amount: Tao::new(amount) },
        Deed::Withdraw => Call::withdraw { crowdloan_id },
        Deed::Finalize => Call::finalize { crowdloan_id },
        Deed::Refund => Call::refund { crowdloan_id },
        Deed::Dissolve => Call::dissolve { crowdloan_id },
        Deed::Minimum(rao) => {
            Call::update_min_contribution { crowdloan_id, new_min_contribution: Tao::new(rao) }
        }
        Deed::End(blocks) => Call::update_end { crowdloan_id, new_end: now + blocks },
        Deed::Cap(rao) => Call::update_cap { crowdloan_id, new_cap: Tao::new(rao) },
        Deed::Most(most) => {
            Call::set_max_contribution { crowdloan_id, new_max_contribution: most.map(Tao::new) }
        }
        Deed::Gift(value) => {
            let dest = Crowdloan::funds_account(crowdloan_id);
            return Some(pallet_balances::Call::transfer_keep_alive { dest, value }.into());
        }
        Deed::Empty => {
            return Some(pallet_balances::Call::transfer_all { dest: account(8), keep_alive: false }.into())
        }
        Deed::Wait(_) => return None,
    };
    Some(call.into())
}

fn act(signer: u64, id: CrowdloanId, deed: &Deed) {
    if let Deed::Wait(blocks) = deed {
        System::set_block_number(System::block_number() + blocks);
    }
    let Some(call) = call_of(deed, id) else { return };
    // The creator's deeds are mostly done by the creator.
    let creates =
        matches!(deed, Deed::Create { .. } | Deed::Contribute { .. } | Deed::Withdraw | Deed::Empty);
    let creator = Crowdloans::<Test>::get(id).map(|crowdloan| crowdloan.creator);
    let signer = match creator {
        Some(creator) if !creates && signer != 3 => creator,
        _ => account(signer),
    };
    let before = sp_io::storage::root(StateVersion::V1);
    let outcome = call.dispatch_bypass_filter(RuntimeOrigin::signed(signer));
    if outcome.is_err() {
        assert_eq!(sp_io::storage::root(StateVersion::V1), before, "{deed:?} left traces");
    }
}

// economics §6.3: issuance/total-stake drift
proptest! {
    #![proptest_config(Cases::with_cases(100))]
    #[test]
    fn books_should_close_and_tao_be_conserved_when_actors_do_anything(
        deeds in many((1..8u64, 0..3u32, deed()), 1..80),
    ) {
        chain().execute_with(|| {
            let issuance = Balances::total_issuance();
            for (signer, id, deed) in &deeds {
                act(*signer, *id, deed);
                assert_eq!(Crowdloan::check_books(), Ok(()), "after {deed:?}");
                assert_eq!(Balances::total_issuance(), issuance, "after {deed:?}");
            }
        });
    }
}
