use super::*;
use crate::mock::register;
use myelin_units::Alpha;

/// The owner's cut is paid at once, as an epoch does.
fn pay(netuid: NetUid, cut: u64) {
    let cut = Alpha::new(cut);
    SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(cut).unwrap());
    PendingOwnerCut::<Test>::mutate(netuid, |pending| *pending = pending.checked_add(cut).unwrap());
    assert_ok!(Network::pay_owner(netuid));
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn held(lease: &LeaseOf<Test>, number: u64) -> u64 {
    Network::stake_of(&lease.hotkey, &coldkey(number), lease.netuid).rao()
}

#[test]
fn cut_should_be_divided_between_contributors_and_beneficiary() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        pay(netuid, 1_000_001);
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), Alpha::new(300_000));
        assert_eq!(held(&lease, 3), 700_001);
        assert_eq!((held(&lease, 4), held(&lease, 5)), (0, 0));
        assert_eq!(Network::stake_of(&lease.hotkey, &lease.coldkey, netuid), Alpha::ZERO);
    });
}

// economics §6.3: issuance/total-stake drift
#[test]
fn dividends_should_be_paid_whole_once_in_an_interval() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        pay(netuid, 1_000_000);
        System::set_block_number(101);
        pay(netuid, 1_000_010);
        // 600,003 by 1 : 5 : 10, and nothing stays behind.
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), Alpha::ZERO);
        let own = 700_000 + 700_007;
        let paid = [held(&lease, 3) - own, held(&lease, 4), held(&lease, 5)];
        assert!(paid[0].abs_diff(37_500) <= 1 && paid[1].abs_diff(187_501) <= 1, "{paid:?}");
        assert!(paid.iter().sum::<u64>().abs_diff(600_003) <= 2, "{paid:?}");
        for (contributor, alpha) in [(4, 187_501), (5, 375_002)] {
            let (contributor, alpha) = (coldkey(contributor), Alpha::new(alpha));
            System::assert_has_event(
                Event::SubnetLeaseDividendsDistributed { lease_id: 0, contributor, alpha }.into(),
            );
        }
        System::set_block_number(200);
        pay(netuid, 1_000);
        assert_eq!(AccumulatedLeaseDividends::<Test>::get(0), Alpha::new(300));
    });
}

#[test]
fn dividends_should_gather_and_be_paid_while_blocks_go_by() {
    lease_chain().execute_with(|| {
        let (lease, _) = leased();
        run_blocks(250);
        let (four, five) = (held(&lease, 4), held(&lease, 5));
        assert!(four > 0 && five.abs_diff(2 * four) <= 4, "{four} and {five}");
    });
}

// economics §6.3: self-mining / miner burn, owner-associated hotkeys
#[test]
fn beneficiary_should_not_be_paid_as_a_miner() {
    lease_chain().execute_with(|| {
        let (_, netuid) = leased();
        for number in [3, 4] {
            register(netuid, number);
        }
        let miners = vec![Alpha::ZERO, Alpha::new(1_000), Alpha::new(1_000)];
        SubnetAlphaOut::<Test>::mutate(netuid, |out| *out = out.checked_add(Alpha::new(2_000)).unwrap());
        let payout = myelin_stake::Payout { miners, ..Default::default() };
        assert_ok!(Network::pay_miners(netuid, &Network::epoch_state(netuid), &payout));
        assert_eq!((stake_of(netuid, 3, 3), stake_of(netuid, 4, 4)), (Alpha::ZERO, Alpha::new(1_000)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn owner_should_have_the_whole_cut_when_there_is_no_lease() {
    lease_chain().execute_with(|| {
        let before = stake_of(SUBNET, 10, 10).rao();
        pay(SUBNET, 1_000);
        assert_eq!(stake_of(SUBNET, 10, 10).rao() - before, 1_000);
    });
}

#[test]
fn beneficiary_should_have_everything_when_nobody_has_a_share() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        let _ = SubnetLeaseShares::<Test>::clear_prefix(0, 9, None);
        System::set_block_number(101);
        pay(netuid, 1_000);
        assert_eq!(held(&lease, 3), 1_000);
    });
}

#[test]
fn everything_should_follow_a_coldkey_that_is_swapped() {
    lease_chain().execute_with(|| {
        let (lease, netuid) = leased();
        assert_ok!(Network::swap_lease_coldkey(&coldkey(3), &coldkey(9)));
        assert_ok!(Network::swap_lease_coldkey(&coldkey(4), &coldkey(9)));
        assert_eq!(SubnetLeases::<Test>::get(0).map(|lease| lease.beneficiary), Some(coldkey(9)));
        assert_eq!(fundraiser::Managers::get(), [(lease.coldkey.clone(), coldkey(9))]);
        System::set_block_number(101);
        pay(netuid, 1_600_000);
        assert_eq!((held(&lease, 3), held(&lease, 4)), (0, 0));
        assert_eq!((held(&lease, 9), held(&lease, 5)), (1_120_000 + 180_000, 300_000));
    });
}
