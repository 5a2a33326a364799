//! What can go wrong, with what to do about it. No error carries a secret.

use std::path::PathBuf;

/// Words, seeds, keys and addresses that are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A mnemonic has so many words.
    #[error("the mnemonic has {0} words; it has 12, 15, 18, 21 or 24: look for a missing or doubled one")]
    WordCount(usize),
    /// Counted from 1. The word itself may be a secret with a typing error, so it is not repeated.
    #[error("word {0} of the mnemonic is not in the English BIP-39 list: check its spelling")]
    UnknownWord(usize),
    /// All words exist, but not together.
    #[error("the checksum of the mnemonic is wrong: a word is wrong or stands in the wrong place")]
    MnemonicChecksum,
    /// Neither hexadecimal digits nor the right number of them.
    #[error("{what} is not {bytes} bytes in hexadecimal ({} digits after an optional 0x)", bytes * 2)]
    NotHex {
        /// What was read.
        what: &'static str,
        /// How many bytes it has.
        bytes: usize,
    },
    /// Bytes that are no private key.
    #[error(
        "the private key is not one of {0}: was it exported by another program? Use the mnemonic or the seed"
    )]
    PrivateKey(&'static str),
    /// Bytes that are no point of the curve.
    #[error("the public key is not a key of {0}: check that it was copied whole")]
    PublicKey(&'static str),
    /// `cryptoType` is neither 0 nor 1.
    #[error("crypto type {0} is unknown; 0 is ed25519 and 1 is sr25519")]
    UnknownCrypto(u64),
    /// An address that is no base58, or too short or long.
    #[error("the address is not an ss58 address of a 32-byte key: check that it was copied whole")]
    Address,
    /// A letter of an address is wrong.
    #[error("the checksum of the address is wrong: a letter is wrong or missing")]
    AddressChecksum,
    /// An address of another network.
    #[error("the address has ss58 prefix {0}, of another network; here it is 42 (addresses begin with 5)")]
    AddressPrefix(u16),
    /// A path of a URI with an empty part.
    #[error("junction {0} of the path is empty: a path is /soft and //hard parts, such as //Alice//hot")]
    EmptyJunction(usize),
    /// ed25519 knows hard derivation alone.
    #[error("junction {0} of the path is soft (one /), which ed25519 does not have: use // or sr25519")]
    SoftJunction(usize),
    /// The password of a URI goes into a mnemonic, and there is none.
    #[error("a hexadecimal seed takes no password (what follows ///): give the mnemonic, or leave the password out")]
    SeedWithPassword,
    /// The operating system has no random bytes.
    #[error("the operating system gave no random bytes: {0}")]
    Random(String),
}

/// A keyfile that cannot be understood.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyfileError {
    /// The file ends too early.
    #[error("the file is cut short after {0} bytes: restore it from a copy, or make the key anew from its mnemonic")]
    CutShort(u64),
    /// No keyfile is so large.
    #[error("the file has {size} bytes and keyfiles at most {limit}: this is something else")]
    TooLarge {
        /// Bytes in the file.
        size: u64,
        /// Most bytes that are read.
        limit: u64,
    },
    /// Something else than a keyfile.
    #[error("this is not a keyfile but {0}")]
    Foreign(&'static str),
    /// JSON, with an error in it.
    #[error("the JSON is wrong at line {line}, column {column}: restore the file, or make the key anew")]
    Json {
        /// From 1.
        line: usize,
        /// From 1.
        column: usize,
    },
    /// JSON without any key in it.
    #[error(
        "there is no key inside: none of secretPhrase, secretSeed, privateKey, publicKey and ss58Address"
    )]
    NoKey,
    /// Only the public part is there.
    #[error("the file has only the public key {0}: it can verify, and not sign")]
    PublicOnly(String),
    /// What the file says and what its secret gives.
    #[error("the file says it is {named}, and its secret is the key of {rebuilt}: do not use it before you know why")]
    Mismatch {
        /// Address in the file.
        named: String,
        /// Address of the key that the secret gives.
        rebuilt: String,
    },
    /// The key inside is wrong.
    #[error("the key inside is wrong: {0}")]
    Key(#[from] KeyError),
    /// It cannot be told apart from a file with damaged bytes.
    #[error("the password is wrong (or the file is damaged)")]
    WrongPassword,
    /// Encrypted, and nobody gave a password.
    #[error("it is encrypted, and there is no password: give one, set {0}, or answer the prompt")]
    NoPassword(String),
    /// An old encryption with details that are not known.
    #[error("it is encrypted as {0}, which is not read here: rewrite it with the program that made it")]
    UnknownEncryption(String),
    /// The memory that the password needs.
    #[error(
        "unlocking needs {0} MiB of memory, and the system has not given them: free some, or raise the limit"
    )]
    Memory(usize),
    /// An operation that the cryptographic library refused.
    #[error("the password cannot be used: {0}")]
    Derivation(String),
}

/// What can go wrong with wallets on disk.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WalletError {
    /// A key given, not stored.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A file that cannot be understood.
    #[error("{}: {error}", path.display())]
    Keyfile {
        /// The file.
        path: PathBuf,
        /// Why.
        error: KeyfileError,
    },
    /// No such file.
    #[error("{} does not exist: check wallet name, hotkey name and path, or create it", path.display())]
    Missing {
        /// The file.
        path: PathBuf,
    },
    /// It is not overwritten unless told.
    #[error("{} exists and holds {holds}: name another, or have it overwritten if it may be lost", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
        /// Address of the key in it, or "a key".
        holds: String,
    },
    /// The rights of the file or of a directory above it.
    #[error(
        "{} may not be {action} by this user: it belongs to another, or chmod took the right away \
         (keyfiles are 0600, their directories 0700)", path.display()
    )]
    Permission {
        /// The file.
        path: PathBuf,
        /// What was tried: "read" or "written".
        action: &'static str,
    },
    /// A directory, a socket, a pipe.
    #[error("{} is not a regular file", path.display())]
    NotAFile {
        /// The file.
        path: PathBuf,
    },
    /// A name that would leave the wallet's directory, or that readers pass over.
    #[error("'{name}' cannot be the name of a {what}: {why}")]
    Name {
        /// The name.
        name: String,
        /// "wallet" or "hotkey".
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Everything else that a disk does.
    #[error("{} cannot be {action}: {error}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried: "read" or "written".
        action: &'static str,
        /// What the operating system said.
        error: std::io::Error,
    },
    /// A password from the environment or a prompt that could not be had.
    #[error("no password for {}: {why}", path.display())]
    Password {
        /// The file that it would open.
        path: PathBuf,
        /// What went wrong, without the password.
        why: String,
    },
}

impl WalletError {
    /// The same with the file it is about.
    pub(crate) fn io(path: impl Into<PathBuf>, action: &'static str, error: std::io::Error) -> Self {
        let path = path.into();
        match error.kind() {
            std::io::ErrorKind::NotFound if action == "read" => Self::Missing { path },
            std::io::ErrorKind::PermissionDenied => Self::Permission { path, action },
            _ => Self::Io { path, action, error },
        }
    }

    /// Is it the password? Then asking again may help.
    pub fn is_wrong_password(&self) -> bool {
        matches!(self, Self::Keyfile { error: KeyfileError::WrongPassword, .. })
    }
}
