//! A wallet: a directory with a coldkey and hotkeys.

use crate::{Existing, Keyfile, KeyfileError, Keypair, Passwords, PublicKey, StoredKey, WalletError};
use secrecy::SecretString;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What names of public parts end in.
const PUBLIC: &str = "pub.txt";
/// What readers pass over.
const LOCK: &str = ".lock";

/// A wallet's directory, and which of its hotkeys is meant.
///
/// ```text
/// <path>/<name>/coldkey            encrypted, as a rule
/// <path>/<name>/coldkeypub.txt     plain
/// <path>/<name>/hotkeys/<hotkey>   plain, as a rule
/// <path>/<name>/hotkeys/<hotkey>pub.txt
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wallet {
    directory: PathBuf,
    hotkey: String,
}

impl Wallet {
    /// The wallet `name` in `path`, with one of its hotkeys. Nothing is read or made. `~` is the home.
    pub fn new(path: impl AsRef<Path>, name: &str, hotkey: &str) -> Result<Self, WalletError> {
        check_name(name, "wallet")?;
        check_name(hotkey, "hotkey")?;
        Ok(Self { directory: with_home(path.as_ref()).join(name), hotkey: hotkey.into() })
    }

    /// Where wallets are unless told otherwise: `~/.bittensor/wallets`. None without a home.
    pub fn default_path() -> Option<PathBuf> {
        std::env::var_os("HOME").map(|home| Path::new(&home).join(".bittensor/wallets"))
    }

    /// The names of the wallets in a path, in order. No directory is no wallets.
    pub fn list(path: impl AsRef<Path>) -> Result<Vec<String>, WalletError> {
        names(&with_home(path.as_ref()), |entry| entry.is_dir())
    }

    /// The names of this wallet's hotkeys, in order.
    pub fn hotkeys(&self) -> Result<Vec<String>, WalletError> {
        let mut names = names(&self.directory.join("hotkeys"), |entry| entry.is_file())?;
        names.retain(|name| !name.ends_with(PUBLIC) && !name.ends_with(LOCK));
        Ok(names)
    }

