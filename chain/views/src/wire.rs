//! Our types against the recorded wire: names, order and types of fields, indexes of variants, arguments of APIs.

use alloc::{
    collections::BTreeMap,
    format,
    string::{String, ToString},
    vec::Vec,
};
use scale_info::{form::PortableForm, MetaType, PortableRegistry, Registry, TypeDef};
use serde_json::Value;
use sp_runtime::{generic, traits::BlakeTwo256, AccountId32, OpaqueExtrinsic};

use crate::{
    api, delegate, dissolution, dynamic, fixed, hyperparameters, identity, metagraph, neuron, proxy,
    selective,
};
use crate::{stake, state, subnet, swap};

type Block = generic::Block<generic::Header<u32, BlakeTwo256>, OpaqueExtrinsic>;

/// `wire-surface.json`, or nothing where the shared material is not mounted.
fn surface() -> Option<Value> {
    let shared = std::env::var_os("MYELIN_SHARED").map(std::path::PathBuf::from).or_else(|| {
        let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        here.ancestors().map(|above| above.join("../shared")).find(|path| path.is_dir())
    });
    let Some(text) =
        shared.and_then(|path| std::fs::read_to_string(path.join("spec/wire-surface.json")).ok())
    else {
        std::println!("skipped: no shared/spec/wire-surface.json; set MYELIN_SHARED");
        return None;
    };
    Some(serde_json::from_str(&text).expect("wire-surface.json is JSON"))
}

/// A type name of the wire in our notation: amounts and numbers as the integers they are, no path, no account.
fn plain(wire: &str) -> String {
    let renames = [
        ("AlphaBalance", "u64"),
        ("TaoBalance", "u64"),
        ("NetUid", "u16"),
        ("PerU16", "u16"),
        ("MechId", "u8"),
        ("FixedI128<U32>", "FixedI128"),
        ("FixedU128<U64>", "FixedU128"),
        ("FixedI64<U32>", "FixedI64"),
        ("SubnetInfov2", "SubnetInfoV2"),
    ];
    let generics = ["NeuronInfo", "NeuronInfoLite", "SubnetInfo", "SubnetInfov2", "DynamicInfo", "Metagraph"];
    let more = ["SelectiveMetagraph", "SubnetState", "StakeInfo", "DelegateInfo"];
    let mut name = wire.to_string();
    for generic in generics.into_iter().chain(more) {
        name = name.replace(&format!("{generic}<AccountId32>"), generic);
    }
    for (from, to) in renames {
        name = name.replace(from, to);
    }
    name
}

/// A type of ours in the same notation.
fn printed(types: &PortableRegistry, id: u32) -> String {
    let ty = types.resolve(id).expect("registered");
    let name = ty.path.segments.last().map(String::as_str).unwrap_or_default();
    let params = || {
        let all: Vec<_> = ty.type_params.iter().filter_map(|p| p.ty).map(|t| printed(types, t.id)).collect();
        all.join(", ")
    };
    match &ty.type_def {
        TypeDef::Primitive(primitive) => format!("{primitive:?}").to_lowercase(),
        TypeDef::Compact(inner) => format!("Compact<{}>", printed(types, inner.type_param.id)),
        TypeDef::Sequence(inner) => format!("Vec<{}>", printed(types, inner.type_param.id)),
        TypeDef::Array(inner) => format!("[{}; {}]", printed(types, inner.type_param.id), inner.len),
        TypeDef::Tuple(parts) => {
            let all: Vec<_> = parts.fields.iter().map(|part| printed(types, part.id)).collect();
            format!("({})", all.join(", "))
        }
        TypeDef::Variant(_) if name == "Option" => format!("Option<{}>", params()),
        TypeDef::Composite(_) if name == "BTreeMap" => format!("BTreeMap<{}>", params()),
        TypeDef::Composite(_) if name == "BoundedVec" => {
            format!("BoundedVec<{}>", params().split(", ").next().unwrap_or_default())
        }
        TypeDef::Composite(body) if body.fields.len() == 1 && name != "AccountId32" => {
            match body.fields.first() {
                Some(field) if field.name.is_none() => printed(types, field.ty.id),
                _ => name.to_string(),
            }
        }
        _ => name.to_string(),
    }
}

