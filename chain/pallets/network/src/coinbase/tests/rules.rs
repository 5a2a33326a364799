//! Rules and settings as values that governance sets: each on a running chain, and the books closed all the while.

use super::*;
use frame_support::{assert_noop, assert_ok};
use myelin_emission::{
    block_emission, AlphaCurve, AlphaPrice, EmissionRule as Rule, InjectMode, NetFlow, PriceGate, RootWeight,
    Settings, Threshold,
};
use myelin_units::{Alpha, PerU16, Tao};
use myelin_views::FixedU128;

fn named(name: &str) -> Rule {
    Rule::named(name).unwrap()
}

/// A block after which another rule holds.
fn switch(rule: Rule) {
    assert_ok!(Network::schedule_emission_rule(rule, System::block_number() + 1));
    next_block();
    assert_eq!(EmissionRule::<Test>::get(), rule);
}

fn of_each() -> [u64; 3] {
    [SUBNET, OTHER, THIRD].map(received)
}

/// Three subnets with prices 1, 0.5 and 1, on which people stake and two validators vote at root.
fn busy_chain() -> sp_io::TestExternalities {
    let mut chain = chain_of_three();
    chain.execute_with(|| {
        [SUBNET, OTHER, THIRD].into_iter().for_each(|netuid| set_moving_price(netuid, ONE / 2));
        MaxRegistrationsPerBlock::<Test>::insert(NetUid::ROOT, 2);
        TargetRegistrationsPerInterval::<Test>::insert(NetUid::ROOT, 2);
        for number in [1, 2] {
            own(number);
            assert_ok!(Network::root_register(signed(coldkey(number)), hotkey(number)));
            stake(NetUid::ROOT, number, number, 1_000 * TAO);
            stake(SUBNET, number, number, TAO);
        }
    });
    chain
}

fn vote(number: u64, weights: &[(NetUid, u16)]) -> frame_support::dispatch::DispatchResult {
    let (netuids, weights) = weights.iter().copied().unzip();
    Network::set_root_votes(signed(hotkey(number)), netuids, weights)
}

#[test]
fn totals_should_be_conserved_when_the_rule_is_switched_through_all_rules() {
    busy_chain().execute_with(|| {
        assert_ok!(vote(1, &[(SUBNET, 1), (OTHER, 2)]));
        assert_ok!(vote(2, &[(OTHER, 3), (THIRD, 4)]));
        MinerBurned::<Test>::insert(OTHER, FixedU128 { bits: 1 << 31 });
        let burning = [
            Rule::AlphaPrice(AlphaPrice { miner_burn: true }),
            Rule::PriceGate(PriceGate { miner_burn: true, ..PriceGate::default() }),
        ];
        let rules: Vec<Rule> = Rule::NAMES.iter().map(|name| named(name)).chain(burning).collect();
        for rule in rules.iter().chain(rules.iter().rev()) {
            let at = System::block_number() + 3;
            assert_ok!(Network::schedule_emission_rule(*rule, at));
            for _ in 0..25 {
                stake(OTHER, 3, 1, TAO);
                let before = Network::issuance();
                next_block();
                let minted = BlockEmission::<Test>::get();
                assert_eq!(Network::issuance().rao(), before.rao() + minted, "{rule:?}");
                assert_eq!(minted, block_emission(before).rao(), "{rule:?}");
                assert_eq!(of_each().iter().sum::<u64>(), minted, "{rule:?}");
                assert_eq!(
                    EmissionRule::<Test>::get() == *rule,
                    System::block_number() >= at || EmissionRule::<Test>::get() == *rule
                );
            }
        }
    });
}

#[test]
fn rule_should_hold_from_the_block_on_for_which_it_was_scheduled() {
    chain_of_three().execute_with(|| {
        set_moving_price(SUBNET, ONE);
        let (from, to) = (Rule::default(), named("stake_share"));
        assert_ok!(Network::schedule_emission_rule(to, 4));
        run_blocks(2);
        assert_eq!((EmissionRule::<Test>::get(), of_each()), (from, [EMISSION, 0, 0]));
        next_block();
        System::assert_has_event(Event::EmissionRuleSwitched { from, to }.into());
        assert_eq!((EmissionRule::<Test>::get(), PendingEmissionRule::<Test>::get()), (to, None));
        // Pools of 1,000, 500 and 1,000 TAO.
        let [first, second, third] = of_each();
        assert!(first.abs_diff(2 * second) < 10_000 && first.abs_diff(third) < 10_000);
    });
}