    /// The same wallet with another of its hotkeys.
    pub fn with_hotkey(&self, hotkey: &str) -> Result<Self, WalletError> {
        check_name(hotkey, "hotkey")?;
        Ok(Self { directory: self.directory.clone(), hotkey: hotkey.into() })
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// The name of the hotkey that is meant.
    pub fn hotkey_name(&self) -> &str {
        &self.hotkey
    }

    /// The file of the coldkey. There is none in a wallet that only watches.
    pub fn coldkey_file(&self) -> Keyfile {
        Keyfile::new(self.directory.join("coldkey"))
    }

    /// The file of its public part.
    pub fn coldkeypub_file(&self) -> Keyfile {
        Keyfile::new(self.directory.join("coldkeypub.txt"))
    }

    /// The file of the hotkey.
    pub fn hotkey_file(&self) -> Keyfile {
        Keyfile::new(self.directory.join("hotkeys").join(&self.hotkey))
    }

    /// The file of its public part.
    pub fn hotkeypub_file(&self) -> Keyfile {
        Keyfile::new(self.directory.join("hotkeys").join(format!("{}{PUBLIC}", self.hotkey)))
    }

    /// The coldkey's public part, without a password: from its own file, else from a coldkey that is plain.
    pub fn coldkeypub(&self) -> Result<PublicKey, WalletError> {
        public(&self.coldkeypub_file(), &self.coldkey_file())
    }

    /// The hotkey's public part, likewise.
    pub fn hotkeypub(&self) -> Result<PublicKey, WalletError> {
        public(&self.hotkeypub_file(), &self.hotkey_file())
    }

    /// The coldkey. It must be the one that `coldkeypub.txt` shows, if that is there.
    pub fn unlock_coldkey(&self, passwords: &dyn Passwords) -> Result<Keypair, WalletError> {
        unlock(&self.coldkey_file(), &self.coldkeypub_file(), passwords)
    }

    /// The hotkey, likewise.
    pub fn unlock_hotkey(&self, passwords: &dyn Passwords) -> Result<Keypair, WalletError> {
        unlock(&self.hotkey_file(), &self.hotkeypub_file(), passwords)
    }

    /// Writes the coldkey (encrypted when there is a password) and its public part.
    pub fn write_coldkey(
        &self,
        key: &Keypair,
        password: Option<&SecretString>,
        existing: Existing,
    ) -> Result<(), WalletError> {
        self.check_new_names()?;
        write(&self.coldkey_file(), &self.coldkeypub_file(), key, password, existing)
    }

    /// Writes the hotkey (encrypted when there is a password) and its public part.
    pub fn write_hotkey(
        &self,
        key: &Keypair,
        password: Option<&SecretString>,
        existing: Existing,
    ) -> Result<(), WalletError> {
        self.check_new_names()?;
        write(&self.hotkey_file(), &self.hotkeypub_file(), key, password, existing)
    }

    /// Writes a coldkey's public part alone: a wallet that watches.
    pub fn write_coldkeypub(&self, key: &PublicKey, existing: Existing) -> Result<(), WalletError> {
        self.check_new_names()?;
        self.coldkeypub_file().write(&StoredKey::Public(*key), None, existing)
    }

    /// Names that are there are read whatever they are; new ones are such that people can read and type them.
    fn check_new_names(&self) -> Result<(), WalletError> {
        let name = self.directory.file_name().map(|name| name.to_string_lossy().into_owned());
        for (what, name) in [("wallet", name.unwrap_or_default()), ("hotkey", self.hotkey.clone())] {
            if name.chars().any(is_unreadable) {
                let why = "it has control characters, or others that cannot be seen";
                return Err(WalletError::Name { name: name.escape_debug().to_string(), what, why });
            }
        }
        Ok(())
    }

    /// Writes a hotkey's public part alone.
    pub fn write_hotkeypub(&self, key: &PublicKey, existing: Existing) -> Result<(), WalletError> {
        self.check_new_names()?;
        self.hotkeypub_file().write(&StoredKey::Public(*key), None, existing)
    }
}

fn public(file: &Keyfile, secret: &Keyfile) -> Result<PublicKey, WalletError> {
    let from = if file.exists() || !secret.exists() { file } else { secret };
    from.open(&()).map(|key| key.public())
}

fn unlock(file: &Keyfile, public: &Keyfile, passwords: &dyn Passwords) -> Result<Keypair, WalletError> {
    // A file that only watches is the clearer error than one that is missing.
    let from = if !file.exists() && public.exists() { public } else { file };
    let key = from.unlock(passwords)?;
    if !public.exists() {
        return Ok(key);
    }
    let named = public.open(&())?.public();
    if named.as_bytes() == key.public().as_bytes() {
        return Ok(key);
    }
    let error = KeyfileError::Mismatch { named: named.ss58(), rebuilt: key.public().ss58() };
    Err(WalletError::Keyfile { path: public.path().into(), error })
}

/// The secret first: should the machine stop in between, `public` finds nothing, or the key can be written again.
fn write(
    file: &Keyfile,
    public: &Keyfile,
    key: &Keypair,
    password: Option<&SecretString>,
    existing: Existing,
) -> Result<(), WalletError> {
    if existing == Existing::Keep {
        file.refuse_existing()?;
        // A wallet that watched this very key gets it; one that watched another does not lose it.
        let same = public.open(&()).is_ok_and(|watched| watched.public() == key.public());
        if !same {
            public.refuse_existing()?;
        }
    }
    file.write(&StoredKey::Full(key.clone()), password, existing)?;
    public.write(&StoredKey::Public(key.public()), None, Existing::Overwrite)
}

/// The names in a directory that readers do not pass over.
fn names(directory: &Path, wanted: fn(&Path) -> bool) -> Result<Vec<String>, WalletError> {
    let fail = |error| WalletError::io(directory, "read", error);
    let entries = match fs::read_dir(directory) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.map_err(fail)?,
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry.map_err(fail)?;
        // A name that is no text cannot be given to `Wallet::new`.
        let Ok(name) = entry.file_name().into_string() else { continue };
        if !name.starts_with('.') && wanted(&entry.path()) {
            names.push(name);
        }
    }
    names.sort();
    Ok(names)
}

fn check_name(name: &str, what: &'static str) -> Result<(), WalletError> {
    let why = match name {
        "" => "it is empty",
        _ if name.starts_with('.') => "what begins with a point is hidden, and not listed",
        _ if name.contains(['/', '\\', '\0']) => "it would be in another directory",
        _ if name.len() > 200 => "file names have at most 255 bytes",
        _ if what == "hotkey" && (name.ends_with(PUBLIC) || name.ends_with(LOCK)) => {
            "what ends in pub.txt or .lock is not taken for a hotkey"
        }
        _ => return Ok(()),
    };
    Err(WalletError::Name { name: name.into(), what, why })
}

/// Does a letter do something else than being seen?
fn is_unreadable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn with_home(path: &Path) -> PathBuf {
    match (path.strip_prefix("~"), std::env::var_os("HOME")) {
        (Ok(rest), Some(home)) => Path::new(&home).join(rest),
        _ => path.into(),
    }
}
