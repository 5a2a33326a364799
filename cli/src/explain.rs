//! What errors mean and what to do: of pallets, of the pool of transactions, of the runtime.
//!
//! Names, numbers and meanings of pallets' errors come from the chain's metadata, those of refusals from the chain's
//! client; the advice is ours (`advice/`).

use crate::Failure;
use myelin_chain::{known_errors, refusals, KnownError};
use schemars::JsonSchema;
use serde::Serialize;

mod pool;

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

/// Everything that fits a code: `SubtensorModule 149`, `SubtensorModule.SlippageTooHigh`, `SlippageTooHigh`, `7:84`, `6`,
/// `Custom error: 6`, `1010: …`, `Module { index: 7, error: [84, 0, 0, 0] }`, `{"Module":{"index":7,"error":"0x54000000"}}`,
/// or a word out of a message.
pub fn explain(code: &str) -> Result<Vec<Explanation>, Failure> {
    let errors = known_errors()?;
    if let Some(rest) = after_custom(code) {
        return by_custom(&rest).ok_or_else(|| {
            not_a_code(
                code,
                "refusals have the numbers that `myelin explain 'Custom error: 6'` takes, from 0 to 255",
            )
        });
    }
    let found = by_number(code, &errors).or_else(|| by_both_words(code));
    let found = found.unwrap_or_else(|| {
        let mut all = by_name(code, &errors);
        all.extend(by_words(code));
        all
    });
    match found.is_empty() {
        false => Ok(found),
        true => {
            Err(not_a_code(code, "no error of this chain is called so, and no words of a node are in it"))
        }
    }
}

fn not_a_code(code: &str, why: &str) -> Failure {
    Failure::NotFound(format!(
        "'{code}' is not a code: {why}. What is understood: a name (SlippageTooHigh), a pallet and a number \
         (SubtensorModule 84, 7:84, or Module {{ index: 7, error: … }} as nodes and libraries write it), the number of a \
         refusal (6, Custom error: 6), words of a node (Token: FundsUnavailable), or the whole message"
    ))
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

/// What stands after the words for a refusal of the pool.
fn after_custom(code: &str) -> Option<String> {
    let lower = code.to_lowercase();
    let words = ["custom error", "custom(", "custom:", "custom "];
    words.iter().find_map(|words| lower.split_once(words)).map(|(_, rest)| rest.to_string())
}

/// A refusal of the pool: its number, and at most signs before it.
fn by_custom(rest: &str) -> Option<Vec<Explanation>> {
    let rest = rest.trim_start_matches(|letter: char| " :=(\"'".contains(letter));
    let end = rest.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let refusal = rest.get(..end)?.parse().ok().and_then(refusals::refusal)?;
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

/// `SubtensorModule 84`, `7 84`, `7:84`, `Module { index: 7, error: [84, 0, 0, 0] }` or the same in hexadecimal; a number
/// alone is that of a refusal, and of an error of the network's pallet.
fn by_number(code: &str, errors: &[KnownError]) -> Option<Vec<Explanation>> {
    // The sign belongs to the number: -1 is none of ours.
    let words: Vec<&str> = code
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .filter(|word| !word.is_empty())
        .collect();
    if let [word] | ["code", word] = words.as_slice() {
        return by_number_alone(word, errors);
    }
    let of_pallet = |name: &str| errors.iter().find(|error| name.eq_ignore_ascii_case(&error.pallet));
    let named = words.windows(2).find_map(|pair| match pair {
        [name, number] => Some((of_pallet(name)?.pallet_index, small(number)?)),
        _ => None,
    });
    let (pallet, number) = match named {
        Some(found) => found,
        // Where a pallet is named, the numbers are about something else.
        None if words.iter().any(|word| of_pallet(word).is_some()) => return None,
        None => {
            let begins_with_digit =
                |word: &&&str| word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit());
            let mut numbers = words.iter().filter(begins_with_digit).map(|word| small(word));
            (numbers.next()??, numbers.next()??)
        }
    };
    let error = errors.iter().find(|error| error.pallet_index == pallet && error.index == number)?;
    Some(vec![of_error(error)])
}

fn by_number_alone(word: &str, errors: &[KnownError]) -> Option<Vec<Explanation>> {
    if let Some(found) = pool::by_code(word) {
        return Some(vec![found]);
    }
    let number = small(word)?;
    // In four bytes nodes write errors of pallets only.
    let refusal = refusals::refusal(number).filter(|_| !word.starts_with("0x")).map(of_refusal);
    let network = errors.iter().find(|error| error.pallet == "SubtensorModule" && error.index == number);
    let found: Vec<Explanation> = refusal.into_iter().chain(network.map(of_error)).collect();
    (!found.is_empty()).then_some(found)
}

/// A number of a pallet or of an error: decimal, or four bytes in hexadecimal of which the first is it.
fn small(word: &str) -> Option<u8> {
    match word.strip_prefix("0x") {
        Some(digits) if digits.len() == 8 || digits.len() == 2 => {
            u8::from_str_radix(digits.get(..2)?, 16).ok()
        }
        Some(_) => None,
        None => word.parse().ok(),
    }
}

/// `Token: FundsUnavailable`, `{"Arithmetic":"Overflow"}`: both words, in either order. Pallets have errors with the
/// second of them, which are not meant then.
fn by_both_words(code: &str) -> Option<Vec<Explanation>> {
    let words: Vec<String> =
        code.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase).collect();
    let both = |line: &&'static str| {
        let known = line.split(" | ").next().and_then(|words| words.split_once(": "));
        known.is_some_and(|(kind, name)| [kind, name].iter().all(|word| words.contains(&word.to_lowercase())))
    };
    let line = GENERAL.lines().filter(|line| !line.starts_with('#')).find(both)?;
    of_line(line).map(|it| vec![it])
}

