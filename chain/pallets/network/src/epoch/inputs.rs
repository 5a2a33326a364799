//! What an epoch looks at, read from storage once.

use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::vec::Vec;
use myelin_units::{Alpha, NetUid};
use myelin_yuma::Inputs;

/// The vectors that [`Inputs`] borrows. Index is the uid.
pub struct EpochState<AccountId> {
    /// Hotkeys.
    pub hotkeys: Vec<AccountId>,
    /// Stake weights, 32 fractional bits.
    pub stake: Vec<u128>,
    /// Blocks of the last weights.
    pub last_update: Vec<u64>,
    /// Blocks of registration.
    pub registered_at: Vec<u64>,
    /// Permits of the last epoch.
    pub permits: Vec<bool>,
    /// Weights of those who may set them; others' rows are empty.
    pub weights: Vec<Vec<(u16, u16)>>,
    /// Bonds of the same.
    pub bonds: Vec<Vec<(u16, u16)>>,
    /// Uid of the owner's hotkey, if it has one.
    pub owner_uid: Option<u16>,
}

impl<T: Config> Pallet<T> {
    /// Reads a subnet's epoch state. Rows are read only of those whose votes can count.
    pub fn epoch_state(netuid: NetUid) -> EpochState<T::AccountId> {
        let index = NetUidStorageIndex::from(netuid);
        let hotkeys = Self::hotkeys(netuid);
        let n = hotkeys.len();
        let owner_uid = Uids::<T>::get(netuid, SubnetOwnerHotkey::<T>::get(netuid));
        let mut permits = ValidatorPermit::<T>::get(netuid);
        permits.resize(n, false);
        let votes =
            |uid: u16| permits.get(usize::from(uid)).copied().unwrap_or(false) || owner_uid == Some(uid);
        let uids = || (0u16..).take(n);
        let row = |read: &dyn Fn(u16) -> Vec<(u16, u16)>| {
            uids().map(|uid| if votes(uid) { read(uid) } else { Vec::new() }).collect::<Vec<_>>()
        };
        let weights = row(&|uid| Weights::<T>::get(index, uid));
        let bonds = row(&|uid| Bonds::<T>::get(index, uid));
        EpochState {
            stake: hotkeys.iter().map(|hotkey| Self::stake_weight_of(hotkey, netuid).bits()).collect(),
            last_update: LastUpdate::<T>::get(index),
            registered_at: uids().map(|uid| BlockAtRegistration::<T>::get(netuid, uid)).collect(),
            hotkeys,
            permits,
            weights,
            bonds,
            owner_uid,
        }
    }

    /// The inputs of Yuma Consensus for a subnet, `emission` being what the epoch shares out.
    pub fn epoch_inputs<'a>(
        netuid: NetUid,
        state: &'a EpochState<T::AccountId>,
        emission: Alpha,
    ) -> Inputs<'a> {
        Inputs {
            block: Self::now(),
            tempo: Tempo::<T>::get(netuid),
            last_epoch_block: LastMechansimStepBlock::<T>::get(netuid),
            activity_cutoff: Self::activity_cutoff(netuid),
            kappa: Kappa::<T>::get(netuid),
            bonds_penalty: BondsPenalty::<T>::get(netuid),
            bonds_moving_average: BondsMovingAverage::<T>::get(netuid),
            yuma3: Yuma3On::<T>::get(netuid),
            max_validators: MaxAllowedValidators::<T>::get(netuid),
            stake_threshold: StakeThreshold::<T>::get(),
            owner_uid: state.owner_uid,
            stake: &state.stake,
            last_update: &state.last_update,
            registered_at: &state.registered_at,
            permits: &state.permits,
            weights: &state.weights,
            bonds: &state.bonds,
            emission: emission.rao(),
        }
    }
}
