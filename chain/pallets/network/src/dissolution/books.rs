//! The books of a subnet that is being dissolved: at no moment is there more or less TAO in its pool than is still to
//! be paid.

use super::{Dissolution, Phase};
use crate::{invariants::Broken, pallet::*};
use alloc::vec::Vec;
use myelin_units::{Alpha, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Subnets whose books have to add up: those there are, and those being dissolved until all is paid.
    pub(crate) fn netuids_with_books() -> Vec<NetUid> {
        let mut netuids = Self::netuids();
        netuids
            .extend(DissolveCleanupQueue::<T>::get().into_iter().filter(|netuid| !Self::is_cleared(*netuid)));
        netuids
    }

    /// Whether a dissolution has come so far that the subnet's alpha is being removed and no longer adds up.
    pub(crate) fn is_cleared(netuid: NetUid) -> bool {
        Dissolutions::<T>::get(netuid).is_some_and(|state| {
            matches!(state.phase, Phase::Forgetting | Phase::Clearing | Phase::Sweeping(_))
        })
    }

    pub(crate) fn check_dissolutions() -> Result<(), Broken> {
        let queue = DissolveCleanupQueue::<T>::get();
        if let Some(netuid) = Dissolutions::<T>::iter_keys().find(|netuid| !queue.contains(netuid)) {
            return Err(Broken::Dissolution(netuid, Tao::ZERO, Tao::ZERO));
        }
        queue.into_iter().try_for_each(|netuid| match Dissolutions::<T>::get(netuid) {
            Some(state) => Self::check_dissolution(netuid, &state),
            None => Err(Broken::Dissolution(netuid, Tao::ZERO, Tao::ZERO)),
        })
    }

    fn check_dissolution(netuid: NetUid, state: &Dissolution) -> Result<(), Broken> {
        let claims = DissolutionClaims::<T>::iter_prefix_values(netuid).map(|(alpha, _)| alpha);
        let claims = Alpha::checked_sum(claims)?;
        let floors = DissolutionPayments::<T>::iter_prefix_values((netuid,)).map(|(floor, _)| floor);
        let floors = Tao::checked_sum(floors)?;
        let reserve = SubnetTAO::<T>::get(netuid);
        let unpaid = match state.phase {
            Phase::Closing | Phase::Claiming | Phase::Counting if claims != state.holders => {
                return Err(Broken::DissolutionClaims(netuid, claims, state.holders));
            }
            Phase::Closing | Phase::Claiming | Phase::Counting => return Ok(()),
            Phase::Ranking => floors.checked_add(state.left)?,
            Phase::Paying => {
                let more = state.left.rao().saturating_sub(state.paid);
                floors.checked_add(Tao::new(more))?
            }
            Phase::Forgetting | Phase::Clearing | Phase::Sweeping(_) => Tao::ZERO,
        };
        let reserve = reserve.max(Self::held(netuid));
        if reserve != unpaid {
            return Err(Broken::Dissolution(netuid, reserve, unpaid));
        }
        Ok(())
    }
}
