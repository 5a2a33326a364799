use super::Vector;
use crate::beside::Beside;
use crate::fields::{decimal, entries, expect, field, number, ok, Check};
use myelin_emission::{step, Books, EmissionRule, Facts, Settings, Step, Terms};
use myelin_pool::Pool;
use myelin_units::{Alpha, NetUid, PerU16, Price, Tao, TaoWeight};
use serde_json::Value;

/// A whole block of emission: shares, injection, chain buys and splits of all subnets.
pub(super) fn run(vector: &Vector) -> Check {
    let issuance = Tao::new(number(vector.input, "issuance")?);
    let root = Tao::new(number(vector.input, "root_tao")?);
    let subnets = entries(field(vector.input, "subnets")?)?;
    let facts = subnets.iter().map(|(_, subnet)| {
        // The vector cuts prices to 32 fractional bits.
        let price = decimal(field(subnet, "ema")?)?;
        let moving_price = Price::from_bits((price.bits() >> 32) << 32);
        Ok(Facts { moving_price, ..Facts::of(NetUid::ROOT) })
    });
    let block = EmissionRule::default().block(issuance, &facts.collect::<Check<Vec<_>>>()?);
    let terms = Terms::of(&Settings::LIVE, issuance, root, TaoWeight::LIVE, 0);
    let mut steps = Vec::new();
    for ((name, input), share) in subnets.iter().zip(&block.shares) {
        let stepped = ok(step(&books(input)?, *share, PerU16::new(11_796), &terms))?;
        steps.push((name.as_str(), *share, stepped));
    }
    if vector.kind != "recommended" {
        return launch(vector, &steps);
    }
    expect(vector.expect, "E", block.emission.rao())?;
    let expected = field(vector.expect, "subnets")?;
    for (name, share, stepped) in &steps {
        subnet(field(expected, name)?, *share, stepped)?;
    }
    expect(vector.expect, "issuance_after", ok(issuance.checked_add(block.emission))?.rao())
}

fn books(input: &Value) -> Check<Books> {
    let pool = Pool { tao: Tao::new(number(input, "T")?), alpha: Alpha::new(number(input, "A")?) };
    Ok(Books { pool, alpha_out: Alpha::new(number(input, "alpha_out")?) })
}

/// Injection, chain buy and split of one subnet.
fn subnet(expected: &Value, share: Tao, step: &Step) -> Check {
    expect(expected, "tao_emission", share.rao())?;
    expect(expected, "tao_in", step.tao_in.rao())?;
    expect(expected, "alpha_in", step.alpha_in.rao())?;
    expect(expected, "excess_tao", step.excess.rao())?;
    expect(expected, "alpha_bought", step.bought.rao())?;
    expect(expected, "T", step.books.pool.tao.rao())?;
    expect(expected, "A", step.books.pool.alpha.rao())?;
    expect(expected, "alpha_out", step.books.alpha_out.rao())?;
    let split = field(expected, "split")?;
    expect(split, "owner", step.split.owner.rao())?;
    expect(split, "server", step.split.server.rao())?;
    expect(split, "root", step.split.root.rao())?;
    expect(split, "validator", step.split.validator.rao())
}

/// The launch lets in all TAO, whatever alpha may come with it, and sells root's part in the same block.
fn launch(vector: &Vector, steps: &[(&str, Tao, Step)]) -> Check {
    let mut beside = Beside::new(
        "the launch adds TAO without alpha and sells root's part each block; ours buys with the excess and sells \
         once an epoch (economics 2.4, 4.8)",
    );
    for (name, _, step) in steps {
        let expected = field(vector.expect, name)?;
        let kept = ok(step.split.server.checked_add(step.split.validator))?;
        let numbers = [
            ("tao_in", step.tao_in.rao()),
            ("alpha_in", step.alpha_in.rao()),
            ("alpha_out", step.alpha_out.rao()),
            ("owner", step.split.owner.rao()),
            ("root_alpha_sold", step.split.root.rao()),
            ("pending_alpha", kept.rao()),
            ("T", step.books.pool.tao.rao()),
            ("A", step.books.pool.alpha.rao()),
            ("AlphaOut", step.books.alpha_out.rao()),
        ];
        for (number, ours) in numbers {
            beside.number(expected, number, Some(ours))?;
        }
    }
    beside.end()
}
