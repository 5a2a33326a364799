//! Hotkeys that take stake.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{NetUid, PerU16};
use scale_info::TypeInfo;

/// A hotkey that takes stake, with those who gave it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct DelegateInfo<AccountId> {
    /// The hotkey.
    pub delegate_ss58: AccountId,
    /// What it keeps of its stakers' dividends, over 65,535.
    pub take: Compact<PerU16>,
    /// Who staked on it: coldkey, and its alpha by subnet, rao.
    pub nominators: Vec<(AccountId, Vec<(Compact<NetUid>, Compact<u64>)>)>,
    /// The coldkey that owns it.
    pub owner_ss58: AccountId,
    /// Subnets it is registered on.
    pub registrations: Vec<Compact<NetUid>>,
    /// Subnets it may set weights on.
    pub validator_permits: Vec<Compact<NetUid>>,
    /// Daily return on 1,000 TAO, rao.
    pub return_per_1000: Compact<u64>,
    /// Daily return on all its stake, rao.
    pub total_daily_return: Compact<u64>,
}
