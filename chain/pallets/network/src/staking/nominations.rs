//! Small nominations: a position of someone who does not own the hotkey, worth less than the minimum, is sold for its
//! holder (economics §4.3). It happens where one is left over, and to all of them, so many a block, when governance
//! raises the minimum.

use super::market::Fee;
use crate::pallet::*;
use alloc::vec::Vec;
use frame_support::storage::with_storage_layer;
use myelin_units::{NetUid, Tao};

/// Positions looked at in one block while a sweep is on.
pub const POSITIONS_PER_BLOCK: usize = 16;

impl<T: Config> Pallet<T> {
    /// Governance sets the least worth of a nomination, in rao. Raised, it holds for those that exist, too.
    pub fn set_nomination_minimum(least: u64) {
        if least > NominatorMinRequiredStake::<T>::get() {
            NominationSweep::<T>::put(Vec::<u8>::new());
        }
        NominatorMinRequiredStake::<T>::put(least);
    }

    /// A nominator's position worth less than the minimum is sold whole, without a fee: the sale is not its holder's
    /// wish. If it cannot be sold (the pool is at its reserve), everything stays as it is: nothing is lost.
    pub(crate) fn sweep_small_nomination(coldkey: &T::AccountId, hotkey: &T::AccountId, netuid: NetUid) {
        let least = NominatorMinRequiredStake::<T>::get();
        // Where nothing trades, nothing is sold: a subnet that is being dissolved counts what everybody has.
        if least == 0 || Owner::<T>::get(hotkey) == *coldkey || Self::ensure_tradable(netuid).is_err() {
            return;
        }
        let held = Self::stake_of(hotkey, coldkey, netuid);
        let worth =
            Self::spot_price(netuid).and_then(|price| price.tao_for_floor(held).ok()).unwrap_or(Tao::ZERO);
        if held.is_zero() || worth.rao() >= least {
            return;
        }
        let _ = with_storage_layer(|| {
            let sold = Self::quote_sell(netuid, held, None, Fee::Waived)?;
            Self::fill_unstake(coldkey, hotkey, netuid, &sold)
        });
    }

    /// Goes on with the sweep, if one is on. Returns how many positions were looked at.
    pub(crate) fn sweep_nominations() -> usize {
        let Some(last) = NominationSweep::<T>::get() else { return 0 };
        let from_the_first = last.is_empty();
        let mut positions =
            if from_the_first { Positions::<T>::iter_keys() } else { Positions::<T>::iter_keys_from(last) };
        let batch: Vec<_> = positions.by_ref().take(POSITIONS_PER_BLOCK).collect();
        match batch.last() {
            Some(key) if batch.len() == POSITIONS_PER_BLOCK => {
                NominationSweep::<T>::put(Positions::<T>::hashed_key_for(key));
            }
            _ => NominationSweep::<T>::kill(),
        }
        for (hotkey, coldkey, netuid) in &batch {
            Self::sweep_small_nomination(coldkey, hotkey, *netuid);
        }
        batch.len()
    }
}
