//! A metagraph in a file: eight letters, a version, the length and the checksum of what follows, and that, in SCALE.

use crate::Metagraph;
use codec::{DecodeAll, Encode};
use myelin_chain::{AccountId, Hash};
use sp_crypto_hashing::blake2_256;
use std::{
    io::Write,
    path::{Path, PathBuf},
};

/// What such a file begins with.
const LETTERS: &[u8; 8] = b"MYELINMG";
/// The form of what follows. It changes when the chain's view does.
const VERSION: u16 = 1;
/// Letters, version, length, checksum.
const HEADER: usize = 8 + 2 + 8 + 32;

/// Why a metagraph was not saved or loaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The file system says no.
    #[error("{}: {reason}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What it said.
        reason: std::io::Error,
    },
    /// Something else is in the file.
    #[error("{} is no metagraph: it does not begin with MYELINMG", .0.display())]
    Foreign(PathBuf),
    /// The file is of another version of this program.
    #[error("{} has version {found} and this program reads version {VERSION}: read the subnet from the chain again", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u16,
    },
    /// Its end is missing.
    #[error("{} was cut short: {found} of {expected} bytes", path.display())]
    Cut {
        /// The file.
        path: PathBuf,
        /// Bytes that there are.
        found: u64,
        /// Bytes that there should be.
        expected: u64,
    },
    /// A byte of it has changed.
    #[error("{} was changed: its checksum does not fit", .0.display())]
    Changed(PathBuf),
    /// It is whole and cannot be read, so this program wrote it differently.
    #[error("{} cannot be read: {reason}", path.display())]
    Form {
        /// The file.
        path: PathBuf,
        /// Where it did not fit.
        reason: String,
    },
}

impl Metagraph {
    /// Saves; whoever reads meanwhile sees the old file or the new one.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        let io = |reason| FileError::Io { path: path.to_owned(), reason };
        let body = (self.genesis(), self.view()).encode();
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(directory.unwrap_or(Path::new("."))).map_err(io)?;
        file.write_all(LETTERS).map_err(io)?;
        file.write_all(&(VERSION, body.len() as u64, blake2_256(&body)).encode()).map_err(io)?;
        file.write_all(&body).map_err(io)?;
        file.as_file().sync_all().map_err(io)?;
        file.persist(path).map(drop).map_err(|error| io(error.error))
    }

    /// Loads what was saved.
    pub fn load(path: &Path) -> Result<Self, FileError> {
        let bytes = std::fs::read(path).map_err(|reason| FileError::Io { path: path.to_owned(), reason })?;
        let body = checked(path, &bytes)?;
        type Body = (Hash, myelin_views::Metagraph<AccountId>);
        let (genesis, view) = Body::decode_all(&mut &*body)
            .map_err(|error| FileError::Form { path: path.to_owned(), reason: error.to_string() })?;
        Ok(Self::new(view, genesis))
    }
}

/// What follows the header, if all of it is there and nothing was changed.
fn checked<'a>(path: &Path, bytes: &'a [u8]) -> Result<&'a [u8], FileError> {
    let path = || path.to_owned();
    if !bytes.starts_with(LETTERS) {
        return Err(FileError::Foreign(path()));
    }
    let number = |from: usize, to: usize| {
        let bytes = bytes.get(from..to).unwrap_or_default();
        bytes.iter().rev().fold(0u64, |number, byte| number << 8 | u64::from(*byte))
    };
    let cut = |expected: u64| FileError::Cut { path: path(), found: bytes.len() as u64, expected };
    let Some((header, body)) = bytes.split_at_checked(HEADER) else { return Err(cut(HEADER as u64)) };
    if number(8, 10) != u64::from(VERSION) {
        // Two bytes, so it fits.
        return Err(FileError::Version { path: path(), found: number(8, 10) as u16 });
    }
    let length = number(10, 18);
    match (body.len() as u64).cmp(&length) {
        std::cmp::Ordering::Less => return Err(cut(length.saturating_add(HEADER as u64))),
        std::cmp::Ordering::Greater => return Err(FileError::Changed(path())),
        std::cmp::Ordering::Equal => {}
    }
    if header.get(18..) != Some(&blake2_256(body)[..]) {
        return Err(FileError::Changed(path()));
    }
    Ok(body)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::sample;
    use proptest::prelude::*;

    fn saved() -> (tempfile::TempDir, PathBuf, Metagraph) {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("graph");
        let graph = Metagraph::new(sample(7), Hash::repeat_byte(5));
        graph.save(&path).unwrap();
        (home, path, graph)
    }

    #[test]
    fn metagraph_should_be_the_same_when_saved_and_loaded() {
        let (home, path, graph) = saved();
        assert_eq!(Metagraph::load(&path).unwrap(), graph);
        // Saved over itself, nothing is left beside it.
        graph.save(&path).unwrap();
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn file_should_be_refused_when_it_is_missing_foreign_or_of_another_version() {
        let (home, path, _) = saved();
        let missing = Metagraph::load(&home.path().join("none")).unwrap_err();
        assert!(matches!(missing, FileError::Io { .. }), "{missing}");
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[8] = 2;
        std::fs::write(&path, &bytes).unwrap();
        let other = Metagraph::load(&path).unwrap_err();
        assert!(matches!(other, FileError::Version { found: 2, .. }), "{other}");
        std::fs::write(&path, b"PK\x03\x04 a zip").unwrap();
        assert!(matches!(Metagraph::load(&path).unwrap_err(), FileError::Foreign(_)));
    }

    #[test]
    fn file_should_be_refused_when_it_was_cut_anywhere() {
        let (_home, path, _) = saved();
        let bytes = std::fs::read(&path).unwrap();
        for length in (8..bytes.len()).step_by(97).chain([bytes.len() - 1]) {
            std::fs::write(&path, &bytes[..length]).unwrap();
            let error = Metagraph::load(&path).unwrap_err();
            assert!(matches!(error, FileError::Cut { .. }), "{length}: {error}");
        }
        std::fs::write(&path, [bytes.as_slice(), &[0]].concat()).unwrap();
        assert!(matches!(Metagraph::load(&path).unwrap_err(), FileError::Changed(_)));
    }

    proptest! {
        #[test]
        fn file_should_be_refused_when_a_byte_was_changed(at in 8usize..2_000, mask in 1u8..=255) {
            let (_home, path, _) = saved();
            let mut bytes = std::fs::read(&path).unwrap();
            let at = at % bytes.len();
            bytes[at] ^= mask;
            std::fs::write(&path, &bytes).unwrap();
            prop_assert!(Metagraph::load(&path).is_err());
        }
    }
}
