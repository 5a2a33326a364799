//! The models that come with this crate, compiled to WASM when it is built, and what can be written into them afterwards.

/// Names of the models that come with this crate, the simplest first.
pub const NAMES: [&str; 4] = ["order0", "order2", "ppm", "gru"];
/// Most bytes of a text that the PPM model begins with.
pub const PRIME_BYTES: usize = 48 * 1024;

/// What stands before the text that the PPM model begins with, and before the weights of the network.
const PRIME_MARK: &[u8; 16] = b"predict:prime:01";
const GRU_MARK: &[u8; 16] = b"predict:gru:0001";

/// Why something was not written into a module.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PatchError {
    /// The module has no such place, or several.
    #[error(
        "the module has {found} places marked `{mark}`, not one: is it the model that this is meant for?"
    )]
    NoPlace {
        /// The mark.
        mark: String,
        /// How often it was found.
        found: usize,
    },
    /// It does not fit.
    #[error("{bytes} bytes are more than the {room} that the module has room for")]
    TooLong {
        /// Bytes to write.
        bytes: usize,
        /// Bytes there is room for.
        room: usize,
    },
}

/// The module of a model by its name: `order0`, `order2`, `ppm`, or `gru`, which knows nothing before it is trained.
pub fn built_in(name: &str) -> Option<&'static [u8]> {
    match name {
        "order0" => Some(include_bytes!(concat!(env!("OUT_DIR"), "/order0.wasm"))),
        "order2" => Some(include_bytes!(concat!(env!("OUT_DIR"), "/order2.wasm"))),
        "ppm" => Some(include_bytes!(concat!(env!("OUT_DIR"), "/ppm.wasm"))),
        "gru" => Some(include_bytes!(concat!(env!("OUT_DIR"), "/gru.wasm"))),
        _ => None,
    }
}

/// A PPM module that has read `text` before it begins; of a longer text, the end.
pub fn primed(ppm: &[u8], text: &[u8]) -> Result<Vec<u8>, PatchError> {
    let text = text.get(text.len().saturating_sub(PRIME_BYTES)..).unwrap_or(text);
    let length = u32::try_from(text.len()).unwrap_or(0).to_le_bytes();
    patched(ppm, PRIME_MARK, &[&length, text].concat())
}

/// A module of the recurrent network with these weights: bytes as `models/gru` declares them.
pub fn weighted(gru: &[u8], weights: &[u8]) -> Result<Vec<u8>, PatchError> {
    patched(gru, GRU_MARK, weights)
}

/// The module with `content` after the only place where `mark` stands.
fn patched(module: &[u8], mark: &[u8; 16], content: &[u8]) -> Result<Vec<u8>, PatchError> {
    let places: Vec<usize> =
        module.windows(mark.len()).enumerate().filter(|(_, bytes)| bytes == mark).map(|(at, _)| at).collect();
    let &[place] = places.as_slice() else {
        let mark = String::from_utf8_lossy(mark).into_owned();
        return Err(PatchError::NoPlace { mark, found: places.len() });
    };
    let begin = place.saturating_add(mark.len());
    let mut module = module.to_vec();
    let room = module.len().saturating_sub(begin);
    let too_long = PatchError::TooLong { bytes: content.len(), room };
    module
        .get_mut(begin..)
        .and_then(|rest| rest.get_mut(..content.len()))
        .ok_or(too_long)?
        .copy_from_slice(content);
    Ok(module)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn built_in_models_should_be_small_when_built() {
        for name in NAMES {
            let module = built_in(name).unwrap();
            assert!(module.starts_with(b"\0asm"), "{name}");
            assert!(module.len() < 200_000, "{name}: {}", module.len());
        }
    }

    #[test]
    fn example_of_the_book_should_have_less_than_100_lines() {
        let lines = include_str!("../models/order2/src/lib.rs").lines().count();
        assert!(lines < 100, "{lines}");
    }

    #[test]
    fn patching_should_be_refused_when_the_module_has_no_such_place() {
        let order0 = built_in("order0").unwrap();
        assert_eq!(
            primed(order0, b"text"),
            Err(PatchError::NoPlace { mark: "predict:prime:01".into(), found: 0 })
        );
        assert!(matches!(weighted(built_in("gru").unwrap(), &[0; 300_000]), Err(PatchError::TooLong { .. })));
    }
}
