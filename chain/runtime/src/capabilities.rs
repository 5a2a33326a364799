//! What the network's calls are about: the lists that proxies are granted by. Each call of `SubtensorModule` stands in
//! exactly one list, so a new call belongs to nobody until it is put into one (a test counts them).

use crate::{proxies::SMALL_TRANSFER_LIMIT, RuntimeCall};
use pallet_network::Call;

/// What a call of the network is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Capability {
    /// Staking and unstaking one's own TAO.
    Staking,
    /// Destroying stake, or what it is bought with.
    Burning,
    /// Giving stake to another account.
    StakeTransfer,
    /// Giving away so little stake that it is a small transfer.
    SmallStakeTransfer,
    /// Claiming root dividends, and saying in what form.
    RootClaim,
    /// Buying a uid.
    Registration,
    /// Buying a subnet, or a seat at root.
    Founding,
    /// Lending one's weight to children, and what children keep.
    Family,
    /// Managing one's subnet.
    Ownership,
    /// A neuron's or a validator's daily work, and who one is.
    Work,
    /// Giving TAO to a crowdloan, taking it back, and opening one for an account. To open one for a call, or to
    /// finalize one, is to do what the call does, so that is in no list.
    Funding,
    /// Putting another hotkey in the place of one.
    HotkeySwap,
    /// Putting another coldkey in the place of one: everything that a person has.
    ColdkeySwap,
}

/// What a call is about, if it is one of the network's.
pub fn capability(call: &RuntimeCall) -> Option<Capability> {
    match call {
        RuntimeCall::SubtensorModule(call) => of_network(call),
        RuntimeCall::AdminUtils(_) | RuntimeCall::Swap(_) => Some(Capability::Ownership),
        RuntimeCall::Commitments(_) => Some(Capability::Work),
        RuntimeCall::Crowdloan(call) => of_crowdloan(call),
        _ => None,
    }
}

fn of_crowdloan(call: &pallet_crowdloan::Call<crate::Runtime>) -> Option<Capability> {
    use pallet_crowdloan::Call::*;
    match call {
        create { call: None, .. }
        | contribute { .. }
        | withdraw { .. }
        | refund { .. }
        | dissolve { .. }
        | update_min_contribution { .. }
        | update_end { .. }
        | update_cap { .. }
        | set_max_contribution { .. } => Some(Capability::Funding),
        _ => None,
    }
}

fn of_network(call: &Call<crate::Runtime>) -> Option<Capability> {
    use Call::*;
    Some(match call {
        add_stake { .. }
        | add_stake_limit { .. }
        | remove_stake { .. }
        | remove_stake_limit { .. }
        | remove_stake_full_limit { .. }
        | unstake_all { .. }
        | unstake_all_alpha { .. }
        | move_stake { .. }
        | swap_stake { .. }
        | swap_stake_limit { .. }
        | set_coldkey_auto_stake_hotkey { .. } => Capability::Staking,
        recycle_alpha { .. } | burn_alpha { .. } | add_stake_burn { .. } => Capability::Burning,
        transfer_stake { alpha_amount, .. } if alpha_amount.rao() < SMALL_TRANSFER_LIMIT => {
            Capability::SmallStakeTransfer
        }
        transfer_stake { .. } => Capability::StakeTransfer,
        claim_root { .. } | set_root_claim_type { .. } => Capability::RootClaim,
        burned_register { .. } | register_limit { .. } => Capability::Registration,
        register_network { .. }
        | register_network_with_identity { .. }
        | register_leased_network { .. }
        | root_register { .. } => Capability::Founding,
        // With a lease one's own subnet comes, and its managers go.
        terminate_lease { .. } => Capability::Founding,
        set_children { .. } | set_childkey_take { .. } | set_auto_parent_delegation_enabled { .. } => {
            Capability::Family
        }
        // Root's.
        sudo_set_tx_childkey_take_rate_limit { .. }
        | sudo_set_min_childkey_take { .. }
        | sudo_set_max_childkey_take { .. }
        | set_pending_childkey_cooldown { .. } => Capability::Ownership,
        sudo_set_num_root_claims { .. }
        | sudo_set_root_claim_threshold { .. }
        | start_call { .. }
        | set_subnet_identity { .. }
        | update_symbol { .. }
        | set_tempo { .. }
        | set_activity_cutoff_factor { .. }
        | trigger_epoch { .. }
        | dissolve_network { .. }
        | root_dissolve_network { .. } => Capability::Ownership,
        set_weights { .. }
        | set_mechanism_weights { .. }
        | batch_set_weights { .. }
        | commit_weights { .. }
        | commit_mechanism_weights { .. }
        | batch_commit_weights { .. }
        | commit_timelocked_weights { .. }
        | commit_timelocked_mechanism_weights { .. }
        | commit_crv3_mechanism_weights { .. }
        | reveal_weights { .. }
        | reveal_mechanism_weights { .. }
        | batch_reveal_weights { .. }
        | serve_axon { .. }
        | serve_axon_tls { .. }
        | serve_prometheus { .. }
        | increase_take { .. }
        | decrease_take { .. }
        | set_identity { .. }
        | set_root_votes { .. }
        | try_associate_hotkey { .. } => Capability::Work,
        swap_hotkey { .. } | swap_hotkey_v2 { .. } => Capability::HotkeySwap,
        swap_coldkey { .. }
        | announce_coldkey_swap { .. }
        | swap_coldkey_announced { .. }
        | dispute_coldkey_swap { .. }
        | reset_coldkey_swap { .. }
        | clear_coldkey_swap_announcement { .. } => Capability::ColdkeySwap,
        _ => return None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use codec::Decode;
    use frame_support::traits::GetCallIndex;

    /// Every call of the network, with zeros for arguments.
    pub(crate) fn calls() -> Vec<Call<crate::Runtime>> {
        let zeros = [0u8; 256];
        Call::<crate::Runtime>::get_call_indices()
            .iter()
            .map(|index| {
                let bytes = [&[*index][..], &zeros].concat();
                Call::decode(&mut &bytes[..]).expect("zeros are arguments of every call")
            })
            .collect()
    }

    // economics §6.3: proxy/filter gaps
    #[test]
    fn calls_that_make_other_calls_should_be_in_no_list() {
        use pallet_crowdloan::Call::{create, finalize};
        let remark = crate::RuntimeCall::System(frame_system::Call::remark { remark: vec![] });
        let open = |call: Option<_>| {
            let amount = myelin_units::Tao::new(1);
            let (deposit, min_contribution, cap) = (amount, amount, amount);
            create { deposit, min_contribution, cap, end: 1, call, target_address: None }
        };
        assert_eq!(of_crowdloan(&open(Some(Box::new(remark)))), None);
        assert_eq!(of_crowdloan(&open(None)), Some(Capability::Funding));
        assert_eq!(of_crowdloan(&finalize { crowdloan_id: 0 }), None);
    }

    #[test]
    fn every_call_of_the_network_should_have_a_capability() {
        let calls = calls();
        assert!(calls.len() > 30);
        for call in calls {
            assert!(of_network(&call).is_some(), "{call:?} is in no list");
        }
    }
}
