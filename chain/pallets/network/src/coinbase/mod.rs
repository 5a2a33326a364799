//! The block step: TAO is minted, shared among the subnets by price, put into their pools; new alpha is split among the
//! people of each subnet; epochs that are due pay it out; moving prices move (economics §2).

pub mod inject;
pub mod prices;
pub mod storage;

#[cfg(test)]
mod tests;

use crate::{costs, pallet::*};
use alloc::vec::Vec;
use frame_support::{pallet_prelude::*, storage::with_storage_layer, traits::fungible::Balanced};
use myelin_emission::{block_emission, shares_by_price};
use myelin_units::{NetUid, Price, Tao};

impl<T: Config> Pallet<T> {
    /// Everything that happens by itself in a block, before its transactions. Nothing in it can fail: the step of one
    /// subnet runs in its own storage layer, and what errs there is left out and told.
    pub(crate) fn step_block() -> Weight {
        let netuids = Self::netuids();
        for netuid in &netuids {
            Self::begin_block_of_registrations(*netuid);
        }
        let started: Vec<NetUid> =
            netuids.iter().copied().filter(|netuid| Self::is_started(*netuid)).collect();
        Self::emit(&started);
        let neurons = Self::run_due_epochs(&netuids);
        for netuid in &started {
            Self::move_price(*netuid);
        }
        costs::block_step::<T>(netuids.len(), neurons)
    }

    /// Whether new alpha is given to the subnet's people: started, and with a market.
    pub fn is_started(netuid: NetUid) -> bool {
        !netuid.is_root()
            && FirstEmissionBlockNumber::<T>::get(netuid).is_some_and(|first| Self::now() >= first)
            && SubtokenEnabled::<T>::get(netuid)
            && Self::spot_price(netuid).is_some()
    }

    /// Whether a started subnet has a share in the block's TAO.
    fn is_funded(netuid: NetUid) -> bool {
        SubnetEmissionEnabled::<T>::get(netuid) && NetworkRegistrationAllowed::<T>::get(netuid)
    }

    /// Mints the block's TAO and takes each subnet's step with its share. Where no subnet has a price nobody is
    /// entitled to anything, and nothing is minted: the curve depends on issuance, so nothing is lost either.
    fn emit(started: &[NetUid]) {
        let emission = block_emission(Self::issuance());
        let prices: Vec<Price> = started
            .iter()
            .map(|netuid| if Self::is_funded(*netuid) { Self::moving_price(*netuid) } else { Price::ZERO })
            .collect();
        let shares = shares_by_price(emission, &prices);
        // Shares are all of the emission or nothing.
        let nobody = shares.iter().all(|share| share.is_zero());
        BlockEmission::<T>::put(if nobody { 0 } else { emission.rao() });
        for (netuid, share) in started.iter().zip(shares) {
            Self::step_subnet(*netuid, share);
        }
    }

    /// One subnet's step. If it fails, it is undone, and its share waits on the subnet's account for the next block.
    fn step_subnet(netuid: NetUid, share: Tao) {
        let step = with_storage_layer(|| Self::inject_and_split(netuid, share));
        let Err(error) = step else { return };
        // Were even this to fail, it is undone too, minting and all: the curve mints what is left out again later.
        let kept = with_storage_layer(|| Self::carry_over(netuid, T::Currency::issue(share.rao())));
        let carried = kept.map_or(Tao::ZERO, |()| share);
        Self::deposit_event(Event::SubnetStepFailed { netuid, carried, error });
    }

    /// The wire's copy of the ledger's sum.
    pub(crate) fn copy_issuance() {
        TotalIssuance::<T>::put(Self::issuance());
    }

    /// Alpha that exists: the base of its emission curve.
    pub fn alpha_issuance(netuid: NetUid) -> Result<myelin_units::Alpha, DispatchError> {
        SubnetAlphaIn::<T>::get(netuid)
            .checked_add(SubnetAlphaOut::<T>::get(netuid))
            .map_err(|_| crate::Error::<T>::Overflow.into())
    }

    /// The most epochs that run in one block; at least one.
    pub(crate) fn epochs_per_block() -> usize {
        usize::from(MaxEpochsPerBlock::<T>::get().max(1))
    }
}
