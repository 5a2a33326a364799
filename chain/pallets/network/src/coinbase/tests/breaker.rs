//! The circuit breaker: a reserve that is more than what was put in stops its pool, and nothing else.

use super::*;
use frame_support::{assert_noop, assert_ok};
use myelin_units::{Alpha, Tao};

/// What someone who can write raw storage, or a fault of ours, might do to a reserve.
fn inflate_alpha(netuid: NetUid) {
    SubnetAlphaIn::<Test>::mutate(netuid, |alpha| *alpha = Alpha::new(alpha.rao() * 10));
}

fn inflate_tao(netuid: NetUid) {
    SubnetTAO::<Test>::mutate(netuid, |tao| *tao = Tao::new(tao.rao() * 10));
}

fn chain_with_stakes() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| {
        [SUBNET, OTHER].into_iter().for_each(|netuid| {
            set_moving_price(netuid, ONE / 2);
            // No epochs here.
            Tempo::<Test>::insert(netuid, 0);
        });
        own(1);
        own(2);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(OTHER, 1, 1, 10 * TAO);
        run_blocks(3);
    });
    chain
}

/// The block step alone: the books are broken on purpose.
fn step() {
    System::reset_events();
    System::set_block_number(System::block_number() + 1);
    <Network as frame_support::traits::Hooks<u64>>::on_initialize(System::block_number());
}

fn trips() -> Vec<NetUid> {
    let tripped = System::events().into_iter().filter_map(|event| match event.event {
        RuntimeEvent::Network(Event::PoolTripped { netuid, .. }) => Some(netuid),
        _ => None,
    });
    tripped.collect()
}

fn sell(netuid: NetUid) -> frame_support::dispatch::DispatchResult {
    Network::remove_stake(signed(coldkey(1)), hotkey(1), netuid, Alpha::new(TAO))
}

fn buy(netuid: NetUid) -> frame_support::dispatch::DispatchResult {
    Network::add_stake(signed(coldkey(1)), hotkey(1), netuid, Tao::new(TAO))
}

// economics §6.3: saturating arithmetic hides underflow; issuance/total-stake drift
#[test]
fn nothing_should_be_paid_from_a_reserve_that_was_never_put_in() {
    for (inflate, trade) in [
        (inflate_tao as fn(NetUid), sell as fn(NetUid) -> _),
        (inflate_tao, buy),
        (inflate_alpha, sell),
        (inflate_alpha, buy),
    ] {
        chain_with_stakes().execute_with(|| {
            inflate(SUBNET);
            // Even before the block step has noticed.
            assert_noop!(trade(SUBNET), Error::<Test>::InsufficientLiquidity);
            assert_ok!(trade(OTHER));
        });
    }
}

#[test]
fn pool_should_trip_at_the_next_step_and_the_others_go_on() {
    for inflate in [inflate_tao as fn(NetUid), inflate_alpha] {
        chain_with_stakes().execute_with(|| {
            inflate(SUBNET);
            let (pool, out) = (Network::reserves(SUBNET), SubnetAlphaOut::<Test>::get(SUBNET));
            let (other, before) = (SubnetTAO::<Test>::get(OTHER), Network::issuance().rao());
            step();
            assert_eq!(trips(), [SUBNET]);
            assert_eq!((Network::reserves(SUBNET), SubnetAlphaOut::<Test>::get(SUBNET)), (pool, out));
            assert!(SubnetTAO::<Test>::get(OTHER) > other);
            assert_eq!(Network::issuance().rao(), before + EMISSION);
            let first = Network::carried(SUBNET);
            assert_eq!(first.rao() + received(OTHER), EMISSION);
            step();
            // It is told once, and goes on carrying.
            assert_eq!(trips(), []);
            assert!(Network::carried(SUBNET) > first);
            for trade in [sell, buy] {
                assert_noop!(trade(SUBNET), Error::<Test>::SubtokenDisabled);
                assert_ok!(trade(OTHER));
            }
            assert_noop!(
                Network::burned_register(signed(coldkey(2)), SUBNET, hotkey(2)),
                Error::<Test>::SubNetRegistrationDisabled
            );
        });
    }
}

