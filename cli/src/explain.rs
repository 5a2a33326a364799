//! What errors mean and what to do: of pallets, of the pool of transactions, of the runtime.
//!
//! Names, numbers and meanings of pallets' errors come from the chain's metadata, those of refusals from the chain's
//! client; the advice is ours (`advice/`).

use crate::Failure;
use myelin_chain::{known_errors, refusals, KnownError};
use schemars::JsonSchema;
use serde::Serialize;

/// Advice for errors of pallets.
const ERRORS: &str = include_str!("../advice/errors.txt");
/// Refusals and errors that no pallet has.
const GENERAL: &str = include_str!("../advice/general.txt");

/// An error, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Explanation {
    /// `Pallet.Error`, `Custom error: N`, or the node's words.
    pub name: String,
    /// Where it comes from: "call" (the fee is paid), "pool" (nothing is paid), or "runtime".
    pub source: String,
    /// The pallet's number, for errors of pallets.
    pub pallet: Option<u8>,
    /// The number: of the error within its pallet, or of the refusal.
    pub number: Option<u8>,
    /// What it means.
    pub meaning: String,
    /// What to do.
    pub advice: String,
}

/// Everything that fits a code: `SubtensorModule 149`, `SubtensorModule.SlippageTooHigh`, `SlippageTooHigh`, `7:84`,
/// `Custom error: 6`, `1010: …`, `Module { index: 7, error: [84, 0, 0, 0] }`, or a word out of a message.
pub fn explain(code: &str) -> Result<Vec<Explanation>, Failure> {
    let errors = known_errors()?;
    let found = by_custom(code).or_else(|| by_number(code, &errors));
    let found = found.unwrap_or_else(|| {
        let mut all = by_name(code, &errors);
        all.extend(by_words(code));
        all
    });
    match found.is_empty() {
        false => Ok(found),
        true => Err(Failure::NotFound(format!(
            "'{code}' is no error of this chain: say a name (SlippageTooHigh), a pallet and a number \
             (SubtensorModule 84), the number of a refusal (Custom error: 6), or paste the message"
        ))),
    }
}

/// The advice for an error of a pallet.
pub fn advice(pallet: &str, error: &str) -> Option<&'static str> {
    let name = format!("{pallet}.{error}");
    advices().find(|(known, _)| *known == name).map(|(_, advice)| advice)
}

/// The advice for the first words of the node that are in a text.
pub fn of_words(text: &str) -> Option<String> {
    by_words(text).into_iter().next().map(|it| it.advice)
}

/// All advice for errors of pallets.
fn advices() -> impl Iterator<Item = (&'static str, &'static str)> {
    ERRORS.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once("  "))
}

fn of_error(error: &KnownError) -> Explanation {
    Explanation {
        name: format!("{}.{}", error.pallet, error.name),
        source: "call".into(),
        pallet: Some(error.pallet_index),
        number: Some(error.index),
        meaning: error.docs.split_whitespace().collect::<Vec<_>>().join(" "),
        advice: advice(&error.pallet, &error.name).unwrap_or("Nothing is known beyond its meaning.").into(),
    }
}

/// A refusal of the pool: its number stands after these words.
fn by_custom(code: &str) -> Option<Vec<Explanation>> {
    let lower = code.to_lowercase();
    let rest = ["custom error", "custom(", "custom:", "custom "]
        .iter()
        .find_map(|words| lower.split(words).nth(1))?;
    let digits: String =
        rest.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let refusal = digits.parse().ok().and_then(refusals::refusal)?;
    Some(vec![of_refusal(refusal)])
}

fn of_refusal(refusal: &refusals::Refusal) -> Explanation {
    Explanation {
        name: format!("Custom error: {} ({})", refusal.number, refusal.name),
        source: "pool".into(),
        pallet: None,
        number: Some(refusal.number),
        meaning: "The pool of transactions does not take the call; it cost nothing.".into(),
        advice: refusal.advice.into(),
    }
}

/// `SubtensorModule 84`, `7 84`, `7:84`, `Module { index: 7, error: [84, 0, 0, 0] }`.
fn by_number(code: &str, errors: &[KnownError]) -> Option<Vec<Explanation>> {
    let words: Vec<&str> =
        code.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbers: Vec<u8> = words.iter().filter_map(|word| word.parse().ok()).collect();
    let of_pallet = |error: &&KnownError| words.iter().any(|word| word.eq_ignore_ascii_case(&error.pallet));
    let named = errors.iter().find(of_pallet);
    let (pallet, number) = match (named, numbers.as_slice()) {
        (Some(error), [number, ..]) => (error.pallet_index, *number),
        (None, [pallet, number, ..]) => (*pallet, *number),
        _ => return None,
    };
    let error = errors.iter().find(|error| error.pallet_index == pallet && error.index == number)?;
    Some(vec![of_error(error)])
}

