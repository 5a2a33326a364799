use crate::{genesis::GenesisSubnet, mock::*, pallet::*, subnets::symbols::symbol_for};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::{NetUid, Tao};
use myelin_views::SubnetIdentityV3;
use sp_runtime::DispatchError;

fn create(owner: u64, number: u64) -> DispatchResult {
    Network::register_network(signed(coldkey(owner)), hotkey(number))
}

fn cost() -> u64 {
    Network::network_registration_cost().rao()
}

fn identity(name: &str) -> SubnetIdentityV3 {
    let text = |text: &str| text.as_bytes().to_vec();
    SubnetIdentityV3 {
        subnet_name: text(name),
        github_repo: text("https://example.org/code"),
        subnet_contact: text("someone"),
        subnet_url: text("https://example.org"),
        discord: text("here"),
        description: text("a subnet"),
        logo_url: text("https://example.org/logo"),
        additional: text(""),
    }
}

#[test]
fn price_should_all_go_into_the_pool() {
    chain().execute_with(|| {
        let (before, issuance) = (balance(&coldkey(1)), Network::issuance());
        assert_eq!(cost(), 1_000 * TAO);
        assert_ok!(create(1, 1));
        // The existential deposit of the subnet's account is the registrant's too.
        assert_eq!(balance(&coldkey(1)), before - 1_000 * TAO - 500);
        assert_eq!(SubnetTAO::<Test>::get(OTHER), Tao::new(1_000 * TAO));
        assert_eq!(SubnetLocked::<Test>::get(OTHER), Tao::new(1_000 * TAO));
        assert_eq!(Network::issuance(), issuance);
        assert_eq!(SubnetAlphaOut::<Test>::get(OTHER).rao(), 0);
        assert_eq!(Network::check_invariants(), Ok(()));
        System::assert_last_event(Event::NetworkAdded(OTHER, 1).into());
    });
}

#[test]
fn subnet_should_begin_with_its_owner_as_uid_zero() {
    chain().execute_with(|| {
        assert_ok!(create(1, 1));
        assert_eq!(
            (SubnetOwner::<Test>::get(OTHER), SubnetOwnerHotkey::<Test>::get(OTHER)),
            (coldkey(1), hotkey(1))
        );
        assert_eq!((Uids::<Test>::get(OTHER, hotkey(1)), SubnetworkN::<Test>::get(OTHER)), (Some(0), 1));
        assert_eq!(Owner::<Test>::get(hotkey(1)), coldkey(1));
        assert_eq!(TotalNetworks::<Test>::get(), 3);
        assert_eq!(NetworkRegisteredAt::<Test>::get(OTHER), 1);
        assert_eq!(TokenSymbol::<Test>::get(OTHER), symbol_for(OTHER));
        assert!(
            !SubtokenEnabled::<Test>::get(OTHER) && FirstEmissionBlockNumber::<Test>::get(OTHER).is_none()
        );
    });
}

#[test]
fn subnet_should_have_the_parameters_of_a_new_one() {
    chain().execute_with(|| {
        assert_ok!(create(1, 1));
        assert_eq!((MaxAllowedUids::<Test>::get(OTHER), MaxAllowedValidators::<Test>::get(OTHER)), (256, 64));
        assert_eq!((MinAllowedWeights::<Test>::get(OTHER), ImmunityPeriod::<Test>::get(OTHER)), (1, 5_000));
        assert_eq!((Tempo::<Test>::get(OTHER), SubnetMechanism::<Test>::get(OTHER)), (10, 1));
        assert!(Yuma3On::<Test>::get(OTHER) && CommitRevealWeightsEnabled::<Test>::get(OTHER));
        assert_eq!(Burn::<Test>::get(OTHER), Tao::new(TAO));
        assert_eq!(
            (WeightsSetRateLimit::<Test>::get(OTHER), ServingRateLimit::<Test>::get(OTHER)),
            (100, 50)
        );
    });
}

#[test]
fn price_should_double_with_every_sale_and_fall_back() {
    chain().execute_with(|| {
        NetworkLockReductionInterval::<Test>::put(160);
        assert_ok!(create(1, 1));
        assert_eq!(cost(), 2_000 * TAO);
        // A block mints a sixteenth of a TAO: the interval is 160 / 16 = 10 blocks, and a tenth of the last price
        // falls off with each.
        next_block();
        assert_eq!(cost(), 1_900 * TAO);
        assert_ok!(create(2, 2));
        assert_eq!((SubnetTAO::<Test>::get(NetUid::new(3)).rao(), cost()), (1_900 * TAO, 3_800 * TAO));
        run_blocks(10);
        assert_eq!(cost(), 1_900 * TAO);
        run_blocks(10);
        assert_eq!(cost(), 1_000 * TAO);
        run_blocks(10);
        assert_eq!(cost(), 1_000 * TAO);
    });
}

