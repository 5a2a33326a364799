use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::Tao;

/// Moves of coldkey 1.
fn move_to(from: (u64, NetUid), to: (u64, NetUid), rao: u64) -> DispatchResult {
    Network::move_stake(signed(coldkey(1)), hotkey(from.0), hotkey(to.0), from.1, to.1, alpha(rao))
}

/// Gifts of coldkey 1 on hotkey 1.
fn give(to: AccountId, from: NetUid, into: NetUid, rao: u64) -> DispatchResult {
    Network::transfer_stake(signed(coldkey(1)), to, hotkey(1), from, into, alpha(rao))
}

/// Coldkey 1 holds 100 alpha on its hotkey 1; hotkey 2 is there too.
fn chain_with_stake() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| {
        own(2);
        gift(SUBNET, 1, 1, 100 * TAO);
    });
    chain
}

#[test]
fn move_within_a_subnet_should_trade_nothing_and_cost_nothing() {
    chain_with_stake().execute_with(|| {
        let (pool, out, before) = (reserves(SUBNET), alpha_out(SUBNET), balance(&coldkey(1)));
        assert_ok!(move_to((1, SUBNET), (2, SUBNET), 40 * TAO));
        assert_eq!((held(SUBNET, 1, 1), held(SUBNET, 1, 2)), (60 * TAO, 40 * TAO));
        assert_eq!((reserves(SUBNET), alpha_out(SUBNET), balance(&coldkey(1))), (pool, out, before));
        let told = Event::StakeMoved(coldkey(1), hotkey(1), SUBNET, hotkey(2), SUBNET, Tao::new(40 * TAO));
        System::assert_last_event(told.into());
        assert_ok!(move_to((1, SUBNET), (2, SUBNET), 60 * TAO));
        assert_eq!(StakingHotkeys::<Test>::get(coldkey(1)), vec![hotkey(2)]);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn move_between_subnets_should_be_a_sale_and_a_purchase_with_one_fee() {
    chain_with_stake().execute_with(|| {
        let (sold, bought) = Network::quote_swap(SUBNET, OTHER, alpha(40 * TAO)).unwrap();
        assert!(!sold.fee.is_zero() && bought.fee.is_zero());
        let (staked, before) = (TotalStake::<Test>::get(), balance(&coldkey(1)));
        assert_ok!(move_to((1, SUBNET), (2, OTHER), 40 * TAO));
        assert_eq!((Network::reserves(SUBNET), Network::reserves(OTHER)), (sold.pool, bought.pool));
        assert_eq!((held(SUBNET, 1, 1), held(OTHER, 1, 2)), (60 * TAO, bought.alpha.rao()));
        assert_eq!((TotalStake::<Test>::get(), balance(&coldkey(1))), (staked, before));
        System::assert_last_event(
            Event::StakeMoved(coldkey(1), hotkey(1), SUBNET, hotkey(2), OTHER, sold.tao).into(),
        );
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn move_from_root_should_pay_the_fee_on_the_other_side() {
    chain_with_stake().execute_with(|| {
        stake(NetUid::ROOT, 1, 1, 10 * TAO);
        let (sold, bought) = Network::quote_swap(NetUid::ROOT, OTHER, alpha(10 * TAO)).unwrap();
        assert!(sold.fee.is_zero() && !bought.fee.is_zero());
        assert_ok!(move_to((1, NetUid::ROOT), (1, OTHER), 10 * TAO));
        assert_eq!((held(NetUid::ROOT, 1, 1), held(OTHER, 1, 1)), (0, bought.alpha.rao()));
        let (sold, bought) = Network::quote_swap(OTHER, NetUid::ROOT, alpha(10 * TAO)).unwrap();
        assert!(!sold.fee.is_zero() && bought.fee.is_zero());
        assert_ok!(move_to((1, OTHER), (2, NetUid::ROOT), 10 * TAO));
        assert_eq!(held(NetUid::ROOT, 1, 2), sold.tao.rao());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn move_should_be_refused_when_it_leads_nowhere() {
    chain_with_stake().execute_with(|| {
        let waiting = unstarted_subnet();
        let from = (1, SUBNET);
        assert_noop!(move_to(from, from, TAO), Error::<Test>::SameNetuid);
        assert_noop!(move_to(from, (1, NOWHERE), TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(move_to((1, NOWHERE), from, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(move_to(from, (1, waiting), TAO), Error::<Test>::SubtokenDisabled);
        assert_noop!(move_to((1, waiting), from, TAO), Error::<Test>::SubtokenDisabled);
        assert_noop!(move_to(from, (70, SUBNET), TAO), Error::<Test>::HotKeyAccountNotExists);
        assert_noop!(move_to((70, SUBNET), from, TAO), Error::<Test>::HotKeyAccountNotExists);
    });
}

// economics §6.3: cross-subnet move leaves TAO liquid without telling the caller
#[test]
fn move_should_be_refused_when_the_amount_is_not_there_or_too_little() {
    chain_with_stake().execute_with(|| {
        for to in [(2, SUBNET), (1, OTHER), (1, NetUid::ROOT)] {
            for rao in [0, 1, LEAST - 1] {
                let refused = move_to((1, SUBNET), to, rao).unwrap_err();
                // One rao of alpha is worth less than one of TAO when it is sold.
                let poor = [Error::<Test>::AmountTooLow.into(), Error::<Test>::InsufficientLiquidity.into()];
                assert!(poor.contains(&refused), "{refused:?}");
                assert_noop!(move_to((1, SUBNET), to, rao), refused);
            }
            for rao in [100 * TAO + 1, u64::MAX] {
                assert_noop!(move_to((1, SUBNET), to, rao), Error::<Test>::NotEnoughStakeToWithdraw);
            }
        }
        assert_noop!(move_to((2, SUBNET), (1, SUBNET), TAO), Error::<Test>::NotEnoughStakeToWithdraw);
    });
}

#[test]
fn move_should_be_refused_when_the_destination_has_too_little_to_sell() {
    small_pool(1_000 * TAO, 1_000_400).execute_with(|| {
        gift(OTHER, 1, 1, 100 * TAO);
        assert_noop!(move_to((1, OTHER), (1, SUBNET), 10 * TAO), Error::<Test>::InsufficientLiquidity);
    });
    small_pool(1_000_400, 1_000 * TAO).execute_with(|| {
        gift(SUBNET, 1, 1, 100 * TAO);
        assert_noop!(move_to((1, SUBNET), (1, OTHER), 10 * TAO), Error::<Test>::InsufficientLiquidity);
    });
}

#[test]
fn transfer_should_change_the_coldkey_and_nothing_else() {
    chain_with_stake().execute_with(|| {
        let (pool, out) = (reserves(SUBNET), alpha_out(SUBNET));
        assert_ok!(give(coldkey(2), SUBNET, SUBNET, 40 * TAO));
        assert_eq!((held(SUBNET, 1, 1), held(SUBNET, 2, 1)), (60 * TAO, 40 * TAO));
        assert_eq!((reserves(SUBNET), alpha_out(SUBNET)), (pool, out));
        let told =
            Event::StakeTransferred(coldkey(1), coldkey(2), hotkey(1), SUBNET, SUBNET, Tao::new(40 * TAO));
        System::assert_last_event(told.into());
        // An account that does not exist can hold stake.
        assert_ok!(give(account(5_000), SUBNET, OTHER, 10 * TAO));
        assert!(!Network::stake_of(&hotkey(1), &account(5_000), OTHER).is_zero());
        // To oneself, on another subnet.
        assert_ok!(give(coldkey(1), SUBNET, OTHER, 10 * TAO));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn transfer_should_be_refused_when_either_subnet_does_not_allow_it() {
    for closed in [SUBNET, OTHER] {
        chain_with_stake().execute_with(|| {
            TransferToggle::<Test>::insert(closed, false);
            assert_noop!(give(coldkey(2), SUBNET, OTHER, TAO), Error::<Test>::TransferDisallowed);
            // Moves and swaps of one's own go on.
            assert_ok!(Network::swap_stake(signed(coldkey(1)), hotkey(1), SUBNET, OTHER, alpha(TAO)));
        });
    }
}

#[test]
fn transfer_should_be_refused_when_it_goes_to_a_subnet_or_to_the_same_place() {
    chain_with_stake().execute_with(|| {
        for netuid in [NetUid::ROOT, SUBNET, NOWHERE] {
            let to = Network::subnet_account(netuid);
            assert_noop!(give(to, SUBNET, SUBNET, TAO), Error::<Test>::CannotUseSystemAccount);
        }
        assert_noop!(give(coldkey(1), SUBNET, SUBNET, TAO), Error::<Test>::SameNetuid);
        assert_noop!(give(coldkey(2), SUBNET, NOWHERE, TAO), Error::<Test>::SubnetNotExists);
        assert_noop!(give(coldkey(2), SUBNET, SUBNET, u64::MAX), Error::<Test>::NotEnoughStakeToWithdraw);
        assert_noop!(give(coldkey(2), SUBNET, SUBNET, 0), Error::<Test>::AmountTooLow);
        let by_nobody =
            Network::transfer_stake(signed(coldkey(1)), coldkey(2), hotkey(70), SUBNET, SUBNET, alpha(TAO));
        assert_noop!(by_nobody, Error::<Test>::HotKeyAccountNotExists);
    });
}