/// A line of the general advice.
fn of_line(line: &'static str) -> Option<Explanation> {
    let mut parts = line.split(" | ");
    let (words, meaning, advice) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Explanation {
        name: words.into(),
        source: "runtime".into(),
        pallet: None,
        number: None,
        meaning: meaning.into(),
        advice: advice.into(),
    })
}

/// Errors whose name is in the text, as a word.
fn by_name(code: &str, errors: &[KnownError]) -> Vec<Explanation> {
    let words: Vec<String> =
        code.split(|c: char| !c.is_ascii_alphanumeric()).map(str::to_lowercase).collect();
    let has = |name: &str| words.contains(&name.to_lowercase());
    let named: Vec<&KnownError> = errors.iter().filter(|error| has(&error.name)).collect();
    // Where the pallet is named too, only its errors are meant.
    let of_named: Vec<&KnownError> = named.iter().copied().filter(|error| has(&error.pallet)).collect();
    if !of_named.is_empty() {
        return of_named.into_iter().map(of_error).collect();
    }
    let refusals = refusals::REFUSALS.iter().filter(|refusal| has(refusal.name)).map(of_refusal);
    named.into_iter().map(of_error).chain(refusals).collect()
}

/// Words of the node that are in the text.
fn by_words(code: &str) -> Vec<Explanation> {
    // The client tells `Token(FundsUnavailable)`, a node `Token: FundsUnavailable`.
    let lower = code.to_lowercase().replace('(', ": ");
    let entry = |line: &'static str| {
        let it = of_line(line)?;
        let words = it.name.to_lowercase();
        let last = words.split(' ').next_back()?;
        (has_words(&lower, &words) || lower == last).then_some(it)
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
    fn code_should_be_found_when_libraries_write_it_in_their_way() {
        for code in [
            r#"{"Module":{"index":7,"error":"0x54000000"}}"#,
            "{'Module': {'index': 7, 'error': '0x54000000'}}",
            r#"{"module":{"index":"7","error":"84"}}"#,
            "SubtensorModule.SlippageTooHigh (pallet 7, error 84): the price went beyond 12 of 13",
        ] {
            let found = explain(code).unwrap();
            assert_eq!(found.len(), 1, "{code}");
            assert_eq!(found[0].name, "SubtensorModule.SlippageTooHigh", "{code}");
        }
    }

    #[test]
    fn number_alone_should_be_a_refusal_and_an_error_of_the_network() {
        let found = explain("6").unwrap();
        assert_eq!(found[0].source, "pool");
        assert_eq!((found[1].pallet, found[1].number), (Some(7), Some(6)));
    }

    #[test]
    fn code_should_be_refused_with_what_is_understood_when_it_is_none() {
        for code in [
            "Custom error: -1",
            "Custom error: 999",
            "Custom error: x",
            "-1",
            "SubtensorModule -1",
            "7:300",
            "300 7 84",
        ] {
            let said = explain(code).unwrap_err().to_string();
            assert!(said.contains("not a code") && said.contains("7:84"), "{code}: {said}");
        }
    }

    #[test]
    fn error_of_the_runtime_should_be_the_only_one_when_pallets_have_one_of_its_name() {
        for (code, name) in [
            ("Arithmetic: Overflow", "Arithmetic: Overflow"),
            ("Arithmetic(Overflow)", "Arithmetic: Overflow"),
            (r#"{"Arithmetic":"Underflow"}"#, "Arithmetic: Underflow"),
            ("FundsUnavailable, Token", "Token: FundsUnavailable"),
            (r#"{"Token":"Frozen"}"#, "Token: Frozen"),
        ] {
            let found = explain(code).unwrap();
            assert_eq!(found.iter().map(|it| it.name.as_str()).collect::<Vec<_>>(), [name], "{code}");
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
