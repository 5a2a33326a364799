//! What a miner commits on chain before it shows its model: a hash of the module **and of its own hotkey**.
//!
//! A bare hash of the module could be copied from the pool of transactions and be committed in the same block by one who
//! has never seen the module. With the hotkey in it a commitment is of use to its owner only, and who wants to commit a
//! module must have it.

use sha2::{Digest, Sha256};
use std::fmt;

/// What is hashed before hotkey and module, so that the hash means nothing anywhere else.
const DOMAIN: &[u8] = b"myelin-predict/1";

/// The name of a module: SHA-256 of its bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct ModuleHash(pub [u8; 32]);

impl ModuleHash {
    /// The name of this module.
    pub fn of(module: &[u8]) -> Self {
        Self(Sha256::digest(module).into())
    }

    /// What the miner with this hotkey commits (field `Sha256`): SHA-256 of `myelin-predict/1`, the hotkey, the name.
    pub fn committed_by(&self, hotkey: &[u8; 32]) -> [u8; 32] {
        Sha256::new().chain_update(DOMAIN).chain_update(hotkey).chain_update(self.0).finalize().into()
    }
}

impl fmt::Display for ModuleHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&hex::encode(self.0))
    }
}

impl fmt::Debug for ModuleHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

impl From<ModuleHash> for String {
    fn from(hash: ModuleHash) -> Self {
        hash.to_string()
    }
}

impl TryFrom<String> for ModuleHash {
    type Error = hex::FromHexError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let mut hash = [0; 32];
        hex::decode_to_slice(text, &mut hash)?;
        Ok(Self(hash))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commitment_should_differ_when_another_hotkey_commits_the_same_module() {
        let module = ModuleHash::of(b"module");
        assert_ne!(module.committed_by(&[1; 32]), module.committed_by(&[2; 32]));
        assert_ne!(module.committed_by(&[1; 32]), ModuleHash::of(b"other").committed_by(&[1; 32]));
        assert_eq!(module.committed_by(&[1; 32]), module.committed_by(&[1; 32]));
    }

    #[test]
    fn hash_should_come_back_when_written_and_read() {
        let module = ModuleHash::of(b"module");
        let text = serde_json::to_string(&module).unwrap();
        assert_eq!(serde_json::from_str::<ModuleHash>(&text).unwrap(), module);
        assert!(serde_json::from_str::<ModuleHash>("\"zz\"").is_err());
    }
}
