//! Subnets: how one comes to be, when its alpha starts to trade, and what it is called.

pub mod register;
pub mod start;
pub mod storage;
pub mod symbols;

#[cfg(test)]
mod tests;

use crate::pallet::*;
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use scale_info::TypeInfo;

/// What turns a subnet's weights into pay.
#[derive(
    Copy, Clone, Debug, Default, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum EpochConsensus {
    /// Yuma Consensus.
    #[default]
    Yuma,
    /// The wire's other mode; no rule of this chain sets it.
    Null,
}

/// The market of a subnet with a pool.
pub const DYNAMIC: u16 = 1;

impl<T: Config> Pallet<T> {
    /// Every subnet, root included, ascending.
    pub fn netuids() -> Vec<NetUid> {
        let mut netuids: Vec<NetUid> =
            NetworksAdded::<T>::iter().filter(|(_, added)| *added).map(|(netuid, _)| netuid).collect();
        netuids.sort_unstable();
        netuids
    }

    /// The most subnets there may be, root not counted; `None` for no limit, which the wire writes as 65535.
    pub fn subnet_limit() -> Option<u16> {
        Some(SubnetLimit::<T>::get()).filter(|limit| *limit < u16::MAX)
    }

    /// The present block.
    pub fn now() -> u64 {
        use sp_runtime::traits::UniqueSaturatedInto;
        frame_system::Pallet::<T>::block_number().unique_saturated_into()
    }

    /// The subnet exists; one that is being dissolved does not any more.
    pub fn ensure_subnet(netuid: NetUid) -> DispatchResult {
        if NetworksAdded::<T>::get(netuid) {
            return Ok(());
        }
        ensure!(!Self::is_dissolving(netuid), crate::Error::<T>::WaitingForDissolvedSubnetCleanup);
        Err(crate::Error::<T>::SubnetNotExists.into())
    }

    /// The signer owns the subnet.
    pub(crate) fn ensure_subnet_owner(coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        ensure!(SubnetOwner::<T>::get(netuid) == *coldkey, crate::Error::<T>::NotSubnetOwner);
        Ok(())
    }
}
