//! Every call, from every origin, at every time.

use crate::{mock::*, Call, Error};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult, traits::UnfilteredDispatchable};
use myelin_emission::{EmissionRule, Settings};
use myelin_units::{NetUid, PerU16, Tao};
use myelin_views::{FixedI128, FixedU128};
use pallet_network::{
    epoch::miners::RecycleOrBurnEnum, AdminFreezeWindow, Error as NetworkError, LiquidAlphaOn,
    PendingEmissionRule, PendingEpochAt, SubnetworkN, TrippedPools,
};
use sp_runtime::DispatchError;

type Make = fn(NetUid) -> Call<Test>;

/// Calls that the owner of a subnet may make, once per two tempos, not before an epoch.
const BY_OWNER: &[Make] = &[
    |netuid| Call::sudo_set_serving_rate_limit { netuid, serving_rate_limit: 7 },
    |netuid| Call::sudo_set_max_difficulty { netuid, max_difficulty: 7 },
    |netuid| Call::sudo_set_adjustment_alpha { netuid, adjustment_alpha: 7 },
    |netuid| Call::sudo_set_immunity_period { netuid, immunity_period: 7 },
    |netuid| Call::sudo_set_min_allowed_weights { netuid, min_allowed_weights: 7 },
    |netuid| Call::sudo_set_max_allowed_uids { netuid, max_allowed_uids: 100 },
    |netuid| Call::sudo_set_rho { netuid, rho: 7 },
    |netuid| Call::sudo_set_activity_cutoff { netuid, activity_cutoff: 400 },
    |netuid| Call::sudo_set_min_burn { netuid, min_burn: Tao::new(7) },
    |netuid| Call::sudo_set_max_burn { netuid, max_burn: Tao::new(TAO) },
    |netuid| Call::sudo_set_bonds_moving_average { netuid, bonds_moving_average: 7 },
    |netuid| Call::sudo_set_commit_reveal_weights_enabled { netuid, enabled: false },
    |netuid| Call::sudo_set_liquid_alpha_enabled { netuid, enabled: true },
    |netuid| Call::sudo_set_alpha_values { netuid, alpha_low: 2_000, alpha_high: 3_000 },
    |netuid| Call::sudo_set_commit_reveal_weights_interval { netuid, interval: 7 },
    |netuid| Call::sudo_set_bonds_penalty { netuid, bonds_penalty: 7 },
    |netuid| Call::sudo_set_toggle_transfer { netuid, toggle: false },
    |netuid| Call::sudo_set_alpha_sigmoid_steepness { netuid, steepness: 7 },
    |netuid| Call::sudo_set_yuma3_enabled { netuid, enabled: false },
    |netuid| Call::sudo_set_bonds_reset_enabled { netuid, enabled: true },
    |netuid| Call::sudo_set_owner_immune_neuron_limit { netuid, immune_neurons: 7 },
    |netuid| Call::sudo_set_burn_half_life { netuid, burn_half_life: 7 },
    |netuid| Call::sudo_set_burn_increase_mult { netuid, burn_increase_mult: FixedU128 { bits: 2 << 64 } },
    |netuid| Call::sudo_set_activity_cutoff_factor { netuid, factor_milli: 2_000 },
    |netuid| Call::sudo_set_weights_version_key { netuid, weights_version_key: 7 },
    |netuid| Call::sudo_set_recycle_or_burn { netuid, recycle_or_burn: RecycleOrBurnEnum::Recycle },
    |netuid| Call::sudo_set_min_childkey_take_per_subnet { netuid, take: PerU16::new(7) },
    |netuid| Call::sudo_set_mechanism_count { netuid, mechanism_count: 1 },
    |netuid| Call::sudo_set_mechanism_emission_split { netuid, maybe_split: None },
];

