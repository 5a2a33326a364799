//! Hyperparameters, in all three forms.

use crate::{mock::*, pallet::*};
use codec::Compact;
use myelin_units::Tao;
use myelin_views::{FixedI64, FixedU128, HyperparamValue};

/// Names and variants of wire-surface §6.
const WIRE_HYPERPARAMETERS: &str = "kappa U16, immunity_period U16, min_allowed_weights U16, max_weights_limit U16, \
    tempo U16, weights_version U64, weights_rate_limit U64, activity_cutoff U64, activity_cutoff_factor U32, \
    registration_allowed Bool, target_regs_per_interval U16, min_burn TaoBalance, max_burn TaoBalance, \
    burn_half_life U16, burn_increase_mult U64F64, bonds_moving_avg U64, max_regs_per_block U16, serving_rate_limit U64, \
    max_validators U16, commit_reveal_period U64, commit_reveal_weights_enabled Bool, alpha_high U16, alpha_low U16, \
    liquid_alpha_enabled Bool, alpha_sigmoid_steepness I32F32, yuma_version U16, subnet_is_active Bool, \
    transfers_enabled Bool, bonds_reset_enabled Bool, user_liquidity_enabled Bool, owner_cut_enabled Bool, \
    owner_cut_auto_lock_enabled Bool, min_childkey_take U16";

fn hyperparameter(name: &str) -> HyperparamValue {
    let entries = Network::subnet_hyperparams_v3(SUBNET).unwrap();
    entries.into_iter().find(|entry| entry.name == name.as_bytes()).unwrap().value
}

#[test]
fn hyperparameters_should_have_the_names_and_kinds_of_the_wire_when_listed() {
    chain().execute_with(|| {
        let entries = Network::subnet_hyperparams_v3(SUBNET).unwrap();
        let printed =
            |value: &HyperparamValue| format!("{value:?}").split('(').next().unwrap_or_default().to_string();
        let named = |name: &[u8], value| format!("{} {}", String::from_utf8_lossy(name), printed(value));
        let mut ours: Vec<_> = entries.iter().map(|entry| named(&entry.name, &entry.value)).collect();
        let mut wire: Vec<_> = WIRE_HYPERPARAMETERS.split(", ").map(|one| one.trim().to_string()).collect();
        ours.sort();
        wire.sort();
        assert_eq!(ours, wire);
    });
}

#[test]
fn hyperparameters_should_follow_storage_in_every_form_when_it_changes() {
    chain().execute_with(|| {
        AlphaValues::<Test>::insert(SUBNET, (11, 22));
        AlphaSigmoidSteepness::<Test>::insert(SUBNET, -5);
        Yuma3On::<Test>::insert(SUBNET, false);
        ActivityCutoffFactorMilli::<Test>::insert(SUBNET, 2_500);
        MinBurn::<Test>::insert(SUBNET, Tao::new(77));
        TransferToggle::<Test>::insert(SUBNET, false);
        WeightsVersionKey::<Test>::insert(SUBNET, u64::MAX);
        let (first, second) =
            (Network::subnet_hyperparams(SUBNET).unwrap(), Network::subnet_hyperparams_v2(SUBNET).unwrap());
        assert_eq!(
            (first.alpha_low, first.alpha_high, first.min_burn),
            (Compact(11), Compact(22), Compact(Tao::new(77)))
        );
        assert_eq!(
            (second.alpha_low, second.alpha_high, second.min_burn),
            (Compact(11), Compact(22), Compact(Tao::new(77)))
        );
        assert_eq!(
            (first.activity_cutoff, second.activity_cutoff),
            (Compact(25), Compact(25)),
            "2.5 tempos of 10"
        );
        assert_eq!((second.yuma_version, second.transfers_enabled), (Compact(2), false));
        assert_eq!(second.alpha_sigmoid_steepness, FixedI64 { bits: -(5 << 32) });
        assert_eq!(
            hyperparameter("alpha_sigmoid_steepness"),
            HyperparamValue::I32F32(FixedI64 { bits: -(5 << 32) })
        );
        assert_eq!(
            (hyperparameter("alpha_low"), hyperparameter("yuma_version")),
            (u16_value(11), u16_value(2))
        );
        assert_eq!(hyperparameter("min_burn"), HyperparamValue::TaoBalance(Compact(Tao::new(77))));
        assert_eq!(hyperparameter("weights_version"), HyperparamValue::U64(Compact(u64::MAX)));
        assert_eq!(hyperparameter("activity_cutoff_factor"), HyperparamValue::U32(Compact(2_500)));
        assert_eq!(hyperparameter("transfers_enabled"), HyperparamValue::Bool(false));
        // 1.26, the default.
        assert_eq!(
            hyperparameter("burn_increase_mult"),
            HyperparamValue::U64F64(FixedU128 { bits: 23_242_897_532_874_035_200 })
        );
    });
}

const fn u16_value(value: u16) -> HyperparamValue {
    HyperparamValue::U16(Compact(value))
}
