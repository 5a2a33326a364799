//! What hotkeys publish about themselves on a subnet, such as the hash of a model.

use crate::{
    api::{self, runtime_types::pallet_commitments::registration::CommitmentInfo},
    calls::{subnet, Call},
    keys::StorageKey,
    AccountId, ChainError, Snapshot,
};
use codec::{Decode, Encode, Input, Output};
use myelin_units::{NetUid, Tao};
use subxt::{
    ext::scale_encode::{EncodeAsFields, Error, FieldIter},
    tx::{Payload, ValidationDetails},
};

/// Most fields of a commitment.
pub const MAX_FIELDS: usize = 3;
/// Most bytes of a [`Field::Raw`].
pub const MAX_RAW: usize = 128;
/// Most bytes of a [`Field::Big`].
pub const MAX_BIG: usize = 512;
/// Most sealed bytes of a [`Field::Timelocked`].
pub const MAX_TIMELOCKED: usize = 1_024;

/// Why fields make no commitment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Unpublishable {
    /// More fields than the chain takes.
    #[error("a commitment has {MAX_FIELDS} fields at most, and this one has {0}: leave some out or put them together")]
    TooMany(usize),
    /// More bytes than the field takes.
    #[error(
        "field {number} of the commitment (`{kind}`) has {has} bytes, and {most} is the most: `Big` takes {MAX_BIG}, a \
         hash of any length of data 32"
    )]
    TooLong {
        /// Which field, from 1.
        number: usize,
        /// Its kind.
        kind: &'static str,
        /// Its bytes.
        has: usize,
        /// How many it may have.
        most: usize,
    },
}

/// A field of a commitment. At most three make one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Nothing.
    None,
    /// At most 128 bytes.
    Raw(Vec<u8>),
    /// At most 512 bytes.
    Big(Vec<u8>),
    /// The BLAKE2b hash of something.
    BlakeTwo256([u8; 32]),
    /// The SHA-2 hash of something.
    Sha256([u8; 32]),
    /// The Keccak hash of something.
    Keccak256([u8; 32]),
    /// The SHA-3 hash of something.
    ShaThree256([u8; 32]),
    /// Bytes that the chain opens when a round of its beacon is out, then told by [`Snapshot::revealed`].
    Timelocked {
        /// The bytes, sealed.
        sealed: Vec<u8>,
        /// The round.
        round: u64,
    },
    /// The wish that the bonds on the hotkey be reset.
    ResetBonds,
    /// Sealed bytes that did not open.
    NotOpened {
        /// The bytes, sealed.
        sealed: Vec<u8>,
        /// The round.
        round: u64,
    },
}

impl Field {
    /// The bytes of a raw field or of a hash.
    pub fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Raw(bytes) | Self::Big(bytes) => Some(bytes),
            Self::BlakeTwo256(hash) | Self::Sha256(hash) => Some(hash),
            Self::Keccak256(hash) | Self::ShaThree256(hash) => Some(hash),
            Self::None | Self::ResetBonds | Self::Timelocked { .. } | Self::NotOpened { .. } => None,
        }
    }
}

impl Field {
    /// Its kind, its bytes and how many they may be, when there is a limit.
    fn room(&self) -> Option<(&'static str, usize, usize)> {
        match self {
            Self::Raw(bytes) => Some(("Raw", bytes.len(), MAX_RAW)),
            Self::Big(bytes) => Some(("Big", bytes.len(), MAX_BIG)),
            Self::Timelocked { sealed, .. } => Some(("Timelocked", sealed.len(), MAX_TIMELOCKED)),
            Self::NotOpened { sealed, .. } => Some(("NotOpened", sealed.len(), MAX_TIMELOCKED)),
            _ => None,
        }
    }
}

/// Refuses what the chain could not read: it would answer with its own trouble in reading.
fn check(fields: &[Field]) -> Result<(), Unpublishable> {
    if fields.len() > MAX_FIELDS {
        return Err(Unpublishable::TooMany(fields.len()));
    }
    for (number, field) in (1..).zip(fields) {
        if let Some((kind, has, most)) = field.room().filter(|(_, has, most)| has > most) {
            return Err(Unpublishable::TooLong { number, kind, has, most });
        }
    }
    Ok(())
}

