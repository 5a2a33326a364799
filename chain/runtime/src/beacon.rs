//! The beacon: whose pulses the chain takes is decided at genesis, how many in a block stands here.

use crate::{Runtime, Timestamp};
use frame_support::traits::ConstU32;

/// Pulses of a block at most: as many as WASM checks in 170 ms, a seventieth of a block of 12 s, so a chain whose
/// relays were out for an hour has caught up after four minutes. Authors of quick chains bring fewer
/// (`docs/performance.md`, Beacon).
pub const MAX_PULSES: u32 = 64;

impl pallet_drand::Config for Runtime {
    type Time = Timestamp;
    type MaxPulsesPerBlock = ConstU32<MAX_PULSES>;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        genesis_presets::tests::state, preset, Drand, InherentDataExt, RuntimeCall, RuntimeGenesisConfig,
        System, DEV_PRESET, FAST_PRESET, LOCAL_PRESET,
    };
    use frame_support::dispatch::GetDispatchInfo;
    use myelin_timelock::{development, Beacon, Beacons};
    use sp_inherents::InherentData;
    use sp_runtime::traits::Dispatchable;

    #[test]
    fn local_networks_should_have_the_development_beacon_and_others_quicknet() {
        for id in [DEV_PRESET, FAST_PRESET, LOCAL_PRESET] {
            state(preset(id).unwrap()).execute_with(|| assert_eq!(Drand::beacon(), development::beacon()));
        }
        state(serde_json::json!({})).execute_with(|| assert_eq!(Drand::beacon(), Beacon::quicknet()));
        let mut quicknet = preset(DEV_PRESET).unwrap();
        quicknet["drand"]["beacon"] = "Quicknet".into();
        state(quicknet).execute_with(|| assert_eq!(Drand::beacon(), Beacon::quicknet()));
        assert_eq!(RuntimeGenesisConfig::default().drand.beacon, Default::default());
    }

    /// What a node hands over, through everything that an author's block goes through.
    #[test]
    fn block_should_bring_what_the_node_has_found() {
        state(preset(DEV_PRESET).unwrap()).execute_with(|| {
            System::set_block_number(1);
            let beacon = Drand::beacon();
            let now = sp_timestamp::Timestamp::new(beacon.time_of(1_000).unwrap() * 1_000);
            let mut data = InherentData::new();
            data.put_data(sp_timestamp::INHERENT_IDENTIFIER, &now).unwrap();
            let pulses: Vec<_> = (998..=1_003).map(development::pulse).collect();
            data.put_data(myelin_timelock::INHERENT_IDENTIFIER, &pulses).unwrap();
            pallet_timestamp::Now::<Runtime>::put(now.as_millis());
            let brought = data.create_extrinsics().into_iter().map(|extrinsic| extrinsic.function);
            let brought: Vec<RuntimeCall> = brought.collect();
            let of_beacon = |call: &&RuntimeCall| matches!(call, RuntimeCall::Drand(_));
            let call = brought.iter().find(of_beacon).unwrap().clone();
            assert_eq!(call.clone().dispatch(crate::RuntimeOrigin::none()), Ok(().into()));
            assert_eq!(Drand::last_round(), 1_001);
        });
    }

    #[test]
    fn most_pulses_should_be_a_small_part_of_a_block() {
        let pulse = |round| myelin_timelock::Pulse { round, signature: [0; 48] };
        let pulses: Vec<_> = (1..=u64::from(MAX_PULSES)).map(pulse).collect();
        let call = pallet_drand::Call::<Runtime>::store_pulses { pulses: pulses.try_into().unwrap() };
        let weight = call.get_dispatch_info().call_weight.ref_time();
        assert!(weight < 250_000_000_000, "{weight} ps");
    }
}
