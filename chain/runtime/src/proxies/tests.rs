//! What each kind of proxy may do.

use super::*;
use crate::AccountId;
use frame_support::weights::Weight;

const ALL: [ProxyType; 19] = [
    ProxyType::Any,
    ProxyType::Owner,
    ProxyType::NonCritical,
    ProxyType::NonTransfer,
    ProxyType::Senate,
    ProxyType::NonFungible,
    ProxyType::Triumvirate,
    ProxyType::Governance,
    ProxyType::Staking,
    ProxyType::Registration,
    ProxyType::Transfer,
    ProxyType::SmallTransfer,
    ProxyType::RootWeights,
    ProxyType::ChildKeys,
    ProxyType::SudoUncheckedSetCode,
    ProxyType::SwapHotkey,
    ProxyType::SubnetLeaseBeneficiary,
    ProxyType::RootClaim,
    ProxyType::BasketTrading,
];

fn transfer(value: Balance) -> RuntimeCall {
    pallet_balances::Call::transfer_keep_alive { dest: AccountId::new([7; 32]).into(), value }.into()
}

fn transfer_all() -> RuntimeCall {
    pallet_balances::Call::transfer_all { dest: AccountId::new([7; 32]).into(), keep_alive: true }.into()
}

fn remark() -> RuntimeCall {
    frame_system::Call::remark { remark: b"note".to_vec() }.into()
}

fn batch() -> RuntimeCall {
    pallet_utility::Call::batch_all { calls: vec![transfer(1)] }.into()
}

fn multisig() -> RuntimeCall {
    pallet_multisig::Call::as_multi_threshold_1 {
        other_signatories: vec![AccountId::new([9; 32])],
        call: Box::new(transfer(1)),
    }
    .into()
}

fn set_code() -> RuntimeCall {
    pallet_sudo::Call::sudo_unchecked_weight {
        call: Box::new(frame_system::Call::set_code { code: vec![] }.into()),
        weight: Weight::zero(),
    }
    .into()
}

fn sudo_storage() -> RuntimeCall {
    pallet_sudo::Call::sudo { call: Box::new(frame_system::Call::set_storage { items: vec![] }.into()) }
        .into()
}

fn samples() -> Vec<RuntimeCall> {
    vec![
        transfer(SMALL_TRANSFER_LIMIT - 1),
        transfer(SMALL_TRANSFER_LIMIT),
        transfer_all(),
        remark(),
        batch(),
        multisig(),
        set_code(),
        sudo_storage(),
        pallet_proxy::Call::remove_proxies {}.into(),
        pallet_balances::Call::burn { value: 1, keep_alive: true }.into(),
    ]
}

#[test]
fn proxy_types_should_have_the_indexes_of_the_wire() {
    for (index, kind) in ALL.iter().enumerate() {
        assert_eq!(kind.encode(), vec![index as u8], "{kind:?}");
    }
    assert!(ProxyType::decode(&mut &[ALL.len() as u8][..]).is_err());
}

#[test]
fn transfers_should_be_open_to_those_who_may_transfer_only() {
    for kind in ALL {
        let open = matches!(kind, ProxyType::Any | ProxyType::NonCritical | ProxyType::Transfer);
        assert_eq!(kind.filter(&transfer(SMALL_TRANSFER_LIMIT)), open, "{kind:?}");
        assert_eq!(kind.filter(&transfer_all()), open, "{kind:?}");
        let small = open || kind == ProxyType::SmallTransfer;
        assert_eq!(kind.filter(&transfer(SMALL_TRANSFER_LIMIT - 1)), small, "{kind:?}");
    }
}

#[test]
fn root_should_be_open_to_any_only_when_it_does_not_replace_the_runtime() {
    for kind in ALL {
        assert_eq!(kind.filter(&sudo_storage()), kind == ProxyType::Any, "{kind:?}");
        let may_replace = matches!(kind, ProxyType::Any | ProxyType::SudoUncheckedSetCode);
        assert_eq!(kind.filter(&set_code()), may_replace, "{kind:?}");
    }
}

// economics §6.3: proxy/filter gaps
#[test]
fn keys_should_be_swapped_by_the_proxies_for_it_only() {
    let mut seen = 0;
    for call in crate::capabilities::tests::calls() {
        let call = RuntimeCall::SubtensorModule(call);
        let name = alloc::format!("{call:?}");
        // By name as well, so that a new alias of a key swap is noticed.
        let what = capability(&call).filter(|what| is_key_swap(*what));
        assert_eq!(
            what.is_some(),
            name.contains("swap_hotkey") || name.contains("coldkey_swap") || name.contains("swap_coldkey"),
            "{name}"
        );
        let Some(what) = what else { continue };
        seen += 1;
        for kind in ALL {
            let open =
                kind == ProxyType::Any || kind == ProxyType::SwapHotkey && what == Capability::HotkeySwap;
            assert_eq!(kind.filter(&call), open, "{kind:?} {name}");
        }
    }
    assert_eq!(seen, 8);
}

#[test]
fn root_claims_should_be_open_to_those_who_may_claim() {
    // economics §6.3: proxy/filter gaps
    let claim: RuntimeCall = pallet_network::Call::claim_root { subnets: Default::default() }.into();
    let choose: RuntimeCall = pallet_network::Call::set_root_claim_type {
        new_root_claim_type: pallet_network::root::claim_type::RootClaimTypeEnum::Keep,
    }
    .into();
    let govern: RuntimeCall = pallet_network::Call::sudo_set_num_root_claims { new_value: 1 }.into();
    let may = [ProxyType::Any, ProxyType::NonCritical, ProxyType::NonTransfer, ProxyType::RootClaim];
    for kind in ALL {
        assert_eq!(kind.filter(&claim), may.contains(&kind), "{kind:?}");
        assert_eq!(kind.filter(&choose), may.contains(&kind), "{kind:?}");
    }
    assert!(!ProxyType::RootClaim.filter(&govern) && !ProxyType::RootClaim.filter(&transfer(1)));
}

#[test]
fn multisig_should_be_closed_when_transfers_are() {
    for kind in ALL.into_iter().filter(|kind| kind.filter(&multisig())) {
        assert!(kind.filter(&transfer_all()), "{kind:?}");
    }
}

#[test]
fn superset_should_allow_all_that_its_subset_allows() {
    for wide in ALL {
        for narrow in ALL.into_iter().filter(|narrow| wide.is_superset(narrow)) {
            for call in samples().iter().filter(|call| narrow.filter(call)) {
                assert!(wide.filter(call), "{wide:?} lacks {call:?} of {narrow:?}");
            }
        }
    }
}

#[test]
fn deposits_should_be_those_of_the_wire() {
    assert_eq!(PROXY_DEPOSIT_BASE, 60_000_000);
    assert_eq!(PROXY_DEPOSIT_FACTOR, 33_000_000);
    assert_eq!(ANNOUNCEMENT_DEPOSIT_BASE, 36_000_000);
    assert_eq!(ANNOUNCEMENT_DEPOSIT_FACTOR, 68_000_000);
    assert_eq!(crate::signatories::MULTISIG_DEPOSIT_BASE, 132_000_000);
    assert_eq!(crate::signatories::MULTISIG_DEPOSIT_FACTOR, 32_000_000);
}
