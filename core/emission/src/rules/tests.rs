//! What every rule has in common.

use super::*;
use crate::{Flow, Part};
use myelin_units::{NetUid, Price};
use proptest::{collection::vec as many, prelude::*};

fn priced(bits: &[u128]) -> Vec<Facts> {
    let facts = |bits: &u128| Facts { moving_price: Price::from_bits(*bits), ..Facts::of(NetUid::new(1)) };
    bits.iter().map(facts).collect()
}

fn gate_at(bits: u128) -> EmissionRule {
    let threshold = Threshold::Share(Part::from_bits(bits));
    EmissionRule::PriceGate(PriceGate { power: 3, threshold, miner_burn: false })
}

const BLOCK: Tao = Tao::new(1_000_000_000);

#[test]
fn gate_should_turn_one_to_two_into_one_to_nine_when_it_stands_at_the_larger() {
    let subnets = priced(&[(1 << 64) / 3, (2 << 64) / 3]);
    let expected = [100_000_000, 900_000_000].map(Tao::new);
    assert_eq!(gate_at((2 << 64) / 3).shares(BLOCK, &subnets), expected);
    assert_eq!(EmissionRule::named("price_gate").unwrap().shares(BLOCK, &subnets), expected);
}

#[test]
fn gate_should_see_what_burning_leaves_of_a_price_when_it_counts() {
    // Parts of 1/2 and 1/2, of which one is half burned: 1/2 · 1/2 and 1/4 · 1/9.
    let mut subnets = priced(&[5, 5]);
    subnets[1].miner_burned = Part::from_bits(1 << 63);
    let gate =
        PriceGate { power: 3, threshold: Threshold::Share(Part::from_bits(1 << 63)), miner_burn: true };
    let expected = [900_000_000, 100_000_000].map(Tao::new);
    assert_eq!(EmissionRule::PriceGate(gate).shares(BLOCK, &subnets), expected);
}

#[test]
fn gate_should_stand_among_all_subnets_when_one_is_not_enabled() {
    // Shares of 1/8, 1/8 and 3/4; the gate at 1/4 leaves 1/9 of the one and 1/9 of the other.
    let mut subnets = priced(&[1, 1, 6]);
    subnets[2].enabled = false;
    assert_eq!(gate_at(1 << 62).shares(Tao::new(8), &subnets), [4, 4, 0].map(Tao::new));
    // Shares of 1/8, 1/4 and 5/8: 1/8 · 1/9 and 1/4 · 1/2, so 1 : 9 of what both receive.
    let mut subnets = priced(&[1, 2, 5]);
    subnets[2].enabled = false;
    assert_eq!(gate_at(1 << 62).shares(Tao::new(1_000), &subnets), [100, 900, 0].map(Tao::new));
}

#[test]
fn default_should_be_by_moving_price_alone() {
    let shares = |block, prices: &[u128]| {
        let shares = EmissionRule::default().shares(Tao::new(block), &priced(prices));
        shares.into_iter().map(Tao::rao).collect::<Vec<_>>()
    };
    assert_eq!(shares(10, &[1, 2, 4]), [1, 3, 6]);
    // Of equal remainders the first.
    assert_eq!(shares(1_000, &[9, 9, 9]), [334, 333, 333]);
}

fn rules() -> Vec<EmissionRule> {
    EmissionRule::NAMES.iter().filter_map(|name| EmissionRule::named(name)).collect()
}

#[test]
fn names_should_lead_back_to_their_rule() {
    assert_eq!(rules().len(), EmissionRule::NAMES.len());
    for (rule, name) in rules().iter().zip(EmissionRule::NAMES) {
        assert_eq!((rule.name(), rule.is_sound()), (name, true));
    }
    assert_eq!(EmissionRule::named("luck"), None);
}

#[test]
fn nobody_should_receive_anything_when_nothing_is_known() {
    let subnets = vec![Facts::of(NetUid::new(1)); 3];
    for rule in rules() {
        assert_eq!(rule.shares(BLOCK, &subnets), vec![Tao::ZERO; 3]);
        assert_eq!(rule.shares(BLOCK, &[]), vec![]);
        assert_eq!(rule.block(Tao::ZERO, &subnets).emission, Tao::ZERO);
    }
}

// sources X1
#[test]
fn pools_and_prices_should_agree_when_alpha_reserves_are_equal() {
    let subnets: Vec<Facts> = [3u64, 5, 7_000_000_000]
        .map(|tao| Facts {
            pool_tao: Tao::new(tao),
            moving_price: Price::of(Tao::new(tao), myelin_units::Alpha::new(1 << 40)).unwrap(),
            ..Facts::of(NetUid::new(1))
        })
        .to_vec();
    let [by_price, by_pool] =
        ["alpha_price", "stake_share"].map(|name| EmissionRule::named(name).unwrap().shares(BLOCK, &subnets));
    assert_eq!(by_price, by_pool);
    let mut other = subnets;
    other[0].moving_price = Price::ONE;
    let [by_price, by_pool] =
        ["alpha_price", "stake_share"].map(|name| EmissionRule::named(name).unwrap().shares(BLOCK, &other));
    assert_ne!(by_price, by_pool);
}

