use super::*;
use frame_support::assert_ok;
use myelin_units::Price;

#[test]
fn moving_price_should_rise_to_the_spot_price_and_no_further() {
    chain_of_two().execute_with(|| {
        SubnetMovingAlpha::<Test>::put(FixedI128 { bits: ONE / 2 });
        EMAPriceHalvingBlocks::<Test>::insert(OTHER, 2);
        // Without TAO the spot price of 0.5 stays where it is.
        SubnetEmissionEnabled::<Test>::insert(OTHER, false);
        let mut last = Network::moving_price(OTHER);
        assert!(last.is_zero());
        for _ in 0..40 {
            next_block();
            let moved = Network::moving_price(OTHER);
            assert!(moved >= last && moved <= Price::from_rao_per_alpha(TAO / 2));
            last = moved;
        }
        assert!(last > Price::from_rao_per_alpha(TAO / 2 - 10));
    });
}

#[test]
fn moving_price_should_not_pass_one_when_the_spot_price_does() {
    chain_with(vec![GenesisSubnet { alpha: 10 * TAO, ..genesis_subnet() }]).execute_with(|| {
        SubnetMovingAlpha::<Test>::put(FixedI128 { bits: ONE });
        EMAPriceHalvingBlocks::<Test>::insert(SUBNET, 0);
        run_blocks(3);
        assert!(Network::spot_price(SUBNET) > Some(Price::from_rao_per_alpha(90 * TAO)));
        assert_eq!(Network::moving_price(SUBNET), Price::ONE);
        assert_eq!(SubnetMovingPrice::<Test>::get(SUBNET).bits, ONE);
    });
}

#[test]
fn small_steps_upwards_should_not_be_lost() {
    chain().execute_with(|| {
        // The default weight moves the price by less than 2^-32 in a block at first.
        next_block();
        assert_eq!(SubnetMovingPrice::<Test>::get(SUBNET).bits, 0);
        assert!(!Network::moving_price(SUBNET).is_zero());
        let first = Network::moving_price(SUBNET);
        next_block();
        assert!(Network::moving_price(SUBNET) > first);
    });
}

#[test]
fn written_moving_price_should_be_what_the_chain_uses() {
    chain().execute_with(|| {
        run_blocks(3);
        set_moving_price(SUBNET, ONE * 3 / 4);
        let used = Network::moving_price(SUBNET).bits();
        assert_eq!(used >> 32, (ONE * 3 / 4) as u128);
    });
}

#[test]
fn moving_price_should_stand_still_when_the_subnet_is_stopped() {
    chain().execute_with(|| {
        run_blocks(3);
        SubtokenEnabled::<Test>::insert(SUBNET, false);
        let stood = Network::moving_price(SUBNET);
        run_blocks(3);
        assert_eq!(Network::moving_price(SUBNET), stood);
        own(1);
        SubtokenEnabled::<Test>::insert(SUBNET, true);
        assert_ok!(Network::add_stake(signed(coldkey(1)), hotkey(1), SUBNET, myelin_units::Tao::new(TAO)));
        next_block();
        assert_ne!(Network::moving_price(SUBNET), stood);
    });
}
