//! Alpha that ceases to exist, and alpha that nobody owns (economics §2.9, §4.3).
//!
//! Recycled alpha leaves the books: the alpha curve steps back and emits it again. Burned alpha stays outside the pool
//! for good, on the protocol's account, and nobody can sell it.

use super::Limit;
use crate::{ledger::set_amount, pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{Alpha, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// Alpha that was pending, staked or bought ceases to exist. Whoever calls has taken it from where it was.
    pub(crate) fn recycle_alpha_out(netuid: NetUid, alpha: Alpha) -> DispatchResult {
        if alpha.is_zero() {
            return Ok(());
        }
        SubnetAlphaOut::<T>::try_mutate(netuid, |out| set_amount::<T, _>(out, out.checked_sub(alpha)))
    }

    /// Alpha that was pending, staked or bought stays in existence and is nobody's. Whoever calls has taken it from
    /// where it was.
    pub(crate) fn leave_to_nobody(netuid: NetUid, alpha: Alpha) -> DispatchResult {
        SubnetProtocolAlpha::<T>::try_mutate(netuid, |own| set_amount::<T, _>(own, own.checked_add(alpha)))
    }

    /// Destroys `amount` of a position.
    pub fn recycle_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        Self::ensure_may_destroy(coldkey, hotkey, netuid, amount)?;
        ensure!(SubnetAlphaOut::<T>::get(netuid) >= amount, Error::<T>::NotEnoughAlphaOutToRecycle);
        with_storage_layer(|| {
            Self::withdraw_stake(hotkey, coldkey, netuid, amount)?;
            Self::recycle_alpha_out(netuid, amount)?;
            Self::deposit_event(Event::AlphaRecycled(coldkey.clone(), hotkey.clone(), amount, netuid));
            Ok(())
        })
    }

    /// Gives up `amount` of a position; nobody has it then.
    pub fn burn_stake(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        Self::ensure_may_destroy(coldkey, hotkey, netuid, amount)?;
        with_storage_layer(|| {
            Self::withdraw_stake(hotkey, coldkey, netuid, amount)?;
            Self::leave_to_nobody(netuid, amount)?;
            Self::deposit_event(Event::AlphaBurned(coldkey.clone(), hotkey.clone(), amount, netuid));
            Ok(())
        })
    }

    /// A position on a subnet, not on root, that holds as much. More than it holds is refused, not cut: what is
    /// destroyed does not come back.
    fn ensure_may_destroy(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        ensure!(!netuid.is_root(), Error::<T>::CannotBurnOrRecycleOnRootSubnet);
        Self::ensure_tradable(netuid)?;
        Self::ensure_hotkey_exists(hotkey)?;
        ensure!(!amount.is_zero(), Error::<T>::AmountTooLow);
        let held = Self::stake_of(hotkey, coldkey, netuid);
        ensure!(held >= amount, Error::<T>::NotEnoughStakeToWithdraw);
        Ok(())
    }

    /// Buys alpha with `amount` of TAO, all of it at a final price of `limit` rao at most, and leaves it to nobody: a
    /// gift to all holders. The hotkey is whose work it honours; it receives nothing.
    pub fn buy_and_burn(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        amount: Tao,
        limit: Option<Tao>,
    ) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        ensure!(!netuid.is_root(), Error::<T>::CannotBurnOrRecycleOnRootSubnet);
        let limit = limit.map(|price| Limit::new(price, false));
        let bought = Self::quote_stake(coldkey, hotkey, netuid, amount, limit)?;
        with_storage_layer(|| {
            Self::fill_buy(coldkey, netuid, &bought)?;
            Self::leave_to_nobody(netuid, bought.alpha)?;
            Self::deposit_event(Event::AddStakeBurn {
                netuid,
                hotkey: hotkey.clone(),
                amount: bought.spent,
                alpha: bought.alpha,
            });
            Ok(())
        })
    }
}
