use super::Vector;
use crate::beside::Beside;
use crate::fields::{expect, list, number, ok, same, Check};
use crate::Outcome;
use myelin_emission::alpha_emission;
use myelin_pool::{buy, buy_free, inject, most_alpha_within, most_tao_within, sell, sell_free, Market, Pool};
use myelin_units::{Alpha, PerU16, Price, Tao};
use serde_json::Value;

pub(super) fn swap(vector: &Vector) -> Check {
    match (vector.id, vector.era) {
        ("cpmm-roundtrip", _) => roundtrip(vector),
        ("v3-full-range", _) => full_range(vector),
        (_, "launch") => launch(vector),
        _ => exact(vector),
    }
}

fn exact(vector: &Vector) -> Check {
    let pool = pool(vector.input, "tao_reserve", "alpha_reserve")?;
    let after = if vector.input.get("tao_in").is_some() {
        let bought = ok(buy_free(&pool, Tao::new(number(vector.input, "tao_in")?)))?;
        expect(vector.expect, "alpha_out", bought.alpha.rao())?;
        bought.pool
    } else {
        let sold = ok(sell_free(&pool, Alpha::new(number(vector.input, "alpha_in")?)))?;
        expect(vector.expect, "tao_out", sold.tao.rao())?;
        sold.pool
    };
    expect(vector.expect, "k_before", product(&pool))?;
    expect(vector.expect, "k_after", product(&after))
}

/// The launch's rounding may pay a rao that the product does not allow; ours floors exactly. Both keep 10⁷ in the pool.
fn launch(vector: &Vector) -> Check {
    let pool = pool(vector.input, "tao_reserve", "alpha_reserve")?;
    let market = Market { fee: PerU16::ZERO, min_reserve: 10_000_000 };
    let (name, ours) = if vector.input.get("tao_in").is_some() {
        let bought = buy(&pool, Tao::new(number(vector.input, "tao_in")?), &market);
        ("alpha_out", bought.map(|bought| bought.alpha.rao()))
    } else {
        let sold = sell(&pool, Alpha::new(number(vector.input, "alpha_in")?), &market);
        ("tao_out", sold.map(|sold| sold.tao.rao()))
    };
    let mut beside =
        Beside::new("launch rounding can pay the trader more than the product allows; ours floors (3.1)");
    beside.number(vector.expect, name, ours.ok())?;
    beside.end()
}

fn roundtrip(vector: &Vector) -> Check {
    let mut pool = pool(vector.input, "T", "A")?;
    for step in list(vector.expect, "steps")? {
        pool = if step.get("buy_tao").is_some() {
            let bought = ok(buy_free(&pool, Tao::new(number(step, "buy_tao")?)))?;
            expect(step, "alpha_out", bought.alpha.rao())?;
            bought.pool
        } else {
            let sold = ok(sell_free(&pool, Alpha::new(number(step, "sell_alpha")?)))?;
            expect(step, "tao_out", sold.tao.rao())?;
            sold.pool
        };
        expect(step, "T", pool.tao.rao())?;
        expect(step, "A", pool.alpha.rao())?;
    }
    Ok(())
}

/// A single full-range position of concentrated liquidity is the constant product, within one rao.
fn full_range(vector: &Vector) -> Check {
    let pool = pool(vector.input, "T", "A")?;
    let bought = ok(buy_free(&pool, Tao::new(number(vector.input, "tao_in")?)))?;
    let expected: u64 = number(vector.expect, "alpha_out")?;
    match bought.alpha.rao().abs_diff(expected) {
        0 | 1 => Ok(()),
        _ => same("alpha_out", expected, bought.alpha.rao()),
    }
}

pub(super) fn limit(vector: &Vector) -> Check {
    let pool = pool(vector.input, "T", "A")?;
    let limit = number(vector.input, "limit_rao")?;
    let (name, most) = if vector.expect.get("max_tao_in").is_some() {
        ("max_tao_in", ok(most_tao_within(&pool, limit, &Market::FREE))?.rao())
    } else {
        ("max_alpha_in", ok(most_alpha_within(&pool, limit, &Market::FREE))?.rao())
    };
    if vector.kind == "recommended" {
        return expect(vector.expect, name, most);
    }
    // The spot price moves further than the average, so the same limit lets less through.
    same("more than by the average", false, most > number(vector.expect, name)?)?;
    let mut beside =
        Beside::new("launch limits bound the average price; ours bound the final spot price (3.1)");
    beside.number(vector.expect, name, Some(most))?;
    beside.end()
}

