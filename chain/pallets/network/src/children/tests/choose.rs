use super::*;

#[test]
fn choice_should_be_noted_and_told() {
    families().execute_with(|| {
        PendingChildKeyCooldown::<Test>::put(7_200);
        assert_ok!(lend(1, &[(HALF, 3), (HALF, 4)]));
        let chosen = vec![(HALF, hotkey(3)), (HALF, hotkey(4))];
        let block = System::block_number() + 7_200;
        assert_eq!(PendingChildKeys::<Test>::get(SUBNET, hotkey(1)), (chosen.clone(), block));
        assert!(events().contains(&Event::SetChildrenScheduled(hotkey(1), SUBNET, block, chosen)));
        assert!(children_of(1).is_empty());
    });
}

#[test]
fn choice_should_be_refused_where_there_is_nothing_to_lend() {
    families().execute_with(|| {
        let error = |netuid, expected: Error<Test>| {
            assert_noop!(lend_on(netuid, 1, &[(1, 3)]), expected);
        };
        error(NetUid::ROOT, Error::<Test>::RegistrationNotPermittedOnRootSubnet);
        error(NOWHERE, Error::<Test>::SubnetNotExists);
    });
}

#[test]
fn choice_should_be_the_owners() {
    families().execute_with(|| {
        for key in [hotkey(1), hotkey(77)] {
            assert_noop!(
                Network::set_children(signed(coldkey(2)), key, SUBNET, vec![]),
                Error::<Test>::NonAssociatedColdKey
            );
        }
    });
}

#[test]
fn children_should_be_few_others_and_once() {
    families().execute_with(|| {
        let six = [(1, 2), (1, 3), (1, 4), (1, 5), (1, 6), (1, 7)];
        assert_noop!(lend(1, &six), Error::<Test>::TooManyChildren);
        assert_noop!(lend(1, &[(1, 1)]), Error::<Test>::InvalidChild);
        assert_noop!(lend(1, &[(1, 2), (0, 3)]), Error::<Test>::InvalidChild);
        assert_noop!(lend(1, &[(1, 3), (2, 3)]), Error::<Test>::DuplicateChild);
        assert_noop!(lend(1, &[(WHOLE, 3), (1, 4)]), Error::<Test>::ProportionOverflow);
        assert_ok!(lend(1, &six[..5]));
    });
}

// economics §6.3: child-key graph abuse
#[test]
fn nobody_should_be_parent_and_child() {
    families().execute_with(|| {
        lend_now(1, &[(HALF, 3)]);
        assert_noop!(lend(3, &[(HALF, 4)]), Error::<Test>::ChildParentInconsistency);
        assert_noop!(lend(2, &[(HALF, 1)]), Error::<Test>::ChildParentInconsistency);
        assert_noop!(lend(3, &[(HALF, 1)]), Error::<Test>::ChildParentInconsistency);
        // To have no children is possible for a child too.
        assert_ok!(lend(3, &[]));
        // On another subnet everything is open.
        assert_ok!(lend(2, &[(HALF, 3)]));
    });
}

#[test]
fn parent_should_have_what_a_validator_needs() {
    families().execute_with(|| {
        StakeThreshold::<Test>::put(100 * TAO + 1);
        assert_noop!(lend(1, &[(HALF, 3)]), Error::<Test>::NotEnoughStakeToSetChildkeys);
        // The subnet's owner need not, nor who takes its weight back.
        let owners = Network::set_children(signed(coldkey(10)), hotkey(10), SUBNET, vec![(1, hotkey(3))]);
        assert_ok!(owners);
        assert_ok!(lend(1, &[]));
    });
}

#[test]
fn weight_that_was_lent_should_not_keep_a_parent_from_choosing_again() {
    families().execute_with(|| {
        StakeThreshold::<Test>::put(TAO);
        lend_now(1, &[(WHOLE, 3)]);
        assert_eq!(weight(1), 0);
        assert_ok!(lend(1, &[(HALF, 4)]));
    });
}

#[test]
fn choice_should_be_possible_once_in_a_while() {
    families().execute_with(|| {
        assert_ok!(lend(1, &[(HALF, 3)]));
        System::set_block_number(150);
        assert_noop!(lend(1, &[]), Error::<Test>::TxRateLimitExceeded);
        assert_ok!(lend(2, &[(HALF, 3)]));
        System::set_block_number(151);
        assert_ok!(lend(1, &[]));
    });
}
