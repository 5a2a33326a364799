//! Forgetting the bonds on a miner, which it asks for by a commitment (yuma.md §1.10, §3.8).

use crate::pallet::*;
use alloc::vec::Vec;
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// Deletes every stored bond on the hotkey's uid, in every mechanism of the subnet, at once. Returns how many rows
    /// held one; nothing where the subnet does not allow it or the hotkey has no uid.
    ///
    /// Only rows that are stored are read, at most one a uid and mechanism.
    pub fn reset_bonds_on(netuid: NetUid, hotkey: &T::AccountId) -> Option<u32> {
        let allowed = BondsResetOn::<T>::get(netuid);
        let miner = Uids::<T>::get(netuid, hotkey).filter(|_| allowed)?;
        let mut changed = 0u32;
        for index in Self::mechanism_indexes(netuid) {
            let held: Vec<(u16, Vec<(u16, u16)>)> = Bonds::<T>::iter_prefix(index)
                .filter(|(_, row)| row.iter().any(|(target, _)| *target == miner))
                .collect();
            changed = changed.saturating_add(u32::try_from(held.len()).unwrap_or(u32::MAX));
            for (uid, row) in held {
                let rest: Vec<(u16, u16)> = row.into_iter().filter(|(target, _)| *target != miner).collect();
                match rest.is_empty() {
                    true => Bonds::<T>::remove(index, uid),
                    false => Bonds::<T>::insert(index, uid, rest),
                }
            }
        }
        Some(changed)
    }

    /// The most rows of bonds that a reset on the subnet reads and writes: one a uid and mechanism.
    pub fn most_bond_rows(netuid: NetUid) -> u64 {
        let mechanisms = u64::try_from(Self::mechanism_indexes(netuid).count()).unwrap_or(u64::MAX);
        u64::from(SubnetworkN::<T>::get(netuid)).saturating_mul(mechanisms)
    }
}
