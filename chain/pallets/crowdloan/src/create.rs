//! Opening a crowdloan.

use crate::{info::CrowdloanInfo, pallet::*};
use alloc::boxed::Box;
use frame_support::{dispatch::GetDispatchInfo, pallet_prelude::*, traits::StorePreimage};
use frame_system::pallet_prelude::BlockNumberFor;
use myelin_units::Tao;
use sp_runtime::traits::{CheckedAdd, CheckedSub, One};

/// What a creator says of a new crowdloan.
pub struct NewCrowdloan<T: Config> {
    /// Who opens it.
    pub creator: T::AccountId,
    /// What the creator puts in, in rao.
    pub deposit: Tao,
    /// The least that may be offered at once, in rao.
    pub min_contribution: Tao,
    /// What is to be raised, deposit included, in rao.
    pub cap: Tao,
    /// First block in which nothing can be contributed.
    pub end: BlockNumberFor<T>,
    /// The call that spends what was raised.
    pub call: Option<Box<CallOf<T>>>,
    /// Who receives what was raised.
    pub target_address: Option<T::AccountId>,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn open(new: NewCrowdloan<T>) -> DispatchResult {
        Self::check_new(&new)?;
        let id = NextCrowdloanId::<T>::get();
        NextCrowdloanId::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
        let funds_account = Self::funds_account(id);
        Self::pay_in(&new.creator, &funds_account, new.deposit)?;
        let call = new.call.map(|call| Self::keep_call(id, *call)).transpose()?;
        Contributions::<T>::insert(id, &new.creator, new.deposit);
        let crowdloan = CrowdloanInfo {
            creator: new.creator.clone(),
            deposit: new.deposit,
            min_contribution: new.min_contribution,
            end: new.end,
            cap: new.cap,
            funds_account,
            raised: new.deposit,
            target_address: new.target_address,
            call,
            finalized: false,
            contributors_count: 1,
        };
        Crowdloans::<T>::insert(id, crowdloan);
        Self::deposit_event(Event::Created {
            crowdloan_id: id,
            creator: new.creator,
            end: new.end,
            cap: new.cap,
        });
        Ok(())
    }

    fn keep_call(id: CrowdloanId, call: CallOf<T>) -> Result<BoundedCallOf<T>, DispatchError> {
        CallWeights::<T>::insert(id, call.get_dispatch_info().call_weight);
        T::Preimages::bound(call)
    }

    fn check_new(new: &NewCrowdloan<T>) -> DispatchResult {
        ensure!(new.call.is_some() != new.target_address.is_some(), Error::<T>::InvalidFinalizationConfig);
        ensure!(new.deposit >= T::MinimumDeposit::get(), Error::<T>::DepositTooLow);
        ensure!(new.cap > new.deposit, Error::<T>::CapTooLow);
        Self::check_min_contribution(new.min_contribution)?;
        Self::check_end(new.end)
    }

    pub(crate) fn check_min_contribution(minimum: Tao) -> DispatchResult {
        ensure!(minimum >= T::AbsoluteMinimumContribution::get(), Error::<T>::MinimumContributionTooLow);
        Ok(())
    }

    /// The end is in the future, neither too near nor too far, counted from this block.
    pub(crate) fn check_end(end: BlockNumberFor<T>) -> DispatchResult {
        let now = frame_system::Pallet::<T>::block_number();
        let next = now.checked_add(&One::one()).ok_or(Error::<T>::Overflow)?;
        ensure!(end >= next, Error::<T>::CannotEndInPast);
        let duration = end.checked_sub(&now).ok_or(Error::<T>::Underflow)?;
        ensure!(duration >= T::MinimumBlockDuration::get(), Error::<T>::BlockDurationTooShort);
        ensure!(duration <= T::MaximumBlockDuration::get(), Error::<T>::BlockDurationTooLong);
        Ok(())
    }
}
