//! `myelin wallet …`: keys on disk.

use crate::{
    keys::{self, exposed, Keys},
    session::block_on,
    terminal, Context, Failure,
};
use clap::{Args, Subcommand, ValueEnum};
use myelin_wallet::{
    Crypto, ExposeSecret, Keyfile, Keypair, PublicKey, SecretString, Signature, Wallet, WalletError,
};
use std::{
    io::ErrorKind,
    path::{Path, PathBuf},
};

mod make;
mod reports;
mod swaps;

pub use make::{Create, Import};
pub use reports::{Exported, Hotkey, Key, Listed, Made, PasswordChanged, Shown, Signed, Verified, Wallets};
pub use swaps::{Announced, SwapHotkey, SwapShow, SwapTo};

/// Keys on disk: the official wallets
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a coldkey and a hotkey, or one of them
    Create(Create),
    /// All wallets and their hotkeys
    List,
    /// The addresses of a wallet and how its files are kept
    Show,
    /// Take a key from words, a seed, a URI, or watch an address
    Import(Import),
    /// Show the secret of a key: its words, seed or private key
    Export(Export),
    /// Sign a message
    Sign(Sign),
    /// Check a signature
    Verify(Verify),
    /// Encrypt a key, change its password, or take it away
    Password(Password),
    /// Put another hotkey in the place of the hotkey, on chain: uids, stake, children, everything
    SwapHotkey(SwapHotkey),
    /// Announce that another coldkey will take the place of the coldkey
    SwapAnnounce(SwapTo),
    /// Make an announced swap, when its time has come
    SwapExecute(SwapTo),
    /// Stop an announced swap that is not yours: the coldkey does nothing until it is decided
    SwapDispute,
    /// Take back an announced swap that did not happen in its time
    SwapClear,
    /// Which swap a coldkey has announced
    SwapShow(SwapShow),
}

/// Which key of a wallet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Owns
    Coldkey,
    /// Works
    Hotkey,
}

/// The key that is shown.
#[derive(Debug, Args)]
pub struct Export {
    /// Which key
    part: Part,
}

/// What is signed.
#[derive(Debug, Args)]
pub struct Sign {
    /// The message: its UTF-8 bytes are signed as they are
    message: String,
    /// With which key
    #[arg(long = "with", value_enum, default_value = "coldkey")]
    part: Part,
}

/// What is checked.
#[derive(Debug, Args)]
pub struct Verify {
    /// The message that was signed
    message: String,
    /// The signature, 128 hexadecimal digits
    signature: String,
    /// Who signed [default: the wallet's coldkey]
    #[arg(long, value_name = "ADDRESS")]
    by: Option<String>,
    /// The key is an ed25519 one
    #[arg(long)]
    ed25519: bool,
}

/// Whose password, and which.
#[derive(Debug, Args)]
pub struct Password {
    /// Which key
    #[arg(value_enum, default_value = "coldkey")]
    part: Part,
    /// The file whose first line is the new password
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
    /// Leave the key plain on the disk
    #[arg(long, conflicts_with = "new_password_file")]
    no_password: bool,
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    let keys = context.keys();
    match verb {
        Verb::Create(create) => make::create(create, context),
        Verb::Import(import) => make::import(import, context),
        Verb::List => context.out.print(&list(keys)?),
        Verb::Show => context.out.print(&show(keys)?),
        Verb::Export(export) => context.out.print(&exported(export, context)?),
        Verb::Sign(sign) => context.out.print(&signed(sign, keys)?),
        Verb::Verify(verify) => context.out.print(&verified(verify, keys)?),
        Verb::Password(password) => context.out.print(&changed(password, context)?),
        Verb::SwapHotkey(ask) => block_on(swaps::hotkey(ask, context)),
        Verb::SwapAnnounce(ask) => block_on(swaps::announce(ask, context)),
        Verb::SwapExecute(ask) => block_on(swaps::execute(ask, context)),
        Verb::SwapDispute => block_on(swaps::dispute(context)),
        Verb::SwapClear => block_on(swaps::clear(context)),
        Verb::SwapShow(ask) => block_on(swaps::show(ask, context)),
    }
}

fn list(keys: Keys<'_>) -> Result<Wallets, Failure> {
    let path = keys.path()?;
    let mut wallets = Vec::new();
    for name in Wallet::list(&path)? {
        let wallet = Wallet::new(&path, &name, "default")?;
        let coldkey = wallet.coldkeypub().ok().map(|key| key.ss58());
        // One that cannot be read does not hide the others.
        wallets.push(Listed { name, coldkey, hotkeys: hotkeys(&wallet).unwrap_or_default() });
    }
    Ok(Wallets { path: path.display().to_string(), wallets })
}

fn hotkeys(wallet: &Wallet) -> Result<Vec<Hotkey>, WalletError> {
    let address = |name: &str| wallet.with_hotkey(name)?.hotkeypub();
    let hotkey = |name: String| Hotkey { address: address(&name).ok().map(|key| key.ss58()), name };
    Ok(wallet.hotkeys()?.into_iter().map(hotkey).collect())
}

