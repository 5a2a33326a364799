//! Dividends that are given over block by block (docs/decisions/0026). They are in the share pool from the epoch on, and a
//! holder's from block to block: nothing is written in between, a pool that is read knows what has been given over.

use crate::{ledger::set_amount, pallet::*};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::*;
use myelin_stake::{flowing_span, Vesting, VestingPool};
use myelin_units::{Alpha, NetUid};
use myelin_yuma::clock::MOST_BLOCKS_WITHOUT_STEP;

/// When a subnet last paid dividends, and when these are all given over.
#[derive(
    Copy, Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Payday {
    /// The block of the epoch that paid them.
    pub at: u64,
    /// The block in which the last of them is its holders'.
    pub until: u64,
}

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

    /// Whether dividends that an earlier epoch paid are still being given over. Then the epoch at hand pays none: what was
    /// bought since then has paid for the earlier ones, and would have to wait with them for what it has paid for.
    pub(crate) fn dividends_wait(netuid: NetUid) -> bool {
        LastPayday::<T>::get(netuid).is_some_and(|last| Self::now() < last.until)
    }

    /// Dividends are paid in this block.
    pub(crate) fn begin_payday(netuid: NetUid) {
        let (at, tempo): (u64, u64) = (Self::now(), Tempo::<T>::get(netuid).into());
        let gathered = match LastPayday::<T>::get(netuid) {
            Some(last) => at.saturating_sub(last.at),
            // The first: nothing gathers before the subnet takes part in emission, and all since then may have, whatever
            // the tempo is by now.
            None => {
                let first = FirstEmissionBlockNumber::<T>::get(netuid).unwrap_or(0);
                at.saturating_sub(first).saturating_add(1)
            }
        };
        let span = flowing_span(gathered.min(MOST_BLOCKS_WITHOUT_STEP), tempo);
        LastPayday::<T>::insert(netuid, Payday { at, until: at.saturating_add(span) });
    }

    /// `amount` of this payday's dividends joins the share pool, and becomes its holders'; where nobody stakes, the hotkey's
    /// owner receives it.
    pub(crate) fn vest_dividend(hotkey: &T::AccountId, netuid: NetUid, amount: Alpha) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        let before = Self::vesting_pool(hotkey, netuid);
        if netuid.is_root() || before.pool.shares == 0 {
            return Self::credit_stakers(hotkey, netuid, amount);
        }
        let until = LastPayday::<T>::get(netuid).map_or(0, |last| last.until);
        let (mut pool, span) = (before, until.saturating_sub(Self::now()));
        pool.pour(amount, span).map_err(Self::share_error)?;
        Self::write_vesting_pool(hotkey, netuid, &before, &pool)?;
        TotalAlphaStaked::<T>::try_mutate(netuid, |total| {
            set_amount::<T, _>(total, total.checked_add(amount))
        })
    }

    /// Dividends that a holder did not wait for go to the next epoch, as do those that an epoch may not pay. Left in the
    /// pool, they would belong to a rao that stayed, or to whoever stakes next.
    pub(crate) fn return_dividends(netuid: NetUid, forfeited: Alpha) -> DispatchResult {
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
