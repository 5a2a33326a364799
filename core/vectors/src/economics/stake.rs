use super::Vector;
use crate::beside::Beside;
use crate::fields::{entries, expect, field, list, number, ok, parse, same, Check};
use crate::Outcome;
use myelin_stake::{
    share_pots, stake_weight, take_floor, Claim, Holding, Payout, Pots, ShareError, SharePool,
};
use myelin_units::{Alpha, PerU16, TaoWeight};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn weight(vector: &Vector) -> Check {
    let alpha = Alpha::new(number(vector.input, "alpha")?);
    let root = Alpha::new(number(vector.input, "root")?);
    let weight = TaoWeight::new(number(vector.input, "tao_weight_u64")?);
    expect(vector.expect, "total_floor", stake_weight(alpha, root, weight).floor())
}

pub(super) fn share_pool(vector: &Vector) -> Check {
    match vector.id {
        "pool-value" => value(vector),
        "pool-donation-capture" => no_capture(vector),
        _ if vector.kind == "recommended" => script(vector),
        _ => other_shares(vector),
    }
}

fn value(vector: &Vector) -> Check {
    let pool = SharePool {
        value: Alpha::new(number(vector.input, "V")?),
        shares: number(vector.input, "D")?,
        scale: 0,
    };
    let shares = field(vector.input, "shares")?;
    for (name, _) in entries(shares)? {
        let holding = Holding { shares: number(shares, name)?, ..Holding::default() };
        expect(field(vector.expect, "values")?, name, pool.value_of(&holding).rao())?;
    }
    Ok(())
}

/// The defect: what was credited to an empty pool belonged to the next depositor. Here it is not credited.
fn no_capture(vector: &Vector) -> Check {
    let (mut pool, mut attacker) = (SharePool::default(), Holding::default());
    if pool.credit(Alpha::new(1_000_000_000)) != Err(ShareError::NoHolders) {
        return Err(Outcome::Failed("an empty pool accepted emission".into()));
    }
    ok(pool.deposit(&mut attacker, Alpha::new(1)))?;
    same("what the depositor has", 1, pool.value_of(&attacker).rao())?;
    let captured: u64 = number(vector.expect, "attacker_value")?;
    same("what the defect gave beyond it", 1_000_000_000, captured - 1)
}

fn script(vector: &Vector) -> Check {
    let mut pool = SharePool::default();
    let mut holdings: BTreeMap<String, Holding> = BTreeMap::new();
    let mut not_credited = 0u64;
    for step in list(vector.expect, "steps")? {
        not_credited += operate(&mut pool, &mut holdings, list(step, "op")?)?;
        expect(step, "V", pool.value.rao())?;
        expect(step, "D", pool.shares)?;
        expect(step, "scale_exp", pool.scale)?;
        expect(step, "not_credited", not_credited)?;
        let values = field(step, "values")?;
        for (name, _) in entries(values)? {
            let holding = holdings.get(name).copied().unwrap_or_default();
            expect(values, name, pool.value_of(&holding).rao())?;
        }
    }
    Ok(())
}

/// The same operations with floating or 64.64 shares: what everybody's are worth, beside ours.
fn other_shares(vector: &Vector) -> Check {
    let mut pool = SharePool::default();
    let mut holdings: BTreeMap<String, Holding> = BTreeMap::new();
    let mut beside = Beside::new(
        "the reference's shares are floating or 64.64 numbers that lose small stakes; ours are whole and rescaled (4.2)",
    );
    for step in list(vector.expect, "steps")? {
        match step.get("op") {
            Some(_) => operate(&mut pool, &mut holdings, list(step, "op")?)?,
            None => update(&mut pool, &mut holdings, step)?,
        };
        beside.number(step, "V", Some(pool.value.rao()))?;
        let values = field(step, "values")?;
        for (name, _) in entries(values)? {
            let holding = holdings.get(name).copied().unwrap_or_default();
            beside.number(values, name, Some(pool.value_of(&holding).rao()))?;
        }
    }
    beside.end()
}

/// `{"key": who, "update": amount}`, negative for a withdrawal; the one with a note comes after an emission of 10¹⁵.
fn update(pool: &mut SharePool, holdings: &mut BTreeMap<String, Holding>, step: &Value) -> Check<u64> {
    if step.get("note").is_some() {
        ok(pool.credit(Alpha::new(1_000_000_000_000_000)))?;
    }
    let amount: i64 = number(step, "update")?;
    let operation = if amount < 0 { "wd" } else { "dep" };
    let amount = Value::from(amount.unsigned_abs());
    operate(pool, holdings, &[Value::from(operation), field(step, "key")?.clone(), amount])
}

