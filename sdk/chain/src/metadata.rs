//! The chain's description of itself, cut down to what sending calls and reading events needs.

use crate::{Chain, ChainError};
use codec::{Decode, Encode};
use frame_metadata::{v15::RuntimeMetadataV15, RuntimeMetadata, RuntimeMetadataPrefixed};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};
use subxt::{ArcMetadata, Metadata};

/// The runtime whose metadata is embedded calls itself so.
const IMPLEMENTATION: &str = "myelin";

/// Why metadata cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MetadataError {
    /// Bytes that are no metadata.
    #[error("these bytes are no metadata: {0}")]
    Malformed(String),
    /// Metadata of a version that is not ours.
    #[error(
        "the metadata has version {0}; version 15 is needed (runtime API Metadata_metadata_at_version(15))"
    )]
    Version(u32),
    /// A type is named and not there.
    #[error("the metadata names type {0} and does not have it")]
    NoSuchType(u32),
}

/// Keeps of metadata (version 15) the calls, events and errors of all pallets, and what a transaction looks like:
/// reads need no metadata, so storage, constants and runtime APIs go, with the types that nobody names then.
pub fn calls_and_events(full: &[u8]) -> Result<Vec<u8>, MetadataError> {
    let prefixed = RuntimeMetadataPrefixed::decode(&mut &*full)
        .map_err(|error| MetadataError::Malformed(error.to_string()))?;
    let mut metadata = match prefixed.1 {
        RuntimeMetadata::V15(metadata) => metadata,
        other => return Err(MetadataError::Version(other.version())),
    };
    metadata.apis.clear();
    metadata.custom.map.clear();
    for pallet in &mut metadata.pallets {
        pallet.storage = None;
        pallet.docs.clear();
        pallet.constants.clear();
    }
    renumber(&mut metadata)?;
    Ok(RuntimeMetadataPrefixed::from(metadata).encode())
}

/// Drops the types that nobody names and gives the others new numbers, without gaps.
fn renumber(metadata: &mut RuntimeMetadataV15) -> Result<(), MetadataError> {
    let mut named = BTreeSet::new();
    each_type(metadata, |id| named.insert(*id));
    let missing = named.iter().find(|id| metadata.types.resolve(**id).is_none());
    if let Some(missing) = missing {
        return Err(MetadataError::NoSuchType(*missing));
    }
    let numbers: BTreeMap<u32, u32> = metadata.types.retain(|id| named.contains(&id));
    each_type(metadata, |id| {
        if let Some(number) = numbers.get(id) {
            *id = *number;
        }
        true
    });
    Ok(())
}

/// Shows `visit` every number of a type that the metadata names outside its list of types.
fn each_type(metadata: &mut RuntimeMetadataV15, mut visit: impl FnMut(&mut u32) -> bool) {
    let extrinsic = &mut metadata.extrinsic;
    let outer = &mut metadata.outer_enums;
    let extensions =
        extrinsic.signed_extensions.iter_mut().flat_map(|it| [&mut it.ty, &mut it.additional_signed]);
    let pallets = metadata.pallets.iter_mut().flat_map(|pallet| {
        let calls = pallet.calls.as_mut().map(|it| &mut it.ty);
        let events = pallet.event.as_mut().map(|it| &mut it.ty);
        let errors = pallet.error.as_mut().map(|it| &mut it.ty);
        [calls, events, errors].into_iter().flatten()
    });
    let single = [
        &mut metadata.ty,
        &mut extrinsic.address_ty,
        &mut extrinsic.call_ty,
        &mut extrinsic.signature_ty,
        &mut extrinsic.extra_ty,
        &mut outer.call_enum_ty,
        &mut outer.event_enum_ty,
        &mut outer.error_enum_ty,
    ];
    for ty in single.into_iter().chain(extensions).chain(pallets) {
        visit(&mut ty.id);
    }
}

/// The metadata that this program was built with (`scripts/refresh-metadata`).
const EMBEDDED: &[u8] = include_bytes!("../metadata/myelin.scale");
/// The version of the runtime it is of.
const EMBEDDED_SPEC: &str = include_str!("../metadata/spec_version");

