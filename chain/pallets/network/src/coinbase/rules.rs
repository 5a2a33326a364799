//! By which rule a block's TAO is shared, and by which settings a subnet's step is taken: values that governance sets.
//! A rule is scheduled for a block, so that everybody sees it coming; the switch moves no money.

use super::Market;
use crate::{pallet::*, Error};
use alloc::vec::Vec;
use frame_support::pallet_prelude::*;
use myelin_emission::{AlphaPrice, EmissionRule as Rule, Facts, Flow, Part, PriceGate, Settings};
use myelin_units::NetUid;

impl<T: Config> Pallet<T> {
    /// The settings beside the rule. How many subnets there may be is the wire's `SubnetLimit`, here as there.
    pub fn emission_settings() -> Settings {
        Settings { subnet_limit: Self::subnet_limit(), ..EmissionSettings::<T>::get() }
    }

    /// Governance chooses the settings, from the next block on.
    pub fn set_emission_settings(settings: Settings) {
        SubnetLimit::<T>::put(settings.subnet_limit.unwrap_or(u16::MAX));
        EmissionSettings::<T>::put(settings);
        Self::deposit_event(Event::EmissionSettingsSet { settings });
    }

    /// Governance chooses the rule from block `at` on, in place of what was scheduled before.
    pub fn schedule_emission_rule(rule: Rule, at: u64) -> DispatchResult {
        ensure!(rule.is_sound() && at > Self::now(), Error::<T>::InvalidValue);
        PendingEmissionRule::<T>::put((rule, at));
        Self::count_flows_if_needed(EmissionRule::<T>::get());
        Self::deposit_event(Event::EmissionRuleScheduled { rule, at });
        Ok(())
    }

    /// Governance leaves the rule as it is.
    pub fn cancel_emission_rule() -> DispatchResult {
        let (rule, _) = PendingEmissionRule::<T>::take().ok_or(Error::<T>::InvalidValue)?;
        Self::count_flows_if_needed(EmissionRule::<T>::get());
        Self::deposit_event(Event::EmissionRuleCancelled { rule });
        Ok(())
    }

    /// The rule of this block. A scheduled one whose block has come takes the place of the last.
    pub(crate) fn rule_of_block(now: u64) -> Rule {
        let rule = EmissionRule::<T>::get();
        let Some((next, _)) = PendingEmissionRule::<T>::get().filter(|(_, at)| now >= *at) else {
            return rule;
        };
        PendingEmissionRule::<T>::kill();
        EmissionRule::<T>::put(next);
        // Votes are counted again, and a gate is put anew, when the rule asks for it.
        VotesCountedAt::<T>::kill();
        EmissionGateBar::<T>::kill();
        Self::count_flows_if_needed(next);
        Self::deposit_event(Event::EmissionRuleSwitched { from: rule, to: next });
        next
    }

    /// The rule as it stands in this block: a gate at a quantile moves once in `GATE_PERIOD` blocks.
    pub(crate) fn standing_rule(rule: &Rule, now: u64, facts: &[Facts]) -> Rule {
        let before = EmissionGateBar::<T>::get();
        let (rule, bar) = rule.standing(before, now, facts);
        if bar != before {
            EmissionGateBar::<T>::put(bar);
        }
        rule
    }

    /// What the rule is told of each started subnet: only what it asks for is read.
    pub(crate) fn facts(rule: &Rule, markets: &[Market]) -> Vec<Facts> {
        markets.iter().map(|market| Self::facts_of(rule, market)).collect()
    }

    fn facts_of(rule: &Rule, market: &Market) -> Facts {
        let netuid = market.netuid;
        let facts = Facts {
            enabled: Self::is_funded(netuid),
            moving_price: market.price,
            pool_tao: market.pool.tao,
            ..Facts::of(netuid)
        };
        match rule {
            Rule::AlphaPrice(AlphaPrice { miner_burn: true })
            | Rule::PriceGate(PriceGate { miner_burn: true, .. }) => {
                Facts { miner_burned: Part::from_bits32(MinerBurned::<T>::get(netuid).bits), ..facts }
            }
            Rule::NetFlow(_) => {
                let (flow, protocol_flow) = Self::moving_flows(netuid);
                Facts { flow, protocol_flow, ..facts }
            }
            Rule::RootVote(_) => Facts { root_votes: RootVoteWeight::<T>::get(netuid), ..facts },
            _ => facts,
        }
    }

    /// Moving net flow of users' and of the protocol's TAO.
    pub fn moving_flows(netuid: NetUid) -> (Flow, Flow) {
        let users = SubnetEmaTaoFlow::<T>::get(netuid).map_or(0, |(_, flow)| flow.bits);
        let protocol = SubnetEmaProtocolFlow::<T>::get(netuid).map_or(0, |(_, flow)| flow.bits);
        (Flow::from_bits(users), Flow::from_bits(protocol))
    }
}