/// Calls of root for one subnet that wait for its epoch.
const BY_ROOT_FROZEN: &[Make] = &[
    |netuid| Call::sudo_set_min_difficulty { netuid, min_difficulty: 7 },
    |netuid| Call::sudo_set_target_registrations_per_interval {
        netuid,
        target_registrations_per_interval: 7,
    },
    |netuid| Call::sudo_set_difficulty { netuid, difficulty: 7 },
    |netuid| Call::sudo_set_max_allowed_validators { netuid, max_allowed_validators: 7 },
    |netuid| Call::sudo_set_max_registrations_per_block { netuid, max_registrations_per_block: 7 },
    |netuid| Call::sudo_set_subtoken_enabled { netuid, subtoken_enabled: false },
    |netuid| Call::sudo_set_min_allowed_uids { netuid, min_allowed_uids: 7 },
    |netuid| Call::sudo_set_tempo { netuid, tempo: 7 },
];

/// Calls of root for one subnet that wait for nothing.
const BY_ROOT: &[Make] = &[
    |netuid| Call::sudo_set_weights_set_rate_limit { netuid, weights_set_rate_limit: 7 },
    |netuid| Call::sudo_set_adjustment_interval { netuid, adjustment_interval: 7 },
    |netuid| Call::sudo_set_kappa { netuid, kappa: 7 },
    |netuid| Call::sudo_set_network_registration_allowed { netuid, registration_allowed: false },
    |netuid| Call::sudo_set_ema_price_halving_period { netuid, ema_halving: 7 },
    |netuid| Call::sudo_set_min_non_immune_uids { netuid, min: 7 },
    |netuid| Call::sudo_set_subnet_emission_enabled { netuid, enabled: false },
    |netuid| Call::sudo_reset_pool { netuid },
    |netuid| Call::sudo_set_precise_yuma { netuid, enabled: true },
];

/// Calls of root for the whole network.
fn global() -> Vec<Call<Test>> {
    vec![
        Call::sudo_set_default_take { default_take: PerU16::new(7) },
        Call::sudo_set_tx_rate_limit { tx_rate_limit: 7 },
        Call::sudo_set_subnet_owner_cut { subnet_owner_cut: 7 },
        Call::sudo_set_network_rate_limit { rate_limit: 7 },
        Call::sudo_set_network_immunity_period { immunity_period: 7 },
        Call::sudo_set_network_min_lock_cost { lock_cost: Tao::new(7) },
        Call::sudo_set_subnet_limit { max_subnets: 7 },
        Call::sudo_set_lock_reduction_interval { interval: 7 },
        Call::sudo_set_stake_threshold { min_stake: 7 },
        Call::sudo_set_nominator_min_required_stake { min_stake: 7 },
        Call::sudo_set_tx_delegate_take_rate_limit { tx_rate_limit: 7 },
        Call::sudo_set_min_delegate_take { take: PerU16::new(7) },
        Call::sudo_set_subnet_moving_alpha { alpha: FixedI128 { bits: 7 } },
        Call::sudo_set_commit_reveal_version { version: 7 },
        Call::sudo_set_admin_freeze_window { window: 7 },
        Call::sudo_set_owner_hparam_rate_limit { epochs: 7 },
        Call::sudo_set_start_call_delay { delay: 7 },
        Call::sudo_set_ck_burn { burn: 7 },
        Call::sudo_set_max_mechanism_count { max_mechanism_count: 7 },
        Call::sudo_set_coldkey_swap_announcement_delay { duration: 7 },
        Call::sudo_set_coldkey_swap_reannouncement_delay { duration: 7 },
        Call::sudo_set_max_epochs_per_block { max_epochs_per_block: 7 },
        Call::sudo_set_opening_notice { blocks: 7 },
        Call::sudo_schedule_emission_rule { rule: EmissionRule::default(), at: u64::MAX },
        Call::sudo_cancel_emission_rule {},
        Call::sudo_set_emission_settings { settings: Settings::default() },
    ]
}

