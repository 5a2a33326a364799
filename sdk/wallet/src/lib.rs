//! Wallets: the directories and keyfiles of the official wallet (4.1.1 and the one inside SDK 11), readable and
//! writable both ways, encrypted ones too.
//!
//! | what you hold | type |
//! |---|---|
//! | who someone is: 32 bytes, an algorithm, an ss58 address | [`PublicKey`] |
//! | a key that signs, from words, a seed, a private key or a URI | [`Keypair`] |
//! | a key that signs, wherever it lives | [`Signer`] |
//! | a file with a key | [`Keyfile`] |
//! | a coldkey and its hotkeys in a directory | [`Wallet`] |
//! | where a keyfile's password comes from | [`Passwords`] |
//!
//! The library asks nobody anything: it has no prompt, it takes a [`Prompt`] with your function. Secrets are wiped
//! when dropped, are not in any `Debug` and not in any error. Files are written whole beside the old one and renamed,
//! 0600, in directories of 0700, and nothing is overwritten unless you say [`Existing::Overwrite`].
//!
//! Unlocking an encrypted file takes half a GiB of memory and about a second, on the thread that calls; from async
//! code use `spawn_blocking`. Two at once wait for each other, so that memory stays bounded.
//!
//! ```
//! use myelin_wallet::{Crypto, Existing, Keypair, Wallet};
//!
//! let home = tempfile::tempdir()?;
//! let wallet = Wallet::new(home.path(), "miner", "first")?;
//! wallet.write_hotkey(&Keypair::generate(Crypto::Sr25519, 12)?, None, Existing::Keep)?;
//! let hotkey = wallet.unlock_hotkey(&())?;
//! let signature = hotkey.sign(b"hello");
//! assert!(wallet.hotkeypub()?.verify(b"hello", &signature));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content;
mod directory;
mod encryption;
mod error;
mod files;
mod keyfile;
mod keypair;
mod legacy;
mod mnemonic;
mod passwords;
mod public;
mod signer;
mod uri;

pub use content::StoredKey;
pub use directory::Wallet;
pub use encryption::Encryption;
pub use error::{KeyError, KeyfileError, WalletError};
pub use files::Existing;
pub use keyfile::Keyfile;
pub use keypair::Keypair;
pub use passwords::{Environment, Passwords, Prompt};
pub use public::{Crypto, PublicKey, Signature, Verifier, SS58_PREFIX};
pub use secrecy::{ExposeSecret, SecretString};
pub use signer::{Signer, SignerError};
