//! The text that Python's `str()` makes of a JSON value: what body hashes are taken of.

use indexmap::IndexMap;
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt::Write};

/// Lists and dicts within each other. Each level reads its text again, so the depth bounds the work.
const DEPTH: usize = 32;

/// Why a value has no text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PythonicError {
    /// Not JSON.
    #[error("it is not JSON: {0}")]
    Json(String),
    /// Too many lists and dicts within each other.
    #[error("it has more than {DEPTH} lists and dicts within each other")]
    Deep,
}

impl From<serde_json::Error> for PythonicError {
    fn from(error: serde_json::Error) -> Self {
        Self::Json(error.to_string())
    }
}

/// Python's `str()` of a value written in JSON: strings as they are, `None`, `True`, numbers as Python prints them
/// (integers of any size), lists and dicts in Python's repr, a dict in the order in which it is written.
///
/// Which characters within lists and dicts are printable is Unicode's of this Rust: for characters younger than the
/// other side's tables the texts differ.
pub fn python_text(json: &str) -> Result<String, PythonicError> {
    let json = json.trim();
    if json.starts_with('"') {
        return Ok(serde_json::from_str(json)?);
    }
    let mut text = String::new();
    write_repr(json, &mut text, 0)?;
    Ok(text)
}

fn write_repr(json: &str, to: &mut String, depth: usize) -> Result<(), PythonicError> {
    if depth > DEPTH {
        return Err(PythonicError::Deep);
    }
    match json.as_bytes().first() {
        Some(b'"') => quote(&serde_json::from_str::<Cow<'_, str>>(json)?, to),
        Some(b'[') => {
            to.push('[');
            for (index, item) in serde_json::from_str::<Vec<&RawValue>>(json)?.into_iter().enumerate() {
                to.push_str(if index == 0 { "" } else { ", " });
                write_repr(item.get(), to, depth.saturating_add(1))?;
            }
            to.push(']');
        }
        Some(b'{') => {
            to.push('{');
            // Of a key that comes twice the place is the first, the value the last, as in Python.
            let entries = serde_json::from_str::<IndexMap<String, &RawValue>>(json)?;
            for (index, (key, item)) in entries.into_iter().enumerate() {
                to.push_str(if index == 0 { "" } else { ", " });
                quote(&key, to);
                to.push_str(": ");
                write_repr(item.get(), to, depth.saturating_add(1))?;
            }
            to.push('}');
        }
        _ => write_scalar(json, to)?,
    }
    Ok(())
}

fn write_scalar(json: &str, to: &mut String) -> Result<(), PythonicError> {
    match json {
        "null" => to.push_str("None"),
        "true" => to.push_str("True"),
        "false" => to.push_str("False"),
        "-0" => to.push('0'),
        number if number.contains(['.', 'e', 'E']) => to.push_str(&float(serde_json::from_str(number)?)),
        number => {
            // Checked as JSON, taken as it is written: Python's integers have no end.
            serde_json::from_str::<&RawValue>(number)?;
            to.push_str(number);
        }
    }
    Ok(())
}

/// Python's repr of a float: the shortest digits that read as the same number, an exponent from 1e16 and below 1e-4.
fn float(value: f64) -> String {
    let scientific = format!("{value:e}");
    let Some((mantissa, exponent)) = scientific.split_once('e') else { return scientific };
    match exponent.parse::<i32>() {
        Ok(exponent @ -4..=15) => {
            let plain = format!("{value}");
            let whole = exponent >= 0 && !plain.contains('.') || value == 0.0;
            if whole {
                plain + ".0"
            } else {
                plain
            }
        }
        Ok(exponent) => {
            let sign = if exponent < 0 { '-' } else { '+' };
            format!("{mantissa}e{sign}{:02}", exponent.unsigned_abs())
        }
        Err(_) => scientific,
    }
}

/// Python's repr of a string.
fn quote(text: &str, to: &mut String) {
    let mark = if text.contains('\'') && !text.contains('"') { '"' } else { '\'' };
    to.push(mark);
    for character in text.chars() {
        match character {
            '\\' => to.push_str("\\\\"),
            '\n' => to.push_str("\\n"),
            '\r' => to.push_str("\\r"),
            '\t' => to.push_str("\\t"),
            _ if character == mark => to.extend(['\\', character]),
            ' '..='~' => to.push(character),
            _ if is_printable(character) => to.push(character),
            _ => escape(character, to),
        }
    }
    to.push(mark);
}

fn escape(character: char, to: &mut String) {
    let code = u32::from(character);
    // Writing into a String does not fail.
    let _ = match code {
        0..=0xff => write!(to, "\\x{code:02x}"),
        0x100..=0xffff => write!(to, "\\u{code:04x}"),
        _ => write!(to, "\\U{code:08x}"),
    };
}

/// Rust's own table has the same rule as Python's: all but control, format, surrogate, private, unassigned and
/// separators. Only the first character of a text is also looked at for combining, hence the letter before it.
fn is_printable(character: char) -> bool {
    let mut pair = String::with_capacity(5);
    pair.extend(['a', character]);
    let last = pair.escape_debug().nth(1);
    last == Some(character)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Made by Python 3.11: `str(json.loads(left))`.
    const VECTORS: [(&str, &str); 28] = [
        ("null", "None"),
        ("true", "True"),
        ("-0", "0"),
        ("-0.0", "-0.0"),
        ("1.0", "1.0"),
        ("1e5", "100000.0"),
        ("0.1", "0.1"),
        ("1e-4", "0.0001"),
        ("1e-5", "1e-05"),
        ("1.5e-7", "1.5e-07"),
        ("1e15", "1000000000000000.0"),
        ("1e16", "1e+16"),
        ("123456789012345678", "123456789012345678"),
        ("123456789012345680.0", "1.2345678901234568e+17"),
        ("1e100", "1e+100"),
        ("5e-324", "5e-324"),
        ("1.7976931348623157e308", "1.7976931348623157e+308"),
        ("100000000000000000000000000", "100000000000000000000000000"),
        (r#""a'b""#, "a'b"),
        (r#"["a'b", "a\"b", "a'\"b"]"#, r#"["a'b", 'a"b', 'a\'"b']"#),
        (r#"["\n\t\\\u0000\u007f\u00e9\u00a0\u00ad"]"#, r"['\n\t\\\x00\x7fé\xa0\xad']"),
        (r#"["\u200b\u2028\ud83d\ude00\u0301"]"#, "['\\u200b\\u2028😀\u{301}']"),
        (r#"["\udb40\udc01"]"#, r"['\U000e0001']"),
        ("[]", "[]"),
        ("{}", "{}"),
        (r#"[1,2.50,[null,true],{"b":1,"a":[]}]"#, "[1, 2.5, [None, True], {'b': 1, 'a': []}]"),
        (r#"{"b":1,"a":2,"b":3}"#, "{'b': 3, 'a': 2}"),
        (r#" {"x": 1e22, "y": -0.0} "#, "{'x': 1e+22, 'y': -0.0}"),
    ];

    #[test]
    fn text_should_be_pythons() {
        for (json, text) in VECTORS {
            assert_eq!(python_text(json).as_deref(), Ok(text), "{json}");
        }
    }

    #[test]
    fn text_should_be_refused_when_it_is_too_deep_or_no_json() {
        let deep = "[".repeat(100_000) + &"]".repeat(100_000);
        assert!(python_text(&deep).is_err());
        let nested = |depth: usize| python_text(&("[".repeat(depth) + &"]".repeat(depth)));
        assert_eq!(nested(DEPTH + 2), Err(PythonicError::Deep));
        assert!(nested(DEPTH).is_ok());
        for wrong in ["", "nul", "[1,", "{\"a\"}", "NaN", "01", "'a'"] {
            assert!(python_text(wrong).is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn text_should_be_made_or_refused_when_it_is_anything(bytes: Vec<u8>) {
            let _ = python_text(&String::from_utf8_lossy(&bytes));
        }

        #[test]
        fn float_should_read_as_the_same_number(value: f64) {
            prop_assume!(value.is_finite());
            prop_assert_eq!(float(value).parse::<f64>().unwrap().to_bits(), value.to_bits());
        }
    }
}
