//! The numbers that a node itself gives to what its pool refuses, when one stands alone.

use super::{by_words, of_line, Explanation};

/// The pool's number for whatever is invalid; what is, only the words after it tell.
const INVALID: &str = "1010";
const INVALID_LINE: &str =
    "Invalid Transaction | The pool of transactions does not take the call; it cost nothing. Why stands after the number. \
     | Give the whole message: `myelin explain '1010: Invalid Transaction: Custom error: 6'`.";
/// The pool's other numbers, and the words that come with them.
const CODES: [(&str, &str); 5] = [
    ("1011", "Unknown Transaction Validity"),
    ("1012", "Temporarily Banned"),
    ("1013", "Already Imported"),
    ("1014", "Priority is too low"),
    ("1016", "Immediately Dropped"),
];

/// What a node's own number says of a transaction that its pool does not take.
pub(super) fn by_code(word: &str) -> Option<Explanation> {
    let of_pool =
        |it: Explanation| Explanation { name: format!("{word}: {}", it.name), source: "pool".into(), ..it };
    if word == INVALID {
        return of_line(INVALID_LINE).map(of_pool);
    }
    let (_, words) = CODES.iter().find(|(code, _)| *code == word)?;
    by_words(words).into_iter().next().map(of_pool)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::explain::explain;

    #[test]
    fn code_of_the_pool_should_be_found_when_it_stands_alone() {
        for (code, words) in CODES.into_iter().chain([(INVALID, "Invalid Transaction")]) {
            for written in [code.to_string(), format!("code {code}"), format!("(code {code})")] {
                let found = explain(&written).unwrap();
                assert_eq!(found.len(), 1, "{written}");
                assert_eq!(
                    (found[0].name.as_str(), found[0].source.as_str()),
                    (&*format!("{code}: {words}"), "pool")
                );
            }
        }
        let found = explain("0x4c000000").unwrap();
        assert_eq!((found.len(), found[0].pallet, found[0].number), (1, Some(7), Some(0x4c)));
        assert!(explain("1999").is_err() && explain("0x4c00").is_err());
    }
}
