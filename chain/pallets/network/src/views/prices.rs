//! Prices, and what a swap would do. A quote is the function that fills the trade (`staking::market`), asked without
//! moving money.

use crate::{pallet::*, staking::market::Fee};
use alloc::vec::Vec;
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{SimSwapResult, SubnetPrice};

/// A swap that would be refused.
pub(super) const REFUSED: SimSwapResult = SimSwapResult {
    tao_amount: Tao::ZERO,
    alpha_amount: Alpha::ZERO,
    tao_fee: Tao::ZERO,
    alpha_fee: Alpha::ZERO,
    tao_slippage: Tao::ZERO,
    alpha_slippage: Alpha::ZERO,
};

impl<T: Config> Pallet<T> {
    /// Spot price, rao per whole alpha, rounded down; 0 where there is no pool.
    pub fn alpha_price(netuid: NetUid) -> u64 {
        Self::spot_price(netuid).map_or(0, |price| price.rao_per_alpha_floor())
    }

    /// Spot prices of all subnets, by number.
    pub fn alpha_prices() -> Vec<SubnetPrice> {
        let price = |netuid| SubnetPrice { netuid, price: Self::alpha_price(netuid) };
        Self::netuids().into_iter().map(price).collect()
    }

    /// What staking `tao` would bring.
    pub fn simulate_buy(netuid: NetUid, tao: Tao) -> SimSwapResult {
        let Ok(bought) = Self::quote_buy(netuid, tao, None, Fee::Charged) else { return REFUSED };
        let paid = bought.spent.checked_sub(bought.fee).unwrap_or(Tao::ZERO);
        let at_spot = Self::spot_price(netuid).and_then(|price| price.alpha_for_floor(paid).ok());
        SimSwapResult {
            tao_amount: paid,
            alpha_amount: bought.alpha,
            tao_fee: bought.fee,
            alpha_slippage: at_spot
                .and_then(|ideal| ideal.checked_sub(bought.alpha).ok())
                .unwrap_or(Alpha::ZERO),
            ..REFUSED
        }
    }

    /// What unstaking `alpha` would bring.
    pub fn simulate_sell(netuid: NetUid, alpha: Alpha) -> SimSwapResult {
        let Ok(sold) = Self::quote_sell(netuid, alpha, None, Fee::Charged) else { return REFUSED };
        let paid = sold.sold.checked_sub(sold.fee).unwrap_or(Alpha::ZERO);
        SimSwapResult {
            tao_amount: sold.tao,
            alpha_amount: paid,
            alpha_fee: sold.fee,
            tao_slippage: Self::worth(netuid, paid).checked_sub(sold.tao).unwrap_or(Tao::ZERO),
            ..REFUSED
        }
    }
}
