//! Fixed-point numbers as clients decode them: a struct with one field named `bits`.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Unsigned, 128 bits, 64 of them fractional: prices, multipliers, convictions.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct FixedU128 {
    /// The number times 2^64.
    pub bits: u128,
}

/// Signed, 128 bits, 32 of them fractional: moving prices.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct FixedI128 {
    /// The number times 2^32.
    pub bits: i128,
}

/// Signed, 64 bits, 32 of them fractional: the steepness of the liquid alpha.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct FixedI64 {
    /// The number times 2^32.
    pub bits: i64,
}
