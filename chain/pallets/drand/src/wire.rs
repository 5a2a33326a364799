//! What stands in storage, in the wire's shapes.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use myelin_timelock::{development, Beacon};
use scale_info::TypeInfo;

/// Bytes of at most this many.
pub type Bytes<const MOST: u32> = BoundedVec<u8, ConstU32<MOST>>;

/// drand's name of its network `quicknet`: the hash of its parameters.
const QUICKNET_HASH: [u8; 32] = [
    0x52, 0xdb, 0x9b, 0xa7, 0x0e, 0x0c, 0xc0, 0xf6, 0xea, 0xf7, 0x80, 0x3d, 0xd0, 0x74, 0x47, 0xa1, 0xf5,
    0x47, 0x77, 0x35, 0xfd, 0x3f, 0x66, 0x17, 0x92, 0xba, 0x94, 0x60, 0x0c, 0x84, 0xe9, 0x71,
];
/// The hash of those who run it.
const QUICKNET_GROUP: [u8; 32] = [
    0xf4, 0x77, 0xd5, 0xc8, 0x9f, 0x21, 0xa1, 0x7c, 0x86, 0x3a, 0x7f, 0x93, 0x7c, 0x6a, 0x6d, 0x15, 0x85,
    0x94, 0x14, 0xd2, 0xbe, 0x09, 0xcd, 0x44, 0x8d, 0x42, 0x79, 0xaf, 0x33, 0x1c, 0x5d, 0x3e,
];
/// drand's name of how it signs: unchained, in G1.
const SCHEME: &[u8] = b"bls-unchained-g1-rfc9380";

/// What else is known of a beacon.
#[derive(
    Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo, Default,
)]
pub struct Metadata {
    /// Its name.
    pub beacon_id: Bytes<32>,
}

/// A beacon.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct BeaconConfiguration {
    /// The key: a point of G2, compressed.
    pub public_key: Bytes<96>,
    /// Seconds between rounds.
    pub period: u32,
    /// Seconds of Unix time when round 1 was signed.
    pub genesis_time: u32,
    /// The hash of its parameters.
    pub hash: Bytes<32>,
    /// The hash of those who run it.
    pub group_hash: Bytes<32>,
    /// How it signs.
    pub scheme_id: Bytes<32>,
    /// What else is known of it.
    pub metadata: Metadata,
}

impl BeaconConfiguration {
    fn of(beacon: Beacon, hash: [u8; 32], group_hash: [u8; 32], name: &[u8]) -> Self {
        Self {
            public_key: bytes(&beacon.public_key),
            period: beacon.period,
            genesis_time: u32::try_from(beacon.genesis).unwrap_or(u32::MAX),
            hash: bytes(&hash),
            group_hash: bytes(&group_hash),
            scheme_id: bytes(SCHEME),
            metadata: Metadata { beacon_id: bytes(name) },
        }
    }

    /// drand's network with 3 s rounds.
    pub fn quicknet() -> Self {
        Self::of(Beacon::quicknet(), QUICKNET_HASH, QUICKNET_GROUP, b"quicknet")
    }

    /// The beacon whose secret everybody knows; its hashes are zeros, since nobody can be asked for it.
    pub fn development() -> Self {
        Self::of(development::beacon(), [0; 32], [0; 32], b"development")
    }

    /// What its pulses are checked with. A key of another length becomes none: nothing is accepted then.
    pub fn beacon(&self) -> Beacon {
        Beacon {
            public_key: self.public_key.as_slice().try_into().unwrap_or([0; 96]),
            period: self.period,
            genesis: self.genesis_time.into(),
        }
    }
}

/// A chain that says nothing else takes the pulses of `quicknet`.
impl Default for BeaconConfiguration {
    fn default() -> Self {
        Self::quicknet()
    }
}

/// A round that is on chain.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct Pulse {
    /// Which.
    pub round: u64,
    /// SHA-256 of the signature.
    pub randomness: Bytes<32>,
    /// The signature: a point of G1, compressed.
    pub signature: Bytes<144>,
}

impl From<&myelin_timelock::Pulse> for Pulse {
    fn from(pulse: &myelin_timelock::Pulse) -> Self {
        Self {
            round: pulse.round,
            randomness: bytes(&pulse.randomness()),
            signature: bytes(&pulse.signature),
        }
    }
}

/// All that fits of some bytes, and here all fits.
fn bytes<const MOST: u32>(bytes: &[u8]) -> Bytes<MOST> {
    BoundedVec::truncate_from(bytes.to_vec())
}