/// Where the gate stands at a quantile it moves with every price, and that can cost more than the price gains:
/// here it falls from the first subnet's share to the second's. Hence a chain lets it stand still for a while.
#[test]
fn gate_at_a_quantile_should_be_able_to_fall_under_a_rising_price_but_not_when_it_is_fixed() {
    let mut prices = vec![148u128, 113];
    prices.extend([69; 40]);
    let before = priced(&prices);
    prices[1] = 114;
    let after = priced(&prices);
    let quantile = Part::from_bits((148 << 64) / 3_021);
    let gate = PriceGate { power: 3, threshold: Threshold::Quantile(quantile), miner_burn: false };
    let share = |gate, subnets: &[Facts]| EmissionRule::PriceGate(gate).shares(BLOCK, subnets)[1].rao();
    assert!(share(gate, &after) < share(gate, &before));
    let fixed = gate.fixed_among(&before);
    assert!(share(fixed, &after) > share(fixed, &before));
}

#[test]
fn gate_should_stand_still_until_its_period_is_over() {
    let rule = EmissionRule::named("price_gate").unwrap();
    let (before, after) = (priced(&[1, 2, 5]), priced(&[1, 6, 5]));
    let (first, bar) = rule.standing(Part::ZERO, 361, &before);
    assert_eq!(bar, Part::from_bits((5 << 64) / 8));
    let gate = PriceGate { threshold: Threshold::Share(bar), ..PriceGate::default() };
    assert_eq!(first, EmissionRule::PriceGate(gate));
    assert_eq!(rule.standing(bar, 719, &after), (first, bar));
    let (later, moved) = rule.standing(bar, 720, &after);
    assert!(moved != bar && later != first);
    assert_eq!(rule.standing(moved, 721, &before), (later, moved));
    assert_eq!(EmissionRule::default().standing(bar, 1, &before), (EmissionRule::default(), Part::ZERO));
}

// economics §6.3: self-mining / miner burn, owner-associated hotkeys
/// Half of the miners' emission withheld is half of the price: economics §2.2 d.
#[test]
fn burn_should_count_against_the_price_unless_all_is_burned() {
    let mut subnets = priced(&[2, 2]);
    let rule = EmissionRule::AlphaPrice(AlphaPrice { miner_burn: true });
    subnets[0].miner_burned = Part::from_bits32(1 << 31);
    assert_eq!(rule.shares(Tao::new(9), &subnets), [3, 6].map(Tao::new));
    subnets[0].miner_burned = Part::ONE;
    assert_eq!(rule.shares(Tao::new(9), &subnets), [0, 9].map(Tao::new));
    subnets[1].miner_burned = Part::ONE;
    assert_eq!(rule.shares(Tao::new(8), &subnets), [4, 4].map(Tao::new));
}

#[test]
fn flow_should_be_counted_from_the_cutoff_and_net_of_the_protocol() {
    let flows = |user: [i128; 3], protocol: [i128; 3]| -> Vec<Facts> {
        let facts = |(user, protocol)| Facts {
            flow: Flow::from_rao(user),
            protocol_flow: Flow::from_rao(protocol),
            ..Facts::of(NetUid::new(1))
        };
        user.into_iter().zip(protocol).map(facts).collect()
    };
    let shares = |rule: NetFlow, facts: &[Facts]| {
        EmissionRule::NetFlow(rule).shares(BLOCK, facts).iter().map(|share| share.rao()).collect::<Vec<_>>()
    };
    let subnets = flows([3, 1, -5], [0; 3]);
    let usual = NetFlow::default();
    assert_eq!(shares(usual, &subnets), [750_000_000, 250_000_000, 0]);
    assert_eq!(shares(NetFlow { power: 2, ..usual }, &subnets), [900_000_000, 100_000_000, 0]);
    let low = NetFlow { cutoff: Flow::from_rao(-10), ..usual };
    assert_eq!(shares(low, &subnets), [571_428_571, 428_571_429, 0]);
    // The protocol spent 8 where users brought 4, so half of its cost counts: 4 − 1 = 3, and −5 + 6 = 1.
    let net = NetFlow { protocol_cost: true, ..usual };
    assert_eq!(shares(net, &flows([4, 0, -5], [2, 6, -6])), [750_000_000, 0, 250_000_000]);
}

fn bits() -> impl Strategy<Value = u128> {
    (any::<u128>(), 0..128u32).prop_map(|(bits, shift)| bits >> shift)
}

