use super::*;
use crate::epoch::miners::RecycleOrBurnEnum;

/// The voting subnet, with miner 4 handed to the coldkey of the subnet's owner.
fn mined_by_its_owner() -> sp_io::TestExternalities {
    let mut chain = voting_subnet();
    chain.execute_with(|| Owner::<Test>::insert(hotkey(4), coldkey(10)));
    chain
}

fn withheld() -> Option<(u64, RecycleOrBurnEnum)> {
    System::events().into_iter().find_map(|event| match event.event {
        RuntimeEvent::Network(Event::MinerIncentiveWithheld { alpha, mode, .. }) => Some((alpha.rao(), mode)),
        _ => None,
    })
}

// economics §6.3: self-mining / miner burn, owner-associated hotkeys
#[test]
fn incentive_of_the_owners_miner_should_be_nobodys() {
    mined_by_its_owner().execute_with(|| {
        let nobodys = || SubnetProtocolAlpha::<Test>::get(SUBNET).rao();
        let (four, server) = (value(4, SUBNET), Network::pending_pots(SUBNET).server.rao());
        let before = nobodys();
        epoch();
        let (alpha, mode) = withheld().unwrap();
        let paid = paid().unwrap().1;
        assert_eq!((alpha + paid, mode), (server, RecycleOrBurnEnum::Burn));
        assert!(alpha > 0 && paid > alpha);
        assert_eq!((value(4, SUBNET), nobodys() - before), (four, alpha));
        let fraction = MinerBurned::<Test>::get(SUBNET).bits;
        assert_eq!(fraction, (u128::from(alpha) << 32) / u128::from(server));
    });
}

#[test]
fn incentive_of_the_owners_miner_should_cease_to_exist_where_it_is_recycled() {
    mined_by_its_owner().execute_with(|| {
        RecycleOrBurn::<Test>::insert(SUBNET, RecycleOrBurnEnum::Recycle);
        let (out, nobodys) = (SubnetAlphaOut::<Test>::get(SUBNET), SubnetProtocolAlpha::<Test>::get(SUBNET));
        epoch();
        let (alpha, mode) = withheld().unwrap();
        assert_eq!(mode, RecycleOrBurnEnum::Recycle);
        assert_eq!(out.rao() - SubnetAlphaOut::<Test>::get(SUBNET).rao(), alpha);
        assert_eq!(SubnetProtocolAlpha::<Test>::get(SUBNET), nobodys);
    });
}

#[test]
fn hotkey_that_stands_for_the_owner_should_not_be_paid_whoever_owns_it() {
    voting_subnet().execute_with(|| {
        SubnetOwnerHotkey::<Test>::insert(SUBNET, hotkey(3));
        let three = value(3, SUBNET);
        epoch();
        let (alpha, _) = withheld().unwrap();
        // Its cut it has.
        assert_eq!(value(3, SUBNET) - three, paid().unwrap().0);
        assert!(alpha > paid().unwrap().1);
    });
}

#[test]
fn nothing_should_be_told_when_the_owner_does_not_mine() {
    voting_subnet().execute_with(|| {
        MinerBurned::<Test>::insert(SUBNET, myelin_views::FixedU128 { bits: 7 });
        epoch();
        assert_eq!((withheld(), MinerBurned::<Test>::get(SUBNET).bits), (None, 0));
    });
}

#[test]
fn incentive_should_be_staked_where_the_miners_coldkey_wants_it() {
    voting_subnet().execute_with(|| {
        assert_ok!(Network::set_coldkey_auto_stake_hotkey(signed(coldkey(3)), SUBNET, hotkey(1)));
        give_over();
        let three = value(3, SUBNET);
        epoch();
        let told = System::events().into_iter().find_map(|event| match event.event {
            RuntimeEvent::Network(Event::AutoStakeAdded {
                destination, hotkey, owner, incentive, ..
            }) => Some((destination, hotkey, owner, incentive)),
            _ => None,
        });
        let (destination, miner, owner, incentive) = told.unwrap();
        assert_eq!((destination, miner, owner), (hotkey(1), hotkey(3), coldkey(3)));
        assert_eq!(value(3, SUBNET), three);
        // Its part of the dividends comes later.
        assert!(stake_of(SUBNET, 3, 1).rao() + 3 >= incentive.rao() && incentive.rao() > TAO / 10);
        give_over();
        assert!(stake_of(SUBNET, 3, 1) >= incentive);
    });
}

#[test]
fn incentive_should_be_staked_on_the_miner_where_the_wanted_hotkey_is_gone() {
    voting_subnet().execute_with(|| {
        own(50);
        assert_ok!(Network::set_coldkey_auto_stake_hotkey(signed(coldkey(3)), SUBNET, hotkey(50)));
        Owner::<Test>::remove(hotkey(50));
        let three = value(3, SUBNET);
        epoch();
        assert!(value(3, SUBNET) > three + TAO / 10 && stake_of(SUBNET, 3, 50).is_zero());
    });
}
