/// Fractional bits of what these functions take and return.
pub(super) const BITS: u32 = 62;
/// One.
pub(super) const ONE: u128 = 1 << BITS;
/// `ln 2`, floored.
const LN2: u128 = 3_196_577_161_300_663_914;

/// `1 / (1 + e⁻ˣ)`, within 2⁻⁵⁶.
pub(super) fn logistic(x: i128) -> u128 {
    let small = exp_minus(x.unsigned_abs());
    let over = if x < 0 { small } else { ONE };
    // Below 2¹²⁵ over at least one.
    (over << BITS).checked_div(ONE.saturating_add(small)).unwrap_or(0)
}

/// `e⁻ᵃ`, floored at each step: `2⁻ⁿ · e⁻ʳ` with `a = n · ln 2 + r`. More than 63 halvings leave nothing.
fn exp_minus(a: u128) -> u128 {
    let halvings = a / LN2;
    let rest = a % LN2;
    match u32::try_from(halvings) {
        Ok(halvings) if halvings <= BITS => series(rest) >> halvings,
        _ => 0,
    }
}

/// `e⁻ʳ = 1 − r + r²/2 − …` for `r < ln 2`; each term is below the one before, and the 24th below 2⁻⁶².
fn series(r: u128) -> u128 {
    let (mut sum, mut term) = (ONE, ONE);
    for n in 1..24u128 {
        // Both below 2⁶², so the product is below 2¹²⁴.
        term = ((term * r) >> BITS) / n;
        sum = if n % 2 == 1 { sum.saturating_sub(term) } else { sum.saturating_add(term) };
    }
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logistic_should_be_near_the_real_one() {
        for x in [-44.0f64, -10.0, -5.0, -0.7, -1e-9, 0.0, 0.3, 0.69, 0.7, 5.0, 20.0, 44.0] {
            let near = logistic((x * ONE as f64) as i128) as f64 / ONE as f64;
            assert!((near - 1.0 / (1.0 + (-x).exp())).abs() < 1e-15, "{x}: {near}");
        }
    }

    #[test]
    fn logistic_should_be_all_or_nothing_when_x_is_far_out() {
        assert_eq!(logistic(0), ONE / 2);
        assert_eq!((logistic(i128::MAX), logistic(i128::MIN)), (ONE, 0));
    }
}
