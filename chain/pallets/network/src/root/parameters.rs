//! When the block step pays by itself.

use super::automatic::MAX_ROUND;
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use frame_system::{ensure_root, pallet_prelude::OriginFor};
use myelin_units::NetUid;
use myelin_views::FixedI128;

/// Highest threshold, in rao of alpha (economics §7).
pub const MAX_THRESHOLD: u64 = 10_000_000;

impl<T: Config> Pallet<T> {
    /// Governance says how many positions the block step looks at; none turns it off.
    pub(crate) fn choose_num_root_claims(origin: OriginFor<T>, count: u64) -> DispatchResult {
        ensure_root(origin)?;
        ensure!(count <= MAX_ROUND, Error::<T>::InvalidValue);
        NumRootClaim::<T>::put(count);
        Ok(())
    }

    /// The subnet's owner or governance says from what amount the block step pays.
    pub(crate) fn choose_root_claim_threshold(
        origin: OriginFor<T>,
        netuid: NetUid,
        rao: u64,
    ) -> DispatchResult {
        Self::ensure_owner_or_root(origin, netuid)?;
        ensure!(rao <= MAX_THRESHOLD, Error::<T>::InvalidRootClaimThreshold);
        RootClaimableThreshold::<T>::insert(netuid, FixedI128 { bits: i128::from(rao) << 32 });
        Ok(())
    }
}
