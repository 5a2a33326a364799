//! Which subnet receives how much of a block's TAO.

use super::Vector;
use crate::beside::Beside;
use crate::fields::{decimal, entries, expect, expect_near, field, number, parse, Check};
use crate::Outcome;
use myelin_emission::{AlphaPrice, EmissionRule, Facts, Flow, NetFlow, Part, PriceGate, Threshold};
use myelin_units::{NetUid, Price, Tao};
use serde_json::Value;

pub(super) fn run(vector: &Vector) -> Check {
    match vector.id {
        "share-price-own" => own(vector),
        "share-price-launch" => {
            let expected = field(vector.expect, "tao_in")?;
            floored(vector, EmissionRule::default(), expected)
        }
        "share-june" | "share-june-disabled" => {
            floored(vector, EmissionRule::AlphaPrice(AlphaPrice { miner_burn: true }), vector.expect)
        }
        "flow-ema" => flow_average(vector),
        "flow-share" | "flow-share-neg-cutoff" => flow_share(vector),
        "hill-gate" => gate(vector),
        id => Err(Outcome::Failed(format!("the vector {id} is unknown"))),
    }
}

fn own(vector: &Vector) -> Check {
    let block = Tao::new(number(vector.input, "block_emission")?);
    let shares = EmissionRule::default().shares(block, &subnets(vector)?);
    let names = entries(field(vector.input, "moving_price_bits_f32")?)?;
    names.iter().zip(shares).try_for_each(|((name, _), share)| expect(vector.expect, name, share.rao()))
}

/// The reference floors each share in fixed point and mints the sum.
fn floored(vector: &Vector, rule: EmissionRule, expected: &Value) -> Check {
    let block = Tao::new(number(vector.input, "block_emission")?);
    let mut beside = Beside::new("the reference floors each share; ours sum to the block (economics 2.2)");
    let names = entries(field(vector.input, "moving_price_bits_f32")?)?;
    for ((name, _), share) in names.iter().zip(rule.shares(block, &subnets(vector)?)) {
        beside.near(expected, name, share.rao(), 2)?;
    }
    beside.end()
}

/// Prices, and what was withheld and who is enabled where the vector says so.
fn subnets(vector: &Vector) -> Check<Vec<Facts>> {
    let subnet = |(name, price): &(&String, &Value)| {
        let of = |map: &str| vector.input.get(map).and_then(|map| map.get(name.as_str()));
        let price: u128 = parse(price)?;
        let burned = of("miner_burned_bits_f32").map_or(Some(0), parse::<u128>)?;
        let enabled = of("emission_enabled").is_none_or(|enabled| enabled == true);
        Some(Facts {
            moving_price: Price::from_bits(price << 32),
            miner_burned: Part::from_bits32(burned),
            enabled,
            ..Facts::of(NetUid::new(name.parse().ok()?))
        })
    };
    let subnets =
        entries(field(vector.input, "moving_price_bits_f32")?)?.iter().map(subnet).collect::<Option<_>>();
    subnets.ok_or_else(|| Outcome::Failed("a subnet is not made of numbers".into()))
}

fn flow_average(vector: &Vector) -> Check {
    let smoothing = number(vector.input, "alpha_num")?;
    let net = number(vector.input, "flow_per_block")?;
    expect(vector.expect, "alpha_bits_f64", Flow::ZERO.after(1, smoothing).bits())?;
    let after = field(vector.expect, "after")?;
    let mut flow = Flow::ZERO;
    for block in 1..=1_000u64 {
        flow = flow.after(net, smoothing);
        if let Some(expected) = after.get(block.to_string()) {
            expect(expected, "bits_f64", flow.bits())?;
            expect(expected, "rao", flow.bits() >> 64)?;
        }
    }
    Ok(())
}

fn flow_share(vector: &Vector) -> Check {
    let flows = field(vector.input, "ema")?;
    let mut subnets = Vec::new();
    for (name, _) in entries(flows)? {
        subnets.push(Facts { flow: Flow::from_rao(number(flows, name)?), ..Facts::of(NetUid::ROOT) });
    }
    let cutoff = Flow::from_rao(number(vector.input, "cutoff")?);
    let power = number(vector.input, "p")?;
    let rule = EmissionRule::NetFlow(NetFlow { cutoff, power, protocol_cost: false });
    near(vector, flows, rule, &subnets)
}

fn gate(vector: &Vector) -> Check {
    let prices = field(vector.input, "weights")?;
    let mut subnets = Vec::new();
    for (_, price) in entries(prices)? {
        subnets.push(Facts { moving_price: decimal(price)?, ..Facts::of(NetUid::ROOT) });
    }
    let theta = decimal(field(vector.input, "theta")?)?;
    let threshold = Threshold::Share(Part::from_bits(theta.bits()));
    let power = number(vector.input, "h")?;
    let rule = EmissionRule::PriceGate(PriceGate { power, threshold, miner_burn: false });
    near(vector, prices, rule, &subnets)
}

/// Each share of 10¹⁸ rao, within the vector's tolerance.
fn near(vector: &Vector, names: &Value, rule: EmissionRule, subnets: &[Facts]) -> Check {
    let shares = rule.shares(Tao::new(1_000_000_000_000_000_000), subnets);
    let mut named = entries(names)?.into_iter().zip(shares);
    named.try_for_each(|((name, _), share)| expect_near(vector.expect, name, share.rao().into()))
}
