//! What each call stores and tells, and what it does not take.

use crate::{mock::*, Error, Event};
use frame_support::{assert_noop, assert_ok};
use myelin_units::{NetUid, PerU16, Tao};
use myelin_views::{FixedI128, FixedU128};
use pallet_network::{Error as NetworkError, Event as Told, *};

const HIGHEST_TAKE: u16 = 11_796;

fn told(event: Told<Test>) {
    System::assert_last_event(event.into());
}

#[test]
fn bonds_should_be_set_within_their_bounds() {
    chain().execute_with(|| {
        assert_noop!(
            Admin::sudo_set_bonds_moving_average(owner(), SUBNET, 975_001),
            Error::<Test>::BondsMovingAverageMaxReached
        );
        assert_ok!(Admin::sudo_set_bonds_moving_average(owner(), SUBNET, 975_000));
        told(Told::BondsMovingAverageSet(SUBNET, 975_000));
        assert_ok!(Admin::sudo_set_bonds_moving_average(root(), SUBNET, 1_000_000));
        assert_eq!(BondsMovingAverage::<Test>::get(SUBNET), 1_000_000);
        assert_ok!(Admin::sudo_set_bonds_penalty(owner(), SUBNET, 0));
        told(Told::BondsPenaltySet(SUBNET, 0));
        assert_eq!(BondsPenalty::<Test>::get(SUBNET), 0);
        assert_ok!(Admin::sudo_set_bonds_reset_enabled(owner(), SUBNET, true));
        System::assert_has_event(Told::BondsResetOnSet(SUBNET, true).into());
        System::assert_last_event(Event::BondsResetToggled { netuid: SUBNET, enabled: true }.into());
        assert!(BondsResetOn::<Test>::get(SUBNET));
        assert_ok!(Admin::sudo_set_yuma3_enabled(owner(), SUBNET, false));
        System::assert_last_event(Event::Yuma3EnableToggled { netuid: SUBNET, enabled: false }.into());
        assert!(!Yuma3On::<Test>::get(SUBNET));
    });
}

#[test]
fn liquid_alpha_should_be_set_within_its_bounds() {
    chain().execute_with(|| {
        let set = |low, high| Admin::sudo_set_alpha_values(root(), SUBNET, low, high);
        assert_noop!(set(2_000, 3_000), NetworkError::<Test>::LiquidAlphaDisabled);
        assert_ok!(Admin::sudo_set_liquid_alpha_enabled(owner(), SUBNET, true));
        assert!(LiquidAlphaOn::<Test>::get(SUBNET));
        assert_noop!(set(1_638, 1_637), NetworkError::<Test>::AlphaHighTooLow);
        assert_noop!(set(1_637, 3_000), NetworkError::<Test>::AlphaLowOutOfRange);
        assert_noop!(set(3_001, 3_000), NetworkError::<Test>::AlphaLowOutOfRange);
        assert_ok!(set(1_638, 1_638));
        assert_ok!(set(1_638, u16::MAX));
        assert_eq!(AlphaValues::<Test>::get(SUBNET), (1_638, u16::MAX));
        assert_noop!(
            Admin::sudo_set_alpha_sigmoid_steepness(owner(), SUBNET, -1),
            Error::<Test>::NegativeSigmoidSteepness
        );
        assert_ok!(Admin::sudo_set_alpha_sigmoid_steepness(owner(), SUBNET, 0));
        assert_ok!(Admin::sudo_set_alpha_sigmoid_steepness(root(), SUBNET, i16::MIN));
        told(Told::AlphaSigmoidSteepnessSet(SUBNET, i16::MIN));
        assert_eq!(AlphaSigmoidSteepness::<Test>::get(SUBNET), i16::MIN);
    });
}

