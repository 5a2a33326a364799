//! The knobs of a subnet, in the three forms clients have asked for.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::Tao;
use scale_info::TypeInfo;

use crate::fixed::{FixedI64, FixedU128};

/// Hyperparameters, first form.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetHyperparams {
    /// Steepness of the historical trust curve; Yuma no longer reads it.
    pub rho: Compact<u16>,
    /// Share of stake that must stand behind a weight, over 65,535.
    pub kappa: Compact<u16>,
    /// Blocks during which a new neuron is not pruned.
    pub immunity_period: Compact<u16>,
    /// Fewest weights in a row.
    pub min_allowed_weights: Compact<u16>,
    /// Largest share of a row one uid may get, over 65,535; 65,535 is no limit.
    pub max_weights_limit: Compact<u16>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Lower bound of `difficulty`.
    pub min_difficulty: Compact<u64>,
    /// Upper bound of `difficulty`.
    pub max_difficulty: Compact<u64>,
    /// Least version of weights accepted.
    pub weights_version: Compact<u64>,
    /// Blocks between two settings of weights.
    pub weights_rate_limit: Compact<u64>,
    /// Historical: blocks between price adjustments.
    pub adjustment_interval: Compact<u16>,
    /// Blocks after which a neuron without new weights is inactive.
    pub activity_cutoff: Compact<u64>,
    /// Whether neurons may register.
    pub registration_allowed: bool,
    /// Historical: registrations aimed at.
    pub target_regs_per_interval: Compact<u16>,
    /// Lower bound of `burn`, rao.
    pub min_burn: Compact<Tao>,
    /// Upper bound of `burn`, rao.
    pub max_burn: Compact<Tao>,
    /// How much of the old bonds an epoch keeps, in millionths.
    pub bonds_moving_avg: Compact<u64>,
    /// Registrations possible in a block.
    pub max_regs_per_block: Compact<u16>,
    /// Blocks between two announcements of a neuron.
    pub serving_rate_limit: Compact<u64>,
    /// Most validator permits.
    pub max_validators: Compact<u16>,
    /// Historical: smoothing of price adjustments, over 2^64 - 1.
    pub adjustment_alpha: Compact<u64>,
    /// Proof-of-work difficulty; work no longer registers.
    pub difficulty: Compact<u64>,
    /// Epochs between a commit and its reveal.
    pub commit_reveal_period: Compact<u64>,
    /// Whether weights must be committed first.
    pub commit_reveal_weights_enabled: bool,
    /// Upper bound of the liquid alpha, over 65,535.
    pub alpha_high: Compact<u16>,
    /// Lower bound of the liquid alpha, over 65,535.
    pub alpha_low: Compact<u16>,
    /// Whether bonds move by liquid alpha.
    pub liquid_alpha_enabled: bool,
}

/// Hyperparameters, second form.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct SubnetHyperparamsV2 {
    /// Steepness of the historical trust curve; Yuma no longer reads it.
    pub rho: Compact<u16>,
    /// Share of stake that must stand behind a weight, over 65,535.
    pub kappa: Compact<u16>,
    /// Blocks during which a new neuron is not pruned.
    pub immunity_period: Compact<u16>,
    /// Fewest weights in a row.
    pub min_allowed_weights: Compact<u16>,
    /// Largest share of a row one uid may get, over 65,535; 65,535 is no limit.
    pub max_weights_limit: Compact<u16>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Lower bound of `difficulty`.
    pub min_difficulty: Compact<u64>,
    /// Upper bound of `difficulty`.
    pub max_difficulty: Compact<u64>,
    /// Least version of weights accepted.
    pub weights_version: Compact<u64>,
    /// Blocks between two settings of weights.
    pub weights_rate_limit: Compact<u64>,
    /// Historical: blocks between price adjustments.
    pub adjustment_interval: Compact<u16>,
    /// Blocks after which a neuron without new weights is inactive.
    pub activity_cutoff: Compact<u64>,
    /// Whether neurons may register.
    pub registration_allowed: bool,
    /// Historical: registrations aimed at.
    pub target_regs_per_interval: Compact<u16>,
    /// Lower bound of `burn`, rao.
    pub min_burn: Compact<Tao>,
    /// Upper bound of `burn`, rao.
    pub max_burn: Compact<Tao>,
    /// How much of the old bonds an epoch keeps, in millionths.
    pub bonds_moving_avg: Compact<u64>,
    /// Registrations possible in a block.
    pub max_regs_per_block: Compact<u16>,
    /// Blocks between two announcements of a neuron.
    pub serving_rate_limit: Compact<u64>,
    /// Most validator permits.
    pub max_validators: Compact<u16>,
    /// Historical: smoothing of price adjustments, over 2^64 - 1.
    pub adjustment_alpha: Compact<u64>,
    /// Proof-of-work difficulty; work no longer registers.
    pub difficulty: Compact<u64>,
    /// Epochs between a commit and its reveal.
    pub commit_reveal_period: Compact<u64>,
    /// Whether weights must be committed first.
    pub commit_reveal_weights_enabled: bool,
    /// Upper bound of the liquid alpha, over 65,535.
    pub alpha_high: Compact<u16>,
    /// Lower bound of the liquid alpha, over 65,535.
    pub alpha_low: Compact<u16>,
    /// Whether bonds move by liquid alpha.
    pub liquid_alpha_enabled: bool,
    /// Steepness of the liquid alpha, in hundredths, 32 fractional bits.
    pub alpha_sigmoid_steepness: FixedI64,
    /// 2 or 3.
    pub yuma_version: Compact<u16>,
    /// Whether its alpha is traded.
    pub subnet_is_active: bool,
    /// Whether stake may change its coldkey.
    pub transfers_enabled: bool,
    /// Whether a hotkey may reset its bonds.
    pub bonds_reset_enabled: bool,
    /// Whether users may provide liquidity: never.
    pub user_liquidity_enabled: bool,
}

/// Hyperparameters, third form: a list of these. Readers pass over names they do not know.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct HyperparamEntry {
    /// Name of the parameter.
    pub name: Vec<u8>,
    /// Its value.
    pub value: HyperparamValue,
}

/// Value of a hyperparameter with its kind.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub enum HyperparamValue {
    /// A switch.
    #[codec(index = 0)]
    Bool(bool),
    /// A small number or a proportion over 65,535.
    #[codec(index = 1)]
    U16(Compact<u16>),
    /// A number.
    #[codec(index = 2)]
    U32(Compact<u32>),
    /// A number.
    #[codec(index = 3)]
    U64(Compact<u64>),
    /// A large number.
    #[codec(index = 4)]
    U128(Compact<u128>),
    /// An amount of TAO, rao.
    #[codec(index = 5)]
    TaoBalance(Compact<Tao>),
    /// A signed number with 32 fractional bits.
    #[codec(index = 6)]
    I32F32(FixedI64),
    /// A number with 64 fractional bits.
    #[codec(index = 7)]
    U64F64(FixedU128),
}
