//! A subnet with all its neurons.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use scale_info::TypeInfo;

use crate::fixed::FixedI128;
use crate::identity::{ChainIdentityV2, SubnetIdentityV3};
use crate::neuron::AxonInfo;

/// A subnet with all its neurons, one list a quantity, indexed by uid.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
pub struct Metagraph<AccountId> {
    /// The subnet.
    pub netuid: Compact<NetUid>,
    /// Name, the bytes of UTF-8 text.
    pub name: Vec<Compact<u8>>,
    /// Symbol of its alpha, the bytes of UTF-8 text.
    pub symbol: Vec<Compact<u8>>,
    /// What the owner says about it.
    pub identity: Option<SubnetIdentityV3>,
    /// Block it was registered in.
    pub network_registered_at: Compact<u64>,
    /// Hotkey of the owner.
    pub owner_hotkey: AccountId,
    /// Coldkey of the owner.
    pub owner_coldkey: AccountId,
    /// The block all of this is true at.
    pub block: Compact<u64>,
    /// Blocks between epochs.
    pub tempo: Compact<u16>,
    /// Block of the last epoch.
    pub last_step: Compact<u64>,
    /// Blocks since the last epoch.
    pub blocks_since_last_step: Compact<u64>,
    /// TAO of the last block that went to the subnet, rao.
    pub subnet_emission: Compact<u64>,
    /// Alpha in the pool, rao.
    pub alpha_in: Compact<Alpha>,
    /// Alpha outside the pool, rao.
    pub alpha_out: Compact<Alpha>,
    /// TAO in the pool, rao.
    pub tao_in: Compact<Tao>,
    /// Alpha of the last block for participants, rao.
    pub alpha_out_emission: Compact<Alpha>,
    /// Alpha of the last block for the pool, rao.
    pub alpha_in_emission: Compact<Alpha>,
    /// TAO of the last block for the pool, rao.
    pub tao_in_emission: Compact<Tao>,
    /// Alpha that waits for the epoch, miners' and validators', rao.
    pub pending_alpha_emission: Compact<Alpha>,
    /// Root's part that waits for the epoch, rao.
    pub pending_root_emission: Compact<Tao>,
    /// TAO traded so far, rao.
    pub subnet_volume: Compact<u128>,
    /// Average price, TAO per alpha with 32 fractional bits.
    pub moving_price: FixedI128,
    /// Steepness of the historical trust curve; Yuma no longer reads it.
    pub rho: Compact<u16>,
    /// Share of stake that must stand behind a weight, over 65,535.
    pub kappa: Compact<u16>,
    /// Fewest weights in a row.
    pub min_allowed_weights: Compact<u16>,
    /// Largest share of a row one uid may get, over 65,535; 65,535 is no limit.
    pub max_weights_limit: Compact<u16>,
    /// Least version of weights accepted.
    pub weights_version: Compact<u64>,
    /// Blocks between two settings of weights.
    pub weights_rate_limit: Compact<u64>,
    /// Blocks after which a neuron without new weights is inactive.
    pub activity_cutoff: Compact<u64>,
    /// Most validator permits.
    pub max_validators: Compact<u16>,
    /// Neurons registered now.
    pub num_uids: Compact<u16>,
    /// Most neurons.
    pub max_uids: Compact<u16>,
    /// What a registration costs now, rao.
    pub burn: Compact<Tao>,
    /// Proof-of-work difficulty; work no longer registers.
    pub difficulty: Compact<u64>,
    /// Whether neurons may register.
    pub registration_allowed: bool,
    /// Whether neurons may register by work: never.
    pub pow_registration_allowed: bool,
    /// Blocks during which a new neuron is not pruned.
    pub immunity_period: Compact<u16>,
    /// Lower bound of `difficulty`.
    pub min_difficulty: Compact<u64>,
    /// Upper bound of `difficulty`.
    pub max_difficulty: Compact<u64>,
    /// Lower bound of `burn`, rao.
    pub min_burn: Compact<Tao>,
    /// Upper bound of `burn`, rao.
    pub max_burn: Compact<Tao>,
    /// Historical: smoothing of price adjustments, over 2^64 - 1.
    pub adjustment_alpha: Compact<u64>,
    /// Historical: blocks between price adjustments.
    pub adjustment_interval: Compact<u16>,
    /// Historical: registrations aimed at.
    pub target_regs_per_interval: Compact<u16>,
    /// Registrations possible in a block.
    pub max_regs_per_block: Compact<u16>,
    /// Blocks between two announcements of a neuron.
    pub serving_rate_limit: Compact<u64>,
    /// Whether weights must be committed first.
    pub commit_reveal_weights_enabled: bool,
    /// Epochs between a commit and its reveal.
    pub commit_reveal_period: Compact<u64>,
    /// Whether bonds move by liquid alpha.
    pub liquid_alpha_enabled: bool,
    /// Upper bound of the liquid alpha, over 65,535.
    pub alpha_high: Compact<u16>,
    /// Lower bound of the liquid alpha, over 65,535.
    pub alpha_low: Compact<u16>,
    /// How much of the old bonds an epoch keeps, in millionths.
    pub bonds_moving_avg: Compact<u64>,
    /// Hotkey of each uid.
    pub hotkeys: Vec<AccountId>,
    /// Coldkey of each uid.
    pub coldkeys: Vec<AccountId>,
    /// What each coldkey says about itself.
    pub identities: Vec<Option<ChainIdentityV2>>,
    /// Where each uid answers.
    pub axons: Vec<AxonInfo>,
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
    /// TAO dividends of the last epoch by hotkey, rao.
    pub tao_dividends_per_hotkey: Vec<(AccountId, Compact<Tao>)>,
    /// Alpha dividends of the last epoch by hotkey, rao.
    pub alpha_dividends_per_hotkey: Vec<(AccountId, Compact<Alpha>)>,
    /// Collateral of each uid: none yet, 0.
    pub collateral_locked: Vec<Compact<Alpha>>,
    /// Least collateral of each uid: 0.
    pub collateral_min: Vec<Compact<Alpha>>,
    /// Collateral each uid has earned: 0.
    pub collateral_earned: Vec<Compact<Alpha>>,
}
