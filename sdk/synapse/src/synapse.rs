//! A kind of question.

use serde::{de::DeserializeOwned, Deserialize, Serialize};

/// A kind of question and its answer: one struct whose fields the caller fills in part, and the server the rest.
///
/// It is written as a JSON object. The names `name`, `timeout`, `total_size`, `header_size`, `dendrite`, `axon` and
/// `computed_body_hash` belong to the protocol and stand beside its fields, so it must not deny unknown ones. Fields
/// that the answer fills should have `#[serde(default)]`.
pub trait Synapse: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name, which is the path of the URL: the name of the class in Python.
    const NAME: &'static str;
    /// The fields that have no default in the subnet's Python class, with the kind of each: a Python server wants an
    /// example of each in the headers.
    const REQUIRED: &'static [(&'static str, Empty)] = &[];
    /// The fields that the caller's signature covers, in the order that the subnet declares (`required_hash_fields`).
    const HASHED: &'static [&'static str] = &[];
}

/// The empty value of a kind of field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Empty {
    /// `""`
    Text,
    /// `0`
    Integer,
    /// `0.0`
    Float,
    /// `false`
    Boolean,
    /// `[]`
    List,
    /// `{}`
    Map,
}

impl Empty {
    /// Base64 of its JSON, as the headers have it.
    pub fn header(self) -> &'static str {
        match self {
            Self::Text => "IiI=",
            Self::Integer => "MA==",
            Self::Float => "MC4w",
            Self::Boolean => "ZmFsc2U=",
            Self::List => "W10=",
            Self::Map => "e30=",
        }
    }
}

/// The question that every axon answers: are you there?
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ping {}

impl Synapse for Ping {
    const NAME: &'static str = "Synapse";
}

/// Why a synapse has no body.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BodyError {
    /// Its `Serialize` fails.
    #[error("a {name} cannot be written as JSON: {source}")]
    Json {
        /// The synapse.
        name: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// It is a list, a number or the like.
    #[error("a {0} is written as something else than a JSON object; make it a struct with named fields")]
    NotAnObject(&'static str),
}

/// The fields alone, as a JSON object; [`envelope`](crate::envelope) adds the rest of a body.
pub fn body<S: Synapse>(synapse: &S) -> Result<String, BodyError> {
    let text = serde_json::to_string(synapse).map_err(|source| BodyError::Json { name: S::NAME, source })?;
    match text.starts_with('{') {
        true => Ok(text),
        false => Err(BodyError::NotAnObject(S::NAME)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::{prelude::BASE64_STANDARD, Engine};

    #[test]
    fn header_should_be_base64_of_the_empty_value() {
        let kinds = [
            (Empty::Text, "\"\""),
            (Empty::Integer, "0"),
            (Empty::Float, "0.0"),
            (Empty::Boolean, "false"),
            (Empty::List, "[]"),
            (Empty::Map, "{}"),
        ];
        for (kind, json) in kinds {
            assert_eq!(kind.header(), BASE64_STANDARD.encode(json));
        }
    }

    #[derive(Serialize, Deserialize)]
    struct Number(u8);
    impl Synapse for Number {
        const NAME: &'static str = "Number";
    }

    #[test]
    fn body_should_be_refused_when_it_is_no_object() {
        assert!(matches!(body(&Number(1)), Err(BodyError::NotAnObject("Number"))));
        assert_eq!(body(&Ping {}).unwrap(), "{}");
    }
}
