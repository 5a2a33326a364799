//! What may be done only once in a while, and when it was done last.

use crate::pallet::*;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::TypeInfo;
use myelin_units::NetUid;

/// What is limited: the wire's names and indexes.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo)]
pub enum RateLimitKey<AccountId> {
    /// Change of the hotkey that receives a subnet owner's cut.
    #[codec(index = 0)]
    SetSNOwnerHotkey(NetUid),
    /// Change of one parameter by a subnet's owner.
    #[codec(index = 1)]
    OwnerHyperparamUpdate(NetUid, Hyperparameter),
    /// Registration of a subnet.
    #[codec(index = 2)]
    NetworkLastRegistered,
    /// A rate-limited transaction of an account.
    #[codec(index = 3)]
    LastTxBlock(AccountId),
    /// Change of what a hotkey keeps as a child.
    #[codec(index = 4)]
    LastTxBlockChildKeyTake(AccountId),
    /// Raise of what a hotkey keeps as a delegate.
    #[codec(index = 5)]
    LastTxBlockDelegateTake(AccountId),
    /// Purchase of alpha to burn it.
    #[codec(index = 6)]
    AddStakeBurn(NetUid),
}

/// A parameter whose changes by the owner are limited, each apart: the wire's names and indexes.
#[allow(missing_docs)] // The variants are the names of the parameters.
#[derive(
    Copy, Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum Hyperparameter {
    #[codec(index = 0)]
    Unknown,
    #[codec(index = 1)]
    ServingRateLimit,
    #[codec(index = 2)]
    MaxDifficulty,
    #[codec(index = 3)]
    AdjustmentAlpha,
    #[codec(index = 4)]
    MaxWeightLimit,
    #[codec(index = 5)]
    ImmunityPeriod,
    #[codec(index = 6)]
    MinAllowedWeights,
    #[codec(index = 7)]
    Kappa,
    #[codec(index = 8)]
    Rho,
    #[codec(index = 9)]
    ActivityCutoff,
    #[codec(index = 10)]
    PowRegistrationAllowed,
    #[codec(index = 11)]
    MinBurn,
    #[codec(index = 12)]
    MaxBurn,
    #[codec(index = 13)]
    BondsMovingAverage,
    #[codec(index = 14)]
    BondsPenalty,
    #[codec(index = 15)]
    CommitRevealEnabled,
    #[codec(index = 16)]
    LiquidAlphaEnabled,
    #[codec(index = 17)]
    AlphaValues,
    #[codec(index = 18)]
    WeightCommitInterval,
    #[codec(index = 19)]
    TransferEnabled,
    #[codec(index = 20)]
    AlphaSigmoidSteepness,
    #[codec(index = 21)]
    Yuma3Enabled,
    #[codec(index = 22)]
    BondsResetEnabled,
    #[codec(index = 23)]
    ImmuneNeuronLimit,
    #[codec(index = 24)]
    RecycleOrBurn,
    #[codec(index = 25)]
    MaxAllowedUids,
    #[codec(index = 26)]
    BurnHalfLife,
    #[codec(index = 27)]
    BurnIncreaseMult,
    #[codec(index = 28)]
    SubnetEmissionEnabled,
    #[codec(index = 29)]
    MinChildkeyTake,
    #[codec(index = 30)]
    ActivityCutoffFactorMilli,
    #[codec(index = 31)]
    TriggerEpoch,
    #[codec(index = 32)]
    CollateralLockShare,
    #[codec(index = 33)]
    CollateralDrainRatio,
    #[codec(index = 34)]
    LiquidAlphaConsensusMode,
}

/// What an owner does that has a limit of its own, by account: the third key of `TransactionKeyLastBlock`. The wire
/// has the map but no reader, so the numbers are ours.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum OwnerTransaction {
    /// Change of the version key of weights.
    WeightsVersionKey,
    /// Change of the tempo.
    Tempo,
    /// Choice of children, counted by hotkey.
    SetChildren,
    /// Raise of what a child keeps, counted by hotkey.
    ChildkeyTake,
    /// Change of the number of mechanisms.
    MechanismCount,
    /// Change of how mechanisms share the emission.
    MechanismSplit,
}

impl OwnerTransaction {
    /// The number that stands for it in storage.
    pub const fn number(self) -> u16 {
        match self {
            Self::WeightsVersionKey => 0,
            Self::Tempo => 1,
            Self::SetChildren => 2,
            Self::ChildkeyTake => 3,
            Self::MechanismCount => 4,
            Self::MechanismSplit => 5,
        }
    }
}

/// Whether `limit` blocks have gone by since `last`; the first use, which leaves `last` at 0, is free.
pub const fn elapsed(last: u64, now: u64, limit: u64) -> bool {
    last == 0 || now.saturating_sub(last) >= limit
}

impl<T: Config> Pallet<T> {
    /// Block of the last use; 0 when never used.
    pub fn last_use(key: &RateLimitKey<T::AccountId>) -> u64 {
        LastRateLimitedBlock::<T>::get(key)
    }

    /// Whether `limit` blocks have gone by since the last use; the first use is free.
    pub fn passed(key: &RateLimitKey<T::AccountId>, limit: u64) -> bool {
        elapsed(Self::last_use(key), Self::now(), limit)
    }

    /// Counts a use in this block.
    pub fn use_now(key: &RateLimitKey<T::AccountId>) {
        LastRateLimitedBlock::<T>::insert(key, Self::now());
    }

    /// As [`Self::passed`], for what an account does on a subnet.
    pub fn transaction_passed(
        who: &T::AccountId,
        netuid: NetUid,
        what: OwnerTransaction,
        limit: u64,
    ) -> bool {
        elapsed(TransactionKeyLastBlock::<T>::get((who, netuid, what.number())), Self::now(), limit)
    }

    /// As [`Self::use_now`], for what an account does on a subnet.
    pub fn transaction_now(who: &T::AccountId, netuid: NetUid, what: OwnerTransaction) {
        TransactionKeyLastBlock::<T>::insert((who, netuid, what.number()), Self::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limit_should_pass_when_never_used_or_old_enough() {
        assert!(elapsed(0, 1, 100));
        assert!(elapsed(5, 105, 100));
        assert!(!elapsed(5, 104, 100));
        assert!(elapsed(5, 5, 0));
        // A last use in the future, which a migration could leave, does not wrap round.
        assert!(!elapsed(9, 5, 1));
    }

    #[test]
    fn keys_should_encode_as_the_wire_has_them() {
        let netuid = NetUid::new(258);
        assert_eq!(RateLimitKey::<u64>::SetSNOwnerHotkey(netuid).encode(), [0, 2, 1]);
        let update = RateLimitKey::<u64>::OwnerHyperparamUpdate(netuid, Hyperparameter::TriggerEpoch);
        assert_eq!(update.encode(), [1, 2, 1, 31]);
        assert_eq!(RateLimitKey::<u64>::NetworkLastRegistered.encode(), [2]);
        assert_eq!(RateLimitKey::<u8>::LastTxBlockDelegateTake(7).encode(), [5, 7]);
        assert_eq!(Hyperparameter::LiquidAlphaConsensusMode.encode(), [34]);
    }
}
