//! Buying a subnet with what many gave.

use super::{LeaseId, Leasing, Raised, SubnetLease};
use crate::{costs, pallet::*, Error};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use frame_system::pallet_prelude::BlockNumberFor;
use myelin_crowd::{leftover, share_of};
use myelin_units::{NetUid, Tao};
use myelin_views::FixedU128;
use sp_runtime::Percent;

impl<T: Config> Pallet<T> {
    /// Buys a subnet with the money of the crowdloan whose call this is; its creator is the beneficiary. What the
    /// subnet does not cost goes back to the contributors by what they gave.
    pub fn lease_subnet(
        beneficiary: &T::AccountId,
        emissions_share: Percent,
        end_block: Option<BlockNumberFor<T>>,
    ) -> DispatchResultWithPostInfo {
        let raised = T::Leasing::raised()
            .filter(|raised| raised.creator == *beneficiary)
            .ok_or(Error::<T>::InvalidLeaseBeneficiary)?;
        let now = frame_system::Pallet::<T>::block_number();
        ensure!(end_block.is_none_or(|end| end > now), Error::<T>::LeaseCannotEndInThePast);
        with_storage_layer(|| {
            let id = NextSubnetLeaseId::<T>::get();
            NextSubnetLeaseId::<T>::put(id.checked_add(1).ok_or(Error::<T>::Overflow)?);
            let (coldkey, hotkey) = Self::lease_keys(id);
            let all = Self::pay_everything(&raised.funds_account, &coldkey)?;
            let netuid = Self::buy_leased_subnet(&coldkey, &hotkey)?;
            T::Leasing::appoint(&coldkey, beneficiary)?;
            let left = Self::spendable(&coldkey);
            let cost = all.checked_sub(left).map_err(|_| Error::<T>::Overflow)?;
            Self::return_leftover(&coldkey, &raised, left)?;
            Self::write_shares(id, &raised)?;
            let beneficiary = beneficiary.clone();
            let lease = SubnetLease {
                beneficiary: beneficiary.clone(),
                coldkey,
                hotkey,
                emissions_share,
                end_block,
                netuid,
                cost,
            };
            SubnetLeases::<T>::insert(id, lease);
            SubnetUidToLeaseId::<T>::insert(netuid, id);
            LeaseDividendsPaidAt::<T>::insert(id, Self::now());
            Self::deposit_event(Event::SubnetLeaseCreated { beneficiary, lease_id: id, netuid, end_block });
            Ok(Some(costs::register_leased_network::<T>(raised.contributions.len())).into())
        })
    }

    fn buy_leased_subnet(coldkey: &T::AccountId, hotkey: &T::AccountId) -> Result<NetUid, DispatchError> {
        // The chain's own accounts belong to nobody, so this one is given here and nowhere else.
        Self::link_hotkey(coldkey, hotkey);
        Self::create_subnet(coldkey, hotkey, None)?;
        // A take would be stake of an account that nobody can unstake from, for as long as the lease goes on.
        Delegates::<T>::insert(hotkey, MinDelegateTake::<T>::get());
        // A subnet that has to wait for its place has no netuid yet.
        Self::netuids()
            .into_iter()
            .find(|netuid| SubnetOwner::<T>::get(netuid) == *coldkey)
            .ok_or(Error::<T>::LeaseNetuidNotFound.into())
    }

    /// What is left goes back by largest remainder; what an account that is gone cannot take is the beneficiary's.
    fn return_leftover(coldkey: &T::AccountId, raised: &Raised<T::AccountId>, left: Tao) -> DispatchResult {
        let given: Vec<Tao> = raised.contributions.iter().map(|(_, given)| *given).collect();
        let parts = leftover(left, &given).unwrap_or_default();
        for ((contributor, _), part) in raised.contributions.iter().zip(parts) {
            Self::pay_if_possible(coldkey, contributor, part)?;
        }
        Self::pay_if_possible(coldkey, &raised.creator, Self::spendable(coldkey))
    }

    fn write_shares(id: LeaseId, raised: &Raised<T::AccountId>) -> DispatchResult {
        let sum = Tao::checked_sum(raised.contributions.iter().map(|(_, given)| *given))
            .map_err(|_| Error::<T>::Overflow)?;
        for (contributor, given) in &raised.contributions {
            let share = FixedU128 { bits: share_of(*given, sum) };
            SubnetLeaseShares::<T>::insert(id, contributor, share);
        }
        Ok(())
    }
}
