use super::*;

#[test]
fn stake_that_comes_should_be_owed_nothing_of_what_went_before() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        choose(5, Keep);
        credit(SUBNET, 3 * TAO);
        let due = owed(2, SUBNET);
        // economics §6.3: fee avoidance & yield sniping (root: what was credited belongs to the stake that earned it)
        stake(ROOT, 5, 1, 100_000 * TAO);
        stake(ROOT, 2, 1, 100_000 * TAO);
        assert_eq!((owed(5, SUBNET), owed(2, SUBNET)), (0, due));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn what_is_owed_should_outlast_the_stake() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        credit(SUBNET, 3 * TAO);
        let due = owed(2, SUBNET);
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(1), ROOT, Alpha::new(1_000 * TAO)));
        credit(SUBNET, 0);
        assert_eq!((owed(2, SUBNET), stake_of(ROOT, 2, 1)), (due, Alpha::ZERO));
        // The hotkey is found until all is paid.
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(2)), [hotkey(1)]);
        claim(2, &[SUBNET]);
        assert_eq!(stake_of(SUBNET, 2, 1).rao(), due);
    });
}

#[test]
fn dividends_in_tao_should_settle_the_owner_who_keeps() {
    root_chain().execute_with(|| {
        // Coldkey 1 owns hotkey 1, keeps, and takes a share of what the others sell.
        Delegates::<Test>::insert(hotkey(1), PerU16::new(6_553));
        choose(1, Keep);
        stake(ROOT, 1, 1, 500 * TAO);
        credit(SUBNET, 7 * TAO);
        let due = owed(1, SUBNET);
        Network::pay_dividend(&hotkey(1), ROOT, Alpha::ZERO).unwrap();
        let kept = KeptRootStake::<Test>::get(hotkey(1)).rao();
        run_blocks(20);
        assert!(KeptRootStake::<Test>::get(hotkey(1)).rao() > kept);
        assert!(owed(1, SUBNET) > due);
    });
}

#[test]
fn one_rao_of_kept_stake_should_have_its_due_in_time() {
    root_chain().execute_with(|| {
        // economics §6.3: share precision / forced exit
        stake(ROOT, 5, 1, 2_000_000);
        choose(5, Keep);
        Network::withdraw_kept(&hotkey(1), &coldkey(5), Alpha::new(1_999_999)).unwrap();
        Network::deposit_shares(&hotkey(1), &coldkey(5), ROOT, Alpha::new(1_999_999)).unwrap();
        assert_eq!(KeptRootStake::<Test>::get(hotkey(1)).rao(), 1);
        // A rao in 3·10¹²: of 10⁹ a third of a thousandth, each time.
        let all = TotalHotkeyAlpha::<Test>::get(hotkey(1), ROOT).rao();
        for _ in 0..all.div_ceil(10 * TAO) - 1 {
            assert_eq!(
                Network::keep_root_dividend(&hotkey(1), SUBNET, Alpha::new(10 * TAO)),
                Ok(Alpha::ZERO)
            );
        }
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(Alpha::new(1)).unwrap());
        assert_eq!(Network::keep_root_dividend(&hotkey(1), SUBNET, Alpha::new(10 * TAO)), Ok(Alpha::new(1)));
        assert_eq!(owed(5, SUBNET), 1);
        claim(5, &[SUBNET]);
        assert_eq!(stake_of(SUBNET, 5, 1).rao(), 1);
    });
}

#[test]
fn part_of_a_position_should_come_from_beside_the_pool_first() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        credit(SUBNET, 3 * TAO);
        Network::deposit_shares(&hotkey(1), &coldkey(2), ROOT, Alpha::new(TAO)).unwrap();
        SubnetTAO::<Test>::get(ROOT);
        assert_eq!(stake_of(ROOT, 2, 1).rao(), 1_001 * TAO);
        Network::withdraw_stake(&hotkey(1), &coldkey(2), ROOT, Alpha::new(1_000 * TAO + 5)).unwrap();
        assert_eq!(Network::kept_stake_of(&hotkey(1), &coldkey(2)), Alpha::ZERO);
        assert_eq!(stake_of(ROOT, 2, 1).rao(), TAO - 5);
        let more = Network::withdraw_stake(&hotkey(1), &coldkey(2), ROOT, Alpha::new(TAO));
        assert_eq!(more, Err(crate::Error::<Test>::NotEnoughStakeToWithdraw.into()));
    });
}

#[test]
fn views_should_show_kept_stake() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        let shown = Network::positions_of(&coldkey(2));
        assert_eq!(shown, [(hotkey(1), ROOT, Alpha::new(1_000 * TAO))]);
    });
}
