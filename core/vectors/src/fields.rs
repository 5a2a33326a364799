use crate::Outcome;
use myelin_units::Price;
use serde_json::Value;
use std::fmt::{Debug, Display};
use std::str::FromStr;

/// What a check comes to: nothing more to say, or why the vector failed or was skipped.
pub(crate) type Check<T = ()> = Result<T, Outcome>;

/// The field, which must be there.
pub(crate) fn field<'a>(object: &'a Value, name: &str) -> Check<&'a Value> {
    object.get(name).ok_or_else(|| Outcome::Failed(format!("there is no field {name}")))
}

/// A whole number: written as a decimal string or as a bare number.
pub(crate) fn number<T: FromStr>(object: &Value, name: &str) -> Check<T> {
    let value = field(object, name)?;
    parse(value).ok_or_else(|| Outcome::Failed(format!("{name} = {value} is not such a number")))
}

/// A list of whole numbers.
pub(crate) fn numbers<T: FromStr>(object: &Value, name: &str) -> Check<Vec<T>> {
    let all = list(object, name)?.iter().map(parse).collect::<Option<Vec<T>>>();
    all.ok_or_else(|| Outcome::Failed(format!("{name} is not a list of such numbers")))
}

/// A list.
pub(crate) fn list<'a>(object: &'a Value, name: &str) -> Check<&'a Vec<Value>> {
    let found = field(object, name)?.as_array();
    found.ok_or_else(|| Outcome::Failed(format!("{name} is not a list")))
}

/// The entries of an object, in the order of their keys.
pub(crate) fn entries(object: &Value) -> Check<Vec<(&String, &Value)>> {
    let found = object.as_object();
    Ok(found.ok_or_else(|| Outcome::Failed("not an object".into()))?.iter().collect())
}

pub(crate) fn parse<T: FromStr>(value: &Value) -> Option<T> {
    match value {
        Value::String(text) => text.parse().ok(),
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A price written as a decimal below one such as `0.05`, floored to 64 fractional bits.
pub(crate) fn decimal(value: &Value) -> Check<Price> {
    let digits = value.as_str().and_then(|text| text.strip_prefix("0."));
    let bits = digits.and_then(|digits| {
        let power = 10u128.checked_pow(u32::try_from(digits.len()).ok()?)?;
        Some((u128::from(digits.parse::<u64>().ok()?) << 64) / power)
    });
    let bits = bits.ok_or_else(|| Outcome::Failed(format!("{value} is not a decimal below one")))?;
    Ok(Price::from_bits(bits))
}

/// 10¹⁸, the unit of [`decimal18`].
pub(crate) const WHOLE18: u128 = 1_000_000_000_000_000_000;

/// A decimal such as `0.05` or `2`, in units of 10⁻¹⁸.
pub(crate) fn decimal18(value: &Value) -> Check<u128> {
    let text = value.as_str().unwrap_or_default();
    let (whole, digits) = text.split_once('.').unwrap_or((text, ""));
    let number = format!("{whole}{digits:0<18}").parse().ok().filter(|_| digits.len() <= 18);
    number.ok_or_else(|| Outcome::Failed(format!("{value} is not a decimal")))
}

/// That a fraction in units of 10⁻¹⁸ is the decimal which the object has under this name, within 10⁻⁶.
pub(crate) fn expect_near(object: &Value, name: &str, got: u128) -> Check {
    near(name, decimal18(field(object, name)?)?, got)
}

/// That two fractions in units of 10⁻¹⁸ are within 10⁻⁶ of each other.
pub(crate) fn near(name: &str, expected: u128, got: u128) -> Check {
    if expected.abs_diff(got) <= WHOLE18 / 1_000_000 {
        return Ok(());
    }
    Err(Outcome::Failed(format!("{name}: expected {expected}, got {got} in 10^-18")))
}

/// That the rule gave the number which the object expects under this name.
pub(crate) fn expect<T: FromStr + PartialEq + Display>(object: &Value, name: &str, got: T) -> Check {
    let expected: T = number(object, name)?;
    same(name, expected, got)
}

/// That both are equal.
pub(crate) fn same<T: PartialEq + Display>(what: &str, expected: T, got: T) -> Check {
    if expected == got {
        return Ok(());
    }
    Err(Outcome::Failed(format!("{what}: expected {expected}, got {got}")))
}

/// What a rule returned, or its error as a failure.
pub(crate) fn ok<T, E: Debug>(result: Result<T, E>) -> Check<T> {
    result.map_err(|error| Outcome::Failed(format!("the rule refused: {error:?}")))
}
