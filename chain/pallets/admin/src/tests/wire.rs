//! Names, indexes, fields and types of calls, errors and events, against `../shared/spec/wire-surface.json`.

use crate::mock::Test;
use scale_info::{form::MetaForm, TypeDef, TypeInfo, Variant};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// The folder of shared material: `MYELIN_SHARED`, or `shared` beside a folder above this one.
fn shared() -> Option<PathBuf> {
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    std::env::var_os("MYELIN_SHARED")
        .map(PathBuf::from)
        .or_else(|| above().find(|folder| folder.join("spec").is_dir()))
}

/// The wire's description of a pallet; tells when there is none.
fn wire(pallet: &str) -> Option<Value> {
    let Some(path) =
        shared().map(|shared| shared.join("spec/wire-surface.json")).filter(|path| path.is_file())
    else {
        println!("skipped: ../shared/spec/wire-surface.json is not here");
        return None;
    };
    let text = std::fs::read_to_string(path).expect("the wire surface can be read");
    let all: Value = serde_json::from_str(&text).expect("the wire surface is JSON");
    Some(all["pallets"][pallet].clone())
}

fn variants<T: TypeInfo>() -> Vec<Variant<MetaForm>> {
    match T::type_info().type_def {
        TypeDef::Variant(table) => table.variants,
        other => panic!("not an enum: {other:?}"),
    }
}

/// Our names of the wire's types, where they differ.
fn wire_type(ours: &str) -> String {
    let names = [
        ("TaoBalance", "Tao"),
        ("AlphaBalance", "Alpha"),
        ("AccountId32", "T::AccountId"),
        ("H256", "T::Hash"),
        ("FixedU128<U64>", "FixedU128"),
        ("FixedI128<U32>", "FixedI128"),
    ];
    // The number of a block, and that of a lease, take 32 bits.
    let ours = ours.replace("BlockNumberFor<T>", "u32").replace("LeaseId", "u32");
    // The wire does not tell the bound.
    let ours = ours.replace("BoundedVec<u8, ConstU32<5000>>", "BoundedVec<u8>");
    let spaceless: String = ours.replace("codec::", "").split_whitespace().collect();
    let whole = |text: &str, name: &str| {
        text.split(|c: char| !(c.is_alphanumeric() || c == ':')).any(|word| word == name)
    };
    names.iter().fold(spaceless, |text, (theirs, ours)| match (whole(&text, ours), text.contains(theirs)) {
        (true, false) => text.replace(ours, theirs),
        _ => text,
    })
}

/// Every variant of ours is one of the wire's, at the same index, with the same fields.
fn agree(ours: &[Variant<MetaForm>], theirs: &Value, index: &str, fields: &str) {
    for variant in ours {
        let name = variant.name;
        let entry = &theirs[name];
        assert_eq!(entry[index], Value::from(variant.index), "index of {name}");
        let expected: Vec<(String, String)> = entry[fields]
            .as_array()
            .into_iter()
            .flatten()
            .map(|field| {
                (
                    field[0].as_str().unwrap_or_default().into(),
                    field[1].as_str().unwrap_or_default().replace("MechId", "u8").replace(' ', ""),
                )
            })
            .collect();
        let found: Vec<(String, String)> = variant
            .fields
            .iter()
            .map(|field| {
                (field.name.unwrap_or_default().into(), wire_type(field.type_name.unwrap_or_default()))
            })
            .collect();
        assert_eq!(found, expected, "fields of {name}");
    }
}

/// From here on indexes of calls and events are our own.
const OWN: u8 = 200;
/// From here on indexes of the network's errors are our own: clients count errors by their place, so that these stand
/// right behind the wire's.
const OWN_ERRORS: u8 = 149;

#[test]
fn admin_should_speak_as_the_wire_does() {
    let Some(wire) = wire("AdminUtils") else { return };
    let calls: Vec<_> = variants::<crate::Call<Test>>()
        .into_iter()
        .filter(|call| call.name != "__Ignore" && call.index < OWN)
        .collect();
    agree(&calls, &wire["calls"], "call_index", "args");
    agree(&variants::<crate::Error<Test>>(), &wire["errors"], "index", "fields");
    agree(&variants::<crate::Event<Test>>(), &wire["events"], "index", "fields");
}

#[test]
fn network_should_speak_as_the_wire_does() {
    let Some(wire) = wire("SubtensorModule") else { return };
    let calls: Vec<_> = variants::<pallet_network::Call<Test>>()
        .into_iter()
        .filter(|call| call.name != "__Ignore" && call.index < OWN)
        .collect();
    agree(&calls, &wire["calls"], "call_index", "args");
    let errors: Vec<_> = variants::<pallet_network::Error<Test>>()
        .into_iter()
        .filter(|error| error.index < OWN_ERRORS)
        .collect();
    assert_eq!(errors.len(), usize::from(OWN_ERRORS));
    agree(&errors, &wire["errors"], "index", "fields");
    let events: Vec<_> =
        variants::<pallet_network::Event<Test>>().into_iter().filter(|event| event.index < OWN).collect();
    agree(&events, &wire["events"], "index", "fields");
}

#[test]
fn limits_should_be_keyed_as_the_wire_has_them() {
    use pallet_network::rate_limits::{Hyperparameter, RateLimitKey};
    let Some(path) = shared().map(|shared| shared.join("spec/wire-surface.json")) else { return };
    let Ok(text) = std::fs::read_to_string(path) else { return };
    let all: Value = serde_json::from_str(&text).expect("the wire surface is JSON");
    let types = &all["types"];
    let same = |ours: Vec<Variant<MetaForm>>, theirs: &Value| {
        let theirs = theirs["variants"].as_object().expect("an enum");
        assert_eq!(ours.len(), theirs.len());
        ours.iter().for_each(|variant| {
            assert_eq!(theirs[variant.name]["index"], Value::from(variant.index), "{}", variant.name)
        });
    };
    same(variants::<Hyperparameter>(), &types["Hyperparameter"]);
    same(variants::<RateLimitKey<sp_runtime::AccountId32>>(), &types["RateLimitKey<AccountId32>"]);
}
