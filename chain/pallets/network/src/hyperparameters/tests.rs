use super::*;
use crate::{mock::*, pallet::*, rate_limits::*, subnets::symbols::symbol_for};
use frame_support::{assert_noop, assert_ok};
use myelin_units::NetUid;
use sp_runtime::DispatchError;

const NOWHERE: NetUid = NetUid::new(9);

/// Subnet 1 with a tempo of 360 whose last epoch was in this block, 1000; nothing is committed and revealed.
fn calm_chain() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        System::set_block_number(1_000);
        Tempo::<Test>::insert(SUBNET, 360);
        LastEpochBlock::<Test>::insert(SUBNET, 1_000);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
    });
    chain
}

fn owner() -> RuntimeOrigin {
    signed(coldkey(10))
}

fn root() -> RuntimeOrigin {
    RuntimeOrigin::root()
}

#[test]
fn owner_and_root_should_be_let_in_and_nobody_else() {
    calm_chain().execute_with(|| {
        assert_eq!(Network::ensure_owner_or_root(root(), SUBNET), Ok(None));
        assert_eq!(Network::ensure_owner_or_root(owner(), SUBNET), Ok(Some(coldkey(10))));
        let refused = |origin, netuid| Network::ensure_owner_or_root(origin, netuid).unwrap_err();
        assert_eq!(refused(signed(coldkey(2)), SUBNET), Error::<Test>::NotSubnetOwner.into());
        assert_eq!(refused(signed(hotkey(10)), SUBNET), Error::<Test>::NotSubnetOwner.into());
        assert_eq!(refused(root(), NOWHERE), Error::<Test>::SubnetNotExists.into());
        assert_eq!(refused(RuntimeOrigin::none(), SUBNET), DispatchError::BadOrigin);
    });
}

#[test]
fn parameters_should_stand_still_before_an_epoch_and_while_one_is_pending() {
    calm_chain().execute_with(|| {
        let frozen = || Network::ensure_not_frozen(SUBNET).is_err();
        assert!(!frozen());
        System::set_block_number(1_350);
        assert!(!frozen());
        System::set_block_number(1_351);
        assert!(frozen());
        // An epoch that is late is nearer still.
        System::set_block_number(1_400);
        assert!(frozen());
        AdminFreezeWindow::<Test>::put(0);
        assert!(!frozen());
        PendingEpochAt::<Test>::insert(SUBNET, 2_000);
        assert!(frozen());
        PendingEpochAt::<Test>::insert(SUBNET, 0);
        AdminFreezeWindow::<Test>::put(u16::MAX);
        assert!(frozen());
        // Where no epoch ever runs there is nothing to wait for.
        Tempo::<Test>::insert(SUBNET, 0);
        assert!(!frozen());
        assert_ok!(Network::ensure_not_frozen(NetUid::ROOT));
    });
}

#[test]
fn owner_should_wait_between_changes_of_one_parameter_and_root_should_not() {
    calm_chain().execute_with(|| {
        let limit = OwnerLimit::Tempos(Hyperparameter::Rho);
        let change = |origin, limit| {
            let who = Network::ensure_may_change(origin, SUBNET, limit)?;
            Network::count_change(&who, SUBNET, limit);
            Ok::<_, DispatchError>(())
        };
        AdminFreezeWindow::<Test>::put(0);
        assert_ok!(change(root(), limit));
        assert_ok!(change(owner(), limit));
        assert_eq!(change(owner(), limit), Err(Error::<Test>::TxRateLimitExceeded.into()));
        assert_ok!(change(owner(), OwnerLimit::Tempos(Hyperparameter::Kappa)));
        assert_ok!(change(owner(), OwnerLimit::None));
        assert_ok!(change(root(), limit));
        System::set_block_number(1_000 + 2 * 360 - 1);
        assert!(change(owner(), limit).is_err());
        System::set_block_number(1_000 + 2 * 360);
        assert_ok!(change(owner(), limit));
    });
}

#[test]
fn activity_cutoff_should_be_a_share_of_the_tempo() {
    calm_chain().execute_with(|| {
        assert_eq!(Network::activity_cutoff(SUBNET), 5_000);
        ActivityCutoffFactorMilli::<Test>::insert(SUBNET, u32::MAX);
        Tempo::<Test>::insert(SUBNET, u16::MAX);
        assert_eq!(Network::activity_cutoff(SUBNET), u64::from(u32::MAX) * u64::from(u16::MAX) / 1_000);
        Tempo::<Test>::insert(SUBNET, 0);
        assert_eq!(Network::activity_cutoff(SUBNET), 1);
    });
}

