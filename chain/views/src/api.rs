//! The runtime APIs of the network, under the names clients call: `<Trait>_<method>`.

use alloc::{collections::BTreeMap, vec::Vec};
use codec::{Codec, Compact};
use myelin_timelock::Beacon;
use myelin_units::{Alpha, NetUid, Tao};

use crate::{
    delegate::DelegateInfo,
    dissolution::{DeregPayment, DeregQuote},
    dynamic::DynamicInfo,
    hyperparameters::{HyperparamEntry, SubnetHyperparams, SubnetHyperparamsV2},
    metagraph::Metagraph,
    neuron::{NeuronInfo, NeuronInfoLite},
    proxy::ProxyTypeInfo,
    selective::SelectiveMetagraph,
    stake::{LockState, StakeAvailability, StakeInfo},
    state::SubnetState,
    subnet::{SubnetInfo, SubnetInfoV2},
    swap::{SimSwapResult, SubnetPrice},
};

sp_api::decl_runtime_apis! {
    /// Hotkeys that take stake.
    pub trait DelegateInfoRuntimeApi<AccountId> where AccountId: Codec {
        /// All of them.
        fn get_delegates() -> Vec<DelegateInfo<AccountId>>;
        /// One of them; `None` when the key takes no stake.
        fn get_delegate(delegate_account: AccountId) -> Option<DelegateInfo<AccountId>>;
        /// Those a coldkey has staked on, with the subnet and the alpha, one entry a stake.
        fn get_delegated(
            delegatee_account: AccountId,
        ) -> Vec<(DelegateInfo<AccountId>, (Compact<NetUid>, Compact<Alpha>))>;
    }

    /// Neurons.
    pub trait NeuronInfoRuntimeApi<AccountId> where AccountId: Codec {
        /// All of a subnet, by uid.
        fn get_neurons(netuid: NetUid) -> Vec<NeuronInfo<AccountId>>;
        /// One of a subnet.
        fn get_neuron(netuid: NetUid, uid: u16) -> Option<NeuronInfo<AccountId>>;
        /// All of a subnet, by uid, without weights and bonds.
        fn get_neurons_lite(netuid: NetUid) -> Vec<NeuronInfoLite<AccountId>>;
        /// One of a subnet, without weights and bonds.
        fn get_neuron_lite(netuid: NetUid, uid: u16) -> Option<NeuronInfoLite<AccountId>>;
    }

    /// Subnets. `None` means that the subnet does not exist; lists hold the existing ones, by number.
    pub trait SubnetInfoRuntimeApi<AccountId> where AccountId: Codec {
        /// A subnet at a glance.
        fn get_subnet_info(netuid: NetUid) -> Option<SubnetInfo<AccountId>>;
        /// All subnets at a glance.
        fn get_subnets_info() -> Vec<Option<SubnetInfo<AccountId>>>;
        /// A subnet at a glance, with its identity.
        fn get_subnet_info_v2(netuid: NetUid) -> Option<SubnetInfoV2<AccountId>>;
        /// All subnets at a glance, with their identities.
        fn get_subnets_info_v2() -> Vec<Option<SubnetInfoV2<AccountId>>>;
        /// Hyperparameters, first form.
        fn get_subnet_hyperparams(netuid: NetUid) -> Option<SubnetHyperparams>;
        /// Hyperparameters, second form.
        fn get_subnet_hyperparams_v2(netuid: NetUid) -> Option<SubnetHyperparamsV2>;
        /// The economy of all subnets.
        fn get_all_dynamic_info() -> Vec<Option<DynamicInfo<AccountId>>>;
        /// The metagraphs of all subnets.
        fn get_all_metagraphs() -> Vec<Option<Metagraph<AccountId>>>;
        /// The metagraph of a subnet.
        fn get_metagraph(netuid: NetUid) -> Option<Metagraph<AccountId>>;
        /// The metagraphs of all mechanisms of all subnets.
        fn get_all_mechagraphs() -> Vec<Option<Metagraph<AccountId>>>;
        /// The metagraph of a mechanism; `None` for a mechanism that does not exist.
        fn get_mechagraph(netuid: NetUid, mecid: u8) -> Option<Metagraph<AccountId>>;
        /// The economy of a subnet.
        fn get_dynamic_info(netuid: NetUid) -> Option<DynamicInfo<AccountId>>;
        /// The neurons of a subnet, one list a quantity.
        fn get_subnet_state(netuid: NetUid) -> Option<SubnetState<AccountId>>;
        /// Parts of a metagraph, by [`MetagraphIndex`](crate::selective::MetagraphIndex).
        fn get_selective_metagraph(netuid: NetUid, metagraph_indexes: Vec<u16>) -> Option<SelectiveMetagraph<AccountId>>;
        /// Parts of the metagraph of a mechanism; `None` for a mechanism that does not exist.
        fn get_selective_mechagraph(
            netuid: NetUid,
            subid: u8,
            metagraph_indexes: Vec<u16>,
        ) -> Option<SelectiveMetagraph<AccountId>>;
        /// The subnet the next registration would replace, if the network were full.
        fn get_subnet_to_prune() -> Option<NetUid>;
        /// The account that holds the subnet's TAO.
        fn get_subnet_account_id(netuid: NetUid) -> Option<AccountId>;
        /// Block of the next epoch; `None` when there is none, as with tempo 0.
        fn get_next_epoch_start_block(netuid: NetUid) -> Option<u64>;
        /// Hyperparameters, third form.
        fn get_subnet_hyperparams_v3(netuid: NetUid) -> Option<Vec<HyperparamEntry>>;
    }

    /// Stakes.
    pub trait StakeInfoRuntimeApi<AccountId> where AccountId: Codec + Ord {
        /// All stakes of a coldkey.
        fn get_stake_info_for_coldkey(coldkey_account: AccountId) -> Vec<StakeInfo<AccountId>>;
        /// All stakes of several coldkeys.
        fn get_stake_info_for_coldkeys(coldkey_accounts: Vec<AccountId>) -> Vec<(AccountId, Vec<StakeInfo<AccountId>>)>;
        /// One stake; 0 when there is none.
        fn get_stake_info_for_hotkey_coldkey_netuid(
            hotkey_account: AccountId,
            coldkey_account: AccountId,
            netuid: NetUid,
        ) -> Option<StakeInfo<AccountId>>;
        /// What may leave each subnet, for several coldkeys; all subnets when none are named.
        fn get_stake_availability_for_coldkeys(
            coldkey_accounts: Vec<AccountId>,
            netuids: Option<Vec<NetUid>>,
        ) -> BTreeMap<AccountId, BTreeMap<NetUid, StakeAvailability>>;
        /// The lock of a coldkey on a subnet; `None` without one.
        fn get_coldkey_lock(coldkey: AccountId, netuid: NetUid) -> Option<LockState>;
    }

    /// The price of a place for a subnet.
    pub trait SubnetRegistrationRuntimeApi {
        /// What registering a subnet costs now, rao.
        fn get_network_registration_cost() -> Tao;
    }

    /// What a dissolution would pay; not of the wire.
    pub trait DissolutionRuntimeApi<AccountId> where AccountId: Codec {
        /// What alpha of a subnet would be paid if it were dissolved in this block.
        fn dereg_quote(netuid: NetUid) -> Option<DeregQuote>;
        /// What a coldkey would be paid.
        fn dereg_quote_for(netuid: NetUid, coldkey: AccountId) -> Option<DeregPayment>;
    }

    /// Prices and simulated swaps.
    pub trait SwapRuntimeApi {
        /// Price of a subnet's alpha, rao per whole alpha; 10^9 on root.
        fn current_alpha_price(netuid: NetUid) -> u64;
        /// Prices of all subnets.
        fn current_alpha_price_all() -> Vec<SubnetPrice>;
        /// What buying alpha with `tao` would do now.
        fn sim_swap_tao_for_alpha(netuid: NetUid, tao: Tao) -> SimSwapResult;
        /// What selling `alpha` would do now.
        fn sim_swap_alpha_for_tao(netuid: NetUid, alpha: Alpha) -> SimSwapResult;
    }

    /// Whether the books close. Not of the wire: a node that audits asks after every block.
    pub trait AuditApi {
        /// All rules of the books; if one does not hold, which, with the numbers, in words. It reads everything there is.
        fn check_books() -> Result<(), Vec<u8>>;
        /// How often the chain's own audits found that the books do not close.
        fn books_not_closed() -> u32;
    }

    /// The beacon whose pulses the chain takes. Not of the wire: an author asks what to bring.
    pub trait BeaconApi {
        /// Its key and its clock.
        fn beacon() -> Beacon;
        /// The latest round on chain; 0 when there is none, and then any may be the first.
        fn last_round() -> u64;
        /// The most pulses that a block brings.
        fn max_pulses() -> u32;
    }

    /// Kinds of proxies.
    pub trait ProxyFilterRuntimeApi {
        /// All kinds, by number.
        fn get_proxy_types() -> Vec<ProxyTypeInfo>;
    }
}