/// Fields of ours as `name: type`; a field without a name is its type.
fn our_fields(types: &PortableRegistry, fields: &[scale_info::Field<PortableForm>]) -> Vec<String> {
    let one = |field: &scale_info::Field<PortableForm>| match &field.name {
        Some(name) => format!("{name}: {}", printed(types, field.ty.id)),
        None => printed(types, field.ty.id),
    };
    fields.iter().map(one).collect()
}

/// The same of the wire's `[[name, type, ..], ..]`.
fn wire_fields(fields: &Value) -> Vec<String> {
    let one = |field: &Value| {
        let ty = plain(field[1].as_str().expect("type"));
        field[0].as_str().map_or(ty.clone(), |name| format!("{name}: {ty}"))
    };
    fields.as_array().expect("fields").iter().map(one).collect()
}

/// Every type of this crate that the wire has, by the wire's name.
fn subjects() -> Vec<(&'static str, MetaType)> {
    macro_rules! list {
        ($($wire:literal $ours:ty,)+) => { [$(($wire, MetaType::new::<$ours>()),)+].into() };
    }
    list! {
        "FixedU128<U64>" fixed::FixedU128,
        "FixedI128<U32>" fixed::FixedI128,
        "FixedI64<U32>" fixed::FixedI64,
        "AxonInfo" neuron::AxonInfo,
        "PrometheusInfo" neuron::PrometheusInfo,
        "NeuronCertificate" neuron::NeuronCertificate,
        "NeuronInfo<AccountId32>" neuron::NeuronInfo<AccountId32>,
        "NeuronInfoLite<AccountId32>" neuron::NeuronInfoLite<AccountId32>,
        "ChainIdentityV2" identity::ChainIdentityV2,
        "SubnetIdentityV3" identity::SubnetIdentityV3,
        "SubnetInfo<AccountId32>" subnet::SubnetInfo<AccountId32>,
        "SubnetInfov2<AccountId32>" subnet::SubnetInfoV2<AccountId32>,
        "SubnetHyperparams" hyperparameters::SubnetHyperparams,
        "SubnetHyperparamsV2" hyperparameters::SubnetHyperparamsV2,
        "HyperparamEntry" hyperparameters::HyperparamEntry,
        "HyperparamValue" hyperparameters::HyperparamValue,
        "DynamicInfo<AccountId32>" dynamic::DynamicInfo<AccountId32>,
        "Metagraph<AccountId32>" metagraph::Metagraph<AccountId32>,
        "SelectiveMetagraph<AccountId32>" selective::SelectiveMetagraph<AccountId32>,
        "SubnetState<AccountId32>" state::SubnetState<AccountId32>,
        "StakeInfo<AccountId32>" stake::StakeInfo<AccountId32>,
        "StakeAvailability" stake::StakeAvailability,
        "LockState" stake::LockState,
        "DelegateInfo<AccountId32>" delegate::DelegateInfo<AccountId32>,
        "SimSwapResult" swap::SimSwapResult,
        "SubnetPrice" swap::SubnetPrice,
        "ProxyTypeInfo" proxy::ProxyTypeInfo,
        "DissolveCleanupPhase" dissolution::DissolveCleanupPhase,
        "DissolveCleanupStatus" dissolution::DissolveCleanupStatus,
        "NetworkRegistrationInfo<AccountId32>" dissolution::NetworkRegistrationInfo<AccountId32>,
    }
}

