//! The neurons of a subnet, one list a quantity.

use super::neurons::{Verdicts, PRUNING_SCORE, RANK, TRUST};
use crate::pallet::*;
use alloc::vec::Vec;
use codec::Compact;
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::SubnetState;

/// What stands behind a neuron's consensus: alpha, root stake, and their weighted sum (yuma §1.3), rao.
pub(super) struct Backing {
    pub(super) alpha: Alpha,
    pub(super) root: Tao,
    pub(super) total: Tao,
}

impl<T: Config> Pallet<T> {
    /// The neurons of a subnet; `None` when it does not exist.
    pub fn subnet_state(netuid: NetUid) -> Option<SubnetState<T::AccountId>> {
        if !NetworksAdded::<T>::get(netuid) {
            return None;
        }
        let verdicts = Verdicts::read::<T>(netuid);
        let uids = || 0..SubnetworkN::<T>::get(netuid);
        let hotkeys = Self::hotkeys(netuid);
        let backings: Vec<_> = hotkeys.iter().map(|hotkey| Self::backing(hotkey, netuid)).collect();
        Some(SubnetState {
            netuid: Compact(netuid),
            coldkeys: hotkeys.iter().map(Owner::<T>::get).collect(),
            active: uids().map(|uid| verdicts.active(uid)).collect(),
            validator_permit: uids().map(|uid| verdicts.validator_permit(uid)).collect(),
            pruning_score: uids().map(|_| PRUNING_SCORE).collect(),
            last_update: uids().map(|uid| verdicts.last_update(uid)).collect(),
            emission: uids().map(|uid| verdicts.emission(uid)).collect(),
            dividends: uids().map(|uid| verdicts.dividends(uid)).collect(),
            incentives: uids().map(|uid| verdicts.incentive(uid)).collect(),
            consensus: uids().map(|uid| verdicts.consensus(uid)).collect(),
            trust: uids().map(|_| TRUST).collect(),
            rank: uids().map(|_| RANK).collect(),
            block_at_registration: uids()
                .map(|uid| Compact(BlockAtRegistration::<T>::get(netuid, uid)))
                .collect(),
            alpha_stake: backings.iter().map(|backing| Compact(backing.alpha)).collect(),
            tao_stake: backings.iter().map(|backing| Compact(backing.root)).collect(),
            total_stake: backings.iter().map(|backing| Compact(backing.total)).collect(),
            emission_history: Vec::new(),
            hotkeys,
        })
    }

    pub(super) fn backing(hotkey: &T::AccountId, netuid: NetUid) -> Backing {
        Backing {
            alpha: TotalHotkeyAlpha::<T>::get(hotkey, netuid),
            root: Self::root_tao(TotalHotkeyAlpha::<T>::get(hotkey, NetUid::ROOT)),
            total: Tao::new(Self::stake_weight_of(hotkey, netuid).floor()),
        }
    }
}
