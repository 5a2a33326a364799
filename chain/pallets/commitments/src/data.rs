//! A field of a commitment, encoded as the wire has it: one byte for the kind, and up to 128 raw bytes carry their
//! length in that byte. The metadata shows each such length as a kind of its own, `Raw0` to `Raw128`.

use alloc::vec;
use codec::{Decode, DecodeWithMemTracking, Encode, EncodeLike, Error, Input, MaxEncodedLen, Output};
use frame_support::{traits::ConstU32, BoundedVec};
use scale_info::{
    build::{Fields, Variants},
    Path, Type, TypeInfo,
};

/// Most bytes of a raw field.
pub const MAX_RAW: u32 = 128;
/// Most bytes of a big raw field.
pub const MAX_BIG_RAW: u32 = 512;
/// Most bytes of a timelocked field.
pub const MAX_TIMELOCKED: u32 = 1_024;
/// Bytes of a hash.
const HASH: usize = 32;

/// Kinds on the wire. Raw fields of `n` bytes are of kind `RAW + n`.
const NONE: u8 = 0;
const RAW: u8 = 1;
const LAST_RAW: u8 = 129;
const BLAKE_TWO_256: u8 = 130;
const SHA_256: u8 = 131;
const KECCAK_256: u8 = 132;
const SHA_THREE_256: u8 = 133;
const TIMELOCK_ENCRYPTED: u8 = 134;
const RESET_BONDS_FLAG: u8 = 135;
const BIG_RAW: u8 = 136;
const TIMELOCK_REVEAL_FAILED: u8 = 137;

/// A field of a commitment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Data {
    /// Nothing.
    None,
    /// A few bytes.
    Raw(BoundedVec<u8, ConstU32<MAX_RAW>>),
    /// The BLAKE2b hash of something.
    BlakeTwo256([u8; HASH]),
    /// The SHA-2 hash of something.
    Sha256([u8; HASH]),
    /// The Keccak hash of something.
    Keccak256([u8; HASH]),
    /// The SHA-3 hash of something.
    ShaThree256([u8; HASH]),
    /// Bytes that can be read from a round of the drand beacon on.
    TimelockEncrypted {
        /// The bytes, encrypted.
        encrypted: BoundedVec<u8, ConstU32<MAX_TIMELOCKED>>,
        /// The round.
        reveal_round: u64,
    },
    /// The wish that the hotkey's bonds be reset.
    ResetBondsFlag,
    /// More bytes.
    BigRaw(BoundedVec<u8, ConstU32<MAX_BIG_RAW>>),
    /// Timelocked bytes that could not be decrypted when their round came.
    TimelockRevealFailed {
        /// The bytes, encrypted.
        encrypted: BoundedVec<u8, ConstU32<MAX_TIMELOCKED>>,
        /// The round.
        reveal_round: u64,
    },
}

impl Data {
    /// Bytes of content: without the kind, the length and the round.
    pub fn bytes(&self) -> u64 {
        let bytes = match self {
            Self::None | Self::ResetBondsFlag => 0,
            Self::Raw(bytes) => bytes.len(),
            Self::BlakeTwo256(hash)
            | Self::Sha256(hash)
            | Self::Keccak256(hash)
            | Self::ShaThree256(hash) => hash.len(),
            Self::TimelockEncrypted { encrypted, .. } | Self::TimelockRevealFailed { encrypted, .. } => {
                encrypted.len()
            }
            Self::BigRaw(bytes) => bytes.len(),
        };
        bytes as u64
    }

    /// The round of the beacon for which it waits, if it does.
    pub fn waits_for(&self) -> Option<u64> {
        match self {
            Self::TimelockEncrypted { reveal_round, .. } => Some(*reveal_round),
            _ => None,
        }
    }

    /// The kind on the wire.
    fn kind(&self) -> u8 {
        match self {
            Self::None => NONE,
            // At most 128 by its type.
            Self::Raw(bytes) => RAW.saturating_add(bytes.len() as u8),
            Self::BlakeTwo256(_) => BLAKE_TWO_256,
            Self::Sha256(_) => SHA_256,
            Self::Keccak256(_) => KECCAK_256,
            Self::ShaThree256(_) => SHA_THREE_256,
            Self::TimelockEncrypted { .. } => TIMELOCK_ENCRYPTED,
            Self::ResetBondsFlag => RESET_BONDS_FLAG,
            Self::BigRaw(_) => BIG_RAW,
            Self::TimelockRevealFailed { .. } => TIMELOCK_REVEAL_FAILED,
        }
    }
}

impl Encode for Data {
    fn size_hint(&self) -> usize {
        // The kind, the content, and at most the length (2) and the round (8).
        (self.bytes() as usize).saturating_add(11)
    }