#[test]
fn uids_should_be_set_within_their_bounds() {
    chain().execute_with(|| {
        SubnetworkN::<Test>::insert(SUBNET, 70);
        let most = |uids| Admin::sudo_set_max_allowed_uids(root(), SUBNET, uids);
        assert_noop!(most(63), Error::<Test>::MaxAllowedUidsLessThanMinAllowedUids);
        assert_noop!(most(69), Error::<Test>::MaxAllowedUIdsLessThanCurrentUIds);
        assert_noop!(most(257), Error::<Test>::MaxAllowedUidsGreaterThanDefaultMaxAllowedUids);
        assert_ok!(most(256));
        assert_ok!(most(70));
        told(Told::MaxAllowedUidsSet(SUBNET, 70));
        assert_eq!(MaxAllowedUids::<Test>::get(SUBNET), 70);

        let least = |uids| Admin::sudo_set_min_allowed_uids(root(), SUBNET, uids);
        assert_noop!(least(70), Error::<Test>::MinAllowedUidsGreaterThanMaxAllowedUids);
        SubnetworkN::<Test>::insert(SUBNET, 10);
        assert_noop!(least(10), Error::<Test>::MinAllowedUidsGreaterThanCurrentUids);
        assert_ok!(least(9));
        told(Told::MinAllowedUidsSet(SUBNET, 9));
        assert_eq!(MinAllowedUids::<Test>::get(SUBNET), 9);

        assert_noop!(
            Admin::sudo_set_max_allowed_validators(root(), SUBNET, 71),
            Error::<Test>::MaxValidatorsLargerThanMaxUIds
        );
        assert_ok!(Admin::sudo_set_max_allowed_validators(root(), SUBNET, 70));
        told(Told::MaxAllowedValidatorsSet(SUBNET, 70));
        assert_eq!(MaxAllowedValidators::<Test>::get(SUBNET), 70);
    });
}

#[test]
fn safety_of_uids_should_be_set_within_its_bounds() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_immunity_period(owner(), SUBNET, 5));
        told(Told::ImmunityPeriodSet(SUBNET, 5));
        assert_eq!(ImmunityPeriod::<Test>::get(SUBNET), 5);
        let immune = |uids| Admin::sudo_set_owner_immune_neuron_limit(root(), SUBNET, uids);
        assert_noop!(immune(0), NetworkError::<Test>::InvalidValue);
        assert_noop!(immune(11), NetworkError::<Test>::InvalidValue);
        assert_ok!(immune(1));
        assert_ok!(immune(10));
        assert_eq!(ImmuneOwnerUidsLimit::<Test>::get(SUBNET), 10);
        assert_ok!(Admin::sudo_set_min_non_immune_uids(root(), SUBNET, 5));
        told(Told::MinNonImmuneUidsSet(SUBNET, 5));
        assert_eq!(MinNonImmuneUids::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_serving_rate_limit(owner(), SUBNET, 5));
        told(Told::ServingRateLimitSet(SUBNET, 5));
        assert_eq!(ServingRateLimit::<Test>::get(SUBNET), 5);
    });
}

#[test]
fn price_of_a_uid_should_be_bounded() {
    chain().execute_with(|| {
        let lowest = |rao| Admin::sudo_set_min_burn(root(), SUBNET, Tao::new(rao));
        let highest = |rao| Admin::sudo_set_max_burn(root(), SUBNET, Tao::new(rao));
        assert_noop!(lowest(TAO), Error::<Test>::ValueNotInBounds);
        assert_noop!(highest(TAO / 10), Error::<Test>::ValueNotInBounds);
        assert_ok!(lowest(TAO - 1));
        told(Told::MinBurnSet(SUBNET, Tao::new(TAO - 1)));
        assert_noop!(highest(TAO - 1), Error::<Test>::ValueNotInBounds);
        assert_ok!(lowest(0));
        assert_ok!(highest(TAO / 10 + 1));
        told(Told::MaxBurnSet(SUBNET, Tao::new(TAO / 10 + 1)));
        assert_noop!(lowest(TAO / 10 + 1), Error::<Test>::ValueNotInBounds);
        assert_ok!(lowest(TAO / 10));
        assert_eq!(
            (MinBurn::<Test>::get(SUBNET), MaxBurn::<Test>::get(SUBNET)),
            (Tao::new(TAO / 10), Tao::new(TAO / 10 + 1))
        );
    });
}

