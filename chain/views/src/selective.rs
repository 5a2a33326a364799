//! The parts of a metagraph that were asked for. Clients name a part by its place in the list.

use alloc::vec::Vec;
use codec::{Compact, Decode, Encode};
use myelin_units::{Alpha, NetUid, PerU16, Tao};
use scale_info::TypeInfo;

use crate::{
    fixed::FixedI128,
    identity::{ChainIdentityV2, SubnetIdentityV3},
    metagraph::Metagraph,
    neuron::AxonInfo,
};

/// Declares the parts once: their number, their name, and the field of [`Metagraph`] they come from.
macro_rules! parts {
    (
        { $($index:literal => $part:ident, $field:ident: $kind:ty,)+ }
        beyond { $($more_index:literal => $more_part:ident, $more_field:ident: $more_kind:ty,)+ }
        then { $($last_index:literal => $last_part:ident, $last_field:ident: $last_kind:ty,)+ }
    ) => {
        /// A part of the metagraph, numbered as clients number it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[repr(u16)]
        #[allow(missing_docs)] // each is the field of its name
        pub enum MetagraphIndex {
            Netuid = 0,
            $($part = $index,)+
            $($more_part = $more_index,)+
            $($last_part = $last_index,)+
        }

        /// The parts of a [`Metagraph`] that were asked for; the subnet's number is always told.
        /// `validators` and `commitments` are only here.
        #[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, TypeInfo)]
        #[allow(missing_docs)] // each is the field of its name in `Metagraph`
        pub struct SelectiveMetagraph<AccountId> {
            pub netuid: Compact<NetUid>,
            $(pub $field: Option<$kind>,)+
            $(pub $more_field: Option<$more_kind>,)+
            $(pub $last_field: Option<$last_kind>,)+
        }

        impl<AccountId> SelectiveMetagraph<AccountId> {
            /// Keeps the `wanted` parts of `full`; `beyond` is what a metagraph does not hold itself.
            pub fn select(
                full: Metagraph<AccountId>,
                beyond: Beyond<AccountId>,
                wanted: MetagraphParts,
            ) -> Self {
                Self {
                    netuid: full.netuid,
                    $($field: wanted.has(MetagraphIndex::$part).then_some(full.$field),)+
                    $($more_field: wanted.has(MetagraphIndex::$more_part).then_some(beyond.$more_field),)+
                    $($last_field: wanted.has(MetagraphIndex::$last_part).then_some(full.$last_field),)+
                }
            }
        }

        /// What the selective metagraph tells beyond the full one.
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct Beyond<AccountId> {
            /// Uids with a validator permit.
            pub validators: Vec<Compact<u16>>,
            /// What hotkeys have committed: the hotkey and the bytes.
            pub commitments: Vec<(AccountId, Vec<Compact<u8>>)>,
        }
    };
}

