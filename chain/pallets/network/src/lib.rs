//! # Network: the pallet `SubtensorModule` of the wire
//!
//! The state of the network: subnets and their markets, neurons, stake, weights, epochs and emission. The rules are in
//! `core/`; here each subject has a folder with its storage, its logic and its tests, and this file has the table of
//! calls, each of which hands over to its subject in one line.
//!
//! One FRAME pallet, because the clients know one name (`docs/decisions/0002-one-pallet-on-the-wire.md`).

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

pub mod children;
pub mod coinbase;
pub mod config_preludes;
pub mod costs;
pub mod defaults;
pub mod delegation;
pub mod dissolution;
pub mod epoch;
mod errors;
mod events;
pub mod extension;
pub mod genesis;
pub mod hyperparameters;
pub mod identity;
pub mod invariants;
pub mod keys;
pub mod leases;
pub mod ledger;
pub mod neurons;
pub mod rate_limits;
pub mod root;
pub mod serving;
pub mod staking;
pub mod subnets;
pub mod views;
pub mod weights;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod random_actors;

use frame_support::pallet_macros::import_section;

#[import_section(errors::errors)]
#[import_section(events::events)]
#[import_section(subnets::storage::subnet_storage)]
#[import_section(coinbase::storage::coinbase_storage)]
#[import_section(children::storage::children_storage)]
#[import_section(epoch::storage::epoch_storage)]
#[import_section(neurons::storage::neuron_storage)]
#[import_section(staking::storage::staking_storage)]
#[import_section(root::storage::root_storage)]
#[import_section(delegation::storage::delegation_storage)]
#[import_section(hyperparameters::storage::hyperparameter_storage)]
#[import_section(leases::storage::lease_storage)]
#[import_section(dissolution::storage::dissolution_storage)]
#[import_section(keys::storage::key_storage)]
#[import_section(weights::storage::weight_storage)]
// FRAME's macros expand to `expect`; the wire fixes the arguments of calls.
#[allow(clippy::expect_used, clippy::too_many_arguments)]
#[frame_support::pallet]
pub mod pallet {
    use crate::{
        coinbase::votes::Ballot,
        costs,
        defaults::*,
        dissolution::Dissolution,
        epoch::miners::RecycleOrBurnEnum,
        genesis::*,
        invariants::audit::BookRule,
        leases::{LeaseId, LeaseOf},
        ledger::Ledger,
        rate_limits::RateLimitKey,
        root::{claim_type::RootClaimTypeEnum, closing::Closure, kept::Kept},
        staking::{vesting::Payday, Limit},
        subnets::{start::OPENING_NOTICE, EpochConsensus},
        weights::{NetUidStorageIndex, Reveal, Reveals, Row, SealedRow, SealedSeat, Seat, Unopened},
    };
    use alloc::{
        collections::{BTreeMap, BTreeSet},
        vec::Vec,
    };
    use codec::Compact;
    use frame_support::{
        pallet_prelude::*,
        traits::{ConstBool, ConstI16, ConstU16, ConstU64, ConstU8},
        PalletId,
    };
    use frame_system::pallet_prelude::*;
    use myelin_emission::{EmissionRule as Rule, Part, Settings};
    use myelin_pool::PoolGauge;
    use myelin_stake::{Accumulator, Holding, Vesting};
    use myelin_units::{Alpha, NetUid, PerU16, Tao};
    use myelin_views::{
        AxonInfo, ChainIdentityV2, DissolveCleanupStatus, FixedI128, FixedU128, LockState,
        NetworkRegistrationInfo, NeuronCertificate, PrometheusInfo, SubnetIdentityV3,
    };
    use sp_core::H256;
    use sp_runtime::Percent;

