//! The precise profile of a subnet (decision 17): the digits of its bonds beyond the 16 that clients read.
//!
//! `Bonds` stays what it is for readers, and what decides whether a bond is there: digits under a bond that was deleted or
//! changed since count for nothing.

use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::vec::Vec;
use myelin_units::NetUid;
use myelin_yuma::precise::refine;

impl<T: Config> Pallet<T> {
    /// Switches the precise profile of a subnet on, from its bonds as they are, or off, which forgets the digits.
    pub fn put_precise_yuma(netuid: NetUid, enabled: bool) {
        if enabled {
            return PreciseYuma::<T>::insert(netuid, true);
        }
        PreciseYuma::<T>::remove(netuid);
        for index in Self::mechanism_indexes(netuid) {
            let _ = PreciseBonds::<T>::clear_prefix(index, crate::neurons::MOST_UIDS.into(), None);
        }
    }

    /// The bonds of a mechanism with all their digits, if the subnet is precise.
    pub(crate) fn fine_bonds(
        netuid: NetUid,
        index: NetUidStorageIndex,
        bonds: &[Vec<(u16, u16)>],
    ) -> Option<Vec<Vec<(u16, u32)>>> {
        let row = |(uid, row): (u16, &Vec<(u16, u16)>)| match row.is_empty() {
            true => Vec::new(),
            false => refine(row, &PreciseBonds::<T>::get(index, uid)),
        };
        PreciseYuma::<T>::get(netuid).then(|| (0u16..).zip(bonds).map(row).collect())
    }

    /// Writes the digits down; `before` says who had any.
    pub(crate) fn store_fine_bonds(
        index: NetUidStorageIndex,
        before: &[Vec<(u16, u32)>],
        after: Vec<Vec<(u16, u32)>>,
    ) {
        for ((uid, row), before) in (0u16..).zip(after).zip(before) {
            match (row.is_empty(), before.is_empty()) {
                (false, _) if row != *before => PreciseBonds::<T>::insert(index, uid, row),
                (true, false) => PreciseBonds::<T>::remove(index, uid),
                _ => {}
            }
        }
    }
}