#[test]
fn rule_should_not_be_scheduled_when_it_is_unsound_or_its_block_has_passed() {
    chain().execute_with(|| {
        let unsound = Rule::NetFlow(NetFlow { power: 9, ..NetFlow::default() });
        let refused = Error::<Test>::InvalidValue;
        assert_noop!(Network::schedule_emission_rule(unsound, 10), refused);
        assert_noop!(Network::schedule_emission_rule(Rule::default(), 1), Error::<Test>::InvalidValue);
        assert_noop!(Network::cancel_emission_rule(), Error::<Test>::InvalidValue);
        assert_ok!(Network::schedule_emission_rule(named("net_flow"), 10));
        assert!(FlowsCounted::<Test>::get());
        assert_ok!(Network::cancel_emission_rule());
        assert!(!FlowsCounted::<Test>::get());
        run_blocks(12);
        assert_eq!(EmissionRule::<Test>::get(), Rule::default());
    });
}

#[test]
fn withheld_pay_of_miners_should_lower_the_share_when_the_rule_counts_it() {
    chain_of_three().execute_with(|| {
        let prices =
            || [SUBNET, OTHER, THIRD].into_iter().for_each(|netuid| set_moving_price(netuid, ONE / 2));
        MinerBurned::<Test>::insert(SUBNET, FixedU128 { bits: 1 << 32 });
        prices();
        next_block();
        assert!(of_each()[0] > EMISSION / 4);
        assert_ok!(Network::schedule_emission_rule(Rule::AlphaPrice(AlphaPrice { miner_burn: true }), 3));
        prices();
        next_block();
        let [burned, second, third] = of_each();
        assert!(burned == 0 && second + third == EMISSION);
    });
}

#[test]
fn gate_should_favour_the_large() {
    chain_of_three().execute_with(|| {
        let gate = PriceGate {
            threshold: Threshold::Share(myelin_emission::Part::from_bits(1 << 63)),
            ..PriceGate::default()
        };
        assert_ok!(Network::schedule_emission_rule(Rule::PriceGate(gate), 2));
        set_moving_price(SUBNET, ONE / 2);
        set_moving_price(OTHER, ONE / 4);
        next_block();
        let [large, small, none] = of_each();
        assert!(large > 6 * small && none == 0, "{large} and {small}");
    });
}

#[test]
fn gate_should_stand_where_all_prices_put_it_when_one_subnet_is_not_funded() {
    chain_of_three().execute_with(|| {
        let threshold = Threshold::Share(myelin_emission::Part::from_bits(1 << 62));
        let gate = PriceGate { threshold, ..PriceGate::default() };
        assert_ok!(Network::schedule_emission_rule(Rule::PriceGate(gate), 2));
        for (netuid, price) in [(SUBNET, 1), (OTHER, 2), (THIRD, 5)] {
            set_moving_price(netuid, ONE / 16 * price);
        }
        SubnetEmissionEnabled::<Test>::insert(THIRD, false);
        next_block();
        // Of 1/8 the gate at 1/4 leaves a ninth, of 1/4 half: 1 to 9.
        let minted = BlockEmission::<Test>::get();
        assert_eq!(of_each(), [minted / 10, minted / 10 * 9, 0]);
    });
}

#[test]
fn flows_should_be_counted_only_while_a_rule_asks_for_them() {
    busy_chain().execute_with(|| {
        stake(SUBNET, 3, 1, 10 * TAO);
        next_block();
        assert_eq!(SubnetTaoFlow::<Test>::get(SUBNET), 0);
        assert_eq!(SubnetEmaTaoFlow::<Test>::get(SUBNET), None);
        assert_ok!(Network::schedule_emission_rule(named("net_flow"), System::block_number() + 3));
        stake(SUBNET, 3, 1, 10 * TAO);
        assert_eq!(SubnetTaoFlow::<Test>::get(SUBNET), 10 * TAO as i64);
        assert_ok!(Network::remove_stake(signed(coldkey(3)), hotkey(1), SUBNET, Alpha::new(TAO)));
        let net = SubnetTaoFlow::<Test>::get(SUBNET);
        assert!(net < 10 * TAO as i64 && net > 8 * TAO as i64);
        stake(NetUid::ROOT, 3, 1, 10 * TAO);
        assert_eq!(SubnetTaoFlow::<Test>::get(NetUid::ROOT), 0);
        next_block();
        assert_eq!(SubnetTaoFlow::<Test>::get(SUBNET), 0);
        assert!(Network::moving_flows(SUBNET).0.bits() > 0);
        assert_eq!(Network::moving_flows(OTHER).0.bits(), 0);
        // What the block brought is the protocol's flow.
        assert_eq!(SubnetProtocolFlow::<Test>::get(SUBNET), received(SUBNET) as i64);
        run_blocks(2);
        assert_eq!(of_each(), [EMISSION, 0, 0]);
        switch(Rule::default());
        assert_eq!(
            SubnetEmaTaoFlow::<Test>::iter().count() + SubnetEmaProtocolFlow::<Test>::iter().count(),
            0
        );
        assert_eq!(SubnetTaoFlow::<Test>::iter().count() + SubnetProtocolFlow::<Test>::iter().count(), 0);
    });
}

