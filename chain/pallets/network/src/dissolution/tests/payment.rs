use super::*;
use crate::dissolution::ROOM;
use frame_support::assert_ok;
use myelin_registry::dissolution::settle;
use myelin_units::Alpha;
use proptest::prelude::*;

/// What the rule says of the present stakes, nothing pending.
fn by_the_rule(netuid: NetUid, holders: &[(AccountId, Alpha)]) -> BTreeMap<AccountId, u64> {
    let chain = SubnetAlphaIn::<Test>::get(netuid).checked_add(SubnetProtocolAlpha::<Test>::get(netuid));
    let mut parties = holders.to_vec();
    parties.push((Network::subnet_account(netuid), chain.unwrap()));
    let payments = settle(SubnetTAO::<Test>::get(netuid), &parties).unwrap().unwrap();
    payments.into_iter().map(|(who, tao)| (who, tao.rao())).collect()
}

#[test]
fn pot_should_be_paid_by_alpha_as_the_rule_says() {
    chain().execute_with(|| {
        own(1);
        own(2);
        stake(SUBNET, 1, 1, 10 * TAO);
        stake(SUBNET, 2, 1, 25 * TAO);
        stake(SUBNET, 3, 2, 7 * TAO);
        // Two positions of one coldkey are one claim.
        stake(SUBNET, 1, 2, 3 * TAO);
        let alpha = |who, on: &[u64]| {
            Alpha::checked_sum(on.iter().map(|hotkey| stake_of(SUBNET, who, *hotkey))).unwrap()
        };
        let holders =
            [(coldkey(1), alpha(1, &[1, 2])), (coldkey(2), alpha(2, &[1])), (coldkey(3), alpha(3, &[2]))];
        let mut expected = by_the_rule(SUBNET, &holders);
        let recycled = expected.remove(&Network::subnet_account(SUBNET)).unwrap();
        let (before, whole, issuance) = (balance(&coldkey(2)), pot(SUBNET), Network::issuance().rao());
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert_eq!(paid.holders, expected);
        // The deposit of the subnet's account goes too.
        assert_eq!(paid.recycled, recycled + 500);
        assert_eq!(paid.all(), whole + 500);
        assert_eq!(balance(&coldkey(2)), before + paid.to(2));
        assert_eq!(Network::issuance().rao(), issuance - paid.recycled);
        assert_eq!(TotalStake::<Test>::get(), Tao::ZERO);
        System::assert_has_event(Event::NetworkDissolveCleanupCompleted { netuid: SUBNET }.into());
    });
}

#[test]
fn pending_alpha_should_be_counted_to_those_it_belongs_to() {
    chain().execute_with(|| {
        register(SUBNET, 1);
        stake(SUBNET, 1, 1, 10 * TAO);
        run_blocks(6);
        let waiting = Network::pending_pots(SUBNET);
        assert!(!waiting.server.is_zero() && !waiting.validator.is_zero());
        let cut = PendingOwnerCut::<Test>::get(SUBNET);
        assert!(!cut.is_zero());
        let quote = Network::dereg_quote(SUBNET).unwrap();
        let held = TotalAlphaStaked::<Test>::get(SUBNET);
        let all = Alpha::checked_sum([held, waiting.server, waiting.validator, cut]).unwrap();
        // Root has no stake, so its part is the validators'.
        assert_eq!(quote.holders, all.checked_add(waiting.root).unwrap());
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert!(paid.to(10) > 0, "the owner held nothing but the pending cut");
    });
}

#[test]
fn pending_alpha_should_be_the_chains_when_nobody_can_have_it() {
    chain().execute_with(|| {
        run_blocks(3);
        // An epoch that cannot run: the subnet has no neuron any more.
        SubnetworkN::<Test>::insert(SUBNET, 0);
        let _ = Uids::<Test>::clear_prefix(SUBNET, u32::MAX, None);
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        let owner: Vec<_> = paid.holders.keys().cloned().collect();
        assert_eq!(owner, [coldkey(10)], "the cut is the owner's all the same");
    });
}

#[test]
fn emission_that_waited_should_be_in_the_pot() {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, TAO);
        assert_ok!(Network::mint_for_pools(tao(5 * TAO)));
        Network::carry_over(SUBNET, tao(5 * TAO));
        let whole = pot(SUBNET) + 5 * TAO;
        dissolve(SUBNET);
        assert_eq!(see_through(SUBNET).all(), whole + 500);
    });
}

