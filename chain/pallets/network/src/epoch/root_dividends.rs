//! Root's dividends: the alpha set aside for root's stakers is sold once per epoch, and the TAO is staked for them at
//! root (economics §4.8, the launch form).

use super::{inputs::EpochState, pay::sum};
use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_pool::sell_free;
use myelin_stake::Payout;
use myelin_units::{split::largest_remainder, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Sells root's alpha and shares the TAO by what each hotkey's alpha was. What is too little to be sold waits.
    pub(crate) fn pay_root(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        payout: &Payout,
    ) -> Result<Tao, DispatchError> {
        let _ = RootAlphaDividendsPerSubnet::<T>::clear_prefix(netuid, u32::MAX, None);
        let alpha = sum::<T>(&payout.root)?;
        if alpha.is_zero() {
            return Ok(Tao::ZERO);
        }
        let sold = sell_free(&Self::reserves(netuid), alpha).map_err(Self::pool_error)?;
        if sold.tao.is_zero() {
            return Self::keep_root_pot(netuid, alpha);
        }
        Self::pay_between_pools(netuid, NetUid::ROOT, sold.tao)?;
        Self::record_sell(netuid, &sold)?;
        let weights: alloc::vec::Vec<u128> = payout.root.iter().map(|part| part.rao().into()).collect();
        let parts = largest_remainder(sold.tao.rao(), &weights).ok_or(Error::<T>::Overflow)?;
        for ((hotkey, alpha), tao) in
            state.hotkeys.iter().zip(&payout.root).zip(parts).filter(|(_, tao)| *tao > 0)
        {
            RootAlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, alpha);
            Self::pay_dividend(hotkey, NetUid::ROOT, Self::root_alpha(Tao::new(tao)))?;
        }
        Ok(sold.tao)
    }
}
