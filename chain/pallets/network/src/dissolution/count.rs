//! Whose the alpha is, and what each is due: no payment is made before every share is known.

use super::{Dissolution, Phase};
use crate::{pallet::*, Error};
use core::mem;
use frame_support::pallet_prelude::*;
use myelin_registry::dissolution::share;
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// Adds positions to what their coldkeys hold. A position worth less than a rao counts nothing.
    pub(super) fn count_alpha(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<u32, DispatchError> {
        let behind = mem::take(&mut state.cursor);
        let stakers = match behind.is_empty() {
            true => Stakers::<T>::iter_key_prefix((netuid,)),
            false => Stakers::<T>::iter_key_prefix_from((netuid,), behind),
        };
        let mut seen = 0u32;
        for (coldkey, hotkey) in stakers.take(room as usize) {
            seen = seen.saturating_add(1);
            state.cursor = Stakers::<T>::hashed_key_for((netuid, &coldkey, &hotkey));
            // Counting takes blocks, and there is no next epoch.
            Self::vest_at_once(&hotkey, netuid);
            let alpha = Self::stake_of(&hotkey, &coldkey, netuid);
            if !alpha.is_zero() {
                state.holders = sum::<T>(state.holders, alpha)?;
                Self::claim(netuid, &coldkey, hotkey, alpha)?;
            }
        }
        if seen < room {
            Self::begin_ranking(netuid, state)?;
        }
        Ok(seen)
    }

    fn claim(netuid: NetUid, coldkey: &T::AccountId, hotkey: T::AccountId, alpha: Alpha) -> DispatchResult {
        DissolutionClaims::<T>::try_mutate(netuid, coldkey, |claim| {
            let (counted, hotkey) = claim.take().unwrap_or((Alpha::ZERO, hotkey));
            *claim = Some((sum::<T>(counted, alpha)?, hotkey));
            Ok(())
        })
    }

    /// All alpha is counted: the pot is what the pool holds, and the chain is a party like others.
    fn begin_ranking(netuid: NetUid, state: &mut Dissolution) -> DispatchResult {
        state.enter(Phase::Ranking);
        state.pot = SubnetTAO::<T>::get(netuid);
        state.left = state.pot;
        state.chain = sum::<T>(SubnetAlphaIn::<T>::get(netuid), SubnetProtocolAlpha::<T>::get(netuid))?;
        let chain = Self::subnet_account(netuid);
        Self::rank(netuid, state, chain.clone(), state.chain, chain)
    }

    /// Puts claims into the order of payments.
    pub(super) fn rank_claims(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<u32, DispatchError> {
        let mut seen = 0u32;
        for (coldkey, (alpha, hotkey)) in DissolutionClaims::<T>::drain_prefix(netuid).take(room as usize) {
            seen = seen.saturating_add(1);
            Self::rank(netuid, state, coldkey, alpha, hotkey)?;
        }
        if seen < room {
            state.enter(Phase::Paying);
        }
        Ok(seen)
    }

    fn rank(
        netuid: NetUid,
        state: &mut Dissolution,
        account: T::AccountId,
        alpha: Alpha,
        hotkey: T::AccountId,
    ) -> DispatchResult {
        if alpha.is_zero() {
            return Ok(());
        }
        let share = share(state.pot, alpha.rao().into(), state.all()).map_err(|_| Error::<T>::Overflow)?;
        state.left = state.left.checked_sub(share.floor).map_err(|_| Error::<T>::Overflow)?;
        DissolutionPayments::<T>::insert((netuid, share.rank(), account), (share.floor, hotkey));
        Ok(())
    }
}

fn sum<T: Config>(left: Alpha, right: Alpha) -> Result<Alpha, DispatchError> {
    left.checked_add(right).map_err(|_| Error::<T>::Overflow.into())
}
