use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok};

#[test]
fn stakers_should_share_a_dividend_by_what_they_hold() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 100);
        gift(SUBNET, 2, 1, 200);
        // 31 among 1 : 2 is 10 1/3 : 20 2/3; nobody gets the rao that is left.
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(alpha(31)).unwrap());
        assert_ok!(Network::credit_stakers(&hotkey(1), SUBNET, alpha(31)));
        assert_eq!((held(SUBNET, 1, 1), held(SUBNET, 2, 1)), (110, 220));
        assert_eq!(TotalHotkeyAlpha::<Test>::get(hotkey(1), SUBNET), alpha(331));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn dividend_should_go_to_the_owner_when_nobody_stakes() {
    chain_with_validator().execute_with(|| {
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(alpha(31)).unwrap());
        assert_ok!(Network::credit_stakers(&hotkey(1), SUBNET, alpha(31)));
        assert_eq!(held(SUBNET, 1, 1), 31);
        // So the next to come does not own it.
        gift(SUBNET, 2, 1, 1_000_000);
        assert_eq!((held(SUBNET, 1, 1), held(SUBNET, 2, 1)), (31, 1_000_000));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn last_holder_should_have_what_rounding_left_and_the_pool_end_empty() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1);
        gift(SUBNET, 2, 1, 1);
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(alpha(1)).unwrap());
        assert_ok!(Network::credit_stakers(&hotkey(1), SUBNET, alpha(1)));
        assert_eq!((held(SUBNET, 1, 1), held(SUBNET, 2, 1)), (1, 1));
        assert_ok!(Network::withdraw_stake(&hotkey(1), &coldkey(1), SUBNET, alpha(1)));
        // The other now has all three less one.
        assert_eq!(held(SUBNET, 2, 1), 2);
        assert_ok!(Network::withdraw_stake(&hotkey(1), &coldkey(2), SUBNET, alpha(2)));
        assert!(!HotkeyShares::<Test>::contains_key(hotkey(1), SUBNET));
        assert!(!TotalHotkeyAlpha::<Test>::contains_key(hotkey(1), SUBNET));
        assert_eq!(TotalAlphaStaked::<Test>::get(SUBNET), Alpha::ZERO);
        // What was withdrawn is the withdrawer's to account for.
        SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_sub(alpha(3)).unwrap());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn withdrawal_should_be_refused_when_it_is_nothing_or_too_much() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 100);
        let withdraw =
            |staker, rao| Network::withdraw_stake(&hotkey(1), &coldkey(staker), SUBNET, alpha(rao));
        assert_noop!(withdraw(1, 101), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(withdraw(1, u64::MAX), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(withdraw(2, 1), Error::<Test>::NotEnoughStakeToWithdraw);
        assert!(withdraw(1, 0).is_err());
    });
}

#[test]
fn deposit_should_lose_one_rao_at_most_when_value_grew_without_end() {
    chain_with_validator().execute_with(|| {
        gift(SUBNET, 1, 1, 1);
        for _ in 0..8 {
            // All but one rao leaves, and a dividend a thousand million times as large arrives.
            let grow = alpha(1_000_000_000);
            SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(grow).unwrap());
            assert_ok!(Network::credit_stakers(&hotkey(1), SUBNET, grow));
            let gone = alpha(held(SUBNET, 1, 1) - 1);
            assert_ok!(Network::withdraw_stake(&hotkey(1), &coldkey(1), SUBNET, gone));
            SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_sub(gone).unwrap());
            gift(SUBNET, 2, 1, 1_000);
            assert!((999..=1_000).contains(&held(SUBNET, 2, 1)), "{}", held(SUBNET, 2, 1));
            let back = alpha(held(SUBNET, 2, 1));
            assert_ok!(Network::withdraw_stake(&hotkey(1), &coldkey(2), SUBNET, back));
            SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_sub(back).unwrap());
            assert_eq!(Network::check_invariants(), Ok(()));
        }
    });
}

#[test]
fn hotkey_should_belong_to_the_first_who_takes_it() {
    chain_with_validator().execute_with(|| {
        let associate = |owner, key| Network::try_associate_hotkey(signed(coldkey(owner)), key);
        assert_ok!(associate(3, hotkey(3)));
        assert_eq!(
            (Owner::<Test>::get(hotkey(3)), OwnedHotkeys::<Test>::get(coldkey(3))),
            (coldkey(3), vec![hotkey(3)])
        );
        // Again is nothing; another cannot.
        let before = sp_io::storage::root(sp_runtime::StateVersion::V1);
        assert_ok!(associate(3, hotkey(3)));
        assert_eq!(sp_io::storage::root(sp_runtime::StateVersion::V1), before);
        assert_noop!(associate(4, hotkey(3)), Error::<Test>::NonAssociatedColdKey);
        assert_noop!(associate(4, Network::subnet_account(SUBNET)), Error::<Test>::CannotUseSystemAccount);
        assert_noop!(associate(4, Network::subnet_account(NOWHERE)), Error::<Test>::CannotUseSystemAccount);
    });
}
