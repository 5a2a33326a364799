//! The part of a root dividend that is kept as alpha.

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_stake::take_floor;
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// Of a hotkey's root dividend, sets aside the part of those who keep: by their part of its root stake, rounded
    /// down, the fraction given with the next. The hotkey's owner has its take of it, in alpha. Returns the part.
    pub(crate) fn keep_root_dividend(
        hotkey: &T::AccountId,
        netuid: NetUid,
        dividend: Alpha,
    ) -> Result<Alpha, DispatchError> {
        let stake = KeptRootStake::<T>::get(hotkey);
        if stake.is_zero() {
            return Ok(Alpha::ZERO);
        }
        let all = TotalHotkeyAlpha::<T>::get(hotkey, NetUid::ROOT);
        let (part, take) = RootPots::<T>::try_mutate(hotkey, |pots| {
            let pot = pots.entry(netuid).or_default();
            let part = pot.part_of(dividend, stake, all).map_err(Self::accrual_error)?;
            let (take, rest) = take_floor(part, Self::take_of(hotkey));
            pot.credit(rest, stake).map_err(Self::accrual_error)?;
            Self::raise_unclaimed(netuid, rest)?;
            Ok::<_, DispatchError>((part, take))
        })?;
        Self::publish_root_rate(hotkey, netuid);
        Self::deposit_stake(hotkey, &Owner::<T>::get(hotkey), netuid, take)?;
        Ok(part)
    }

    /// What is left of a dividend once a part has been set aside.
    pub(crate) fn less(dividend: Alpha, part: Alpha) -> Result<Alpha, DispatchError> {
        dividend.checked_sub(part).map_err(|_| Error::<T>::Overflow.into())
    }
}
