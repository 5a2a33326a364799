//! Dividends that are given over block by block (docs/decisions/0026). They are in the share pool from the epoch on, and a
//! holder's from block to block: nothing is written in between, a pool that is read knows what has been given over.

use crate::{ledger::set_amount, pallet::*};
use frame_support::pallet_prelude::*;
use myelin_stake::{Vesting, VestingPool};
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// The share pool of a hotkey on a subnet, and what its holders do not own yet. Root's dividends are TAO, and theirs
    /// at once.
    pub(crate) fn vesting_pool(hotkey: &T::AccountId, netuid: NetUid) -> VestingPool {
        let vesting = match netuid.is_root() {
            true => Vesting::default(),
            false => DividendVesting::<T>::get(netuid, hotkey),
        };
        VestingPool { pool: Self::share_pool(hotkey, netuid), vesting, now: Self::now() }
    }

    /// Writes what has become of a pool that was read in this block; the pool itself only where it has changed.
    pub(super) fn write_vesting_pool(
        hotkey: &T::AccountId,
        netuid: NetUid,
        before: &VestingPool,
        after: &VestingPool,
    ) -> DispatchResult {
        if before.vesting != after.vesting {
            match after.vesting == Vesting::default() {
                true => DividendVesting::<T>::remove(netuid, hotkey),
                false => DividendVesting::<T>::insert(netuid, hotkey, after.vesting),
            }
        }
        Self::write_share_pool(hotkey, netuid, &after.pool)
    }

    /// `amount` of dividends joins the share pool, and is its holders' when a tempo has gone by; where nobody stakes, the
    /// hotkey's owner receives it.
    pub(crate) fn vest_dividend(hotkey: &T::AccountId, netuid: NetUid, amount: Alpha) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        let before = Self::vesting_pool(hotkey, netuid);
        if netuid.is_root() || before.pool.shares == 0 {
            return Self::credit_stakers(hotkey, netuid, amount);
        }
        let mut pool = before;
        pool.pour(amount, Tempo::<T>::get(netuid).into()).map_err(Self::share_error)?;
        Self::write_vesting_pool(hotkey, netuid, &before, &pool)?;
        TotalAlphaStaked::<T>::try_mutate(netuid, |total| {
            set_amount::<T, _>(total, total.checked_add(amount))
        })
    }

    /// Dividends that a holder did not wait for go to the next epoch. Left in the pool, they would belong to a rao that
    /// stayed, or to whoever stakes next.
    pub(super) fn return_dividends(netuid: NetUid, forfeited: Alpha) -> DispatchResult {
        if forfeited.is_zero() {
            return Ok(());
        }
        PendingValidatorEmission::<T>::try_mutate(netuid, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(forfeited))
        })
    }

    /// All dividends are the holders': the subnet is at its end, and its alpha is counted.
    pub(crate) fn vest_at_once(hotkey: &T::AccountId, netuid: NetUid) {
        DividendVesting::<T>::remove(netuid, hotkey);
    }

    /// What is to be given over goes with its share pool to another hotkey, which has none.
    pub(super) fn rename_vesting(old: &T::AccountId, new: &T::AccountId, netuid: NetUid) {
        DividendVesting::<T>::swap(netuid, old, netuid, new);
    }
}