#[test]
fn pool_should_open_at_the_median_price() {
    let at = |netuid, tao| GenesisSubnet { netuid, tao, ..genesis_subnet() };
    // Prices 0.5, 0.25 and 4: the median is 0.5.
    chain_with(vec![at(1, 500 * TAO), at(2, 250 * TAO), at(3, 4_000 * TAO)]).execute_with(|| {
        assert_ok!(create(1, 1));
        assert_eq!(SubnetAlphaIn::<Test>::get(NetUid::new(4)).rao(), 2_000 * TAO);
        // Now 0.25, 0.5, 0.5 and 4: the mean of the middle two.
        assert_ok!(create(2, 2));
        assert_eq!(SubnetAlphaIn::<Test>::get(NetUid::new(5)).rao(), 4_000 * TAO);
    });
    empty_chain().execute_with(|| {
        assert_ok!(create(1, 1));
        assert_eq!(SubnetAlphaIn::<Test>::get(SUBNET).rao(), 1_000 * TAO);
    });
}

#[test]
fn pool_should_not_open_with_more_than_half_of_all_alpha() {
    chain_with(vec![GenesisSubnet { tao: 2_000_000, alpha: 1_000_000 * TAO, ..genesis_subnet() }])
        .execute_with(|| {
            assert_ok!(create(1, 1));
            assert_eq!(SubnetAlphaIn::<Test>::get(OTHER).rao(), myelin_units::MAX_SUPPLY / 2);
            assert_eq!(Network::check_invariants(), Ok(()));
        });
}

#[test]
fn subnet_should_take_the_lowest_netuid_that_is_free() {
    let at = |netuid| GenesisSubnet { netuid, ..genesis_subnet() };
    chain_with(vec![at(1), at(3)]).execute_with(|| {
        assert_ok!(create(1, 1));
        assert!(NetworksAdded::<Test>::get(OTHER));
        assert_ok!(create(2, 2));
        assert_eq!(Network::netuids(), [0, 1, 2, 3, 4].map(NetUid::new));
        // One coldkey may own several, with one hotkey.
        assert_ok!(create(2, 2));
        assert_eq!(Uids::<Test>::get(NetUid::new(5), hotkey(2)), Some(0));
    });
}

#[test]
fn subnet_should_be_refused_when_one_was_registered_just_before() {
    chain().execute_with(|| {
        NetworkRateLimit::<Test>::put(5);
        assert_ok!(create(1, 1));
        for _ in 0..5 {
            assert_noop!(create(2, 2), Error::<Test>::NetworkTxRateLimitExceeded);
            next_block();
        }
        assert_ok!(create(2, 2));
    });
}

#[test]
fn subnet_should_be_refused_when_there_are_as_many_as_may_be() {
    chain().execute_with(|| {
        SubnetLimit::<Test>::put(2);
        assert_ok!(create(1, 1));
        assert_noop!(create(2, 2), Error::<Test>::SubnetLimitReached);
        SubnetLimit::<Test>::put(0);
        assert_noop!(create(2, 2), Error::<Test>::SubnetLimitReached);
    });
}

#[test]
fn subnet_should_be_refused_when_it_cannot_be_paid() {
    chain().execute_with(|| {
        assert_noop!(create(70, 70), Error::<Test>::CannotAffordLockCost);
        // The price, the deposit of the subnet's account and one's own; one rao less does not do.
        let rest = balance(&coldkey(1)) - 1_000 * TAO - 999;
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(1)), coldkey(2), rest));
        assert_noop!(create(1, 1), Error::<Test>::CannotAffordLockCost);
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(2)), coldkey(1), 1));
        assert_ok!(create(1, 1));
        assert_eq!(balance(&coldkey(1)), 500);
    });
}

#[test]
fn subnet_should_be_refused_when_the_hotkey_is_not_for_the_coldkey() {
    chain().execute_with(|| {
        assert_noop!(create(1, 10), Error::<Test>::NonAssociatedColdKey);
        let system = Network::register_network(signed(coldkey(1)), Network::subnet_account(SUBNET));
        assert_noop!(system, Error::<Test>::CannotUseSystemAccount);
        assert_noop!(Network::register_network(RuntimeOrigin::root(), hotkey(1)), DispatchError::BadOrigin);
        assert_ok!(create(10, 10));
    });
}

#[test]
fn subnet_should_say_what_it_is_when_an_identity_is_given() {
    chain().execute_with(|| {
        let create =
            |identity| Network::register_network_with_identity(signed(coldkey(1)), hotkey(1), identity);
        assert_ok!(create(Some(identity("cortex"))));
        assert_eq!(SubnetIdentitiesV3::<Test>::get(OTHER), Some(identity("cortex")));
        System::assert_has_event(Event::SubnetIdentitySet(OTHER).into());
        assert_ok!(create(None));
        assert_eq!(SubnetIdentitiesV3::<Test>::get(NetUid::new(3)), None);
        assert_noop!(create(Some(identity(&"x".repeat(100_000)))), Error::<Test>::InvalidIdentity);
    });
}
