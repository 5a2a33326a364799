//! Giving a crowdloan up.

use crate::{costs, pallet::*};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, traits::QueryPreimage};
use myelin_units::Tao;

impl<T: Config> Pallet<T> {
    /// The unfinished crowdloan of this number, if `who` opened it.
    pub(crate) fn own_unfinished(
        who: &T::AccountId,
        id: CrowdloanId,
    ) -> Result<CrowdloanOf<T>, DispatchError> {
        let crowdloan = Self::unfinished(id)?;
        ensure!(*who == crowdloan.creator, Error::<T>::InvalidOrigin);
        Ok(crowdloan)
    }

    /// Pays contributors back in the order of their accounts.
    pub(crate) fn pay_back(who: &T::AccountId, id: CrowdloanId) -> DispatchResultWithPostInfo {
        let mut crowdloan = Self::own_unfinished(who, id)?;
        let limit = T::RefundContributorsLimit::get() as usize;
        let next: Vec<(T::AccountId, Tao)> = Contributions::<T>::iter_prefix(id)
            .filter(|(contributor, _)| *contributor != crowdloan.creator)
            .take(limit)
            .collect();
        let paid = next.len() as u32;
        for (contributor, given) in next {
            Self::strike(id, &mut crowdloan, &contributor)?;
            crowdloan.raised = crowdloan.raised.checked_sub(given).map_err(|_| Error::<T>::Underflow)?;
            Self::pay_out_if_possible(&crowdloan.funds_account, &contributor, given)?;
        }
        let all = crowdloan.contributors_count <= 1;
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(if all {
            Event::AllRefunded { crowdloan_id: id }
        } else {
            Event::PartiallyRefunded { crowdloan_id: id }
        });
        Ok(Some(costs::refund::<T>(paid)).into())
    }

    /// The crowdloan is no more; what its account holds is the creator's.
    pub(crate) fn close(who: &T::AccountId, id: CrowdloanId) -> DispatchResult {
        let crowdloan = Self::own_unfinished(who, id)?;
        ensure!(crowdloan.contributors_count <= 1, Error::<T>::NotReadyToDissolve);
        Self::pay_out_all(&crowdloan.funds_account, who)?;
        if let Some(call) = &crowdloan.call {
            // Root may have let it go already.
            if T::Preimages::have(call) {
                T::Preimages::drop(call);
            }
            CallWeights::<T>::remove(id);
        }
        Contributions::<T>::remove(id, who);
        MaxContributions::<T>::remove(id);
        Crowdloans::<T>::remove(id);
        Self::deposit_event(Event::Dissolved { crowdloan_id: id });
        Ok(())
    }
}
