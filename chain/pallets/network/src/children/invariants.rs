//! What always holds of families.

use super::{MAX_CHILDREN, MAX_PARENTS};
use crate::{invariants::Broken, pallet::*};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// Parents and children name each other with the same part, nobody is both, nobody lends more than the whole, no
    /// list is too long, and the list of members is complete.
    pub(crate) fn check_families() -> Result<(), Broken> {
        // Families of a subnet that is being removed go one by one.
        let kept = |netuid: NetUid| !Self::is_cleared(netuid);
        for (hotkey, netuid, children) in ChildKeys::<T>::iter().filter(|(_, netuid, _)| kept(*netuid)) {
            let whole = children.iter().try_fold(0u64, |sum, (part, _)| sum.checked_add(*part));
            let mirrored = children.iter().all(|(part, child)| {
                ParentKeys::<T>::get(child, netuid).iter().any(|(p, parent)| p == part && *parent == hotkey)
            });
            let is_both = ParentKeys::<T>::contains_key(&hotkey, netuid);
            let listed = FamilyMembers::<T>::contains_key(netuid, &hotkey);
            if whole.is_none() || !mirrored || is_both || !listed || children.len() > MAX_CHILDREN {
                return Err(Broken::Family(netuid));
            }
        }
        for (hotkey, netuid, parents) in ParentKeys::<T>::iter().filter(|(_, netuid, _)| kept(*netuid)) {
            let mirrored = parents.iter().all(|(part, parent)| {
                ChildKeys::<T>::get(parent, netuid).iter().any(|(p, child)| p == part && *child == hotkey)
            });
            let listed = FamilyMembers::<T>::contains_key(netuid, &hotkey);
            if !mirrored || !listed || parents.len() > MAX_PARENTS {
                return Err(Broken::Family(netuid));
            }
        }
        Ok(())
    }
}