#[test]
fn pace_of_the_price_should_be_bounded() {
    chain().execute_with(|| {
        let half_life = |netuid, blocks| Admin::sudo_set_burn_half_life(root(), netuid, blocks);
        assert_noop!(half_life(SUBNET, 0), Error::<Test>::InvalidValue);
        assert_noop!(half_life(SUBNET, 36_101), Error::<Test>::InvalidValue);
        assert_noop!(half_life(NetUid::ROOT, 5), Error::<Test>::NotPermittedOnRootSubnet);
        assert_ok!(half_life(SUBNET, 1));
        assert_ok!(half_life(SUBNET, 36_100));
        System::assert_has_event(Told::BurnHalfLifeSet { netuid: SUBNET, burn_half_life: 36_100 }.into());
        System::assert_last_event(Event::BurnHalfLifeSet { netuid: SUBNET, burn_half_life: 36_100 }.into());
        assert_eq!(BurnHalfLife::<Test>::get(SUBNET), 36_100);

        let factor = |netuid, bits| Admin::sudo_set_burn_increase_mult(root(), netuid, FixedU128 { bits });
        assert_noop!(factor(SUBNET, (1 << 64) - 1), Error::<Test>::InvalidValue);
        assert_noop!(factor(SUBNET, (3 << 64) + 1), Error::<Test>::InvalidValue);
        assert_noop!(factor(NetUid::ROOT, 2 << 64), Error::<Test>::NotPermittedOnRootSubnet);
        assert_ok!(factor(SUBNET, 1 << 64));
        assert_ok!(factor(SUBNET, 3 << 64));
        let three = FixedU128 { bits: 3 << 64 };
        System::assert_has_event(
            Told::BurnIncreaseMultSet { netuid: SUBNET, burn_increase_mult: three }.into(),
        );
        System::assert_last_event(
            Event::BurnIncreaseMultSet { netuid: SUBNET, burn_increase_mult: three }.into(),
        );
        assert_eq!(BurnIncreaseMult::<Test>::get(SUBNET), three);
    });
}

#[test]
fn registration_should_be_set() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_network_registration_allowed(root(), SUBNET, false));
        told(Told::RegistrationAllowed(SUBNET, false));
        assert!(!NetworkRegistrationAllowed::<Test>::get(SUBNET));
        assert_ok!(Admin::sudo_set_difficulty(root(), SUBNET, 5));
        told(Told::DifficultySet(SUBNET, 5));
        assert_ok!(Admin::sudo_set_min_difficulty(root(), SUBNET, 6));
        told(Told::MinDifficultySet(SUBNET, 6));
        assert_ok!(Admin::sudo_set_max_difficulty(owner(), SUBNET, 7));
        told(Told::MaxDifficultySet(SUBNET, 7));
        let difficulties = (
            Difficulty::<Test>::get(SUBNET),
            MinDifficulty::<Test>::get(SUBNET),
            MaxDifficulty::<Test>::get(SUBNET),
        );
        assert_eq!(difficulties, (5, 6, 7));
        assert_ok!(Admin::sudo_set_adjustment_interval(root(), SUBNET, 5));
        told(Told::AdjustmentIntervalSet(SUBNET, 5));
        assert_eq!(AdjustmentInterval::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_adjustment_alpha(owner(), SUBNET, 5));
        told(Told::AdjustmentAlphaSet(SUBNET, 5));
        assert_eq!(AdjustmentAlpha::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_target_registrations_per_interval(root(), SUBNET, 5));
        told(Told::RegistrationPerIntervalSet(SUBNET, 5));
        assert_eq!(TargetRegistrationsPerInterval::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_max_registrations_per_block(root(), SUBNET, 5));
        told(Told::MaxRegistrationsPerBlockSet(SUBNET, 5));
        assert_eq!(MaxRegistrationsPerBlock::<Test>::get(SUBNET), 5);
    });
}

