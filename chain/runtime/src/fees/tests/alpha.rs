//! Fees that are paid with alpha.

use super::super::*;
use crate::{accounts::ALICE_HOTKEY, preset, RuntimeOrigin, LOCAL_PRESET};
use frame_support::assert_ok;
use myelin_units::Alpha;
use sp_keyring::Sr25519Keyring::{Dave, Eve};

const TAO: Balance = 1_000_000_000;
const FEE: Balance = 30_128;
const SUBNET: NetUid = NetUid::new(1);

fn payer() -> AccountId {
    Dave.to_account_id()
}

/// A local network on which Dave has staked on the subnet and at root, and has nothing left but what keeps his account.
fn poor_staker() -> sp_io::TestExternalities {
    let mut chain = crate::genesis_presets::tests::state(preset(LOCAL_PRESET).unwrap());
    chain.execute_with(|| {
        System::set_block_number(1);
        let by = || RuntimeOrigin::signed(payer());
        assert_ok!(SubtensorModule::add_stake(by(), ALICE_HOTKEY, SUBNET, Tao::new(TAO)));
        assert_ok!(SubtensorModule::add_stake(by(), ALICE_HOTKEY, NetUid::ROOT, Tao::new(TAO)));
        let rest = Balances::free_balance(payer()) - 600;
        assert_ok!(Balances::transfer_keep_alive(by(), Eve.to_account_id().into(), rest));
    });
    chain
}

fn held(netuid: NetUid) -> Alpha {
    SubtensorModule::stake_of(&ALICE_HOTKEY, &payer(), netuid)
}

fn remove(netuid: NetUid) -> RuntimeCall {
    pallet_network::Call::remove_stake { hotkey: ALICE_HOTKEY, netuid, amount_unstaked: Alpha::new(TAO) }
        .into()
}

fn withdraw(call: &RuntimeCall, fee: Balance) -> Option<Credit<AccountId, Balances>> {
    let info = DispatchInfo::default();
    let can = TaoElseAlpha::can_withdraw_fee(&payer(), call, &info, fee, 0).is_ok();
    let paid = TaoElseAlpha::withdraw_fee(&payer(), call, &info, fee, 0);
    assert_eq!(can, paid.is_ok());
    paid.ok().flatten()
}

fn settle(paid: Credit<AccountId, Balances>, fee: Balance) {
    let (info, post) = (DispatchInfo::default(), PostDispatchInfo::default());
    assert_ok!(TaoElseAlpha::correct_and_deposit_fee(&payer(), &info, &post, fee, 0, Some(paid)));
    assert_eq!(SubtensorModule::check_invariants(), Ok(()));
}

// economics §6.3: alpha fee bypasses locks; quotient 0 → whole position taken
#[test]
fn alpha_should_be_sold_for_just_the_fee_and_the_tao_recycled() {
    for netuid in [SUBNET, NetUid::ROOT] {
        poor_staker().execute_with(|| {
            let (before, issuance, tao) =
                (held(netuid), Balances::total_issuance(), Balances::free_balance(payer()));
            let paid = withdraw(&remove(netuid), FEE).unwrap();
            let got = paid.peek();
            // As much as the fee and at most what the last alpha of the sale brings more: here a price near one.
            assert!((FEE..=FEE + 1).contains(&got), "{got}");
            settle(paid, FEE);
            let sold = before.checked_sub(held(netuid)).unwrap().rao();
            assert!((FEE / 2..2 * FEE).contains(&sold), "{sold} of alpha for {FEE} rao");
            assert_eq!(issuance - Balances::total_issuance(), FEE);
            assert_eq!(Balances::free_balance(payer()), tao + got - FEE);
        });
    }
}

#[test]
fn smallest_fee_should_cost_the_smallest_amount_of_alpha() {
    poor_staker().execute_with(|| {
        // The payer can afford it in TAO, so the alpha is asked for directly.
        let before = held(SUBNET);
        let paid = SubtensorModule::pay_fee_with_alpha(&payer(), &ALICE_HOTKEY, SUBNET, Tao::new(1)).unwrap();
        assert!(before.checked_sub(held(SUBNET)).unwrap().rao() <= 4);
        settle(paid, 1);
    });
}