    #[pallet::pallet]
    #[pallet::without_storage_info]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config(with_default)]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The ledger of TAO, in rao.
        #[pallet::no_default]
        type Currency: Ledger<Self::AccountId, Self::RuntimeHoldReason>;
        /// Reasons for which TAO is held.
        #[pallet::no_default]
        type RuntimeHoldReason: From<HoldReason>;
        /// The fee of each subnet's pool.
        #[pallet::no_default]
        type SwapFee: crate::staking::SwapFee;
        /// What other pallets keep of subnets, to be removed with them.
        type Sweep: crate::dissolution::SubnetSweep;
        /// Tempo of subnets that have none of their own.
        type DefaultTempo: Get<u16>;
        /// Most epochs in a block, until governance says otherwise.
        type MaxEpochsPerBlock: Get<u8>;
        /// Blocks between two registrations of subnets, until governance says otherwise.
        type NetworkRateLimit: Get<u64>;
        /// Blocks before chosen children become so, until governance says otherwise.
        type ChildKeyCooldown: Get<u64>;
        /// Blocks between two raises of a child's take, until governance says otherwise.
        type ChildkeyTakeRateLimit: Get<u64>;
        /// Blocks between two changes of a subnet's mechanisms, or of their split, by its owner.
        type MechanismRateLimit: Get<u64>;
        /// Who raises money for leases, and who may act for whom.
        #[pallet::no_default_bounds]
        type Leasing: crate::leases::Leasing<Self::AccountId>;
        /// Blocks between two swaps of a hotkey on a subnet by one coldkey.
        type HotkeySwapInterval: Get<u64>;
        /// Blocks between the announcement of a coldkey's swap and the swap, until governance says otherwise.
        type ColdkeySwapDelay: Get<u32>;
        /// Blocks until such a swap may be announced anew, until governance says otherwise.
        type ColdkeySwapRedelay: Get<u32>;
        /// Who else keeps something under a hotkey.
        #[pallet::no_default_bounds]
        type OnHotkeySwap: crate::keys::OnHotkeySwap<Self::AccountId>;
        /// In whose name a call acts.
        #[pallet::no_default_bounds]
        type ActingAccounts: crate::keys::guard::ActingAccounts<Self::AccountId, Self::RuntimeCall>;
        /// The beacon that opens sealed weights.
        type Beacons: myelin_timelock::Beacons;
        /// Most sealed rows that a block opens.
        type RevealsPerBlock: Get<u32>;
    }

    /// Why TAO is held on a subnet's account.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The TAO reserve of the subnet's pool; on root's account, what is staked there.
        Pool,
    }

    /// Accounts of the subnets are derived from this name and the netuid.
    pub const SUBNET_ACCOUNTS: PalletId = PalletId(*b"subtensr");

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Lowest tempo that an owner may set.
        #[pallet::constant_name(MinTempo)]
        fn min_tempo() -> u16 {
            crate::hyperparameters::MIN_TEMPO
        }
        /// Highest tempo that an owner may set.
        #[pallet::constant_name(MaxTempo)]
        fn max_tempo() -> u16 {
            crate::hyperparameters::MAX_TEMPO
        }
        /// Lowest activity cutoff factor, in thousandths of a tempo.
        #[pallet::constant_name(MinActivityCutoffFactorMilli)]
        fn min_activity_cutoff_factor() -> u32 {
            crate::hyperparameters::MIN_ACTIVITY_CUTOFF_FACTOR
        }
        /// Highest activity cutoff factor, in thousandths of a tempo.
        #[pallet::constant_name(MaxActivityCutoffFactorMilli)]
        fn max_activity_cutoff_factor() -> u32 {
            crate::hyperparameters::MAX_ACTIVITY_CUTOFF_FACTOR
        }
        /// Blocks between two payments to the contributors of a lease, at least.
        #[pallet::constant_name(LeaseDividendsDistributionInterval)]
        fn lease_dividends_interval() -> u32 {
            crate::leases::DISTRIBUTION_INTERVAL as u32
        }
        /// Least amount that may be staked or unstaked, in rao.
        #[pallet::constant_name(InitialMinStake)]
        fn min_stake() -> u64 {
            crate::staking::MIN_STAKE.rao()
        }
        /// What the swap of a key costs, in rao.
        #[pallet::constant_name(KeySwapCost)]
        fn key_swap_cost() -> Tao {
            crate::keys::KEY_SWAP_COST
        }
        /// What the swap of a hotkey on one subnet costs, in rao.
        #[pallet::constant_name(KeySwapOnSubnetCost)]
        fn key_swap_on_subnet_cost() -> Tao {
            crate::keys::KEY_SWAP_ON_SUBNET_COST
        }
        /// Blocks between two swaps of a hotkey on a subnet by one coldkey.
        #[pallet::constant_name(HotkeySwapOnSubnetInterval)]
        fn hotkey_swap_interval() -> u64 {
            T::HotkeySwapInterval::get()
        }
        /// Blocks between the announcement of a coldkey's swap and the swap, until governance says otherwise.
        #[pallet::constant_name(InitialColdkeySwapAnnouncementDelay)]
        fn coldkey_swap_delay() -> u32 {
            T::ColdkeySwapDelay::get()
        }
        /// Blocks until such a swap may be announced anew, until governance says otherwise.
        #[pallet::constant_name(InitialColdkeySwapReannouncementDelay)]
        fn coldkey_swap_redelay() -> u32 {
            T::ColdkeySwapRedelay::get()
        }
        /// Blocks between registration and start of a subnet, until governance says otherwise.
        #[pallet::constant_name(InitialStartCallDelay)]
        fn start_call_delay() -> u64 {
            0
        }
    }

    #[pallet::genesis_config]
    pub struct GenesisConfig<T: Config> {
        /// The root network: coldkey and hotkey of its owner.
        pub root: Option<(T::AccountId, T::AccountId)>,
        /// Subnets that exist from the first block.
        pub subnets: Vec<GenesisSubnet<T::AccountId>>,
        /// What one TAO at root weighs against one alpha, over 2^64 - 1.
        pub tao_weight: u64,
        /// Blocks between a subnet's start and the opening of its market.
        pub opening_notice: u64,
    }

    impl<T: Config> Default for GenesisConfig<T> {
        fn default() -> Self {
            Self {
                root: None,
                subnets: Vec::new(),
                tao_weight: myelin_units::TaoWeight::LIVE.parts(),
                opening_notice: OPENING_NOTICE,
            }
        }
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            Pallet::<T>::build_genesis(self);
        }
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::step_block()
        }

        fn on_finalize(_: BlockNumberFor<T>) {
            Self::copy_issuance();
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Sets the weights of the signing hotkey on a subnet.
        #[pallet::call_index(0)]
        #[pallet::weight((costs::set_weights::<T>(dests.len()), DispatchClass::Normal, Pays::No))]
        pub fn set_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            dests: Vec<u16>,
            weights: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::accept_weights(&hotkey, netuid, 0, &dests, &weights, version_key)
        }

        /// Buys alpha of a subnet with TAO and stakes it on a hotkey.
        #[pallet::call_index(2)]
        #[pallet::weight(costs::add_stake::<T>())]
        pub fn add_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_staked: Tao,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::stake(&coldkey, &hotkey, netuid, amount_staked, None)
        }

        /// Sells staked alpha for TAO; more than the position holds means all of it.
        #[pallet::call_index(3)]
        #[pallet::weight(costs::remove_stake::<T>())]
        pub fn remove_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_unstaked: Alpha,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::unstake_up_to(&coldkey, &hotkey, netuid, amount_unstaked)
        }

        /// Says where the signing hotkey's server is reached.
        #[pallet::call_index(4)]
        #[pallet::weight((costs::serve::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn serve_axon(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
            protocol: u8,
            placeholder1: u8,
            placeholder2: u8,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let axon =
                AxonInfo { block: 0, version, ip, port, ip_type, protocol, placeholder1, placeholder2 };
            Self::publish_axon(&hotkey, netuid, axon, None)
        }

        /// Says where the signing hotkey's metrics are read.
        #[pallet::call_index(5)]
        #[pallet::weight((costs::serve::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn serve_prometheus(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::publish_prometheus(&hotkey, netuid, PrometheusInfo { block: 0, version, ip, port, ip_type })
        }

        /// Buys a uid for a hotkey.
        #[pallet::call_index(7)]
        #[pallet::weight(costs::register_neuron::<T>(*netuid))]
        pub fn burned_register(origin: OriginFor<T>, netuid: NetUid, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::register_neuron(&coldkey, &hotkey, netuid, None)
        }

        /// As `serve_axon`, with the server's certificate.
        #[pallet::call_index(40)]
        #[pallet::weight((costs::serve::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn serve_axon_tls(
            origin: OriginFor<T>,
            netuid: NetUid,
            version: u32,
            ip: u128,
            port: u16,
            ip_type: u8,
            protocol: u8,
            placeholder1: u8,
            placeholder2: u8,
            certificate: Vec<u8>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let axon =
                AxonInfo { block: 0, version, ip, port, ip_type, protocol, placeholder1, placeholder2 };
            Self::publish_axon(&hotkey, netuid, axon, Some(certificate))
        }

        /// Creates a subnet; the price goes into its pool.
        #[pallet::call_index(59)]
        #[pallet::weight(costs::register_network::<T>())]
        pub fn register_network(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::create_subnet(&coldkey, &hotkey, None)
        }

        /// Dissolves a subnet, named with its owner. Governance only.
        #[pallet::call_index(61)]
        #[pallet::weight(costs::dissolve_network::<T>())]
        pub fn dissolve_network(
            origin: OriginFor<T>,
            coldkey: T::AccountId,
            netuid: NetUid,
        ) -> DispatchResult {
            ensure_root(origin)?;
            Self::dissolve_subnet_of(&coldkey, netuid)
        }

        /// Takes a seat at the root network.
        #[pallet::call_index(62)]
        #[pallet::weight(costs::root_register::<T>())]
        pub fn root_register(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::register_at_root(&coldkey, &hotkey)
        }

        /// Lowers the share of dividends that a hotkey keeps.
        #[pallet::call_index(65)]
        #[pallet::weight((costs::change_take::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn decrease_take(origin: OriginFor<T>, hotkey: T::AccountId, take: PerU16) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::lower_take(&coldkey, &hotkey, take)
        }

        /// Raises the share of dividends that a hotkey keeps.
        #[pallet::call_index(66)]
        #[pallet::weight((costs::change_take::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn increase_take(origin: OriginFor<T>, hotkey: T::AccountId, take: PerU16) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::raise_take(&coldkey, &hotkey, take)
        }

        /// Chooses the hotkeys that a hotkey lends its weight to on a subnet, each with a part over 2^64 - 1.
        #[pallet::call_index(67)]
        #[pallet::weight(costs::set_children::<T>(children.len()))]
        pub fn set_children(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            children: Vec<(u64, T::AccountId)>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::choose_children(&coldkey, &hotkey, netuid, children)
        }

        /// Blocks between two raises of a child's take. Set by root.
        #[pallet::call_index(69)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn sudo_set_tx_childkey_take_rate_limit(
            origin: OriginFor<T>,
            tx_rate_limit: u64,
        ) -> DispatchResult {
            Self::limit_childkey_takes(origin, tx_rate_limit)
        }

        /// Sets the share of its parents' dividends that a hotkey keeps on a subnet.
        #[pallet::call_index(75)]
        #[pallet::weight(costs::change_take::<T>())]
        pub fn set_childkey_take(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            take: PerU16,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::choose_childkey_take(&coldkey, &hotkey, netuid, take)
        }

        /// Lowest take of a child. Set by root.
        #[pallet::call_index(76)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn sudo_set_min_childkey_take(origin: OriginFor<T>, take: PerU16) -> DispatchResult {
            Self::bound_childkey_take(origin, Some(take), None)
        }

        /// Highest take of a child. Set by root.
        #[pallet::call_index(77)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn sudo_set_max_childkey_take(origin: OriginFor<T>, take: PerU16) -> DispatchResult {
            Self::bound_childkey_take(origin, None, Some(take))
        }

        /// Says who the signing coldkey is.
        #[pallet::call_index(68)]
        #[pallet::weight(costs::set_identity::<T>())]
        pub fn set_identity(
            origin: OriginFor<T>,
            name: Vec<u8>,
            url: Vec<u8>,
            github_repo: Vec<u8>,
            image: Vec<u8>,
            discord: Vec<u8>,
            description: Vec<u8>,
            additional: Vec<u8>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::publish_identity(
                &coldkey,
                ChainIdentityV2 { name, url, github_repo, image, discord, description, additional },
            )
        }

        /// Puts another hotkey in the place of one, on a subnet or on all.
        #[pallet::call_index(70)]
        #[pallet::weight(costs::swap_hotkey::<T>(hotkey, *netuid, false))]
        pub fn swap_hotkey(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            new_hotkey: T::AccountId,
            netuid: Option<NetUid>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::swap_hotkey_for(&coldkey, &hotkey, &new_hotkey, netuid, false)
        }

        /// Puts another coldkey in the place of one, by root; again until all is moved.
        #[pallet::call_index(71)]
        #[pallet::weight(costs::swap_coldkey::<T>(crate::keys::COLDKEY_STEP))]
        pub fn swap_coldkey(
            origin: OriginFor<T>,
            old_coldkey: T::AccountId,
            new_coldkey: T::AccountId,
            swap_cost: Tao,
        ) -> DispatchResultWithPostInfo {
            ensure_root(origin)?;
            let moved = Self::swap_by_root(&old_coldkey, &new_coldkey, swap_cost)?;
            Ok(Some(costs::swap_coldkey::<T>(moved)).into())
        }

        /// As `swap_hotkey`; with `keep_stake`, stake stays with the old hotkey.
        #[pallet::call_index(72)]
        #[pallet::weight(costs::swap_hotkey::<T>(hotkey, *netuid, *keep_stake))]
        pub fn swap_hotkey_v2(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            new_hotkey: T::AccountId,
            netuid: Option<NetUid>,
            keep_stake: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::swap_hotkey_for(&coldkey, &hotkey, &new_hotkey, netuid, keep_stake)
        }

        /// Says what a subnet is.
        #[pallet::call_index(78)]
        #[pallet::weight(costs::set_identity::<T>())]
        pub fn set_subnet_identity(
            origin: OriginFor<T>,
            netuid: NetUid,
            subnet_name: Vec<u8>,
            github_repo: Vec<u8>,
            subnet_contact: Vec<u8>,
            subnet_url: Vec<u8>,
            discord: Vec<u8>,
            description: Vec<u8>,
            logo_url: Vec<u8>,
            additional: Vec<u8>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let identity = SubnetIdentityV3 {
                subnet_name,
                github_repo,
                subnet_contact,
                subnet_url,
                discord,
                description,
                logo_url,
                additional,
            };
            Self::publish_subnet_identity(&coldkey, netuid, identity)
        }

        /// Creates a subnet and says what it is.
        #[pallet::call_index(79)]
        #[pallet::weight(costs::register_network::<T>())]
        pub fn register_network_with_identity(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            identity: Option<SubnetIdentityV3>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::create_subnet(&coldkey, &hotkey, identity)
        }

        /// Sets weights on several subnets; one that fails does not stop the others.
        #[pallet::call_index(80)]
        #[pallet::weight((costs::batch_set_weights::<T>(weights), DispatchClass::Normal, Pays::No))]
        pub fn batch_set_weights(
            origin: OriginFor<T>,
            netuids: Vec<Compact<NetUid>>,
            weights: Vec<Vec<(Compact<u16>, Compact<u16>)>>,
            version_keys: Vec<Compact<u64>>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::accept_weights_batch(&hotkey, netuids, weights, version_keys)
        }

        /// Sells all that the signing coldkey holds on a hotkey, root stake included.
        #[pallet::call_index(83)]
        #[pallet::weight(costs::unstake_all::<T>())]
        pub fn unstake_all(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResultWithPostInfo {
            let coldkey = ensure_signed(origin)?;
            Self::unstake_everything(&coldkey, &hotkey)
        }

        /// Sells all alpha that the signing coldkey holds on a hotkey and stakes the TAO at root.
        #[pallet::call_index(84)]
        #[pallet::weight(costs::unstake_all::<T>())]
        pub fn unstake_all_alpha(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResultWithPostInfo {
            let coldkey = ensure_signed(origin)?;
            Self::unstake_everything_to_root(&coldkey, &hotkey)
        }

        /// Moves stake to another hotkey, another subnet or both.
        #[pallet::call_index(85)]
        #[pallet::weight(costs::move_stake::<T>())]
        pub fn move_stake(
            origin: OriginFor<T>,
            origin_hotkey: T::AccountId,
            destination_hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: Alpha,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::move_stake_between(
                &coldkey,
                &origin_hotkey,
                &destination_hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
            )
        }

        /// Gives stake to another coldkey.
        #[pallet::call_index(86)]
        #[pallet::weight(costs::move_stake::<T>())]
        pub fn transfer_stake(
            origin: OriginFor<T>,
            destination_coldkey: T::AccountId,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: Alpha,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::transfer_stake_to(
                &coldkey,
                &destination_coldkey,
                &hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
            )
        }

        /// Swaps stake for stake of another subnet, on the same hotkey.
        #[pallet::call_index(87)]
        #[pallet::weight(costs::move_stake::<T>())]
        pub fn swap_stake(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: Alpha,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::swap_stake_between(&coldkey, &hotkey, origin_netuid, destination_netuid, alpha_amount, None)
        }

        /// As `add_stake`, up to a final price in rao per alpha.
        #[pallet::call_index(88)]
        #[pallet::weight(costs::add_stake::<T>())]
        pub fn add_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_staked: Tao,
            limit_price: Tao,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::stake(
                &coldkey,
                &hotkey,
                netuid,
                amount_staked,
                Some(Limit::new(limit_price, allow_partial)),
            )
        }

        /// As `remove_stake`, down to a final price in rao per alpha.
        #[pallet::call_index(89)]
        #[pallet::weight(costs::remove_stake::<T>())]
        pub fn remove_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount_unstaked: Alpha,
            limit_price: Tao,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::unstake(
                &coldkey,
                &hotkey,
                netuid,
                amount_unstaked,
                Some(Limit::new(limit_price, allow_partial)),
            )
        }

        /// As `swap_stake`, down to a ratio of the final prices (origin over destination, times 10^9).
        #[pallet::call_index(90)]
        #[pallet::weight(costs::move_stake::<T>())]
        pub fn swap_stake_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            origin_netuid: NetUid,
            destination_netuid: NetUid,
            alpha_amount: Alpha,
            limit_price: Tao,
            allow_partial: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            let limit = Some(Limit::new(limit_price, allow_partial));
            Self::swap_stake_between(
                &coldkey,
                &hotkey,
                origin_netuid,
                destination_netuid,
                alpha_amount,
                limit,
            )
        }

        /// Makes the signing coldkey the owner of a hotkey that belongs to nobody.
        #[pallet::call_index(91)]
        #[pallet::weight(costs::associate_hotkey::<T>())]
        pub fn try_associate_hotkey(origin: OriginFor<T>, hotkey: T::AccountId) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::associate_hotkey(&coldkey, &hotkey)
        }

        /// Starts a subnet: its alpha trades and it takes part in emission.
        #[pallet::call_index(92)]
        #[pallet::weight(costs::start_call::<T>())]
        pub fn start_call(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::start_subnet(&coldkey, netuid)
        }

        /// Commits to the hash of a row of weights, to be revealed when its epoch has come.
        #[pallet::call_index(96)]
        #[pallet::weight((costs::commit_hash::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn commit_weights(origin: OriginFor<T>, netuid: NetUid, commit_hash: H256) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::commit_hash(&hotkey, netuid, 0, commit_hash)
        }

        /// Reveals a row that was committed to by its hash.
        #[pallet::call_index(97)]
        #[pallet::weight((costs::reveal_hash::<T>(uids.len(), salt.len()), DispatchClass::Normal, Pays::No))]
        pub fn reveal_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            uids: Vec<u16>,
            values: Vec<u16>,
            salt: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let row = Row { uids: &uids, values: &values };
            Self::reveal_hash(&hotkey, netuid, 0, Reveal { row, salt: &salt, version_key })
        }

        /// Reveals several rows, all or none.
        #[pallet::call_index(98)]
        #[pallet::weight((costs::reveal_hash_batch::<T>(uids_list, salts_list), DispatchClass::Normal, Pays::No))]
        pub fn batch_reveal_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            uids_list: Vec<Vec<u16>>,
            values_list: Vec<Vec<u16>>,
            salts_list: Vec<Vec<u16>>,
            version_keys: Vec<u64>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let (uids, values, salts) = (&uids_list, &values_list, &salts_list);
            Self::reveal_hash_batch(
                &hotkey,
                netuid,
                Reveals { uids, values, salts, version_keys: &version_keys },
            )
        }

        /// Commits to a row on each of several subnets; one that fails does not stop the others.
        #[pallet::call_index(100)]
        #[pallet::weight((costs::commit_hash_batch::<T>(netuids.len()), DispatchClass::Normal, Pays::No))]
        pub fn batch_commit_weights(
            origin: OriginFor<T>,
            netuids: Vec<Compact<NetUid>>,
            commit_hashes: Vec<H256>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::commit_hash_batch(&hotkey, netuids, commit_hashes)
        }

        /// Destroys staked alpha; the subnet emits it again later.
        #[pallet::call_index(101)]
        #[pallet::weight(costs::remove_stake::<T>())]
        pub fn recycle_alpha(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            amount: Alpha,
            netuid: NetUid,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::recycle_stake(&coldkey, &hotkey, netuid, amount)
        }

        /// Gives up staked alpha for good; nobody has it then.
        #[pallet::call_index(102)]
        #[pallet::weight(costs::remove_stake::<T>())]
        pub fn burn_alpha(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            amount: Alpha,
            netuid: NetUid,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::burn_stake(&coldkey, &hotkey, netuid, amount)
        }

        /// Sells a whole position, down to a final price in rao per alpha.
        #[pallet::call_index(103)]
        #[pallet::weight(costs::remove_stake::<T>())]
        pub fn remove_stake_full_limit(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            limit_price: Option<Tao>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::unstake_whole(&coldkey, &hotkey, netuid, limit_price)
        }

        /// Blocks before chosen children become so. Set by root.
        #[pallet::call_index(109)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn set_pending_childkey_cooldown(origin: OriginFor<T>, cooldown: u64) -> DispatchResult {
            Self::set_childkey_cooldown(origin, cooldown)
        }

        /// Buys a subnet with the money of the crowdloan that makes this call; its creator runs the subnet.
        #[pallet::call_index(110)]
        #[pallet::weight(costs::register_leased_network::<T>(costs::most_contributors::<T>()))]
        pub fn register_leased_network(
            origin: OriginFor<T>,
            emissions_share: Percent,
            end_block: Option<BlockNumberFor<T>>,
        ) -> DispatchResultWithPostInfo {
            let beneficiary = ensure_signed(origin)?;
            Self::lease_subnet(&beneficiary, emissions_share, end_block)
        }

        /// Makes the beneficiary of a lease that has ended the owner of its subnet.
        #[pallet::call_index(111)]
        #[pallet::weight(costs::terminate_lease::<T>(costs::most_contributors::<T>()))]
        pub fn terminate_lease(
            origin: OriginFor<T>,
            lease_id: LeaseId,
            hotkey: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            let beneficiary = ensure_signed(origin)?;
            Self::end_lease(&beneficiary, lease_id, &hotkey)
        }

        /// Chooses the symbol of a subnet's alpha.
        #[pallet::call_index(112)]
        #[pallet::weight(costs::update_symbol::<T>())]
        pub fn update_symbol(origin: OriginFor<T>, netuid: NetUid, symbol: Vec<u8>) -> DispatchResult {
            Self::choose_symbol(origin, netuid, symbol)
        }

        /// Chooses the hotkey on which the signing coldkey's incentives of a subnet are staked.
        #[pallet::call_index(114)]
        #[pallet::weight(costs::choose_auto_stake::<T>())]
        pub fn set_coldkey_auto_stake_hotkey(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::choose_auto_stake(&coldkey, netuid, &hotkey)
        }

        /// Commits to a row of weights that is sealed until a round of the beacon is out.
        #[pallet::call_index(113)]
        #[pallet::weight((costs::commit_sealed_at_most::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn commit_timelocked_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            commit: BoundedVec<u8, ConstU32<5000>>,
            reveal_round: u64,
            commit_reveal_version: u16,
        ) -> DispatchResultWithPostInfo {
            let hotkey = ensure_signed(origin)?;
            Self::commit_sealed(&hotkey, netuid, 0, commit, reveal_round, commit_reveal_version)
        }

        /// As `commit_weights`, naming a mechanism.
        #[pallet::call_index(115)]
        #[pallet::weight((costs::commit_hash::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn commit_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit_hash: H256,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::commit_hash(&hotkey, netuid, mecid, commit_hash)
        }

        /// As `reveal_weights`, naming a mechanism.
        #[pallet::call_index(116)]
        #[pallet::weight((costs::reveal_hash::<T>(uids.len(), salt.len()), DispatchClass::Normal, Pays::No))]
        pub fn reveal_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            uids: Vec<u16>,
            values: Vec<u16>,
            salt: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            let row = Row { uids: &uids, values: &values };
            Self::reveal_hash(&hotkey, netuid, mecid, Reveal { row, salt: &salt, version_key })
        }

        /// As `commit_timelocked_mechanism_weights`, in the version that the chain takes.
        #[pallet::call_index(117)]
        #[pallet::weight((costs::commit_sealed_at_most::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn commit_crv3_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit: BoundedVec<u8, ConstU32<5000>>,
            reveal_round: u64,
        ) -> DispatchResultWithPostInfo {
            let hotkey = ensure_signed(origin)?;
            let version = CommitRevealWeightsVersion::<T>::get();
            Self::commit_sealed(&hotkey, netuid, mecid, commit, reveal_round, version)
        }

        /// As `commit_timelocked_weights`, naming a mechanism.
        #[pallet::call_index(118)]
        #[pallet::weight((costs::commit_sealed_at_most::<T>(), DispatchClass::Normal, Pays::No))]
        pub fn commit_timelocked_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            commit: BoundedVec<u8, ConstU32<5000>>,
            reveal_round: u64,
            commit_reveal_version: u16,
        ) -> DispatchResultWithPostInfo {
            let hotkey = ensure_signed(origin)?;
            Self::commit_sealed(&hotkey, netuid, mecid, commit, reveal_round, commit_reveal_version)
        }

        /// As `set_weights`, naming a mechanism.
        #[pallet::call_index(119)]
        #[pallet::weight((costs::set_weights::<T>(dests.len()), DispatchClass::Normal, Pays::No))]
        pub fn set_mechanism_weights(
            origin: OriginFor<T>,
            netuid: NetUid,
            mecid: u8,
            dests: Vec<u16>,
            weights: Vec<u16>,
            version_key: u64,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::accept_weights(&hotkey, netuid, mecid, &dests, &weights, version_key)
        }

        /// Dissolves a subnet. Governance only.
        #[pallet::call_index(120)]
        #[pallet::weight(costs::dissolve_network::<T>())]
        pub fn root_dissolve_network(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            ensure_root(origin)?;
            Self::dissolve_subnet(netuid)
        }

        /// Claims what these subnets owe the signing coldkey for its root stake.
        #[pallet::call_index(121)]
        #[pallet::weight(costs::claim_root::<T>())]
        pub fn claim_root(origin: OriginFor<T>, subnets: BTreeSet<NetUid>) -> DispatchResultWithPostInfo {
            let coldkey = ensure_signed(origin)?;
            Self::claim_root_dividends(&coldkey, subnets)
        }

        /// Says how the signing coldkey wants its root dividends.
        #[pallet::call_index(122)]
        #[pallet::weight(costs::set_root_claim_type::<T>())]
        pub fn set_root_claim_type(
            origin: OriginFor<T>,
            new_root_claim_type: RootClaimTypeEnum,
        ) -> DispatchResultWithPostInfo {
            let coldkey = ensure_signed(origin)?;
            Self::choose_root_claim_type(&coldkey, new_root_claim_type)
        }

        /// Sets how many positions the block step looks at to pay root claims.
        #[pallet::call_index(123)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn sudo_set_num_root_claims(origin: OriginFor<T>, new_value: u64) -> DispatchResult {
            Self::choose_num_root_claims(origin, new_value)
        }

        /// Sets the alpha from which the block step pays root claims of a subnet.
        #[pallet::call_index(124)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn sudo_set_root_claim_threshold(
            origin: OriginFor<T>,
            netuid: NetUid,
            new_value: u64,
        ) -> DispatchResult {
            Self::choose_root_claim_threshold(origin, netuid, new_value)
        }

        /// Announces that the signing coldkey will be swapped for another, of which this is the hash.
        #[pallet::call_index(125)]
        #[pallet::weight(costs::announce_coldkey_swap::<T>())]
        pub fn announce_coldkey_swap(origin: OriginFor<T>, new_coldkey_hash: T::Hash) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::announce_swap(&coldkey, new_coldkey_hash)
        }

        /// Swaps the signing coldkey as it has announced; again until all is moved.
        #[pallet::call_index(126)]
        #[pallet::weight(costs::swap_coldkey::<T>(crate::keys::COLDKEY_STEP))]
        pub fn swap_coldkey_announced(
            origin: OriginFor<T>,
            new_coldkey: T::AccountId,
        ) -> DispatchResultWithPostInfo {
            let coldkey = ensure_signed(origin)?;
            let moved = Self::swap_announced(&coldkey, &new_coldkey)?;
            Ok(Some(costs::swap_coldkey::<T>(moved)).into())
        }

        /// Stops the announced swap of the signing coldkey, and the coldkey, until root has decided.
        #[pallet::call_index(127)]
        #[pallet::weight(costs::announce_coldkey_swap::<T>())]
        pub fn dispute_coldkey_swap(origin: OriginFor<T>) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::dispute_swap(&coldkey)
        }

        /// Ends a coldkey's announced swap, disputed or not. By root.
        #[pallet::call_index(128)]
        #[pallet::weight(costs::announce_coldkey_swap::<T>())]
        pub fn reset_coldkey_swap(origin: OriginFor<T>, coldkey: T::AccountId) -> DispatchResult {
            ensure_root(origin)?;
            Self::reset_swap(&coldkey);
            Ok(())
        }

        /// Buys alpha, up to a final price in rao per alpha, and leaves it to nobody.
        #[pallet::call_index(132)]
        #[pallet::weight(costs::add_stake::<T>())]
        pub fn add_stake_burn(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            netuid: NetUid,
            amount: Tao,
            limit: Option<Tao>,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::buy_and_burn(&coldkey, &hotkey, netuid, amount, limit)
        }

        /// Takes back a swap that did not happen in its time.
        #[pallet::call_index(133)]
        #[pallet::weight(costs::announce_coldkey_swap::<T>())]
        pub fn clear_coldkey_swap_announcement(origin: OriginFor<T>) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::clear_swap(&coldkey)
        }

        /// As `burned_register`, up to a price in rao.
        #[pallet::call_index(134)]
        #[pallet::weight(costs::register_neuron::<T>(*netuid))]
        pub fn register_limit(
            origin: OriginFor<T>,
            netuid: NetUid,
            hotkey: T::AccountId,
            limit_price: u64,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::register_neuron(&coldkey, &hotkey, netuid, Some(Tao::new(limit_price)))
        }

        /// Says whether a hotkey with a seat at root lends its weight to the owners of new subnets.
        #[pallet::call_index(135)]
        #[pallet::weight(costs::change_take::<T>())]
        pub fn set_auto_parent_delegation_enabled(
            origin: OriginFor<T>,
            hotkey: T::AccountId,
            enabled: bool,
        ) -> DispatchResult {
            let coldkey = ensure_signed(origin)?;
            Self::enable_auto_lending(&coldkey, &hotkey, enabled)
        }

        /// Sets the tempo of the signing owner's subnet.
        #[pallet::call_index(139)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn set_tempo(origin: OriginFor<T>, netuid: NetUid, tempo: u16) -> DispatchResult {
            Self::choose_tempo(origin, netuid, tempo)
        }

        /// Sets the activity cutoff of a subnet, in thousandths of its tempo.
        #[pallet::call_index(140)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn set_activity_cutoff_factor(
            origin: OriginFor<T>,
            netuid: NetUid,
            factor_milli: u32,
        ) -> DispatchResult {
            Self::choose_activity_cutoff_factor(origin, netuid, factor_milli)
        }

        /// Asks for an epoch before its time.
        #[pallet::call_index(141)]
        #[pallet::weight(costs::set_parameter::<T>())]
        pub fn trigger_epoch(origin: OriginFor<T>, netuid: NetUid) -> DispatchResult {
            Self::ask_for_epoch(origin, netuid)
        }

        /// Says which subnets deserve TAO, by a validator with a seat at root. It counts while the emission rule is that
        /// of root's votes.
        #[pallet::call_index(200)]
        #[pallet::weight(costs::set_root_votes::<T>(netuids.len()))]
        pub fn set_root_votes(
            origin: OriginFor<T>,
            netuids: Vec<NetUid>,
            weights: Vec<u16>,
        ) -> DispatchResult {
            let hotkey = ensure_signed(origin)?;
            Self::vote_at_root(hotkey, netuids, weights)
        }
    }
}
