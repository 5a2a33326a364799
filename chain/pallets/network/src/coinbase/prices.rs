//! Moving prices. The wire keeps 32 fractional bits, which is too coarse: small steps upwards are lost while steps
//! downwards are not (economics §2.3). The next 32 bits stand beside them, and a script that writes the wire's value
//! still sets what the chain uses.

use super::Market;
use crate::pallet::*;
use myelin_emission::moving_price;
use myelin_units::{NetUid, Price};
use myelin_views::fixed::FixedI128;

impl<T: Config> Pallet<T> {
    /// The moving price of a subnet's alpha. A negative value, which only raw storage can hold, counts as zero.
    pub fn moving_price(netuid: NetUid) -> Price {
        let high = u128::try_from(SubnetMovingPrice::<T>::get(netuid).bits).unwrap_or(0).min(u128::MAX >> 32);
        Price::from_bits((high << 32) | u128::from(MovingPriceFraction::<T>::get(netuid)))
    }

    /// Writes a moving price. The wire's half of it moves rarely.
    fn write_moving_price(netuid: NetUid, before: Price, price: Price) {
        let halves = |price: Price| (price.bits() >> 32, price.bits() & u128::from(u32::MAX));
        let ((high_before, low_before), (high, low)) = (halves(before), halves(price));
        if high != high_before {
            // 96 bits always fit.
            let bits = i128::try_from(high).unwrap_or(i128::MAX);
            SubnetMovingPrice::<T>::insert(netuid, FixedI128 { bits });
        }
        if low != low_before {
            MovingPriceFraction::<T>::insert(netuid, u32::try_from(low).unwrap_or(u32::MAX));
        }
    }

    /// One block's step of a started subnet's moving price towards its spot price.
    pub(crate) fn move_price(market: &Market, now: u64, weight: u64) {
        let Some(spot) = market.pool.price() else { return };
        let age = now.saturating_add(1).saturating_sub(market.first);
        let halving = EMAPriceHalvingBlocks::<T>::get(market.netuid);
        let moved = moving_price(market.price, spot, age, halving, weight);
        Self::write_moving_price(market.netuid, market.price, moved);
    }

    /// Weight of a block in moving prices, over 2^32.
    pub(crate) fn moving_weight() -> u64 {
        u64::try_from(SubnetMovingAlpha::<T>::get().bits).unwrap_or(0)
    }
}
