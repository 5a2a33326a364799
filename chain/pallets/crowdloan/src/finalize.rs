//! The purpose of a crowdloan comes true.

use crate::{costs, pallet::*};
use alloc::vec::Vec;
use frame_support::{
    dispatch::{extract_actual_weight, GetDispatchInfo},
    pallet_prelude::*,
    traits::QueryPreimage,
};
use frame_system::RawOrigin;
use myelin_units::Tao;
use sp_runtime::traits::Dispatchable;

/// What the call of a crowdloan can know of it while it runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finalizing<AccountId> {
    /// Who opened the crowdloan; the call is made as this account.
    pub creator: AccountId,
    /// Where the TAO stands. The call must take all of it.
    pub funds_account: AccountId,
    /// What was raised, in rao.
    pub raised: Tao,
}

impl<T: Config> Pallet<T> {
    /// The crowdloan whose call is running, if one is.
    pub fn finalizing() -> Option<Finalizing<T::AccountId>> {
        let crowdloan = Crowdloans::<T>::get(CurrentCrowdloanId::<T>::get()?)?;
        Some(Finalizing {
            creator: crowdloan.creator,
            funds_account: crowdloan.funds_account,
            raised: crowdloan.raised,
        })
    }

    /// Who gave how much to the crowdloan whose call is running, by account. At most `MaxContributors`.
    pub fn finalizing_contributions() -> Vec<(T::AccountId, Tao)> {
        CurrentCrowdloanId::<T>::get()
            .map_or_else(Vec::new, |id| Contributions::<T>::iter_prefix(id).collect())
    }

    pub(crate) fn settle(who: &T::AccountId, id: CrowdloanId) -> DispatchResultWithPostInfo {
        let mut crowdloan = Self::unfinished(id)?;
        ensure!(*who == crowdloan.creator, Error::<T>::InvalidOrigin);
        ensure!(crowdloan.raised == crowdloan.cap, Error::<T>::CapNotRaised);
        ensure!(!CurrentCrowdloanId::<T>::exists(), Error::<T>::AlreadyFinalizing);
        // Before anything else runs, so that nothing it does can change this crowdloan.
        crowdloan.finalized = true;
        Crowdloans::<T>::insert(id, &crowdloan);
        let used = match (&crowdloan.target_address, &crowdloan.call) {
            (Some(target), None) => {
                Self::pay_out_all(&crowdloan.funds_account, target)?;
                Weight::zero()
            }
            (None, Some(call)) => Self::make_call(id, who, call)?,
            _ => return Err(Error::<T>::InvalidFinalizationConfig.into()),
        };
        ensure!(Self::funds(&crowdloan.funds_account).is_zero(), Error::<T>::FundsNotSettled);
        Self::deposit_event(Event::Finalized { crowdloan_id: id });
        Ok(Some(costs::finalize_itself::<T>().saturating_add(used)).into())
    }

    /// Makes the stored call as the creator; returns what it cost.
    fn make_call(
        id: CrowdloanId,
        creator: &T::AccountId,
        stored: &BoundedCallOf<T>,
    ) -> Result<Weight, DispatchError> {
        let (call, _) = T::Preimages::realize(stored).map_err(|_| Error::<T>::CallUnavailable)?;
        let info = call.get_dispatch_info();
        // What the call costs may have grown since it was written down.
        let known = CallWeights::<T>::take(id).unwrap_or_default();
        let more = info.call_weight.saturating_sub(known);
        frame_system::Pallet::<T>::register_extra_weight_unchecked(more, info.class);
        CurrentCrowdloanId::<T>::put(id);
        let outcome = call.dispatch(RawOrigin::Signed(creator.clone()).into());
        CurrentCrowdloanId::<T>::kill();
        let used = extract_actual_weight(&outcome, &info);
        outcome.map_err(|failed| failed.error)?;
        Ok(used)
    }
}