#[test]
fn tempo_should_change_and_restart_the_clock() {
    calm_chain().execute_with(|| {
        System::set_block_number(1_100);
        assert_ok!(Network::set_tempo(owner(), SUBNET, 500));
        assert_eq!((Tempo::<Test>::get(SUBNET), LastEpochBlock::<Test>::get(SUBNET)), (500, 1_100));
        System::assert_last_event(Event::TempoSet(SUBNET, 500).into());
        System::set_block_number(1_100 + TEMPO_RATE_LIMIT - 1);
        assert_noop!(Network::set_tempo(owner(), SUBNET, 400), Error::<Test>::TxRateLimitExceeded);
        assert_ok!(Network::set_tempo(root(), SUBNET, 400));
        System::set_block_number(1_100 + TEMPO_RATE_LIMIT);
        assert_ok!(Network::set_tempo(owner(), SUBNET, MAX_TEMPO));
        assert_ok!(Network::set_tempo(root(), SUBNET, MIN_TEMPO));
    });
}

#[test]
fn tempo_should_be_refused_out_of_bounds_or_when_frozen_or_to_strangers() {
    calm_chain().execute_with(|| {
        assert_noop!(Network::set_tempo(owner(), SUBNET, MIN_TEMPO - 1), Error::<Test>::TempoOutOfBounds);
        assert_noop!(Network::set_tempo(owner(), SUBNET, MAX_TEMPO + 1), Error::<Test>::TempoOutOfBounds);
        assert_noop!(Network::set_tempo(owner(), SUBNET, 0), Error::<Test>::TempoOutOfBounds);
        assert_noop!(Network::set_tempo(signed(coldkey(2)), SUBNET, 400), Error::<Test>::NotSubnetOwner);
        assert_noop!(Network::set_tempo(owner(), NOWHERE, 400), Error::<Test>::SubnetNotExists);
        System::set_block_number(1_355);
        assert_noop!(
            Network::set_tempo(owner(), SUBNET, 400),
            Error::<Test>::AdminActionProhibitedDuringWeightsWindow
        );
        assert_noop!(
            Network::set_tempo(root(), SUBNET, 400),
            Error::<Test>::AdminActionProhibitedDuringWeightsWindow
        );
    });
}

#[test]
fn activity_cutoff_factor_should_be_set_within_its_bounds() {
    calm_chain().execute_with(|| {
        let set = |origin, factor| Network::set_activity_cutoff_factor(origin, SUBNET, factor);
        assert_noop!(
            set(owner(), MIN_ACTIVITY_CUTOFF_FACTOR - 1),
            Error::<Test>::ActivityCutoffFactorMilliOutOfBounds
        );
        assert_noop!(
            set(root(), MAX_ACTIVITY_CUTOFF_FACTOR + 1),
            Error::<Test>::ActivityCutoffFactorMilliOutOfBounds
        );
        assert_noop!(set(signed(coldkey(2)), 2_000), Error::<Test>::NotSubnetOwner);
        assert_noop!(
            Network::set_activity_cutoff_factor(root(), NOWHERE, 2_000),
            Error::<Test>::SubnetNotExists
        );
        assert_ok!(set(owner(), MAX_ACTIVITY_CUTOFF_FACTOR));
        System::assert_last_event(
            Event::ActivityCutoffFactorMilliSet { netuid: SUBNET, factor_milli: MAX_ACTIVITY_CUTOFF_FACTOR }
                .into(),
        );
        assert_eq!(Network::activity_cutoff(SUBNET), 50 * 360);
        assert_noop!(set(owner(), 2_000), Error::<Test>::TxRateLimitExceeded);
        // The freeze window holds back the owner but not root.
        System::set_block_number(1_000 + 2 * 360);
        assert_noop!(set(owner(), 2_000), Error::<Test>::AdminActionProhibitedDuringWeightsWindow);
        assert_ok!(set(root(), MIN_ACTIVITY_CUTOFF_FACTOR));
    });
}

#[test]
fn epoch_should_be_pending_one_freeze_window_away_when_asked_for() {
    calm_chain().execute_with(|| {
        assert_ok!(Network::trigger_epoch(owner(), SUBNET));
        assert_eq!(PendingEpochAt::<Test>::get(SUBNET), 1_010);
        System::assert_last_event(
            Event::EpochTriggered { netuid: SUBNET, by: coldkey(10), fires_at: 1_010 }.into(),
        );
        assert_noop!(Network::trigger_epoch(root(), SUBNET), Error::<Test>::EpochTriggerAlreadyPending);
        PendingEpochAt::<Test>::insert(SUBNET, 0);
        assert_noop!(Network::trigger_epoch(owner(), SUBNET), Error::<Test>::TxRateLimitExceeded);
        assert_ok!(Network::trigger_epoch(root(), SUBNET));
    });
}

