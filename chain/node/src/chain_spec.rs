//! The chains that the node knows by name.

use crate::options::{BeaconName, GenesisOptions};
use myelin_runtime::{
    network_parameters::Values, preset_of_authorities, RuntimeGenesisConfig, DEV_PRESET, FAST_PRESET,
    LOCAL_PRESET, WASM_BINARY,
};
use sc_service::{ChainSpec as _, ChainType, Properties};
use serde_json::{json, Value};
use sp_core::storage::{well_known_keys, Storage};
use sp_runtime::BuildStorage;

/// A chain: its genesis, its name, its first peers.
pub type ChainSpec = sc_service::GenericChainSpec;

/// The chain called `id`: a name, or a file with a chain spec.
pub fn named(id: &str, options: &GenesisOptions) -> Result<ChainSpec, String> {
    match Local::named(id, options) {
        Some(local) => local.spec(),
        None => ChainSpec::from_json_file(id.into()),
    }
}

/// The chain called `id`, its genesis state built by the native runtime. The WASM runtime gives the same bytes, as a
/// test proves, but would first have to be compiled: seconds that a start need not take.
pub fn ready(id: &str, options: &GenesisOptions) -> Result<ChainSpec, String> {
    let mut spec = named(id, options)?;
    if let Some(local) = Local::named(id, options) {
        spec.set_storage(local.storage()?);
    }
    Ok(spec)
}

/// A chain of named authorities and well-known accounts.
struct Local {
    name: &'static str,
    id: &'static str,
    kind: ChainType,
    values: Values,
    authorities: usize,
    beacon: Option<BeaconName>,
}

impl Local {
    fn named(id: &str, options: &GenesisOptions) -> Option<Self> {
        let (name, id, kind, mut values) = match id {
            // No chain at all is "".
            "" | DEV_PRESET => {
                ("Myelin development", DEV_PRESET, ChainType::Development, Values::quick(1_000))
            }
            FAST_PRESET => ("Bittensor", FAST_PRESET, ChainType::Local, Values::quick(250)),
            LOCAL_PRESET => ("Bittensor", LOCAL_PRESET, ChainType::Local, Values::local()),
            _ => return None,
        };
        if let Some(block_time) = options.block_time {
            values.slot_duration = block_time;
        }
        Some(Self { name, id, kind, values, authorities: options.authorities.into(), beacon: options.beacon })
    }

    /// What genesis says beside the defaults.
    fn genesis(&self) -> Value {
        let mut genesis = preset_of_authorities(self.values.clone(), self.authorities);
        let beacon = match self.beacon {
            None => return genesis,
            Some(BeaconName::Quicknet) => "Quicknet",
            Some(BeaconName::Development) => "Development",
        };
        sc_chain_spec::json_patch::merge(&mut genesis, json!({ "drand": { "beacon": beacon } }));
        genesis
    }

    fn spec(&self) -> Result<ChainSpec, String> {
        Ok(ChainSpec::builder(code()?, None)
            .with_name(self.name)
            .with_id(self.id)
            .with_chain_type(self.kind.clone())
            .with_properties(tao())
            .with_genesis_config_patch(self.genesis())
            .build())
    }

    /// The genesis state, built natively.
    fn storage(&self) -> Result<Storage, String> {
        let unfit = |error: serde_json::Error| format!("the genesis of {} is unfit: {error}", self.id);
        let mut genesis = serde_json::to_value(RuntimeGenesisConfig::default()).map_err(unfit)?;
        sc_chain_spec::json_patch::merge(&mut genesis, self.genesis());
        let genesis: RuntimeGenesisConfig = serde_json::from_value(genesis).map_err(unfit)?;
        let mut storage = genesis.build_storage()?;
        storage.top.insert(well_known_keys::CODE.to_vec(), code()?.to_vec());
        Ok(storage)
    }
}

/// The WASM runtime in this binary.
fn code() -> Result<&'static [u8], String> {
    WASM_BINARY.ok_or_else(|| "This binary was built without the WASM runtime (SKIP_WASM_BUILD).".into())
}

/// How amounts and addresses are shown.
fn tao() -> Properties {
    let mut properties = Properties::new();
    properties.insert("tokenSymbol".into(), "TAO".into());
    properties.insert("tokenDecimals".into(), 9.into());
    properties.insert("ss58Format".into(), 42.into());
    properties
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn native_genesis_should_equal_that_of_the_wasm_runtime() {
        for id in [DEV_PRESET, FAST_PRESET, LOCAL_PRESET] {
            let options =
                GenesisOptions { block_time: Some(500), authorities: 3, beacon: Some(BeaconName::Quicknet) };
            let native = ready(id, &options).unwrap().build_storage().unwrap();
            let wasm = named(id, &options).unwrap().build_storage().unwrap();
            for (key, value) in &wasm.top {
                assert_eq!(native.top.get(key), Some(value), "{id}: {}", sp_core::bytes::to_hex(key, false));
            }
            assert_eq!(native.top.len(), wasm.top.len(), "{id}");
            assert_eq!(native.children_default, wasm.children_default, "{id}");
        }
    }

    #[test]
    fn block_time_should_be_refused_when_the_runtime_would() {
        use clap::Parser;
        for refused in ["0", "49", "x"] {
            assert!(
                crate::options::Options::try_parse_from(["myelin-node", "--block-time", refused]).is_err()
            );
        }
    }
}
