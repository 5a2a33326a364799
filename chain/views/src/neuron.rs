//! Neurons: what they announce and what the last epoch said of them.

use alloc::vec::Vec;
use codec::{Compact, Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use myelin_units::{Alpha, NetUid, PerU16};
use scale_info::TypeInfo;
use sp_runtime::{traits::ConstU32, BoundedVec};

/// Where a neuron answers requests.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct AxonInfo {
    /// Block it was announced in.
    pub block: u64,
    /// Version of the software that announced it.
    pub version: u32,
    /// Address: IPv4 in the low 32 bits, or IPv6.
    pub ip: u128,
    /// Port, never 0.
    pub port: u16,
    /// 4 or 6.
    pub ip_type: u8,
    /// Protocol number chosen by the software.
    pub protocol: u8,
    /// Free for the software.
    pub placeholder1: u8,
    /// Free for the software.
    pub placeholder2: u8,
}

/// Where a neuron publishes measurements.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct PrometheusInfo {
    /// Block it was announced in.
    pub block: u64,
    /// Version of the software that announced it.
    pub version: u32,
    /// Address: IPv4 in the low 32 bits, or IPv6.
    pub ip: u128,
    /// Port, never 0.
    pub port: u16,
    /// 4 or 6.
    pub ip_type: u8,
}

/// Bytes a certificate's key may have.
pub const CERTIFICATE_KEY_BYTES: u32 = 64;

/// The key a neuron's server proves itself with.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct NeuronCertificate {
    /// The key, at most 64 bytes.
    pub public_key: BoundedVec<u8, ConstU32<CERTIFICATE_KEY_BYTES>>,
    /// Which algorithm the key is for.
    pub algorithm: u8,
}

/// A neuron with its weights and bonds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct NeuronInfo<AccountId> {
    /// The key that works for the neuron.
    pub hotkey: AccountId,
    /// The key that owns the hotkey.
    pub coldkey: AccountId,
    /// Seat of the neuron in its subnet.
    pub uid: Compact<u16>,
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Whether it set weights within the activity cutoff of the last epoch (yuma §1.2).
    pub active: bool,
    /// Where it answers requests.
    pub axon_info: AxonInfo,
    /// Where it publishes measurements.
    pub prometheus_info: PrometheusInfo,
    /// All alpha on the hotkey in the subnet, told as one entry under its coldkey, rao.
    pub stake: Vec<(AccountId, Compact<Alpha>)>,
    /// Always 0: the rank of a neuron is no longer kept (yuma §1.8).
    pub rank: Compact<u16>,
    /// What the last epoch assigned to the neuron, alpha rao.
    pub emission: Compact<Alpha>,
    /// Share of the miners' pot, over 65,535.
    pub incentive: Compact<PerU16>,
    /// The quantile its weights were cut at, over 65,535.
    pub consensus: Compact<PerU16>,
    /// Always 0: trust is no longer kept (yuma §1.8).
    pub trust: Compact<PerU16>,
    /// Sum of its weights that survived the cut, over 65,535.
    pub validator_trust: Compact<PerU16>,
    /// Share of the validators' pot, over 65,535.
    pub dividends: Compact<PerU16>,
    /// Block of its last weights or of its registration.
    pub last_update: Compact<u64>,
    /// Whether it may set weights on others.
    pub validator_permit: bool,
    /// Its row of weights: target uid and weight, the largest being 65,535.
    pub weights: Vec<(Compact<u16>, Compact<u16>)>,
    /// Its row of bonds: target uid and bond.
    pub bonds: Vec<(Compact<u16>, Compact<u16>)>,
    /// Always 65,535: the emission decides who is pruned (yuma §1.8).
    pub pruning_score: Compact<u16>,
}

/// A neuron without its weights and bonds.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct NeuronInfoLite<AccountId> {
    /// The key that works for the neuron.
    pub hotkey: AccountId,
    /// The key that owns the hotkey.
    pub coldkey: AccountId,
    /// Seat of the neuron in its subnet.
    pub uid: Compact<u16>,
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Whether it set weights within the activity cutoff of the last epoch (yuma §1.2).
    pub active: bool,
    /// Where it answers requests.
    pub axon_info: AxonInfo,
    /// Where it publishes measurements.
    pub prometheus_info: PrometheusInfo,
    /// All alpha on the hotkey in the subnet, told as one entry under its coldkey, rao.
    pub stake: Vec<(AccountId, Compact<Alpha>)>,
    /// Always 0: the rank of a neuron is no longer kept (yuma §1.8).
    pub rank: Compact<u16>,
    /// What the last epoch assigned to the neuron, alpha rao.
    pub emission: Compact<Alpha>,
    /// Share of the miners' pot, over 65,535.
    pub incentive: Compact<PerU16>,
    /// The quantile its weights were cut at, over 65,535.
    pub consensus: Compact<PerU16>,
    /// Always 0: trust is no longer kept (yuma §1.8).
    pub trust: Compact<PerU16>,
    /// Sum of its weights that survived the cut, over 65,535.
    pub validator_trust: Compact<PerU16>,
    /// Share of the validators' pot, over 65,535.
    pub dividends: Compact<PerU16>,
    /// Block of its last weights or of its registration.
    pub last_update: Compact<u64>,
    /// Whether it may set weights on others.
    pub validator_permit: bool,
    /// Always 65,535: the emission decides who is pruned (yuma §1.8).
    pub pruning_score: Compact<u16>,
}