/// A raw field of more bytes than there may be is cut; [`set_commitment`] refuses it before.
impl Encode for Field {
    fn encode_to<O: Output + ?Sized>(&self, to: &mut O) {
        match self {
            Self::None => to.push_byte(0),
            Self::Raw(bytes) => {
                let bytes = bytes.get(..MAX_RAW).unwrap_or(bytes);
                // At most 128, so the sum fits.
                to.push_byte((bytes.len() as u8).saturating_add(1));
                to.write(bytes);
            }
            Self::BlakeTwo256(hash) => (130u8, hash).encode_to(to),
            Self::Sha256(hash) => (131u8, hash).encode_to(to),
            Self::Keccak256(hash) => (132u8, hash).encode_to(to),
            Self::ShaThree256(hash) => (133u8, hash).encode_to(to),
            Self::Timelocked { sealed, round } => (134u8, sealed, round).encode_to(to),
            Self::ResetBonds => to.push_byte(135),
            Self::Big(bytes) => (136u8, bytes).encode_to(to),
            Self::NotOpened { sealed, round } => (137u8, sealed, round).encode_to(to),
        }
    }
}

impl Decode for Field {
    fn decode<I: Input>(from: &mut I) -> Result<Self, codec::Error> {
        Ok(match from.read_byte()? {
            0 => Self::None,
            kind @ 1..=129 => {
                let mut bytes = vec![0; usize::from(kind.saturating_sub(1))];
                from.read(&mut bytes)?;
                Self::Raw(bytes)
            }
            130 => Self::BlakeTwo256(Decode::decode(from)?),
            131 => Self::Sha256(Decode::decode(from)?),
            132 => Self::Keccak256(Decode::decode(from)?),
            133 => Self::ShaThree256(Decode::decode(from)?),
            134 => Self::Timelocked { sealed: Decode::decode(from)?, round: Decode::decode(from)? },
            135 => Self::ResetBonds,
            136 => Self::Big(Decode::decode(from)?),
            137 => Self::NotOpened { sealed: Decode::decode(from)?, round: Decode::decode(from)? },
            _ => return Err("a field of a kind that this program does not know".into()),
        })
    }
}

/// What a hotkey has published.
#[derive(Debug, Clone, PartialEq, Eq, Decode)]
pub struct Commitment {
    /// What is held for it.
    pub deposit: Tao,
    /// The block it was published in: of two that publish the same, the one with the lower number was first.
    pub block: u32,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// Publishes. The hotkey signs. Fields beyond the chain's limits are refused here.
pub fn set_commitment(netuid: NetUid, fields: Vec<Field>) -> Result<impl Call, Unpublishable> {
    check(&fields)?;
    let empty = BoundedFields(Vec::new());
    let form = api::tx().commitments().set_commitment(subnet(netuid), CommitmentInfo { fields: empty });
    let hash = form.validation_details().map(|details| details.hash);
    Ok(Publication { arguments: Arguments((netuid, fields).encode()), hash })
}

use api::runtime_types::bounded_collections::bounded_vec::BoundedVec as BoundedFields;

/// The call with its arguments as bytes: the metadata has a type for each length of a raw field.
struct Publication {
    arguments: Arguments,
    hash: Option<[u8; 32]>,
}

struct Arguments(Vec<u8>);

impl EncodeAsFields for Arguments {
    fn encode_as_fields_to<R: subxt::ext::scale_type_resolver::TypeResolver>(
        &self,
        _: &mut dyn FieldIter<'_, R::TypeId>,
        _: &R,
        to: &mut Vec<u8>,
    ) -> Result<(), Error> {
        to.extend_from_slice(&self.0);
        Ok(())
    }
}

impl Payload for Publication {
    type CallData = Arguments;

    fn pallet_name(&self) -> &str {
        "Commitments"
    }

    fn call_name(&self) -> &str {
        "set_commitment"
    }

    fn call_data(&self) -> &Arguments {
        &self.arguments
    }

    fn validation_details(&self) -> Option<ValidationDetails<'_>> {
        let hash = self.hash?;
        Some(ValidationDetails { pallet_name: "Commitments", call_name: "set_commitment", hash })
    }
}

impl Snapshot {
    /// What a hotkey has published on a subnet.
    pub async fn commitment(
        &self,
        netuid: NetUid,
        hotkey: AccountId,
    ) -> Result<Option<Commitment>, ChainError> {
        self.value(&StorageKey::new("Commitments", "CommitmentOf").plain(netuid).quick(hotkey)).await
    }

