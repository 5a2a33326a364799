use super::Vector;
use crate::beside::Beside;
use crate::fields::{decimal, expect, field, list, number, ok, same, Check};
use myelin_emission as emission;
use myelin_units::{Alpha, PerU16, Price, Tao, TaoWeight};

pub(super) fn curve(vector: &Vector) -> Check {
    if vector.expect.get("eras").is_some() {
        return eras(vector);
    }
    let issuance = number(vector.input, "issuance")?;
    expect(vector.expect, "block_emission", emission::block_emission(Tao::new(issuance)).rao())?;
    expect(vector.expect, "block_emission", emission::alpha_emission(Alpha::new(issuance)).rao())
}

/// The whole life of the curve, era by era, when nothing is recycled.
fn eras(vector: &Vector) -> Check {
    let (mut issuance, mut height) = (number::<u64>(vector.input, "start_issuance")?, 0u64);
    for era in list(vector.expect, "eras")? {
        expect(era, "start_issuance", issuance)?;
        expect(era, "start_height", height)?;
        let per_block = emission::block_emission(Tao::new(issuance)).rao();
        expect(era, "emission", per_block)?;
        let end: u64 = number(era, "threshold_end")?;
        let last = emission::block_emission(Tao::new(end - 1)).rao();
        same("emission at the end of the era", per_block, last)?;
        let blocks = (end - issuance).div_ceil(per_block);
        expect(era, "blocks", blocks)?;
        issuance += blocks * per_block;
        height += blocks;
    }
    same("emission after the last era", 0, emission::block_emission(Tao::new(issuance)).rao())?;
    expect(vector.expect, "final_issuance", issuance)?;
    expect(vector.expect, "total_blocks_until_zero", height)
}

pub(super) fn moving(vector: &Vector) -> Check {
    match vector.kind {
        "recommended" => own_moving(vector),
        "reference-bug" => not_truncated(vector),
        _ => cut_moving(vector),
    }
}

/// Four weeks, the live network's halving of the moving price.
const HALVING: u64 = 201_600;

/// Averages that the reference cuts to 32 fractional bits, of which ours keeps 64.
fn cut_moving(vector: &Vector) -> Check {
    let launch = vector.input.get("price_bits_f32").is_some();
    let spot = Price::from_bits(match launch {
        true => number::<u128>(vector.input, "price_bits_f32")? << 32,
        false => number(vector.input, "price_q64")?,
    });
    let start = if launch { "start" } else { "start_bits_f32" };
    let mut price = Price::from_bits(number::<u128>(vector.input, start)? << 32);
    let alpha: u64 = number(vector.input, "moving_alpha_bits_f32")?;
    let after = field(vector.expect, "bits_f32_after_n_updates")?;
    let mut beside =
        Beside::new("the reference cuts moving prices to 32 bits, so small steps upwards are lost (2.3)");
    for age in 1..=1_000u64 {
        // At launch the pace did not depend on the age.
        price = match launch {
            true => emission::price_towards(price, spot, alpha.into(), 1 << 32),
            false => emission::moving_price(price, spot, age, HALVING, alpha),
        };
        if after.get(age.to_string()).is_some() {
            beside.number(after, &age.to_string(), Some(price.bits() >> 32))?;
        }
    }
    beside.end()
}

/// `α = 0.0003` exactly, which is not a whole count of 2⁻³²: the vector's fraction is used as it is.
fn own_moving(vector: &Vector) -> Check {
    let spot = Price::from_bits(number(vector.input, "price_q64")?);
    let after = field(vector.expect, "q64_after_n_updates")?;
    let mut price = Price::ZERO;
    for age in 1..=1_000u64 {
        let (num, den) = (3 * u128::from(age), 10_000 * u128::from(age + HALVING));
        price = emission::price_towards(price, spot, num, den);
        if after.get(age.to_string()).is_some() {
            expect(after, &age.to_string(), price.bits())?;
        }
    }
    Ok(())
}

/// The defect: an average cut to 32 bits stays where it is or falls too fast. Ours ends at the ideal value.
fn not_truncated(vector: &Vector) -> Check {
    let spot = decimal(field(vector.input, "price")?)?;
    let alpha_bits = number(vector.input, "moving_alpha_bits_f32")?;
    let mut price = decimal(field(vector.input, "start")?)?;
    expect(vector.expect, "start_bits_f32", price.bits() >> 32)?;
    for age in 1..=number::<u64>(vector.input, "updates")? {
        price = emission::moving_price(price, spot, age, HALVING, alpha_bits);
    }
    expect(vector.expect, "ideal_end_bits_f32", price.bits() >> 32)
}

