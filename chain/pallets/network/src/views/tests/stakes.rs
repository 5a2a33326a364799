//! Stakes and delegates.

use super::lived_in_chain;
use crate::{mock::*, pallet::*};
use codec::Compact;
use myelin_units::{Alpha, NetUid, PerU16};

#[test]
fn stakes_should_be_told_by_hotkey_and_subnet_when_a_coldkey_has_several() {
    lived_in_chain().execute_with(|| {
        stake(SUBNET, 1, 2, 5 * TAO);
        let stakes = Network::stakes_of(&coldkey(1));
        let told: Vec<_> =
            stakes.iter().map(|info| (info.hotkey.clone(), info.netuid.0, info.stake.0)).collect();
        let held = |netuid, validator| (hotkey(validator), netuid, stake_of(netuid, 1, validator));
        assert_eq!(told, vec![held(NetUid::ROOT, 1), held(SUBNET, 1), held(SUBNET, 2)]);
        assert!(stakes
            .iter()
            .all(|info| info.coldkey == coldkey(1) && info.is_registered && info.locked == Compact(0)));
        assert_eq!(
            Network::stakes_of_each(vec![coldkey(1), coldkey(19)]),
            vec![(coldkey(1), stakes), (coldkey(19), vec![])]
        );
    });
}

#[test]
fn stake_should_carry_its_share_of_dividends_without_the_take_when_an_epoch_has_paid() {
    lived_in_chain().execute_with(|| {
        let dividends = AlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(1)).rao();
        let rest = dividends - PerU16::new(11_796).of_floor(dividends);
        let of = |staker| Network::stake_info(hotkey(1), &coldkey(staker), SUBNET).unwrap().emission.0.rao();
        assert!(of(1) > of(3) && of(3) > 0);
        assert!((rest - 2..=rest).contains(&(of(1) + of(3))), "{} and {} of {rest}", of(1), of(3));
    });
}

#[test]
fn stake_should_be_zero_when_the_coldkey_has_none() {
    lived_in_chain().execute_with(|| {
        let none = Network::stake_info(hotkey(2), &coldkey(19), SUBNET).unwrap();
        assert_eq!(
            (none.stake, none.emission, none.is_registered),
            (Compact(Alpha::ZERO), Compact(Alpha::ZERO), true)
        );
        assert!(!Network::stake_info(hotkey(19), &coldkey(19), SUBNET).unwrap().is_registered);
    });
}

#[test]
fn availability_should_be_all_stake_of_the_named_subnets_when_some_are_named() {
    lived_in_chain().execute_with(|| {
        stake(SUBNET, 1, 2, 5 * TAO);
        let on_subnet = Alpha::checked_sum([stake_of(SUBNET, 1, 1), stake_of(SUBNET, 1, 2)]).unwrap();
        let every = Network::stake_availability(vec![coldkey(1)], None);
        let (root, subnet) = (every[&coldkey(1)][&NetUid::ROOT], every[&coldkey(1)][&SUBNET]);
        assert_eq!(
            (subnet.total.0, subnet.locked.0, subnet.available.0),
            (on_subnet, Alpha::ZERO, on_subnet)
        );
        assert_eq!(root.total.0, stake_of(NetUid::ROOT, 1, 1));
        let named = Network::stake_availability(vec![coldkey(1), coldkey(19)], Some(vec![SUBNET]));
        assert_eq!(named[&coldkey(1)].keys().collect::<Vec<_>>(), vec![&SUBNET]);
        assert_eq!(named[&coldkey(19)][&SUBNET].total.0, Alpha::ZERO);
    });
}

#[test]
fn delegate_should_list_who_staked_when_several_did() {
    lived_in_chain().execute_with(|| {
        let delegate = Network::delegate(hotkey(1)).unwrap();
        assert_eq!((delegate.owner_ss58.clone(), delegate.take), (coldkey(1), Compact(PerU16::new(11_796))));
        let of = |staker, netuid| (Compact(netuid), Compact(stake_of(netuid, staker, 1).rao()));
        let mut nominators =
            vec![(coldkey(1), vec![of(1, NetUid::ROOT), of(1, SUBNET)]), (coldkey(3), vec![of(3, SUBNET)])];
        nominators.sort();
        assert_eq!(delegate.nominators, nominators);
        assert_eq!(delegate.registrations, vec![Compact(NetUid::ROOT), Compact(SUBNET)]);
        assert_eq!(delegate.validator_permits, vec![Compact(SUBNET)]);
        assert!(Network::delegates().contains(&delegate));
        assert_eq!(Network::delegate(hotkey(19)), None);
        let staked = Network::delegated(&coldkey(3));
        assert_eq!(staked, vec![(delegate, (Compact(SUBNET), Compact(stake_of(SUBNET, 3, 1))))]);
    });
}

#[test]
fn delegate_should_return_what_a_days_epochs_pay_when_prices_stand_still() {
    chain().execute_with(|| {
        register(SUBNET, 1);
        // A pool at one TAO an alpha; 1,000 alpha of stake; 10 alpha an epoch, of which the hotkey keeps nothing.
        Network::set_alpha_reserve(SUBNET, Alpha::new(SubnetTAO::<Test>::get(SUBNET).rao())).unwrap();
        TotalHotkeyAlpha::<Test>::insert(hotkey(1), SUBNET, Alpha::new(1_000 * TAO));
        Delegates::<Test>::insert(hotkey(1), PerU16::ZERO);
        AlphaDividendsPerSubnet::<Test>::insert(SUBNET, hotkey(1), Alpha::new(10 * TAO));
        let delegate = Network::delegate(hotkey(1)).unwrap();
        // Tempo 10: 720 epochs a day.
        assert_eq!(
            (delegate.total_daily_return, delegate.return_per_1000),
            (Compact(7_200 * TAO), Compact(7_200 * TAO))
        );
        Tempo::<Test>::insert(SUBNET, 0);
        assert_eq!(Network::delegate(hotkey(1)).unwrap().total_daily_return, Compact(0));
    });
}
