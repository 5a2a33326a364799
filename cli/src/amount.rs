//! Amounts as people write them and as programs read them: whole rao, with the unit always beside them.

use crate::Failure;
use myelin_units::{Alpha, NetUid, Tao, RAO_PER_TAO};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Decimals of a TAO and of every alpha.
const DECIMALS: usize = 9;
/// What amounts of TAO are told in.
pub const TAO: &str = "TAO";

/// An amount that was given: how many rao, or all there is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// This many rao.
    Rao(u64),
    /// Whatever there is.
    All,
}

impl Wanted {
    /// The amount, or what there is.
    pub fn of(self, all: u64) -> u64 {
        match self {
            Self::Rao(rao) => rao,
            Self::All => all,
        }
    }
}

/// What a number was written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unit {
    Tao,
    Alpha,
    /// Nothing, or rao, which both have.
    Any,
}

/// An amount as it was written, for a command that knows whether it is of TAO or of alpha.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// How much.
    pub wanted: Wanted,
    unit: Unit,
}

impl Written {
    /// The amount, of TAO.
    pub fn of_tao(self) -> Result<Wanted, Failure> {
        match self.unit {
            Unit::Alpha => Err(Failure::Usage("the amount is of TAO here, not of alpha".into())),
            _ => Ok(self.wanted),
        }
    }

    /// The amount, of a subnet's alpha; root's is TAO.
    pub fn of_alpha(self, netuid: NetUid) -> Result<Wanted, Failure> {
        match self.unit {
            Unit::Tao if !netuid.is_root() => Err(Failure::Usage(format!(
                "the amount is of subnet {netuid}'s alpha here, not of TAO: `myelin subnet show {netuid}` tells its price"
            ))),
            _ => Ok(self.wanted),
        }
    }
}

impl FromStr for Written {
    type Err = Failure;

    fn from_str(text: &str) -> Result<Self, Failure> {
        if text.eq_ignore_ascii_case("all") {
            return Ok(Self { wanted: Wanted::All, unit: Unit::Any });
        }
        let lower = text.trim().to_lowercase();
        let ends = |units: [&str; 2]| units.iter().any(|unit| lower.ends_with(unit));
        let unit = match (ends(["tao", "τ"]), ends(["alpha", "α"])) {
            (true, _) => Unit::Tao,
            (_, true) => Unit::Alpha,
            _ => Unit::Any,
        };
        Ok(Self { wanted: Wanted::Rao(rao(text)?), unit })
    }
}

/// Whole rao of `1.5`, `1.5TAO`, `1.5α` or `100rao`.
pub fn rao(text: &str) -> Result<u64, Failure> {
    let fail = |why: &str| Failure::Usage(format!("'{text}' is not an amount: {why}"));
    let lower = text.trim().to_lowercase();
    if let Some(whole) = lower.strip_suffix("rao") {
        let whole = whole.trim().replace('_', "");
        return whole.parse().map_err(|_| fail("rao are whole, and fewer than 2^64: 100rao"));
    }
    let number =
        ["tao", "alpha", "τ", "α"].iter().find_map(|unit| lower.strip_suffix(unit)).unwrap_or(&lower);
    let number = number.trim().replace('_', "");
    let (whole, fraction) = number.split_once('.').unwrap_or((&number, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len().saturating_add(fraction.len()) == 0 || !digits(whole) || !digits(fraction) {
        return Err(fail("write 1.5, 1.5TAO, 100rao, or all where that is possible"));
    }
    if fraction.len() > DECIMALS {
        return Err(fail(&format!("it has {} decimals, and a rao is the {DECIMALS}th", fraction.len())));
    }
    let whole: u64 = if whole.is_empty() { 0 } else { whole.parse().map_err(|_| fail("it is too large"))? };
    let fraction: u64 = format!("{fraction:0<DECIMALS$}").parse().map_err(|_| fail("it is too large"))?;
    whole
        .checked_mul(RAO_PER_TAO)
        .and_then(|rao| rao.checked_add(fraction))
        .ok_or_else(|| fail("it is too large: 18,446,744,073.709551615 at most"))
}

/// Rao as a decimal number, without a unit, trailing zeros or floating point.
pub fn decimal(rao: u128) -> String {
    let unit = u128::from(RAO_PER_TAO);
    let (whole, fraction) = (rao / unit, rao % unit);
    if fraction == 0 {
        return whole.to_string();
    }
    format!("{whole}.{fraction:0>DECIMALS$}").trim_end_matches('0').to_string()
}

/// An amount in an output.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Amount {
    /// The amount in rao, 10⁻⁹ of the unit: exact, and what to calculate with.
    pub rao: u64,
    /// The same as a decimal number of the unit.
    pub amount: String,
    /// `TAO`, or the symbol of a subnet's alpha.
    pub unit: String,
}

impl Amount {
    /// An amount of TAO.
    pub fn tao(tao: Tao) -> Self {
        Self::new(tao.rao(), TAO)
    }

    /// An amount of a subnet's alpha.
    pub fn alpha(alpha: Alpha, symbol: &str) -> Self {
        Self::new(alpha.rao(), symbol)
    }

    /// Any amount.
    pub fn new(rao: u64, unit: &str) -> Self {
        Self { rao, amount: decimal(rao.into()), unit: unit.into() }
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} {}", self.amount, self.unit)
    }
}

