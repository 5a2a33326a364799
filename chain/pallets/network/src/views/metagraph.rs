//! A subnet with all its neurons, whole or in the parts that were asked for.

use crate::pallet::*;
use alloc::vec::Vec;
use codec::Compact;
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{Beyond, Metagraph, MetagraphParts, SelectiveMetagraph, SubnetState};

impl<T: Config> Pallet<T> {
    /// The metagraph of every subnet.
    pub fn all_metagraphs() -> Vec<Option<Metagraph<T::AccountId>>> {
        Self::of_every_subnet(Self::metagraph)
    }

    /// The metagraph of a subnet; `None` when it does not exist.
    pub fn metagraph(netuid: NetUid) -> Option<Metagraph<T::AccountId>> {
        let mut graph = Self::metagraph_without_neurons(netuid)?;
        Self::add_neurons(netuid, &mut graph);
        Some(graph)
    }

    /// The metagraph of a mechanism: of the subnet for the first, `None` for others, which do not exist yet.
    pub fn mechagraph(netuid: NetUid, mechanism: u8) -> Option<Metagraph<T::AccountId>> {
        if mechanism == 0 {
            Self::metagraph(netuid)
        } else {
            None
        }
    }

    /// Parts of a metagraph, by number; neurons are read only for parts that list them.
    pub fn selective_metagraph(
        netuid: NetUid,
        indexes: Vec<u16>,
    ) -> Option<SelectiveMetagraph<T::AccountId>> {
        let wanted = MetagraphParts::from_indexes(indexes);
        let mut graph = Self::metagraph_without_neurons(netuid)?;
        if wanted.reads_neurons() {
            Self::add_neurons(netuid, &mut graph);
        }
        let permits = graph.validator_permit.iter().zip(0u16..);
        let validators = permits.filter_map(|(permit, uid)| permit.then_some(Compact(uid))).collect();
        // Nothing can be committed yet.
        let beyond = Beyond { validators, commitments: Vec::new() };
        Some(SelectiveMetagraph::select(graph, beyond, wanted))
    }

    /// Parts of the metagraph of a mechanism, as `mechagraph`.
    pub fn selective_mechagraph(
        netuid: NetUid,
        mechanism: u8,
        indexes: Vec<u16>,
    ) -> Option<SelectiveMetagraph<T::AccountId>> {
        if mechanism == 0 {
            Self::selective_metagraph(netuid, indexes)
        } else {
            None
        }
    }

