//! For tests: what a pallet shows, against `../shared/spec/wire-surface.json`. A pallet may lack what the wire has (unless
//! its test names it); what it has must be the wire's, name by name, index by index, type by type.

#![allow(clippy::panic, clippy::expect_used)] // that is how a check fails

mod types;

use frame_support::__private::metadata_ir::{
    PalletConstantMetadataIR, PalletStorageMetadataIR, StorageEntryTypeIR, StorageHasherIR,
};
use scale_info::{form::MetaForm, MetaType, TypeDef, TypeInfo, Variant};
use serde_json::Value;
use std::path::{Path, PathBuf};
use types::{items, same_type, same_variants, text};

/// What the wire says of a pallet, and of all types.
pub struct Wire {
    pallet: Value,
    types: Value,
}

/// The folder of shared material: `MYELIN_SHARED`, or `shared` beside a folder above this one.
fn shared() -> Option<PathBuf> {
    let above = || Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared"));
    std::env::var_os("MYELIN_SHARED")
        .map(PathBuf::from)
        .or_else(|| above().find(|folder| folder.join("spec").is_dir()))
}

fn variants<T: TypeInfo>() -> Vec<Variant<MetaForm>> {
    match T::type_info().type_def {
        TypeDef::Variant(table) => table.variants.into_iter().filter(|it| it.name != "__Ignore").collect(),
        other => panic!("not an enum: {other:?}"),
    }
}

impl Wire {
    /// What the wire says of a pallet; tells when the description is not here.
    pub fn of(pallet: &str) -> Option<Self> {
        let path = shared().map(|shared| shared.join("spec/wire-surface.json"));
        let Some(path) = path.filter(|path| path.is_file()) else {
            println!("skipped: ../shared/spec/wire-surface.json is not here");
            return None;
        };
        let text = std::fs::read_to_string(path).expect("the wire surface can be read");
        let mut all: Value = serde_json::from_str(&text).expect("the wire surface is JSON");
        let pallet = all["pallets"][pallet].take();
        assert!(!pallet.is_null(), "the wire has no such pallet");
        Some(Self { pallet, types: all["types"].take() })
    }

    /// Every call is one of the wire's.
    pub fn same_calls<Call: TypeInfo>(&self) {
        same_variants(&variants::<Call>(), &self.pallet["calls"], ("call_index", "args"), &self.types);
    }

    /// Every event is one of the wire's.
    pub fn same_events<Event: TypeInfo>(&self) {
        same_variants(&variants::<Event>(), &self.pallet["events"], ("index", "fields"), &self.types);
    }

    /// The wire's errors all stand at their places, and our own after them.
    pub fn same_errors<Error: TypeInfo>(&self) {
        let known = self.pallet["errors"].as_object().map_or(0, |errors| errors.len());
        let (theirs, own): (Vec<_>, Vec<_>) =
            variants::<Error>().into_iter().partition(|error| usize::from(error.index) < known);
        same_variants(&theirs, &self.pallet["errors"], ("index", "fields"), &self.types);
        assert_eq!(theirs.len(), known, "errors of the wire");
        for (place, error) in theirs.iter().chain(&own).enumerate() {
            assert_eq!(place, usize::from(error.index), "place of {}", error.name);
        }
        assert!(own.iter().all(|error| self.pallet["errors"][error.name].is_null()));
    }

    /// The storage items are exactly `names`, each as the wire has it, or of our own.
    pub fn same_storage(&self, storage: PalletStorageMetadataIR, names: &[&str]) {
        assert_eq!(storage.prefix, text(&self.pallet["storage_prefix"]));
        let ours: Vec<_> = storage.entries.iter().map(|entry| entry.name).collect();
        assert_eq!(ours, names);
        self.same_items(storage, names);
    }

    /// The storage items `names` are there, each as the wire has it, or of our own.
    pub fn same_items(&self, storage: PalletStorageMetadataIR, names: &[&str]) {
        let entries: Vec<_> =
            storage.entries.into_iter().filter(|entry| names.contains(&entry.name)).collect();
        assert_eq!(entries.len(), names.len());
        for entry in entries {
            let theirs = &self.pallet["storage"][entry.name];
            if theirs.is_null() {
                println!("{} is not on the wire", entry.name);
                continue;
            }
            assert_eq!(format!("{:?}", entry.modifier), text(&theirs["modifier"]), "{}", entry.name);
            match entry.ty {
                StorageEntryTypeIR::Plain(value) => {
                    assert!(items(&theirs["keys"]).is_empty(), "{}", entry.name);
                    same_type(value, text(&theirs["value"]), &self.types);
                    if let Some(default) = theirs["default"].as_u64() {
                        same_number(&entry.default, default, entry.name);
                    }
                }
                StorageEntryTypeIR::Map { hashers, key, value } => {
                    self.same_keys(&hashers, key, items(&theirs["keys"]));
                    same_type(value, text(&theirs["value"]), &self.types);
                }
            }
        }
    }

    fn same_keys(&self, hashers: &[StorageHasherIR], key: MetaType, theirs: &[Value]) {
        let ours: Vec<_> = hashers.iter().map(|hasher| format!("{hasher:?}")).collect();
        let wanted: Vec<_> = theirs.iter().map(|key| text(&key[0]).to_owned()).collect();
        assert_eq!(ours, wanted);
        let key_types: Vec<_> = theirs.iter().map(|key| text(&key[1])).collect();
        match key_types.as_slice() {
            [only] => same_type(key, only, &self.types),
            several => same_type(key, &format!("({})", several.join(", ")), &self.types),
        }
    }

    /// Every constant of the wire is there, with the value of a local network with quick blocks.
    pub fn same_constants(&self, constants: Vec<PalletConstantMetadataIR>) {
        let theirs = self.pallet["constants"].as_object().expect("constants");
        assert_eq!(constants.len(), theirs.len());
        for constant in constants {
            let theirs = &theirs[constant.name];
            same_type(constant.ty, text(&theirs["type"]), &self.types);
            let value = &theirs["value_localnet_fast"];
            match value.as_u64() {
                Some(number) => same_number(&constant.value, number, constant.name),
                None => assert_eq!(hex(&constant.value), text(value), "value of {}", constant.name),
            }
        }
    }
}

/// The bytes are those of a number of their length.
fn same_number(bytes: &[u8], number: u64, name: &str) {
    let mut wanted = number.to_le_bytes().to_vec();
    wanted.truncate(bytes.len());
    assert_eq!(bytes, wanted, "value of {name}");
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::from("0x"), |text, byte| text + &format!("{byte:02x}"))
}