#[test]
fn weights_should_be_set_within_their_bounds() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_kappa(root(), SUBNET, u16::MAX));
        told(Told::KappaSet(SUBNET, u16::MAX));
        assert_eq!(Kappa::<Test>::get(SUBNET), u16::MAX);
        assert_ok!(Admin::sudo_set_rho(owner(), SUBNET, 5));
        told(Told::RhoSet(SUBNET, 5));
        assert_eq!(Rho::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_weights_version_key(owner(), SUBNET, u64::MAX));
        told(Told::WeightsVersionKeySet(SUBNET, u64::MAX));
        assert_eq!(WeightsVersionKey::<Test>::get(SUBNET), u64::MAX);
        assert_ok!(Admin::sudo_set_weights_set_rate_limit(root(), SUBNET, 5));
        told(Told::WeightsSetRateLimitSet(SUBNET, 5));
        assert_eq!(WeightsSetRateLimit::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_min_allowed_weights(owner(), SUBNET, 5));
        told(Told::MinAllowedWeightSet(SUBNET, 5));
        assert_eq!(MinAllowedWeights::<Test>::get(SUBNET), 5);
        assert_ok!(Admin::sudo_set_commit_reveal_weights_enabled(owner(), SUBNET, false));
        told(Told::CommitRevealEnabled(SUBNET, false));
        assert!(!CommitRevealWeightsEnabled::<Test>::get(SUBNET));
        let period = |epochs| Admin::sudo_set_commit_reveal_weights_interval(root(), SUBNET, epochs);
        assert_noop!(period(0), NetworkError::<Test>::RevealPeriodTooSmall);
        assert_noop!(period(101), NetworkError::<Test>::RevealPeriodTooLarge);
        assert_ok!(period(100));
        told(Told::CommitRevealPeriodsSet(SUBNET, 100));
        assert_eq!(RevealPeriodEpochs::<Test>::get(SUBNET), 100);
        assert_ok!(Admin::sudo_set_commit_reveal_version(root(), 5));
        told(Told::CommitRevealVersionSet(5));
        assert_eq!(CommitRevealWeightsVersion::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_stake_threshold(root(), 5));
        told(Told::StakeThresholdSet(5));
        assert_eq!(StakeThreshold::<Test>::get(), 5);
    });
}

#[test]
fn clock_should_be_set_within_its_bounds() {
    chain().execute_with(|| {
        System::set_block_number(START + 5);
        // Root is not bound by the owner's range.
        assert_ok!(Admin::sudo_set_tempo(root(), SUBNET, 0));
        assert_ok!(Admin::sudo_set_tempo(root(), SUBNET, u16::MAX));
        told(Told::TempoSet(SUBNET, u16::MAX));
        assert_eq!((Tempo::<Test>::get(SUBNET), LastEpochBlock::<Test>::get(SUBNET)), (u16::MAX, START + 5));
        assert_noop!(
            Admin::sudo_set_activity_cutoff(owner(), SUBNET, 359),
            NetworkError::<Test>::ActivityCutoffTooLow
        );
        assert_ok!(Admin::sudo_set_activity_cutoff(owner(), SUBNET, 360));
        told(Told::ActivityCutoffSet(SUBNET, 360));
        assert_eq!(ActivityCutoff::<Test>::get(SUBNET), 360);
        assert_noop!(Admin::sudo_set_max_epochs_per_block(root(), 0), Error::<Test>::InvalidValue);
        assert_ok!(Admin::sudo_set_max_epochs_per_block(root(), 1));
        told(Told::MaxEpochsPerBlockSet(1));
        assert_eq!(MaxEpochsPerBlock::<Test>::get(), 1);
        assert_ok!(Admin::sudo_set_admin_freeze_window(root(), 0));
        told(Told::AdminFreezeWindowSet(0));
        assert_eq!(AdminFreezeWindow::<Test>::get(), 0);
        assert_ok!(Admin::sudo_set_owner_hparam_rate_limit(root(), 5));
        told(Told::OwnerHyperparamRateLimitSet(5));
        assert_eq!(OwnerHyperparamRateLimit::<Test>::get(), 5);
    });
}

