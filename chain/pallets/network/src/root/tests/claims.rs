use super::*;
use crate::Error;
use frame_support::{assert_noop, dispatch::GetDispatchInfo};

#[test]
fn clients_should_see_what_a_claim_pays() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        for (more, netuid) in [(3, SUBNET), (5_000_000_000, SUBNET), (7, OTHER)] {
            credit(netuid, more);
            credit(SUBNET, 123_456_789);
        }
        // 32 fractional bits of a rate at a stake of 10¹² leave out up to 233 rao.
        for netuid in [SUBNET, OTHER] {
            let (shown, owed) = (shown(2, netuid), owed(2, netuid));
            assert!(shown <= owed && owed - shown <= 234, "{shown} shown, {owed} owed");
        }
        claim(2, &[SUBNET, OTHER]);
        assert_eq!((shown(2, SUBNET), owed(2, SUBNET), shown(2, OTHER)), (0, 0, 0));
        // Who comes later is shown nothing of before.
        choose(3, Keep);
        assert_eq!(shown(3, SUBNET), 0);
        credit(SUBNET, TAO);
        assert!(shown(3, SUBNET) > TAO / 4 && shown(3, SUBNET).abs_diff(shown(2, SUBNET)) <= 500);
        // And where nobody keeps any more, nobody is shown anything.
        choose(2, Swap);
        choose(3, Swap);
        assert!(!RootClaimable::<Test>::contains_key(hotkey(1)));
    });
}

#[test]
fn claim_should_tell_and_cost_what_it_did() {
    root_chain().execute_with(|| {
        choose(2, Keep);
        credit(SUBNET, 3 * TAO);
        let due = Alpha::new(owed(2, SUBNET));
        let subnets = [SUBNET, OTHER].into_iter().collect();
        let cost = Network::claim_root(signed(coldkey(2)), subnets).unwrap().actual_weight.unwrap();
        let paid = Event::RootDividendPaid {
            coldkey: coldkey(2),
            hotkey: hotkey(1),
            netuid: SUBNET,
            alpha: due,
            tao: myelin_units::Tao::ZERO,
        };
        System::assert_has_event(paid.into());
        let declared =
            Call::<Test>::claim_root { subnets: Default::default() }.get_dispatch_info().call_weight;
        assert!(cost.ref_time() > 0 && cost.ref_time() < declared.ref_time() / 10);
    });
}

#[test]
fn claim_should_be_refused_when_it_names_no_subnets_or_too_many_or_none_there_is() {
    root_chain().execute_with(|| {
        let claim = |netuids: &[u16]| {
            Network::claim_root(signed(coldkey(2)), netuids.iter().copied().map(NetUid::new).collect())
        };
        assert_noop!(claim(&[]), Error::<Test>::InvalidValue);
        assert_noop!(claim(&[1, 2, 3, 4, 5, 6]), Error::<Test>::InvalidValue);
        assert_noop!(claim(&[0]), Error::<Test>::InvalidValue);
        assert_noop!(claim(&[1, 77]), Error::<Test>::SubnetNotExists);
        assert_noop!(
            Network::claim_root(RuntimeOrigin::root(), [SUBNET].into_iter().collect()),
            sp_runtime::DispatchError::BadOrigin
        );
    });
}

#[test]
fn claim_should_do_nothing_when_nothing_is_owed() {
    root_chain().execute_with(|| {
        let stake = stake_of(ROOT, 2, 1);
        claim(2, &[SUBNET]);
        claim(7, &[SUBNET, OTHER]);
        assert_eq!(stake_of(ROOT, 2, 1), stake);
    });
}

#[test]
fn claim_should_wait_when_the_pool_gives_nothing_for_it() {
    root_chain().execute_with(|| {
        // economics §6.3: silent no-op then continue; swallowed error after partial mutation
        choose(2, only(&[OTHER]));
        credit(SUBNET, 3);
        Network::set_alpha_reserve(SUBNET, Alpha::new(1_000_000 * TAO)).unwrap();
        assert_eq!(owed(2, SUBNET), 0);
        credit(SUBNET, 9);
        let due = owed(2, SUBNET);
        assert!(due > 0);
        claim(2, &[SUBNET]);
        assert_eq!((owed(2, SUBNET), stake_of(SUBNET, 2, 1)), (due, Alpha::ZERO));
        // As alpha it can be had.
        choose(2, Keep);
        claim(2, &[SUBNET]);
        assert_eq!((owed(2, SUBNET), stake_of(SUBNET, 2, 1).rao()), (0, due));
    });
}

#[test]
fn parameters_should_be_set_within_bounds_by_those_who_may() {
    root_chain().execute_with(|| {
        let number = |origin, value| Network::sudo_set_num_root_claims(origin, value);
        assert_noop!(number(signed(coldkey(10)), 1), sp_runtime::DispatchError::BadOrigin);
        assert_noop!(number(RuntimeOrigin::root(), 51), Error::<Test>::InvalidValue);
        assert_ok!(number(RuntimeOrigin::root(), 50));
        assert_eq!(NumRootClaim::<Test>::get(), 50);
        let threshold = |origin, rao| Network::sudo_set_root_claim_threshold(origin, SUBNET, rao);
        assert_eq!(Network::root_claim_threshold(SUBNET).rao(), 500_000);
        assert_noop!(threshold(signed(coldkey(2)), 1), Error::<Test>::NotSubnetOwner);
        assert_noop!(threshold(RuntimeOrigin::root(), 10_000_001), Error::<Test>::InvalidRootClaimThreshold);
        assert_ok!(threshold(signed(coldkey(10)), 10_000_000));
        assert_eq!(Network::root_claim_threshold(SUBNET).rao(), 10_000_000);
        assert_ok!(threshold(RuntimeOrigin::root(), 0));
        assert_eq!(Network::root_claim_threshold(SUBNET).rao(), 0);
    });
}

#[test]
fn defaults_should_be_those_of_the_wire() {
    empty_chain().execute_with(|| {
        assert_eq!(NumRootClaim::<Test>::get(), 5);
        assert_eq!(RootClaimableThreshold::<Test>::get(SUBNET).bits, 2_147_483_648_000_000);
        assert_eq!(RootClaimType::<Test>::get(coldkey(1)), Swap);
        use codec::Encode;
        assert_eq!((Swap.encode(), Keep.encode()), (vec![0], vec![1]));
        assert_eq!(only(&[SUBNET]).encode(), [2, 4, 1, 0]);
    });
}
