use super::*;
use crate::epoch::tests::{epoch, give_over, hold_epochs, paid};

/// Subnet 1, whose only validator is hotkey 3 of coldkey 3 without stake of its own; hotkey 4 mines. Hotkeys 1 and 2 have
/// 100 alpha each and no uid.
fn validated() -> sp_io::TestExternalities {
    let mut chain = families();
    chain.execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        MaxAllowedValidators::<Test>::insert(SUBNET, 1);
        SubnetMovingPrice::<Test>::insert(SUBNET, myelin_views::FixedI128 { bits: 1 << 32 });
        register(SUBNET, 3);
        register(SUBNET, 4);
        (1..=3).for_each(|number| Delegates::<Test>::insert(hotkey(number), PerU16::ZERO));
        OwnerCutEnabled::<Test>::insert(SUBNET, false);
    });
    chain
}

/// Runs until hotkey 3 has its permit and has voted for hotkey 4, and epochs are held.
fn begin() {
    run_blocks(9);
    assert_eq!(ValidatorPermit::<Test>::get(SUBNET)[1..], [true, false]);
    assert_ok!(Network::set_weights(signed(hotkey(3)), SUBNET, vec![2], vec![1], 0));
    hold_epochs();
    run_blocks(5);
}

fn value(number: u64) -> u64 {
    TotalHotkeyAlpha::<Test>::get(hotkey(number), SUBNET).rao()
}

#[test]
fn child_should_vote_with_what_its_parents_lend() {
    validated().execute_with(|| {
        lend_now(1, &[(HALF, 3)]);
        lend_now(2, &[(WHOLE, 3)]);
        assert_eq!((weight(1), weight(2), weight(3)), (50 * TAO + 1, 0, 150 * TAO - 1));
        begin();
    });
}

#[test]
fn parents_should_have_the_dividend_that_their_stake_earned() {
    validated().execute_with(|| {
        lend_now(1, &[(HALF, 3)]);
        lend_now(2, &[(WHOLE, 3)]);
        begin();
        let before = (value(1), value(2), value(3));
        epoch();
        let validators = paid().unwrap().2;
        let (one, two, child) = (value(1) - before.0, value(2) - before.1, value(3) - before.2);
        // By what each had lent when the epoch ran.
        let (lent, all) = (u128::from(before.0 / 2), u128::from(before.0 / 2 + before.1));
        let expected = (u128::from(validators) * lent / all) as u64;
        assert!(validators > TAO && one.abs_diff(expected) <= 1, "{one} is not {expected}");
        assert_eq!((one + two + child, child), (validators, 0));
    });
}

#[test]
fn child_should_keep_its_take_of_strangers_only() {
    validated().execute_with(|| {
        assert_ok!(Network::set_childkey_take(signed(coldkey(3)), hotkey(3), SUBNET, PerU16::new(6_553)));
        lend_now(1, &[(WHOLE, 3)]);
        // Hotkey 2 belongs to the child's coldkey.
        Owner::<Test>::insert(hotkey(2), coldkey(3));
        lend_now(2, &[(WHOLE, 3)]);
        begin();
        let before = (value(1), value(2), value(3));
        epoch();
        let validators = paid().unwrap().2;
        let (one, two, child) = (value(1) - before.0, value(2) - before.1, value(3) - before.2);
        assert_eq!(one + two + child, validators);
        let part = |lent: u64| {
            u128::from(validators) * u128::from(lent) / u128::from(before.0 + before.1 + before.2)
        };
        let take = part(before.0) * 6_553 / 65_535;
        assert!(two.abs_diff(part(before.1) as u64) <= 1);
        assert!(one.abs_diff((part(before.0) - take) as u64) <= 1);
        // Its own part and its take; nobody stakes with it, so its owner has both.
        assert!(child.abs_diff((part(before.2) + take) as u64) <= 1 && child > TAO / 100);
        give_over();
        assert_eq!(stake_of(SUBNET, 3, 3).rao(), value(3));
    });
}

#[test]
fn burned_part_of_a_parents_dividend_should_leave_the_books_once() {
    validated().execute_with(|| {
        CKBurn::<Test>::put(HALF);
        lend_now(1, &[(WHOLE, 3)]);
        begin();
        let (out, before) = (SubnetAlphaOut::<Test>::get(SUBNET).rao(), value(1));
        let pots = Network::pending_pots(SUBNET).total().unwrap().rao();
        epoch();
        let (_, miners, validators, _) = paid().unwrap();
        let burned = out - SubnetAlphaOut::<Test>::get(SUBNET).rao();
        // Half of what is the parent's; the first epoch had left the child nothing of its own.
        assert!(burned > TAO && burned.abs_diff(validators) <= 2, "{burned} {validators}");
        assert_eq!(value(1) - before, validators);
        assert_eq!(miners + validators + burned, pots);
    });
}

#[test]
fn stakers_of_a_parent_at_root_should_be_paid_at_root() {
    validated().execute_with(|| {
        // Hotkey 5 has stake at root alone, of a nominator.
        Delegates::<Test>::insert(hotkey(5), PerU16::ZERO);
        stake(NetUid::ROOT, 6, 5, 1_000 * TAO);
        lend_now(5, &[(WHOLE, 3)]);
        begin();
        let before = stake_of(NetUid::ROOT, 6, 5);
        epoch();
        let (_, miners, validators, root) = paid().unwrap();
        // Nobody's alpha earned anything: all of the dividends are root's, not the child's who owns nothing.
        assert!(miners > 0 && root > 0);
        assert_eq!((validators, value(3)), (0, 0));
        assert_eq!(stake_of(NetUid::ROOT, 6, 5).rao() - before.rao(), root);
    });
}

#[test]
fn dividend_should_be_shared_by_epochs_that_run_by_themselves() {
    validated().execute_with(|| {
        lend_now(1, &[(HALF, 3)]);
        begin();
        LastEpochBlock::<Test>::insert(SUBNET, 0);
        let before = value(1);
        run_blocks(30);
        assert!(value(1) > before + MIN_STAKE.rao());
        let out = TotalAlphaStaked::<Test>::get(SUBNET);
        assert!(out > Alpha::new(200 * TAO));
    });
}
