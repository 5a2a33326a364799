use super::*;

/// Hotkeys 1 to 3 have seats at root, the third does not want to lend; coldkey 12 registers a subnet.
fn seated() -> (sp_io::TestExternalities, NetUid) {
    let mut chain = families();
    let netuid = chain.execute_with(|| {
        MaxRegistrationsPerBlock::<Test>::insert(NetUid::ROOT, 9);
        for number in 1..=3 {
            assert_ok!(Network::root_register(signed(coldkey(number)), hotkey(number)));
            stake(NetUid::ROOT, number, number, 1_000 * TAO);
        }
        assert_ok!(Network::set_auto_parent_delegation_enabled(signed(coldkey(3)), hotkey(3), false));
        unstarted_subnet()
    });
    (chain, netuid)
}

#[test]
fn roots_validators_should_lend_to_the_owner_of_a_new_subnet_who_want_to() {
    let (mut chain, netuid) = seated();
    chain.execute_with(|| {
        next_block();
        let mut parents = ParentKeys::<Test>::get(hotkey(12), netuid);
        parents.sort();
        assert_eq!(parents, [(WHOLE, hotkey(1)), (WHOLE, hotkey(2))]);
        let weight = |number| Network::stake_weight_of(&hotkey(number), netuid).floor();
        assert_eq!((weight(1), weight(12)), (0, 2 * 179_999_999_934 + 1));
    });
}

#[test]
fn wish_to_lend_should_be_the_owners() {
    families().execute_with(|| {
        let set = |signer, key| Network::set_auto_parent_delegation_enabled(signed(signer), key, true);
        assert_noop!(set(coldkey(2), hotkey(1)), Error::<Test>::NonAssociatedColdKey);
        assert_noop!(set(coldkey(2), hotkey(77)), Error::<Test>::HotKeyAccountNotExists);
        assert_ok!(set(coldkey(1), hotkey(1)));
        let told = Event::AutoParentDelegationEnabledSet { hotkey: hotkey(1), enabled: true };
        assert!(events().contains(&told));
    });
}

#[test]
fn families_should_be_forgotten_with_their_subnet_and_nothing_else() {
    families().execute_with(|| {
        lend_now(1, &[(HALF, 3), (HALF, 4)]);
        assert_ok!(Network::set_childkey_take(signed(coldkey(5)), hotkey(5), SUBNET, PerU16::new(5)));
        assert_ok!(lend(2, &[(HALF, 3)]));
        let netuid = unstarted_subnet();
        assert_ok!(lend_on(netuid, 2, &[(HALF, 3)]));
        next_block();
        assert_eq!(Network::drop_families(SUBNET, 2), 2);
        let mut dropped = 2;
        while dropped == 2 {
            dropped = Network::drop_families(SUBNET, 2);
        }
        assert!(ChildKeys::<Test>::iter().all(|(_, on, _)| on == netuid));
        assert!(ParentKeys::<Test>::iter().all(|(_, on, _)| on == netuid));
        assert!(ChildkeyTake::<Test>::iter().count() == 0 && PendingChildKeys::<Test>::iter().count() == 0);
        assert_eq!(ChildKeys::<Test>::get(hotkey(2), netuid).len(), 1);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

// economics §6.3: root claims lost on key swap (child take not migrated)
#[test]
fn family_should_follow_a_hotkey_to_another_key() {
    families().execute_with(|| {
        lend_now(1, &[(HALF, 3), (7, 4)]);
        lend_now(2, &[(WHOLE, 3)]);
        assert_ok!(Network::set_childkey_take(signed(coldkey(3)), hotkey(3), SUBNET, PerU16::new(5)));
        assert_ok!(lend(1, &[(7, 4)]));
        own(50);
        assert_ok!(Network::move_family(SUBNET, &hotkey(3), &hotkey(50)));
        assert_eq!(children_of(1), [(HALF, hotkey(50)), (7, hotkey(4))]);
        assert_eq!(parents_of(50), [(HALF, hotkey(1)), (WHOLE, hotkey(2))]);
        assert_eq!(Network::childkey_take_of(&hotkey(50), SUBNET), PerU16::new(5));
        own(51);
        assert_ok!(Network::move_family(SUBNET, &hotkey(1), &hotkey(51)));
        assert_eq!(parents_of(50), [(HALF, hotkey(51)), (WHOLE, hotkey(2))]);
        assert!(PendingChildKeys::<Test>::contains_key(SUBNET, hotkey(51)));
        assert_eq!(Network::check_invariants(), Ok(()));
        for old in [hotkey(1), hotkey(3)] {
            assert!(!FamilyMembers::<Test>::contains_key(SUBNET, &old));
            assert!(!PendingChildKeys::<Test>::contains_key(SUBNET, &old));
        }
        // Not to one that has a family.
        let refused = Network::move_family(SUBNET, &hotkey(2), &hotkey(51));
        assert_eq!(refused, Err(Error::<Test>::ChildParentInconsistency.into()));
    });
}