/// A part of a whole in percent, with as many decimals as asked for: 655 of 65,535 is `1.00 %`.
pub fn percent(part: u128, whole: u128) -> String {
    if whole == 0 {
        return "-".into();
    }
    // Hundredths of a percent, rounded half up.
    let hundredths = part.saturating_mul(20_000).saturating_add(whole) / whole.saturating_mul(2);
    format!("{}.{:02} %", hundredths / 100, hundredths % 100)
}

/// Hundredths of a percent of `0.5` or `18%`; nothing for what is no percentage with two decimals at most.
pub fn hundredths(text: &str) -> Option<u32> {
    let number = text.trim_end_matches('%');
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if fraction.len() > 2 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u32 = format!("{fraction:0<2}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(100)?.checked_add(fraction)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amount_should_be_whole_rao_when_it_is_well_formed() {
        for (text, expected) in [
            ("1", 1_000_000_000),
            ("1.5", 1_500_000_000),
            (".5", 500_000_000),
            ("0.000000001", 1),
            ("2tao", 2_000_000_000),
            ("2 TAO", 2_000_000_000),
            ("3α", 3_000_000_000),
            ("1_000", 1_000_000_000_000),
            ("100rao", 100),
            ("18446744073.709551615", u64::MAX),
        ] {
            assert_eq!(rao(text).unwrap(), expected, "{text}");
        }
        assert_eq!("all".parse::<Written>().unwrap().of_tao().unwrap(), Wanted::All);
    }

    #[test]
    fn amount_should_be_refused_with_the_reason_when_it_is_not_one() {
        for (text, why) in [
            ("0.0000000001", "10 decimals"),
            ("-1", "write 1.5"),
            ("1e9", "write 1.5"),
            ("", "write 1.5"),
            (".", "write 1.5"),
            ("1,5", "write 1.5"),
            ("1.5rao", "rao are whole"),
            ("18446744073.709551616", "too large"),
            ("99999999999999999999999", "too large"),
        ] {
            let said = rao(text).unwrap_err().to_string();
            assert!(said.contains(why), "{text}: {said}");
        }
    }

    #[test]
    fn decimal_should_be_read_back_when_it_is_written() {
        for amount in [0, 1, 10, 999_999_999, 1_000_000_000, 1_500_000_000, u64::MAX] {
            assert_eq!(rao(&decimal(amount.into())).unwrap(), amount);
        }
    }

    #[test]
    fn percent_should_be_rounded_half_up_when_it_is_not_whole() {
        assert_eq!(percent(1, 3), "33.33 %");
        assert_eq!(percent(2, 3), "66.67 %");
        assert_eq!(percent(65_535, 65_535), "100.00 %");
        assert_eq!(percent(1, 0), "-");
    }

    #[test]
    fn amount_should_be_refused_when_it_is_of_another_unit() {
        let written = |text: &str| text.parse::<Written>().unwrap();
        let (root, other) = (NetUid::ROOT, NetUid::new(2));
        for text in ["1α", "1 alpha"] {
            assert!(written(text).of_tao().is_err());
            assert_eq!(written(text).of_alpha(other).unwrap(), Wanted::Rao(RAO_PER_TAO));
        }
        for text in ["1TAO", "1 τ"] {
            assert!(written(text).of_alpha(other).is_err());
            // Root's alpha is TAO.
            assert_eq!(written(text).of_alpha(root).unwrap(), Wanted::Rao(RAO_PER_TAO));
            assert_eq!(written(text).of_tao().unwrap(), Wanted::Rao(RAO_PER_TAO));
        }
        for text in ["1", "1000000000rao"] {
            assert_eq!(written(text).of_tao().unwrap(), written(text).of_alpha(other).unwrap());
        }
    }
}
