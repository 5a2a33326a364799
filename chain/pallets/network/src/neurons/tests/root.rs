use crate::{mock::*, pallet::*};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::NetUid;

const ROOT: NetUid = NetUid::ROOT;

fn take_seat(owner: u64, number: u64) -> DispatchResult {
    Network::root_register(signed(coldkey(owner)), hotkey(number))
}

/// A root network with two seats, as many registrations a block as one likes.
fn root_of_two() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        MaxAllowedUids::<Test>::insert(ROOT, 2);
        MaxRegistrationsPerBlock::<Test>::insert(ROOT, 100);
        TargetRegistrationsPerInterval::<Test>::insert(ROOT, 100);
    });
    chain
}

#[test]
fn seat_should_be_free_of_charge() {
    chain().execute_with(|| {
        let before = balance(&coldkey(1));
        assert_ok!(take_seat(1, 1));
        assert_eq!(balance(&coldkey(1)), before);
        assert_eq!((Uids::<Test>::get(ROOT, hotkey(1)), SubnetworkN::<Test>::get(ROOT)), (Some(0), 1));
        assert_eq!(Owner::<Test>::get(hotkey(1)), coldkey(1));
        System::assert_last_event(Event::NeuronRegistered(ROOT, 0, hotkey(1)).into());
    });
}

#[test]
fn seats_should_be_limited_by_block_and_by_interval() {
    chain().execute_with(|| {
        // The interval of 100 blocks began in block 0. In it three times the target of 2 may come, one in a block.
        for number in 1..=6 {
            assert_ok!(take_seat(number, number));
            assert_noop!(take_seat(7, 7), Error::<Test>::TooManyRegistrationsThisBlock);
            next_block();
        }
        assert_noop!(take_seat(7, 7), Error::<Test>::TooManyRegistrationsThisInterval);
        run_blocks(100 - System::block_number() - 1);
        assert_noop!(take_seat(7, 7), Error::<Test>::TooManyRegistrationsThisInterval);
        next_block();
        assert_eq!(System::block_number(), 100);
        assert_ok!(take_seat(7, 7));
    });
}