#[test]
fn fee_should_be_tao_when_there_is_enough() {
    poor_staker().execute_with(|| {
        let before = held(SUBNET);
        let paid = withdraw(&remove(SUBNET), 100).unwrap();
        settle(paid, 100);
        assert_eq!((held(SUBNET), Balances::free_balance(payer())), (before, 500));
    });
}

#[test]
fn transaction_should_be_refused_when_no_single_position_pays() {
    use pallet_network::Call::*;
    poor_staker().execute_with(|| {
        let (hotkey, alpha_amount) = (ALICE_HOTKEY, Alpha::new(TAO));
        let calls: [RuntimeCall; 5] = [
            unstake_all { hotkey: hotkey.clone() }.into(),
            swap_stake {
                hotkey: hotkey.clone(),
                origin_netuid: SUBNET,
                destination_netuid: NetUid::ROOT,
                alpha_amount,
            }
            .into(),
            add_stake { hotkey, netuid: SUBNET, amount_staked: Tao::new(TAO) }.into(),
            frame_system::Call::remark { remark: vec![] }.into(),
            // Nothing is held there, or it does not exist.
            remove(NetUid::new(9)),
        ];
        for call in calls {
            assert!(withdraw(&call, FEE).is_none(), "{call:?}");
        }
        // More than the position is worth.
        assert!(withdraw(&remove(SUBNET), 3 * TAO).is_none());
        assert!(withdraw(&remove(NetUid::ROOT), TAO + 1).is_none());
        assert_eq!(held(NetUid::ROOT).rao(), TAO);
    });
}

#[test]
fn rest_should_come_back_when_the_fee_was_estimated_too_high() {
    poor_staker().execute_with(|| {
        let issuance = Balances::total_issuance();
        let paid = withdraw(&remove(SUBNET), FEE).unwrap();
        let got = paid.peek();
        settle(paid, FEE / 2);
        assert_eq!(Balances::free_balance(payer()), 600 + got - FEE / 2);
        assert_eq!(issuance - Balances::total_issuance(), FEE / 2);
    });
}

#[test]
fn rest_should_go_to_the_new_coldkey_when_the_payer_was_swapped() {
    poor_staker().execute_with(|| {
        let heir = AccountId::new([77; 32]);
        let paid = withdraw(&remove(SUBNET), FEE).unwrap();
        let got = paid.peek();
        let swap = SubtensorModule::swap_coldkey(RuntimeOrigin::root(), payer(), heir.clone(), Tao::ZERO);
        assert_ok!(swap);
        assert!(!System::account_exists(&payer()));
        settle(paid, 128);
        assert_eq!(Balances::free_balance(&heir), 600 + got - 128);
    });
}

#[test]
fn fee_should_not_be_taken_from_what_the_call_itself_needs() {
    use pallet_network::Call::*;
    poor_staker().execute_with(|| {
        let (hotkey, netuid) = (ALICE_HOTKEY, SUBNET);
        let calls = |amount: Alpha| -> [RuntimeCall; 3] {
            [
                recycle_alpha { hotkey: hotkey.clone(), amount, netuid }.into(),
                burn_alpha { hotkey: hotkey.clone(), amount, netuid }.into(),
                remove_stake_limit {
                    hotkey: hotkey.clone(),
                    netuid,
                    amount_unstaked: amount,
                    limit_price: Tao::new(1),
                    allow_partial: true,
                }
                .into(),
            ]
        };
        for amount in [held(SUBNET), Alpha::new(u64::MAX)] {
            for call in calls(amount) {
                let before = held(SUBNET);
                assert!(withdraw(&call, FEE).is_none(), "{call:?}");
                assert_eq!(held(SUBNET), before);
            }
        }
        for number in 0..3 {
            let fee =
                SubtensorModule::quote_fee(&payer(), &ALICE_HOTKEY, SUBNET, Tao::new(FEE)).unwrap().sold;
            let rest = held(SUBNET).checked_sub(fee).unwrap();
            let call = &calls(rest)[number];
            settle(withdraw(call, FEE).unwrap(), FEE);
            assert!(held(SUBNET).rao().abs_diff(rest.rao()) <= 1, "the call has what it names, {call:?}");
        }
    });
}