// economics §6.3: wash flow
#[test]
fn wash_trades_should_bring_no_flow() {
    busy_chain().execute_with(|| {
        switch(named("net_flow"));
        for _ in 0..5 {
            stake(OTHER, 4, 1, 50 * TAO);
            let all = Alpha::new(u64::MAX);
            assert_ok!(Network::remove_stake(signed(coldkey(4)), hotkey(1), OTHER, all));
        }
        // The fee is all that has stayed in the pool.
        let net = SubnetTaoFlow::<Test>::get(OTHER);
        assert!(net >= 0 && net < TAO as i64, "{net}");
    });
}

#[test]
fn sale_for_root_should_be_flow_of_the_protocol() {
    busy_chain().execute_with(|| {
        assert_ok!(Network::schedule_emission_rule(named("net_flow"), 1_000));
        let sold = myelin_pool::sell_free(&Network::reserves(SUBNET), Alpha::new(TAO)).unwrap();
        Network::pay_between_pools(SUBNET, NetUid::ROOT, sold.tao).unwrap();
        Network::record_root_sale(SUBNET, &sold).unwrap();
        assert_eq!(SubnetTaoFlow::<Test>::get(SUBNET), 0);
        assert_eq!(SubnetProtocolFlow::<Test>::get(SUBNET), -(sold.tao.rao() as i64));
    });
}

#[test]
fn votes_at_root_should_decide_when_the_rule_is_theirs() {
    busy_chain().execute_with(|| {
        assert_ok!(vote(1, &[(SUBNET, 1), (OTHER, 1)]));
        assert_ok!(vote(2, &[(SUBNET, 1), (OTHER, 1)]));
        switch(named("root_vote"));
        let [first, second, third] = of_each();
        assert!(first == second && first + second == EMISSION && third == 0);
        // It is counted once a tempo.
        WeightsSetRateLimit::<Test>::insert(NetUid::ROOT, 0);
        assert_ok!(vote(1, &[(THIRD, 7)]));
        assert_ok!(vote(2, &[(THIRD, 7)]));
        next_block();
        assert_eq!(of_each(), [EMISSION / 2, EMISSION / 2, 0]);
        run_blocks(100);
        assert_eq!(of_each(), [0, 0, EMISSION]);
        Network::forget_votes(THIRD);
        run_blocks(100);
        assert_eq!((of_each(), BlockEmission::<Test>::get()), ([0, 0, 0], 0));
    });
}

#[test]
fn vote_should_not_count_when_its_seat_is_someone_elses() {
    busy_chain().execute_with(|| {
        assert_ok!(vote(1, &[(SUBNET, 1)]));
        let seat = Uids::<Test>::get(NetUid::ROOT, hotkey(1)).unwrap();
        RootBallots::<Test>::mutate(seat, |ballot| ballot.as_mut().unwrap().hotkey = hotkey(3));
        switch(named("root_vote"));
        assert_eq!((of_each(), BlockEmission::<Test>::get()), ([0, 0, 0], 0));
    });
}

#[test]
fn vote_should_be_refused_when_it_is_not_one() {
    busy_chain().execute_with(|| {
        assert_noop!(vote(3, &[(SUBNET, 1)]), Error::<Test>::HotKeyNotRegisteredInSubNet);
        assert_noop!(vote(1, &[(SUBNET, 1), (SUBNET, 2)]), Error::<Test>::DuplicateUids);
        assert_noop!(vote(1, &[(NOWHERE, 1)]), Error::<Test>::SubnetNotExists);
        assert_noop!(vote(1, &[(NetUid::ROOT, 1)]), Error::<Test>::InvalidValue);
        let uneven = Network::set_root_votes(signed(hotkey(1)), vec![SUBNET], vec![]);
        assert_noop!(uneven, Error::<Test>::WeightVecNotEqualSize);
        assert_ok!(vote(1, &[(SUBNET, 1)]));
        assert_noop!(vote(1, &[(SUBNET, 2)]), Error::<Test>::SettingWeightsTooFast);
        run_blocks(WeightsSetRateLimit::<Test>::get(NetUid::ROOT));
        assert_ok!(vote(1, &[]));
    });
}

