//! Each parameter of Yuma Consensus that a subnet has makes a difference to what its epochs store.

use super::*;
use crate::weights::NetUidStorageIndex;
use frame_support::storage::{with_transaction, TransactionOutcome};
use sp_runtime::DispatchError;

const INDEX: NetUidStorageIndex = NetUidStorageIndex(1);

/// Bonds and dividends after three epochs with what `set` sets; the subnet is left as it was.
fn after(set: impl Fn()) -> (Vec<Vec<(u16, u16)>>, Vec<u16>) {
    let seen = with_transaction(|| {
        set();
        for _ in 0..3 {
            epoch();
            next_block();
        }
        let bonds = (0..5).map(|uid| Bonds::<Test>::get(INDEX, uid)).collect();
        let dividends = Dividends::<Test>::get(SUBNET).iter().map(|share| share.parts()).collect();
        TransactionOutcome::Rollback(Ok::<_, DispatchError>((bonds, dividends)))
    });
    seen.unwrap()
}

fn yuma3() {
    Yuma3On::<Test>::insert(SUBNET, true);
}

fn liquid() {
    yuma3();
    LiquidAlphaOn::<Test>::insert(SUBNET, true);
}

#[test]
fn each_parameter_should_change_what_an_epoch_stores() {
    voting_subnet().execute_with(|| {
        // Genesis turns Yuma3 on.
        Yuma3On::<Test>::insert(SUBNET, false);
        let (plain, three, flowing) = (after(|| ()), after(yuma3), after(liquid));
        assert_ne!(plain, three);
        assert_ne!(three, flowing);
        let no_penalty = || BondsPenalty::<Test>::insert(SUBNET, 0);
        assert_ne!(after(no_penalty), plain);
        assert_ne!(after(|| BondsMovingAverage::<Test>::insert(SUBNET, 0)), plain);
        assert_ne!(after(|| Kappa::<Test>::insert(SUBNET, 10_000)), plain);
        let slow = || {
            liquid();
            AlphaValues::<Test>::insert(SUBNET, (1_638, 2_000));
        };
        assert_ne!(after(slow), flowing);
        let flat = || {
            liquid();
            AlphaSigmoidSteepness::<Test>::insert(SUBNET, 0);
        };
        assert_ne!(after(flat), flowing);
    });
}

#[test]
fn liquid_alpha_should_change_nothing_without_yuma3() {
    voting_subnet().execute_with(|| {
        // Genesis turns Yuma3 on.
        Yuma3On::<Test>::insert(SUBNET, false);
        assert_eq!(after(|| LiquidAlphaOn::<Test>::insert(SUBNET, true)), after(|| ()));
    });
}