fn dispatch(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
    call.dispatch_bypass_filter(origin).map(|_| ()).map_err(|failed| failed.error)
}

/// A chain on which all of the calls above are within their bounds.
fn prepared() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        LiquidAlphaOn::<Test>::insert(SUBNET, true);
        SubnetworkN::<Test>::insert(SUBNET, 20);
        TrippedPools::<Test>::insert(SUBNET, u64::MAX);
        PendingEmissionRule::<Test>::put((EmissionRule::default(), u64::MAX));
    });
    chain
}

#[test]
fn lists_should_name_every_call() {
    use codec::Encode;
    let subnet = |calls: &[Make]| calls.iter().map(|make| make(SUBNET).encode()[0]).collect::<Vec<_>>();
    let mut listed = [subnet(BY_OWNER), subnet(BY_ROOT_FROZEN), subnet(BY_ROOT)].concat();
    listed.extend(global().iter().map(|call| call.encode()[0]));
    // The two that the owner has with limits of their own.
    listed.extend([67, 92]);
    listed.sort_unstable();
    let scale_info::TypeDef::Variant(table) = <Call<Test> as scale_info::TypeInfo>::type_info().type_def
    else {
        panic!("an enum")
    };
    let mut all: Vec<u8> =
        table.variants.iter().map(|variant| variant.index).filter(|index| *index != 255).collect();
    all.sort_unstable();
    assert_eq!(listed, all);
}

#[test]
fn owner_should_set_its_parameters_once_per_limit() {
    for make in BY_OWNER {
        prepared().execute_with(|| {
            let call = make(SUBNET);
            assert_ok!(dispatch(call.clone(), owner()));
            assert_noop!(dispatch(call.clone(), owner()), NetworkError::<Test>::TxRateLimitExceeded);
            // Root has no limit, and does not use up the owner's.
            assert_ok!(dispatch(call.clone(), root()));
            AdminFreezeWindow::<Test>::put(0);
            let tempos = if matches!(call, Call::sudo_set_weights_version_key { .. }) { 5 } else { 2 };
            System::set_block_number(START + tempos * u64::from(TEMPO) - 1);
            assert_noop!(dispatch(call.clone(), owner()), NetworkError::<Test>::TxRateLimitExceeded);
            System::set_block_number(START + tempos * u64::from(TEMPO));
            assert_ok!(dispatch(call, owner()));
        });
    }
}

#[test]
fn parameters_should_be_the_owners_and_roots_only() {
    for make in BY_OWNER {
        prepared().execute_with(|| {
            assert_noop!(dispatch(make(SUBNET), stranger()), NetworkError::<Test>::NotSubnetOwner);
            assert_noop!(dispatch(make(SUBNET), RuntimeOrigin::none()), DispatchError::BadOrigin);
        });
    }
}

#[test]
fn parameters_should_be_roots_only() {
    for make in BY_ROOT_FROZEN.iter().chain(BY_ROOT) {
        prepared().execute_with(|| {
            assert_noop!(dispatch(make(SUBNET), owner()), DispatchError::BadOrigin);
            assert_noop!(dispatch(make(SUBNET), RuntimeOrigin::none()), DispatchError::BadOrigin);
            assert_noop!(dispatch(make(NOWHERE), owner()), DispatchError::BadOrigin);
            assert_ok!(dispatch(make(SUBNET), root()));
        });
    }
    for call in global() {
        prepared().execute_with(|| {
            assert_noop!(dispatch(call.clone(), owner()), DispatchError::BadOrigin);
            assert_ok!(dispatch(call, root()));
        });
    }
}

