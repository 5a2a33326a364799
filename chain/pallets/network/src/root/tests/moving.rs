use super::*;

fn owed_on(number: u64, staker: u64) -> u64 {
    Network::owed_root(&hotkey(number), &coldkey(staker), SUBNET).rao()
}

/// Coldkeys 2 and 3 keep and are owed; hotkey 2 belongs to coldkey 1 too.
fn owing() -> sp_io::TestExternalities {
    let mut chain = root_chain();
    chain.execute_with(|| {
        Network::try_associate_hotkey(signed(coldkey(1)), hotkey(2)).unwrap();
        choose(2, Keep);
        choose(3, Keep);
        credit(SUBNET, 3 * TAO + 1);
        credit(OTHER, 1);
    });
    chain
}

#[test]
fn claims_should_follow_their_hotkey() {
    owing().execute_with(|| {
        // economics §6.3: root claims lost on key swap
        let (due, stake) = (owed(2, SUBNET), stake_of(ROOT, 2, 1));
        let unclaimed = RootUnclaimed::<Test>::get(SUBNET);
        assert_eq!(Network::keepers_of(&hotkey(1)).count(), 2);
        for staker in [2, 3] {
            assert_ok!(Network::move_root_claims(&hotkey(1), &hotkey(2), &coldkey(staker)));
            assert_eq!(Network::check_invariants(), Ok(()));
        }
        assert_ok!(Network::move_root_pots(&hotkey(1), &hotkey(2)));
        assert_eq!(Network::check_invariants(), Ok(()));
        assert_eq!((owed_on(2, 2), owed_on(1, 2)), (due, 0));
        assert_eq!((stake_of(ROOT, 2, 2), stake_of(ROOT, 2, 1)), (stake, Alpha::ZERO));
        assert_eq!(RootUnclaimed::<Test>::get(SUBNET), unclaimed);
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(2)), [hotkey(2)]);
        assert!(
            !RootPots::<Test>::contains_key(hotkey(1)) && !RootClaimable::<Test>::contains_key(hotkey(1))
        );
        assert!(!KeptRootStake::<Test>::contains_key(hotkey(1)));
        assert_eq!(RootClaimed::<Test>::iter().filter(|((_, key, _), _)| *key == hotkey(1)).count(), 0);
        claim(2, &[SUBNET]);
        assert_eq!(stake_of(SUBNET, 2, 2).rao(), due);
    });
}

#[test]
fn claims_should_join_those_of_a_hotkey_that_has_some() {
    owing().execute_with(|| {
        stake(ROOT, 2, 2, 300 * TAO);
        stake(ROOT, 3, 2, 100 * TAO);
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(Alpha::new(TAO)).unwrap());
        let kept = Network::keep_root_dividend(&hotkey(2), SUBNET, Alpha::new(TAO)).unwrap();
        assert_eq!(kept.rao(), TAO);
        let before: Vec<u64> = [2, 3].map(|staker| owed_on(1, staker) + owed_on(2, staker)).to_vec();
        assert_ok!(Network::move_root_claims(&hotkey(1), &hotkey(2), &coldkey(2)));
        assert_ok!(Network::move_root_claims(&hotkey(1), &hotkey(2), &coldkey(3)));
        assert_ok!(Network::move_root_pots(&hotkey(1), &hotkey(2)));
        assert_eq!(Network::check_invariants(), Ok(()));
        assert_eq!([2, 3].map(|staker| owed_on(2, staker)).to_vec(), before);
        assert_eq!(stake_of(ROOT, 2, 2).rao(), 1_300 * TAO);
    });
}

#[test]
fn pots_should_not_move_before_the_positions() {
    owing().execute_with(|| {
        assert!(Network::move_root_pots(&hotkey(1), &hotkey(2)).is_err());
        assert_ok!(Network::move_root_pots(&hotkey(1), &hotkey(1)));
        assert_ok!(Network::move_root_claims(&hotkey(2), &hotkey(1), &coldkey(2)));
        assert_ok!(Network::move_root_claims(&hotkey(1), &hotkey(1), &coldkey(2)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn claims_and_choice_should_follow_their_coldkey() {
    owing().execute_with(|| {
        let due = owed(2, SUBNET);
        Network::move_root_claim_type(&coldkey(2), &coldkey(9));
        assert_ok!(Network::move_root_claims_to(&hotkey(1), &coldkey(2), &coldkey(9)));
        assert_eq!(Network::check_invariants(), Ok(()));
        assert_eq!((owed(9, SUBNET), owed(2, SUBNET)), (due, 0));
        assert_eq!((stake_of(ROOT, 9, 1).rao(), stake_of(ROOT, 2, 1).rao()), (1_000 * TAO, 0));
        assert_eq!(
            (RootClaimType::<Test>::get(coldkey(9)), RootClaimType::<Test>::get(coldkey(2))),
            (Keep, Swap)
        );
        assert!(StakingHotkeys::<Test>::get(coldkey(2)).is_empty());
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(9)), [hotkey(1)]);
        assert_eq!(RootClaimed::<Test>::iter().filter(|((_, _, who), _)| *who == coldkey(2)).count(), 0);
    });
}

#[test]
fn claims_should_join_those_of_a_coldkey_that_has_some() {
    owing().execute_with(|| {
        let dues = owed(2, SUBNET) + owed(3, SUBNET);
        assert_ok!(Network::move_root_claims_to(&hotkey(1), &coldkey(2), &coldkey(3)));
        assert_eq!(Network::check_invariants(), Ok(()));
        // Two fractions of a rao may make one.
        assert!(owed(3, SUBNET).abs_diff(dues) <= 1 && owed(3, SUBNET) >= dues);
        assert_eq!(stake_of(ROOT, 3, 1).rao(), 2_000 * TAO);
        // Nothing to move, nothing happens.
        assert_ok!(Network::move_root_claims_to(&hotkey(1), &coldkey(2), &coldkey(3)));
        assert_ok!(Network::move_root_claims_to(&hotkey(1), &coldkey(3), &coldkey(3)));
        assert_eq!(stake_of(ROOT, 3, 1).rao(), 2_000 * TAO);
    });
}
