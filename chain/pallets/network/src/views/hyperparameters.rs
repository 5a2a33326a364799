//! Hyperparameters, in the three forms clients have asked for (wire-surface §6).

use crate::pallet::*;
use alloc::{vec, vec::Vec};
use codec::Compact;
use myelin_units::{NetUid, Tao};
use myelin_views::{FixedI64, HyperparamEntry, HyperparamValue, SubnetHyperparams, SubnetHyperparamsV2};

impl<T: Config> Pallet<T> {
    /// First form; `None` when the subnet does not exist.
    pub fn subnet_hyperparams(netuid: NetUid) -> Option<SubnetHyperparams> {
        NetworksAdded::<T>::get(netuid).then(|| {
            let (alpha_low, alpha_high) = AlphaValues::<T>::get(netuid);
            SubnetHyperparams {
                rho: Compact(Rho::<T>::get(netuid)),
                kappa: Compact(Kappa::<T>::get(netuid)),
                immunity_period: Compact(ImmunityPeriod::<T>::get(netuid)),
                min_allowed_weights: Compact(MinAllowedWeights::<T>::get(netuid)),
                max_weights_limit: Compact(MaxWeightsLimit::<T>::get(netuid)),
                tempo: Compact(Tempo::<T>::get(netuid)),
                min_difficulty: Compact(MinDifficulty::<T>::get(netuid)),
                max_difficulty: Compact(MaxDifficulty::<T>::get(netuid)),
                weights_version: Compact(WeightsVersionKey::<T>::get(netuid)),
                weights_rate_limit: Compact(WeightsSetRateLimit::<T>::get(netuid)),
                adjustment_interval: Compact(AdjustmentInterval::<T>::get(netuid)),
                activity_cutoff: Compact(Self::activity_cutoff(netuid)),
                registration_allowed: NetworkRegistrationAllowed::<T>::get(netuid),
                target_regs_per_interval: Compact(TargetRegistrationsPerInterval::<T>::get(netuid)),
                min_burn: Compact(MinBurn::<T>::get(netuid)),
                max_burn: Compact(MaxBurn::<T>::get(netuid)),
                bonds_moving_avg: Compact(BondsMovingAverage::<T>::get(netuid)),
                max_regs_per_block: Compact(MaxRegistrationsPerBlock::<T>::get(netuid)),
                serving_rate_limit: Compact(ServingRateLimit::<T>::get(netuid)),
                max_validators: Compact(MaxAllowedValidators::<T>::get(netuid)),
                adjustment_alpha: Compact(AdjustmentAlpha::<T>::get(netuid)),
                difficulty: Compact(Difficulty::<T>::get(netuid)),
                commit_reveal_period: Compact(RevealPeriodEpochs::<T>::get(netuid)),
                commit_reveal_weights_enabled: CommitRevealWeightsEnabled::<T>::get(netuid),
                alpha_high: Compact(alpha_high),
                alpha_low: Compact(alpha_low),
                liquid_alpha_enabled: LiquidAlphaOn::<T>::get(netuid),
            }
        })
    }

    /// Second form; `None` when the subnet does not exist.
    pub fn subnet_hyperparams_v2(netuid: NetUid) -> Option<SubnetHyperparamsV2> {
        let first = Self::subnet_hyperparams(netuid)?;
        Some(SubnetHyperparamsV2 {
            rho: first.rho,
            kappa: first.kappa,
            immunity_period: first.immunity_period,
            min_allowed_weights: first.min_allowed_weights,
            max_weights_limit: first.max_weights_limit,
            tempo: first.tempo,
            min_difficulty: first.min_difficulty,
            max_difficulty: first.max_difficulty,
            weights_version: first.weights_version,
            weights_rate_limit: first.weights_rate_limit,
            adjustment_interval: first.adjustment_interval,
            activity_cutoff: first.activity_cutoff,
            registration_allowed: first.registration_allowed,
            target_regs_per_interval: first.target_regs_per_interval,
            min_burn: first.min_burn,
            max_burn: first.max_burn,
            bonds_moving_avg: first.bonds_moving_avg,
            max_regs_per_block: first.max_regs_per_block,
            serving_rate_limit: first.serving_rate_limit,
            max_validators: first.max_validators,
            adjustment_alpha: first.adjustment_alpha,
            difficulty: first.difficulty,
            commit_reveal_period: first.commit_reveal_period,
            commit_reveal_weights_enabled: first.commit_reveal_weights_enabled,
            alpha_high: first.alpha_high,
            alpha_low: first.alpha_low,
            liquid_alpha_enabled: first.liquid_alpha_enabled,
            alpha_sigmoid_steepness: Self::steepness(netuid),
            yuma_version: Compact(Self::yuma_version(netuid)),
            subnet_is_active: Self::is_open(netuid),
            transfers_enabled: TransferToggle::<T>::get(netuid),
            bonds_reset_enabled: BondsResetOn::<T>::get(netuid),
            user_liquidity_enabled: false,
        })
    }

