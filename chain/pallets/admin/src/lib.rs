//! # Admin: the pallet `AdminUtils` of the wire
//!
//! The parameters of subnets and of the network: who may set them and within what bounds (yuma.md §4). Storage and
//! events are those of `pallet-network`; here is the table of calls, each of which hands over to its subject.

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

pub mod bonds;
pub mod clock;
pub mod emission;
pub mod gate;
pub mod mechanisms;
pub mod network;
pub mod registration;
pub mod subnets;
pub mod uids;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[allow(clippy::expect_used)] // in what FRAME's macros expand to
#[frame_support::pallet]
pub mod pallet {
    use alloc::vec::Vec;
    use frame_support::pallet_prelude::*;
    use frame_system::pallet_prelude::*;
    use myelin_emission::{EmissionRule, Settings};
    use myelin_units::{NetUid, PerU16, Tao};
    use myelin_views::{FixedI128, FixedU128};
    use pallet_network::{
        costs::{reset_pool, set_emission_rule, set_mechanism_count, set_parameter, set_precise_yuma},
        epoch::miners::RecycleOrBurnEnum,
    };

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_network::Config {}

    /// What the pallet tells beside the events of `pallet-network`: the wire's names, fields and indexes.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Yuma3 was switched on or off.
        #[codec(index = 1)]
        Yuma3EnableToggled {
            /// The subnet.
            netuid: NetUid,
            /// Whether it is on.
            enabled: bool,
        },
        /// Resets of bonds were switched on or off.
        #[codec(index = 2)]
        BondsResetToggled {
            /// The subnet.
            netuid: NetUid,
            /// Whether they are on.
            enabled: bool,
        },
        /// The half-life of the price of a uid was set.
        #[codec(index = 3)]
        BurnHalfLifeSet {
            /// The subnet.
            netuid: NetUid,
            /// Blocks in which the price halves.
            burn_half_life: u16,
        },
        /// The factor by which a registration raises the price was set.
        #[codec(index = 4)]
        BurnIncreaseMultSet {
            /// The subnet.
            netuid: NetUid,
            /// The factor.
            burn_increase_mult: FixedU128,
        },
        /// The subnet's share in the block's TAO was switched on or off.
        #[codec(index = 5)]
        SubnetEmissionEnabledSet {
            /// The subnet.
            netuid: NetUid,
            /// Whether it has one.
            enabled: bool,
        },
    }

    /// What a call can fail with beside the errors of `pallet-network`: the wire's names and indexes.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no subnet of this netuid.
        #[codec(index = 0)]
        SubnetDoesNotExist,
        /// More validator permits than uids.
        #[codec(index = 1)]
        MaxValidatorsLargerThanMaxUIds,
        /// The subnet has more neurons than that.
        #[codec(index = 2)]
        MaxAllowedUIdsLessThanCurrentUIds,
        /// The owner may not keep so much of old bonds.
        #[codec(index = 3)]
        BondsMovingAverageMaxReached,
        /// The owner may not set a negative steepness.
        #[codec(index = 4)]
        NegativeSigmoidSteepness,
        /// The value is out of its bounds.
        #[codec(index = 5)]
        ValueNotInBounds,
        /// The minimum is not below the number of neurons.
        #[codec(index = 6)]
        MinAllowedUidsGreaterThanCurrentUids,
        /// The minimum is not below the maximum.
        #[codec(index = 7)]
        MinAllowedUidsGreaterThanMaxAllowedUids,
        /// The maximum is below the minimum.
        #[codec(index = 8)]
        MaxAllowedUidsLessThanMinAllowedUids,
        /// The maximum is above what any subnet may have.
        #[codec(index = 9)]
        MaxAllowedUidsGreaterThanDefaultMaxAllowedUids,
        /// The value is not a possible one.
        #[codec(index = 10)]
        InvalidValue,
        /// Not on the root network.
        #[codec(index = 11)]
        NotPermittedOnRootSubnet,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Take of a hotkey that has not chosen one. Set by root.
        #[pallet::call_index(1)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_default_take(origin: OriginFor<T>, default_take: PerU16) -> DispatchResult {
            Self::set_default_take(origin, default_take)
        }

        /// Blocks between two rate-limited transactions. Set by root.
        #[pallet::call_index(2)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_tx_rate_limit(origin: OriginFor<T>, tx_rate_limit: u64) -> DispatchResult {
            Self::set_tx_rate_limit(origin, tx_rate_limit)
        }

        /// Blocks between two changes of an endpoint. Set by the subnet's owner or root.
        #[pallet::call_index(3)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_serving_rate_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            serving_rate_limit: u64,
        ) -> DispatchResult {
            Self::set_serving_rate_limit(origin, netuid, serving_rate_limit)
        }

        /// Lowest difficulty; no rule uses it any more. Set by root.
        #[pallet::call_index(4)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_difficulty(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_difficulty: u64,
        ) -> DispatchResult {
            Self::set_min_difficulty(origin, netuid, min_difficulty)
        }

        /// Highest difficulty; no rule uses it any more. Set by the subnet's owner or root.
        #[pallet::call_index(5)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_difficulty(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_difficulty: u64,
        ) -> DispatchResult {
            Self::set_max_difficulty(origin, netuid, max_difficulty)
        }

        /// Oldest version of weights that is taken. Set by the subnet's owner or root.
        #[pallet::call_index(6)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_weights_version_key(
            origin: OriginFor<T>,
            netuid: NetUid,
            weights_version_key: u64,
        ) -> DispatchResult {
            Self::set_weights_version_key(origin, netuid, weights_version_key)
        }

        /// Blocks between two settings of weights. Set by root.
        #[pallet::call_index(7)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_weights_set_rate_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            weights_set_rate_limit: u64,
        ) -> DispatchResult {
            Self::set_weights_set_rate_limit(origin, netuid, weights_set_rate_limit)
        }

        /// Blocks of an interval of registrations. Set by root.
        #[pallet::call_index(8)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_adjustment_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            adjustment_interval: u16,
        ) -> DispatchResult {
            Self::set_adjustment_interval(origin, netuid, adjustment_interval)
        }

        /// Smoothing of the old price rule; no rule uses it any more. Set by the subnet's owner or root.
        #[pallet::call_index(9)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_adjustment_alpha(
            origin: OriginFor<T>,
            netuid: NetUid,
            adjustment_alpha: u64,
        ) -> DispatchResult {
            Self::set_adjustment_alpha(origin, netuid, adjustment_alpha)
        }

        /// Blocks for which a new neuron cannot be replaced. Set by the subnet's owner or root.
        #[pallet::call_index(13)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_immunity_period(
            origin: OriginFor<T>,
            netuid: NetUid,
            immunity_period: u16,
        ) -> DispatchResult {
            Self::set_immunity_period(origin, netuid, immunity_period)
        }

        /// Fewest weights that may be set. Set by the subnet's owner or root.
        #[pallet::call_index(14)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_allowed_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_allowed_weights: u16,
        ) -> DispatchResult {
            Self::set_min_allowed_weights(origin, netuid, min_allowed_weights)
        }

        /// Most uids. Set by the subnet's owner or root.
        #[pallet::call_index(15)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_allowed_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_allowed_uids: u16,
        ) -> DispatchResult {
            Self::set_max_allowed_uids(origin, netuid, max_allowed_uids)
        }

        /// Share of stake that makes consensus, over 65535. Set by root.
        #[pallet::call_index(16)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_kappa(origin: OriginFor<T>, netuid: NetUid, kappa: u16) -> DispatchResult {
            Self::set_kappa(origin, netuid, kappa)
        }

        /// Rho; no rule uses it any more. Set by the subnet's owner or root.
        #[pallet::call_index(17)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_rho(origin: OriginFor<T>, netuid: NetUid, rho: u16) -> DispatchResult {
            Self::set_rho(origin, netuid, rho)
        }

        /// Activity cutoff in blocks: the older form, shown only. Set by the subnet's owner or root.
        #[pallet::call_index(18)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_activity_cutoff(
            origin: OriginFor<T>,
            netuid: NetUid,
            activity_cutoff: u16,
        ) -> DispatchResult {
            Self::set_activity_cutoff(origin, netuid, activity_cutoff)
        }

        /// Whether uids can be bought. Set by root.
        #[pallet::call_index(19)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_network_registration_allowed(
            origin: OriginFor<T>,
            netuid: NetUid,
            registration_allowed: bool,
        ) -> DispatchResult {
            Self::set_network_registration_allowed(origin, netuid, registration_allowed)
        }

        /// Registrations an interval is meant to have. Set by root.
        #[pallet::call_index(21)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_target_registrations_per_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            target_registrations_per_interval: u16,
        ) -> DispatchResult {
            Self::set_target_registrations_per_interval(origin, netuid, target_registrations_per_interval)
        }

        /// Lowest price of a uid, in rao. Set by the subnet's owner or root.
        #[pallet::call_index(22)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_burn(origin: OriginFor<T>, netuid: NetUid, min_burn: Tao) -> DispatchResult {
            Self::set_min_burn(origin, netuid, min_burn)
        }

        /// Highest price of a uid, in rao. Set by the subnet's owner or root.
        #[pallet::call_index(23)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_burn(origin: OriginFor<T>, netuid: NetUid, max_burn: Tao) -> DispatchResult {
            Self::set_max_burn(origin, netuid, max_burn)
        }

        /// Difficulty of work; no rule uses it any more. Set by root.
        #[pallet::call_index(24)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_difficulty(origin: OriginFor<T>, netuid: NetUid, difficulty: u64) -> DispatchResult {
            Self::set_difficulty(origin, netuid, difficulty)
        }

        /// Most validator permits. Set by root.
        #[pallet::call_index(25)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_allowed_validators(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_allowed_validators: u16,
        ) -> DispatchResult {
            Self::set_max_allowed_validators(origin, netuid, max_allowed_validators)
        }

        /// Share of old bonds kept, in millionths. Set by the subnet's owner or root.
        #[pallet::call_index(26)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_bonds_moving_average(
            origin: OriginFor<T>,
            netuid: NetUid,
            bonds_moving_average: u64,
        ) -> DispatchResult {
            Self::set_bonds_moving_average(origin, netuid, bonds_moving_average)
        }

        /// Most registrations in a block. Set by root.
        #[pallet::call_index(27)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_registrations_per_block(
            origin: OriginFor<T>,
            netuid: NetUid,
            max_registrations_per_block: u16,
        ) -> DispatchResult {
            Self::set_max_registrations_per_block(origin, netuid, max_registrations_per_block)
        }

        /// The owners' share of new alpha, over 65535. Set by root.
        #[pallet::call_index(28)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_subnet_owner_cut(origin: OriginFor<T>, subnet_owner_cut: u16) -> DispatchResult {
            Self::set_subnet_owner_cut(origin, subnet_owner_cut)
        }

        /// Blocks between two registrations of subnets. Set by root.
        #[pallet::call_index(29)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_network_rate_limit(origin: OriginFor<T>, rate_limit: u64) -> DispatchResult {
            Self::set_network_rate_limit(origin, rate_limit)
        }

        /// Blocks between two epochs; 0 for none. Set by root.
        #[pallet::call_index(30)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
            Self::set_tempo(origin, netuid, tempo)
        }

        /// Blocks for which a new subnet cannot be pruned. Set by root.
        #[pallet::call_index(35)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_network_immunity_period(
            origin: OriginFor<T>,
            immunity_period: u64,
        ) -> DispatchResult {
            Self::set_network_immunity_period(origin, immunity_period)
        }

        /// Lowest price of a subnet, in rao. Set by root.
        #[pallet::call_index(36)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_network_min_lock_cost(origin: OriginFor<T>, lock_cost: Tao) -> DispatchResult {
            Self::set_network_min_lock_cost(origin, lock_cost)
        }

        /// Most subnets there may be, root not counted. Set by root.
        #[pallet::call_index(37)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_subnet_limit(origin: OriginFor<T>, max_subnets: u16) -> DispatchResult {
            Self::set_subnet_limit(origin, max_subnets)
        }

        /// Blocks in which the price of a subnet falls back. Set by root.
        #[pallet::call_index(38)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_lock_reduction_interval(origin: OriginFor<T>, interval: u64) -> DispatchResult {
            Self::set_lock_reduction_interval(origin, interval)
        }

        /// Least stake weight with which a hotkey may validate. Set by root.
        #[pallet::call_index(42)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_stake_threshold(origin: OriginFor<T>, min_stake: u64) -> DispatchResult {
            Self::set_stake_threshold(origin, min_stake)
        }

        /// Least worth of a nominator's position, in rao. Set by root.
        #[pallet::call_index(43)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_nominator_min_required_stake(origin: OriginFor<T>, min_stake: u64) -> DispatchResult {
            Self::set_nominator_min_required_stake(origin, min_stake)
        }

        /// Blocks between two raises of a take. Set by root.
        #[pallet::call_index(45)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_tx_delegate_take_rate_limit(
            origin: OriginFor<T>,
            tx_rate_limit: u64,
        ) -> DispatchResult {
            Self::set_tx_delegate_take_rate_limit(origin, tx_rate_limit)
        }

        /// Lowest take. Set by root.
        #[pallet::call_index(46)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_delegate_take(origin: OriginFor<T>, take: PerU16) -> DispatchResult {
            Self::set_min_delegate_take(origin, take)
        }

        /// Whether weights are taken by commit and reveal only. Set by the subnet's owner or root.
        #[pallet::call_index(49)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_commit_reveal_weights_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::set_commit_reveal_weights_enabled(origin, netuid, enabled)
        }

        /// Whether bonds move at a speed of their own. Set by the subnet's owner or root.
        #[pallet::call_index(50)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_liquid_alpha_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::set_liquid_alpha_enabled(origin, netuid, enabled)
        }

        /// Slowest and fastest speed of liquid bonds, over 65535. Set by the subnet's owner or root.
        #[pallet::call_index(51)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_alpha_values(
            origin: OriginFor<T>,
            netuid: NetUid,
            alpha_low: u16,
            alpha_high: u16,
        ) -> DispatchResult {
            Self::set_alpha_values(origin, netuid, alpha_low, alpha_high)
        }

        /// Epochs after which committed weights are opened. Set by the subnet's owner or root.
        #[pallet::call_index(57)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_commit_reveal_weights_interval(
            origin: OriginFor<T>,
            netuid: NetUid,
            interval: u64,
        ) -> DispatchResult {
            Self::set_commit_reveal_weights_interval(origin, netuid, interval)
        }

        /// How far bonds follow the clipped weights, over 65535. Set by the subnet's owner or root.
        #[pallet::call_index(60)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_bonds_penalty(
            origin: OriginFor<T>,
            netuid: NetUid,
            bonds_penalty: u16,
        ) -> DispatchResult {
            Self::set_bonds_penalty(origin, netuid, bonds_penalty)
        }

        /// Whether stake may be transferred to other coldkeys. Set by the subnet's owner or root.
        #[pallet::call_index(61)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_toggle_transfer(
            origin: OriginFor<T>,
            netuid: NetUid,
            toggle: bool,
        ) -> DispatchResult {
            Self::set_toggle_transfer(origin, netuid, toggle)
        }

        /// Weight of a block in the moving price. Set by root.
        #[pallet::call_index(63)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_subnet_moving_alpha(origin: OriginFor<T>, alpha: FixedI128) -> DispatchResult {
            Self::set_subnet_moving_alpha(origin, alpha)
        }

        /// Age in blocks at which the moving price takes half of that weight. Set by root.
        #[pallet::call_index(65)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_ema_price_halving_period(
            origin: OriginFor<T>,
            netuid: NetUid,
            ema_halving: u64,
        ) -> DispatchResult {
            Self::set_ema_price_halving_period(origin, netuid, ema_halving)
        }

        /// Whether the subnet's alpha can be traded. Set by root.
        #[pallet::call_index(66)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_subtoken_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            subtoken_enabled: bool,
        ) -> DispatchResult {
            Self::set_subtoken_enabled(origin, netuid, subtoken_enabled)
        }

        /// Hotkey that receives the owner's cut. Set by the subnet's owner or root.
        #[pallet::call_index(67)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_sn_owner_hotkey(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            pallet_network::Pallet::<T>::choose_owner_hotkey(origin, netuid, hotkey)
        }

        /// Steepness of the speed of liquid bonds, in hundredths. Set by the subnet's owner or root.
        #[pallet::call_index(68)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_alpha_sigmoid_steepness(
            origin: OriginFor<T>,
            netuid: NetUid,
            steepness: i16,
        ) -> DispatchResult {
            Self::set_alpha_sigmoid_steepness(origin, netuid, steepness)
        }

        /// Whether bonds are kept by pair (Yuma3). Set by the subnet's owner or root.
        #[pallet::call_index(69)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_yuma3_enabled(origin: OriginFor<T>, netuid: NetUid, enabled: bool) -> DispatchResult {
            Self::set_yuma3_enabled(origin, netuid, enabled)
        }

        /// Whether a hotkey may reset its bonds. Set by the subnet's owner or root.
        #[pallet::call_index(70)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_bonds_reset_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::set_bonds_reset_enabled(origin, netuid, enabled)
        }

        /// Version of the sealed weights. Set by root.
        #[pallet::call_index(71)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_commit_reveal_version(origin: OriginFor<T>, version: u16) -> DispatchResult {
            Self::set_commit_reveal_version(origin, version)
        }

        /// Uids of the owner that cannot be replaced. Set by the subnet's owner or root.
        #[pallet::call_index(72)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_owner_immune_neuron_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            immune_neurons: u16,
        ) -> DispatchResult {
            Self::set_owner_immune_neuron_limit(origin, netuid, immune_neurons)
        }

        /// Part of a parent's dividend that is destroyed, over 2^64 - 1. Set by root.
        #[pallet::call_index(73)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_ck_burn(origin: OriginFor<T>, burn: u64) -> DispatchResult {
            Self::set_ck_burn(origin, burn)
        }

        /// Number of mechanisms. Set by the subnet's owner or root.
        #[pallet::call_index(76)]
        #[pallet::weight(set_mechanism_count::<T>(*netuid))]
        pub fn sudo_set_mechanism_count(
            origin: OriginFor<T>,
            netuid: NetUid,
            mechanism_count: u8,
        ) -> DispatchResult {
            Self::set_mechanism_count(origin, netuid, mechanism_count)
        }

        /// Parts of the mechanisms in the emission, over 65535, or nothing for equal ones. Set by the subnet's owner or
        /// root.
        #[pallet::call_index(77)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_mechanism_emission_split(
            origin: OriginFor<T>,
            netuid: NetUid,
            maybe_split: Option<Vec<u16>>,
        ) -> DispatchResult {
            Self::set_mechanism_emission_split(origin, netuid, maybe_split)
        }

        /// What becomes of the incentive of the owner's own miners. Set by the subnet's owner or root.
        #[pallet::call_index(80)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_recycle_or_burn(
            origin: OriginFor<T>,
            netuid: NetUid,
            recycle_or_burn: RecycleOrBurnEnum,
        ) -> DispatchResult {
            Self::set_recycle_or_burn(origin, netuid, recycle_or_burn)
        }

        /// Most mechanisms of a subnet. Set by root.
        #[pallet::call_index(88)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_mechanism_count(origin: OriginFor<T>, max_mechanism_count: u8) -> DispatchResult {
            Self::set_max_mechanism_count(origin, max_mechanism_count)
        }

        /// Lowest take of a child on a subnet. Set by the subnet's owner or root.
        #[pallet::call_index(93)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_childkey_take_per_subnet(
            origin: OriginFor<T>,
            netuid: NetUid,
            take: PerU16,
        ) -> DispatchResult {
            Self::set_min_childkey_take_per_subnet(origin, netuid, take)
        }

        /// Blocks before an epoch in which parameters stand still. Set by root.
        #[pallet::call_index(74)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_admin_freeze_window(origin: OriginFor<T>, window: u16) -> DispatchResult {
            Self::set_admin_freeze_window(origin, window)
        }

        /// Epochs between two changes of one parameter by the owner. Set by root.
        #[pallet::call_index(75)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_owner_hparam_rate_limit(origin: OriginFor<T>, epochs: u16) -> DispatchResult {
            Self::set_owner_hparam_rate_limit(origin, epochs)
        }

        /// Lowest value of the most uids. Set by root.
        #[pallet::call_index(79)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_allowed_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            min_allowed_uids: u16,
        ) -> DispatchResult {
            Self::set_min_allowed_uids(origin, netuid, min_allowed_uids)
        }

        /// Uids that must stay replaceable. Set by root.
        #[pallet::call_index(84)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_min_non_immune_uids(
            origin: OriginFor<T>,
            netuid: NetUid,
            min: u16,
        ) -> DispatchResult {
            Self::set_min_non_immune_uids(origin, netuid, min)
        }

        /// Blocks between registration and start of a subnet. Set by root.
        #[pallet::call_index(85)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_start_call_delay(origin: OriginFor<T>, delay: u64) -> DispatchResult {
            Self::set_start_call_delay(origin, delay)
        }

        /// Blocks between the announcement of a coldkey's swap and the swap. Set by root.
        #[pallet::call_index(86)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_coldkey_swap_announcement_delay(
            origin: OriginFor<T>,
            duration: u32,
        ) -> DispatchResult {
            Self::set_coldkey_swap_delay(origin, duration)
        }

        /// Blocks until a swap that did not happen may be announced anew. Set by root.
        #[pallet::call_index(87)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_coldkey_swap_reannouncement_delay(
            origin: OriginFor<T>,
            duration: u32,
        ) -> DispatchResult {
            Self::set_coldkey_swap_redelay(origin, duration)
        }

        /// Blocks in which the price of a uid halves. Set by the subnet's owner or root.
        #[pallet::call_index(89)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_burn_half_life(
            origin: OriginFor<T>,
            netuid: NetUid,
            burn_half_life: u16,
        ) -> DispatchResult {
            Self::set_burn_half_life(origin, netuid, burn_half_life)
        }

        /// Factor by which a registration raises the price. Set by the subnet's owner or root.
        #[pallet::call_index(90)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_burn_increase_mult(
            origin: OriginFor<T>,
            netuid: NetUid,
            burn_increase_mult: FixedU128,
        ) -> DispatchResult {
            Self::set_burn_increase_mult(origin, netuid, burn_increase_mult)
        }

        /// Whether the owner receives a cut. Set by the subnet's owner or root.
        #[pallet::call_index(92)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_owner_cut_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::set_owner_cut_enabled(origin, netuid, enabled)
        }

        /// Whether the subnet has a share in the block's TAO. Set by root.
        #[pallet::call_index(94)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_subnet_emission_enabled(
            origin: OriginFor<T>,
            netuid: NetUid,
            enabled: bool,
        ) -> DispatchResult {
            Self::set_subnet_emission_enabled(origin, netuid, enabled)
        }

        /// Most epochs that run in one block. Set by root.
        #[pallet::call_index(96)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_max_epochs_per_block(
            origin: OriginFor<T>,
            max_epochs_per_block: u8,
        ) -> DispatchResult {
            Self::set_max_epochs_per_block(origin, max_epochs_per_block)
        }

        /// Activity cutoff in thousandths of a tempo. Set by the subnet's owner or root.
        #[pallet::call_index(97)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_activity_cutoff_factor(
            origin: OriginFor<T>,
            netuid: NetUid,
            factor_milli: u32,
        ) -> DispatchResult {
            pallet_network::Pallet::<T>::choose_activity_cutoff_factor(origin, netuid, factor_milli)
        }

        /// By which rule a block's TAO is shared from block `at` on. Set by root.
        #[pallet::call_index(200)]
        #[pallet::weight(set_emission_rule::<T>())]
        pub fn sudo_schedule_emission_rule(
            origin: OriginFor<T>,
            rule: EmissionRule,
            at: u64,
        ) -> DispatchResult {
            Self::schedule_rule(origin, rule, at)
        }

        /// Takes back the rule that was scheduled. Set by root.
        #[pallet::call_index(201)]
        #[pallet::weight(set_emission_rule::<T>())]
        pub fn sudo_cancel_emission_rule(origin: OriginFor<T>) -> DispatchResult {
            Self::cancel_rule(origin)
        }

        /// How a subnet's step is taken: injection, the pool's part, root's weight, the alpha curve, how many subnets there
        /// may be. Set by root.
        #[pallet::call_index(202)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_emission_settings(origin: OriginFor<T>, settings: Settings) -> DispatchResult {
            Self::set_settings(origin, settings)
        }

        /// Lets a pool trade again that its circuit breaker has stopped. Set by root.
        #[pallet::call_index(203)]
        #[pallet::weight(reset_pool::<T>())]
        pub fn sudo_reset_pool(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            Self::reset_tripped_pool(origin, netuid)
        }

        /// Whether consensus keeps what the reference rounds away (decision 17). Set by root.
        #[pallet::call_index(204)]
        #[pallet::weight(set_precise_yuma::<T>(*netuid))]
        pub fn sudo_set_precise_yuma(origin: OriginFor<T>, netuid: NetUid, enabled: bool) -> DispatchResult {
            Self::set_precise_yuma(origin, netuid, enabled)
        }

        /// Blocks between a subnet's start and the opening of its market, and between that and its owner's first
        /// purchase. Set by root.
        #[pallet::call_index(206)]
        #[pallet::weight(set_parameter::<T>())]
        pub fn sudo_set_opening_notice(origin: OriginFor<T>, blocks: u64) -> DispatchResult {
            Self::set_opening_notice(origin, blocks)
        }
    }
}