fn facts() -> impl Strategy<Value = Facts> {
    let flow = || (any::<i128>(), 0..128u32).prop_map(|(bits, shift)| Flow::from_bits(bits >> shift));
    (any::<bool>(), bits(), any::<u64>(), flow(), flow(), bits(), bits()).prop_map(
        |(enabled, price, pool, flow, protocol_flow, burned, root_votes)| Facts {
            enabled,
            moving_price: Price::from_bits(price),
            pool_tao: Tao::new(pool),
            flow,
            protocol_flow,
            miner_burned: Part::from_bits(burned),
            root_votes,
            ..Facts::of(NetUid::new(1))
        },
    )
}

fn rule() -> impl Strategy<Value = EmissionRule> {
    let gate = (0..=9u8, bits(), any::<bool>(), any::<bool>()).prop_map(|(power, at, fixed, miner_burn)| {
        let at = Part::from_bits(at);
        let threshold = if fixed { Threshold::Share(at) } else { Threshold::Quantile(at) };
        EmissionRule::PriceGate(PriceGate { power, threshold, miner_burn })
    });
    let flow = (any::<i128>(), 0..=9u8, any::<bool>()).prop_map(|(cutoff, power, protocol_cost)| {
        EmissionRule::NetFlow(NetFlow { cutoff: Flow::from_bits(cutoff), power, protocol_cost })
    });
    prop_oneof![
        any::<bool>().prop_map(|miner_burn| EmissionRule::AlphaPrice(AlphaPrice { miner_burn })),
        Just(EmissionRule::RootVote(RootVote::default())),
        Just(EmissionRule::StakeShare(StakeShare)),
        gate,
        flow,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]
    #[test]
    fn shares_should_be_the_block_or_nothing(
        rule in rule(),
        block in prop_oneof![0..100u64, 0..=1_000_000_000u64, any::<u64>()].prop_map(Tao::new),
        subnets in many(facts(), 0..12),
    ) {
        let shares = rule.shares(block, &subnets);
        let nobody = rule.weights(&subnets).iter().all(|weight| weight.is_zero());
        let sum = Tao::checked_sum(shares.iter().copied());
        let exact = split::largest_remainder_wide(block.rao(), &rule.weights(&subnets));
        prop_assert!(exact.is_none_or(|exact| exact.into_iter().map(Tao::new).eq(shares.iter().copied())));
        prop_assert_eq!(sum, Ok(if nobody { Tao::ZERO } else { block }));
        prop_assert!(subnets.iter().zip(&shares).all(|(facts, share)| facts.enabled || share.is_zero()));
    }

    #[test]
    fn share_should_not_fall_when_its_own_number_rises(
        rule in rule(), subnets in many(facts(), 1..12), at: prop::sample::Index, more in bits(),
    ) {
        // The statement for a gate at a quantile is about where it stood; that for flows net of the protocol's
        // about a floor that stands still, which it does at a cutoff of zero or more.
        let rule = match rule {
            EmissionRule::PriceGate(gate) => EmissionRule::PriceGate(gate.fixed_among(&subnets)),
            EmissionRule::NetFlow(flow) if flow.protocol_cost => {
                EmissionRule::NetFlow(NetFlow { cutoff: flow.cutoff.max(Flow::ZERO), ..flow })
            }
            rule => rule,
        };
        let own = at.index(subnets.len());
        let mut raised = subnets.clone();
        raise(&mut raised[own], &rule, more);

        // Exactly: w′ / Σw′ is not below w / Σw.
        let (before, after) = (rule.weights(&subnets), rule.weights(&raised));
        let sum = |weights: &[U256]| weights.iter().fold(U256::zero(), |sum, weight| sum + *weight);
        prop_assert!(after[own].full_mul(sum(&before)) >= before[own].full_mul(sum(&after)));
        // To the rao: the largest remainder may round a share the other way where others fall unequally.
        let rao = |subnets: &[Facts]| rule.shares(BLOCK, subnets)[own].rao();
        let unequal = matches!(rule, EmissionRule::PriceGate(_) | EmissionRule::NetFlow(_));
        prop_assert!(rao(&raised) + u64::from(unequal) >= rao(&subnets));
    }
}

/// More of what the rule counts.
fn raise(facts: &mut Facts, rule: &EmissionRule, more: u128) {
    match rule {
        EmissionRule::AlphaPrice(_) | EmissionRule::PriceGate(_) => {
            facts.moving_price = Price::from_bits(facts.moving_price.bits().saturating_add(more));
        }
        EmissionRule::RootVote(_) => facts.root_votes = facts.root_votes.saturating_add(more),
        EmissionRule::StakeShare(_) => {
            facts.pool_tao = Tao::new(facts.pool_tao.rao().saturating_add(more as u64))
        }
        EmissionRule::NetFlow(_) => {
            let more = i128::try_from(more).unwrap_or(i128::MAX);
            facts.flow = Flow::from_bits(facts.flow.bits().saturating_add(more));
        }
    }
}
