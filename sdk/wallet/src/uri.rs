//! Secret URIs, Substrate's way: `<words or 0xseed>//hard/soft///password`. Without words they are the development
//! ones, so that `//Alice` is everybody's Alice.

use crate::KeyError;
use blake2::{digest::consts::U32, Blake2b, Digest};
use codec::Encode;

/// The words of the development keys. Everybody knows them.
pub(crate) const DEVELOPMENT: &str = "bottom drive obey lake curtain smoke basket hold race lonely fit walk";

/// A step from a key to one below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Junction {
    /// `/name`: the public key below follows from the public key above.
    Soft([u8; 32]),
    /// `//name`: nothing below shows anything of what is above.
    Hard([u8; 32]),
}

/// A URI in its parts. It borrows the secret and shows it nowhere.
pub(crate) struct SecretUri<'a> {
    /// Words, or `0x` and 64 digits.
    pub(crate) root: &'a str,
    /// From the root down.
    pub(crate) path: Vec<Junction>,
    /// Of the words.
    pub(crate) password: Option<&'a str>,
}

/// Takes a URI apart.
pub(crate) fn parse(uri: &str) -> Result<SecretUri<'_>, KeyError> {
    let (key, password) = match uri.split_once("///") {
        Some((key, password)) => (key, Some(password)),
        None => (uri, None),
    };
    let (root, mut rest) = key.split_at(key.find('/').unwrap_or(key.len()));
    let mut path = Vec::new();
    while let Some(tail) = rest.strip_prefix('/') {
        let (hard, tail) = match tail.strip_prefix('/') {
            Some(tail) => (true, tail),
            None => (false, tail),
        };
        let (name, next) = tail.split_at(tail.find('/').unwrap_or(tail.len()));
        if name.is_empty() {
            return Err(KeyError::EmptyJunction(path.len().saturating_add(1)));
        }
        let code = chain_code(name);
        path.push(if hard { Junction::Hard(code) } else { Junction::Soft(code) });
        rest = next;
    }
    let root = if root.trim().is_empty() { DEVELOPMENT } else { root };
    Ok(SecretUri { root, path, password })
}

/// A number is eight bytes, a name is SCALE; what is longer than 32 bytes is hashed.
fn chain_code(name: &str) -> [u8; 32] {
    let encoded = match name.parse::<u64>() {
        Ok(number) => number.encode(),
        Err(_) => name.encode(),
    };
    if encoded.len() > 32 {
        return blake2_256(&encoded);
    }
    let mut code = [0; 32];
    code.iter_mut().zip(&encoded).for_each(|(to, from)| *to = *from);
    code
}

pub(crate) fn blake2_256(data: &[u8]) -> [u8; 32] {
    Blake2b::<U32>::digest(data).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn parts_should_be_found_when_all_are_there() {
        let uri = parse("one two//hard/1///pass/word").unwrap();
        assert_eq!(uri.root, "one two");
        assert_eq!(uri.password, Some("pass/word"));
        let mut one = [0; 32];
        one[0] = 1;
        assert_eq!(uri.path, [Junction::Hard(chain_code("hard")), Junction::Soft(one)]);
    }

    #[test]
    fn junction_should_be_refused_when_it_is_empty() {
        for (uri, at) in [("//", 1), ("/", 1), ("//Alice/", 2), ("//Alice//", 2)] {
            assert_eq!(parse(uri).err(), Some(KeyError::EmptyJunction(at)), "{uri}");
        }
    }

    proptest! {
        #[test]
        fn uri_should_be_parsed_or_refused_when_it_is_anything(text in "[a-z0-9/ é]{0,60}") {
            let _ = parse(&text);
        }
    }
}
