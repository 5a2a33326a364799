//! What an epoch looks at, read from storage once: what is the same for all mechanisms, and the votes of each.

use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::{collections::BTreeMap, vec::Vec};
use myelin_stake::{inherit, Backing, Loan};
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_yuma::{Inputs, Liquid, Profile};

/// What the mechanisms of a subnet share. Index is the uid.
pub struct EpochState<AccountId> {
    /// Hotkeys; behind those with a uid, parents that have none here and are paid with the others.
    pub hotkeys: Vec<AccountId>,
    /// What each votes with.
    pub backings: Vec<Backing>,
    /// What each has from its parents, with each parent's place in `hotkeys`.
    pub loans: Vec<Vec<(usize, Loan)>>,
    /// Stake weights, 32 fractional bits.
    pub stake: Vec<u128>,
    /// Blocks of registration.
    pub registered_at: Vec<u64>,
    /// Permits of the last epoch.
    pub permits: Vec<bool>,
    /// Uid of the owner's hotkey, if it has one.
    pub owner_uid: Option<u16>,
}

/// What is said in one mechanism. Index is the uid.
pub struct Votes {
    /// Blocks of the last weights.
    pub last_update: Vec<u64>,
    /// Weights of those who may set them; others' rows are empty.
    pub weights: Vec<Vec<(u16, u16)>>,
    /// Blocks of the earliest commits that can still be revealed; empty where weights are open.
    pub first_commit: Vec<u64>,
    /// Bonds of the same.
    pub bonds: Vec<Vec<(u16, u16)>>,
}

/// Hotkeys that an epoch pays, and their own stakes, each read once.
struct Recipients<T: Config> {
    hotkeys: Vec<T::AccountId>,
    known: BTreeMap<T::AccountId, (usize, Backing)>,
    netuid: NetUid,
}

impl<T: Config> Recipients<T> {
    fn place(&mut self, hotkey: T::AccountId) -> (usize, Backing) {
        if let Some(known) = self.known.get(&hotkey) {
            return *known;
        }
        let found = (self.hotkeys.len(), Pallet::<T>::own_backing(&hotkey, self.netuid));
        self.hotkeys.push(hotkey.clone());
        self.known.insert(hotkey, found);
        found
    }
}

impl<T: Config> Pallet<T> {
    /// Reads a subnet's epoch state.
    pub fn epoch_state(netuid: NetUid) -> EpochState<T::AccountId> {
        let mut recipients = Recipients::<T> { hotkeys: Vec::new(), known: BTreeMap::new(), netuid };
        let neurons = Self::hotkeys(netuid);
        neurons.iter().for_each(|hotkey| {
            recipients.place(hotkey.clone());
        });
        let burn = CKBurn::<T>::get();
        let families: Vec<(Backing, Vec<(usize, Loan)>)> =
            neurons.iter().map(|hotkey| Self::family_of(hotkey, burn, &mut recipients)).collect();
        let (backings, loans): (Vec<Backing>, Vec<Vec<(usize, Loan)>>) = families.into_iter().unzip();
        let weight = Self::tao_weight();
        let mut permits = ValidatorPermit::<T>::get(netuid);
        permits.resize(neurons.len(), false);
        EpochState {
            stake: backings.iter().map(|backing| backing.weight(weight).bits()).collect(),
            registered_at: (0u16..)
                .take(neurons.len())
                .map(|uid| BlockAtRegistration::<T>::get(netuid, uid))
                .collect(),
            hotkeys: recipients.hotkeys,
            backings,
            loans,
            permits,
            owner_uid: Uids::<T>::get(netuid, SubnetOwnerHotkey::<T>::get(netuid)),
        }
    }

    /// What a hotkey votes with, and which of it is its parents'. Parents of its own coldkey leave it nothing.
    fn family_of(
        hotkey: &T::AccountId,
        burn: u64,
        recipients: &mut Recipients<T>,
    ) -> (Backing, Vec<(usize, Loan)>) {
        let netuid = recipients.netuid;
        let (_, own) = recipients.place(hotkey.clone());
        // One look instead of two: most have neither children nor parents.
        if !FamilyMembers::<T>::contains_key(netuid, hotkey) {
            return (own, Vec::new());
        }
        let given: Vec<u64> = ChildKeys::<T>::get(hotkey, netuid).into_iter().map(|(part, _)| part).collect();
        let parents = ParentKeys::<T>::get(hotkey, netuid);
        if parents.is_empty() {
            return (inherit(own, &given, []), Vec::new());
        }
        let (take, coldkey) = (Self::childkey_take_of(hotkey, netuid), Owner::<T>::get(hotkey));
        let loans: Vec<(usize, Loan)> = parents
            .into_iter()
            .map(|(part, parent)| {
                let is_kin = Owner::<T>::get(&parent) == coldkey;
                let (take, burn) = if is_kin { (PerU16::ZERO, 0) } else { (take, burn) };
                let (place, stake) = recipients.place(parent);
                (place, Loan { backing: stake.part_floor(part), take, burn })
            })
            .collect();
        (inherit(own, &given, loans.iter().map(|(_, loan)| loan.backing)), loans)
    }

    /// Reads what is said in a mechanism: rows only of those whose votes can count.
    pub fn epoch_votes(index: NetUidStorageIndex, state: &EpochState<T::AccountId>) -> Votes {
        let votes = |uid: u16| {
            let permitted = state.permits.get(usize::from(uid)).copied().unwrap_or(false);
            permitted || state.owner_uid == Some(uid)
        };
        let row = |read: &dyn Fn(u16) -> Vec<(u16, u16)>| {
            let uids = (0u16..).take(state.stake.len());
            uids.map(|uid| if votes(uid) { read(uid) } else { Vec::new() }).collect::<Vec<_>>()
        };
        Votes {
            last_update: LastUpdate::<T>::get(index),
            weights: row(&|uid| Weights::<T>::get(index, uid)),
            bonds: row(&|uid| Bonds::<T>::get(index, uid)),
            first_commit: Self::first_commits(index, state, votes),
        }
    }

    /// The settings of liquid alpha, where it is on.
    fn liquid_alpha(netuid: NetUid) -> Option<Liquid> {
        LiquidAlphaOn::<T>::get(netuid).then(|| {
            let (low, high) = AlphaValues::<T>::get(netuid);
            Liquid { low, high, steepness: AlphaSigmoidSteepness::<T>::get(netuid) }
        })
    }

    /// The inputs of Yuma Consensus for a mechanism of a subnet, `emission` being what its epoch shares out.
    pub fn epoch_inputs<'a>(
        netuid: NetUid,
        state: &'a EpochState<T::AccountId>,
        votes: &'a Votes,
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
            liquid: Self::liquid_alpha(netuid),
            max_validators: MaxAllowedValidators::<T>::get(netuid),
            stake_threshold: StakeThreshold::<T>::get(),
            owner_uid: state.owner_uid,
            stake: &state.stake,
            last_update: &votes.last_update,
            registered_at: &state.registered_at,
            first_commit: &votes.first_commit,
            permits: &state.permits,
            weights: &votes.weights,
            bonds: &votes.bonds,
            emission: emission.rao(),
            profile: Profile::Reference,
        }
    }
}
