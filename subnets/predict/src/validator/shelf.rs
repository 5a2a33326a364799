//! Modules that were fetched, as files: a validator that starts again need not ask for them, and judges those whose
//! miner is away. A copy must not become the original because the original was asleep.

use crate::{
    commitment::ModuleHash,
    fetch::{Piece, PIECE},
};
use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

/// A folder of modules.
#[derive(Clone, Debug)]
pub struct Shelf {
    folder: PathBuf,
    names: BTreeSet<ModuleHash>,
}

impl Shelf {
    /// The modules in a folder, which is made if it is not there.
    pub fn open(folder: impl Into<PathBuf>) -> io::Result<Self> {
        let folder = folder.into();
        fs::create_dir_all(&folder)?;
        let mut names = BTreeSet::new();
        for entry in fs::read_dir(&folder)? {
            let name = entry?.file_name();
            let name = name.to_str().and_then(|name| name.strip_suffix(".wasm"));
            names.extend(name.and_then(|name| ModuleHash::try_from(name.to_owned()).ok()));
        }
        Ok(Self { folder, names })
    }

    /// The one whose commitment by this hotkey is `committed`.
    pub fn find(&self, hotkey: &[u8; 32], committed: &[u8; 32]) -> Option<ModuleHash> {
        self.names.iter().find(|name| name.committed_by(hotkey) == *committed).copied()
    }

    /// A module's bytes; nothing when its file is gone or is not that module any more.
    pub fn read(&self, name: &ModuleHash) -> Option<Vec<u8>> {
        let bytes = fs::read(self.file(name)).ok()?;
        (ModuleHash::of(&bytes) == *name).then_some(bytes)
    }

    /// A piece of a module of this size; nothing when its file cannot be read.
    pub fn piece(&self, name: &ModuleHash, size: u64, offset: u64) -> Option<Piece> {
        let mut file = fs::File::open(self.file(name)).ok()?;
        file.seek(SeekFrom::Start(offset)).ok()?;
        let mut bytes = Vec::new();
        file.take(PIECE as u64).read_to_end(&mut bytes).ok()?;
        Some(Piece { module: *name, size, offset, bytes })
    }

    /// Writes a module into the folder, where it is found when it was [`added`](Self::add), or at the next start.
    pub fn write(&self, name: &ModuleHash, bytes: &[u8]) -> io::Result<()> {
        let mut file = tempfile::NamedTempFile::new_in(&self.folder)?;
        file.write_all(bytes)?;
        file.persist(self.file(name)).map_err(|error| error.error)?;
        Ok(())
    }

    /// Takes a module up that was written.
    pub fn add(&mut self, name: ModuleHash) {
        self.names.insert(name);
    }

    /// Throws away all others: a folder must not grow with what miners commit and drop.
    pub fn keep_only(&mut self, names: &BTreeSet<ModuleHash>) {
        for name in self.names.difference(names) {
            // One that stays is found and removed at the next start.
            let _ = fs::remove_file(self.file(name));
        }
        self.names.retain(|name| names.contains(name));
    }

    fn file(&self, name: &ModuleHash) -> PathBuf {
        Path::new(&self.folder).join(format!("{name}.wasm"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn module_should_be_found_after_a_restart_when_it_was_put_there() {
        let folder = tempfile::tempdir().unwrap();
        let mut shelf = Shelf::open(folder.path().join("modules")).unwrap();
        let (name, other) = (ModuleHash::of(b"module"), ModuleHash::of(b"other"));
        for (name, bytes) in [(name, &b"module"[..]), (other, b"other")] {
            shelf.write(&name, bytes).unwrap();
            shelf.add(name);
            assert_eq!(shelf.piece(&name, bytes.len() as u64, 2), Some(crate::fetch::piece(bytes, name, 2)));
        }
        let mut shelf = Shelf::open(folder.path().join("modules")).unwrap();
        assert_eq!(shelf.read(&name).unwrap(), b"module");
        assert_eq!(shelf.find(&[1; 32], &name.committed_by(&[1; 32])), Some(name));
        assert_eq!(shelf.find(&[2; 32], &name.committed_by(&[1; 32])), None);
        shelf.keep_only(&BTreeSet::from([other]));
        assert_eq!((shelf.read(&name), shelf.find(&[1; 32], &name.committed_by(&[1; 32]))), (None, None));
        fs::write(folder.path().join("modules").join(format!("{other}.wasm")), "cut").unwrap();
        assert_eq!(shelf.read(&other), None);
    }
}
