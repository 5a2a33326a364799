//! What must hold of queues of commits, for `invariants.rs`.

use super::{commits::MOST_COMMITS, NetUidStorageIndex, MECHANISM_STRIDE};
use crate::{invariants::Broken, pallet::*};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// Every queue of hashes is that of a neuron, with a seat for each entry, and no longer than it may be.
    pub(crate) fn check_commits() -> Result<(), Broken> {
        for (index, hotkey, commits) in WeightCommits::<T>::iter() {
            let netuid = netuid_of(index);
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
        match WeightCommitSeats::<T>::iter_keys()
            .find(|(index, who)| !WeightCommits::<T>::contains_key(index, who))
        {
            Some((index, _)) => Err(Broken::Commits(index.0)),
            None => Ok(()),
        }
    }
}

/// The subnet of a mechanism.
const fn netuid_of(index: NetUidStorageIndex) -> NetUid {
    NetUid::new(index.0 % MECHANISM_STRIDE)
}
