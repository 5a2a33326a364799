//! What is kept of a crowdloan, as clients read it.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use myelin_units::Tao;
use scale_info::TypeInfo;

/// A crowdloan. Names and order of the fields are the wire's.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct CrowdloanInfo<AccountId, BlockNumber, Call> {
    /// Who opened it, and alone may finalize it or give it up.
    pub creator: AccountId,
    /// What the creator put in, in rao; it stays until the crowdloan is finalized or dissolved.
    pub deposit: Tao,
    /// The least that may be offered at once, in rao.
    pub min_contribution: Tao,
    /// First block in which nothing can be contributed.
    pub end: BlockNumber,
    /// What is to be raised, deposit included, in rao.
    pub cap: Tao,
    /// The account on which the TAO stands.
    pub funds_account: AccountId,
    /// What has been raised, deposit included, in rao.
    pub raised: Tao,
    /// Who receives it, when no call does.
    pub target_address: Option<AccountId>,
    /// The call that spends it, made as the creator, when there is no target.
    pub call: Option<Call>,
    /// Whether it has been finalized.
    pub finalized: bool,
    /// How many have given something, the creator among them.
    pub contributors_count: u32,
}
