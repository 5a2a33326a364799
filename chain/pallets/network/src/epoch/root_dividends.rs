//! Root's dividends: the alpha set aside for root's stakers is sold once per epoch, and the TAO is staked for them at
//! root (economics §4.8, the launch form). The part of those who keep it stays alpha (`root/`).

use super::{inputs::EpochState, pay::sum};
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_pool::sell_free;
use myelin_stake::Payout;
use myelin_units::{split::largest_remainder, Alpha, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Sets aside what is kept, sells the rest and shares the TAO by what each hotkey's alpha was. What is too little to
    /// be sold waits; so does all of it while the pool is stopped.
    pub(crate) fn pay_root(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        payout: &Payout,
    ) -> Result<Tao, DispatchError> {
        let _ = RootAlphaDividendsPerSubnet::<T>::clear_prefix(netuid, u32::MAX, None);
        if Self::is_tripped(netuid) {
            // What is kept too: set aside now, its owners would have a part of the rest the next time.
            return Self::keep_root_pot(netuid, sum::<T>(&payout.root)?);
        }
        let mut for_sale = Vec::with_capacity(payout.root.len());
        for (hotkey, dividend) in state.hotkeys.iter().zip(&payout.root) {
            for_sale.push(match dividend.is_zero() {
                true => Alpha::ZERO,
                false => Self::less(*dividend, Self::keep_root_dividend(hotkey, netuid, *dividend)?)?,
            });
        }
        let tao = Self::sell_root_dividends(netuid, state, &for_sale)?;
        for ((hotkey, dividend), unsold) in state.hotkeys.iter().zip(&payout.root).zip(for_sale) {
            let paid = if tao.is_zero() { Self::less(*dividend, unsold)? } else { *dividend };
            if !paid.is_zero() {
                RootAlphaDividendsPerSubnet::<T>::insert(netuid, hotkey, paid);
            }
        }
        Ok(tao)
    }

    fn sell_root_dividends(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        for_sale: &[Alpha],
    ) -> Result<Tao, DispatchError> {
        let alpha = sum::<T>(for_sale)?;
        if alpha.is_zero() {
            return Ok(Tao::ZERO);
        }
        let sold = sell_free(&Self::reserves(netuid), alpha).map_err(Self::pool_error)?;
        if sold.tao.is_zero() {
            return Self::keep_root_pot(netuid, alpha);
        }
        Self::pay_between_pools(netuid, NetUid::ROOT, sold.tao)?;
        Self::record_root_sale(netuid, &sold)?;
        let weights: Vec<u128> = for_sale.iter().map(|part| part.rao().into()).collect();
        let parts = largest_remainder(sold.tao.rao(), &weights).ok_or(Error::<T>::Overflow)?;
        for (hotkey, tao) in state.hotkeys.iter().zip(parts).filter(|(_, tao)| *tao > 0) {
            Self::pay_dividend(hotkey, NetUid::ROOT, Self::root_alpha(Tao::new(tao)))?;
        }
        Ok(sold.tao)
    }
}