    fn metagraph_without_neurons(netuid: NetUid) -> Option<Metagraph<T::AccountId>> {
        let economy = Self::dynamic_info(netuid)?;
        let knobs = Self::subnet_hyperparams(netuid)?;
        Some(Metagraph {
            netuid: economy.netuid,
            name: economy.subnet_name,
            symbol: economy.token_symbol,
            identity: economy.subnet_identity,
            network_registered_at: economy.network_registered_at,
            owner_hotkey: economy.owner_hotkey,
            owner_coldkey: economy.owner_coldkey,
            block: Compact(Self::now()),
            tempo: economy.tempo,
            last_step: economy.last_step,
            blocks_since_last_step: economy.blocks_since_last_step,
            subnet_emission: economy.emission,
            alpha_in: economy.alpha_in,
            alpha_out: economy.alpha_out,
            tao_in: economy.tao_in,
            alpha_out_emission: economy.alpha_out_emission,
            alpha_in_emission: economy.alpha_in_emission,
            tao_in_emission: economy.tao_in_emission,
            pending_alpha_emission: economy.pending_alpha_emission,
            pending_root_emission: economy.pending_root_emission,
            subnet_volume: economy.subnet_volume,
            moving_price: economy.moving_price,
            rho: knobs.rho,
            kappa: knobs.kappa,
            min_allowed_weights: knobs.min_allowed_weights,
            max_weights_limit: knobs.max_weights_limit,
            weights_version: knobs.weights_version,
            weights_rate_limit: knobs.weights_rate_limit,
            activity_cutoff: knobs.activity_cutoff,
            max_validators: knobs.max_validators,
            num_uids: Compact(SubnetworkN::<T>::get(netuid)),
            max_uids: Compact(MaxAllowedUids::<T>::get(netuid)),
            burn: Compact(Burn::<T>::get(netuid)),
            difficulty: knobs.difficulty,
            registration_allowed: knobs.registration_allowed,
            pow_registration_allowed: NetworkPowRegistrationAllowed::<T>::get(netuid),
            immunity_period: knobs.immunity_period,
            min_difficulty: knobs.min_difficulty,
            max_difficulty: knobs.max_difficulty,
            min_burn: knobs.min_burn,
            max_burn: knobs.max_burn,
            adjustment_alpha: knobs.adjustment_alpha,
            adjustment_interval: knobs.adjustment_interval,
            target_regs_per_interval: knobs.target_regs_per_interval,
            max_regs_per_block: knobs.max_regs_per_block,
            serving_rate_limit: knobs.serving_rate_limit,
            commit_reveal_weights_enabled: knobs.commit_reveal_weights_enabled,
            commit_reveal_period: knobs.commit_reveal_period,
            liquid_alpha_enabled: knobs.liquid_alpha_enabled,
            alpha_high: knobs.alpha_high,
            alpha_low: knobs.alpha_low,
            bonds_moving_avg: knobs.bonds_moving_avg,
            hotkeys: Vec::new(),
            coldkeys: Vec::new(),
            identities: Vec::new(),
            axons: Vec::new(),
            active: Vec::new(),
            validator_permit: Vec::new(),
            pruning_score: Vec::new(),
            last_update: Vec::new(),
            emission: Vec::new(),
            dividends: Vec::new(),
            incentives: Vec::new(),
            consensus: Vec::new(),
            trust: Vec::new(),
            rank: Vec::new(),
            block_at_registration: Vec::new(),
            alpha_stake: Vec::new(),
            tao_stake: Vec::new(),
            total_stake: Vec::new(),
            tao_dividends_per_hotkey: Vec::new(),
            alpha_dividends_per_hotkey: Vec::new(),
            collateral_locked: Vec::new(),
            collateral_min: Vec::new(),
            collateral_earned: Vec::new(),
        })
    }

    fn add_neurons(netuid: NetUid, graph: &mut Metagraph<T::AccountId>) {
        let Some(state) = Self::subnet_state(netuid) else { return };
        let no_collateral: Vec<_> = state.hotkeys.iter().map(|_| Compact(Alpha::ZERO)).collect();
        graph.identities = state.coldkeys.iter().map(IdentitiesV2::<T>::get).collect();
        graph.axons =
            state.hotkeys.iter().map(|hotkey| Axons::<T>::get(netuid, hotkey).unwrap_or_default()).collect();
        graph.tao_dividends_per_hotkey = Self::tao_dividends(netuid, &state);
        graph.alpha_dividends_per_hotkey = state
            .hotkeys
            .iter()
            .map(|hotkey| (hotkey.clone(), Compact(AlphaDividendsPerSubnet::<T>::get(netuid, hotkey))))
            .collect();
        graph.hotkeys = state.hotkeys;
        graph.coldkeys = state.coldkeys;
        graph.active = state.active;
        graph.validator_permit = state.validator_permit;
        graph.pruning_score = state.pruning_score;
        graph.last_update = state.last_update;
        graph.emission = state.emission;
        graph.dividends = state.dividends;
        graph.incentives = state.incentives;
        graph.consensus = state.consensus;
        graph.trust = state.trust;
        graph.rank = state.rank;
        graph.block_at_registration = state.block_at_registration;
        graph.alpha_stake = state.alpha_stake;
        graph.tao_stake = state.tao_stake;
        graph.total_stake = state.total_stake;
        graph.collateral_locked = no_collateral.clone();
        graph.collateral_min = no_collateral.clone();
        graph.collateral_earned = no_collateral;
    }

    /// What the alpha sold for each hotkey's root stakers in the last epoch is worth now, rao: the TAO itself is kept
    /// in no list.
    fn tao_dividends(netuid: NetUid, state: &SubnetState<T::AccountId>) -> Vec<(T::AccountId, Compact<Tao>)> {
        let of = |hotkey: &T::AccountId| {
            Self::worth(netuid, RootAlphaDividendsPerSubnet::<T>::get(netuid, hotkey))
        };
        state.hotkeys.iter().map(|hotkey| (hotkey.clone(), Compact(of(hotkey)))).collect()
    }
}