pub(super) fn root_proportion(vector: &Vector) -> Check {
    let weight = TaoWeight::new(number(vector.input, "tao_weight_u64")?);
    if vector.id == "taoweight" {
        return expect(vector.expect, "bits_f32", weight.bits32_floor());
    }
    let root = Tao::new(number(vector.input, "root_tao")?);
    let issuance = Alpha::new(number(vector.input, "alpha_issuance")?);
    let whole = Alpha::new(1_000_000_000_000_000_000);
    let part = emission::root_part_floor(whole, root, issuance, weight);
    expect(vector.expect, "exact_1e18", part.rao())
}

/// The owner's cut on the live network, 18 %.
const CUT: PerU16 = PerU16::new(11_796);

pub(super) fn split(vector: &Vector) -> Check {
    match vector.id {
        "ownercut-1e9" => {
            let cut = PerU16::new(number(vector.input, "cut_u16")?);
            expect(vector.expect, "exact_floor", cut.of_floor(number(vector.input, "alpha_out")?))
        }
        "predtao-split" => {
            let whole = Alpha::new(number(vector.input, "subnet_tao_emission")?);
            let parts = emission::split_alpha(whole, CUT, Tao::ZERO, Alpha::new(1), TaoWeight::LIVE);
            expect(vector.expect, "owner", parts.owner.rao())?;
            expect(vector.expect, "miners", parts.server.rao())?;
            expect(vector.expect, "validators", parts.validator.rao())
        }
        _ if vector.kind != "recommended" => cut_split(vector),
        _ => own_split(vector),
    }
}

/// These vectors give the root proportion as a fraction whose numerator is `w · root` and whose
/// denominator is that plus `(2⁶⁴ − 1) · issuance`.
fn own_split(vector: &Vector) -> Check {
    let (over, under): (u128, u128) = (number(vector.input, "rp_num")?, number(vector.input, "rp_den")?);
    let weight = TaoWeight::LIVE;
    let root = ok(u64::try_from(over / u128::from(weight.parts())))?;
    let issuance = ok(u64::try_from((under - over) / u128::from(u64::MAX)))?;
    let whole = Alpha::new(number(vector.input, "alpha_out")?);
    let parts = emission::split_alpha(whole, CUT, Tao::new(root), Alpha::new(issuance), weight);
    expect(vector.expect, "owner", parts.owner.rao())?;
    expect(vector.expect, "server", parts.server.rao())?;
    expect(vector.expect, "root", parts.root.rao())?;
    expect(vector.expect, "validator", parts.validator.rao())
}

/// The reference floors each part at 32 bits; at launch miners and validators have one pot.
fn cut_split(vector: &Vector) -> Check {
    let whole = Alpha::new(number(vector.input, "alpha_out")?);
    let root = Tao::new(number(vector.input, "root_tao")?);
    let issuance = Alpha::new(number(vector.input, "alpha_issuance")?);
    let parts = emission::split_alpha(whole, CUT, root, issuance, TaoWeight::LIVE);
    let mut beside = Beside::new("the reference floors each part; ours sum to the whole (economics 2.5)");
    beside.near(vector.expect, "owner", parts.owner.rao(), 1)?;
    if vector.expect.get("root_alpha_sold").is_some() {
        let kept = ok(parts.server.checked_add(parts.validator))?;
        beside.near(vector.expect, "root_alpha_sold", parts.root.rao(), 1)?;
        beside.near(vector.expect, "pending_alpha", kept.rao(), 2)?;
    } else {
        beside.near(vector.expect, "server", parts.server.rao(), 1)?;
        beside.near(vector.expect, "root", parts.root.rao(), 1)?;
        beside.near(vector.expect, "validator", parts.validator.rao(), 2)?;
    }
    beside.end()
}

pub(super) fn fee(vector: &Vector) -> Check {
    if vector.input.get("ref_time").is_some() {
        let (time, length) = (number(vector.input, "ref_time")?, number(vector.input, "length")?);
        return expect(vector.expect, "fee", emission::weight_fee(time, length).rao());
    }
    let price = Price::from_bits(number(vector.input, "price_q64")?);
    let fee = Tao::new(number(vector.input, "fee_rao")?);
    expect(vector.expect, "alpha", ok(price.alpha_for_floor(fee))?.rao())
}
