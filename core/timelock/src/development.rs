//! A beacon for machines without internet: everybody knows its secret, so everybody can make its pulses, even future
//! ones. Nothing that is sealed for it is hidden.

use crate::{
    curve::{bytes, point_of, scalar, times},
    Beacon, Pulse, Signature,
};
use ark_bls12_381::G2Affine;
use ark_ec::AffineRepr;

/// The secret that everybody knows.
pub const SECRET: [u8; 32] = *b"myelin: development beacon, v. 1";

/// The beacon of [`SECRET`], with the clock of `quicknet`: clients that know no other clock aim at its rounds too.
pub fn beacon() -> Beacon {
    Beacon { public_key: public_key(&SECRET), ..Beacon::quicknet() }
}

/// The key of a secret.
pub fn public_key(secret: &[u8; 32]) -> [u8; 96] {
    bytes(&times(G2Affine::generator(), scalar(secret))).unwrap_or([0; 96])
}

/// The signature of a round: `secret·point`.
pub fn sign(secret: &[u8; 32], round: u64) -> Signature {
    let signed = point_of(round).map(|point| times(point, scalar(secret)));
    signed.ok().and_then(|point| bytes(&point)).unwrap_or([0; 48])
}

/// A round of the development beacon.
pub fn pulse(round: u64) -> Pulse {
    Pulse { round, signature: sign(&SECRET, round) }
}
