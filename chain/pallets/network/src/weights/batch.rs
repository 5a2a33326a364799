//! Setting weights on several subnets at once.

use super::set::{Row, Way};
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use codec::Compact;
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::NetUid;

/// A row as the batch call has it: pairs of uid and weight.
pub type Pairs = Vec<(Compact<u16>, Compact<u16>)>;

/// The pairs' uids, and their weights.
fn columns(pairs: &Pairs) -> (Vec<u16>, Vec<u16>) {
    pairs.iter().map(|(uid, value)| (uid.0, value.0)).unzip()
}

impl<T: Config> Pallet<T> {
    /// Stores a row on each of several subnets. An item that fails is told in an event and leaves nothing behind; the
    /// others go on (yuma.md §2.1).
    pub(crate) fn accept_weights_batch(
        hotkey: &T::AccountId,
        netuids: Vec<Compact<NetUid>>,
        rows: Vec<Pairs>,
        version_keys: Vec<Compact<u64>>,
    ) -> DispatchResult {
        Self::ensure_batch_lengths(&netuids, &rows, &version_keys)?;
        Self::act_on_each(hotkey, netuids, rows.iter().zip(&version_keys), |netuid, (pairs, version_key)| {
            let (uids, values) = columns(pairs);
            Self::accept_weights(hotkey, netuid, 0, &uids, &values, version_key.0)
        });
        Ok(())
    }

    /// The items of a batch, one a subnet, each by itself. One that fails is told in an event and leaves nothing behind;
    /// the others go on.
    pub(super) fn act_on_each<I>(
        hotkey: &T::AccountId,
        netuids: Vec<Compact<NetUid>>,
        items: impl IntoIterator<Item = I>,
        act: impl Fn(NetUid, I) -> DispatchResult,
    ) {
        let mut failed = false;
        for (netuid, item) in netuids.iter().zip(items) {
            if let Err(error) = with_storage_layer(|| act(netuid.0, item)) {
                failed = true;
                Self::deposit_event(Event::BatchWeightItemFailed(netuid.0, error));
            }
        }
        if failed {
            Self::deposit_event(Event::BatchCompletedWithErrors);
        }
        Self::deposit_event(Event::BatchWeightsCompleted(netuids, hotkey.clone()));
    }

    /// What the pool of transactions asks of a batch: that at least one item would be accepted. The error is that of
    /// the first item; a batch of nothing, or of more rows than there are subnets, is refused too: it would be free.
    pub(crate) fn ensure_batch(
        hotkey: &T::AccountId,
        netuids: &[Compact<NetUid>],
        rows: &[Pairs],
        version_keys: &[Compact<u64>],
    ) -> DispatchResult {
        Self::ensure_batch_lengths(netuids, rows, version_keys)?;
        // One row for each subnet is the most that can be of use; the call is free.
        let useful = 1..=usize::from(TotalNetworks::<T>::get());
        ensure!(useful.contains(&netuids.len()), Error::<T>::InputLengthsUnequal);
        let mut first = Ok(());
        for ((netuid, pairs), version_key) in netuids.iter().zip(rows).zip(version_keys) {
            let (uids, values) = columns(pairs);
            match Self::ensure_weights(
                hotkey,
                netuid.0,
                0,
                Row { uids: &uids, values: &values },
                version_key.0,
                Way::Open,
            ) {
                Ok(_) => return Ok(()),
                Err(error) => first = first.and(Err(error)),
            }
        }
        first
    }

    fn ensure_batch_lengths(
        netuids: &[Compact<NetUid>],
        rows: &[Pairs],
        version_keys: &[Compact<u64>],
    ) -> DispatchResult {
        let all_equal = netuids.len() == rows.len() && rows.len() == version_keys.len();
        ensure!(all_equal, Error::<T>::InputLengthsUnequal);
        Ok(())
    }
}
