//! Numbers as people write them, kept exact: `0.25`, `1e-9`, `1/3`.

use primitive_types::{U256, U512};
use std::{fmt, str::FromStr};

/// A fraction of whole numbers, not negative.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Ratio {
    /// Above the line.
    pub numerator: u128,
    /// Below the line; never zero.
    pub denominator: u128,
}

impl Ratio {
    /// Nothing.
    pub const ZERO: Self = Self { numerator: 0, denominator: 1 };

    /// The number in units of 2⁻⁶⁴, to the nearest, halves up; nothing when it has more than 128 bits.
    pub fn bits64(&self) -> Option<u128> {
        let double = (U256::from(self.numerator) << 65) + U256::from(self.denominator);
        let halves = double.checked_div(U256::from(self.denominator) << 1)?;
        u128::try_from(halves).ok()
    }

    /// The number times a whole one, where that is whole and fits.
    pub fn times_exact(&self, whole: u128) -> Option<u128> {
        let product = U256::from(self.numerator) * U256::from(whole);
        let (quotient, rest) = product.div_mod(U256::from(self.denominator));
        if !rest.is_zero() {
            return None;
        }
        u128::try_from(quotient).ok()
    }

    /// Whether this is more than one.
    pub const fn exceeds_one(&self) -> bool {
        self.numerator > self.denominator
    }

    fn reduced(numerator: u128, denominator: u128) -> Self {
        let divisor = gcd(numerator.into(), denominator.into()).low_u128().max(1);
        Self { numerator: numerator / divisor, denominator: denominator / divisor }
    }
}

impl FromStr for Ratio {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let Some((above, below)) = text.split_once('/') else { return decimal(text.trim()) };
        let (above, below) = (decimal(above.trim())?, decimal(below.trim())?);
        let multiplied = |a: u128, b: u128| a.checked_mul(b).ok_or_else(too_long);
        let denominator = multiplied(above.denominator, below.numerator)?;
        if denominator == 0 {
            return Err("division by zero: write a number other than 0 below the line".into());
        }
        Ok(Self::reduced(multiplied(above.numerator, below.denominator)?, denominator))
    }
}

fn too_long() -> String {
    "too long: at most 38 digits".into()
}

/// `12`, `.5`, `0.25`, `1e-9`.
fn decimal(text: &str) -> Result<Ratio, String> {
    let wrong = || "not a number: write a decimal like 0.25 or a fraction like 1/3".to_string();
    if text.starts_with('-') {
        return Err("negative: write a number of at least 0".into());
    }
    let (digits, exponent) = match text.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().map_err(|_| wrong())?),
        None => (text, 0),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() {
        return Err(wrong());
    }
    let mut numerator = 0u128;
    for digit in whole.chars().chain(part.chars()) {
        let digit = digit.to_digit(10).ok_or_else(wrong)?;
        let grown = numerator.checked_mul(10).and_then(|tens| tens.checked_add(digit.into()));
        numerator = grown.ok_or_else(too_long)?;
    }
    let shift = i64::from(exponent).saturating_sub(part.len() as i64);
    let power = u32::try_from(shift.unsigned_abs()).ok().and_then(|by| 10u128.checked_pow(by));
    match (shift >= 0, power) {
        (true, Some(power)) => {
            let numerator = numerator.checked_mul(power).ok_or_else(too_long)?;
            Ok(Ratio { numerator, denominator: 1 })
        }
        (false, Some(power)) => Ok(Ratio::reduced(numerator, power)),
        (_, None) if numerator == 0 => Ok(Ratio::ZERO),
        (_, None) => Err(too_long()),
    }
}

/// The numbers as whole ones with the same ratios, where those fit 128 bits.
pub fn in_common_units(numbers: &[Ratio]) -> Option<Vec<u128>> {
    let mut common = 1u128;
    for number in numbers {
        let divisor = gcd(common.into(), number.denominator.into()).low_u128();
        common = common.checked_mul(number.denominator.checked_div(divisor)?)?;
    }
    numbers.iter().map(|number| number.times_exact(common)).collect()
}

/// Greatest common divisor.
pub fn gcd(mut a: U256, mut b: U256) -> U256 {
    while !b.is_zero() {
        (a, b) = (b, a % b);
    }
    a
}

/// `part / whole` with 18 decimals, the last to the nearest, halves up; `0` of nothing.
pub fn decimals18(part: U256, whole: U256) -> impl fmt::Display {
    const UNIT: u64 = 1_000_000_000_000_000_000;
    let whole = U512::from(whole);
    let doubled = part.full_mul(U256::from(2 * u128::from(UNIT))).saturating_add(whole);
    let units = doubled.checked_div(whole << 1).unwrap_or_default();
    let (before, after) = units.div_mod(U512::from(UNIT));
    format!("{before}.{:018}", after.low_u64())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ratio(text: &str) -> Result<(u128, u128), String> {
        text.parse::<Ratio>().map(|ratio| (ratio.numerator, ratio.denominator))
    }

    #[test]
    fn number_should_be_exact_however_it_is_written() {
        assert_eq!(ratio("0.25"), Ok((1, 4)));
        assert_eq!(ratio("1/3"), Ok((1, 3)));
        assert_eq!(ratio(" 0.5 / 1.5 "), Ok((1, 3)));
        assert_eq!(ratio("2.5e-3"), Ok((1, 400)));
        assert_eq!(ratio("1E2"), Ok((100, 1)));
        assert_eq!(ratio(".5"), Ok((1, 2)));
        assert_eq!(ratio("0e-99"), Ok((0, 1)));
    }

    #[test]
    fn number_should_be_refused_with_a_reason_when_it_is_none() {
        for text in ["", "abc", "1.2.3", "1,5", "0x10", ".", "1e", "NaN", "½"] {
            assert!(ratio(text).is_err_and(|why| why.contains("not a number")), "{text}");
        }
        assert!(ratio("-1").is_err_and(|why| why.contains("negative")));
        assert!(ratio("1/0").is_err_and(|why| why.contains("division by zero")));
        assert!(ratio("1e99").is_err_and(|why| why.contains("too long")));
        assert!(ratio(&"9".repeat(40)).is_err_and(|why| why.contains("too long")));
    }

    #[test]
    fn number_should_round_to_the_nearest_64_bits() {
        let bits = |text: &str| text.parse::<Ratio>().unwrap().bits64();
        assert_eq!(bits("1"), Some(1 << 64));
        assert_eq!(bits("2/3"), Some(12_297_829_382_473_034_411));
        assert_eq!(bits("1e38"), None);
    }

    #[test]
    fn numbers_should_become_whole_ones_in_the_same_ratios() {
        let numbers = ["1/3", "0.5", "0"].map(|text| text.parse::<Ratio>().unwrap());
        assert_eq!(in_common_units(&numbers), Some(vec![2, 3, 0]));
    }

    #[test]
    fn decimals_should_be_rounded_to_the_nearest() {
        let printed = |a: u64, b: u64| decimals18(a.into(), b.into()).to_string();
        assert_eq!(printed(1, 3), "0.333333333333333333");
        assert_eq!(printed(2, 3), "0.666666666666666667");
        assert_eq!(printed(5, 5), "1.000000000000000000");
        assert_eq!(printed(0, 0), "0.000000000000000000");
    }
}