#[test]
fn dust_should_become_root_stake_when_the_coldkey_has_no_account() {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, TAO);
        gift(SUBNET, 70, 1, 450);
        gift(SUBNET, 71, 1, 2_000);
        assert_eq!((balance(&coldkey(70)), balance(&coldkey(71))), (0, 0));
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        let dust = paid.to(70);
        assert!(dust > 0 && dust < 500);
        assert_eq!(stake_of(NetUid::ROOT, 70, 1), Alpha::new(dust));
        assert_eq!(balance(&coldkey(70)), 0);
        // What is enough for an account makes one.
        assert!(paid.to(71) >= 500);
        assert_eq!(balance(&coldkey(71)), paid.to(71));
        assert_eq!(Network::check_invariants(), Ok(()));
        // As soon as there is an account it is had like any root stake.
        assert_ok!(Balances::transfer_keep_alive(signed(coldkey(1)), coldkey(70), TAO));
        assert_ok!(Network::remove_stake(signed(coldkey(70)), hotkey(1), NetUid::ROOT, Alpha::new(dust)));
        assert_eq!(balance(&coldkey(70)), TAO + dust);
    });
}

#[test]
fn payments_should_be_spread_over_blocks_and_the_same_when_they_are() {
    // economics §6.3: unbounded per-block work
    chain().execute_with(|| {
        own(1);
        let people: Vec<u64> = (0..u64::from(ROOM) * 2 + 50).map(|number| 1_000 + number).collect();
        for who in &people {
            gift(SUBNET, *who, 1, 1_000_000 + who * who % 977);
        }
        let holders: Vec<_> = people.iter().map(|who| (coldkey(*who), stake_of(SUBNET, *who, 1))).collect();
        let mut expected = by_the_rule(SUBNET, &holders);
        expected.remove(&Network::subnet_account(SUBNET));
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert_eq!(paid.holders, expected);
        assert!(paid.in_a_block <= ROOM as usize, "{} payments in a block", paid.in_a_block);
        assert!(paid.blocks > 10, "{} blocks", paid.blocks);
    });
}

#[test]
fn everything_should_be_recycled_when_nobody_holds_alpha() {
    chain().execute_with(|| {
        let whole = pot(SUBNET);
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert!(paid.holders.is_empty());
        assert_eq!(paid.recycled, whole + 500);
    });
}

#[test]
fn whole_pot_should_be_recycled_when_there_is_no_alpha_at_all() {
    chain().execute_with(|| {
        assert_ok!(Network::set_alpha_reserve(SUBNET, Alpha::ZERO));
        SubnetAlphaOut::<Test>::insert(SUBNET, Alpha::ZERO);
        SubnetProtocolAlpha::<Test>::insert(SUBNET, Alpha::ZERO);
        let whole = pot(SUBNET);
        dissolve(SUBNET);
        assert_eq!(see_through(SUBNET).recycled, whole + 500);
    });
}

#[test]
fn donation_to_the_subnets_account_should_go_with_it_and_to_nobody() {
    chain().execute_with(|| {
        own(1);
        stake(SUBNET, 1, 1, TAO);
        let quote = Network::dereg_quote_for(SUBNET, &coldkey(1)).unwrap();
        assert_ok!(Balances::transfer_keep_alive(
            signed(coldkey(2)),
            Network::subnet_account(SUBNET),
            9 * TAO
        ));
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert_eq!(paid.to(1), quote.tao.rao());
        assert!(!frame_system::Account::<Test>::contains_key(Network::subnet_account(SUBNET)));
    });
}

/// Gifts of alpha in the order given, then the dissolution.
fn payments_after(gifts: &[(u64, u64, u64)]) -> Paid {
    chain().execute_with(|| {
        for hotkey in 1..=3 {
            own(hotkey);
        }
        for (who, on, alpha) in gifts {
            gift(SUBNET, *who, *on, *alpha);
        }
        let whole = pot(SUBNET);
        dissolve(SUBNET);
        let paid = see_through(SUBNET);
        assert_eq!(paid.all(), whole + 500);
        paid
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    // economics §6.3: non-deterministic/hash-order iteration
    #[test]
    fn payments_should_be_the_same_for_every_order_of_events_and_make_up_the_pot(
        gifts in prop::collection::btree_map((1..20u64, 1..=3u64), 1_000_000..1u64 << 45, 1..20),
        turn in any::<prop::sample::Index>(),
    ) {
        let gifts: Vec<_> = gifts.into_iter().map(|((who, on), alpha)| (who, on, alpha)).collect();
        let mut turned = gifts.clone();
        turned.rotate_left(turn.index(gifts.len()));
        turned.reverse();
        prop_assert_eq!(payments_after(&gifts), payments_after(&turned));
    }
}
