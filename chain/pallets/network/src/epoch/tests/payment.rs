use super::*;
use myelin_units::{PerU16, Tao};

#[test]
fn pots_should_be_paid_out_whole() {
    voting_subnet().execute_with(|| {
        for _ in 0..4 {
            let (pots, cut) = (Network::pending_pots(SUBNET), PendingOwnerCut::<Test>::get(SUBNET).rao());
            let before = total(SUBNET);
            epoch();
            let (owner, miners, validators, root) = paid().unwrap();
            assert_eq!((owner, root), (cut, 0));
            assert_eq!((miners, validators), (pots.server.rao(), pots.validator.rao()));
            assert_eq!(total(SUBNET) - before, owner + miners + validators);
            assert_eq!(
                (Network::pending_pots(SUBNET), PendingOwnerCut::<Test>::get(SUBNET)),
                (EMPTY, Alpha::ZERO)
            );
            next_block();
        }
    });
}

#[test]
fn miners_should_be_paid_by_incentive_and_owner_by_cut() {
    voting_subnet().execute_with(|| {
        let (three, four, ten) = (value(3, SUBNET), value(4, SUBNET), value(10, SUBNET));
        epoch();
        let (owner, miners, ..) = paid().unwrap();
        let (three, four) = (value(3, SUBNET) - three, value(4, SUBNET) - four);
        assert_eq!(three + four, miners);
        assert!(three > four && four > 0);
        // To the coldkeys that own the hotkeys.
        assert_eq!(stake_of(SUBNET, 3, 3).rao(), value(3, SUBNET));
        assert_eq!(value(10, SUBNET) - ten, owner);
        assert_eq!(stake_of(SUBNET, 10, 10).rao(), value(10, SUBNET));
    });
}

/// What coldkeys 1 (who owns hotkey 1) and 2 gain on hotkey 1 in an epoch in which it takes `take`; both hold 100 alpha.
fn gains(take: PerU16) -> (u64, u64, u64) {
    let mut chain = voting_subnet();
    chain.execute_with(|| {
        give_over();
        gift(SUBNET, 2, 1, stake_of(SUBNET, 1, 1).rao());
        Delegates::<Test>::insert(hotkey(1), take);
        let before = (stake_of(SUBNET, 1, 1).rao(), stake_of(SUBNET, 2, 1).rao());
        epoch();
        give_over();
        let dividend = AlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(1)).rao();
        (stake_of(SUBNET, 1, 1).rao() - before.0, stake_of(SUBNET, 2, 1).rao() - before.1, dividend)
    })
}

#[test]
fn stakers_should_share_a_dividend_less_the_validators_take() {
    let (owner, nominator, dividend) = gains(PerU16::ZERO);
    assert!(dividend > TAO / 10 && owner.abs_diff(nominator) <= 1 && dividend - owner - nominator <= 2);
    let (owner, nominator, dividend) = gains(PerU16::new(6_553));
    let take = (u128::from(dividend) * 6_553 / 65_535) as u64;
    let half = (dividend - take) / 2;
    assert!(nominator.abs_diff(half) <= 1, "{nominator} is not {half}");
    assert!(owner.abs_diff(take + half) <= 2, "{owner} is not {}", take + half);
}

#[test]
fn root_dividends_should_be_sold_once_and_staked_at_root() {
    voting_subnet().execute_with(|| {
        Delegates::<Test>::insert(hotkey(1), PerU16::ZERO);
        // Validators 1 and 2, by two coldkeys.
        stake(NetUid::ROOT, 1, 1, 2_000 * TAO);
        stake(NetUid::ROOT, 5, 1, 2_000 * TAO);
        stake(NetUid::ROOT, 2, 2, 1_000 * TAO);
        run_blocks(5);
        let pots = Network::pending_pots(SUBNET);
        assert!(pots.root.rao() > 0);
        let (root, issuance) = (total(NetUid::ROOT), Network::issuance());
        let (staked, pool) = (total(SUBNET), Network::reserves(SUBNET));
        let sold = myelin_pool::sell_free(&pool, pots.root).unwrap();
        epoch();
        let (owner, miners, validators, tao) = paid().unwrap();
        assert_eq!(tao, sold.tao.rao());
        assert_eq!(Network::reserves(SUBNET), sold.pool);
        assert_eq!(total(NetUid::ROOT) - root, tao);
        assert_eq!(SubnetTAO::<Test>::get(NetUid::ROOT), Tao::new(total(NetUid::ROOT)));
        assert_eq!(Network::issuance(), issuance);
        assert_eq!(total(SUBNET) - staked, owner + miners + validators);
        let told: u64 =
            [1, 2].map(|n| RootAlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(n)).rao()).iter().sum();
        assert_eq!(told, pots.root.rao());
        // Coldkeys 1 and 5 hold the same and gain the same.
        let gained = |staker| stake_of(NetUid::ROOT, staker, 1).rao() - 2_000 * TAO;
        assert!(gained(1) > 0 && gained(1).abs_diff(gained(5)) <= 1);
    });
}

