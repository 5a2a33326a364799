//! The genesis of local networks, as the local network contract describes it.

use crate::{
    accounts::{self, THREE},
    network_parameters::Values,
    AccountId, AuraConfig, Balance, BalancesConfig, DrandConfig, GrandpaConfig, NetworkParametersConfig,
    RuntimeGenesisConfig, SubtensorModuleConfig, SudoConfig,
};
use alloc::{vec, vec::Vec};
use frame_support::build_struct_json_patch;
use pallet_drand::genesis::BeaconChoice;
use pallet_network::genesis::GenesisSubnet;
use serde_json::Value;
use sp_genesis_builder::PresetId;
use sp_keyring::Sr25519Keyring;

/// A local network with 12 s blocks and ordinary values.
pub const LOCAL_PRESET: &str = "local";
/// A local network with 250 ms blocks and short values.
pub const FAST_PRESET: &str = "fast";
/// A development chain with 1 s blocks and short values.
pub const DEV_PRESET: &str = "dev";
/// Authorities that have a name: Alice, Bob, Charlie, Dave, Eve, Ferdie.
pub const MAX_NAMED_AUTHORITIES: usize = 6;

const TAO: Balance = 1_000_000_000;
/// Rao of Alice, Bob and Charlie: 1,000,000 TAO.
const RICH: Balance = 1_000_000_000_000_000;
/// Rao of the other named accounts: 2,000 TAO.
const ENDOWED: Balance = 2_000_000_000_000;

/// The accounts that have money at genesis, in rao.
fn balances() -> Vec<(AccountId, Balance)> {
    use Sr25519Keyring::{Alice, Bob, Charlie, Dave, Eve, Ferdie, One, Two};
    let rich = [Alice, Bob, Charlie].map(|key| (key.to_account_id(), RICH));
    let endowed = [Dave, Eve, Ferdie, One, Two].map(|key| (key.to_account_id(), ENDOWED));
    rich.into_iter().chain(endowed).chain([(THREE, ENDOWED)]).collect()
}

/// Subnet 1 of every local network: it has a market and belongs to nobody.
fn apex() -> GenesisSubnet<AccountId> {
    GenesisSubnet {
        netuid: 1,
        name: "apex".into(),
        owner: accounts::NOBODY,
        hotkey: accounts::NOBODY,
        tao: 10 * TAO,
        alpha: 10 * TAO,
        alpha_out: TAO,
        tempo: 100,
        min_allowed_weights: 0,
        burn: TAO / 10,
    }
}

/// The genesis of a network with these values, whose first `authorities` named accounts make and finalize blocks.
pub fn preset_of_authorities(values: Values, authorities: usize) -> Value {
    let (aura, grandpa): (Vec<_>, Vec<_>) =
        (0..authorities).filter_map(accounts::authority).map(|(aura, grandpa)| (aura, (grandpa, 1))).unzip();
    let root = (Sr25519Keyring::Alice.to_account_id(), accounts::ALICE_HOTKEY);
    build_struct_json_patch!(RuntimeGenesisConfig {
        balances: BalancesConfig { balances: balances() },
        aura: AuraConfig { authorities: aura },
        grandpa: GrandpaConfig { authorities: grandpa },
        sudo: SudoConfig { key: Some(Sr25519Keyring::Alice.to_account_id()) },
        // Nothing is hidden on a local network; a machine without internet makes the pulses itself.
        drand: DrandConfig { beacon: BeaconChoice::Development },
        network_parameters: NetworkParametersConfig { values },
        subtensor_module: SubtensorModuleConfig {
            root: Some(root),
            subnets: vec![apex()],
            // Whoever starts a subnet on a local network wants to trade.
            opening_notice: 0,
        },
    })
}

/// The values of a named preset.
pub fn values(id: &str) -> Option<Values> {
    match id {
        LOCAL_PRESET => Some(Values::local()),
        FAST_PRESET => Some(Values::quick(250)),
        DEV_PRESET => Some(Values::quick(1_000)),
        _ => None,
    }
}

