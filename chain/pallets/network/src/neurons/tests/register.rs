use crate::{genesis::GenesisSubnet, mock::*, pallet::*, weights::NetUidStorageIndex};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_pool::Market;
use myelin_units::{NetUid, Tao};
use sp_runtime::DispatchError;

fn buy(owner: u64, netuid: NetUid, number: u64) -> DispatchResult {
    Network::burned_register(signed(coldkey(owner)), netuid, hotkey(number))
}

fn buy_within(netuid: NetUid, limit: u64) -> DispatchResult {
    Network::register_limit(signed(coldkey(1)), netuid, hotkey(1), limit)
}

#[test]
fn price_should_buy_alpha_that_ceases_to_exist() {
    chain().execute_with(|| {
        let (before, out) = (balance(&coldkey(1)), SubnetAlphaOut::<Test>::get(SUBNET));
        let price = Tao::new(TAO / 10);
        let bought = myelin_pool::buy(&Network::reserves(SUBNET), price, &Market::FREE).unwrap();
        assert_ok!(buy(1, SUBNET, 1));
        assert_eq!(balance(&coldkey(1)), before - price.rao());
        assert_eq!(Network::reserves(SUBNET), bought.pool);
        assert_eq!(bought.pool.tao, Tao::new(1_000 * TAO + TAO / 10));
        assert_eq!(SubnetAlphaOut::<Test>::get(SUBNET), out);
        assert_eq!(RAORecycledForRegistration::<Test>::get(SUBNET), price);
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

#[test]
fn neuron_should_have_the_next_uid_and_a_clean_slate() {
    chain().execute_with(|| {
        System::set_block_number(7);
        assert_ok!(buy(1, SUBNET, 1));
        System::assert_last_event(Event::NeuronRegistered(SUBNET, 1, hotkey(1)).into());
        assert_eq!(
            (Uids::<Test>::get(SUBNET, hotkey(1)), Keys::<Test>::get(SUBNET, 1)),
            (Some(1), hotkey(1))
        );
        assert_eq!((SubnetworkN::<Test>::get(SUBNET), BlockAtRegistration::<Test>::get(SUBNET, 1)), (2, 7));
        assert!(IsNetworkMember::<Test>::get(hotkey(1), SUBNET));
        assert_eq!(LastUpdate::<Test>::get(NetUidStorageIndex::from(SUBNET)), vec![0, 7]);
        assert_eq!(Emission::<Test>::get(SUBNET).len(), 2);
        assert_eq!(Owner::<Test>::get(hotkey(1)), coldkey(1));
        assert_eq!(RegistrationsThisBlock::<Test>::get(SUBNET), 1);
        // Several in a block may come.
        assert_ok!(buy(2, SUBNET, 2));
        assert_eq!(Uids::<Test>::get(SUBNET, hotkey(2)), Some(2));
    });
}

#[test]
fn uid_should_be_sold_before_the_subnet_starts() {
    chain().execute_with(|| {
        let waiting = unstarted_subnet();
        assert_ok!(buy(1, waiting, 1));
        assert_eq!(Network::check_invariants(), Ok(()));
    });
}

// economics §6.3: swap inside registration without slippage bound
#[test]
fn limit_should_be_asked_of_the_price() {
    chain().execute_with(|| {
        for limit in [0, 1, TAO / 10 - 1] {
            assert_noop!(buy_within(SUBNET, limit), Error::<Test>::RegistrationPriceLimitExceeded);
        }
        assert_ok!(buy_within(SUBNET, TAO / 10));
        assert_ok!(Network::register_limit(signed(coldkey(2)), SUBNET, hotkey(2), u64::MAX));
    });
}

#[test]
fn uid_should_be_refused_when_the_subnet_has_none_to_sell() {
    chain().execute_with(|| {
        assert_noop!(buy(1, NetUid::ROOT, 1), Error::<Test>::RegistrationNotPermittedOnRootSubnet);
        assert_noop!(buy(1, NOWHERE, 1), Error::<Test>::SubnetNotExists);
        assert_noop!(buy_within(NetUid::new(u16::MAX), 0), Error::<Test>::SubnetNotExists);
        NetworkRegistrationAllowed::<Test>::insert(SUBNET, false);
        assert_noop!(buy(1, SUBNET, 1), Error::<Test>::SubNetRegistrationDisabled);
    });
}

#[test]
fn uid_should_be_refused_when_the_hotkey_is_not_for_the_coldkey() {
    chain().execute_with(|| {
        assert_ok!(buy(1, SUBNET, 1));
        assert_noop!(buy(1, SUBNET, 1), Error::<Test>::HotKeyAlreadyRegisteredInSubNet);
        own(2);
        assert_noop!(buy(1, SUBNET, 2), Error::<Test>::NonAssociatedColdKey);
        let system = Network::subnet_account(SUBNET);
        let by_system = Network::burned_register(signed(coldkey(1)), SUBNET, system);
        assert_noop!(by_system, Error::<Test>::CannotUseSystemAccount);
        assert_noop!(
            Network::burned_register(RuntimeOrigin::root(), SUBNET, hotkey(3)),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn uid_should_be_refused_when_it_cannot_be_paid() {
    chain().execute_with(|| {
        assert_noop!(buy(60, SUBNET, 60), Error::<Test>::NotEnoughBalanceToStake);
        let rest = balance(&coldkey(1)) - TAO / 10 - 499;
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(1)), coldkey(2), rest));
        assert_noop!(buy(1, SUBNET, 1), Error::<Test>::NotEnoughBalanceToStake);
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(2)), coldkey(1), 1));
        assert_ok!(buy(1, SUBNET, 1));
        assert_eq!(balance(&coldkey(1)), 500);
    });
}

#[test]
fn uid_should_be_refused_when_its_price_would_empty_the_pool() {
    let pool = GenesisSubnet { tao: TAO / 10, alpha: 1_900_000, ..genesis_subnet() };
    chain_with(vec![pool]).execute_with(|| {
        assert_noop!(buy(1, SUBNET, 1), Error::<Test>::InsufficientLiquidity);
    });
}
