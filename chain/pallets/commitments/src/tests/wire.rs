//! Storage, calls, events, errors, constants and every type within them, against `../shared/spec/wire-surface.json`.

use crate::{mock::Test, pallet::*};
use codec::Encode;
use frame_support::__private::metadata_ir::{StorageEntryTypeIR, StorageHasherIR};
use scale_info::{form::MetaForm, Field, MetaType, TypeDef, TypeDefPrimitive, TypeInfo, Variant};
use serde_json::Value;
use std::path::{Path, PathBuf};

/// From here on errors are our own.
const FIRST_OWN_ERROR: u8 = 5;

/// The folder of shared material: `MYELIN_SHARED`, or `shared` beside a folder above this one.
fn shared() -> Option<PathBuf> {
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    std::env::var_os("MYELIN_SHARED")
        .map(PathBuf::from)
        .or_else(|| above().find(|folder| folder.join("spec").is_dir()))
}

/// The wire's description of this pallet and of all types; tells when there is none.
fn wire() -> Option<(Value, Value)> {
    let Some(path) =
        shared().map(|shared| shared.join("spec/wire-surface.json")).filter(|path| path.is_file())
    else {
        println!("skipped: ../shared/spec/wire-surface.json is not here");
        return None;
    };
    let text = std::fs::read_to_string(path).expect("the wire surface can be read");
    let mut all: Value = serde_json::from_str(&text).expect("the wire surface is JSON");
    Some((all["pallets"]["Commitments"].take(), all["types"].take()))
}

fn variants<T: TypeInfo>() -> Vec<Variant<MetaForm>> {
    match T::type_info().type_def {
        TypeDef::Variant(table) => table.variants.into_iter().filter(|it| it.name != "__Ignore").collect(),
        other => panic!("not an enum: {other:?}"),
    }
}