#[test]
fn types_should_have_the_fields_of_the_wire_when_printed() {
    let Some(surface) = surface() else { return };
    for (wire, ours) in subjects() {
        let mut registry = Registry::new();
        let id = registry.register_type(&ours).id;
        let types: PortableRegistry = registry.into();
        let theirs = &surface["types"][wire];
        match &types.resolve(id).expect("registered").type_def {
            TypeDef::Composite(body) => {
                assert_eq!(our_fields(&types, &body.fields), wire_fields(&theirs["fields"]), "{wire}");
            }
            TypeDef::Variant(body) => {
                let ours: BTreeMap<_, _> = body
                    .variants
                    .iter()
                    .map(|v| (v.name.clone(), (v.index.into(), our_fields(&types, &v.fields))))
                    .collect();
                let of_wire = |v: &Value| (v["index"].as_u64().expect("index"), wire_fields(&v["fields"]));
                let theirs: BTreeMap<String, (u64, Vec<String>)> = theirs["variants"]
                    .as_object()
                    .expect("variants")
                    .iter()
                    .map(|(n, v)| (n.clone(), of_wire(v)))
                    .collect();
                assert_eq!(ours, theirs, "{wire}");
            }
            other => panic!("{wire} is neither struct nor enum: {other:?}"),
        }
    }
}

#[test]
fn selective_metagraph_should_number_its_parts_as_its_fields_when_listed() {
    let Some(surface) = surface() else { return };
    let fields =
        surface["types"]["SelectiveMetagraph<AccountId32>"]["fields"].as_array().expect("fields").clone();
    for (part, field) in [
        (selective::MetagraphIndex::Netuid, "netuid"),
        (selective::MetagraphIndex::BondsMovingAvg, "bonds_moving_avg"),
        (selective::MetagraphIndex::Hotkeys, "hotkeys"),
        (selective::MetagraphIndex::AlphaDividendsPerHotkey, "alpha_dividends_per_hotkey"),
        (selective::MetagraphIndex::Validators, "validators"),
        (selective::MetagraphIndex::Commitments, "commitments"),
        (selective::MetagraphIndex::CollateralEarned, "collateral_earned"),
    ] {
        assert_eq!(fields[part as usize][0], field);
    }
    assert_eq!(fields.len(), selective::MetagraphIndex::CollateralEarned as usize + 1);
}

#[test]
fn apis_should_have_the_methods_of_the_wire_when_printed() {
    let Some(surface) = surface() else { return };
    let version = 1;
    let mut traits = Vec::new();
    macro_rules! traits {
        ($($module:ident<$($param:ty),+>,)+) => { $(traits.push(api::$module::runtime_metadata::<$($param),+>(version));)+ };
    }
    traits! {
        runtime_decl_for_delegate_info_runtime_api<Block, AccountId32>,
        runtime_decl_for_neuron_info_runtime_api<Block, AccountId32>,
        runtime_decl_for_subnet_info_runtime_api<Block, AccountId32>,
        runtime_decl_for_stake_info_runtime_api<Block, AccountId32>,
        runtime_decl_for_subnet_registration_runtime_api<Block>,
        runtime_decl_for_swap_runtime_api<Block>,
        runtime_decl_for_proxy_filter_runtime_api<Block>,
    }
    let mut registry = Registry::new();
    let mut methods = Vec::new();
    for one in traits {
        for method in one.methods {
            let inputs: Vec<_> = method
                .inputs
                .iter()
                .map(|input| (input.name, registry.register_type(&input.ty).id))
                .collect();
            let wire = &surface["runtime_apis"][one.name][method.name];
            methods.push((
                format!("{}_{}", one.name, method.name),
                wire,
                inputs,
                registry.register_type(&method.output).id,
            ));
        }
    }
    let types: PortableRegistry = registry.into();
    assert_eq!(methods.len(), 37);
    for (name, wire, inputs, output) in methods {
        let ours: Vec<_> =
            inputs.iter().map(|(arg, ty)| format!("{arg}: {}", printed(&types, *ty))).collect();
        assert_eq!(ours, wire_fields(&wire["args"]), "arguments of {name}");
        assert_eq!(
            printed(&types, output),
            plain(wire["returns"].as_str().expect("returns")),
            "result of {name}"
        );
    }
}