#[test]
fn seat_should_be_refused_when_the_hotkey_is_not_for_the_coldkey() {
    root_of_two().execute_with(|| {
        assert_ok!(take_seat(1, 1));
        assert_noop!(take_seat(1, 1), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        assert_noop!(take_seat(2, 10), Error::<Test>::NonAssociatedColdKey);
        let system = Network::root_register(signed(coldkey(2)), Network::subnet_account(SUBNET));
        assert_noop!(system, Error::<Test>::CannotUseSystemAccount);
    });
}

#[test]
fn seat_should_be_refused_when_there_is_no_root() {
    chain().execute_with(|| {
        NetworksAdded::<Test>::remove(ROOT);
        assert_noop!(take_seat(1, 1), Error::<Test>::RootNetworkDoesNotExist);
    });
}

#[test]
fn seat_should_go_to_who_has_more_stake_when_all_are_taken() {
    root_of_two().execute_with(|| {
        for number in 1..=4 {
            own(number);
        }
        assert_ok!(take_seat(1, 1));
        assert_ok!(take_seat(2, 2));
        stake(ROOT, 1, 1, 10 * TAO);
        stake(ROOT, 2, 2, 5 * TAO);
        // Nothing, as much, and alpha elsewhere are not more.
        assert_noop!(take_seat(3, 3), Error::<Test>::StakeTooLowForRoot);
        stake(ROOT, 3, 3, 5 * TAO);
        stake(SUBNET, 3, 3, 50 * TAO);
        assert_noop!(take_seat(3, 3), Error::<Test>::StakeTooLowForRoot);
        stake(ROOT, 4, 3, 2_000_000);
        assert_ok!(take_seat(3, 3));
        assert_eq!((Uids::<Test>::get(ROOT, hotkey(2)), Uids::<Test>::get(ROOT, hotkey(3))), (None, Some(1)));
        assert_eq!(SubnetworkN::<Test>::get(ROOT), 2);
        // Who lost the seat keeps the stake.
        assert_eq!(stake_of(ROOT, 2, 2).rao(), 5 * TAO);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn kept_root_stake_should_count_for_a_seat() {
    root_of_two().execute_with(|| {
        (1..=3).for_each(own);
        assert_ok!(take_seat(1, 1));
        assert_ok!(take_seat(2, 2));
        stake(ROOT, 1, 1, 3 * TAO);
        stake(ROOT, 2, 2, 2 * TAO);
        // Dividends kept as alpha make no smaller validator, neither of who sits nor of who comes.
        for staker in [2, 3] {
            let keep = crate::root::claim_type::RootClaimTypeEnum::Keep;
            assert_ok!(Network::set_root_claim_type(signed(coldkey(staker)), keep));
        }
        stake(ROOT, 3, 3, 2 * TAO);
        assert_noop!(take_seat(3, 3), Error::<Test>::StakeTooLowForRoot);
        stake(ROOT, 3, 3, 2_000_000);
        assert_ok!(take_seat(3, 3));
        assert_eq!(Uids::<Test>::get(ROOT, hotkey(2)), None);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn seat_should_not_be_immune_and_should_be_taken_back_with_more_stake() {
    root_of_two().execute_with(|| {
        (1..=3).for_each(own);
        ImmunityPeriod::<Test>::insert(ROOT, u16::MAX);
        assert_ok!(take_seat(1, 1));
        assert_ok!(take_seat(2, 2));
        stake(ROOT, 1, 1, 10 * TAO);
        stake(ROOT, 3, 3, 5 * TAO);
        assert_ok!(take_seat(3, 3));
        // Whoever lost a seat may come again in the same block.
        stake(ROOT, 2, 2, 6 * TAO);
        assert_ok!(take_seat(2, 2));
        assert_eq!((Uids::<Test>::get(ROOT, hotkey(2)), Uids::<Test>::get(ROOT, hotkey(3))), (Some(1), None));
        assert_eq!(Keys::<Test>::get(ROOT, 1), hotkey(2));
    });
}

#[test]
fn seats_should_be_64_and_all_of_them_stay_those_with_most_stake() {
    chain().execute_with(|| {
        MaxRegistrationsPerBlock::<Test>::insert(ROOT, 1_000);
        TargetRegistrationsPerInterval::<Test>::insert(ROOT, 1_000);
        // Stakes from 1 to 80 TAO in some order; each of coldkey 1's hotkeys asks for a seat.
        let stakes: Vec<u64> = (0..80u64).map(|index| index * 37 % 80 + 1).collect();
        for (index, tao) in (0u64..).zip(&stakes) {
            Network::try_associate_hotkey(signed(coldkey(1)), hotkey(1_000 + index)).unwrap();
            stake(ROOT, 1, 1_000 + index, tao * TAO);
            let _ = take_seat(1, 1_000 + index);
        }
        assert_eq!(SubnetworkN::<Test>::get(ROOT), 64);
        let mut seated: Vec<u64> = Network::hotkeys(ROOT)
            .iter()
            .map(|hotkey| TotalHotkeyAlpha::<Test>::get(hotkey, ROOT).rao() / TAO)
            .collect();
        seated.sort_unstable();
        assert_eq!(seated, (17..=80).collect::<Vec<_>>());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn lowest_seat_should_go_when_stakes_are_equal() {
    root_of_two().execute_with(|| {
        (1..=3).for_each(own);
        assert_ok!(take_seat(1, 1));
        assert_ok!(take_seat(2, 2));
        stake(ROOT, 3, 3, TAO);
        assert_ok!(take_seat(3, 3));
        assert_eq!(Keys::<Test>::get(ROOT, 0), hotkey(3));
        assert_eq!(Keys::<Test>::get(ROOT, 1), hotkey(2));
    });
}