#[test]
fn root_dividends_should_wait_when_they_are_too_little_to_be_sold() {
    voting_subnet().execute_with(|| {
        stake(NetUid::ROOT, 1, 1, 10 * TAO);
        // A thousand alpha for one TAO: one rao of alpha is worth nothing.
        Network::set_alpha_reserve(SUBNET, Alpha::new(1_000_000 * TAO)).unwrap();
        fill(Pots { root: Alpha::new(1), ..EMPTY });
        let pool = Network::reserves(SUBNET);
        epoch();
        assert_eq!(paid().unwrap().3, 0);
        assert_eq!(Network::reserves(SUBNET), pool);
        assert_eq!(Network::pending_pots(SUBNET), Pots { root: Alpha::new(1), ..EMPTY });
        // With more it is sold.
        fill(Pots { root: Alpha::new(100_000), ..EMPTY });
        epoch();
        assert!(paid().unwrap().3 > 0);
        assert_eq!(Network::pending_pots(SUBNET), EMPTY);
    });
}

#[test]
fn validators_should_have_what_miners_and_root_cannot_claim() {
    voting_subnet().execute_with(|| {
        // The validators name nobody but themselves.
        let index = crate::weights::NetUidStorageIndex::from(SUBNET);
        [1, 2].into_iter().for_each(|uid| Weights::<Test>::remove(index, uid));
        fill(Pots { root: Alpha::new(777), ..EMPTY });
        let pots = Network::pending_pots(SUBNET).total().unwrap().rao();
        epoch();
        let (_, miners, validators, root) = paid().unwrap();
        assert_eq!((miners, validators, root), (0, pots, 0));
    });
}

#[test]
fn pots_should_wait_for_the_next_epoch_when_nobody_can_claim_them() {
    chain().execute_with(|| {
        SubnetMovingPrice::<Test>::insert(SUBNET, myelin_views::FixedI128 { bits: 1 << 32 });
        OwnerCutEnabled::<Test>::insert(SUBNET, false);
        run_blocks(9);
        // Nine blocks of one alpha; the epoch of block 10 has run, and nobody has stake.
        assert_eq!(System::block_number(), 10);
        assert_eq!(paid(), Some((0, 0, 0, 0)));
        assert_eq!(Network::pending_pots(SUBNET).total(), Ok(Alpha::new(9 * TAO)));
        stake(SUBNET, 1, 10, TAO);
        run_blocks(10);
        assert_eq!(
            paid().map(|(owner, miners, validators, root)| owner + miners + validators + root),
            Some(19 * TAO)
        );
        assert_eq!(Network::pending_pots(SUBNET), EMPTY);
    });
}

#[test]
fn dividends_of_the_last_epoch_should_not_stay_when_the_next_pays_others() {
    voting_subnet().execute_with(|| {
        epoch();
        assert!(AlphaDividendsPerSubnet::<Test>::contains_key(SUBNET, hotkey(2)));
        next_block();
        let all = stake_of(SUBNET, 2, 2);
        assert_ok!(Network::remove_stake(signed(coldkey(2)), hotkey(2), SUBNET, all));
        epoch();
        next_block();
        epoch();
        assert!(!AlphaDividendsPerSubnet::<Test>::contains_key(SUBNET, hotkey(2)));
        assert!(AlphaDividendsPerSubnet::<Test>::contains_key(SUBNET, hotkey(1)));
    });
}
