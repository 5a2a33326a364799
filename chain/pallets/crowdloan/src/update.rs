//! What a creator may change of a crowdloan. Nobody is bound by a change they do not like: all may withdraw.

use crate::pallet::*;
use frame_support::pallet_prelude::*;
use frame_system::pallet_prelude::BlockNumberFor;
use myelin_units::Tao;

impl<T: Config> Pallet<T> {
    pub(crate) fn change_min_contribution(
        who: &T::AccountId,
        id: CrowdloanId,
        new_min_contribution: Tao,
    ) -> DispatchResult {
        let mut crowdloan = Self::own_unfinished(who, id)?;
        Self::check_min_contribution(new_min_contribution)?;
        let most = MaxContributions::<T>::get(id);
        ensure!(most.is_none_or(|most| new_min_contribution <= most), Error::<T>::MinimumContributionTooHigh);
        crowdloan.min_contribution = new_min_contribution;
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::MinContributionUpdated { crowdloan_id: id, new_min_contribution });
        Ok(())
    }

    pub(crate) fn change_end(
        who: &T::AccountId,
        id: CrowdloanId,
        new_end: BlockNumberFor<T>,
    ) -> DispatchResult {
        let mut crowdloan = Self::own_unfinished(who, id)?;
        Self::check_end(new_end)?;
        crowdloan.end = new_end;
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::EndUpdated { crowdloan_id: id, new_end });
        Ok(())
    }

    /// Not below what has been raised; at exactly that, the crowdloan can be finalized.
    pub(crate) fn change_cap(who: &T::AccountId, id: CrowdloanId, new_cap: Tao) -> DispatchResult {
        let mut crowdloan = Self::own_unfinished(who, id)?;
        ensure!(new_cap >= crowdloan.raised, Error::<T>::CapTooLow);
        crowdloan.cap = new_cap;
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::CapUpdated { crowdloan_id: id, new_cap });
        Ok(())
    }

    /// What was given before stays, even where it is more.
    pub(crate) fn change_max_contribution(
        who: &T::AccountId,
        id: CrowdloanId,
        new_max_contribution: Option<Tao>,
    ) -> DispatchResult {
        let crowdloan = Self::own_unfinished(who, id)?;
        ensure!(
            new_max_contribution.is_none_or(|most| most >= crowdloan.min_contribution),
            Error::<T>::MaximumContributionTooLow
        );
        MaxContributions::<T>::set(id, new_max_contribution);
        Self::deposit_event(Event::MaxContributionUpdated { crowdloan_id: id, new_max_contribution });
        Ok(())
    }
}
