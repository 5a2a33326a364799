use super::*;
use crate::invariants::Broken;

/// What the books say when something is changed behind their back.
fn broken(change: impl FnOnce()) -> Broken {
    let mut outcome = None;
    root_chain().execute_with(|| {
        choose(2, Keep);
        choose(3, Keep);
        credit(SUBNET, 3 * TAO + 1);
        change();
        outcome = Network::check_invariants().err();
    });
    outcome.expect("the books do not close")
}

#[test]
fn books_should_not_close_when_claims_are_not_what_is_set_aside() {
    let kept = broken(|| KeptRootStake::<Test>::insert(hotkey(1), Alpha::new(1)));
    assert!(matches!(kept, Broken::KeptStake(..) | Broken::ClaimsAbovePool(..)), "{kept:?}");
    let sum = broken(|| RootUnclaimed::<Test>::insert(SUBNET, Alpha::new(1)));
    assert!(matches!(sum, Broken::RootUnclaimed(..)), "{sum:?}");
    let gone = broken(|| RootUnclaimed::<Test>::remove(SUBNET));
    assert!(matches!(gone, Broken::RootUnclaimed(..)), "{gone:?}");
    let lost = broken(|| {
        let pot = RootPots::<Test>::get(hotkey(1))[&SUBNET];
        let mut nothing = myelin_stake::Accrual::default();
        nothing.settle(&pot, Alpha::ZERO).unwrap();
        KeptRoot::<Test>::mutate(hotkey(1), coldkey(2), |kept| kept.accruals.insert(SUBNET, nothing));
    });
    assert!(matches!(lost, Broken::RootAccrued(..)), "{lost:?}");
    let doubled = broken(|| {
        let kept = KeptRoot::<Test>::get(hotkey(1), coldkey(2));
        KeptRoot::<Test>::insert(hotkey(1), coldkey(9), kept);
    });
    assert!(matches!(doubled, Broken::KeptStake(..)), "{doubled:?}");
}
