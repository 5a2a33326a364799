use super::*;
use crate::{pallet::*, staking::auto::MOST_FOLLOWERS};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};

fn choose(who: u64, key: AccountId) -> DispatchResult {
    Network::set_coldkey_auto_stake_hotkey(signed(coldkey(who)), SUBNET, key)
}

fn chosen(who: u64) -> Option<AccountId> {
    AutoStakeDestination::<Test>::get(coldkey(who), SUBNET)
}

fn followers(number: u64) -> Vec<AccountId> {
    AutoStakeDestinationColdkeys::<Test>::get(hotkey(number), SUBNET)
}

fn chosen_by_two() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        (1..=3).for_each(own);
        assert_ok!(choose(5, hotkey(1)));
        assert_ok!(choose(6, hotkey(1)));
    });
    chain
}

#[test]
fn choice_should_be_noted_told_and_changed() {
    chosen_by_two().execute_with(|| {
        assert_eq!((chosen(5), followers(1)), (Some(hotkey(1)), vec![coldkey(5), coldkey(6)]));
        let (coldkey, netuid) = (coldkey(5), SUBNET);
        let told = Event::AutoStakeDestinationSet { coldkey, netuid, hotkey: hotkey(1) };
        assert!(System::events().into_iter().any(|e| e.event == RuntimeEvent::Network(told.clone())));
        assert_noop!(choose(5, hotkey(1)), Error::<Test>::SameAutoStakeHotkeyAlreadySet);
        assert_ok!(choose(5, hotkey(2)));
        assert_eq!((chosen(5), followers(1).len(), followers(2).len()), (Some(hotkey(2)), 1, 1));
        assert_ok!(choose(6, hotkey(2)));
        assert!(!AutoStakeDestinationColdkeys::<Test>::contains_key(hotkey(1), SUBNET));
    });
}

#[test]
fn choice_should_be_a_hotkey_on_a_subnet_that_exist() {
    chosen_by_two().execute_with(|| {
        assert_noop!(choose(5, hotkey(77)), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(
            Network::set_coldkey_auto_stake_hotkey(signed(coldkey(5)), NOWHERE, hotkey(1)),
            Error::<Test>::SubnetNotExists
        );
    });
}

#[test]
fn list_of_followers_should_end_somewhere_and_the_choice_hold_all_the_same() {
    chosen_by_two().execute_with(|| {
        for number in 1_000..1_000 + MOST_FOLLOWERS as u64 {
            assert_ok!(choose(number, hotkey(2)));
        }
        assert_ok!(choose(5, hotkey(2)));
        assert_eq!((followers(2).len(), chosen(5)), (MOST_FOLLOWERS, Some(hotkey(2))));
    });
}

#[test]
fn followers_should_follow_a_hotkey_and_a_choice_its_coldkey() {
    chosen_by_two().execute_with(|| {
        Network::move_auto_stake_of_hotkey(SUBNET, &hotkey(1), &hotkey(3));
        assert_eq!((chosen(5), chosen(6)), (Some(hotkey(3)), Some(hotkey(3))));
        assert!(followers(1).is_empty() && followers(3).len() == 2);
        Network::move_auto_stake_of_coldkey(SUBNET, &coldkey(5), &coldkey(7));
        assert_eq!((chosen(5), chosen(7)), (None, Some(hotkey(3))));
        assert_eq!(followers(3), [coldkey(6), coldkey(7)]);
        // Who has chosen already keeps that.
        assert_ok!(choose(8, hotkey(1)));
        Network::move_auto_stake_of_coldkey(SUBNET, &coldkey(6), &coldkey(8));
        assert_eq!((chosen(6), chosen(8), followers(3)), (None, Some(hotkey(1)), vec![coldkey(7)]));
    });
}

#[test]
fn choices_should_be_forgotten_with_their_subnet() {
    chosen_by_two().execute_with(|| {
        assert_eq!(Network::drop_auto_stakes(SUBNET, 1), 1);
        assert_eq!(Network::drop_auto_stakes(SUBNET, 2), 1);
        assert!(
            AutoStakeDestination::<Test>::iter().count() == 0 && AutoStakers::<Test>::iter().count() == 0
        );
        assert_eq!(AutoStakeDestinationColdkeys::<Test>::iter().count(), 0);
    });
}
