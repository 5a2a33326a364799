//! Weights: what validators say of the miners. Rows are checked and stored here; an epoch reads them (yuma.md §2).

mod batch;
mod books;
pub mod commits;
mod first;
mod hashed;
mod hashed_batch;
pub mod opening;
pub mod sealed;
mod set;
pub mod storage;

pub use batch::Pairs;
pub use commits::Seat;
pub(crate) use hashed::Reveal;
pub(crate) use hashed_batch::Reveals;
pub use opening::Unopened;
pub use sealed::{SealedRow, SealedSeat};
pub(crate) use set::{Row, Way};

#[cfg(test)]
mod tests;

use codec::{CompactAs, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::TypeInfo;
use myelin_units::NetUid;

/// How far apart the mechanisms of a subnet are in storage, and so one more than the highest netuid.
pub(crate) const MECHANISM_STRIDE: u16 = 4096;

/// Where the weights, bonds, incentive and last updates of one mechanism of a subnet are kept (yuma.md §2.6).
#[derive(
    Copy,
    Clone,
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
    CompactAs,
    TypeInfo,
)]
pub struct NetUidStorageIndex(pub u16);

impl NetUidStorageIndex {
    /// `netuid + 4096 · mechanism`: a place of its own for each netuid below 4096 and mechanism below 16.
    pub const fn new(netuid: NetUid, mechanism: u8) -> Self {
        Self(netuid.number().saturating_add(MECHANISM_STRIDE.saturating_mul(mechanism as u16)))
    }

    /// The subnet.
    pub const fn netuid(self) -> NetUid {
        NetUid::new(self.0 % MECHANISM_STRIDE)
    }

    /// The mechanism.
    pub const fn mechanism(self) -> u8 {
        (self.0 / MECHANISM_STRIDE) as u8
    }
}

/// The first mechanism, which every subnet has.
impl From<NetUid> for NetUidStorageIndex {
    fn from(netuid: NetUid) -> Self {
        Self::new(netuid, 0)
    }
}
