use super::*;

#[test]
fn block_step_should_pay_from_the_threshold_on() {
    root_chain().execute_with(|| {
        NumRootClaim::<Test>::put(5);
        SubnetMovingPrice::<Test>::remove(SUBNET);
        choose(2, Keep);
        credit(OTHER, 3 * 499_999);
        next_block();
        assert_eq!(stake_of(OTHER, 2, 1), Alpha::ZERO);
        let due = owed(2, OTHER);
        assert!(due > 499_000);
        credit(OTHER, 10);
        let due = due.max(owed(2, OTHER));
        assert!(due >= 500_000);
        next_block();
        assert_eq!((stake_of(OTHER, 2, 1).rao(), owed(2, OTHER)), (due, 0));
    });
}

#[test]
fn block_step_should_go_round_all_positions() {
    root_chain().execute_with(|| {
        (2..=4).for_each(|staker| choose(staker, Keep));
        credit(SUBNET, 3 * TAO);
        let paid = || (2..=4).filter(|staker| !stake_of(SUBNET, *staker, 1).is_zero()).count();
        // Nothing by itself, then one a block.
        next_block();
        assert_eq!(paid(), 0);
        NumRootClaim::<Test>::put(1);
        for count in 1..=3 {
            Network::claim_root_automatically();
            assert_eq!(paid(), count);
        }
        // Round again.
        credit(SUBNET, 3 * TAO);
        (0..5).for_each(|_| {
            Network::claim_root_automatically();
        });
        assert!((2..=4).all(|staker| owed(staker, SUBNET) == 0));
    });
}

#[test]
fn block_step_should_clear_away_what_is_finished() {
    root_chain().execute_with(|| {
        // economics §6.3: root claims lost on key swap (index never pruned); StakingHotkeys never pruned
        choose(2, Keep);
        choose(3, Keep);
        credit(SUBNET, 10);
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(1), ROOT, Alpha::new(1_000 * TAO)));
        assert!(KeptRoot::<Test>::contains_key(hotkey(1), coldkey(2)));
        let due = owed(2, SUBNET);
        assert!(due > 0);
        NumRootClaim::<Test>::put(5);
        SubnetMovingPrice::<Test>::remove(SUBNET);
        next_block();
        // Below the threshold, but nothing more will come.
        assert_eq!(stake_of(SUBNET, 2, 1).rao(), due);
        assert!(!KeptRoot::<Test>::contains_key(hotkey(1), coldkey(2)));
        assert_eq!(RootClaimed::<Test>::iter().filter(|((_, _, who), _)| *who == coldkey(2)).count(), 0);
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(1), SUBNET, Alpha::new(due)));
        assert!(StakingHotkeys::<Test>::get(coldkey(2)).is_empty());
    });
}

#[test]
fn weight_of_a_round_should_grow_with_what_it_did() {
    root_chain().execute_with(|| {
        // economics §6.3: unbounded per-block work
        NumRootClaim::<Test>::put(u64::MAX);
        let nothing = Network::claim_root_automatically().ref_time();
        (2..=4).for_each(|staker| choose(staker, Keep));
        credit(SUBNET, 3 * TAO);
        let three = Network::claim_root_automatically().ref_time();
        assert!(three > nothing);
        NumRootClaim::<Test>::put(0);
        assert_eq!(Network::claim_root_automatically().ref_time(), 0);
    });
}
