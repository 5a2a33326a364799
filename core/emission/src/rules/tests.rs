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
fn default_should_be_by_moving_price_alone() {
    let subnets = priced(&[1, 2, 5]);
    let prices: Vec<Price> = subnets.iter().map(|facts| facts.moving_price).collect();
    let shares = EmissionRule::default().shares(BLOCK, &subnets);
    assert_eq!(shares, crate::shares_by_price(BLOCK, &prices));
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
        prop_assert_eq!(sum, Ok(if nobody { Tao::ZERO } else { block }));
        prop_assert!(subnets.iter().zip(&shares).all(|(facts, share)| facts.enabled || share.is_zero()));
    }
}
