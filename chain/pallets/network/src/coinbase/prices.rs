//! Moving prices. The wire keeps 32 fractional bits, which is too coarse: small steps upwards are lost while steps
//! downwards are not (economics §2.3). The next 32 bits stand beside them, and a script that writes the wire's value
//! still sets what the chain uses.

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

    pub(crate) fn write_moving_price(netuid: NetUid, price: Price) {
        let bits = price.bits();
        // 96 bits always fit; the lower 32 are what the mask leaves.
        let high = i128::try_from(bits >> 32).unwrap_or(i128::MAX);
        let low = u32::try_from(bits & u128::from(u32::MAX)).unwrap_or(u32::MAX);
        SubnetMovingPrice::<T>::insert(netuid, FixedI128 { bits: high });
        MovingPriceFraction::<T>::insert(netuid, low);
    }

    /// One block's step of a started subnet's moving price towards its spot price.
    pub(crate) fn move_price(netuid: NetUid) {
        let (Some(spot), Some(first)) =
            (Self::spot_price(netuid), FirstEmissionBlockNumber::<T>::get(netuid))
        else {
            return;
        };
        let age = Self::now().saturating_add(1).saturating_sub(first);
        let weight = u64::try_from(SubnetMovingAlpha::<T>::get().bits).unwrap_or(0);
        let halving = EMAPriceHalvingBlocks::<T>::get(netuid);
        Self::write_moving_price(
            netuid,
            moving_price(Self::moving_price(netuid), spot, age, halving, weight),
        );
    }
}