/// The rate is kept, the reference's rounding of it (down, in two steps) is not: the exact fraction is
/// compared, and our fee is that fraction rounded up.
pub(super) fn fee(vector: &Vector) -> Check {
    if vector.input.get("fee_rate_u16").is_none() {
        return flat_fee(vector);
    }
    let rate = PerU16::new(number(vector.input, "fee_rate_u16")?);
    let amount: u64 = number(vector.input, "amount_in")?;
    let exact = if vector.expect.get("fee_exact_floor").is_some() { "fee_exact_floor" } else { "fee" };
    expect(vector.expect, exact, rate.of_floor(amount))?;
    let remains = u128::from(amount) * u128::from(rate.parts()) % 65_535 != 0;
    same("the fee rounded up", rate.of_floor(amount) + u64::from(remains), rate.of_ceil(amount))
}

/// Ours is 33/65535 of what is offered, rounded up, whatever a hotkey earned.
fn flat_fee(vector: &Vector) -> Check {
    let rate = PerU16::new(33);
    let mut beside = Beside::new(
        "the fee was flat, then an epoch's yield; ours is 33/65535 of the input, kept by the pool (3)",
    );
    if vector.input.get("tao").is_some() {
        let tao: u64 = number(vector.input, "tao")?;
        beside.number(vector.expect, "fee", Some(rate.of_ceil(tao)))?;
        beside.number(vector.expect, "staked_tao", Some(tao - rate.of_ceil(tao)))?;
    } else {
        beside.number(vector.expect, "fee", Some(rate.of_ceil(number(vector.input, "tao_estimate")?)))?;
    }
    beside.end()
}

pub(super) fn injection(vector: &Vector) -> Check {
    let share = Tao::new(number(vector.input, "tao_emission")?);
    if vector.kind != "recommended" {
        return old_injection(vector, share);
    }
    let pool = pool(vector.input, "tao_reserve", "alpha_reserve")?;
    let cap = Alpha::new(number(vector.input, "alpha_cap")?);
    let injection = ok(inject(&pool, share, cap))?;
    expect(vector.expect, "tao_in", injection.tao.rao())?;
    expect(vector.expect, "alpha_in", injection.alpha.rao())?;
    expect(vector.expect, "excess_tao", injection.excess.rao())
}

/// June 2026 gives a price without reserves: any pool of that price will do, here one of 1 000 TAO.
fn old_injection(vector: &Vector, share: Tao) -> Check {
    let alpha_emission = alpha_emission(Alpha::new(number(vector.input, "alpha_issuance")?));
    let pool = if vector.input.get("price_q64").is_some() {
        let tao = Tao::new(1_000_000_000_000);
        let price = Price::from_bits(number(vector.input, "price_q64")?);
        Pool { tao, alpha: ok(price.alpha_for_floor(tao))? }
    } else {
        pool(vector.input, "tao_reserve", "alpha_reserve")?
    };
    let injection = ok(inject(&pool, share, alpha_emission))?;
    let mut beside = Beside::new(
        "the launch adds TAO without alpha, June 2026 caps by the root proportion; ours does neither (2.4)",
    );
    beside.number(vector.expect, "tao_in", Some(injection.tao.rao()))?;
    beside.number(vector.expect, "alpha_in", Some(injection.alpha.rao()))?;
    beside.number(vector.expect, "alpha_out", Some(alpha_emission.rao()))?;
    if vector.expect.get("excess_tao").is_some() {
        beside.number(vector.expect, "excess_tao", Some(injection.excess.rao()))?;
    }
    beside.end()
}

fn pool(input: &Value, tao: &str, alpha: &str) -> Result<Pool, Outcome> {
    Ok(Pool { tao: Tao::new(number(input, tao)?), alpha: Alpha::new(number(input, alpha)?) })
}

fn product(pool: &Pool) -> u128 {
    u128::from(pool.tao.rao()) * u128::from(pool.alpha.rao())
}