#[test]
fn market_should_be_set_within_its_bounds() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_toggle_transfer(owner(), SUBNET, false));
        told(Told::TransferToggle(SUBNET, false));
        assert!(!TransferToggle::<Test>::get(SUBNET));
        assert_ok!(Admin::sudo_set_subtoken_enabled(root(), SUBNET, false));
        assert!(!SubtokenEnabled::<Test>::get(SUBNET));
        assert_ok!(Admin::sudo_set_ema_price_halving_period(root(), SUBNET, 5));
        assert_eq!(EMAPriceHalvingBlocks::<Test>::get(SUBNET), 5);
        let weight = |bits| Admin::sudo_set_subnet_moving_alpha(root(), FixedI128 { bits });
        assert_noop!(weight(-1), Error::<Test>::ValueNotInBounds);
        assert_noop!(weight((1 << 32) + 1), Error::<Test>::ValueNotInBounds);
        assert_ok!(weight(0));
        assert_ok!(weight(1 << 32));
        assert_eq!(SubnetMovingAlpha::<Test>::get(), FixedI128 { bits: 1 << 32 });
        let emission = |netuid| Admin::sudo_set_subnet_emission_enabled(root(), netuid, false);
        assert_noop!(emission(NetUid::ROOT), Error::<Test>::NotPermittedOnRootSubnet);
        assert_ok!(emission(SUBNET));
        System::assert_last_event(Event::SubnetEmissionEnabledSet { netuid: SUBNET, enabled: false }.into());
        assert!(!SubnetEmissionEnabled::<Test>::get(SUBNET));
    });
}

#[test]
fn takes_should_be_set_within_their_bounds() {
    chain().execute_with(|| {
        let (least, default) = (
            |take| Admin::sudo_set_min_delegate_take(root(), PerU16::new(take)),
            |take| Admin::sudo_set_default_take(root(), PerU16::new(take)),
        );
        assert_noop!(least(HIGHEST_TAKE + 1), NetworkError::<Test>::DelegateTakeTooHigh);
        assert_ok!(least(5));
        told(Told::MinDelegateTakeSet(PerU16::new(5)));
        assert_eq!(MinDelegateTake::<Test>::get(), PerU16::new(5));
        assert_noop!(default(4), NetworkError::<Test>::DelegateTakeTooLow);
        assert_noop!(default(HIGHEST_TAKE + 1), NetworkError::<Test>::DelegateTakeTooHigh);
        assert_ok!(default(5));
        told(Told::DefaultTakeSet(PerU16::new(5)));
        assert_eq!(DefaultDelegateTake::<Test>::get(), PerU16::new(5));
        assert_ok!(Admin::sudo_set_tx_delegate_take_rate_limit(root(), 5));
        told(Told::TxDelegateTakeRateLimitSet(5));
        assert_eq!(TxDelegateTakeRateLimit::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_tx_rate_limit(root(), 5));
        told(Told::TxRateLimitSet(5));
        assert_eq!(TxRateLimit::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_nominator_min_required_stake(root(), 5));
        assert_eq!(NominatorMinRequiredStake::<Test>::get(), 5);
    });
}

#[test]
fn network_should_be_set() {
    chain().execute_with(|| {
        assert_ok!(Admin::sudo_set_subnet_owner_cut(root(), 5));
        told(Told::SubnetOwnerCutSet(5));
        assert_eq!(SubnetOwnerCut::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_network_rate_limit(root(), 5));
        told(Told::NetworkRateLimitSet(5));
        assert_eq!(NetworkRateLimit::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_network_immunity_period(root(), 5));
        told(Told::NetworkImmunityPeriodSet(5));
        assert_eq!(NetworkImmunityPeriod::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_network_min_lock_cost(root(), Tao::new(5)));
        told(Told::NetworkMinLockCostSet(Tao::new(5)));
        assert_eq!(NetworkMinLockCost::<Test>::get(), Tao::new(5));
        assert_ok!(Admin::sudo_set_lock_reduction_interval(root(), 5));
        told(Told::NetworkLockCostReductionIntervalSet(5));
        assert_eq!(NetworkLockReductionInterval::<Test>::get(), 5);
        assert_ok!(Admin::sudo_set_subnet_limit(root(), 5));
        told(Told::SubnetLimitSet(5));
        assert_eq!(SubnetLimit::<Test>::get(), 5);
        assert_noop!(Admin::sudo_set_subnet_limit(root(), 0), Error::<Test>::ValueNotInBounds);
        assert_ok!(Admin::sudo_set_opening_notice(root(), 50_400));
        assert_eq!(OpeningNotice::<Test>::get(), 50_400);
        assert_noop!(Admin::sudo_set_opening_notice(root(), 50_401), Error::<Test>::ValueNotInBounds);
        assert_ok!(Admin::sudo_set_start_call_delay(root(), 5));
        told(Told::StartCallDelaySet(5));
        assert_eq!(StartCallDelay::<Test>::get(), 5);
    });
}
