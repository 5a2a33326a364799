//! What a coldkey may do while its swap is announced, or disputed.

use super::world::*;
use crate::{extension::SubtensorTransactionExtension, mock::*, pallet::*};
use frame_support::{assert_ok, dispatch::GetDispatchInfo};
use myelin_units::Tao;
use sp_runtime::{
    traits::{TransactionExtension, TxBaseImplication},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
};

/// The number of the refusal.
fn refused(signer: AccountId, call: RuntimeCall, source: TransactionSource) -> Option<u8> {
    let extension = SubtensorTransactionExtension::<Test>::new();
    let info = call.get_dispatch_info();
    match extension.validate(signed(signer), &call, &info, 0, (), &TxBaseImplication(()), source) {
        Ok(_) => None,
        Err(TransactionValidityError::Invalid(InvalidTransaction::Custom(number))) => Some(number),
        Err(other) => panic!("{other:?}"),
    }
}

fn ordinary() -> Vec<RuntimeCall> {
    vec![
        pallet_balances::Call::transfer_all { dest: account(5), keep_alive: false }.into(),
        frame_system::Call::remark { remark: vec![] }.into(),
        Call::add_stake { hotkey: hotkey(1), netuid: SUBNET, amount_staked: Tao::new(TAO) }.into(),
        Call::swap_hotkey { hotkey: hotkey(1), new_hotkey: hotkey(40), netuid: None }.into(),
    ]
}

fn of_the_swap() -> Vec<RuntimeCall> {
    vec![
        Call::announce_coldkey_swap { new_coldkey_hash: Default::default() }.into(),
        Call::swap_coldkey_announced { new_coldkey: account(800) }.into(),
        Call::dispute_coldkey_swap {}.into(),
        Call::clear_coldkey_swap_announcement {}.into(),
    ]
}

#[test]
fn coldkey_should_do_nothing_but_its_swap_while_that_is_announced() {
    world().execute_with(|| {
        for source in [TransactionSource::External, TransactionSource::InBlock] {
            for call in ordinary().into_iter().chain(of_the_swap()) {
                assert_eq!(refused(coldkey(1), call, source), None);
            }
        }
        assert_ok!(Network::announce_coldkey_swap(signed(coldkey(1)), Default::default()));
        for source in [TransactionSource::External, TransactionSource::InBlock] {
            for call in ordinary() {
                assert_eq!(refused(coldkey(1), call.clone(), source), Some(0), "{call:?}");
                assert_eq!(refused(coldkey(2), call, source).filter(|number| *number == 0), None);
            }
            for call in of_the_swap() {
                assert_eq!(refused(coldkey(1), call, source), None);
            }
        }
    });
}

#[test]
fn coldkey_should_do_nothing_while_its_swap_is_disputed() {
    world().execute_with(|| {
        assert_ok!(Network::announce_coldkey_swap(signed(coldkey(1)), Default::default()));
        assert_ok!(Network::dispute_coldkey_swap(signed(coldkey(1))));
        for call in ordinary().into_iter().chain(of_the_swap()) {
            assert_eq!(refused(coldkey(1), call, TransactionSource::External), Some(21));
        }
        // Its hotkeys go on, and root ends it.
        assert_eq!(refused(hotkey(1), ordinary().swap_remove(1), TransactionSource::External), None);
        assert_ok!(Network::reset_coldkey_swap(RuntimeOrigin::root(), coldkey(1)));
        assert_eq!(refused(coldkey(1), ordinary().swap_remove(0), TransactionSource::External), None);
    });
}
