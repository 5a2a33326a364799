//! Whether pulses are the beacon's.

use crate::{
    curve::{g1, g2, hash, point_of, PointError},
    Beacon, Pulse,
};
use alloc::vec::Vec;
use ark_bls12_381::{Bls12_381, G1Affine, G1Projective, G2Affine};
use ark_ec::{pairing::Pairing, AdditiveGroup, AffineRepr, CurveGroup};
use ark_ff::Zero;
use core::fmt;

/// What the factors of pulses that are checked together are made from, besides the pulses.
const FACTORS: &[u8] = b"myelin: pulses checked together";

/// Why pulses are not accepted as the beacon's.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum BeaconError {
    /// The beacon's key is no point of G2.
    Key(PointError),
    /// A signature is no point of G1.
    Signature {
        /// Its round.
        round: u64,
        /// What is wrong with it.
        error: PointError,
    },
    /// A signature, one at least of these rounds, is not that of the key.
    Forged {
        /// The first round that was checked.
        first: u64,
        /// How many were checked together.
        pulses: usize,
    },
}

impl fmt::Display for BeaconError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => write!(f, "the beacon's key: {error}"),
            Self::Signature { round, error } => write!(f, "signature of round {round}: {error}"),
            Self::Forged { first, pulses } => {
                write!(f, "not all of {pulses} signatures from round {first} on are the beacon's")
            }
        }
    }
}

impl core::error::Error for BeaconError {}

/// A key that pulses can be checked against.
pub fn verify_key(beacon: &Beacon) -> Result<(), BeaconError> {
    g2(&beacon.public_key).map(|_| ()).map_err(BeaconError::Key)
}

/// The pulse is the beacon's: `e(signature, g2) = e(point of the round, key)`.
pub fn verify(beacon: &Beacon, pulse: &Pulse) -> Result<(), BeaconError> {
    verify_many(beacon, core::slice::from_ref(pulse))
}

/// All pulses are the beacon's, by two pairings whatever their number: sums of signatures and of points with the same
/// factors, `e(Σ cᵢ·signatureᵢ, g2) = e(Σ cᵢ·pointᵢ, key)`.
///
/// The factors are hashes of everything that is checked, 128 bits each, so all machines draw the same, and whoever
/// wants two errors to cancel out needs 2¹²⁷ tries. One pulse has the factor 1. No pulses are the beacon's.
pub fn verify_many(beacon: &Beacon, pulses: &[Pulse]) -> Result<(), BeaconError> {
    let Some(first) = pulses.first() else { return Ok(()) };
    let key = g2(&beacon.public_key).map_err(BeaconError::Key)?;
    let at = |round| move |error| BeaconError::Signature { round, error };
    let signatures: Vec<_> =
        pulses.iter().map(|it| g1(&it.signature).map_err(at(it.round))).collect::<Result<_, _>>()?;
    let points: Vec<_> =
        pulses.iter().map(|it| point_of(it.round).map_err(at(it.round))).collect::<Result<_, _>>()?;
    let factors = factors(beacon, pulses);
    let sums = [sum(&factors, &signatures), sum(&factors, &points)];
    match fits(sums, key) {
        true => Ok(()),
        false => Err(BeaconError::Forged { first: first.round, pulses: pulses.len() }),
    }
}

/// `e(signature, g2) = e(point, key)`, as one product.
#[allow(clippy::arithmetic_side_effects)] // in a group nothing overflows
fn fits([signature, point]: [G1Projective; 2], key: G2Affine) -> bool {
    let signature = (-signature).into_affine();
    Bls12_381::multi_pairing([signature, point.into_affine()], [G2Affine::generator(), key]).is_zero()
}

/// A factor for each pulse, from all of them.
fn factors(beacon: &Beacon, pulses: &[Pulse]) -> Vec<u128> {
    if pulses.len() == 1 {
        return alloc::vec![1];
    }
    let each = pulses.iter().map(|it| hash(&[&it.round.to_be_bytes(), &it.signature]));
    let seed = each.fold(hash(&[FACTORS, &beacon.public_key]), |seed, it| hash(&[&seed, &it]));
    let factor = |place: u64| {
        let digest = hash(&[&seed, &place.to_be_bytes()]);
        digest.first_chunk().map_or(1, |bytes| u128::from_be_bytes(*bytes))
    };
    (0u64..).take(pulses.len()).map(factor).collect()
}

/// `Σ factorᵢ·pointᵢ`, bit by bit from the highest, so that all share the doublings.
#[allow(clippy::arithmetic_side_effects)] // in a group nothing overflows
fn sum(factors: &[u128], points: &[G1Affine]) -> G1Projective {
    let bits = factors.iter().map(|factor| u128::BITS.saturating_sub(factor.leading_zeros())).max();
    let mut sum = G1Projective::zero();
    for bit in (0..bits.unwrap_or(0)).rev() {
        sum.double_in_place();
        for (factor, point) in factors.iter().zip(points) {
            if factor.checked_shr(bit).is_some_and(|rest| rest & 1 == 1) {
                sum += point;
            }
        }
    }
    sum
}
