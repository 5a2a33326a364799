//! # The beacon, and what is sealed until it speaks
//!
//! drand signs the number of a round every few seconds. Whoever has the signature of a round can open what was sealed
//! for it; before, nobody can (yuma §2.10). This crate knows the beacon's clock ([`beacon`]), checks its pulses
//! ([`verify`](mod@verify)) and their order ([`order`]), seals and opens ([`encrypt`], [`decrypt`]) in the format of the official clients ([`wire`]).
//!
//! The curve is BLS12-381 with signatures in G1 and the key in G2, the scheme `bls-unchained-g1-rfc9380`.
//! Every function is total: whatever bytes come in, an answer or an error comes out.

#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub mod beacon;
mod curve;
pub mod development;
pub mod order;
pub mod seal;
pub mod verify;
pub mod wire;

pub use beacon::{Beacon, Beacons, Pulse, Signature};
pub use curve::PointError;
pub use order::{follows, oldest_kept, usable, OrderError, KEPT_ROUNDS, TOLERANCE};
pub use seal::{decrypt, encrypt, DecryptError, EncryptError};
pub use verify::{verify, verify_key, verify_many, BeaconError};
pub use wire::{FormatError, MAX_CIPHERTEXT};

/// Names the pulses among what a block's author puts into a block.
pub const INHERENT_IDENTIFIER: [u8; 8] = *b"drandpls";
