use super::{Vector, OLD_FORM};
use crate::fields::{decimal, entries, expect, field, number, ok, skip, Check};
use myelin_emission::{alpha_emission, block_emission, shares_by_price, split_alpha};
use myelin_pool::{buy_free, inject, Pool};
use myelin_units::{Alpha, PerU16, Price, Tao, TaoWeight};
use serde_json::Value;

/// A whole block of emission: shares, injection, chain buys and splits of all subnets.
pub(super) fn run(vector: &Vector) -> Check {
    if vector.kind != "recommended" {
        return skip(&format!("coinbase_block: {OLD_FORM}"));
    }
    let issuance = Tao::new(number(vector.input, "issuance")?);
    let root = Tao::new(number(vector.input, "root_tao")?);
    let block = block_emission(issuance);
    expect(vector.expect, "E", block.rao())?;
    let subnets = entries(field(vector.input, "subnets")?)?;
    let moving = subnets.iter().map(|(_, subnet)| {
        // The vector cuts prices to 32 fractional bits.
        let price = decimal(field(subnet, "ema")?)?;
        Ok(Price::from_bits((price.bits() >> 32) << 32))
    });
    let moving = moving.collect::<Check<Vec<_>>>()?;
    let expected = field(vector.expect, "subnets")?;
    for ((name, input), share) in subnets.iter().zip(shares_by_price(block, &moving)) {
        subnet(input, field(expected, name)?, share, root)?;
    }
    expect(vector.expect, "issuance_after", ok(issuance.checked_add(block))?.rao())
}

/// Injection, chain buy and split of one subnet.
fn subnet(input: &Value, expected: &Value, share: Tao, root: Tao) -> Check {
    let pool = Pool { tao: Tao::new(number(input, "T")?), alpha: Alpha::new(number(input, "A")?) };
    let outside = Alpha::new(number(input, "alpha_out")?);
    let emitted = alpha_emission(ok(pool.alpha.checked_add(outside))?);
    expect(expected, "tao_emission", share.rao())?;
    let injection = ok(inject(&pool, share, emitted))?;
    expect(expected, "tao_in", injection.tao.rao())?;
    expect(expected, "alpha_in", injection.alpha.rao())?;
    expect(expected, "excess_tao", injection.excess.rao())?;
    let bought = ok(buy_free(&injection.pool, injection.excess))?;
    expect(expected, "alpha_bought", bought.alpha.rao())?;
    expect(expected, "T", bought.pool.tao.rao())?;
    expect(expected, "A", bought.pool.alpha.rao())?;
    let outside_after = ok(Alpha::checked_sum([outside, emitted, bought.alpha]))?;
    expect(expected, "alpha_out", outside_after.rao())?;
    // After the block's injection, before its alpha for participants.
    let issuance = ok(injection.pool.alpha.checked_add(outside))?;
    let parts = split_alpha(emitted, PerU16::new(11_796), root, issuance, TaoWeight::LIVE);
    let split = field(expected, "split")?;
    expect(split, "owner", parts.owner.rao())?;
    expect(split, "server", parts.server.rao())?;
    expect(split, "root", parts.root.rao())?;
    expect(split, "validator", parts.validator.rao())
}