    fn encode_to<O: Output + ?Sized>(&self, output: &mut O) {
        output.push_byte(self.kind());
        match self {
            Self::None | Self::ResetBondsFlag => {}
            // Without its length, which the kind tells.
            Self::Raw(bytes) => output.write(bytes),
            Self::BlakeTwo256(hash)
            | Self::Sha256(hash)
            | Self::Keccak256(hash)
            | Self::ShaThree256(hash) => hash.encode_to(output),
            Self::TimelockEncrypted { encrypted, reveal_round }
            | Self::TimelockRevealFailed { encrypted, reveal_round } => {
                encrypted.encode_to(output);
                reveal_round.encode_to(output);
            }
            Self::BigRaw(bytes) => bytes.encode_to(output),
        }
    }
}

impl EncodeLike for Data {}

impl Decode for Data {
    fn decode<I: Input>(input: &mut I) -> Result<Self, Error> {
        Ok(match input.read_byte()? {
            NONE => Self::None,
            kind @ RAW..=LAST_RAW => Self::Raw(raw(input, kind.saturating_sub(RAW))?),
            BLAKE_TWO_256 => Self::BlakeTwo256(Decode::decode(input)?),
            SHA_256 => Self::Sha256(Decode::decode(input)?),
            KECCAK_256 => Self::Keccak256(Decode::decode(input)?),
            SHA_THREE_256 => Self::ShaThree256(Decode::decode(input)?),
            TIMELOCK_ENCRYPTED => Self::TimelockEncrypted {
                encrypted: Decode::decode(input)?,
                reveal_round: Decode::decode(input)?,
            },
            RESET_BONDS_FLAG => Self::ResetBondsFlag,
            BIG_RAW => Self::BigRaw(Decode::decode(input)?),
            TIMELOCK_REVEAL_FAILED => Self::TimelockRevealFailed {
                encrypted: Decode::decode(input)?,
                reveal_round: Decode::decode(input)?,
            },
            _ => return Err("no such kind of data".into()),
        })
    }
}

/// The next `length` bytes.
fn raw<I: Input>(input: &mut I, length: u8) -> Result<BoundedVec<u8, ConstU32<MAX_RAW>>, Error> {
    input.on_before_alloc_mem(length.into())?;
    let mut bytes = vec![0; length.into()];
    input.read(&mut bytes)?;
    bytes.try_into().map_err(|_| "too many raw bytes".into())
}

impl DecodeWithMemTracking for Data {}

impl MaxEncodedLen for Data {
    fn max_encoded_len() -> usize {
        let timelocked = BoundedVec::<u8, ConstU32<MAX_TIMELOCKED>>::max_encoded_len();
        1usize.saturating_add(timelocked).saturating_add(u64::max_encoded_len())
    }
}

/// Adds a variant for each length of raw bytes.
macro_rules! raw_variants {
    ($variants:expr; $($length:literal)*) => {
        $variants$(.variant(concat!("Raw", $length), |variant| {
            variant.index(RAW + $length).fields(Fields::unnamed().field(|field| field.ty::<[u8; $length]>()))
        }))*
    };
}

impl TypeInfo for Data {
    type Identity = Self;

