//! TAO that goes into a crowdloan, and out of it again at the wish of who gave it.

use crate::pallet::*;
use frame_support::pallet_prelude::*;
use myelin_crowd::{accepted, withdrawable, Refusal, Terms};
use myelin_units::Tao;

impl<T: Config> Pallet<T> {
    /// The crowdloan of this number, if it can still change.
    pub(crate) fn unfinished(id: CrowdloanId) -> Result<CrowdloanOf<T>, DispatchError> {
        let crowdloan = Crowdloans::<T>::get(id).ok_or(Error::<T>::InvalidCrowdloanId)?;
        ensure!(!crowdloan.finalized, Error::<T>::AlreadyFinalized);
        Ok(crowdloan)
    }

    pub(crate) fn accept(who: &T::AccountId, id: CrowdloanId, offer: Tao) -> DispatchResult {
        let mut crowdloan = Self::unfinished(id)?;
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(now < crowdloan.end, Error::<T>::ContributionPeriodEnded);
        let before = Contributions::<T>::get(id, who);
        let given = before.unwrap_or(Tao::ZERO);
        let terms = Terms {
            minimum: crowdloan.min_contribution,
            most: MaxContributions::<T>::get(id),
            cap: crowdloan.cap,
            raised: crowdloan.raised,
        };
        let amount = accepted(offer, given, &terms).map_err(Self::refused)?;
        if before.is_none() {
            ensure!(
                crowdloan.contributors_count < T::MaxContributors::get(),
                Error::<T>::MaxContributorsReached
            );
            crowdloan.contributors_count =
                crowdloan.contributors_count.checked_add(1).ok_or(Error::<T>::Overflow)?;
        }
        Self::pay_in(who, &crowdloan.funds_account, amount)?;
        crowdloan.raised = crowdloan.raised.checked_add(amount).map_err(|_| Error::<T>::Overflow)?;
        let given = given.checked_add(amount).map_err(|_| Error::<T>::Overflow)?;
        Contributions::<T>::insert(id, who, given);
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::Contributed { crowdloan_id: id, contributor: who.clone(), amount });
        Ok(())
    }

    pub(crate) fn give_back(who: &T::AccountId, id: CrowdloanId) -> DispatchResult {
        let mut crowdloan = Self::unfinished(id)?;
        let given = Contributions::<T>::get(id, who).ok_or(Error::<T>::NoContribution)?;
        let amount = if *who == crowdloan.creator {
            let amount = withdrawable(given, crowdloan.deposit);
            ensure!(!amount.is_zero(), Error::<T>::DepositCannotBeWithdrawn);
            Contributions::<T>::insert(id, who, crowdloan.deposit);
            amount
        } else {
            Self::strike(id, &mut crowdloan, who)?;
            given
        };
        crowdloan.raised = crowdloan.raised.checked_sub(amount).map_err(|_| Error::<T>::Underflow)?;
        Self::pay_out(&crowdloan.funds_account, who, amount)?;
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::Withdrew { crowdloan_id: id, contributor: who.clone(), amount });
        Ok(())
    }

    /// A contributor leaves the list.
    pub(crate) fn strike(
        id: CrowdloanId,
        crowdloan: &mut CrowdloanOf<T>,
        who: &T::AccountId,
    ) -> DispatchResult {
        Contributions::<T>::remove(id, who);
        let count = crowdloan.contributors_count.checked_sub(1).ok_or(Error::<T>::Underflow)?;
        crowdloan.contributors_count = count;
        Ok(())
    }

    fn refused(refusal: Refusal) -> DispatchError {
        match refusal {
            Refusal::CapRaised { .. } => Error::<T>::CapRaised,
            Refusal::BelowMinimum { .. } => Error::<T>::ContributionTooLow,
            Refusal::PersonFull { .. } => Error::<T>::MaxContributionReached,
        }
        .into()
    }
}
