//! The neurons of a subnet without its parameters.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use scale_info::TypeInfo;

/// The neurons of a subnet, one list a quantity, indexed by uid.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetState<AccountId> {
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Hotkey of each uid.
    pub hotkeys: Vec<AccountId>,
    /// Coldkey of each uid.
    pub coldkeys: Vec<AccountId>,
    /// Activity of each uid at the last epoch.
    pub active: Vec<bool>,
    /// Which uids may set weights on others.
    pub validator_permit: Vec<bool>,
    /// 65,535 for each uid: no longer kept (yuma §1.8).
    pub pruning_score: Vec<Compact<u16>>,
    /// Block of the last weights of each uid.
    pub last_update: Vec<Compact<u64>>,
    /// What the last epoch assigned to each uid, alpha rao.
    pub emission: Vec<Compact<Alpha>>,
    /// Share of the validators' pot of each uid, over 65,535.
    pub dividends: Vec<Compact<PerU16>>,
    /// Share of the miners' pot of each uid, over 65,535.
    pub incentives: Vec<Compact<PerU16>>,
    /// The quantile of the weights on each uid, over 65,535.
    pub consensus: Vec<Compact<PerU16>>,
    /// 0 for each uid: no longer kept (yuma §1.8).
    pub trust: Vec<Compact<PerU16>>,
    /// 0 for each uid: no longer kept (yuma §1.8).
    pub rank: Vec<Compact<u16>>,
    /// Block each uid was registered in.
    pub block_at_registration: Vec<Compact<u64>>,
    /// Own alpha of each hotkey, rao.
    pub alpha_stake: Vec<Compact<Alpha>>,
    /// Root stake of each hotkey, not weighted, rao.
    pub tao_stake: Vec<Compact<Tao>>,
    /// Stake weight of each hotkey: alpha plus root times the TAO weight, floor, rao.
    pub total_stake: Vec<Compact<Tao>>,
    /// Emission of each uid on earlier epochs: not kept, empty.
    pub emission_history: Vec<Vec<Compact<Alpha>>>,
}
