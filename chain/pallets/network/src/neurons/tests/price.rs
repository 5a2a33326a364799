use crate::{mock::*, pallet::*};
use myelin_units::Tao;

fn price() -> u64 {
    Burn::<Test>::get(SUBNET).rao()
}

#[test]
fn price_should_jump_by_a_quarter_and_a_bit_with_every_registration() {
    chain().execute_with(|| {
        register(SUBNET, 1);
        assert_eq!(price(), 126_000_000);
        register(SUBNET, 2);
        assert_eq!(price(), 158_760_000);
        assert_eq!(RAORecycledForRegistration::<Test>::get(SUBNET), Tao::new(100_000_000 + 126_000_000));
    });
}

#[test]
fn price_should_halve_in_a_half_life() {
    chain().execute_with(|| {
        Burn::<Test>::insert(SUBNET, Tao::new(TAO));
        next_block();
        // floor(10^9 * 4286705684 / 2^32)
        assert_eq!(price(), 998_076_443);
        run_blocks(359);
        assert!((TAO / 2 - 1_000..=TAO / 2).contains(&price()), "{}", price());
    });
}

#[test]
fn price_should_stay_within_its_bounds() {
    chain().execute_with(|| {
        BurnHalfLife::<Test>::insert(SUBNET, 1);
        MinBurn::<Test>::insert(SUBNET, Tao::new(30_000_000));
        MaxBurn::<Test>::insert(SUBNET, Tao::new(32_000_000));
        run_blocks(5);
        assert_eq!(price(), 30_000_000);
        register(SUBNET, 1);
        assert_eq!(price(), 32_000_000);
        run_blocks(2);
        assert_eq!(price(), 30_000_000);
        // Governance raised the floor: the price follows in the next block.
        MinBurn::<Test>::insert(SUBNET, Tao::new(31_000_000));
        next_block();
        assert_eq!(price(), 31_000_000);
    });
}

#[test]
fn registrations_of_the_block_should_be_counted_anew_in_every_block() {
    chain().execute_with(|| {
        register(SUBNET, 1);
        register(SUBNET, 2);
        assert_eq!(RegistrationsThisBlock::<Test>::get(SUBNET), 2);
        next_block();
        assert_eq!(RegistrationsThisBlock::<Test>::get(SUBNET), 0);
    });
}
