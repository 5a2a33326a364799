//! A subnet at a glance.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{NetUid, Tao};
use scale_info::TypeInfo;

use crate::identity::SubnetIdentityV3;

/// A subnet at a glance, the older form. `emission_values` has its plural on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetInfo<AccountId> {
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Steepness of the historical trust curve; Yuma no longer reads it.
    pub rho: Compact<u16>,
    /// Share of stake that must stand behind a weight, over 65,535.
    pub kappa: Compact<u16>,
    /// Proof-of-work difficulty; work no longer registers.
    pub difficulty: Compact<u64>,
    /// Blocks during which a new neuron is not pruned.
    pub immunity_period: Compact<u16>,
    /// Most validator permits.
    pub max_allowed_validators: Compact<u16>,
    /// Fewest weights in a row.
    pub min_allowed_weights: Compact<u16>,
    /// Largest share of a row one uid may get, over 65,535; 65,535 is no limit.
    pub max_weights_limit: Compact<u16>,
    /// Historical, 50.
    pub scaling_law_power: Compact<u16>,
    /// Neurons registered now.
    pub subnetwork_n: Compact<u16>,
    /// Most neurons.
    pub max_allowed_uids: Compact<u16>,
    /// Blocks since the last epoch.
    pub blocks_since_last_step: Compact<u64>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Historical, 0.
    pub network_modality: Compact<u16>,
    /// Historical, empty.
    pub network_connect: Vec<[u16; 2]>,
    /// TAO of the last block that went to the subnet, rao.
    pub emission_values: Compact<u64>,
    /// What a registration costs now, rao.
    pub burn: Compact<Tao>,
    /// Coldkey of the owner.
    pub owner: AccountId,
}

/// A subnet at a glance, with its identity.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetInfoV2<AccountId> {
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Steepness of the historical trust curve; Yuma no longer reads it.
    pub rho: Compact<u16>,
    /// Share of stake that must stand behind a weight, over 65,535.
    pub kappa: Compact<u16>,
    /// Proof-of-work difficulty; work no longer registers.
    pub difficulty: Compact<u64>,
    /// Blocks during which a new neuron is not pruned.
    pub immunity_period: Compact<u16>,
    /// Most validator permits.
    pub max_allowed_validators: Compact<u16>,
    /// Fewest weights in a row.
    pub min_allowed_weights: Compact<u16>,
    /// Largest share of a row one uid may get, over 65,535; 65,535 is no limit.
    pub max_weights_limit: Compact<u16>,
    /// Historical, 50.
    pub scaling_law_power: Compact<u16>,
    /// Neurons registered now.
    pub subnetwork_n: Compact<u16>,
    /// Most neurons.
    pub max_allowed_uids: Compact<u16>,
    /// Blocks since the last epoch.
    pub blocks_since_last_step: Compact<u64>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Historical, 0.
    pub network_modality: Compact<u16>,
    /// Historical, empty.
    pub network_connect: Vec<[u16; 2]>,
    /// TAO of the last block that went to the subnet, rao.
    pub emission_value: Compact<u64>,
    /// What a registration costs now, rao.
    pub burn: Compact<Tao>,
    /// Coldkey of the owner.
    pub owner: AccountId,
    /// What the owner says about it.
    pub identity: Option<SubnetIdentityV3>,
}