#[test]
fn pool_should_trade_again_and_receive_what_was_carried_when_it_is_reset() {
    for inflate in [inflate_tao as fn(NetUid), inflate_alpha] {
        chain_with_stakes().execute_with(|| {
            let pool = Network::reserves(SUBNET);
            inflate(SUBNET);
            step();
            step();
            let carried = Network::carried(SUBNET);
            assert_ok!(Network::reset_pool(SUBNET));
            assert_eq!(Network::reserves(SUBNET), pool);
            assert_eq!(Network::check_invariants(), Ok(()));
            // Who bought before what was carried is injected would sell it at the price that this makes.
            for trade in [sell, buy] {
                assert_noop!(trade(SUBNET), Error::<Test>::SubtokenDisabled);
            }
            assert_noop!(Network::reset_pool(SUBNET), Error::<Test>::InvalidValue);
            next_block();
            assert!(received(SUBNET) > carried.rao() && Network::carried(SUBNET).is_zero());
            assert!(!TrippedPools::<Test>::contains_key(SUBNET));
            assert_ok!(sell(SUBNET));
            assert_ok!(buy(SUBNET));
            run_blocks(3);
            assert_noop!(Network::reset_pool(SUBNET), Error::<Test>::InvalidValue);
        });
    }
}

#[test]
fn epoch_should_pay_alpha_and_let_roots_pot_wait_while_the_pool_is_stopped() {
    for inflate in [inflate_tao as fn(NetUid), inflate_alpha] {
        chain_with_stakes().execute_with(|| {
            // What is kept is not paid by itself.
            NumRootClaim::<Test>::put(0);
            register(SUBNET, 1);
            stake(NetUid::ROOT, 2, 1, 1_000 * TAO);
            stake(NetUid::ROOT, 3, 1, 1_000 * TAO);
            let keep = crate::root::claim_type::RootClaimTypeEnum::Keep;
            assert_ok!(Network::set_root_claim_type(signed(coldkey(3)), keep));
            run_blocks(10);
            inflate(SUBNET);
            step();
            let (pots, pool) = (Network::pending_pots(SUBNET), Network::reserves(SUBNET));
            assert!(!pots.root.is_zero());
            let staked = [SUBNET, NetUid::ROOT].map(TotalAlphaStaked::<Test>::get);
            Tempo::<Test>::insert(SUBNET, 2);
            step();
            let after = [SUBNET, NetUid::ROOT].map(TotalAlphaStaked::<Test>::get);
            assert!(after[0] > staked[0]);
            assert_eq!((after[1], Network::reserves(SUBNET)), (staked[1], pool));
            let left = Network::pending_pots(SUBNET);
            assert_eq!((left.server, left.validator, left.root), (Alpha::ZERO, Alpha::ZERO, pots.root));
            assert!(RootUnclaimed::<Test>::get(SUBNET).is_zero());
            assert_ok!(Network::reset_pool(SUBNET));
            run_blocks(3);
            assert!(TotalAlphaStaked::<Test>::get(NetUid::ROOT) > staked[1]);
            assert!(RootUnclaimed::<Test>::get(SUBNET).rao() >= pots.root.rao() / 3);
            assert!(Network::pending_pots(SUBNET).root < pots.root);
        });
    }
}

#[test]
fn pool_should_not_trip_when_a_reserve_has_less_than_was_put_in() {
    chain_with_stakes().execute_with(|| {
        SubnetAlphaIn::<Test>::mutate(SUBNET, |alpha| *alpha = Alpha::new(alpha.rao() - 1));
        step();
        assert_eq!(trips(), []);
        // The books tell.
        assert_eq!(Network::check_invariants(), Err(crate::invariants::Broken::Gauge(SUBNET)));
    });
}

#[test]
fn emission_should_be_owed_until_the_subnet_has_to_pay() {
    chain_with_stakes().execute_with(|| {
        let (held, reserve) = (Network::held(SUBNET), SubnetTAO::<Test>::get(SUBNET));
        assert!(held < reserve);
        // A trade that the account can pay by itself leaves the debt.
        assert_ok!(sell(SUBNET));
        assert!(Network::held(SUBNET) < SubnetTAO::<Test>::get(SUBNET));
        Network::settle(SUBNET).unwrap();
        assert_eq!(Network::held(SUBNET), SubnetTAO::<Test>::get(SUBNET));
        assert_eq!(Network::check_invariants(), Ok(()));
        next_block();
        assert_ok!(Network::recycle_from_pool(SUBNET, SubnetTAO::<Test>::get(SUBNET)));
        assert_eq!((Network::held(SUBNET), SubnetTAO::<Test>::get(SUBNET)), (Tao::ZERO, Tao::ZERO));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}
