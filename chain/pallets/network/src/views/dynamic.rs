//! The economy of a subnet.

use super::compact_text;
use crate::pallet::*;
use alloc::vec::Vec;
use codec::Compact;
use myelin_units::{Alpha, NetUid};
use myelin_views::DynamicInfo;

impl<T: Config> Pallet<T> {
    /// The economy of every subnet.
    pub fn all_dynamic_info() -> Vec<Option<DynamicInfo<T::AccountId>>> {
        Self::of_every_subnet(Self::dynamic_info)
    }

    /// The economy of a subnet; `None` when it does not exist.
    pub fn dynamic_info(netuid: NetUid) -> Option<DynamicInfo<T::AccountId>> {
        NetworksAdded::<T>::get(netuid).then(|| DynamicInfo {
            netuid: Compact(netuid),
            owner_hotkey: SubnetOwnerHotkey::<T>::get(netuid),
            owner_coldkey: SubnetOwner::<T>::get(netuid),
            subnet_name: compact_text(&Self::subnet_name(netuid)),
            token_symbol: compact_text(&TokenSymbol::<T>::get(netuid)),
            tempo: Compact(Tempo::<T>::get(netuid)),
            last_step: Compact(LastMechansimStepBlock::<T>::get(netuid)),
            blocks_since_last_step: Compact(BlocksSinceLastStep::<T>::get(netuid)),
            emission: Compact(Self::tao_of_last_block(netuid)),
            alpha_in: Compact(SubnetAlphaIn::<T>::get(netuid)),
            alpha_out: Compact(SubnetAlphaOut::<T>::get(netuid)),
            tao_in: Compact(SubnetTAO::<T>::get(netuid)),
            alpha_out_emission: Compact(SubnetAlphaOutEmission::<T>::get(netuid)),
            alpha_in_emission: Compact(SubnetAlphaInEmission::<T>::get(netuid)),
            tao_in_emission: Compact(SubnetTaoInEmission::<T>::get(netuid)),
            pending_alpha_emission: Compact(Self::pending_alpha(netuid)),
            pending_root_emission: Compact(Self::worth(netuid, PendingRootAlphaDivs::<T>::get(netuid))),
            subnet_volume: Compact(SubnetVolume::<T>::get(netuid)),
            network_registered_at: Compact(NetworkRegisteredAt::<T>::get(netuid)),
            subnet_identity: SubnetIdentitiesV3::<T>::get(netuid),
            moving_price: SubnetMovingPrice::<T>::get(netuid),
        })
    }

    /// Alpha that waits for the epoch's miners and validators.
    pub(super) fn pending_alpha(netuid: NetUid) -> Alpha {
        let miners = PendingServerEmission::<T>::get(netuid);
        miners.checked_add(PendingValidatorEmission::<T>::get(netuid)).unwrap_or(miners)
    }
}
