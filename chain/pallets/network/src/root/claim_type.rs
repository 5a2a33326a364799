//! What a coldkey wants of its root dividends: TAO, or the alpha itself.

use crate::{pallet::*, Error};
use alloc::collections::BTreeSet;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;

/// Most subnets whose alpha a coldkey keeps while it swaps the others' (economics §7).
pub const MAX_KEPT_SUBNETS: usize = 50;
/// Most positions that change sides in one call; the others stay as they are until the call is made again.
pub const MAX_CHANGES: usize = 32;
/// Most of them whose copies for clients are written at once; those of the others are by the block step.
pub const MAX_PUBLISHED: usize = 4;
/// Most hotkeys that are looked at for them.
pub const MAX_LOOKED_AT: usize = 256;

/// How a coldkey wants its root dividends: the wire's names and indexes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum RootClaimTypeEnum {
    /// Sold once per epoch, and staked at root.
    #[default]
    #[codec(index = 0)]
    Swap,
    /// As alpha of the subnet it comes from.
    #[codec(index = 1)]
    Keep,
    /// As alpha from these subnets; from the others sold when it is claimed, and staked at root.
    #[codec(index = 2)]
    KeepSubnets {
        /// The subnets whose alpha is kept.
        subnets: BTreeSet<NetUid>,
    },
}

impl RootClaimTypeEnum {
    /// Whether the alpha of the subnet of this number stays alpha.
    pub fn keeps(&self, netuid: NetUid) -> bool {
        match self {
            Self::Swap => false,
            Self::Keep => true,
            Self::KeepSubnets { subnets } => subnets.contains(&netuid),
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Whether the coldkey's root stake stands beside the share pools.
    pub(crate) fn keeps_root(coldkey: &T::AccountId) -> bool {
        RootClaimType::<T>::get(coldkey) != RootClaimTypeEnum::Swap
    }

    /// Whether the subnet's alpha stays alpha for the coldkey. A number may have been another subnet's when it was
    /// chosen: then the choice does not count until it is made again. So a dissolution need not look for choices.
    pub fn keeps_alpha_of(coldkey: &T::AccountId, netuid: NetUid) -> bool {
        let this_was_there = |chosen_at| NetworkRegisteredAt::<T>::get(netuid) <= chosen_at;
        RootClaimType::<T>::get(coldkey).keeps(netuid)
            && KeptSubnetsChosenAt::<T>::get(coldkey).is_none_or(this_was_there)
    }

    /// A coldkey's root stake changes sides with its choice. What was owed before is owed after, and is paid in the
    /// form that the coldkey wants when it is paid.
    pub(crate) fn choose_root_claim_type(
        coldkey: &T::AccountId,
        chosen: RootClaimTypeEnum,
    ) -> DispatchResultWithPostInfo {
        Self::ensure_claim_type(&chosen)?;
        let changed = with_storage_layer(|| {
            match &chosen {
                RootClaimTypeEnum::Swap => RootClaimType::<T>::remove(coldkey),
                keep => RootClaimType::<T>::insert(coldkey, keep),
            }
            let of_some = matches!(chosen, RootClaimTypeEnum::KeepSubnets { .. });
            KeptSubnetsChosenAt::<T>::set(coldkey, of_some.then(Self::now));
            let changed = Self::change_sides(coldkey)?;
            Self::deposit_event(Event::RootClaimTypeSet {
                coldkey: coldkey.clone(),
                root_claim_type: chosen,
            });
            Ok::<_, DispatchError>(changed)
        })?;
        Ok(Some(crate::costs::changed_root_claim_type::<T>(changed)).into())
    }

    fn ensure_claim_type(chosen: &RootClaimTypeEnum) -> DispatchResult {
        let RootClaimTypeEnum::KeepSubnets { subnets } = chosen else { return Ok(()) };
        ensure!(!subnets.is_empty() && subnets.len() <= MAX_KEPT_SUBNETS, Error::<T>::InvalidValue);
        subnets.iter().try_for_each(|netuid| Self::ensure_has_root_claims(*netuid))
    }

    /// The subnet exists and is not root, which pays no dividends of its own.
    pub(crate) fn ensure_has_root_claims(netuid: NetUid) -> DispatchResult {
        ensure!(!netuid.is_root(), Error::<T>::InvalidValue);
        ensure!(NetworksAdded::<T>::get(netuid), Error::<T>::SubnetNotExists);
        Ok(())
    }

    /// Returns how many positions did.
    fn change_sides(coldkey: &T::AccountId) -> Result<usize, DispatchError> {
        let keeps = Self::keeps_root(coldkey);
        let mut changed = 0usize;
        for hotkey in StakingHotkeys::<T>::get(coldkey).into_iter().take(MAX_LOOKED_AT) {
            if changed >= MAX_CHANGES {
                break;
            }
            let amount = match keeps {
                true => Self::pooled_stake_of(&hotkey, coldkey, NetUid::ROOT),
                false => KeptRoot::<T>::get(&hotkey, coldkey).stake,
            };
            if amount.is_zero() {
                continue;
            }
            changed = changed.saturating_add(1);
            if keeps {
                Self::withdraw_shares(&hotkey, coldkey, NetUid::ROOT, amount)?;
                Self::deposit_kept(&hotkey, coldkey, amount)?;
            } else {
                Self::withdraw_kept(&hotkey, coldkey, amount)?;
                Self::deposit_shares(&hotkey, coldkey, NetUid::ROOT, amount)?;
            }
            if changed <= MAX_PUBLISHED {
                Self::publish_root_claims(&hotkey, coldkey);
            }
        }
        Ok(changed)
    }
}
