//! Comparing what came out with what a vector expects, within its tolerance.

use super::{malformed, Stop};
use serde_json::Value;

/// The expectations of one epoch. A value is a list, or an object with its own `value` and `tol`.
pub(crate) struct Expected<'a> {
    pub(crate) values: &'a Value,
    pub(crate) tolerance: f64,
}

impl<'a> Expected<'a> {
    /// All expectations by name, with the list and the tolerance that applies.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&'a str, &'a Value, f64)> + use<'a> {
        let general = self.tolerance;
        self.values.as_object().into_iter().flatten().map(move |(name, value)| match value.get("value") {
            Some(inner) => (name.as_str(), inner, value["tol"].as_f64().unwrap_or(general)),
            None => (name.as_str(), value, general),
        })
    }
}

/// Compares two nested lists of numbers or booleans; `null` is not checked.
pub(crate) fn compare(name: &str, expected: &Value, got: &Value, tolerance: f64) -> Result<(), Stop> {
    match (expected, got) {
        (Value::Null, _) => Ok(()),
        (Value::Array(expected), Value::Array(got)) => {
            if expected.len() != got.len() {
                return Err(Stop::Failed(format!(
                    "{name}: expected {} items, got {}",
                    expected.len(),
                    got.len()
                )));
            }
            let mut pairs = expected.iter().zip(got).enumerate();
            pairs.try_for_each(|(index, (expected, got))| {
                compare(&format!("{name}[{index}]"), expected, got, tolerance)
            })
        }
        (Value::Bool(expected), Value::Bool(got)) => differ(name, expected, got, expected != got),
        (Value::Number(_), Value::Number(_)) => {
            let equal = match (expected.as_i64(), got.as_i64()) {
                (Some(expected), Some(got)) => (expected.abs_diff(got) as f64) <= tolerance,
                _ => (number(expected)? - number(got)?).abs() <= tolerance,
            };
            differ(name, expected, got, !equal)
        }
        _ => Err(malformed(&format!("{name} is {expected}, cannot be compared with {got}"))),
    }
}

fn number(value: &Value) -> Result<f64, Stop> {
    value.as_f64().ok_or_else(|| malformed("not a number"))
}

pub(crate) fn differ<T: std::fmt::Display>(
    name: &str,
    expected: T,
    got: T,
    different: bool,
) -> Result<(), Stop> {
    if different {
        return Err(Stop::Failed(format!("{name}: expected {expected}, got {got}")));
    }
    Ok(())
}