parts! {
    {
        1 => Name, name: Vec<Compact<u8>>,
        2 => Symbol, symbol: Vec<Compact<u8>>,
        3 => Identity, identity: Option<SubnetIdentityV3>,
        4 => NetworkRegisteredAt, network_registered_at: Compact<u64>,
        5 => OwnerHotkey, owner_hotkey: AccountId,
        6 => OwnerColdkey, owner_coldkey: AccountId,
        7 => Block, block: Compact<u64>,
        8 => Tempo, tempo: Compact<u16>,
        9 => LastStep, last_step: Compact<u64>,
        10 => BlocksSinceLastStep, blocks_since_last_step: Compact<u64>,
        11 => SubnetEmission, subnet_emission: Compact<u64>,
        12 => AlphaIn, alpha_in: Compact<Alpha>,
        13 => AlphaOut, alpha_out: Compact<Alpha>,
        14 => TaoIn, tao_in: Compact<Tao>,
        15 => AlphaOutEmission, alpha_out_emission: Compact<Alpha>,
        16 => AlphaInEmission, alpha_in_emission: Compact<Alpha>,
        17 => TaoInEmission, tao_in_emission: Compact<Tao>,
        18 => PendingAlphaEmission, pending_alpha_emission: Compact<Alpha>,
        19 => PendingRootEmission, pending_root_emission: Compact<Tao>,
        20 => SubnetVolume, subnet_volume: Compact<u128>,
        21 => MovingPrice, moving_price: FixedI128,
        22 => Rho, rho: Compact<u16>,
        23 => Kappa, kappa: Compact<u16>,
        24 => MinAllowedWeights, min_allowed_weights: Compact<u16>,
        25 => MaxWeightsLimit, max_weights_limit: Compact<u16>,
        26 => WeightsVersion, weights_version: Compact<u64>,
        27 => WeightsRateLimit, weights_rate_limit: Compact<u64>,
        28 => ActivityCutoff, activity_cutoff: Compact<u64>,
        29 => MaxValidators, max_validators: Compact<u16>,
        30 => NumUids, num_uids: Compact<u16>,
        31 => MaxUids, max_uids: Compact<u16>,
        32 => Burn, burn: Compact<Tao>,
        33 => Difficulty, difficulty: Compact<u64>,
        34 => RegistrationAllowed, registration_allowed: bool,
        35 => PowRegistrationAllowed, pow_registration_allowed: bool,
        36 => ImmunityPeriod, immunity_period: Compact<u16>,
        37 => MinDifficulty, min_difficulty: Compact<u64>,
        38 => MaxDifficulty, max_difficulty: Compact<u64>,
        39 => MinBurn, min_burn: Compact<Tao>,
        40 => MaxBurn, max_burn: Compact<Tao>,
        41 => AdjustmentAlpha, adjustment_alpha: Compact<u64>,
        42 => AdjustmentInterval, adjustment_interval: Compact<u16>,
        43 => TargetRegsPerInterval, target_regs_per_interval: Compact<u16>,
        44 => MaxRegsPerBlock, max_regs_per_block: Compact<u16>,
        45 => ServingRateLimit, serving_rate_limit: Compact<u64>,
        46 => CommitRevealWeightsEnabled, commit_reveal_weights_enabled: bool,
        47 => CommitRevealPeriod, commit_reveal_period: Compact<u64>,
        48 => LiquidAlphaEnabled, liquid_alpha_enabled: bool,
        49 => AlphaHigh, alpha_high: Compact<u16>,
        50 => AlphaLow, alpha_low: Compact<u16>,
        51 => BondsMovingAvg, bonds_moving_avg: Compact<u64>,
        52 => Hotkeys, hotkeys: Vec<AccountId>,
        53 => Coldkeys, coldkeys: Vec<AccountId>,
        54 => Identities, identities: Vec<Option<ChainIdentityV2>>,
        55 => Axons, axons: Vec<AxonInfo>,
        56 => Active, active: Vec<bool>,
        57 => ValidatorPermit, validator_permit: Vec<bool>,
        58 => PruningScore, pruning_score: Vec<Compact<u16>>,
        59 => LastUpdate, last_update: Vec<Compact<u64>>,
        60 => Emission, emission: Vec<Compact<Alpha>>,
        61 => Dividends, dividends: Vec<Compact<PerU16>>,
        62 => Incentives, incentives: Vec<Compact<PerU16>>,
        63 => Consensus, consensus: Vec<Compact<PerU16>>,
        64 => Trust, trust: Vec<Compact<PerU16>>,
        65 => Rank, rank: Vec<Compact<u16>>,
        66 => BlockAtRegistration, block_at_registration: Vec<Compact<u64>>,
        67 => AlphaStake, alpha_stake: Vec<Compact<Alpha>>,
        68 => TaoStake, tao_stake: Vec<Compact<Tao>>,
        69 => TotalStake, total_stake: Vec<Compact<Tao>>,
        70 => TaoDividendsPerHotkey, tao_dividends_per_hotkey: Vec<(AccountId, Compact<Tao>)>,
        71 => AlphaDividendsPerHotkey, alpha_dividends_per_hotkey: Vec<(AccountId, Compact<Alpha>)>,
    }
    beyond {
        72 => Validators, validators: Vec<Compact<u16>>,
        73 => Commitments, commitments: Vec<(AccountId, Vec<Compact<u8>>)>,
    }
    then {
        74 => CollateralLocked, collateral_locked: Vec<Compact<Alpha>>,
        75 => CollateralMin, collateral_min: Vec<Compact<Alpha>>,
        76 => CollateralEarned, collateral_earned: Vec<Compact<Alpha>>,
    }
}

/// A set of parts. Numbers that name no part are passed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MetagraphParts(u128);

impl MetagraphParts {
    /// The parts with these numbers.
    pub fn from_indexes(indexes: impl IntoIterator<Item = u16>) -> Self {
        Self(indexes.into_iter().fold(0, |set, index| set | 1u128.checked_shl(index.into()).unwrap_or(0)))
    }

    /// Whether `part` is asked for.
    pub const fn has(self, part: MetagraphIndex) -> bool {
        self.0 >> part as u16 & 1 == 1
    }

    /// Whether any part is asked for that has an entry a neuron; the others cost no reading of neurons.
    pub const fn reads_neurons(self) -> bool {
        self.0 >> MetagraphIndex::Hotkeys as u16 != 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_should_hold_what_was_named_when_numbers_are_mixed_with_nonsense() {
        let parts = MetagraphParts::from_indexes([0, 8, 72, 8, 127, 128, u16::MAX]);
        assert!(parts.has(MetagraphIndex::Netuid) && parts.has(MetagraphIndex::Tempo));
        assert!(parts.has(MetagraphIndex::Validators));
        assert!(!parts.has(MetagraphIndex::Name) && !parts.has(MetagraphIndex::CollateralEarned));
    }

    #[test]
    fn parts_should_read_neurons_only_when_a_list_of_neurons_is_named() {
        assert!(!MetagraphParts::from_indexes([0, 51]).reads_neurons());
        assert!(MetagraphParts::from_indexes([52]).reads_neurons());
        assert!(MetagraphParts::from_indexes([1, 76]).reads_neurons());
        assert!(!MetagraphParts::default().reads_neurons());
    }
}
