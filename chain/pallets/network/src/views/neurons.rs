//! Neurons, one by one.

use super::of_uid;
use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::{vec, vec::Vec};
use codec::Compact;
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_views::{NeuronInfo, NeuronInfoLite};

/// Rank of every neuron: no longer kept (yuma §1.8).
pub(super) const RANK: Compact<u16> = Compact(0);
/// Trust of every neuron: no longer kept (yuma §1.8).
pub(super) const TRUST: Compact<PerU16> = Compact(PerU16::ZERO);
/// Pruning score of every neuron: no longer kept (yuma §1.8).
pub(super) const PRUNING_SCORE: Compact<u16> = Compact(u16::MAX);

/// What the last epoch said of a subnet's neurons, by uid: read once, asked for each neuron.
pub(super) struct Verdicts {
    active: Vec<bool>,
    emission: Vec<Alpha>,
    incentive: Vec<PerU16>,
    consensus: Vec<PerU16>,
    validator_trust: Vec<PerU16>,
    dividends: Vec<PerU16>,
    last_update: Vec<u64>,
    validator_permit: Vec<bool>,
}

impl Verdicts {
    pub(super) fn read<T: Config>(netuid: NetUid) -> Self {
        let index = NetUidStorageIndex::from(netuid);
        Self {
            active: Active::<T>::get(netuid),
            emission: Emission::<T>::get(netuid),
            incentive: Incentive::<T>::get(index),
            consensus: Consensus::<T>::get(netuid),
            validator_trust: ValidatorTrust::<T>::get(netuid),
            dividends: Dividends::<T>::get(netuid),
            last_update: LastUpdate::<T>::get(index),
            validator_permit: ValidatorPermit::<T>::get(netuid),
        }
    }

    pub(super) fn active(&self, uid: u16) -> bool {
        of_uid(&self.active, uid)
    }

    pub(super) fn emission(&self, uid: u16) -> Compact<Alpha> {
        Compact(of_uid(&self.emission, uid))
    }

    pub(super) fn incentive(&self, uid: u16) -> Compact<PerU16> {
        Compact(of_uid(&self.incentive, uid))
    }

    pub(super) fn consensus(&self, uid: u16) -> Compact<PerU16> {
        Compact(of_uid(&self.consensus, uid))
    }

    pub(super) fn dividends(&self, uid: u16) -> Compact<PerU16> {
        Compact(of_uid(&self.dividends, uid))
    }

    pub(super) fn last_update(&self, uid: u16) -> Compact<u64> {
        Compact(of_uid(&self.last_update, uid))
    }

    pub(super) fn validator_permit(&self, uid: u16) -> bool {
        of_uid(&self.validator_permit, uid)
    }
}

impl<T: Config> Pallet<T> {
    /// All neurons of a subnet, by uid.
    pub fn neurons(netuid: NetUid) -> Vec<NeuronInfo<T::AccountId>> {
        let verdicts = Verdicts::read::<T>(netuid);
        (0..SubnetworkN::<T>::get(netuid)).filter_map(|uid| Self::neuron_by(&verdicts, netuid, uid)).collect()
    }

    /// A neuron; `None` when nobody has the uid.
    pub fn neuron(netuid: NetUid, uid: u16) -> Option<NeuronInfo<T::AccountId>> {
        Self::neuron_by(&Verdicts::read::<T>(netuid), netuid, uid)
    }

    /// All neurons of a subnet, by uid, without weights and bonds.
    pub fn neurons_lite(netuid: NetUid) -> Vec<NeuronInfoLite<T::AccountId>> {
        let verdicts = Verdicts::read::<T>(netuid);
        (0..SubnetworkN::<T>::get(netuid))
            .filter_map(|uid| Self::neuron_lite_by(&verdicts, netuid, uid))
            .collect()
    }

    /// A neuron without weights and bonds; `None` when nobody has the uid.
    pub fn neuron_lite(netuid: NetUid, uid: u16) -> Option<NeuronInfoLite<T::AccountId>> {
        Self::neuron_lite_by(&Verdicts::read::<T>(netuid), netuid, uid)
    }

    fn neuron_lite_by(verdicts: &Verdicts, netuid: NetUid, uid: u16) -> Option<NeuronInfoLite<T::AccountId>> {
        let hotkey = Keys::<T>::try_get(netuid, uid).ok()?;
        let coldkey = Owner::<T>::get(&hotkey);
        Some(NeuronInfoLite {
            uid: Compact(uid),
            netuid: Compact(netuid),
            active: verdicts.active(uid),
            axon_info: Axons::<T>::get(netuid, &hotkey).unwrap_or_default(),
            prometheus_info: Prometheus::<T>::get(netuid, &hotkey).unwrap_or_default(),
            stake: vec![(coldkey.clone(), Compact(TotalHotkeyAlpha::<T>::get(&hotkey, netuid)))],
            rank: RANK,
            emission: verdicts.emission(uid),
            incentive: verdicts.incentive(uid),
            consensus: verdicts.consensus(uid),
            trust: TRUST,
            validator_trust: Compact(of_uid(&verdicts.validator_trust, uid)),
            dividends: verdicts.dividends(uid),
            last_update: verdicts.last_update(uid),
            validator_permit: verdicts.validator_permit(uid),
            pruning_score: PRUNING_SCORE,
            hotkey,
            coldkey,
        })
    }

    fn neuron_by(verdicts: &Verdicts, netuid: NetUid, uid: u16) -> Option<NeuronInfo<T::AccountId>> {
        let lite = Self::neuron_lite_by(verdicts, netuid, uid)?;
        let index = NetUidStorageIndex::from(netuid);
        Some(NeuronInfo {
            hotkey: lite.hotkey,
            coldkey: lite.coldkey,
            uid: lite.uid,
            netuid: lite.netuid,
            active: lite.active,
            axon_info: lite.axon_info,
            prometheus_info: lite.prometheus_info,
            stake: lite.stake,
            rank: lite.rank,
            emission: lite.emission,
            incentive: lite.incentive,
            consensus: lite.consensus,
            trust: lite.trust,
            validator_trust: lite.validator_trust,
            dividends: lite.dividends,
            last_update: lite.last_update,
            validator_permit: lite.validator_permit,
            weights: compact_row(Weights::<T>::get(index, uid)),
            bonds: compact_row(Bonds::<T>::get(index, uid)),
            pruning_score: lite.pruning_score,
        })
    }
}

fn compact_row(row: Vec<(u16, u16)>) -> Vec<(Compact<u16>, Compact<u16>)> {
    row.into_iter().map(|(uid, value)| (Compact(uid), Compact(value))).collect()
}
