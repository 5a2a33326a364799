//! What is shared within a subnet before it is paid: among mechanisms, with parents, and with root's stakers.

use super::Vector;
use crate::beside::Beside;
use crate::fields::{expect, list, number, numbers, ok, same, Check};
use crate::Outcome;
use myelin_stake::{mechanism_parts, split_dividend, Accrual, Accumulator, Backing, Earned, Loan};
use myelin_units::{Alpha, PerU16, TaoWeight};
use serde_json::Value;

pub(super) fn mechanisms(vector: &Vector) -> Check {
    let split: Option<Vec<u16>> = match &vector.input["split_u16"] {
        Value::Null => None,
        _ => Some(numbers(vector.input, "split_u16")?),
    };
    let total = Alpha::new(number(vector.input, "emission")?);
    let parts = mechanism_parts(total, number(vector.input, "count")?, split.as_deref());
    let expected: Vec<u64> = numbers(vector.expect, "parts")?;
    let parts: Vec<u64> = parts.into_iter().map(Alpha::rao).collect();
    same("parts", format!("{expected:?}"), format!("{parts:?}"))
}

/// Ours counts in 2⁻⁶⁴ of a rao and leaves what rounding leaves to the child.
pub(super) fn dividend(vector: &Vector) -> Check {
    let dividend: u64 = number(vector.input, "dividend")?;
    let same_owner = vector.input["same_owner"] == true;
    let take = if same_owner { 0 } else { number(vector.input, "childkey_take_u16")? };
    let mut whole =
        Backing { alpha: Alpha::new(number(vector.input, "child_self_alpha")?), root: Alpha::ZERO };
    let mut loans = Vec::new();
    for parent in list(vector.input, "parents")? {
        let alpha = Alpha::new(number(parent, "alpha")?);
        let backing = Backing { alpha, root: Alpha::new(number(parent, "root")?) };
        let backing = backing.part_floor(number(parent, "prop")?);
        whole.alpha = ok(whole.alpha.checked_add(backing.alpha))?;
        whole.root = ok(whole.root.checked_add(backing.root))?;
        loans.push(Loan { backing, take: PerU16::new(take), burn: 0 });
    }
    let shares = ok(split_dividend(dividend, whole, &loans, TaoWeight::LIVE))?;
    let mut beside =
        Beside::new("the reference floors each part at 32 bits; ours sum to the dividend (economics 4.7)");
    let mut paid = 0;
    for (parent, share) in list(vector.input, "parents")?.iter().zip(&shares.parents) {
        let rao = rao_of(share.earned)?;
        paid += rao;
        beside.near(vector.expect, parent["id"].as_str().unwrap_or_default(), rao, 2)?;
    }
    beside.near(vector.expect, "child", dividend - paid, 3)?;
    beside.end()
}

fn rao_of(earned: Earned) -> Check<u64> {
    ok(u64::try_from((earned.alpha + earned.root) >> 64))
}

/// The defect: a rate of 32 fractional bits loses what does not fill one of them. Ours loses nothing: all but the
/// fraction of a rao that is carried can be claimed.
pub(super) fn root_claim(vector: &Vector) -> Check {
    let amount: u64 = number(vector.input, "amount")?;
    let stake = Alpha::new(number(vector.input, "root_stake")?);
    let mut all = Accumulator::default();
    ok(all.credit(Alpha::new(amount), stake))?;
    expect(vector.expect, "rate_increment_bits_f32", all.rate().bits32_floor())?;
    let rate = (u128::from(all.rate().whole()) << 96) | all.rate().fraction();
    expect(vector.expect, "q96_increment", rate)?;
    let owed = ok(Accrual::default().owed(&all, stake))?.rao();
    if amount - owed > 1 {
        return Err(Outcome::Failed(format!("of {amount} only {owed} can be claimed")));
    }
    let lost: u64 = number(vector.expect, "lost")?;
    same(
        "what the defect keeps back",
        true,
        number::<u64>(vector.expect, "claimable_by_all")? + lost == amount,
    )
}

/// Locks do not exist: nothing is held back and nobody gains conviction (economics 4.9).
pub(super) fn lock(vector: &Vector) -> Check {
    let mut beside = Beside::new("locks and conviction are no part of the recommended rules (economics 4.9)");
    for name in ["decaying_mass", "perpetual_conviction_from_zero", "decaying_conviction_from_zero"] {
        beside.number(vector.expect, name, Some(0u64))?;
    }
    beside.end()
}