    /// What all hotkeys have published on a subnet.
    pub async fn commitments(&self, netuid: NetUid) -> Result<Vec<(AccountId, Commitment)>, ChainError> {
        let prefix = StorageKey::new("Commitments", "CommitmentOf").plain(netuid);
        let found = self.entries::<Commitment>(&prefix).await?;
        found.into_iter().map(|(rest, commitment)| Ok((hotkey_of(&rest)?, commitment))).collect()
    }

    /// What of a hotkey's timelocked fields has opened, with the block of each: the last ten.
    pub async fn revealed(
        &self,
        netuid: NetUid,
        hotkey: AccountId,
    ) -> Result<Vec<(Vec<u8>, u64)>, ChainError> {
        let key = StorageKey::new("Commitments", "RevealedCommitments").plain(netuid).quick(hotkey);
        Ok(self.value(&key).await?.unwrap_or_default())
    }
}

/// The account at the end of a key, after 8 bytes of hash.
fn hotkey_of(rest: &[u8]) -> Result<AccountId, ChainError> {
    let bytes: Option<[u8; 32]> = rest.get(8..).and_then(|bytes| bytes.try_into().ok());
    bytes.map(AccountId).ok_or_else(|| ChainError::decode("the key of a commitment", "no account in it"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_should_be_those_of_the_pallet() {
        // The pallet is no dependency (it would pull in the runtime's crates): its source is compared instead.
        let data = include_str!("../../../chain/pallets/commitments/src/data.rs");
        let registration = include_str!("../../../chain/pallets/commitments/src/registration.rs");
        for (source, name, ours) in [
            (registration, "MAX_FIELDS", MAX_FIELDS),
            (data, "MAX_RAW", MAX_RAW),
            (data, "MAX_BIG_RAW", MAX_BIG),
            (data, "MAX_TIMELOCKED", MAX_TIMELOCKED),
        ] {
            let line =
                source.lines().find_map(|line| line.strip_prefix(&format!("pub const {name}: u32 = ")));
            let theirs = line.map(|value| value.trim_end_matches(';').replace('_', "").parse().unwrap());
            assert_eq!(theirs, Some(ours), "{name}");
        }
    }

    #[test]
    fn commitment_should_be_refused_with_its_limit_when_it_is_too_much() {
        let said = |fields: Vec<Field>| match set_commitment(NetUid::new(2), fields) {
            Ok(_) => "fine".to_owned(),
            Err(why) => why.to_string(),
        };
        let sealed = |length| Field::Timelocked { sealed: vec![1; length], round: 1 };
        assert_eq!(said(vec![Field::Raw(vec![1; 128]), Field::Big(vec![1; 512]), sealed(1_024)]), "fine");
        assert!(said(vec![Field::None; 4]).contains("3 fields at most, and this one has 4"));
        for (field, words) in [
            (Field::Raw(vec![1; 200]), "(`Raw`) has 200 bytes, and 128 is the most"),
            (Field::Big(vec![1; 513]), "(`Big`) has 513 bytes, and 512 is the most"),
            (sealed(1_025), "(`Timelocked`) has 1025 bytes, and 1024 is the most"),
        ] {
            let said = said(vec![Field::None, field]);
            assert!(said.contains("field 2") && said.contains(words), "{said}");
        }
    }

    #[test]
    fn field_should_be_the_same_when_written_and_read() {
        let hash = [9; 32];
        for field in [
            Field::None,
            Field::Raw(vec![]),
            Field::Raw(vec![1; MAX_RAW]),
            Field::Big(vec![2; 300]),
            Field::BlakeTwo256(hash),
            Field::Sha256(hash),
            Field::Keccak256(hash),
            Field::ShaThree256(hash),
            Field::Timelocked { sealed: vec![3; 5], round: 8 },
            Field::ResetBonds,
            Field::NotOpened { sealed: vec![], round: 1 },
        ] {
            let bytes = field.encode();
            let mut rest = bytes.as_slice();
            assert_eq!(Field::decode(&mut rest).unwrap(), field);
            assert!(rest.is_empty());
        }
        assert_eq!(Field::Raw(vec![7; 3]).encode(), [4, 7, 7, 7]);
        assert!(Field::decode(&mut [200u8].as_slice()).is_err());
        assert!(Field::decode(&mut [9u8, 1].as_slice()).is_err());
    }
}
