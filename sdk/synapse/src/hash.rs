//! The hash of a body's signed fields.

use crate::{python_text, PythonicError};
use indexmap::IndexMap;
use serde_json::value::RawValue;
use sha3::{Digest, Sha3_256};

/// The hash of a body whose synapse names no field: SHA3-256 of nothing.
pub const EMPTY_HASH: &str = "a7ffc6f8bf1ed76651c14756a061d662f580ff4de43b49fa82d80a4b80f8434a";

/// Why a body has no hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HashError {
    /// Not a JSON object.
    #[error("the body is not a JSON object: {0}")]
    Body(String),
    /// A signed field is not there.
    #[error("the body has no field `{0}`, which the signature covers")]
    Missing(String),
    /// A signed field has no text.
    #[error("the field `{field}`, which the signature covers, has no text: {source}")]
    Field {
        /// Its name.
        field: String,
        /// Why.
        source: PythonicError,
    },
}

/// The hash of these fields of a JSON object: SHA3-256 of each one's text, in hexadecimal; these in a row; SHA3-256 of
/// that, in hexadecimal.
pub fn body_hash(fields: &[&str], body: &str) -> Result<String, HashError> {
    if fields.is_empty() {
        return Ok(EMPTY_HASH.into());
    }
    let values: IndexMap<String, &RawValue> =
        serde_json::from_str(body).map_err(|error| HashError::Body(error.to_string()))?;
    let mut all = Sha3_256::new();
    for field in fields {
        let value = values.get(*field).ok_or_else(|| HashError::Missing((*field).into()))?;
        let text =
            python_text(value.get()).map_err(|source| HashError::Field { field: (*field).into(), source })?;
        all.update(hex::encode(Sha3_256::digest(text)));
    }
    Ok(hex::encode(all.finalize()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hash_should_be_the_known_one() {
        assert_eq!(body_hash(&[], "anything").unwrap(), EMPTY_HASH);
        assert_eq!(
            body_hash(&["query", "factor"], r#"{"factor": 2, "query": "ab", "more": [1]}"#).unwrap(),
            "ae8e0db0e5e11c4c636ec6739041f09f808b8219b2ea9e48b0b42e4dc664fded"
        );
    }

    #[test]
    fn hash_should_name_the_field_when_it_cannot_be_taken() {
        assert_eq!(body_hash(&["a"], "{}"), Err(HashError::Missing("a".into())));
        assert!(matches!(body_hash(&["a"], "[1]"), Err(HashError::Body(_))));
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(40), "]".repeat(40));
        assert!(matches!(body_hash(&["a"], &deep), Err(HashError::Field { field, .. }) if field == "a"));
    }

    proptest! {
        #[test]
        fn hash_should_be_taken_or_refused_when_body_is_anything(bytes: Vec<u8>) {
            let _ = body_hash(&["a"], &String::from_utf8_lossy(&bytes));
        }
    }
}