#[test]
fn asked_for_epoch_should_run() {
    calm_chain().execute_with(|| {
        assert_ok!(Network::trigger_epoch(owner(), SUBNET));
        run_blocks(9);
        assert_eq!(SubnetEpochIndex::<Test>::get(SUBNET), 0);
        run_blocks(1);
        assert_eq!((SubnetEpochIndex::<Test>::get(SUBNET), PendingEpochAt::<Test>::get(SUBNET)), (1, 0));
        assert_eq!(LastEpochBlock::<Test>::get(SUBNET), 1_010);
    });
}

#[test]
fn epoch_should_be_refused_when_one_is_near_or_none_can_run() {
    calm_chain().execute_with(|| {
        assert_noop!(Network::trigger_epoch(signed(coldkey(2)), SUBNET), Error::<Test>::NotSubnetOwner);
        assert_noop!(Network::trigger_epoch(owner(), NOWHERE), Error::<Test>::SubnetNotExists);
        System::set_block_number(1_351);
        assert_noop!(Network::trigger_epoch(owner(), SUBNET), Error::<Test>::AutoEpochAlreadyImminent);
        System::set_block_number(1_350);
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, true);
        assert_noop!(
            Network::trigger_epoch(owner(), SUBNET),
            Error::<Test>::DynamicTempoBlockedByCommitReveal
        );
        CommitRevealWeightsEnabled::<Test>::insert(SUBNET, false);
        Tempo::<Test>::insert(SUBNET, 0);
        assert_noop!(Network::trigger_epoch(owner(), SUBNET), Error::<Test>::TempoOutOfBounds);
        Tempo::<Test>::insert(SUBNET, 360);
        assert_ok!(Network::trigger_epoch(owner(), SUBNET));
    });
}

#[test]
fn symbol_should_be_one_of_the_table_that_no_other_subnet_bears() {
    calm_chain().execute_with(|| {
        let set = |origin, symbol: &[u8]| Network::update_symbol(origin, SUBNET, symbol.to_vec());
        let zeta = "ζ".as_bytes();
        assert_ok!(set(owner(), zeta));
        assert_eq!(TokenSymbol::<Test>::get(SUBNET), zeta);
        System::assert_last_event(Event::SymbolUpdated { netuid: SUBNET, symbol: zeta.to_vec() }.into());
        assert_ok!(set(root(), zeta));
        assert_noop!(set(owner(), symbol_for(NetUid::ROOT)), Error::<Test>::SymbolAlreadyInUse);
        assert_noop!(set(owner(), b"TAO"), Error::<Test>::SymbolDoesNotExist);
        assert_noop!(set(owner(), b""), Error::<Test>::SymbolDoesNotExist);
        assert_noop!(set(signed(coldkey(2)), "η".as_bytes()), Error::<Test>::NotSubnetOwner);
        assert_noop!(Network::update_symbol(owner(), NOWHERE, zeta.to_vec()), Error::<Test>::SubnetNotExists);
    });
}

#[test]
fn new_subnet_should_receive_a_free_symbol_when_its_own_is_taken() {
    calm_chain().execute_with(|| {
        let second = NetUid::new(2);
        assert_eq!(Network::free_symbol(second), symbol_for(second));
        TokenSymbol::<Test>::insert(SUBNET, symbol_for(second));
        // Subnet 1 gave up the first letter after root's.
        assert_eq!(Network::free_symbol(second), symbol_for(SUBNET));
    });
}

#[test]
fn owner_hotkey_should_change_once_a_week() {
    calm_chain().execute_with(|| {
        let set = |origin, hotkey| Network::choose_owner_hotkey(origin, SUBNET, hotkey);
        assert_ok!(set(owner(), hotkey(11)));
        assert_eq!(SubnetOwnerHotkey::<Test>::get(SUBNET), hotkey(11));
        assert_eq!(Owner::<Test>::get(hotkey(11)), coldkey(10));
        System::assert_last_event(Event::SubnetOwnerHotkeySet(SUBNET, hotkey(11)).into());
        assert_noop!(set(owner(), hotkey(10)), Error::<Test>::TxRateLimitExceeded);
        assert_noop!(set(signed(coldkey(2)), hotkey(10)), Error::<Test>::NotSubnetOwner);
        assert_noop!(set(root(), Network::subnet_account(SUBNET)), Error::<Test>::CannotUseSystemAccount);
        assert_noop!(
            Network::choose_owner_hotkey(root(), NOWHERE, hotkey(10)),
            Error::<Test>::SubnetNotExists
        );
        // One that somebody else owns stays theirs.
        register(SUBNET, 2);
        assert_ok!(set(root(), hotkey(2)));
        assert_eq!(Owner::<Test>::get(hotkey(2)), coldkey(2));
        System::set_block_number(1_000 + 50_400);
        assert_ok!(set(owner(), hotkey(10)));
    });
}