/// Errors whose name is in the text, as a word.
fn by_name(code: &str, errors: &[KnownError]) -> Vec<Explanation> {
    let words: Vec<String> =
        code.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase).collect();
    let has = |name: &str| words.contains(&name.to_lowercase());
    let named: Vec<&KnownError> = errors.iter().filter(|error| has(&error.name)).collect();
    // Where the pallet is named too, only its errors are meant.
    let of_named: Vec<&KnownError> = named.iter().copied().filter(|error| has(&error.pallet)).collect();
    let meant = if of_named.is_empty() { named } else { of_named };
    let mut all: Vec<Explanation> = meant.into_iter().map(of_error).collect();
    all.extend(refusals::REFUSALS.iter().filter(|refusal| has(refusal.name)).map(of_refusal));
    all
}

/// Words of the node that are in the text.
fn by_words(code: &str) -> Vec<Explanation> {
    // The client tells `Token(FundsUnavailable)`, a node `Token: FundsUnavailable`.
    let lower = code.to_lowercase().replace('(', ": ");
    let entry = |line: &'static str| {
        let mut parts = line.split(" | ");
        let (words, meaning, advice) = (parts.next()?, parts.next()?, parts.next()?);
        let near =
            has_words(&lower, &words.to_lowercase()) || lower == words.split(' ').next_back()?.to_lowercase();
        near.then(|| Explanation {
            name: words.into(),
            source: "runtime".into(),
            pallet: None,
            number: None,
            meaning: meaning.into(),
            advice: advice.into(),
        })
    };
    GENERAL.lines().filter(|line| !line.starts_with('#')).filter_map(entry).collect()
}

/// Are these words in the text, and not as a part of others?
fn has_words(text: &str, words: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (text.get(..at), text.get(at.saturating_add(words.len())..));
        !part(before.and_then(|it| it.chars().next_back())) && !part(after.and_then(|it| it.chars().next()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn words_should_be_found_whole_when_they_are_parts_of_others() {
        assert!(has_words("it is other: [1]", "other"));
        assert!(!has_words("another time", "other"));
        assert!(!has_words("others", "other"));
    }

    #[test]
    fn every_error_of_the_metadata_should_have_advice_and_every_advice_an_error() {
        let errors = known_errors().unwrap();
        let known: BTreeSet<String> =
            errors.iter().map(|error| format!("{}.{}", error.pallet, error.name)).collect();
        let advised: BTreeSet<String> = advices().map(|(name, _)| name.to_string()).collect();
        assert_eq!(known.difference(&advised).collect::<Vec<_>>(), Vec::<&String>::new(), "without advice");
        assert_eq!(
            advised.difference(&known).collect::<Vec<_>>(),
            Vec::<&String>::new(),
            "not on this chain"
        );
        assert!(known.len() > 250);
        for error in &errors {
            let explained = of_error(error);
            assert!(explained.meaning.len() > 5 && explained.advice.len() > 10, "{explained:?}");
        }
    }

    #[test]
    fn every_error_should_be_found_when_it_is_named_by_number() {
        for error in known_errors().unwrap() {
            let expected = vec![of_error(&error)];
            for code in [
                format!("{} {}", error.pallet, error.index),
                format!("{}:{}", error.pallet_index, error.index),
                format!("Module {{ index: {}, error: [{}, 0, 0, 0] }}", error.pallet_index, error.index),
            ] {
                assert_eq!(explain(&code).unwrap(), expected, "{code}");
            }
        }
    }

    #[test]
    fn every_error_should_be_found_when_it_is_named() {
        for error in known_errors().unwrap() {
            let found = explain(&format!("{}.{}", error.pallet, error.name)).unwrap();
            assert!(found.contains(&of_error(&error)), "{error:?}");
            assert!(explain(&error.name.to_lowercase()).unwrap().contains(&of_error(&error)));
        }
    }

    #[test]
    fn refusal_should_be_found_when_the_nodes_message_is_pasted() {
        let found = explain("1010: Invalid Transaction: Custom error: 6").unwrap();
        assert_eq!(found.len(), 1);
        assert!(found[0].name.contains("RateLimitExceeded") && found[0].source == "pool");
        for refusal in refusals::REFUSALS {
            assert!(explain(&format!("Custom error: {}", refusal.number)).unwrap()[0]
                .name
                .contains(refusal.name));
        }
    }

    #[test]
    fn words_should_be_found_when_no_pallet_has_them() {
        for words in
            ["Inability to pay some fees (e.g. account balance too low)", "BadOrigin", "FundsUnavailable"]
        {
            assert_eq!(explain(words).unwrap().len(), 1, "{words}");
        }
        assert!(matches!(explain("flux capacitor"), Err(Failure::NotFound(_))));
        assert!(matches!(explain(""), Err(Failure::NotFound(_))));
    }
}
