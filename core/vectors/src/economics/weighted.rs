//! Weighted pools of June 2026. Ours is the constant product, which is the weighted pool at one half, floored exactly.

use super::Vector;
use crate::beside::Beside;
use crate::fields::{decimal18, expect, field, number, ok, Check, WHOLE18};
use myelin_emission::{step, Books, Settings, Terms};
use myelin_pool::{buy_free, most_alpha_within, most_tao_within, sell_free, Market, Pool};
use myelin_units::{Alpha, PerU16, Tao, TaoWeight};

const WHY: &str =
    "weighted pools need roots and stop injecting at their bounds; ours is the constant product, \
                   whatever the weights (economics 3.3)";

pub(super) fn run(vector: &Vector) -> Check {
    let has = |name: &str| vector.input.get(name).is_some();
    match () {
        () if has("tao_delta") => injection(vector),
        () if has("limit") => limit(vector),
        () if has("tao_wanted") => wanted(vector),
        () if has("reserve") => power(vector),
        () if has("alpha_reserve") => half(vector),
        () => trade(vector),
    }
}

/// At one half both are the same curve; where the reference pays a rao too much, ours is the exact floor.
fn half(vector: &Vector) -> Check {
    let pool = pool_of(vector, "tao_reserve", "alpha_reserve")?;
    let sold = ok(sell_free(&pool, Alpha::new(number(vector.input, "alpha_in")?)))?;
    expect(vector.expect, "exact_floor", sold.tao.rao())?;
    let mut beside = Beside::new("the weighted pool rounds for the trader; ours floors (economics 3.3)");
    beside.near(vector.expect, "tao_out", sold.tao.rao(), 1)?;
    beside.end()
}

fn trade(vector: &Vector) -> Check {
    let pool = pool_of(vector, "y", "x")?;
    let mut beside = Beside::new(WHY);
    if vector.input.get("alpha_in").is_some() {
        let sold = ok(sell_free(&pool, Alpha::new(number(vector.input, "alpha_in")?)))?;
        beside.number(vector.expect, "price_q64", pool.price().map(|price| price.bits()))?;
        beside.number(vector.expect, "tao_out", Some(sold.tao.rao()))?;
    } else {
        let bought = ok(buy_free(&pool, Tao::new(number(vector.input, "tao_in")?)))?;
        beside.number(vector.expect, "alpha_out", Some(bought.alpha.rao()))?;
    }
    beside.end()
}

/// The part of the other reserve that stays after `delta` was put in: at one half a plain quotient.
fn power(vector: &Vector) -> Check {
    let (reserve, delta): (u64, u64) = (number(vector.input, "reserve")?, number(vector.input, "delta")?);
    let pool = Pool { tao: Tao::new(1_000_000_000_000_000), alpha: Alpha::new(reserve) };
    let sold = ok(sell_free(&pool, Alpha::new(delta)))?;
    let theirs = decimal18(field(vector.expect, "e")?)?;
    // Ours has the 15 digits of the vector, rounded up as the payout is floored.
    let ours = u128::from(sold.pool.tao.rao()) * 1_000;
    let mut beside = Beside::new(WHY);
    if theirs.abs_diff(ours) > 1_000 {
        beside.tell("e", format!("0.{:015}", theirs / 1_000), format!("0.{:015}", ours / 1_000));
    }
    beside.end()
}

fn limit(vector: &Vector) -> Check {
    let price = decimal18(field(vector.input, "price")?)?;
    let limit = ok(u64::try_from(decimal18(field(vector.input, "limit")?)? / 1_000_000_000))?;
    let mut beside = Beside::new(WHY);
    if vector.input.get("tao_reserve").is_some() {
        let tao: u64 = number(vector.input, "tao_reserve")?;
        let alpha = ok(u64::try_from(u128::from(tao) * WHOLE18 / price))?;
        let pool = Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) };
        let most = ok(most_tao_within(&pool, limit, &Market::FREE))?;
        beside.number(vector.expect, "max_tao_in", Some(most.rao()))?;
    } else {
        let alpha: u64 = number(vector.input, "alpha_reserve")?;
        let tao = ok(u64::try_from(u128::from(alpha) * price / WHOLE18))?;
        let pool = Pool { tao: Tao::new(tao), alpha: Alpha::new(alpha) };
        let most = ok(most_alpha_within(&pool, limit, &Market::FREE))?;
        beside.number(vector.expect, "max_alpha_in", Some(most.rao()))?;
    }
    beside.end()
}

/// The least alpha whose sale pays what is wanted: `ceil(A · t / (T − t))`.
fn wanted(vector: &Vector) -> Check {
    let pool = pool_of(vector, "y", "x")?;
    let wanted: u64 = number(vector.input, "tao_wanted")?;
    let left = u128::from(pool.tao.rao() - wanted);
    let needed = ok(u64::try_from((u128::from(pool.alpha.rao()) * u128::from(wanted)).div_ceil(left)))?;
    let pays = |alpha| Ok(ok(sell_free(&pool, Alpha::new(alpha)))?.tao.rao() >= wanted);
    crate::fields::same("the least that pays", true, pays(needed)? && !pays(needed - 1)?)?;
    let mut beside = Beside::new(WHY);
    beside.number(vector.expect, "alpha_needed", Some(needed))?;
    beside.end()
}

/// The reference bends the weights so that both amounts enter at the old price. Ours lets in as much of both as the
/// price asks for, and what TAO is over buys alpha, which moves the price and is meant to.
fn injection(vector: &Vector) -> Check {
    let books = Books { pool: pool_of(vector, "tao_reserve", "alpha_reserve")?, alpha_out: Alpha::ZERO };
    let terms = Terms::of(&Settings::LIVE, Tao::ZERO, Tao::ZERO, TaoWeight::LIVE, 0);
    let share = Tao::new(number(vector.input, "tao_delta")?);
    let after = ok(step(&books, share, PerU16::ZERO, &terms))?;
    let price = |pool: Pool| u128::from(pool.tao.rao()) * WHOLE18 / u128::from(pool.alpha.rao().max(1));
    let mut beside = Beside::new(WHY);
    beside.number(vector.expect, "new_w_quote", Some(WHOLE18 / 2))?;
    beside.number(vector.expect, "price_before_1e18", Some(price(books.pool)))?;
    beside.number(vector.expect, "price_after_1e18", Some(price(after.books.pool)))?;
    if vector.expect["applied"] != true {
        beside.tell("applied", "false", "true");
    }
    beside.end()
}

fn pool_of(vector: &Vector, tao: &str, alpha: &str) -> Check<Pool> {
    Ok(Pool { tao: Tao::new(number(vector.input, tao)?), alpha: Alpha::new(number(vector.input, alpha)?) })
}
