//! Share pools: every move of stake ends here. The only functions that change positions (`renaming` changes the names on
//! them), and with them the wire's counters (`TotalHotkeyAlpha`, `TotalAlphaStaked`, `StakingHotkeys`).

use crate::{ledger::set_amount, pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_stake::{Holding, LeftBehind, ShareError, SharePool};
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// Alpha that a coldkey holds on a hotkey: in the share pool, and at root also what stands beside it.
    pub fn stake_of(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> Alpha {
        let pooled = Self::pooled_stake_of(hotkey, coldkey, netuid);
        if netuid.is_root() {
            // Both are parts of root's reserve, which is an amount.
            return pooled.checked_add(Self::kept_stake_of(hotkey, coldkey)).unwrap_or(pooled);
        }
        pooled
    }

    /// Alpha that a coldkey holds in a hotkey's share pool and may take out in this block.
    pub(crate) fn pooled_stake_of(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> Alpha {
        let holding = Positions::<T>::get((hotkey, coldkey, netuid));
        Self::vesting_pool(hotkey, netuid).value_of(&holding)
    }

    /// The share pool of a hotkey on a subnet, dividends that are not its holders' yet included. Kept root stake is
    /// beside it.
    pub(crate) fn share_pool(hotkey: &T::AccountId, netuid: NetUid) -> SharePool {
        let (shares, scale) = HotkeyShares::<T>::get(hotkey, netuid);
        let all = TotalHotkeyAlpha::<T>::get(hotkey, netuid);
        // More beside the pool than there is breaks the books; the audit tells.
        let value = all.checked_sub(Self::beside_the_pool(hotkey, netuid)).unwrap_or(Alpha::ZERO);
        SharePool { value, shares, scale }
    }

    fn beside_the_pool(hotkey: &T::AccountId, netuid: NetUid) -> Alpha {
        if netuid.is_root() {
            KeptRootStake::<T>::get(hotkey)
        } else {
            Alpha::ZERO
        }
    }

    /// `amount` joins a coldkey's position; at root on the side that the coldkey has chosen.
    pub(crate) fn deposit_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        if netuid.is_root() && !amount.is_zero() && Self::keeps_root(coldkey) {
            return Self::deposit_kept(hotkey, coldkey, amount);
        }
        Self::deposit_shares(hotkey, coldkey, netuid, amount)
    }

    /// `amount` leaves a coldkey's position; at root first from what stands beside the share pool.
    pub(crate) fn withdraw_stake(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        if !netuid.is_root() {
            return Self::withdraw_shares(hotkey, coldkey, netuid, amount);
        }
        let kept = Self::kept_stake_of(hotkey, coldkey).min(amount);
        let rest = amount.checked_sub(kept).map_err(|_| Error::<T>::Overflow)?;
        if !kept.is_zero() {
            Self::withdraw_kept(hotkey, coldkey, kept)?;
        }
        if rest.is_zero() && !kept.is_zero() {
            return Ok(());
        }
        Self::withdraw_shares(hotkey, coldkey, netuid, rest)
    }

    /// `amount` joins a coldkey's position in the share pool.
    pub(crate) fn deposit_shares(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        let before = Self::vesting_pool(hotkey, netuid);
        let mut pool = before;
        let mut holding = Positions::<T>::get((hotkey, coldkey, netuid));
        pool.deposit(&mut holding, amount).map_err(Self::share_error)?;
        Self::write_vesting_pool(hotkey, netuid, &before, &pool)?;
        Self::write_position(hotkey, coldkey, netuid, holding);
        TotalAlphaStaked::<T>::try_mutate(netuid, |total| {
            set_amount::<T, _>(total, total.checked_add(amount))
        })
    }

    /// `amount` leaves a coldkey's position in the share pool. What nobody can claim once the last share is gone is
    /// recycled; what dividends it did not wait for go to the next epoch.
    pub(crate) fn withdraw_shares(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        amount: Alpha,
    ) -> DispatchResult {
        let before = Self::vesting_pool(hotkey, netuid);
        let mut pool = before;
        let mut holding = Positions::<T>::get((hotkey, coldkey, netuid));
        let LeftBehind { dust, forfeited } =
            pool.withdraw(&mut holding, amount).map_err(Self::share_error)?;
        Self::write_vesting_pool(hotkey, netuid, &before, &pool)?;
        Self::write_position(hotkey, coldkey, netuid, holding);
        let gone = Alpha::checked_sum([amount, dust, forfeited]).map_err(|_| Error::<T>::Overflow)?;
        TotalAlphaStaked::<T>::try_mutate(netuid, |total| {
            set_amount::<T, _>(total, total.checked_sub(gone))
        })?;
        Self::return_dividends(netuid, forfeited)?;
        Self::recycle_dust(netuid, dust)
    }

    /// `amount` is shared at once by all who stake with a hotkey; where nobody does, its owner receives it.
    pub(crate) fn credit_stakers(hotkey: &T::AccountId, netuid: NetUid, amount: Alpha) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        let before = Self::vesting_pool(hotkey, netuid);
        let mut pool = before;
        match pool.credit(amount) {
            Ok(()) => {
                Self::write_vesting_pool(hotkey, netuid, &before, &pool)?;
                TotalAlphaStaked::<T>::try_mutate(netuid, |total| {
                    set_amount::<T, _>(total, total.checked_add(amount))
                })
            }
            Err(ShareError::NoHolders) => {
                Self::deposit_stake(hotkey, &Owner::<T>::get(hotkey), netuid, amount)
            }
            Err(error) => Err(Self::share_error(error)),
        }
    }

    fn recycle_dust(netuid: NetUid, dust: Alpha) -> DispatchResult {
        if dust.is_zero() {
            Ok(())
        } else if netuid.is_root() {
            Self::recycle_from_pool(netuid, Self::root_tao(dust))
        } else {
            SubnetAlphaOut::<T>::try_mutate(netuid, |out| set_amount::<T, _>(out, out.checked_sub(dust)))
        }
    }

    /// Writes a position, or removes it when nothing is held, and with it the lists that name it: the coldkey's hotkeys
    /// and the subnet's stakers. Nothing else writes `Positions`.
    pub(crate) fn write_position(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        holding: Holding,
    ) {
        let had = Positions::<T>::contains_key((hotkey, coldkey, netuid));
        if had == holding.is_empty() {
            Self::count_holder(hotkey, netuid, !had);
        }
        if holding.is_empty() {
            Positions::<T>::remove((hotkey, coldkey, netuid));
            Stakers::<T>::remove((netuid, coldkey, hotkey));
            return Self::forget_staking_hotkey(coldkey, hotkey);
        }
        // Root is never dissolved, so nobody has to find its stakers.
        if !netuid.is_root() && !had {
            Stakers::<T>::insert((netuid, coldkey, hotkey), ());
        }
        Positions::<T>::insert((hotkey, coldkey, netuid), holding);
        Self::remember_staking_hotkey(coldkey, hotkey);
    }

    /// A position begins or ends.
    fn count_holder(hotkey: &T::AccountId, netuid: NetUid, begins: bool) {
        Holders::<T>::mutate_exists(hotkey, netuid, |count| {
            let before = count.unwrap_or(0);
            let after = if begins { before.saturating_add(1) } else { before.saturating_sub(1) };
            *count = (after > 0).then_some(after);
        });
    }

    pub(super) fn write_share_pool(
        hotkey: &T::AccountId,
        netuid: NetUid,
        pool: &SharePool,
    ) -> DispatchResult {
        let beside = Self::beside_the_pool(hotkey, netuid);
        let all = pool.value.checked_add(beside).map_err(|_| Error::<T>::Overflow)?;
        if all.is_zero() {
            TotalHotkeyAlpha::<T>::remove(hotkey, netuid);
        } else {
            TotalHotkeyAlpha::<T>::insert(hotkey, netuid, all);
        }
        if pool.shares == 0 {
            HotkeyShares::<T>::remove(hotkey, netuid);
        } else {
            HotkeyShares::<T>::insert(hotkey, netuid, (pool.shares, pool.scale));
        }
        Ok(())
    }

    pub(crate) fn remember_staking_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) {
        StakingHotkeys::<T>::mutate(coldkey, |hotkeys| {
            if !hotkeys.contains(hotkey) {
                hotkeys.push(hotkey.clone());
            }
        });
    }

    /// A hotkey leaves the list when the coldkey's last position on it, on any subnet, is gone and nothing is owed.
    pub(crate) fn forget_staking_hotkey(coldkey: &T::AccountId, hotkey: &T::AccountId) {
        if Positions::<T>::iter_prefix((hotkey, coldkey)).next().is_some()
            || KeptRoot::<T>::contains_key(hotkey, coldkey)
        {
            return;
        }
        StakingHotkeys::<T>::mutate_exists(coldkey, |hotkeys| {
            let rest: alloc::vec::Vec<_> =
                hotkeys.take().unwrap_or_default().into_iter().filter(|h| h != hotkey).collect();
            *hotkeys = (!rest.is_empty()).then_some(rest);
        });
    }

    pub(super) fn share_error(error: ShareError) -> DispatchError {
        match error {
            ShareError::Insufficient { .. } => Error::<T>::NotEnoughStakeToWithdraw.into(),
            ShareError::TooSmall { .. } => Error::<T>::AmountTooLow.into(),
            _ => Error::<T>::Overflow.into(),
        }
    }
}
