use super::*;
use frame_support::{assert_ok, traits::fungible::Mutate};
use myelin_units::{Tao, MAX_SUPPLY};

/// TAO in existence becomes `rao`; the difference belongs to coldkey 20.
fn set_issuance(rao: u64) {
    let more = rao - Network::issuance().rao();
    assert_ok!(Balances::mint_into(&coldkey(20), more));
}

#[test]
fn issuance_should_grow_by_the_emission_in_every_block() {
    chain().execute_with(|| {
        set_moving_price(SUBNET, ONE);
        for _ in 0..25 {
            let before = Network::issuance().rao();
            next_block();
            assert_eq!(Network::issuance().rao(), before + EMISSION);
            assert_eq!(BlockEmission::<Test>::get(), EMISSION);
            assert_eq!(received(SUBNET), EMISSION);
        }
    });
}

#[test]
fn nothing_should_be_minted_when_no_subnet_has_a_moving_price() {
    chain().execute_with(|| {
        let before = Network::issuance();
        next_block();
        assert_eq!(Network::issuance(), before);
        assert_eq!(received(SUBNET), 0);
        // That block moved the price from zero, so the next mints.
        next_block();
        assert_eq!(Network::issuance().rao(), before.rao() + EMISSION);
    });
    empty_chain().execute_with(|| {
        let before = Network::issuance();
        run_blocks(5);
        assert_eq!(Network::issuance(), before);
    });
}

#[test]
fn shares_should_follow_what_was_written_as_moving_prices() {
    chain_of_two().execute_with(|| {
        // Spot prices are 1 and 0.5; what is written says 1 to 3.
        set_moving_price(SUBNET, ONE / 4);
        set_moving_price(OTHER, ONE * 3 / 4);
        next_block();
        assert_eq!((received(SUBNET), received(OTHER)), (EMISSION / 4, EMISSION / 4 * 3));
        assert_eq!(SubnetTAO::<Test>::get(OTHER), Tao::new(500 * TAO + EMISSION / 4 * 3));
    });
}

#[test]
fn shares_should_sum_to_the_emission_when_it_does_not_divide() {
    chain_of_three().execute_with(|| {
        [SUBNET, OTHER, THIRD].into_iter().for_each(|netuid| set_moving_price(netuid, ONE / 3));
        let before = Network::issuance().rao();
        next_block();
        // Of equal remainders the lower netuid's comes first.
        assert_eq!([SUBNET, OTHER, THIRD].map(received), [20_833_334, 20_833_333, 20_833_333]);
        assert_eq!(Network::issuance().rao(), before + EMISSION);
    });
}

#[test]
fn moving_price_should_count_as_nothing_when_it_is_negative() {
    chain_of_two().execute_with(|| {
        set_moving_price(SUBNET, -ONE);
        set_moving_price(OTHER, 1);
        next_block();
        assert_eq!((received(SUBNET), received(OTHER)), (0, EMISSION));
    });
}

#[test]
fn tao_should_go_to_the_others_when_a_subnet_is_switched_off() {
    let switches: [fn(NetUid); 3] = [
        |netuid| SubnetEmissionEnabled::<Test>::insert(netuid, false),
        |netuid| NetworkRegistrationAllowed::<Test>::insert(netuid, false),
        |netuid| SubtokenEnabled::<Test>::insert(netuid, false),
    ];
    for switch_off in switches {
        chain_of_two().execute_with(|| {
            set_moving_price(SUBNET, ONE);
            set_moving_price(OTHER, ONE / 2);
            switch_off(SUBNET);
            let reserves = Network::reserves(SUBNET);
            next_block();
            assert_eq!(Network::reserves(SUBNET), reserves);
            assert_eq!((received(SUBNET), received(OTHER)), (0, EMISSION));
        });
    }
}

#[test]
fn subnet_should_have_no_part_in_anything_when_it_is_not_started() {
    chain().execute_with(|| {
        let waiting = unstarted_subnet();
        set_moving_price(SUBNET, ONE / 2);
        set_moving_price(waiting, ONE / 2);
        let reserves = Network::reserves(waiting);
        run_blocks(3);
        assert_eq!((received(SUBNET), received(waiting)), (EMISSION, 0));
        assert_eq!(Network::reserves(waiting), reserves);
        assert_eq!(SubnetAlphaOut::<Test>::get(waiting).rao(), 0);
        assert_eq!(SubnetMovingPrice::<Test>::get(waiting).bits, ONE / 2);
        // From the block after the start it has.
        assert_ok!(Network::start_call(signed(coldkey(12)), waiting));
        next_block();
        assert!(received(waiting) > EMISSION / 3);
    });
}

#[test]
fn emission_should_halve_when_half_of_what_was_left_exists() {
    chain().execute_with(|| {
        set_moving_price(SUBNET, ONE);
        set_issuance(MAX_SUPPLY - (MAX_SUPPLY >> 5) - 1);
        next_block();
        assert_eq!(received(SUBNET), EMISSION);
        next_block();
        assert_eq!(received(SUBNET), EMISSION / 2);
    });
}

#[test]
fn nothing_should_be_minted_when_all_tao_exists() {
    chain().execute_with(|| {
        set_moving_price(SUBNET, ONE);
        set_issuance(MAX_SUPPLY);
        run_blocks(12);
        assert_eq!(Network::issuance().rao(), MAX_SUPPLY);
        assert_eq!((BlockEmission::<Test>::get(), received(SUBNET)), (0, 0));
        // The subnet's people are paid all the same.
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET).rao(), TAO);
    });
}

#[test]
fn issuance_should_be_copied_for_clients_at_the_end_of_a_block() {
    chain().execute_with(|| {
        set_moving_price(SUBNET, ONE);
        next_block();
        let minted = Network::issuance();
        next_block();
        // The copy is that of the block before; this block has minted since.
        assert_eq!(TotalIssuance::<Test>::get(), minted);
    });
}
