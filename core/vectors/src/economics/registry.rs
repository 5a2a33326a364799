use super::Vector;
use crate::beside::Beside;
use crate::fields::{entries, expect, field, list, number, numbers, ok, parse, same, Check};
use crate::Outcome;
use myelin_registry::dissolution::settle;
use myelin_registry::{decay_factor, lock_cost, median_price, price_bump, price_decay};
use myelin_units::{Alpha, Price, Tao, RAO_PER_TAO};

pub(super) fn lock(vector: &Vector) -> Check {
    if vector.id == "lock-chain" {
        return lock_chain(vector);
    }
    let cost = lock_cost(
        Tao::new(number(vector.input, "last_lock")?),
        number(vector.input, "last_block")?,
        number(vector.input, "now")?,
        Tao::new(number(vector.input, "min_lock")?),
        number(vector.input, "interval")?,
        Tao::new(number(vector.input, "block_emission")?),
    );
    expect(vector.expect, "cost", cost.rao())
}

/// Registrations that follow each other, at one TAO a block, 100 800 blocks and a floor of 1 000 TAO.
fn lock_chain(vector: &Vector) -> Check {
    let (min, one) = (Tao::new(1_000 * RAO_PER_TAO), Tao::new(RAO_PER_TAO));
    let mut last = Tao::new(number(vector.input, "start_lock")?);
    let mut block: u64 = number(vector.input, "start_block")?;
    let registrations = list(vector.expect, "registrations")?;
    for (gap, registration) in numbers::<u64>(vector.input, "gaps")?.iter().zip(registrations) {
        last = lock_cost(last, block, block + gap, min, 100_800, one);
        block += gap;
        expect(registration, "block", block)?;
        expect(registration, "paid", last.rao())?;
    }
    Ok(())
}

/// 1.26 as the nearest binary floating number has it, exactly, in 2⁻⁶⁴.
const BUMP: u128 = 0x1_428F_5C28_F5C2_9000;

pub(super) fn neuron_price(vector: &Vector) -> Check {
    if vector.input.get("half_life").is_some() {
        return decay(vector);
    }
    if vector.input.get("mult").is_none() {
        return adjusted(vector);
    }
    let [burn, min, max] = ["burn", "min", "max"].map(|name| number(vector.input, name));
    let new = price_bump(Tao::new(burn?), BUMP, Tao::new(min?), Tao::new(max?));
    expect(vector.expect, "new", new.rao())
}

/// The launch moves the price once an interval; ours rises with each registration and falls with each block. Here: the
/// registrations, and then an interval of 360 blocks without one.
fn adjusted(vector: &Vector) -> Check {
    let (min, max) = (Tao::new(500_000), Tao::new(100 * RAO_PER_TAO));
    let mut price = Tao::new(number(vector.input, "burn")?);
    for _ in 0..number::<u32>(vector.input, "registrations")? {
        price = price_bump(price, BUMP, min, max);
    }
    for _ in 0..360 {
        price = price_decay(price, 360, min, max);
    }
    let mut beside = Beside::new(
        "the launch adjusts the price each interval; ours rises by 1.26 with each registration and halves in 360 \
         blocks (economics 5)",
    );
    beside.number(vector.expect, "new", Some(price.rao()))?;
    beside.end()
}

fn decay(vector: &Vector) -> Check {
    let half_life = number(vector.input, "half_life")?;
    expect(vector.expect, "factor_q32", decay_factor(half_life))?;
    let mut price = Tao::new(number(vector.input, "start")?);
    let after = field(vector.expect, "after")?;
    for block in 1..=720u64 {
        price = price_decay(price, half_life, Tao::ZERO, Tao::MAX);
        if after.get(block.to_string()).is_some() {
            expect(after, &block.to_string(), price.rao())?;
        }
    }
    Ok(())
}

pub(super) fn seed(vector: &Vector) -> Check {
    if vector.era == "launch" {
        return seed_at_launch(vector);
    }
    // Whoever pays the lock pays at least the minimum, and all of it goes into the pool.
    let tao = number::<u64>(vector.input, "lock")?.max(number(vector.input, "min_lock")?);
    let median = Price::from_bits(number(vector.input, "median_price_q64")?);
    expect(vector.expect, "tao", tao)?;
    expect(vector.expect, "alpha", ok(median.alpha_for_floor(Tao::new(tao)))?.rao())
}

/// The first subnet of a chain: the whole lock becomes liquidity at a price of one, and nothing is burned.
fn seed_at_launch(vector: &Vector) -> Check {
    let lock: u64 = number(vector.input, "lock")?;
    let alpha = ok(median_price(&[]).alpha_for_floor(Tao::new(lock)))?;
    let mut beside =
        Beside::new("the launch burns what a lock is above the minimum; ours is all liquidity (1.4)");
    beside.number(vector.expect, "tao_reserve", Some(lock))?;
    beside.number(vector.expect, "alpha_reserve", Some(alpha.rao()))?;
    beside.number(vector.expect, "alpha_out", Some(0u64))?;
    beside.number(vector.expect, "tao_burned", Some(0u64))?;
    beside.end()
}

/// The pot of a dissolved subnet, by the rule that looks at all its holders at once.
pub(super) fn dissolve(vector: &Vector) -> Check {
    let mut parties = Vec::new();
    for staker in list(vector.input, "alpha")? {
        let (name, alpha) = (staker[0].as_str(), parse(&staker[1]));
        let broken = || Outcome::Failed(format!("{staker} is not a name and a stake"));
        parties.push((name.ok_or_else(broken)?, Alpha::new(alpha.ok_or_else(broken)?)));
    }
    let paid = ok(settle(Tao::new(number(vector.input, "pot")?), &parties))?;
    let paid = paid.ok_or_else(|| Outcome::Failed("nobody has a stake".into()))?;
    for (name, tao) in &paid {
        expect(vector.expect, name, tao.rao())?;
    }
    same("stakers named", entries(vector.expect)?.len(), paid.len())
}
