//! What a hotkey votes with.

use crate::pallet::*;
use myelin_stake::{inherit, Backing, StakeWeight};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// All stake on a hotkey, whoever votes with it.
    pub fn own_backing(hotkey: &T::AccountId, netuid: NetUid) -> Backing {
        Backing {
            alpha: TotalHotkeyAlpha::<T>::get(hotkey, netuid),
            root: TotalHotkeyAlpha::<T>::get(hotkey, NetUid::ROOT),
        }
    }

    /// What a hotkey votes with on a subnet: its own stake less what it lends, and what it is lent.
    pub fn voting_backing(hotkey: &T::AccountId, netuid: NetUid) -> Backing {
        let given: alloc::vec::Vec<u64> =
            ChildKeys::<T>::get(hotkey, netuid).into_iter().map(|(part, _)| part).collect();
        let lent = |(part, parent): (u64, T::AccountId)| Self::own_backing(&parent, netuid).part_floor(part);
        let received = ParentKeys::<T>::get(hotkey, netuid).into_iter().map(lent);
        inherit(Self::own_backing(hotkey, netuid), &given, received)
    }

    /// A hotkey's weight in a subnet's consensus: its alpha there and its root stake by `TaoWeight`, less what it lends
    /// to its children and with what its parents lend it (economics §4.4).
    pub fn stake_weight_of(hotkey: &T::AccountId, netuid: NetUid) -> StakeWeight {
        Self::voting_backing(hotkey, netuid).weight(Self::tao_weight())
    }
}
