use super::{fundraiser::*, *};
use crate::Error;
use frame_support::assert_noop;
use myelin_views::FixedU128;

#[test]
fn contributors_should_pay_for_the_subnet_and_get_the_rest_back() {
    lease_chain().execute_with(|| {
        let issuance = Network::issuance();
        let before: Vec<u64> = GIVEN.iter().map(|(number, _)| balance(&coldkey(*number))).collect();
        raise(&GIVEN);
        assert_ok!(register(3, 30, Some(201)));
        let lease = SubnetLeases::<Test>::get(0).unwrap();
        // The price, the deposit of the proxy, and what the two new accounts live on.
        let cost = PRICE + PROXY_DEPOSIT + 2 * 500;
        assert_eq!(lease.cost, Tao::new(cost));
        assert_eq!(SubnetTAO::<Test>::get(lease.netuid), Tao::new(PRICE));
        assert_eq!(balance(&funds_account()), 0);
        let paid = GIVEN.iter().zip(before).map(|((number, given), before)| {
            let paid = before - balance(&coldkey(*number));
            assert!(paid.abs_diff(cost * (given / TAO) / 160) <= 1);
            paid
        });
        assert_eq!(paid.sum::<u64>(), cost);
        assert_eq!(Network::issuance(), issuance);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn subnet_should_belong_to_the_lease_and_be_run_by_the_beneficiary() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        assert_eq!(Network::lease_keys(0), (lease.coldkey.clone(), lease.hotkey.clone()));
        assert_eq!(SubnetOwner::<Test>::get(netuid), lease.coldkey);
        assert_eq!(Uids::<Test>::get(netuid, &lease.hotkey), Some(0));
        assert_eq!(Managers::get(), [(lease.coldkey.clone(), coldkey(3))]);
        assert_eq!(Network::lease_of(netuid), Some((0, lease.clone())));
        assert_eq!((lease.beneficiary, lease.end_block), (coldkey(3), Some(201)));
        let sixteenth = |parts: u128| FixedU128 { bits: parts << 60 };
        let share = |number| SubnetLeaseShares::<Test>::get(0, coldkey(number));
        assert_eq!((share(3), share(4), share(5)), (sixteenth(1), sixteenth(5), sixteenth(10)));
        System::assert_has_event(
            Event::SubnetLeaseCreated { beneficiary: coldkey(3), lease_id: 0, netuid, end_block: Some(201) }
                .into(),
        );
    });
}

#[test]
fn lease_should_be_refused_outside_of_a_crowdloan_of_ones_own() {
    lease_chain().execute_with(|| {
        assert_noop!(register(3, 30, None), Error::<Test>::InvalidLeaseBeneficiary);
        raise(&GIVEN);
        assert_noop!(register(4, 30, None), Error::<Test>::InvalidLeaseBeneficiary);
        assert_noop!(register(3, 30, Some(1)), Error::<Test>::LeaseCannotEndInThePast);
        assert_ok!(register(3, 30, Some(2)));
    });
}

// economics §6.3: commit on error
#[test]
fn lease_should_leave_nothing_behind_when_the_money_is_not_enough() {
    lease_chain().execute_with(|| {
        raise(&[(3, PRICE)]);
        assert_noop!(register(3, 30, None), Error::<Test>::CannotAffordLockCost);
        raise(&[(3, PRICE + 1_000)]);
        // Enough for the subnet, and for the proxy too since the first hundred still stand there.
        assert_ok!(register(3, 30, None));
        assert_eq!(NextSubnetLeaseId::<Test>::get(), 1);
    });
}

#[test]
fn keys_of_a_lease_should_belong_to_nobody_before_it() {
    lease_chain().execute_with(|| {
        let (cold, hot) = Network::lease_keys(0);
        assert!(Network::is_lease_key(&cold) && Network::is_lease_key(&hot));
        assert!(
            !Network::is_lease_key(&coldkey(3)) && !Network::is_lease_key(&Network::subnet_account(SUBNET))
        );
        own(9);
        for key in [cold.clone(), hot] {
            let (nine, old) = (|| signed(coldkey(9)), hotkey(9));
            let refused = [
                Network::try_associate_hotkey(nine(), key.clone()),
                Network::burned_register(nine(), SUBNET, key.clone()),
                Network::root_register(nine(), key.clone()),
                Network::register_network(nine(), key.clone()),
                Network::swap_hotkey(nine(), old, key.clone(), None),
                Network::swap_by_root(&coldkey(9), &key, Tao::ZERO).map(drop),
            ];
            assert_eq!(refused, [Err(Error::<Test>::CannotUseSystemAccount.into()); 6]);
        }
        gift(SUBNET, 9, 10, TAO);
        let alpha = myelin_units::Alpha::new(TAO);
        let stake = Network::transfer_stake(signed(coldkey(9)), cold, hotkey(10), SUBNET, SUBNET, alpha);
        assert_eq!(stake, Err(Error::<Test>::CannotUseSystemAccount.into()));
        // Nobody has prevented the lease.
        leased();
    });
}

#[test]
fn hotkey_of_a_lease_should_be_its_coldkeys_to_seat_and_nobody_elses() {
    lease_chain().execute_with(|| {
        let (lease, _) = leased();
        let seat = |who: &AccountId| Network::root_register(signed(who.clone()), lease.hotkey.clone());
        assert_noop!(seat(&coldkey(9)), Error::<Test>::NonAssociatedColdKey);
        assert_ok!(seat(&lease.coldkey));
    });
}

// economics §6.3: silent no-op then continue
#[test]
fn leftover_should_go_to_the_beneficiary_when_a_contributor_cannot_take_it() {
    lease_chain().execute_with(|| {
        let cost = PRICE + PROXY_DEPOSIT + 1_000;
        raise(&[(3, cost - 10), (4, 1)]);
        // Ninety-nine rao more than needed, as a gift to the crowdloan's account.
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(7)), funds_account(), 108));
        assert_ok!(Balances::transfer_all(signed(coldkey(4)), coldkey(6), false));
        let before = balance(&coldkey(3));
        assert_ok!(register(3, 30, None));
        assert_eq!((balance(&coldkey(3)) - before, balance(&coldkey(4))), (99, 0));
    });
}

#[test]
fn number_of_a_lease_should_not_wrap_round() {
    lease_chain().execute_with(|| {
        NextSubnetLeaseId::<Test>::put(u32::MAX);
        raise(&GIVEN);
        assert_noop!(register(3, 30, None), Error::<Test>::Overflow);
    });
}

// economics §6.3: start-call insider buy
#[test]
fn beneficiary_should_buy_nothing_until_the_opening_window_is_over() {
    lease_chain().execute_with(|| {
        OpeningNotice::<Test>::put(3);
        let (_, netuid) = leased();
        (0..3).for_each(|_| next_block());
        let buy =
            |number| Network::add_stake(signed(coldkey(number)), hotkey(10), netuid, Tao::new(TAO)).map(drop);
        assert_noop!(buy(3), Error::<Test>::OwnerBuysAfterOpeningWindow);
        assert_ok!(buy(4));
        (0..3).for_each(|_| next_block());
        assert_ok!(buy(3));
    });
}
