//! One file with one key.

use crate::{
    content, encryption, files, Encryption, Environment, Existing, KeyfileError, Keypair, Passwords,
    PublicKey, StoredKey, WalletError,
};
use secrecy::SecretString;
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A file that holds a key, or will.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keyfile {
    path: PathBuf,
}

impl Keyfile {
    /// The file at this path. Nothing is read or made.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Is there anything?
    pub fn exists(&self) -> bool {
        // A link to nowhere is in the way too.
        self.path.symlink_metadata().is_ok()
    }

    /// How it is encrypted; nothing when it is plain.
    pub fn encryption(&self) -> Result<Option<Encryption>, WalletError> {
        Ok(Encryption::of(&files::read(&self.path)?))
    }

    /// May others than the owner read it? Official wallets write 0600 as we do; a copy may have become readable.
    pub fn is_exposed(&self) -> Result<bool, WalletError> {
        let about = self.path.metadata().map_err(|error| WalletError::io(&self.path, "read", error))?;
        #[cfg(unix)]
        return Ok(std::os::unix::fs::PermissionsExt::mode(&about.permissions()) & 0o077 != 0);
        #[cfg(not(unix))]
        return Ok(!about.is_file());
    }

    /// The key in it. The password is asked for only when the file is encrypted.
    pub fn open(&self, passwords: &dyn Passwords) -> Result<StoredKey, WalletError> {
        self.key_in(&self.plain(passwords)?)
    }

    /// The key in it, which must be one that signs.
    pub fn unlock(&self, passwords: &dyn Passwords) -> Result<Keypair, WalletError> {
        self.open(passwords)?.full().map_err(|error| self.error(error))
    }

    /// Writes a key, encrypted when there is a password.
    pub fn write(
        &self,
        key: &StoredKey,
        password: Option<&SecretString>,
        existing: Existing,
    ) -> Result<(), WalletError> {
        if existing == Existing::Keep {
            self.refuse_existing()?;
        }
        let plain = content::write(key).map_err(|error| self.error(error))?;
        self.put(&plain, password, existing)
    }

    /// Writes the same content again with another password, or plain; so an older encryption becomes today's. Nothing
    /// changes unless the file could be read and its key is the one that it names.
    pub fn change_password(
        &self,
        old: &dyn Passwords,
        new: Option<&SecretString>,
    ) -> Result<PublicKey, WalletError> {
        let plain = self.plain(old)?;
        let public = self.key_in(&plain)?.public();
        self.put(&plain, new, Existing::Overwrite)?;
        Ok(public)
    }

    /// The error that the file exists, with whose key it holds, when it does.
    pub(crate) fn refuse_existing(&self) -> Result<(), WalletError> {
        if !self.exists() {
            return Ok(());
        }
        let holds = self.open(&()).map_or_else(|_| "a key".into(), |key| format!("the key {}", key.public()));
        Err(WalletError::Exists { path: self.path.clone(), holds })
    }

    fn plain(&self, passwords: &dyn Passwords) -> Result<Zeroizing<Vec<u8>>, WalletError> {
        let bytes = files::read(&self.path)?;
        let Some(encryption) = Encryption::of(&bytes) else { return Ok(bytes) };
        let password = passwords.password(&self.path)?.ok_or_else(|| {
            let path = std::path::absolute(&self.path).unwrap_or_else(|_| self.path.clone());
            self.error(KeyfileError::NoPassword(Environment::variable(&path)))
        })?;
        encryption::open(encryption, &bytes, &password).map_err(|error| self.error(error))
    }

    fn key_in(&self, plain: &[u8]) -> Result<StoredKey, WalletError> {
        content::read(plain).map_err(|error| self.error(error))
    }

    fn put(
        &self,
        plain: &[u8],
        password: Option<&SecretString>,
        existing: Existing,
    ) -> Result<(), WalletError> {
        match password {
            Some(password) => {
                let sealed = encryption::seal(plain, password).map_err(|error| self.error(error))?;
                files::write(&self.path, &sealed, existing)
            }
            None => files::write(&self.path, plain, existing),
        }
    }

    fn error(&self, error: KeyfileError) -> WalletError {
        WalletError::Keyfile { path: self.path.clone(), error }
    }

    /// For fuzzing: what a file with these bytes would hold.
    #[doc(hidden)]
    pub fn read_bytes(bytes: &[u8]) -> Result<StoredKey, KeyfileError> {
        content::read(bytes)
    }
}
