//! Neurons, alone and in lists.

use super::lived_in_chain;
use crate::{mock::*, pallet::*, weights::NetUidStorageIndex};
use codec::Compact;
use myelin_units::{Alpha, PerU16, Tao};
use myelin_views::{AxonInfo, MetagraphIndex};

fn parts(amount: Vec<Compact<PerU16>>) -> Vec<PerU16> {
    amount.into_iter().map(|value| value.0).collect()
}

#[test]
fn neuron_should_say_who_where_and_how_much_when_it_has_served_and_voted() {
    lived_in_chain().execute_with(|| {
        let validator = Network::neuron(SUBNET, 1).unwrap();
        assert_eq!((validator.hotkey, validator.coldkey), (hotkey(1), coldkey(1)));
        assert_eq!((validator.uid, validator.netuid), (Compact(1), Compact(SUBNET)));
        assert!(validator.active && validator.validator_permit);
        assert_eq!(
            validator.stake,
            vec![(coldkey(1), Compact(TotalHotkeyAlpha::<Test>::get(hotkey(1), SUBNET)))]
        );
        assert_eq!(validator.weights, vec![(Compact(0), Compact(21_845)), (Compact(2), Compact(65_535))]);
        assert!(!validator.bonds.is_empty() && validator.dividends.0 > PerU16::ZERO);
        assert!(validator.emission.0 > Alpha::ZERO);
        assert_eq!(validator.last_update, Compact(12));
        let miner = Network::neuron_lite(SUBNET, 2).unwrap();
        let axon = AxonInfo {
            block: 1,
            version: 7,
            ip: 0x0a00_0001,
            port: 8091,
            ip_type: 4,
            protocol: 4,
            ..AxonInfo::default()
        };
        assert_eq!(miner.axon_info, axon);
        assert!(miner.incentive.0 > PerU16::ZERO && !miner.validator_permit);
        assert_eq!(
            (miner.rank, miner.trust, miner.pruning_score),
            (Compact(0), Compact(PerU16::ZERO), Compact(65_535))
        );
        assert_eq!(Network::neuron(SUBNET, 3), None);
    });
}

#[test]
fn neurons_should_agree_with_one_another_when_asked_for_in_each_form() {
    lived_in_chain().execute_with(|| {
        let (whole, lite) = (Network::neurons(SUBNET), Network::neurons_lite(SUBNET));
        assert_eq!((whole.len(), lite.len()), (3, 3));
        for (uid, (whole, lite)) in (0u16..).zip(whole.into_iter().zip(lite)) {
            assert_eq!(Network::neuron_lite(SUBNET, uid), Some(lite.clone()));
            assert_eq!((whole.incentive, whole.dividends), (lite.incentive, lite.dividends));
            assert_eq!((whole.validator_trust, whole.consensus), (lite.validator_trust, lite.consensus));
            assert_eq!(Network::neuron(SUBNET, uid), Some(whole));
        }
    });
}

#[test]
fn state_should_list_what_storage_holds_by_uid_when_an_epoch_has_run() {
    lived_in_chain().execute_with(|| {
        let state = Network::subnet_state(SUBNET).unwrap();
        assert_eq!(state.hotkeys, vec![hotkey(10), hotkey(1), hotkey(2)]);
        assert_eq!(state.coldkeys, vec![coldkey(10), coldkey(1), coldkey(2)]);
        assert_eq!(parts(state.dividends), Dividends::<Test>::get(SUBNET));
        assert_eq!(parts(state.incentives), Incentive::<Test>::get(NetUidStorageIndex::from(SUBNET)));
        assert_eq!(parts(state.consensus), Consensus::<Test>::get(SUBNET));
        assert_eq!(state.validator_permit, ValidatorPermit::<Test>::get(SUBNET));
        assert_eq!(state.active, Active::<Test>::get(SUBNET));
        let emission: Vec<_> = state.emission.into_iter().map(|alpha| alpha.0).collect();
        assert_eq!(emission, Emission::<Test>::get(SUBNET));
        assert_eq!(state.block_at_registration, vec![Compact(0), Compact(1), Compact(1)]);
    });
}

