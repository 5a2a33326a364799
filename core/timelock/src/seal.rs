//! Sealing a text for a round, and opening it with the round's signature: Boneh and Franklin's identity encryption with
//! the round as the identity, in the form that was made safe against chosen texts (FullIdent); a key wrapped in it, the
//! text enciphered with the key (yuma §2.10).

use crate::{
    curve::{bytes, g1, g2, hash, point_of, scalar, times, PointError},
    wire::{FormatError, Sealed},
    Beacon, Signature,
};
use aes_gcm::{
    aead::{Aead, KeyInit},
    Aes256Gcm,
};
use alloc::vec::Vec;
use ark_bls12_381::{Bls12_381, G1Affine, G2Affine};
use ark_ec::{pairing::Pairing, AffineRepr};
use core::fmt;

/// Bytes of an element of the pairing's target group.
const TARGET_BYTES: usize = 576;

/// Why a text is not opened.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum DecryptError {
    /// The bytes are no sealed text.
    Format(FormatError),
    /// Its point is none.
    Point(PointError),
    /// The signature's point is none.
    Signature(PointError),
    /// It was sealed for another round or another beacon, or has been changed.
    OtherRound,
    /// The enciphered text has been changed.
    Changed,
}

impl fmt::Display for DecryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(error) => write!(f, "not a sealed text: {error}"),
            Self::Point(error) => write!(f, "the sealed text's point: {error}"),
            Self::Signature(error) => write!(f, "the round's signature: {error}"),
            Self::OtherRound => f.write_str("sealed for another round"),
            Self::Changed => f.write_str("the text has been changed"),
        }
    }
}

impl core::error::Error for DecryptError {}

/// Why a text is not sealed.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum EncryptError {
    /// The beacon's key is none.
    Key(PointError),
    /// The text is too long.
    Format(FormatError),
    /// The random bytes cannot be used. One choice in 2²⁵⁵ cannot.
    Randomness,
}

impl fmt::Display for EncryptError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Key(error) => write!(f, "the beacon's key: {error}"),
            Self::Format(error) => write!(f, "{error}"),
            Self::Randomness => f.write_str("these random bytes cannot be used"),
        }
    }
}

impl core::error::Error for EncryptError {}

/// Opens a sealed text with the signature of its round. The signature is not checked against a beacon; with that of
/// another round nothing opens.
pub fn decrypt(ciphertext: &[u8], signature: &Signature) -> Result<Vec<u8>, DecryptError> {
    let sealed = Sealed::read(ciphertext).map_err(DecryptError::Format)?;
    let u = g2(sealed.u).map_err(DecryptError::Point)?;
    let signature = g1(signature).map_err(DecryptError::Signature)?;
    let mask = mask(signature, u).ok_or(DecryptError::OtherRound)?;
    let sigma = xor(sealed.v, &mask);
    let key = xor(sealed.w, &hash(&[&sigma]));
    if multiple(&sigma, &key) != u {
        return Err(DecryptError::OtherRound);
    }
    cipher(&key).decrypt(sealed.nonce.into(), sealed.text).map_err(|_| DecryptError::Changed)
}

/// Seals a text until `round` is out. `randomness` must be drawn anew for each text and shown to nobody: the key, what
/// hides it, and the nonce.
pub fn encrypt(
    beacon: &Beacon,
    round: u64,
    plaintext: &[u8],
    randomness: &[u8; 76],
) -> Result<Vec<u8>, EncryptError> {
    let (key, rest) = randomness.split_first_chunk::<32>().ok_or(EncryptError::Randomness)?;
    let (sigma, rest) = rest.split_first_chunk::<32>().ok_or(EncryptError::Randomness)?;
    let nonce = rest.first_chunk::<12>().ok_or(EncryptError::Randomness)?;
    let public = g2(&beacon.public_key).map_err(EncryptError::Key)?;
    let point = point_of(round).map_err(EncryptError::Key)?;
    // e(point, key)^r, as one pairing of the point with key·r.
    let r = scalar(&hash(&[sigma, key]));
    let mask = mask(point, times(public, r)).ok_or(EncryptError::Randomness)?;
    let u = bytes(&multiple(sigma, key)).ok_or(EncryptError::Randomness)?;
    let text = cipher(key).encrypt(nonce.into(), plaintext).map_err(|_| EncryptError::Randomness)?;
    let sealed = Sealed { u: &u, v: &xor(sigma, &mask), w: &xor(key, &hash(&[sigma])), text: &text, nonce };
    sealed.write().map_err(EncryptError::Format)
}

/// SHA-256 of the pairing, which both who seals and who opens can make.
fn mask(of: G1Affine, with: G2Affine) -> Option<[u8; 32]> {
    let target = Bls12_381::pairing(of, with);
    bytes::<TARGET_BYTES>(&target).map(|bytes| hash(&[&bytes]))
}

/// `r·g2`, where `r` is made from both secrets: whoever opens can see that the text was sealed by the rules.
fn multiple(sigma: &[u8; 32], key: &[u8; 32]) -> G2Affine {
    times(G2Affine::generator(), scalar(&hash(&[sigma, key])))
}

fn cipher(key: &[u8; 32]) -> Aes256Gcm {
    Aes256Gcm::new(key.into())
}

fn xor(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    let mut bytes = *left;
    bytes.iter_mut().zip(right).for_each(|(byte, other)| *byte ^= other);
    bytes
}