    /// Third form: names and values. `None` when the subnet does not exist.
    pub fn subnet_hyperparams_v3(netuid: NetUid) -> Option<Vec<HyperparamEntry>> {
        NetworksAdded::<T>::get(netuid).then(|| {
            let mut entries = Self::weights_entries(netuid);
            entries.extend(Self::registration_entries(netuid));
            entries.extend(Self::epoch_entries(netuid));
            entries.extend(Self::switch_entries(netuid));
            entries
        })
    }

    fn weights_entries(netuid: NetUid) -> Vec<HyperparamEntry> {
        vec![
            u16_entry("min_allowed_weights", MinAllowedWeights::<T>::get(netuid)),
            u16_entry("max_weights_limit", MaxWeightsLimit::<T>::get(netuid)),
            u64_entry("weights_version", WeightsVersionKey::<T>::get(netuid)),
            u64_entry("weights_rate_limit", WeightsSetRateLimit::<T>::get(netuid)),
            u64_entry("activity_cutoff", Self::activity_cutoff(netuid)),
            entry(
                "activity_cutoff_factor",
                HyperparamValue::U32(Compact(ActivityCutoffFactorMilli::<T>::get(netuid))),
            ),
            u64_entry("commit_reveal_period", RevealPeriodEpochs::<T>::get(netuid)),
            switch("commit_reveal_weights_enabled", CommitRevealWeightsEnabled::<T>::get(netuid)),
        ]
    }

    fn registration_entries(netuid: NetUid) -> Vec<HyperparamEntry> {
        vec![
            u16_entry("immunity_period", ImmunityPeriod::<T>::get(netuid)),
            switch("registration_allowed", NetworkRegistrationAllowed::<T>::get(netuid)),
            u16_entry("target_regs_per_interval", TargetRegistrationsPerInterval::<T>::get(netuid)),
            u16_entry("max_regs_per_block", MaxRegistrationsPerBlock::<T>::get(netuid)),
            tao_entry("min_burn", MinBurn::<T>::get(netuid)),
            tao_entry("max_burn", MaxBurn::<T>::get(netuid)),
            u16_entry("burn_half_life", BurnHalfLife::<T>::get(netuid)),
            entry("burn_increase_mult", HyperparamValue::U64F64(BurnIncreaseMult::<T>::get(netuid))),
            u64_entry("serving_rate_limit", ServingRateLimit::<T>::get(netuid)),
        ]
    }

    fn epoch_entries(netuid: NetUid) -> Vec<HyperparamEntry> {
        let (alpha_low, alpha_high) = AlphaValues::<T>::get(netuid);
        vec![
            u16_entry("kappa", Kappa::<T>::get(netuid)),
            u16_entry("tempo", Tempo::<T>::get(netuid)),
            u16_entry("max_validators", MaxAllowedValidators::<T>::get(netuid)),
            u64_entry("bonds_moving_avg", BondsMovingAverage::<T>::get(netuid)),
            u16_entry("alpha_high", alpha_high),
            u16_entry("alpha_low", alpha_low),
            switch("liquid_alpha_enabled", LiquidAlphaOn::<T>::get(netuid)),
            entry("alpha_sigmoid_steepness", HyperparamValue::I32F32(Self::steepness(netuid))),
            u16_entry("yuma_version", Self::yuma_version(netuid)),
            switch("bonds_reset_enabled", BondsResetOn::<T>::get(netuid)),
        ]
    }

    /// User liquidity, locks and children do not exist here, so their entries say what is true without them.
    fn switch_entries(netuid: NetUid) -> Vec<HyperparamEntry> {
        vec![
            switch("subnet_is_active", Self::is_open(netuid)),
            switch("transfers_enabled", TransferToggle::<T>::get(netuid)),
            switch("user_liquidity_enabled", false),
            switch("owner_cut_enabled", OwnerCutEnabled::<T>::get(netuid)),
            switch("owner_cut_auto_lock_enabled", false),
            u16_entry("min_childkey_take", 0),
        ]
    }

    fn steepness(netuid: NetUid) -> FixedI64 {
        FixedI64 { bits: i64::from(AlphaSigmoidSteepness::<T>::get(netuid)) << 32 }
    }

    fn yuma_version(netuid: NetUid) -> u16 {
        if Yuma3On::<T>::get(netuid) {
            3
        } else {
            2
        }
    }
}

fn entry(name: &str, value: HyperparamValue) -> HyperparamEntry {
    HyperparamEntry { name: name.as_bytes().to_vec(), value }
}

fn u16_entry(name: &str, value: u16) -> HyperparamEntry {
    entry(name, HyperparamValue::U16(Compact(value)))
}

fn u64_entry(name: &str, value: u64) -> HyperparamEntry {
    entry(name, HyperparamValue::U64(Compact(value)))
}

fn tao_entry(name: &str, value: Tao) -> HyperparamEntry {
    entry(name, HyperparamValue::TaoBalance(Compact(value)))
}

fn switch(name: &str, on: bool) -> HyperparamEntry {
    entry(name, HyperparamValue::Bool(on))
}