/// Carries out `["dep", who, amount]`, `["wd", who, amount]` or `["emit", amount]`; returns what nobody received.
fn operate(
    pool: &mut SharePool,
    holdings: &mut BTreeMap<String, Holding>,
    operation: &[Value],
) -> Check<u64> {
    let broken = || Outcome::Failed(format!("the operation {operation:?} is unknown"));
    let amount: u64 = operation.last().and_then(parse).ok_or_else(broken)?;
    let name = operation.get(1).and_then(Value::as_str).ok_or_else(broken)?;
    let holding = holdings.entry(name.to_owned()).or_default();
    let amount = Alpha::new(amount);
    match operation.first().and_then(Value::as_str) {
        Some("dep") => ok(pool.deposit(holding, amount)).map(|()| 0),
        Some("wd") => ok(pool.withdraw(holding, amount)).map(|left| left.rao()),
        Some("emit") => match pool.credit(amount) {
            Err(ShareError::NoHolders) => Ok(amount.rao()),
            credited => ok(credited).map(|()| 0),
        },
        _ => Err(broken()),
    }
}

pub(super) fn dividends(vector: &Vector) -> Check {
    if vector.input.get("take_u16").is_some() {
        return take(vector);
    }
    let hotkeys = entries(field(vector.input, "hotkeys")?)?;
    let claims = hotkeys.iter().map(|(_, hotkey)| claim(hotkey)).collect::<Check<Vec<_>>>()?;
    let pots = Pots {
        server: Alpha::ZERO,
        validator: Alpha::new(number(vector.input, "pending_validator")?),
        root: Alpha::new(number(vector.input, "pending_root")?),
    };
    let payout = ok(share_pots(pots, &claims, TaoWeight::LIVE))?;
    let names: Vec<&str> = hotkeys.iter().map(|(name, _)| name.as_str()).collect();
    match vector.kind {
        "reference-bug" => not_stranded(vector, &payout),
        _ => shared(vector, pots, &names, &payout),
    }
}

fn claim(hotkey: &Value) -> Check<Claim> {
    Ok(Claim {
        incentive: 0,
        dividend: number(hotkey, "dividend")?,
        alpha: Alpha::new(number(hotkey, "alpha_stake")?),
        root: Alpha::new(number(hotkey, "root_stake")?),
    })
}

/// The same rule; the vector floors every step at 32 bits and so loses up to one part in 10⁹, which here is
/// paid out as well.
fn shared(vector: &Vector, pots: Pots, names: &[&str], payout: &Payout) -> Check {
    let near = |what: &str, expected: u64, got: Alpha| match expected.abs_diff(got.rao()) {
        off if off <= expected / 1_000_000_000 + 1 => Ok(()),
        _ => same(what, expected, got.rao()),
    };
    for ((name, alpha), root) in names.iter().zip(&payout.validators).zip(&payout.root) {
        let expected = field(vector.expect, name)?;
        near(name, number(expected, "alpha")?, *alpha)?;
        near(name, number(expected, "root")?, *root)?;
    }
    let paid = ok(Alpha::checked_sum(payout.validators.iter().copied()))?;
    same("all alpha dividends", pots.validator, paid)?;
    let paid = ok(Alpha::checked_sum(payout.root.iter().copied()))?;
    same("all root dividends", pots.root, paid)
}

/// The defect: a validator pot without alpha stake was paid to nobody. Here it joins the root pot.
fn not_stranded(vector: &Vector, payout: &Payout) -> Check {
    let paid = field(field(vector.expect, "paid")?, "h3")?;
    let stranded: u64 = number(vector.expect, "stranded_alpha")?;
    let all = number::<u64>(paid, "root")? + stranded;
    same("root dividend", all, payout.root.first().copied().unwrap_or_default().rao())
}

/// The take is kept; what two separate floors lost goes to the stakers.
fn take(vector: &Vector) -> Check {
    let dividend = Alpha::new(number(vector.input, "dividend")?);
    let (take, rest) = take_floor(dividend, PerU16::new(number(vector.input, "take_u16")?));
    expect(vector.expect, "take", take.rao())?;
    let stakers: u64 = number(vector.expect, "nominators")?;
    same("rest", stakers + number::<u64>(vector.expect, "lost")?, rest.rao())
}
