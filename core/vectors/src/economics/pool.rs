use super::Vector;
use crate::fields::{expect, list, number, ok, same, skip, Check};
use crate::Outcome;
use myelin_pool::{buy_free, inject, most_alpha_within, most_tao_within, sell_free, Market, Pool};
use myelin_units::{Alpha, PerU16, Tao};
use serde_json::Value;

pub(super) fn swap(vector: &Vector) -> Check {
    match (vector.id, vector.era) {
        ("cpmm-roundtrip", _) => roundtrip(vector),
        ("v3-full-range", _) => full_range(vector),
        (_, "launch") => skip("cpmm: launch rounding pays the trader; the recommended rule floors exactly"),
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
    if vector.kind != "recommended" {
        return skip(
            "limits: launch limits bound the average price; the recommended rule bounds the final spot price",
        );
    }
    let pool = pool(vector.input, "T", "A")?;
    let limit = number(vector.input, "limit_rao")?;
    if vector.expect.get("max_tao_in").is_some() {
        let most = ok(most_tao_within(&pool, limit, &Market::FREE))?;
        return expect(vector.expect, "max_tao_in", most.rao());
    }
    let most = ok(most_alpha_within(&pool, limit, &Market::FREE))?;
    expect(vector.expect, "max_alpha_in", most.rao())
}

/// The rate is kept, the reference's rounding of it (down, in two steps) is not: the exact fraction is
/// compared, and our fee is that fraction rounded up.
pub(super) fn fee(vector: &Vector) -> Check {
    if vector.input.get("fee_rate_u16").is_none() {
        return skip("swap_fee: the launch's flat fee and the unstake fee of March 2025 do not exist");
    }
    let rate = PerU16::new(number(vector.input, "fee_rate_u16")?);
    let amount: u64 = number(vector.input, "amount_in")?;
    let exact = if vector.expect.get("fee_exact_floor").is_some() { "fee_exact_floor" } else { "fee" };
    expect(vector.expect, exact, rate.of_floor(amount))?;
    let remains = u128::from(amount) * u128::from(rate.parts()) % 65_535 != 0;
    same("the fee rounded up", rate.of_floor(amount) + u64::from(remains), rate.of_ceil(amount))
}

pub(super) fn injection(vector: &Vector) -> Check {
    if vector.kind != "recommended" {
        return skip("injection: the launch adds TAO without alpha, June 2026 caps by the root proportion; the recommended rule does neither");
    }
    let pool = pool(vector.input, "tao_reserve", "alpha_reserve")?;
    let share = Tao::new(number(vector.input, "tao_emission")?);
    let cap = Alpha::new(number(vector.input, "alpha_cap")?);
    let injection = ok(inject(&pool, share, cap))?;
    expect(vector.expect, "tao_in", injection.tao.rao())?;
    expect(vector.expect, "alpha_in", injection.alpha.rao())?;
    expect(vector.expect, "excess_tao", injection.excess.rao())
}

fn pool(input: &Value, tao: &str, alpha: &str) -> Result<Pool, Outcome> {
    Ok(Pool { tao: Tao::new(number(input, tao)?), alpha: Alpha::new(number(input, alpha)?) })
}

fn product(pool: &Pool) -> u128 {
    u128::from(pool.tao.rao()) * u128::from(pool.alpha.rao())
}
