use super::*;
use crate::Error;
use frame_support::assert_noop;
use myelin_units::Alpha;

#[test]
fn beneficiary_should_own_the_subnet_when_the_lease_has_ended() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        run_blocks(200);
        let before = balance(&coldkey(3));
        assert_ok!(terminate(3, hotkey(3)));
        assert_eq!(SubnetOwner::<Test>::get(netuid), coldkey(3));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(netuid), hotkey(3));
        assert_eq!(balance(&coldkey(3)) - before, fundraiser::PROXY_DEPOSIT + 500);
        assert!(fundraiser::Managers::get().is_empty());
        assert!(!frame_system::Account::<Test>::contains_key(&lease.coldkey));
        assert_eq!(Network::lease_of(netuid), None);
        assert_eq!((SubnetLeaseShares::<Test>::iter().count(), SubnetLeases::<Test>::iter().count()), (0, 0));
        assert_eq!(AccumulatedLeaseDividends::<Test>::iter().count(), 0);
        System::assert_last_event(Event::SubnetLeaseTerminated { beneficiary: coldkey(3), netuid }.into());
        assert_noop!(terminate(3, hotkey(3)), Error::<Test>::LeaseDoesNotExist);
        assert_eq!(Network::check_invariants(), Ok(()));
        run_blocks(20);
    });
}

#[test]
fn pending_should_be_shared_before_the_lease_ends() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        run_blocks(200);
        let cut = Alpha::new(1_000_000);
        SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(cut).unwrap());
        PendingOwnerCut::<Test>::mutate(netuid, |pending| *pending = pending.checked_add(cut).unwrap());
        let five = || Network::stake_of(&lease.hotkey, &coldkey(5), netuid).rao();
        let before = five();
        assert_ok!(terminate(3, hotkey(3)));
        assert!(five() - before >= 300_000 * 10 / 16);
        assert_eq!(PendingOwnerCut::<Test>::get(netuid), Alpha::ZERO);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn lease_should_not_end_before_its_time_nor_for_others() {
    lease_chain().execute_with(|| {
        assert_noop!(terminate(3, hotkey(3)), Error::<Test>::LeaseDoesNotExist);
        leased();
        assert_noop!(terminate(3, hotkey(3)), Error::<Test>::LeaseHasNotEnded);
        System::set_block_number(200);
        assert_noop!(terminate(3, hotkey(3)), Error::<Test>::LeaseHasNotEnded);
        System::set_block_number(201);
        assert_noop!(terminate(4, hotkey(4)), Error::<Test>::ExpectedBeneficiaryOrigin);
        own(4);
        assert_noop!(terminate(3, hotkey(4)), Error::<Test>::BeneficiaryDoesNotOwnHotkey);
        assert_ok!(terminate(3, hotkey(3)));
    });
}

#[test]
fn lease_without_an_end_should_go_on() {
    lease_chain().execute_with(|| {
        fundraiser::raise(&GIVEN);
        assert_ok!(register(3, 100, None));
        System::set_block_number(1_000_000);
        assert_noop!(terminate(3, hotkey(3)), Error::<Test>::LeaseHasNoEndBlock);
    });
}

#[test]
fn stake_of_the_lease_itself_should_go_to_the_beneficiary() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        let alpha = Alpha::new(12_345_678);
        SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(alpha).unwrap());
        assert_ok!(Network::deposit_stake(&lease.hotkey, &lease.coldkey, netuid, alpha));
        assert_ok!(Network::close_lease(netuid));
        assert_eq!(Network::stake_of(&lease.hotkey, &lease.coldkey, netuid), Alpha::ZERO);
        assert!(Network::stake_of(&lease.hotkey, &coldkey(3), netuid).rao().abs_diff(alpha.rao()) <= 1);
        assert_ok!(Network::close_lease(netuid));
    });
}

#[test]
fn dividends_that_are_given_over_should_go_with_the_stake_of_the_lease() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        let alpha = Alpha::new(TAO);
        SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(Alpha::new(3 * TAO)).unwrap());
        assert_ok!(Network::deposit_stake(&lease.hotkey, &lease.coldkey, netuid, alpha));
        Network::begin_payday(netuid);
        assert_ok!(Network::vest_dividend(&lease.hotkey, netuid, Alpha::new(2 * TAO)));
        let pots = PendingValidatorEmission::<Test>::get(netuid);
        assert_ok!(Network::close_lease(netuid));
        assert_eq!(PendingValidatorEmission::<Test>::get(netuid), pots, "nobody has left");
        System::set_block_number(LastPayday::<Test>::get(netuid).unwrap().until);
        let stake = Network::stake_of(&lease.hotkey, &coldkey(3), netuid);
        assert!(stake.rao().abs_diff(3 * TAO) <= 1, "{stake}");
    });
}

#[test]
fn hotkey_of_a_lease_should_take_nothing_because_nobody_could_have_it() {
    lease_chain().execute_with(|| {
        let (lease, _) = leased();
        let take = Network::take_of(&lease.hotkey);
        assert_eq!(take, MinDelegateTake::<Test>::get());
        assert!(take < DefaultDelegateTake::<Test>::get());
    });
}
