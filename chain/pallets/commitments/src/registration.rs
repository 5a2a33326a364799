//! What is kept of a commitment.

use crate::data::Data;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{traits::ConstU32, BoundedVec};
use myelin_units::Tao;
use scale_info::TypeInfo;

/// Most fields of a commitment (yuma.md §3.8).
pub const MAX_FIELDS: u32 = 3;
/// Deposit for a commitment and for each of its fields, in rao: none (yuma.md §3.8).
pub const DEPOSIT: Tao = Tao::ZERO;

/// A commitment.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen,
)]
pub struct CommitmentInfo {
    /// Its fields.
    pub fields: BoundedVec<Data, ConstU32<MAX_FIELDS>>,
}

impl CommitmentInfo {
    /// Bytes of content in all fields.
    pub fn bytes(&self) -> u64 {
        self.fields.iter().fold(0, |sum, field| sum.saturating_add(field.bytes()))
    }

    /// Whether it asks that the bonds on the hotkey be deleted.
    pub fn resets_bonds(&self) -> bool {
        self.fields.contains(&Data::ResetBondsFlag)
    }
}

/// A commitment that was published.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo, MaxEncodedLen)]
pub struct Registration<BlockNumber> {
    /// What is held for it, in rao.
    pub deposit: Tao,
    /// When it was published.
    pub block: BlockNumber,
    /// The commitment.
    pub info: CommitmentInfo,
}