#[test]
fn state_should_weigh_root_stake_when_it_adds_it_to_alpha() {
    lived_in_chain().execute_with(|| {
        let state = Network::subnet_state(SUBNET).unwrap();
        let (alpha, root, total) = (state.alpha_stake[1].0, state.tao_stake[1].0, state.total_stake[1].0);
        assert_eq!(alpha, TotalHotkeyAlpha::<Test>::get(hotkey(1), SUBNET));
        assert!(root >= Tao::new(1_000 * TAO), "root stake is told whole: {root:?}");
        // 0.18 as the chain has it: 773,094,113 / 2^32 (yuma §1.3).
        let weighted = (u128::from(root.rao()) * 773_094_113) >> 32;
        assert_eq!(u128::from(total.rao()), u128::from(alpha.rao()) + weighted);
        assert_eq!(state.total_stake[2].0.rao(), state.alpha_stake[2].0.rao());
    });
}

#[test]
fn metagraph_should_join_economy_parameters_and_neurons_when_whole() {
    lived_in_chain().execute_with(|| {
        let graph = Network::metagraph(SUBNET).unwrap();
        let (economy, state) =
            (Network::dynamic_info(SUBNET).unwrap(), Network::subnet_state(SUBNET).unwrap());
        assert_eq!(
            (&graph.name, graph.alpha_in, graph.tao_in),
            (&economy.subnet_name, economy.alpha_in, economy.tao_in)
        );
        assert_eq!((graph.block, graph.num_uids, graph.max_uids), (Compact(37), Compact(3), Compact(256)));
        assert_eq!((graph.hotkeys, graph.total_stake), (state.hotkeys, state.total_stake));
        assert_eq!(graph.axons[2].port, 8091);
        assert_eq!((graph.identities.len(), graph.rank.len(), graph.collateral_locked.len()), (3, 3, 3));
        let dividends: Vec<_> = graph.alpha_dividends_per_hotkey.iter().map(|(_, alpha)| alpha.0).collect();
        assert_eq!(dividends[1], AlphaDividendsPerSubnet::<Test>::get(SUBNET, hotkey(1)));
        assert!(dividends[1] > Alpha::ZERO && dividends[2].is_zero());
        assert!(graph.tao_dividends_per_hotkey[1].1 .0 > Tao::ZERO);
    });
}

#[test]
fn metagraph_should_exist_for_the_first_mechanism_only_when_a_mechanism_is_named() {
    lived_in_chain().execute_with(|| {
        assert_eq!(Network::mechagraph(SUBNET, 0), Network::metagraph(SUBNET));
        assert_eq!(Network::mechagraph(SUBNET, 1), None);
        assert_eq!(
            Network::selective_mechagraph(SUBNET, 0, vec![8]),
            Network::selective_metagraph(SUBNET, vec![8])
        );
        assert_eq!(Network::selective_mechagraph(SUBNET, 1, vec![8]), None);
    });
}

#[test]
fn selection_should_hold_what_was_named_and_nothing_else_when_parts_are_named() {
    lived_in_chain().execute_with(|| {
        let full = Network::metagraph(SUBNET).unwrap();
        let named = [MetagraphIndex::Tempo, MetagraphIndex::Hotkeys, MetagraphIndex::Validators]
            .map(|part| part as u16);
        let some = Network::selective_metagraph(SUBNET, [&named[..], &[500]].concat()).unwrap();
        assert_eq!(
            (some.netuid, some.tempo, some.hotkeys),
            (full.netuid, Some(full.tempo), Some(full.hotkeys))
        );
        // The owner's permit comes with the subnet, the other with stake.
        assert_eq!(some.validators, Some(vec![Compact(0), Compact(1)]));
        assert_eq!((some.name, some.burn, some.coldkeys, some.commitments), (None, None, None, None));
        assert_eq!((some.total_stake, some.collateral_earned, some.block), (None, None, None));
    });
}

#[test]
fn selection_should_equal_the_whole_metagraph_when_every_part_is_named() {
    lived_in_chain().execute_with(|| {
        let full = Network::metagraph(SUBNET).unwrap();
        let all =
            Network::selective_metagraph(SUBNET, (0..=MetagraphIndex::CollateralEarned as u16).collect())
                .unwrap();
        assert_eq!((all.moving_price, all.identity), (Some(full.moving_price), Some(full.identity)));
        assert_eq!((all.bonds_moving_avg, all.max_burn), (Some(full.bonds_moving_avg), Some(full.max_burn)));
        assert_eq!((all.incentives, all.dividends), (Some(full.incentives), Some(full.dividends)));
        assert_eq!((all.last_update, all.emission), (Some(full.last_update), Some(full.emission)));
        assert_eq!(all.alpha_dividends_per_hotkey, Some(full.alpha_dividends_per_hotkey));
        assert_eq!((all.collateral_min, all.commitments), (Some(full.collateral_min), Some(Vec::new())));
    });
}