#[test]
fn parameters_should_be_those_of_a_subnet_that_exists() {
    for make in BY_OWNER.iter().chain(BY_ROOT_FROZEN).chain(BY_ROOT) {
        prepared().execute_with(|| {
            let expected: DispatchError = match make(NOWHERE) {
                // Shared with the owner's call of `pallet-network`, and so is its error.
                Call::sudo_set_activity_cutoff_factor { .. } => NetworkError::<Test>::SubnetNotExists.into(),
                _ => Error::<Test>::SubnetDoesNotExist.into(),
            };
            assert_noop!(dispatch(make(NOWHERE), root()), expected);
        });
    }
}

#[test]
fn parameters_should_stand_still_before_an_epoch() {
    let frozen = || NetworkError::<Test>::AdminActionProhibitedDuringWeightsWindow;
    for make in BY_OWNER.iter().chain(BY_ROOT_FROZEN) {
        prepared().execute_with(|| {
            System::set_block_number(START + u64::from(TEMPO) - 9);
            if matches!(make(SUBNET), Call::sudo_set_activity_cutoff_factor { .. }) {
                // The one that only the owner has to wait with.
                assert_noop!(dispatch(make(SUBNET), owner()), frozen());
                assert_ok!(dispatch(make(SUBNET), root()));
                return;
            }
            assert_noop!(dispatch(make(SUBNET), root()), frozen());
            System::set_block_number(START + u64::from(TEMPO) - 10);
            PendingEpochAt::<Test>::insert(SUBNET, u64::MAX);
            assert_noop!(dispatch(make(SUBNET), root()), frozen());
            PendingEpochAt::<Test>::insert(SUBNET, 0);
            assert_ok!(dispatch(make(SUBNET), root()));
        });
    }
}

#[test]
fn parameters_should_be_set_at_any_time_when_they_wait_for_nothing() {
    for make in BY_ROOT {
        prepared().execute_with(|| {
            System::set_block_number(START + u64::from(TEMPO) - 1);
            assert_ok!(dispatch(make(SUBNET), root()));
        });
    }
}

#[test]
fn owner_cut_should_be_switched_as_often_as_the_owner_likes() {
    chain().execute_with(|| {
        let set =
            |origin, netuid, enabled| dispatch(Call::sudo_set_owner_cut_enabled { netuid, enabled }, origin);
        System::set_block_number(START + u64::from(TEMPO) - 1);
        for enabled in [false, true, false] {
            assert_ok!(set(owner(), SUBNET, enabled));
            assert_eq!(pallet_network::OwnerCutEnabled::<Test>::get(SUBNET), enabled);
        }
        assert_ok!(set(root(), SUBNET, true));
        assert_noop!(set(stranger(), SUBNET, false), NetworkError::<Test>::NotSubnetOwner);
        assert_noop!(set(root(), NOWHERE, false), Error::<Test>::SubnetDoesNotExist);
        assert_noop!(set(root(), NetUid::ROOT, false), Error::<Test>::NotPermittedOnRootSubnet);
    });
}

#[test]
fn owner_cut_should_be_switched_by_root_alone_while_the_subnet_is_leased() {
    chain().execute_with(|| {
        let set =
            |origin| dispatch(Call::sudo_set_owner_cut_enabled { netuid: SUBNET, enabled: false }, origin);
        pallet_network::SubnetUidToLeaseId::<Test>::insert(SUBNET, 0);
        assert_noop!(set(owner()), NetworkError::<Test>::LeaseHasNotEnded);
        assert_ok!(set(root()));
    });
}

#[test]
fn owner_hotkey_should_be_handed_over_to_the_network() {
    chain().execute_with(|| {
        let set =
            |origin, netuid| dispatch(Call::sudo_set_sn_owner_hotkey { netuid, hotkey: account(55) }, origin);
        assert_noop!(set(stranger(), SUBNET), NetworkError::<Test>::NotSubnetOwner);
        assert_noop!(set(root(), NOWHERE), NetworkError::<Test>::SubnetNotExists);
        assert_ok!(set(owner(), SUBNET));
        assert_eq!(pallet_network::SubnetOwnerHotkey::<Test>::get(SUBNET), account(55));
    });
}