/// The genesis of a named preset, with Alice as the one authority.
pub fn preset(id: &str) -> Option<Value> {
    values(id).map(|values| preset_of_authorities(values, 1))
}

/// The genesis of a named preset as JSON bytes, for the runtime API.
pub(crate) fn encoded(id: &PresetId) -> Option<Vec<u8>> {
    preset(id.as_ref()).and_then(|genesis| serde_json::to_vec(&genesis).ok())
}

/// The names of all presets.
pub(crate) fn names() -> Vec<PresetId> {
    [LOCAL_PRESET, FAST_PRESET, DEV_PRESET].map(PresetId::from).into()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{network_parameters::SlotDuration, Aura, Balances, Grandpa, Runtime};
    use frame_support::genesis_builder_helper::{build_state, get_preset};
    use frame_support::traits::Get;
    use sp_io::TestExternalities;

    /// The state of a genesis patch merged over the defaults, as a node builds it.
    pub(crate) fn state(patch: Value) -> TestExternalities {
        let mut ext = TestExternalities::default();
        ext.execute_with(|| {
            let defaults = get_preset::<RuntimeGenesisConfig>(&None, |_| None).unwrap();
            let mut genesis: Value = serde_json::from_slice(&defaults).unwrap();
            merge(&mut genesis, patch);
            build_state::<RuntimeGenesisConfig>(serde_json::to_vec(&genesis).unwrap()).unwrap();
        });
        ext
    }

    fn merge(into: &mut Value, patch: Value) {
        match (into, patch) {
            (Value::Object(into), Value::Object(patch)) => {
                for (key, value) in patch {
                    merge(into.entry(key).or_insert(Value::Null), value);
                }
            }
            (into, patch) => *into = patch,
        }
    }

    #[test]
    fn presets_should_have_their_block_time_when_built() {
        for (id, slot) in [(LOCAL_PRESET, 12_000), (FAST_PRESET, 250), (DEV_PRESET, 1_000)] {
            state(preset(id).unwrap()).execute_with(|| {
                assert_eq!(SlotDuration::get(), slot, "{id}");
                assert_eq!(<Runtime as pallet_timestamp::Config>::MinimumPeriod::get(), slot / 2, "{id}");
            });
        }
        assert_eq!(preset("unknown"), None);
    }

    #[test]
    fn local_should_fund_the_named_accounts_when_built() {
        state(preset(LOCAL_PRESET).unwrap()).execute_with(|| {
            let tao = |tao: u64| tao * 1_000_000_000;
            assert_eq!(Balances::free_balance(Sr25519Keyring::Alice.to_account_id()), tao(1_000_000));
            assert_eq!(Balances::free_balance(Sr25519Keyring::Charlie.to_account_id()), tao(1_000_000));
            assert_eq!(Balances::free_balance(Sr25519Keyring::Dave.to_account_id()), tao(2_000));
            assert_eq!(Balances::free_balance(THREE), tao(2_000));
            // Ten in the pool of subnet 1, and what the accounts of root, subnet 1 and the emission live on.
            assert_eq!(Balances::total_issuance(), tao(3 * 1_000_000 + 6 * 2_000 + 10) + 3 * 500);
            assert_eq!(pallet_sudo::Key::<Runtime>::get(), Some(Sr25519Keyring::Alice.to_account_id()));
        });
    }

    #[test]
    fn authorities_should_be_as_many_as_asked_when_they_have_names() {
        for wanted in 1..=MAX_NAMED_AUTHORITIES {
            state(preset_of_authorities(Values::quick(250), wanted)).execute_with(|| {
                assert_eq!(pallet_aura::Authorities::<Runtime>::get().len(), wanted);
                assert_eq!(Grandpa::grandpa_authorities().len(), wanted);
                assert_eq!(Aura::slot_duration(), 250);
            });
        }
    }
}