/// The items of a list on the wire, or none.
fn items(list: &Value) -> &[Value] {
    list.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The parts of `A, (B, C), D<E, F>` that no bracket encloses.
fn parts(list: &str) -> Vec<&str> {
    let (mut depth, mut start, mut parts) = (0, 0, Vec::new());
    for (at, character) in list.char_indices() {
        match character {
            '(' | '<' | '[' => depth += 1,
            ')' | '>' | ']' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(list[start..at].trim());
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(list[start..].trim());
    parts
}

/// What stands between two texts.
fn within<'a>(text: &'a str, open: &str, close: &str) -> &'a str {
    text.strip_prefix(open)
        .and_then(|text| text.strip_suffix(close))
        .unwrap_or_else(|| panic!("the wire has {text}, ours is {open}…{close}"))
}

/// Our type is the wire's of that name, all the way down.
fn same_type(ours: MetaType, theirs: &str, types: &Value) {
    let found = ours.type_info();
    match &found.type_def {
        TypeDef::Primitive(primitive) => {
            let name = match primitive {
                TypeDefPrimitive::U8 => "u8",
                TypeDefPrimitive::U16 => "u16",
                TypeDefPrimitive::U32 => "u32",
                TypeDefPrimitive::U64 => "u64",
                other => panic!("no such primitive in this pallet: {other:?}"),
            };
            assert_eq!(name, theirs);
        }
        TypeDef::Sequence(list) => same_type(list.type_param, within(theirs, "Vec<", ">"), types),
        TypeDef::Array(array) => {
            same_type(array.type_param, within(theirs, "[", &format!("; {}]", array.len)), types)
        }
        TypeDef::Tuple(tuple) => {
            let theirs = parts(within(theirs, "(", ")"));
            assert_eq!(tuple.fields.len(), theirs.len());
            tuple.fields.iter().zip(theirs).for_each(|(ours, theirs)| same_type(*ours, theirs, types));
        }
        TypeDef::Composite(composite) => {
            same_name(found.path.ident(), theirs, types);
            same_fields(&composite.fields, &types[theirs]["fields"], types);
        }
        TypeDef::Variant(table) => {
            same_name(found.path.ident(), theirs, types);
            same_variants(&table.variants, &types[theirs]["variants"], ("index", "fields"), types);
            let known = types[theirs]["variants"].as_object().map_or(0, |variants| variants.len());
            assert_eq!(table.variants.len(), known, "variants of {theirs}");
        }
        other => panic!("no such type in this pallet: {other:?}"),
    }
}

/// The type's own name is the wire's.
fn same_name(ours: Option<&str>, theirs: &str, types: &Value) {
    let path = text(&types[theirs]["path"]);
    let ours = if ours == Some("Tao") { Some("TaoBalance") } else { ours };
    assert_eq!(ours, path.rsplit("::").next(), "name of {theirs}");
}

fn same_fields(ours: &[Field<MetaForm>], theirs: &Value, types: &Value) {
    let theirs = items(theirs);
    let names: Vec<_> = ours.iter().map(|field| field.name).collect();
    let wanted: Vec<_> = theirs.iter().map(|field| field[0].as_str()).collect();
    assert_eq!(names, wanted);
    ours.iter().zip(theirs).for_each(|(ours, theirs)| same_type(ours.ty, text(&theirs[1]), types));
}

/// Every variant of ours is one of the wire's, at the same index, with the same fields.
fn same_variants(ours: &[Variant<MetaForm>], theirs: &Value, (index, fields): (&str, &str), types: &Value) {
    for variant in ours {
        let entry = &theirs[variant.name];
        assert_eq!(entry[index], Value::from(variant.index), "index of {}", variant.name);
        same_fields(&variant.fields, &entry[fields], types);
    }
}

#[test]
fn commitments_should_speak_as_the_wire_does() {
    let Some((wire, types)) = wire() else { return };
    same_variants(&variants::<Call<Test>>(), &wire["calls"], ("call_index", "args"), &types);
    same_variants(&variants::<Event<Test>>(), &wire["events"], ("index", "fields"), &types);
    let (theirs, own): (Vec<_>, Vec<_>) =
        variants::<Error<Test>>().into_iter().partition(|error| error.index < FIRST_OWN_ERROR);
    same_variants(&theirs, &wire["errors"], ("index", "fields"), &types);
    // None of ours stands where the wire has one.
    assert_eq!(theirs.len(), wire["errors"].as_object().map_or(0, |errors| errors.len()));
    assert!(own.iter().all(|error| wire["errors"][error.name].is_null()));
}

#[test]
fn errors_should_stand_at_their_own_index() {
    let indexes: Vec<u8> = variants::<Error<Test>>().iter().map(|error| error.index).collect();
    assert_eq!(indexes, (0..indexes.len() as u8).collect::<Vec<_>>());
}

#[test]
fn storage_should_be_as_the_wire_has_it() {
    let Some((wire, types)) = wire() else { return };
    let storage = Pallet::<Test>::storage_metadata();
    assert_eq!(storage.prefix, text(&wire["storage_prefix"]));
    let names: Vec<_> = storage.entries.iter().map(|entry| entry.name).collect();
    assert_eq!(names, ["CommitmentOf", "RevealedCommitments", "LastCommitment", "UsedSpaceOf", "MaxSpace"]);
    for entry in storage.entries {
        let theirs = &wire["storage"][entry.name];
        assert_eq!(format!("{:?}", entry.modifier), text(&theirs["modifier"]), "{}", entry.name);
        match entry.ty {
            StorageEntryTypeIR::Plain(value) => {
                assert!(items(&theirs["keys"]).is_empty(), "{}", entry.name);
                same_type(value, text(&theirs["value"]), &types);
                let default = theirs["default"].as_u64().expect("a number") as u32;
                assert_eq!(entry.default, default.encode(), "default of {}", entry.name);
            }
            StorageEntryTypeIR::Map { hashers, key, value } => {
                same_keys(&hashers, key, items(&theirs["keys"]), &types);
                same_type(value, text(&theirs["value"]), &types);
            }
        }
    }
}

fn same_keys(hashers: &[StorageHasherIR], key: MetaType, theirs: &[Value], types: &Value) {
    let ours: Vec<_> = hashers.iter().map(|hasher| format!("{hasher:?}")).collect();
    let wanted: Vec<_> = theirs.iter().map(|key| text(&key[0]).to_owned()).collect();
    assert_eq!(ours, wanted);
    let key_types: Vec<_> = theirs.iter().map(|key| text(&key[1])).collect();
    same_type(key, &format!("({})", key_types.join(", ")), types);
}

#[test]
fn constants_should_be_as_the_wire_has_them() {
    let Some((wire, types)) = wire() else { return };
    let constants = Pallet::<Test>::pallet_constants_metadata();
    let theirs = wire["constants"].as_object().expect("constants");
    assert_eq!(constants.len(), theirs.len());
    for constant in constants {
        let theirs = &theirs[constant.name];
        same_type(constant.ty, text(&theirs["type"]), &types);
        let mut value = theirs["value_localnet_fast"].as_u64().expect("a number").to_le_bytes().to_vec();
        value.truncate(constant.value.len());
        assert_eq!(constant.value, value, "value of {}", constant.name);
    }
}
