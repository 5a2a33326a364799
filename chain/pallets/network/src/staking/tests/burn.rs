use super::*;
use crate::pallet::*;
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::Tao;

/// Coldkey 1 holds 10 alpha on hotkey 1.
fn holding() -> sp_io::TestExternalities {
    let mut chain = chain_with_validator();
    chain.execute_with(|| gift(SUBNET, 1, 1, 10 * TAO));
    chain
}

fn recycle(rao: u64) -> DispatchResult {
    Network::recycle_alpha(signed(coldkey(1)), hotkey(1), alpha(rao), SUBNET)
}

fn burn(rao: u64) -> DispatchResult {
    Network::burn_alpha(signed(coldkey(1)), hotkey(1), alpha(rao), SUBNET)
}

fn out() -> u64 {
    SubnetAlphaOut::<Test>::get(SUBNET).rao()
}

fn nobodys() -> u64 {
    SubnetProtocolAlpha::<Test>::get(SUBNET).rao()
}

fn told(event: Event<Test>) -> bool {
    System::events().into_iter().any(|e| e.event == RuntimeEvent::Network(event.clone()))
}

#[test]
fn recycled_alpha_should_cease_to_exist() {
    holding().execute_with(|| {
        let (before, own) = (out(), nobodys());
        assert_ok!(recycle(4 * TAO));
        assert_eq!((held(SUBNET, 1, 1), out(), nobodys()), (6 * TAO, before - 4 * TAO, own));
        assert!(told(Event::AlphaRecycled(coldkey(1), hotkey(1), alpha(4 * TAO), SUBNET)));
        assert_ok!(recycle(6 * TAO));
        assert!(StakingHotkeys::<Test>::get(coldkey(1)).is_empty());
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn burned_alpha_should_exist_and_be_nobodys() {
    holding().execute_with(|| {
        let (before, own) = (out(), nobodys());
        assert_ok!(burn(4 * TAO));
        assert_eq!((held(SUBNET, 1, 1), out(), nobodys()), (6 * TAO, before, own + 4 * TAO));
        assert!(told(Event::AlphaBurned(coldkey(1), hotkey(1), alpha(4 * TAO), SUBNET)));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

// economics §6.3: silent no-op then continue
#[test]
fn no_more_should_be_destroyed_than_is_held() {
    holding().execute_with(|| {
        for destroy in [recycle, burn] {
            assert_noop!(destroy(10 * TAO + 1), Error::<Test>::NotEnoughStakeToWithdraw);
            assert_noop!(destroy(u64::MAX), Error::<Test>::NotEnoughStakeToWithdraw);
            assert_noop!(destroy(0), Error::<Test>::AmountTooLow);
        }
        let root = |call: DispatchResult| {
            assert_eq!(call, Err(Error::<Test>::CannotBurnOrRecycleOnRootSubnet.into()))
        };
        stake(NetUid::ROOT, 1, 1, TAO);
        root(Network::recycle_alpha(signed(coldkey(1)), hotkey(1), alpha(1), NetUid::ROOT));
        root(Network::burn_alpha(signed(coldkey(1)), hotkey(1), alpha(1), NetUid::ROOT));
        root(Network::add_stake_burn(signed(coldkey(1)), hotkey(1), NetUid::ROOT, Tao::new(TAO), None));
        let elsewhere = Network::burn_alpha(signed(coldkey(1)), hotkey(1), alpha(1), NOWHERE);
        assert_eq!(elsewhere, Err(Error::<Test>::SubnetNotExists.into()));
        assert_noop!(
            Network::recycle_alpha(signed(coldkey(1)), hotkey(77), alpha(1), SUBNET),
            Error::<Test>::HotKeyAccountNotExists
        );
    });
}

#[test]
fn bought_and_burned_alpha_should_be_nobodys_and_its_tao_the_pools() {
    holding().execute_with(|| {
        let quoted = myelin_pool::buy(
            &Network::reserves(SUBNET),
            Tao::new(5 * TAO),
            &Network::terms(SUBNET, crate::staking::market::Fee::Charged),
        );
        let (bought, before) = (quoted.unwrap(), (out(), nobodys(), balance(&coldkey(2))));
        assert_ok!(Network::add_stake_burn(signed(coldkey(2)), hotkey(1), SUBNET, Tao::new(5 * TAO), None));
        assert_eq!(Network::reserves(SUBNET), bought.pool);
        assert_eq!((out() - before.0, nobodys() - before.1), (bought.alpha.rao(), bought.alpha.rao()));
        assert_eq!((before.2 - balance(&coldkey(2)), held(SUBNET, 2, 1)), (5 * TAO, 0));
        let (netuid, amount, alpha) = (SUBNET, Tao::new(5 * TAO), bought.alpha);
        assert!(told(Event::AddStakeBurn { netuid, hotkey: hotkey(1), amount, alpha }));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn nothing_should_be_bought_to_be_burned_beyond_the_limit() {
    holding().execute_with(|| {
        let buy = |limit| {
            Network::add_stake_burn(
                signed(coldkey(2)),
                hotkey(1),
                SUBNET,
                Tao::new(5 * TAO),
                Some(Tao::new(limit)),
            )
        };
        assert_noop!(buy(TAO + 1), Error::<Test>::SlippageTooHigh);
        assert_ok!(buy(TAO / 10 * 11));
    });
}
