//! Reading and writing files with secrets: whole, private, and never over another unless told.

use crate::{KeyfileError, WalletError};
use std::{
    fs,
    io::{Read, Write},
    path::Path,
};
use tempfile::Builder;
use zeroize::Zeroizing;

/// No keyfile is larger: about 1 KiB, 4 KiB as Ansible vault.
pub(crate) const LIMIT: u64 = 64 * 1024;

/// What to do when a file is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// Leave it and err.
    Keep,
    /// Replace it. What was in it is lost.
    Overwrite,
}

/// All bytes of a file of at most [`LIMIT`].
pub(crate) fn read(path: &Path) -> Result<Zeroizing<Vec<u8>>, WalletError> {
    let fail = |error| WalletError::io(path, "read", error);
    // Before opening: a pipe would wait for ever.
    let about = fs::metadata(path).map_err(fail)?;
    if !about.is_file() {
        return Err(WalletError::NotAFile { path: path.into() });
    }
    let file = fs::File::open(path).map_err(fail)?;
    // One byte more than allowed, and no growing, which would leave copies of secrets behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(LIMIT as usize + 1));
    file.take(LIMIT + 1).read_to_end(&mut bytes).map_err(fail)?;
    let read = bytes.len() as u64;
    if read > LIMIT {
        let error = KeyfileError::TooLarge { size: about.len().max(read), limit: LIMIT };
        return Err(WalletError::Keyfile { path: path.into(), error });
    }
    Ok(bytes)
}

/// Puts these bytes there: 0600, whole or not at all, and on the disk before this returns.
pub(crate) fn write(path: &Path, bytes: &[u8], existing: Existing) -> Result<(), WalletError> {
    let fail = |error| WalletError::io(path, "written", error);
    let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    create_directory(directory)?;
    // Readers pass over names that end so, should the machine stop right here. The file is 0600 from the beginning.
    let mut file = Builder::new().prefix(".new-").suffix(".lock").tempfile_in(directory).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    let renamed = match existing {
        Existing::Keep => file.persist_noclobber(path),
        Existing::Overwrite => file.persist(path),
    };
    renamed.map_err(|failed| match failed.error.kind() {
        std::io::ErrorKind::AlreadyExists => WalletError::Exists { path: path.into(), holds: "a key".into() },
        _ => fail(failed.error),
    })?;
    // The name too is on the disk. Some file systems cannot say so; the file is there all the same.
    let _ = fs::File::open(directory).and_then(|directory| directory.sync_all());
    Ok(())
}

/// A directory for the owner alone; one that exists stays as it is.
fn create_directory(path: &Path) -> Result<(), WalletError> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| WalletError::io(path, "written", error))
}
