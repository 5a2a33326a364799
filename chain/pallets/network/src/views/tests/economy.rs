//! Pools, names, prices of a place, epochs to come.

use super::lived_in_chain;
use crate::{mock::*, pallet::*};
use codec::Compact;
use myelin_units::NetUid;

#[test]
fn economy_should_be_what_storage_holds_when_blocks_have_emitted() {
    lived_in_chain().execute_with(|| {
        let info = Network::dynamic_info(SUBNET).unwrap();
        let pool = Network::reserves(SUBNET);
        assert_eq!((info.tao_in.0, info.alpha_in.0), (pool.tao, pool.alpha));
        assert_eq!(info.alpha_out.0, SubnetAlphaOut::<Test>::get(SUBNET));
        let to_subnet =
            SubnetTaoInEmission::<Test>::get(SUBNET).rao() + SubnetExcessTao::<Test>::get(SUBNET).rao();
        let block = BlockEmission::<Test>::get();
        assert_eq!((info.emission.0, to_subnet), (block, block), "the only subnet has the whole block");
        assert!(block > 0);
        let pending = PendingServerEmission::<Test>::get(SUBNET).rao()
            + PendingValidatorEmission::<Test>::get(SUBNET).rao();
        assert_eq!(info.pending_alpha_emission.0.rao(), pending);
        assert!(info.subnet_volume.0 >= 150 * u128::from(TAO));
        assert_eq!(info.moving_price, SubnetMovingPrice::<Test>::get(SUBNET));
        assert!(info.moving_price.bits > 0);
        assert_eq!((info.owner_coldkey, info.owner_hotkey), (coldkey(10), hotkey(10)));
        let name: Vec<u8> = info.subnet_name.iter().map(|byte| byte.0).collect();
        let symbol: Vec<u8> = info.token_symbol.iter().map(|byte| byte.0).collect();
        assert_eq!((name.as_slice(), symbol), (&b"apex"[..], TokenSymbol::<Test>::get(SUBNET)));
    });
}

#[test]
fn name_should_be_the_number_when_the_owner_gave_none() {
    chain().execute_with(|| {
        SubnetIdentitiesV3::<Test>::remove(SUBNET);
        assert_eq!(Network::subnet_name(SUBNET), b"subnet 1");
        assert_eq!(Network::subnet_name(NetUid::ROOT), b"root");
    });
}

#[test]
fn glance_should_count_neurons_and_price_them_when_both_forms_are_asked() {
    lived_in_chain().execute_with(|| {
        let (first, second) =
            (Network::subnet_info(SUBNET).unwrap(), Network::subnet_info_v2(SUBNET).unwrap());
        let emission = Compact(BlockEmission::<Test>::get());
        assert_eq!(
            (second.subnetwork_n, second.tempo, second.emission_value),
            (Compact(3), Compact(10), emission)
        );
        assert_eq!((second.burn.0, second.owner.clone()), (Burn::<Test>::get(SUBNET), coldkey(10)));
        assert_eq!(second.identity, SubnetIdentitiesV3::<Test>::get(SUBNET));
        assert_eq!(
            (first.emission_values, first.burn, first.owner),
            (second.emission_value, second.burn, second.owner)
        );
    });
}

#[test]
fn next_epoch_should_be_the_block_it_runs_in_when_time_passes() {
    chain().execute_with(|| {
        for _ in 0..3 {
            let told = Network::next_epoch_start(SUBNET).unwrap();
            let epochs = SubnetEpochIndex::<Test>::get(SUBNET);
            assert!(told > System::block_number(), "the epoch of this block has run");
            run_blocks(told - System::block_number() - 1);
            assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), epochs);
            next_block();
            assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), epochs + 1);
        }
        Tempo::<Test>::insert(SUBNET, 0);
        assert_eq!(
            (Network::next_epoch_start(SUBNET), Network::next_epoch_start(NetUid::ROOT)),
            (None, None)
        );
    });
}