fn show(keys: Keys<'_>) -> Result<Shown, Failure> {
    let wallet = keys.wallet()?;
    present(wallet.directory())?;
    let file = wallet.coldkey_file();
    let coldkey = match wallet.coldkeypub() {
        Ok(key) => Some(key.into()),
        // A damaged coldkey is a problem below, a missing one is none.
        Err(WalletError::Missing { .. }) => None,
        Err(_) if !wallet.coldkeypub_file().exists() => None,
        Err(error) => return Err(error.into()),
    };
    let mut problems = Vec::new();
    let coldkey_encrypted = match kept(&file) {
        Ok(kept) => kept,
        Err(error) => {
            problems.push(error.to_string());
            None
        }
    };
    let watches = !file.exists();
    let mut secrets = vec![file];
    problems.extend(mismatch(&wallet.coldkey_file(), &wallet.coldkeypub_file()));
    for name in wallet.hotkeys()? {
        let hotkey = wallet.with_hotkey(&name)?;
        problems.extend(mismatch(&hotkey.hotkey_file(), &hotkey.hotkeypub_file()));
        secrets.push(hotkey.hotkey_file());
    }
    problems.extend(secrets.iter().filter(|file| file.is_exposed().unwrap_or(false)).map(exposed));
    Ok(Shown {
        name: keys.wallet_name(),
        directory: wallet.directory().display().to_string(),
        coldkey,
        coldkey_encrypted,
        watches,
        hotkeys: hotkeys(&wallet)?,
        problems,
    })
}

/// Why the address that a wallet shows is not that of its key, which must be plain to be looked at. (Unlocking an
/// encrypted one finds it out.)
fn mismatch(secret: &Keyfile, public: &Keyfile) -> Option<String> {
    if !public.exists() || secret.encryption().ok()?.is_some() {
        return None;
    }
    let [named, held] = [public, secret].map(|file| file.open(&()).map(|key| key.public()));
    let (named, held) = (named.ok()?, held.ok()?);
    let [of_named, of_held] = [public, secret].map(|file| file.path().display());
    (named.as_bytes() != held.as_bytes()).then(|| {
        format!(
            "{of_named} says {named}, but the key in {of_held} is {held}: this wallet cannot sign for {named}. Send \
             nothing there before you know why"
        )
    })
}

/// Is the secret in this file encrypted? None without a file; an error for what is no keyfile.
fn kept(file: &Keyfile) -> Result<Option<bool>, WalletError> {
    if !file.exists() {
        return Ok(None);
    }
    if file.encryption()?.is_some() {
        return Ok(Some(true));
    }
    file.open(&()).map(|_| Some(false))
}

/// Refuses a wallet that is not there, and one that cannot be read, which is something else.
fn present(directory: &Path) -> Result<(), Failure> {
    let path = || directory.into();
    let error = match std::fs::read_dir(directory) {
        Ok(_) => return Ok(()),
        Err(error) => error,
    };
    Err(match error.kind() {
        ErrorKind::NotFound => WalletError::Missing { path: path() },
        ErrorKind::PermissionDenied => WalletError::Permission { path: path(), action: "read" },
        _ => WalletError::Io { path: path(), action: "read", error },
    }
    .into())
}

fn unlocked(keys: Keys<'_>, part: Part) -> Result<Keypair, Failure> {
    match part {
        Part::Coldkey => keys.coldkey(),
        Part::Hotkey => keys.hotkey(),
    }
}

fn exported(export: &Export, context: &Context) -> Result<Exported, Failure> {
    terminal::confirm(&context.global, "Show the secret of this key, which is the key", "--yes")?;
    let key = unlocked(context.keys(), export.part)?;
    let shown = |secret: &SecretString| secret.expose_secret().to_string();
    Ok(Exported {
        key: key.public().into(),
        words: key.phrase().map(shown),
        seed: key.seed_hex().as_ref().map(shown),
        private_key: shown(&key.private_key_hex()),
    })
}

fn signed(sign: &Sign, keys: Keys<'_>) -> Result<Signed, Failure> {
    let key = unlocked(keys, sign.part)?;
    let signature = key.sign(sign.message.as_bytes());
    let signature = format!("0x{}", hex::encode(signature.as_bytes()));
    Ok(Signed { message: sign.message.clone(), signer: key.public().into(), signature })
}

fn verified(verify: &Verify, keys: Keys<'_>) -> Result<Verified, Failure> {
    let mut by = match &verify.by {
        Some(address) => keys::address(address)?,
        None => keys.coldkey_address()?,
    };
    if verify.ed25519 {
        by = PublicKey::new(*by.as_bytes(), Crypto::Ed25519);
    }
    let mut bytes = [0; 64];
    let digits = verify.signature.strip_prefix("0x").unwrap_or(&verify.signature);
    hex::decode_to_slice(digits, &mut bytes)
        .map_err(|_| Failure::Usage("a signature is 128 hexadecimal digits after an optional 0x".into()))?;
    match by.verify(verify.message.as_bytes(), &Signature(bytes)) {
        true => Ok(Verified { valid: true, signer: by.into() }),
        false => Err(Failure::Unverified(format!("{by} did not sign this, or another message"))),
    }
}

fn changed(password: &Password, context: &Context) -> Result<PasswordChanged, Failure> {
    let wallet = context.keys().wallet()?;
    let file: Keyfile = match password.part {
        Part::Coldkey => wallet.coldkey_file(),
        Part::Hotkey => wallet.hotkey_file(),
    };
    if !file.exists() {
        return Err(WalletError::Missing { path: file.path().into() }.into());
    }
    let new = make::password(password.new_password_file.as_deref(), password.no_password, "the key")?;
    if new.is_none() {
        terminal::confirm(
            &context.global,
            "Leave this key plain on the disk, for everyone who reads the file",
            "--yes",
        )?;
    }
    file.change_password(&terminal::Asked(&context.global), new.as_ref())?;
    Ok(PasswordChanged { file: file.path().display().to_string(), encrypted: new.is_some() })
}
