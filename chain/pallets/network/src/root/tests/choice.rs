use super::*;
use crate::Error;
use frame_support::assert_noop;

#[test]
fn swap_should_be_what_everybody_has_who_chose_nothing() {
    root_chain().execute_with(|| {
        run_blocks(40);
        let gained: Vec<u64> = (2..=4).map(|staker| stake_of(ROOT, staker, 1).rao() - 1_000 * TAO).collect();
        assert!(gained[0] > 0 && gained.iter().all(|gain| gain.abs_diff(gained[0]) <= 1), "{gained:?}");
        assert_eq!(RootUnclaimed::<Test>::get(SUBNET), Alpha::ZERO);
        assert_eq!(KeptRoot::<Test>::iter().count() + RootPots::<Test>::iter().count(), 0);
    });
}

#[test]
fn keep_should_bring_the_alpha_that_swap_sells() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        run_blocks(40);
        let dividend = RootAlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(1)).rao();
        assert!(dividend > 0);
        // Its root stake stands still; the others' grows by what their two thirds were sold for.
        assert_eq!(stake_of(ROOT, 2, 1).rao(), 1_000 * TAO);
        let gained = stake_of(ROOT, 3, 1).rao() - 1_000 * TAO;
        let alpha = owed(2, SUBNET);
        assert!(gained > 0 && alpha > 0);
        let worth = Network::spot_price(SUBNET).unwrap().tao_for_floor(Alpha::new(alpha)).unwrap().rao();
        assert!(worth.abs_diff(gained) < gained / 50, "{worth} is not about {gained}");
        // A rao may be short by its last bits, which are carried.
        let carried = RootUnclaimed::<Test>::get(SUBNET).rao() - alpha;
        assert!(carried <= 1);
        claim(2, &[SUBNET]);
        assert_eq!((stake_of(SUBNET, 2, 1).rao(), owed(2, SUBNET)), (alpha, 0));
        assert_eq!(RootUnclaimed::<Test>::get(SUBNET).rao(), carried);
    });
}

#[test]
fn all_should_be_alpha_when_all_keep() {
    root_chain().execute_with(|| {
        (2..=4).for_each(|staker| choose(staker, Keep));
        assert_eq!(Network::share_pool(&hotkey(1), ROOT), myelin_stake::SharePool::default());
        let tao = SubnetTAO::<Test>::get(ROOT);
        run_blocks(40);
        assert_eq!(SubnetTAO::<Test>::get(ROOT), tao);
        let dues: Vec<u64> = (2..=4).map(|staker| owed(staker, SUBNET)).collect();
        assert!(dues[0] > 0 && dues.iter().all(|due| due.abs_diff(dues[0]) <= 1));
    });
}

#[test]
fn owner_should_have_its_take_of_what_is_kept_in_alpha() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        Delegates::<Test>::insert(hotkey(1), PerU16::new(6_553));
        let before = stake_of(SUBNET, 1, 1).rao();
        credit(SUBNET, 3_000_000);
        // A third of three million is kept; 6553/65535 of it is the take.
        let take = stake_of(SUBNET, 1, 1).rao() - before;
        assert_eq!(take, 1_000_000 * 6_553 / 65_535);
        assert_eq!(owed(2, SUBNET), 1_000_000 - take - 1);
        assert_eq!(RootUnclaimed::<Test>::get(SUBNET).rao(), 1_000_000 - take);
    });
}

#[test]
fn only_the_chosen_subnets_should_be_kept() {
    root_chain().execute_with(|| {
        choose(2, only(&[OTHER]));
        credit(SUBNET, 3 * TAO);
        credit(OTHER, 3 * TAO);
        let root = stake_of(ROOT, 2, 1).rao();
        let sold = myelin_pool::sell_free(&Network::reserves(SUBNET), Alpha::new(owed(2, SUBNET))).unwrap();
        let kept = owed(2, OTHER);
        claim(2, &[SUBNET, OTHER]);
        assert_eq!(stake_of(OTHER, 2, 1).rao(), kept);
        assert_eq!(stake_of(SUBNET, 2, 1).rao(), 0);
        assert_eq!(stake_of(ROOT, 2, 1).rao(), root + sold.tao.rao());
        System::assert_last_event(Event::RootClaimed { coldkey: coldkey(2), tao: sold.tao }.into());
    });
}

