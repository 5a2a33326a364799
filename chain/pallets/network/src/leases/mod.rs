//! Leases: a subnet that many paid for and one runs (decision 0015).
//!
//! A crowdloan whose call is `register_leased_network` buys the subnet. It belongs to an account that nobody has the key
//! of; the creator of the crowdloan, the beneficiary, manages it by proxy. A percentage of the owner's cut gathers for
//! those who paid and is staked for them by what each gave. When the lease has ended, the beneficiary may take the
//! subnet over; a lease without an end goes on for ever.

pub mod dividends;
pub mod register;
pub mod storage;
pub mod terminate;

#[cfg(test)]
pub(crate) mod tests;

use crate::pallet::*;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::{pallet_prelude::DispatchResult, PalletId};
use frame_system::pallet_prelude::BlockNumberFor;
use myelin_units::{NetUid, Tao};
use scale_info::TypeInfo;
use sp_runtime::{traits::AccountIdConversion, Percent};

/// Number of a lease; they are counted from 0 and never used again.
pub type LeaseId = u32;

/// Accounts of leases are derived from this name, what they are for, and the lease's number.
const LEASE_ACCOUNTS: PalletId = PalletId(*b"bt/lease");
const COLDKEY: [u8; 4] = *b"cold";
const HOTKEY: [u8; 4] = *b"hot ";

/// Blocks between two payments of what has gathered for the contributors of a lease, at least.
pub const DISTRIBUTION_INTERVAL: u64 = 100;

/// A lease. Names and order of the fields are the wire's.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub struct SubnetLease<AccountId, BlockNumber> {
    /// Who runs the subnet, and may take it over in the end.
    pub beneficiary: AccountId,
    /// The account that owns the subnet meanwhile.
    pub coldkey: AccountId,
    /// The subnet's first hotkey, on which the contributors' dividends are staked.
    pub hotkey: AccountId,
    /// The contributors' part of the owner's cut.
    pub emissions_share: Percent,
    /// The block from which the beneficiary may take over; never when there is none.
    pub end_block: Option<BlockNumber>,
    /// The subnet.
    pub netuid: NetUid,
    /// What the contributors paid, in rao: the price of the subnet and the deposit for the proxy.
    pub cost: Tao,
}

/// A lease of this runtime.
pub type LeaseOf<T> = SubnetLease<<T as frame_system::Config>::AccountId, BlockNumberFor<T>>;

/// Money that was raised for a lease.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raised<AccountId> {
    /// Who raised it: the beneficiary.
    pub creator: AccountId,
    /// Where it stands. All of it must be taken.
    pub funds_account: AccountId,
    /// Who gave how much, in rao.
    pub contributions: Vec<(AccountId, Tao)>,
}

/// What leases ask of the rest of the chain.
pub trait Leasing<AccountId> {
    /// Most contributors of a crowdloan.
    const MAX_CONTRIBUTORS: u32;
    /// The crowdloan whose call is running, if one is.
    fn raised() -> Option<Raised<AccountId>>;
    /// Lets `manager` act for `account` as a beneficiary may. The deposit is the account's.
    fn appoint(account: &AccountId, manager: &AccountId) -> DispatchResult;
    /// Ends that; the deposit is free again.
    fn dismiss(account: &AccountId, manager: &AccountId) -> DispatchResult;
}

/// Nobody raises money: no leases.
impl<AccountId> Leasing<AccountId> for () {
    const MAX_CONTRIBUTORS: u32 = 0;
    fn raised() -> Option<Raised<AccountId>> {
        None
    }
    fn appoint(_: &AccountId, _: &AccountId) -> DispatchResult {
        Ok(())
    }
    fn dismiss(_: &AccountId, _: &AccountId) -> DispatchResult {
        Ok(())
    }
}

impl<T: Config> Pallet<T> {
    /// The coldkey and the hotkey of a lease, which nobody has the keys of.
    pub fn lease_keys(id: LeaseId) -> (T::AccountId, T::AccountId) {
        let key = |purpose: [u8; 4]| LEASE_ACCOUNTS.into_sub_account_truncating((purpose, id));
        (key(COLDKEY), key(HOTKEY))
    }

    /// Whether an account is one of a lease's keys.
    pub fn is_lease_key(account: &T::AccountId) -> bool {
        PalletId::try_from_sub_account::<([u8; 4], LeaseId)>(account)
            .is_some_and(|(name, _)| name == LEASE_ACCOUNTS)
    }

    /// The lease of a subnet.
    pub fn lease_of(netuid: NetUid) -> Option<(LeaseId, LeaseOf<T>)> {
        let id = SubnetUidToLeaseId::<T>::get(netuid)?;
        Some((id, SubnetLeases::<T>::get(id)?))
    }

    /// Whether a subnet is leased.
    pub fn is_leased(netuid: NetUid) -> bool {
        SubnetUidToLeaseId::<T>::contains_key(netuid)
    }

    /// Whether an account manages a subnet by a lease.
    pub(crate) fn rents(account: &T::AccountId, netuid: NetUid) -> bool {
        Self::lease_of(netuid).is_some_and(|(_, lease)| lease.beneficiary == *account)
    }

    /// What has gathered for the contributors of a subnet's lease and is not paid yet.
    pub fn lease_pot(netuid: NetUid) -> myelin_units::Alpha {
        let id = SubnetUidToLeaseId::<T>::get(netuid);
        id.map_or(myelin_units::Alpha::ZERO, AccumulatedLeaseDividends::<T>::get)
    }
}