/// The version of the runtime whose metadata this program was built with.
pub fn embedded_spec() -> u32 {
    EMBEDDED_SPEC.trim().parse().unwrap_or_default()
}

/// The metadata that this program was built with, cut to calls, events and errors.
pub fn embedded() -> &'static [u8] {
    EMBEDDED
}

/// A chain's runtime: its version and its description.
#[derive(Clone)]
pub(crate) struct Runtime {
    pub(crate) version: RuntimeVersion,
    pub(crate) metadata: ArcMetadata,
}

/// Which runtime a chain runs.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RuntimeVersion {
    /// The name of the interface.
    pub spec_name: String,
    /// Who made it.
    pub impl_name: String,
    /// The version of the interface.
    pub spec_version: u32,
    /// The version of transactions.
    pub transaction_version: u32,
}

impl Runtime {
    /// The runtime of this version with the metadata that this program was built with.
    pub(crate) fn of_this_program(version: RuntimeVersion) -> Result<Self, MetadataError> {
        Ok(Self { version, metadata: Self::embedded_metadata()? })
    }

    /// The metadata that this program was built with, decoded once.
    pub(crate) fn embedded_metadata() -> Result<ArcMetadata, MetadataError> {
        static DECODED: OnceLock<Result<ArcMetadata, MetadataError>> = OnceLock::new();
        DECODED.get_or_init(|| parsed(EMBEDDED)).clone()
    }

    /// The runtime of this version with metadata of its own.
    pub(crate) fn with(version: RuntimeVersion, metadata: &[u8]) -> Result<Self, MetadataError> {
        Ok(Self { version, metadata: parsed(metadata)? })
    }
}

fn parsed(bytes: &[u8]) -> Result<ArcMetadata, MetadataError> {
    let metadata =
        Metadata::decode_from(bytes).map_err(|error| MetadataError::Malformed(error.to_string()))?;
    Ok(metadata.into())
}

impl Chain {
    /// The runtime of the best block.
    pub async fn runtime_version(&self) -> Result<RuntimeVersion, ChainError> {
        self.ask("state_getRuntimeVersion", &[]).await
    }

    /// The chain's metadata as it tells it (version 15), all of it.
    pub async fn full_metadata(&self) -> Result<Vec<u8>, ChainError> {
        let answer: Option<Vec<u8>> = self.unpinned().view("Metadata_metadata_at_version", &15u32).await?;
        answer.ok_or(ChainError::Metadata(MetadataError::Version(14)))
    }

    /// The runtime that the chain runs now. Its description is this program's when the versions agree; otherwise the
    /// chain is asked for its own, once, and each call is compared with the form it has there.
    pub(crate) async fn runtime(&self) -> Result<Runtime, ChainError> {
        let version = self.runtime_version().await?;
        let mut known = self.inner.runtime.lock().await;
        if let Some(runtime) = known.as_ref().filter(|runtime| runtime.version == version) {
            return Ok(runtime.clone());
        }
        let runtime = if version.impl_name == IMPLEMENTATION && version.spec_version == embedded_spec() {
            Runtime::of_this_program(version)?
        } else {
            Runtime::with(version, &self.full_metadata().await?)?
        };
        Ok(known.insert(runtime).clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn embedded_should_be_cut_already_when_it_is_cut_again() {
        assert_eq!(calls_and_events(EMBEDDED).unwrap(), EMBEDDED);
        assert!(parsed(EMBEDDED).is_ok());
        assert!(embedded_spec() > 0);
    }

    #[test]
    fn metadata_should_be_refused_when_it_is_something_else() {
        assert!(matches!(calls_and_events(b"meta"), Err(MetadataError::Malformed(_))));
        assert!(matches!(calls_and_events(&[]), Err(MetadataError::Malformed(_))));
        let cut_short = EMBEDDED.get(..EMBEDDED.len() / 2).unwrap();
        assert!(matches!(calls_and_events(cut_short), Err(MetadataError::Malformed(_))));
        assert!(matches!(parsed(cut_short), Err(MetadataError::Malformed(_))));
    }
}
