//! Vectors of forms that the recommended rule replaces, beside what our rule gives on the same input.

use crate::fields::{field, parse, Check};
use crate::Outcome;
use serde_json::Value;
use std::fmt::Display;
use std::str::FromStr;

/// The numbers of one vector and ours. Where all are the same the vector passes; otherwise both are told.
pub(crate) struct Beside {
    why: &'static str,
    told: Vec<String>,
}

impl Beside {
    /// Nothing compared yet; `why` our rule may give something else.
    pub fn new(why: &'static str) -> Self {
        Self { why, told: Vec::new() }
    }

    /// The number that the object has under this name (`null` where the reference refuses) and ours, if the rule
    /// gives one.
    pub fn number<T>(&mut self, object: &Value, name: &str, ours: Option<T>) -> Check
    where
        T: FromStr + PartialEq + Display,
    {
        let theirs = field(object, name)?;
        let number = parse::<T>(theirs);
        if number.is_none() && !theirs.is_null() {
            return Err(Outcome::Failed(format!("{name} = {theirs} is not such a number")));
        }
        if number != ours {
            self.tell(name, shown(number), shown(ours));
        }
        Ok(())
    }

    /// The same, where ours may be off by no more than `most`; beyond it the vector fails.
    pub fn near(&mut self, object: &Value, name: &str, ours: u64, most: u64) -> Check {
        let theirs: Option<u64> = parse(field(object, name)?);
        match theirs {
            Some(theirs) if theirs.abs_diff(ours) > most => {
                Err(Outcome::Failed(format!("{name}: {theirs} and {ours} are more than {most} apart")))
            }
            _ => self.number(object, name, Some(ours)),
        }
    }

    /// Something of the vector for which we have something else.
    pub fn tell(&mut self, name: &str, theirs: impl Display, ours: impl Display) {
        self.told.push(format!("{name} {theirs}, here {ours}"));
    }

    /// What it comes to.
    pub fn end(self) -> Check {
        if self.told.is_empty() {
            return Ok(());
        }
        Err(Outcome::Differs { why: self.why.to_owned(), numbers: self.told.join("; ") })
    }
}

fn shown(number: Option<impl Display>) -> String {
    number.map_or("refused".to_owned(), |number| number.to_string())
}
