//! What the views say, against what was done to the chain.

mod economy;
mod hyperparameters;
mod neurons;
mod prices;
mod stakes;

use crate::{mock::*, pallet::*};
use codec::Compact;
use frame_support::assert_ok;
use myelin_units::NetUid;

const NOWHERE: NetUid = NetUid::new(77);

/// Subnet 1 with two neurons beside the owner's, an axon, stake, weights, and an epoch behind it.
fn lived_in_chain() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        WeightsSetRateLimit::<Test>::insert(SUBNET, 0);
        // One permit beside the owner's, so that the miner's pay never makes it a validator.
        MaxAllowedValidators::<Test>::insert(SUBNET, 1);
        assert_eq!((register(SUBNET, 1), register(SUBNET, 2)), (1, 2));
        assert_ok!(Network::root_register(signed(coldkey(1)), hotkey(1)));
        stake(SUBNET, 1, 1, 100 * TAO);
        stake(SUBNET, 3, 1, 50 * TAO);
        stake(NetUid::ROOT, 1, 1, 1_000 * TAO);
        assert_ok!(Network::serve_axon(signed(hotkey(2)), SUBNET, 7, 0x0a00_0001, 8091, 4, 4, 0, 0));
        run_blocks(11);
        assert_ok!(Network::set_weights(signed(hotkey(1)), SUBNET, vec![0, 2], vec![1, 3], 0));
        run_blocks(25);
    });
    chain
}

#[test]
fn views_should_be_nothing_when_the_subnet_does_not_exist() {
    chain().execute_with(|| {
        assert!(Network::neurons(NOWHERE).is_empty() && Network::neurons_lite(NOWHERE).is_empty());
        assert_eq!((Network::neuron(NOWHERE, 0), Network::neuron_lite(NOWHERE, 0)), (None, None));
        assert_eq!((Network::subnet_info(NOWHERE), Network::subnet_info_v2(NOWHERE)), (None, None));
        assert_eq!(
            (Network::subnet_hyperparams(NOWHERE), Network::subnet_hyperparams_v2(NOWHERE)),
            (None, None)
        );
        assert_eq!(Network::subnet_hyperparams_v3(NOWHERE), None);
        assert_eq!((Network::dynamic_info(NOWHERE), Network::metagraph(NOWHERE)), (None, None));
        assert_eq!((Network::mechagraph(NOWHERE, 0), Network::subnet_state(NOWHERE)), (None, None));
        assert_eq!(Network::selective_metagraph(NOWHERE, vec![0]), None);
        assert_eq!(Network::stake_info(hotkey(1), &coldkey(1), NOWHERE), None);
        assert_eq!((Network::next_epoch_start(NOWHERE), Network::account_of_subnet(NOWHERE)), (None, None));
        assert_eq!(Network::alpha_price(NOWHERE), 0);
    });
}

#[test]
fn lists_should_hold_root_and_the_subnet_in_order_when_there_is_one() {
    chain().execute_with(|| {
        let numbers =
            |netuids: Vec<Compact<NetUid>>| netuids.into_iter().map(|n| n.0.number()).collect::<Vec<_>>();
        assert_eq!(
            numbers(Network::subnets_info().into_iter().flatten().map(|info| info.netuid).collect()),
            [0, 1]
        );
        assert_eq!(
            numbers(Network::subnets_info_v2().into_iter().flatten().map(|info| info.netuid).collect()),
            [0, 1]
        );
        assert_eq!(
            numbers(Network::all_dynamic_info().into_iter().flatten().map(|info| info.netuid).collect()),
            [0, 1]
        );
        assert_eq!(
            numbers(Network::all_metagraphs().into_iter().flatten().map(|graph| graph.netuid).collect()),
            [0, 1]
        );
    });
}
