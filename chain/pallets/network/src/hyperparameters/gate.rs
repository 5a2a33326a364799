//! Who may change a subnet's parameters, and when (yuma.md §2.7, §4).

use crate::{
    pallet::*,
    rate_limits::{Hyperparameter, OwnerTransaction, RateLimitKey},
    Error,
};
use frame_support::pallet_prelude::*;
use frame_system::{pallet_prelude::OriginFor, RawOrigin};
use myelin_units::NetUid;

/// Who changes a parameter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who<AccountId> {
    /// Governance.
    Root,
    /// The coldkey that owns the subnet.
    Owner(AccountId),
}

impl<AccountId> Who<AccountId> {
    /// Whether it is governance.
    pub const fn is_root(&self) -> bool {
        matches!(self, Self::Root)
    }
}

/// How often an owner may change something.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OwnerLimit {
    /// As often as it likes.
    None,
    /// Once per `OwnerHyperparamRateLimit` tempos.
    Tempos(Hyperparameter),
    /// Once per so many blocks, counted by account.
    Blocks(OwnerTransaction, u64),
}

impl<T: Config> Pallet<T> {
    /// The origin is root, which gives `None`, or the owner of the subnet. Nothing else may, and the subnet exists.
    pub fn ensure_owner_or_root(
        origin: OriginFor<T>,
        netuid: NetUid,
    ) -> Result<Option<T::AccountId>, DispatchError> {
        let signer = match origin.into() {
            Ok(RawOrigin::Root) => None,
            Ok(RawOrigin::Signed(who)) => Some(who),
            _ => return Err(DispatchError::BadOrigin),
        };
        Self::ensure_subnet(netuid)?;
        let is_owner = signer.as_ref().is_none_or(|who| SubnetOwner::<T>::get(netuid) == *who);
        ensure!(is_owner, Error::<T>::NotSubnetOwner);
        Ok(signer)
    }

    /// Parameters of the subnet do not stand still: no epoch is asked for or deferred, and the next one is at least
    /// `AdminFreezeWindow` blocks away.
    pub fn ensure_not_frozen(netuid: NetUid) -> DispatchResult {
        let is_frozen = PendingEpochAt::<T>::get(netuid) > 0 || Self::is_epoch_imminent(netuid);
        ensure!(!is_frozen, Error::<T>::AdminActionProhibitedDuringWeightsWindow);
        Ok(())
    }

    /// Who makes the change, when it may be made: by the subnet's owner within `limit`, or by root, and not while
    /// parameters stand still. [`Self::count_change`] is to be called once it is made.
    pub fn ensure_may_change(
        origin: OriginFor<T>,
        netuid: NetUid,
        limit: OwnerLimit,
    ) -> Result<Who<T::AccountId>, DispatchError> {
        let who = Self::ensure_within_limit(origin, netuid, limit)?;
        Self::ensure_not_frozen(netuid)?;
        Ok(who)
    }

    /// As [`Self::ensure_may_change`], also while parameters stand still.
    pub fn ensure_within_limit(
        origin: OriginFor<T>,
        netuid: NetUid,
        limit: OwnerLimit,
    ) -> Result<Who<T::AccountId>, DispatchError> {
        let Some(owner) = Self::ensure_owner_or_root(origin, netuid)? else { return Ok(Who::Root) };
        let passed = match limit {
            OwnerLimit::None => true,
            OwnerLimit::Tempos(parameter) => Self::passed(
                &RateLimitKey::OwnerHyperparamUpdate(netuid, parameter),
                Self::owner_rate_limit(netuid),
            ),
            OwnerLimit::Blocks(what, blocks) => Self::transaction_passed(&owner, netuid, what, blocks),
        };
        ensure!(passed, Error::<T>::TxRateLimitExceeded);
        Ok(Who::Owner(owner))
    }

    /// Counts a change against the owner's limit; root has none.
    pub fn count_change(who: &Who<T::AccountId>, netuid: NetUid, limit: OwnerLimit) {
        match (who, limit) {
            (Who::Root, _) | (_, OwnerLimit::None) => {}
            (Who::Owner(_), OwnerLimit::Tempos(parameter)) => {
                Self::use_now(&RateLimitKey::OwnerHyperparamUpdate(netuid, parameter));
            }
            (Who::Owner(owner), OwnerLimit::Blocks(what, _)) => Self::transaction_now(owner, netuid, what),
        }
    }

    /// Tells what was set, for the pallet whose calls set it.
    pub fn tell(event: Event<T>) {
        Self::deposit_event(event);
    }

    /// Blocks between two changes of one parameter by the owner.
    pub fn owner_rate_limit(netuid: NetUid) -> u64 {
        u64::from(OwnerHyperparamRateLimit::<T>::get()).saturating_mul(u64::from(Tempo::<T>::get(netuid)))
    }
}
