//! Subnets at a glance, and what a place for one costs.

use crate::pallet::*;
use alloc::{format, vec::Vec};
use codec::Compact;
use myelin_units::NetUid;
use myelin_views::{SubnetInfo, SubnetInfoV2};

/// What no rule reads any more but old readers print.
const SCALING_LAW_POWER: u16 = 50;
/// As above.
const NETWORK_MODALITY: u16 = 0;

impl<T: Config> Pallet<T> {
    /// All subnets at a glance, the older form.
    pub fn subnets_info() -> Vec<Option<SubnetInfo<T::AccountId>>> {
        Self::of_every_subnet(Self::subnet_info)
    }

    /// All subnets at a glance.
    pub fn subnets_info_v2() -> Vec<Option<SubnetInfoV2<T::AccountId>>> {
        Self::of_every_subnet(Self::subnet_info_v2)
    }

    /// A subnet at a glance, the older form.
    pub fn subnet_info(netuid: NetUid) -> Option<SubnetInfo<T::AccountId>> {
        let info = Self::subnet_info_v2(netuid)?;
        Some(SubnetInfo {
            netuid: info.netuid,
            rho: info.rho,
            kappa: info.kappa,
            difficulty: info.difficulty,
            immunity_period: info.immunity_period,
            max_allowed_validators: info.max_allowed_validators,
            min_allowed_weights: info.min_allowed_weights,
            max_weights_limit: info.max_weights_limit,
            scaling_law_power: info.scaling_law_power,
            subnetwork_n: info.subnetwork_n,
            max_allowed_uids: info.max_allowed_uids,
            blocks_since_last_step: info.blocks_since_last_step,
            tempo: info.tempo,
            network_modality: info.network_modality,
            network_connect: info.network_connect,
            emission_values: info.emission_value,
            burn: info.burn,
            owner: info.owner,
        })
    }

    /// A subnet at a glance.
    pub fn subnet_info_v2(netuid: NetUid) -> Option<SubnetInfoV2<T::AccountId>> {
        NetworksAdded::<T>::get(netuid).then(|| SubnetInfoV2 {
            netuid: Compact(netuid),
            rho: Compact(Rho::<T>::get(netuid)),
            kappa: Compact(Kappa::<T>::get(netuid)),
            difficulty: Compact(Difficulty::<T>::get(netuid)),
            immunity_period: Compact(ImmunityPeriod::<T>::get(netuid)),
            max_allowed_validators: Compact(MaxAllowedValidators::<T>::get(netuid)),
            min_allowed_weights: Compact(MinAllowedWeights::<T>::get(netuid)),
            max_weights_limit: Compact(MaxWeightsLimit::<T>::get(netuid)),
            scaling_law_power: Compact(SCALING_LAW_POWER),
            subnetwork_n: Compact(SubnetworkN::<T>::get(netuid)),
            max_allowed_uids: Compact(MaxAllowedUids::<T>::get(netuid)),
            blocks_since_last_step: Compact(BlocksSinceLastStep::<T>::get(netuid)),
            tempo: Compact(Tempo::<T>::get(netuid)),
            network_modality: Compact(NETWORK_MODALITY),
            network_connect: Vec::new(),
            emission_value: Compact(Self::tao_of_last_block(netuid)),
            burn: Compact(Burn::<T>::get(netuid)),
            owner: SubnetOwner::<T>::get(netuid),
            identity: SubnetIdentitiesV3::<T>::get(netuid),
        })
    }

    /// The account that holds a subnet's TAO; `None` when the subnet does not exist.
    pub fn account_of_subnet(netuid: NetUid) -> Option<T::AccountId> {
        NetworksAdded::<T>::get(netuid).then(|| Self::subnet_account(netuid))
    }

    /// Block of a subnet's next epoch; `None` where none runs: without a subnet, without a tempo, on root.
    pub fn next_epoch_start(netuid: NetUid) -> Option<u64> {
        let runs = NetworksAdded::<T>::get(netuid) && !netuid.is_root();
        runs.then(|| Self::next_epoch_block(netuid)).flatten()
    }

    /// TAO of the last block that went to a subnet, into its pool or into buying its alpha, rao.
    pub(super) fn tao_of_last_block(netuid: NetUid) -> u64 {
        let injected = SubnetTaoInEmission::<T>::get(netuid);
        injected.checked_add(SubnetExcessTao::<T>::get(netuid)).unwrap_or(injected).rao()
    }

    /// Name of a subnet: what its owner says, else its number.
    pub(super) fn subnet_name(netuid: NetUid) -> Vec<u8> {
        match SubnetIdentitiesV3::<T>::get(netuid).map(|identity| identity.subnet_name) {
            Some(name) if !name.is_empty() => name,
            _ if netuid.is_root() => b"root".to_vec(),
            _ => format!("subnet {}", netuid.number()).into_bytes(),
        }
    }
}