    fn type_info() -> Type {
        let variants = Variants::new().variant("None", |variant| variant.index(NONE));
        let variants = raw_variants!(variants;
            0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38
            39 40 41 42 43 44 45 46 47 48 49 50 51 52 53 54 55 56 57 58 59 60 61 62 63 64 65 66 67 68 69 70 71 72 73 74
            75 76 77 78 79 80 81 82 83 84 85 86 87 88 89 90 91 92 93 94 95 96 97 98 99 100 101 102 103 104 105 106 107
            108 109 110 111 112 113 114 115 116 117 118 119 120 121 122 123 124 125 126 127 128);
        let hash = || Fields::unnamed().field(|field| field.ty::<[u8; HASH]>());
        let timelocked = || {
            Fields::named()
                .field(|field| field.name("encrypted").ty::<BoundedVec<u8, ConstU32<MAX_TIMELOCKED>>>())
                .field(|field| field.name("reveal_round").ty::<u64>())
        };
        let big_raw = || Fields::unnamed().field(|field| field.ty::<BoundedVec<u8, ConstU32<MAX_BIG_RAW>>>());
        let variants = variants
            .variant("BlakeTwo256", |variant| variant.index(BLAKE_TWO_256).fields(hash()))
            .variant("Sha256", |variant| variant.index(SHA_256).fields(hash()))
            .variant("Keccak256", |variant| variant.index(KECCAK_256).fields(hash()))
            .variant("ShaThree256", |variant| variant.index(SHA_THREE_256).fields(hash()))
            .variant("TimelockEncrypted", |variant| variant.index(TIMELOCK_ENCRYPTED).fields(timelocked()))
            .variant("ResetBondsFlag", |variant| variant.index(RESET_BONDS_FLAG))
            .variant("BigRaw", |variant| variant.index(BIG_RAW).fields(big_raw()))
            .variant("TimelockRevealFailed", |variant| {
                variant.index(TIMELOCK_REVEAL_FAILED).fields(timelocked())
            });
        Type::builder().path(Path::new("Data", module_path!())).variant(variants)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use scale_info::TypeDef;

    fn of<const MOST: usize, Bytes: TryFrom<Vec<u8>>>() -> Bytes {
        let bytes: Vec<u8> = (0..MOST).map(|byte| byte as u8).collect();
        bytes.try_into().ok().unwrap()
    }

    /// One of each kind but raw ones, each as long as it can be, with its name on the wire.
    fn kinds() -> Vec<(&'static str, Data)> {
        vec![
            ("None", Data::None),
            ("BlakeTwo256", Data::BlakeTwo256([1; HASH])),
            ("Sha256", Data::Sha256([2; HASH])),
            ("Keccak256", Data::Keccak256([3; HASH])),
            ("ShaThree256", Data::ShaThree256([4; HASH])),
            ("TimelockEncrypted", Data::TimelockEncrypted { encrypted: of::<1_024, _>(), reveal_round: 77 }),
            ("ResetBondsFlag", Data::ResetBondsFlag),
            ("BigRaw", Data::BigRaw(of::<512, _>())),
            (
                "TimelockRevealFailed",
                Data::TimelockRevealFailed { encrypted: of::<1_024, _>(), reveal_round: u64::MAX },
            ),
        ]
    }

    fn raw_fields() -> impl Iterator<Item = (String, Data)> {
        (0..=128u8).map(|length| {
            let bytes: Vec<u8> = (0..length).rev().collect();
            (format!("Raw{length}"), Data::Raw(bytes.try_into().unwrap()))
        })
    }

    fn all() -> Vec<(String, Data)> {
        kinds().into_iter().map(|(name, data)| (name.to_string(), data)).chain(raw_fields()).collect()
    }

    #[test]
    fn data_should_be_read_back_when_it_was_written() {
        for (name, data) in all() {
            let bytes = data.encode();
            let mut input = &bytes[..];
            assert_eq!(Data::decode(&mut input).as_ref(), Ok(&data), "{name}");
            assert!(input.is_empty(), "{name} leaves bytes");
            assert!(bytes.len() <= Data::max_encoded_len(), "{name} is longer than said");
            assert!(bytes.len() <= data.size_hint(), "{name} is longer than hinted");
            let cut = &bytes[..bytes.len() - 1];
            assert!(Data::decode(&mut &cut[..]).is_err(), "{name} is read from too few bytes");
        }
    }

    #[test]
    fn data_should_be_no_longer_than_said_and_the_longest_as_long() {
        let longest = all().iter().map(|(_, data)| data.encode().len()).max();
        assert_eq!(longest, Some(Data::max_encoded_len()));
    }

    #[test]
    fn data_should_be_written_as_its_metadata_tells() {
        let TypeDef::Variant(table) = Data::type_info().type_def else { panic!("not an enum") };
        let all = all();
        assert_eq!(table.variants.len(), all.len());
        for (name, data) in all {
            let variant = table.variants.iter().find(|variant| variant.name == name);
            assert_eq!(variant.map(|variant| variant.index), Some(data.encode()[0]), "{name}");
        }
    }

    #[test]
    fn raw_should_carry_its_length_in_its_kind() {
        assert_eq!(Data::Raw(Default::default()).encode(), [1]);
        assert_eq!(Data::Raw(b"myelin".to_vec().try_into().unwrap()).encode(), b"\x07myelin");
        assert_eq!(Data::BigRaw(b"myelin".to_vec().try_into().unwrap()).encode(), b"\x88\x18myelin");
    }

    #[test]
    fn data_should_be_refused_when_it_is_none_of_the_kinds() {
        for kind in 138..=u8::MAX {
            let bytes = [vec![kind], vec![0; 2_000]].concat();
            assert!(Data::decode(&mut &bytes[..]).is_err(), "{kind}");
        }
    }

    #[test]
    fn data_should_be_refused_when_it_is_too_long() {
        let written = |kind: u8, length: usize| {
            let content = (vec![0u8; length], 0u64).encode();
            Data::decode(&mut &[vec![kind], content].concat()[..])
        };
        for (kind, most) in [(BIG_RAW, 512), (TIMELOCK_ENCRYPTED, 1_024), (TIMELOCK_REVEAL_FAILED, 1_024)] {
            assert!(written(kind, most).is_ok(), "{kind}");
            assert!(written(kind, most + 1).is_err(), "{kind}");
        }
    }

    #[test]
    fn bytes_should_be_those_of_the_content() {
        let of = |wanted: &str| all().into_iter().find(|(name, _)| name == wanted).unwrap().1.bytes();
        let found =
            ["None", "Raw0", "Raw128", "Sha256", "BigRaw", "TimelockEncrypted", "ResetBondsFlag"].map(of);
        assert_eq!(found, [0, 0, 128, 32, 512, 1_024, 0]);
    }
}
