//! What must hold of queues of commits, for `invariants.rs`.

use super::{commits::MOST_COMMITS, NetUidStorageIndex};
use crate::{invariants::Broken, pallet::*};

impl<T: Config> Pallet<T> {
    /// Every queue of hashes is that of a neuron, with a seat for each entry, and no longer than it may be.
    pub(crate) fn check_commits() -> Result<(), Broken> {
        Self::check_sealed()?;
        for (index, hotkey, commits) in WeightCommits::<T>::iter() {
            let netuid = index.netuid();
            if !NetworksAdded::<T>::get(netuid) {
                continue;
            }
            let seats = WeightCommitSeats::<T>::get(index, &hotkey);
            let is_here = Uids::<T>::contains_key(netuid, &hotkey);
            let its = Self::hash_commits(&hotkey, netuid, index).len();
            let whole = commits.len() == seats.len() && commits.len() == its;
            if !is_here || !whole || !(1..=MOST_COMMITS).contains(&its) {
                return Err(Broken::Commits(index.0));
            }
        }
        let lost = |(index, who): &(NetUidStorageIndex, T::AccountId)| {
            NetworksAdded::<T>::get(index.netuid()) && !WeightCommits::<T>::contains_key(index, who)
        };
        match WeightCommitSeats::<T>::iter_keys().find(lost) {
            Some((index, _)) => Err(Broken::Commits(index.0)),
            None => Ok(()),
        }
    }

    /// Every queue of sealed rows has a seat for each entry, of the same block and round, and no uid has more entries
    /// than it may, whoever had it.
    fn check_sealed() -> Result<(), Broken> {
        for (index, epoch, rows) in TimelockedWeightCommits::<T>::iter() {
            if !NetworksAdded::<T>::get(index.netuid()) {
                continue;
            }
            let seats = TimelockedCommitSeats::<T>::get(index, epoch);
            let agree = rows.len() == seats.len()
                && rows.iter().zip(&seats).all(|(row, seat)| (row.1, row.3) == (seat.block, seat.round));
            let crowded = seats.iter().any(|one| {
                seats.iter().filter(|other| other.seat.uid == one.seat.uid).count() > MOST_COMMITS
            });
            if !agree || seats.is_empty() || crowded {
                return Err(Broken::Commits(index.0));
            }
        }
        let lost = |(index, epoch): &(NetUidStorageIndex, u64)| {
            NetworksAdded::<T>::get(index.netuid())
                && !TimelockedWeightCommits::<T>::contains_key(index, epoch)
        };
        match TimelockedCommitSeats::<T>::iter_keys().find(lost) {
            Some((index, _)) => Err(Broken::Commits(index.0)),
            None => Ok(()),
        }
    }
}
