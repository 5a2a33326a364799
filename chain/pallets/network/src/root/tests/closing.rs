use super::*;

/// Both subnets owe coldkeys 2 (who keeps one), 3 and 4 (who left again).
fn owing() -> sp_io::TestExternalities {
    let mut chain = root_chain();
    chain.execute_with(|| {
        choose(2, only(&[OTHER]));
        choose(3, Keep);
        choose(4, Keep);
        credit(SUBNET, 3 * TAO + 1);
        credit(OTHER, 7 * TAO + 5);
        assert_ok!(Network::remove_stake(signed(coldkey(4)), hotkey(1), ROOT, Alpha::new(1_000 * TAO)));
        credit(SUBNET, 100);
    });
    chain
}

#[test]
fn closing_should_pay_all_that_is_owed_and_leave_nothing() {
    for budget in [1, 2, 1_000] {
        owing().execute_with(|| {
            let dues: Vec<u64> = (2..=4).map(|staker| owed(staker, SUBNET)).collect();
            let other: Vec<u64> = (2..=4).map(|staker| owed(staker, OTHER)).collect();
            let (unclaimed, own) =
                (RootUnclaimed::<Test>::get(SUBNET).rao(), SubnetProtocolAlpha::<Test>::get(SUBNET).rao());
            let mut calls = 0;
            while !Network::close_root_claims(SUBNET, budget).unwrap().done {
                assert_eq!(Network::check_invariants(), Ok(()));
                calls += 1;
                assert!(calls < 20, "it has no end");
            }
            assert_eq!(Network::check_invariants(), Ok(()));
            assert_eq!(calls > 0, budget < 1_000);
            for (staker, due) in (2..=4).zip(&dues) {
                assert_eq!((stake_of(SUBNET, staker, 1).rao(), owed(staker, SUBNET)), (*due, 0));
            }
            let dust = unclaimed - dues.iter().sum::<u64>();
            assert_eq!(SubnetProtocolAlpha::<Test>::get(SUBNET).rao(), own + dust);
            assert!(!RootUnclaimed::<Test>::contains_key(SUBNET));
            assert_eq!(RootClaimed::<Test>::iter_prefix((SUBNET,)).count(), 0);
            assert!(!RootPots::<Test>::get(hotkey(1)).contains_key(&SUBNET));
            assert!(!RootClaimable::<Test>::get(hotkey(1)).contains_key(&SUBNET));
            assert!(KeptRoot::<Test>::iter_values().all(|kept| !kept.accruals.contains_key(&SUBNET)));
            assert!(!RootClosing::<Test>::exists());
            // The other subnet is as it was.
            assert_eq!((2..=4).map(|staker| owed(staker, OTHER)).collect::<Vec<_>>(), other);
        });
    }
}

#[test]
fn claims_should_wait_while_a_subnet_closes() {
    owing().execute_with(|| {
        assert!(!Network::close_root_claims(SUBNET, 1).unwrap().done);
        let dues: Vec<u64> = (2..=4).map(|staker| owed(staker, SUBNET)).collect();
        (2..=4).for_each(|staker| claim(staker, &[SUBNET]));
        assert_eq!((2..=4).map(|staker| owed(staker, SUBNET)).collect::<Vec<_>>(), dues);
        assert!(Network::move_root_claims(&hotkey(1), &hotkey(2), &coldkey(3)).is_err());
        assert!(Network::move_root_claims_to(&hotkey(1), &coldkey(3), &coldkey(9)).is_err());
    });
}

#[test]
fn netuid_should_begin_anew_after_it_closed() {
    owing().execute_with(|| {
        // Somebody comes in the middle of it, and stake moves.
        assert!(!Network::close_root_claims(SUBNET, 4).unwrap().done);
        choose(5, Keep);
        stake(ROOT, 5, 1, 10 * TAO);
        stake(ROOT, 3, 1, 10 * TAO);
        while !Network::close_root_claims(SUBNET, 1).unwrap().done {}
        credit(SUBNET, TAO);
        let dues: Vec<u64> = [2, 3, 5].map(|staker| owed(staker, SUBNET)).to_vec();
        let stakes: u64 = 1_000 + 1_010 + 10;
        let part = KeptRootStake::<Test>::get(hotkey(1)).rao();
        assert_eq!(part, stakes * TAO);
        let kept = RootUnclaimed::<Test>::get(SUBNET).rao();
        for (due, stake) in dues.iter().zip([1_000, 1_010, 10]) {
            assert!(due.abs_diff(kept * stake / stakes) <= 1);
        }
        assert_eq!(owed(4, SUBNET), 0);
    });
}

#[test]
fn closing_should_come_to_an_end_when_there_is_nothing() {
    root_chain().execute_with(|| {
        assert!(Network::close_root_claims(SUBNET, 1).unwrap().done);
        assert!(!Network::close_root_claims(SUBNET, 0).unwrap().done);
    });
}
