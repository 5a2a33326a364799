//! Points as bytes, and the point that stands for a round.

use crate::Signature;
use ark_bls12_381::{g1::Config as G1Config, Fr, G1Affine, G1Projective, G2Affine};
use ark_ec::{
    hashing::{curve_maps::wb::WBMap, map_to_curve_hasher::MapToCurveBasedHasher, HashToCurve},
    AffineRepr, CurveGroup,
};
use ark_ff::{field_hashers::DefaultFieldHasher, PrimeField};
use ark_serialize::{CanonicalDeserialize, CanonicalSerialize};
use core::fmt;
use sha2::{Digest, Sha256};

/// RFC 9380's suite that `quicknet` hashes rounds with.
const SUITE: &[u8] = b"BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_";

type Hasher = MapToCurveBasedHasher<G1Projective, DefaultFieldHasher<Sha256>, WBMap<G1Config>>;

/// Why bytes are no point that can be worked with.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum PointError {
    /// They name no point of the curve, or one outside the group of prime order.
    NotInGroup,
    /// They name the point at infinity, which fits every message.
    Infinity,
    /// No point could be made of a round's number. It always can.
    NotHashed,
}

impl fmt::Display for PointError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotInGroup => "not a point of the group",
            Self::Infinity => "the point at infinity",
            Self::NotHashed => "no point for the round",
        })
    }
}

impl core::error::Error for PointError {}

/// The point that compressed bytes name, in its group and not at infinity.
fn point<P: AffineRepr + CanonicalDeserialize>(bytes: &[u8]) -> Result<P, PointError> {
    let point = P::deserialize_compressed(bytes).map_err(|_| PointError::NotInGroup)?;
    if point.is_zero() {
        return Err(PointError::Infinity);
    }
    Ok(point)
}

/// A signature's point.
pub fn g1(bytes: &Signature) -> Result<G1Affine, PointError> {
    point(bytes)
}

/// A key's point, or a sealed text's.
pub fn g2(bytes: &[u8; 96]) -> Result<G2Affine, PointError> {
    point(bytes)
}

/// The compressed bytes of something of the curve, as many as `SIZE`.
pub fn bytes<const SIZE: usize>(of: &impl CanonicalSerialize) -> Option<[u8; SIZE]> {
    let mut bytes = [0; SIZE];
    let mut rest = bytes.as_mut_slice();
    of.serialize_compressed(&mut rest).ok()?;
    let whole = rest.is_empty();
    whole.then_some(bytes)
}

/// The point of a round: SHA-256 of its number (8 bytes, the highest first), hashed to G1 (yuma §2.10).
pub fn point_of(round: u64) -> Result<G1Affine, PointError> {
    let message = Sha256::digest(round.to_be_bytes());
    let hasher = Hasher::new(SUITE).map_err(|_| PointError::NotHashed)?;
    hasher.hash(&message).map_err(|_| PointError::NotHashed)
}

/// SHA-256 of `parts`, one after the other.
pub fn hash(parts: &[&[u8]]) -> [u8; 32] {
    parts.iter().fold(Sha256::new(), Sha256::chain_update).finalize().into()
}

/// The number that 32 bytes name, the highest first, below the group's order.
pub fn scalar(bytes: &[u8; 32]) -> Fr {
    Fr::from_be_bytes_mod_order(bytes)
}

/// `number·point`.
#[allow(clippy::arithmetic_side_effects)] // in a group nothing overflows
pub fn times<P: AffineRepr<ScalarField = Fr>>(point: P, number: Fr) -> P {
    (point * number).into_affine()
}
