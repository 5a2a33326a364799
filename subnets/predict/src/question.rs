//! The one question of this subnet: show me your module, from this byte on.

use crate::{
    commitment::ModuleHash,
    fetch::{self, FetchError, Piece},
};
use base64::{prelude::BASE64_STANDARD, Engine};
use myelin_synapse::{Empty, Synapse};
use serde::{Deserialize, Serialize};

/// A piece of the module that the miner has committed. The caller fills `offset`, the miner the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PredictModule {
    /// Where the piece begins.
    pub offset: u64,
    /// The module's name: its SHA-256.
    #[serde(default)]
    pub module: Option<ModuleHash>,
    /// Bytes of the whole module.
    #[serde(default)]
    pub size: Option<u64>,
    /// At most 256 KiB of it, in base64.
    #[serde(default)]
    pub bytes: Option<String>,
}

impl Synapse for PredictModule {
    const NAME: &'static str = "PredictModule";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("offset", Empty::Integer)];
    const HASHED: &'static [&'static str] = &["offset"];
}

impl PredictModule {
    /// The question.
    pub fn from(offset: u64) -> Self {
        Self { offset, ..Self::default() }
    }

    /// The answer of a miner with this module.
    pub fn answer(self, module: &[u8], name: ModuleHash) -> Self {
        let piece = fetch::piece(module, name, self.offset);
        Self {
            offset: self.offset,
            module: Some(name),
            size: Some(piece.size),
            bytes: Some(BASE64_STANDARD.encode(piece.bytes)),
        }
    }

    /// What the miner sent.
    pub fn piece(self) -> Result<Piece, FetchError> {
        let module = self.module.ok_or(FetchError::NotAPiece("module"))?;
        let size = self.size.ok_or(FetchError::NotAPiece("size"))?;
        let bytes = self.bytes.ok_or(FetchError::NotAPiece("bytes"))?;
        let bytes = BASE64_STANDARD.decode(bytes).map_err(|_| FetchError::NotAPiece("bytes"))?;
        Ok(Piece { module, size, offset: self.offset, bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn piece_should_come_back_when_it_was_asked_for() {
        let module = vec![7; 100];
        let name = ModuleHash::of(&module);
        let answer = PredictModule::from(40).answer(&module, name);
        assert_eq!(answer.piece(), Ok(fetch::piece(&module, name, 40)));
    }

    #[test]
    fn answer_should_be_refused_when_it_is_none() {
        assert_eq!(PredictModule::from(0).piece(), Err(FetchError::NotAPiece("module")));
        let answer = PredictModule::from(0).answer(b"x", ModuleHash::of(b"x"));
        let broken = PredictModule { bytes: Some("?".into()), ..answer };
        assert_eq!(broken.piece(), Err(FetchError::NotAPiece("bytes")));
    }
}
