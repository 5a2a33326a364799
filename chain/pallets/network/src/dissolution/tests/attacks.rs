//! Dissolution is never a better way out than the market.

use super::*;
use crate::root::claim_type::RootClaimTypeEnum;
use myelin_units::Alpha;

/// What selling a whole position brings now, without the fee.
fn sale(netuid: NetUid, alpha: Alpha) -> u64 {
    myelin_pool::sell_free(&Network::reserves(netuid), alpha).unwrap().tao.rao()
}

#[test]
fn owner_should_not_gain_by_having_a_young_subnet_dissolved() {
    chain().execute_with(|| {
        let before = balance(&coldkey(1));
        assert_ok!(Network::register_network(signed(coldkey(1)), hotkey(1)));
        assert_ok!(Network::start_call(signed(coldkey(1)), OTHER));
        run_blocks(2);
        // Nobody else holds anything: all that was paid in, and the emission since, could be his.
        stake(OTHER, 1, 1, 10 * TAO);
        let market = sale(OTHER, stake_of(OTHER, 1, 1));
        dissolve(OTHER);
        let paid = see_through(OTHER).to(1);
        // The owner's cut of two blocks is his too, and worth little.
        assert!(paid <= market + 2 * TAO, "{paid} against {market}");
        assert!(balance(&coldkey(1)) < before - 980 * TAO, "the price of the subnet is not refunded");
    });
}

#[test]
fn nobody_should_be_paid_more_than_the_price_of_his_alpha() {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, 400 * TAO);
        stake(SUBNET, 2, 1, 1_000 * TAO);
        let price = Network::alpha_price(SUBNET);
        let quote = Network::dereg_quote(SUBNET).unwrap();
        assert!(quote.rao_per_alpha <= price);
        // Exactly what an alpha would bring if all were sold at once.
        let all = quote.holders.checked_add(SubnetProtocolAlpha::<Test>::get(SUBNET)).unwrap();
        let average = u128::from(sale(SUBNET, all)) * u128::from(TAO) / u128::from(all.rao());
        assert!(u128::from(quote.rao_per_alpha).abs_diff(average) <= 1);
    });
}

#[test]
fn staking_hotkeys_should_forget_a_subnet_that_was_all_they_had() {
    // economics §6.3: StakingHotkeys never pruned
    chain().execute_with(|| {
        own(1);
        own(2);
        stake(SUBNET, 3, 1, TAO);
        stake(SUBNET, 3, 2, TAO);
        stake(NetUid::ROOT, 3, 2, TAO);
        dissolve(SUBNET);
        see_through(SUBNET);
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(3)), [hotkey(2)]);
    });
}

#[test]
fn new_subnet_of_the_netuid_should_inherit_no_votes_at_root_and_no_choice_to_keep_its_alpha() {
    chain_of_two().execute_with(|| {
        assert_ok!(Network::root_register(signed(coldkey(1)), hotkey(1)));
        assert_ok!(Network::set_root_votes(signed(hotkey(1)), vec![SUBNET, OTHER], vec![1, 2]));
        let both = || RootClaimTypeEnum::KeepSubnets { subnets: [SUBNET, OTHER].into() };
        assert_ok!(Network::set_root_claim_type(signed(coldkey(2)), both()));
        let keeps = || [SUBNET, OTHER].map(|netuid| Network::keeps_alpha_of(&coldkey(2), netuid));
        assert_eq!(keeps(), [true, true]);
        dissolve(SUBNET);
        see_through(SUBNET);
        assert_ok!(Network::register_network(signed(coldkey(3)), hotkey(3)));
        assert_eq!(Network::netuids(), [NetUid::ROOT, SUBNET, OTHER]);
        let seat = Uids::<Test>::get(NetUid::ROOT, hotkey(1)).unwrap();
        assert_eq!(RootBallots::<Test>::get(seat).unwrap().weights, [(OTHER, 2)]);
        assert_eq!(keeps(), [false, true]);
        assert_ok!(Network::set_root_claim_type(signed(coldkey(2)), both()));
        assert_eq!(keeps(), [true, true]);
    });
}

#[test]
fn new_subnet_of_the_netuid_should_find_nothing_of_the_old() {
    chain().execute_with(|| {
        register(SUBNET, 1);
        stake(SUBNET, 1, 1, TAO);
        run_blocks(12);
        dissolve(SUBNET);
        see_through(SUBNET);
        assert_ok!(Network::register_network(signed(coldkey(2)), hotkey(2)));
        assert_eq!(Network::netuids(), [NetUid::ROOT, SUBNET]);
        assert_eq!(
            (SubnetworkN::<Test>::get(SUBNET), Network::stake_of(&hotkey(1), &coldkey(1), SUBNET)),
            (1, Alpha::ZERO)
        );
        assert!(!SubtokenEnabled::<Test>::get(SUBNET) && Network::moving_price(SUBNET).is_zero());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}