fn with(change: impl FnOnce(&mut Settings)) {
    let mut settings = Network::emission_settings();
    change(&mut settings);
    Network::set_emission_settings(settings);
    assert_eq!(Network::emission_settings(), settings);
}

// sources X3
#[test]
fn half_of_the_tao_should_buy_alpha_for_the_people_when_the_settings_say_so() {
    let people = |fraction: Option<PerU16>| {
        chain_of_two().execute_with(|| {
            set_moving_price(SUBNET, ONE);
            if let Some(pool_fraction) = fraction {
                with(|settings| settings.pool_fraction = pool_fraction);
            }
            let before = SubnetTAO::<Test>::get(SUBNET).rao();
            next_block();
            assert_eq!(SubnetTAO::<Test>::get(SUBNET).rao(), before + EMISSION);
            (SubnetTaoInEmission::<Test>::get(SUBNET).rao(), Network::pending_pots(SUBNET).server.rao())
        })
    };
    let (all, usual) = people(None);
    assert_eq!(all, EMISSION);
    let (half, more) = people(Some(PerU16::new(32_768)));
    assert!(half.abs_diff(EMISSION / 2) < 1_000 && more > usual, "{half}; {more} and {usual}");
    let (nothing, most) = people(Some(PerU16::ZERO));
    assert!(nothing == 0 && most > more);
}

// sources X4
#[test]
fn price_should_stay_or_go_towards_one_by_the_way_of_injection() {
    let price = |inject: InjectMode| {
        chain_of_two().execute_with(|| {
            set_moving_price(OTHER, ONE);
            with(|settings| settings.inject = inject);
            let before = Network::spot_price(OTHER).unwrap();
            next_block();
            (before, Network::spot_price(OTHER).unwrap())
        })
    };
    let (before, after) = price(InjectMode::AtPrice);
    assert!(after.bits().abs_diff(before.bits()) < 1 << 40);
    let (before, after) = price(InjectMode::OneToOne);
    assert!(after.bits() > before.bits() + (1 << 40));
}

// sources X5
#[test]
fn root_should_weigh_less_as_time_goes_on_when_its_weight_decays() {
    chain_of_two().execute_with(|| {
        let whole = Network::tao_weight();
        with(|settings| settings.root_weight = RootWeight::Decay { from: 1, half: 10 });
        run_blocks(10);
        assert_eq!(Network::tao_weight().parts(), whole.parts() / 2);
        with(|settings| settings.root_weight = RootWeight::Constant);
        assert_eq!(Network::tao_weight(), whole);
    });
}

// sources X8
#[test]
fn alpha_should_halve_with_tao_when_the_curve_is_taos() {
    chain_of_two().execute_with(|| {
        next_block();
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET), Alpha::new(TAO));
        with(|settings| settings.alpha_curve = AlphaCurve::WithTao);
        next_block();
        assert_eq!(SubnetAlphaOutEmission::<Test>::get(SUBNET), Alpha::new(EMISSION));
    });
}

// sources X6
#[test]
fn limit_of_subnets_should_be_the_wires_when_the_settings_change_it() {
    chain_of_two().execute_with(|| {
        with(|settings| settings.subnet_limit = None);
        assert_eq!((SubnetLimit::<Test>::get(), Network::subnet_limit()), (u16::MAX, None));
        SubnetLimit::<Test>::put(7);
        assert_eq!(Network::emission_settings().subnet_limit, Some(7));
    });
}

#[test]
fn chain_should_go_on_when_everything_is_chosen_otherwise() {
    busy_chain().execute_with(|| {
        let total =
            || Tao::checked_sum([SUBNET, OTHER, THIRD, NetUid::ROOT].map(SubnetTAO::<Test>::get)).unwrap();
        for settings in [Settings::BEFORE_DYNAMIC_TAO, Settings::HALF_POOL, Settings::LIVE] {
            Network::set_emission_settings(settings);
            for _ in 0..15 {
                let (before, issuance) = (total(), Network::issuance());
                next_block();
                assert_eq!(total().rao() - before.rao(), Network::issuance().rao() - issuance.rao());
            }
        }
    });
}