#[test]
fn choice_should_not_count_for_a_later_subnet_of_the_number_until_it_is_made_again() {
    root_chain().execute_with(|| {
        choose(2, only(&[SUBNET]));
        choose(3, Keep);
        NetworkRegisteredAt::<Test>::insert(SUBNET, System::block_number() + 1);
        System::set_block_number(System::block_number() + 1);
        credit(SUBNET, 3 * TAO);
        (2..=3).for_each(|staker| claim(staker, &[SUBNET]));
        assert_eq!(stake_of(SUBNET, 2, 1), Alpha::ZERO);
        // Who keeps everything has not named any.
        assert!(!stake_of(SUBNET, 3, 1).is_zero());
        choose(2, only(&[SUBNET]));
        credit(SUBNET, 3 * TAO);
        let due = owed(2, SUBNET);
        claim(2, &[SUBNET]);
        assert_eq!((stake_of(SUBNET, 2, 1).rao(), due > 0), (due, true));
    });
}

#[test]
fn stake_should_be_the_same_after_every_change_of_mind() {
    root_chain().execute_with(|| {
        let all = TotalHotkeyAlpha::<Test>::get(hotkey(1), ROOT);
        for chosen in [Keep, only(&[SUBNET]), Swap, Swap, Keep, Swap] {
            choose(2, chosen);
            let held = stake_of(ROOT, 2, 1).rao();
            assert!((1_000 * TAO - 1..=1_000 * TAO).contains(&held), "{held}");
            assert_eq!(TotalHotkeyAlpha::<Test>::get(hotkey(1), ROOT), all);
            assert_eq!(StakingHotkeys::<Test>::get(coldkey(2)), [hotkey(1)]);
        }
        assert!(!RootClaimType::<Test>::contains_key(coldkey(2)));
        assert!(!KeptSubnetsChosenAt::<Test>::contains_key(coldkey(2)));
        assert_eq!(KeptRootStake::<Test>::get(hotkey(1)), Alpha::ZERO);
    });
}

#[test]
fn what_was_owed_should_be_sold_when_the_choice_is_swap_by_then() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        credit(SUBNET, 3 * TAO);
        let due = owed(2, SUBNET);
        choose(2, Swap);
        credit(SUBNET, 3 * TAO);
        assert_eq!(owed(2, SUBNET), due);
        let root = stake_of(ROOT, 2, 1).rao();
        claim(2, &[SUBNET]);
        assert_eq!(stake_of(SUBNET, 2, 1), Alpha::ZERO);
        assert!(stake_of(ROOT, 2, 1).rao() > root + due * 9 / 10);
    });
}

#[test]
fn many_positions_should_change_sides_in_as_many_calls_as_they_need() {
    root_chain().execute_with(|| {
        for number in 20..60 {
            Network::try_associate_hotkey(signed(coldkey(9)), hotkey(number)).unwrap();
            stake(ROOT, 5, number, 2_000_000);
        }
        choose(5, Keep);
        assert_eq!(KeptRoot::<Test>::iter().count(), crate::root::claim_type::MAX_CHANGES);
        choose(5, Keep);
        assert_eq!(KeptRoot::<Test>::iter().count(), 40);
        assert!((20..60).all(|number| stake_of(ROOT, 5, number).rao() == 2_000_000));
    });
}

#[test]
fn new_stake_should_go_to_the_side_that_was_chosen() {
    root_chain().execute_with(|| {
        choose(5, Keep);
        stake(ROOT, 5, 1, 7 * TAO);
        assert_eq!(KeptRootStake::<Test>::get(hotkey(1)).rao(), 7 * TAO);
        assert_ok!(Network::transfer_stake(
            signed(coldkey(3)),
            coldkey(5),
            hotkey(1),
            ROOT,
            ROOT,
            Alpha::new(3 * TAO)
        ));
        assert_eq!(KeptRootStake::<Test>::get(hotkey(1)).rao(), 10 * TAO);
        assert_ok!(Network::remove_stake(signed(coldkey(5)), hotkey(1), ROOT, Alpha::new(10 * TAO)));
        assert_eq!((stake_of(ROOT, 5, 1).rao(), KeptRoot::<Test>::iter().count()), (0, 0));
        assert!(StakingHotkeys::<Test>::get(coldkey(5)).is_empty());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn choice_should_be_refused_when_it_names_no_subnets_or_too_many_or_none_there_is() {
    root_chain().execute_with(|| {
        let set = |netuids: &[NetUid]| Network::set_root_claim_type(signed(coldkey(2)), only(netuids));
        let many: Vec<NetUid> = (1..=51).map(NetUid::new).collect();
        assert_noop!(set(&[]), Error::<Test>::InvalidValue);
        assert_noop!(set(&many), Error::<Test>::InvalidValue);
        assert_noop!(set(&[ROOT]), Error::<Test>::InvalidValue);
        assert_noop!(set(&[SUBNET, NOWHERE]), Error::<Test>::SubnetNotExists);
    });
}
