//! `wallet create` and `wallet import`.

use super::{Made, Part};
use crate::{keys, terminal, Context, Failure};
use clap::Args;
use myelin_wallet::{Crypto, Existing, ExposeSecret, Keypair, SecretString, WalletError};
use std::{
    io::BufRead,
    path::{Path, PathBuf},
};

/// What is made.
#[derive(Debug, Args)]
pub struct Create {
    /// Only this one of the two keys
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// How many words: 12, 15, 18, 21 or 24
    #[arg(long, default_value_t = 12, value_name = "NUMBER")]
    words: usize,
    /// Make ed25519 keys rather than sr25519 ones
    #[arg(long)]
    ed25519: bool,
    #[command(flatten)]
    kept: Kept,
}

/// How a key is kept.
#[derive(Debug, Args)]
pub struct Kept {
    /// The file whose first line becomes the coldkey's password
    #[arg(long, value_name = "FILE")]
    new_password_file: Option<PathBuf>,
    /// Leave the coldkey plain on the disk
    #[arg(long, conflicts_with = "new_password_file")]
    no_password: bool,
    /// Replace keys of the same name: what was in them is lost
    #[arg(long)]
    overwrite: bool,
}

/// What is imported, and from where.
#[derive(Debug, Args)]
pub struct Import {
    /// Which key it becomes
    #[arg(value_enum)]
    part: Part,
    /// The file whose first line is the words, the seed (0x…) or a URI; `-` is standard input
    #[arg(long, value_name = "FILE", required_unless_present_any = ["uri", "address"])]
    secret_file: Option<PathBuf>,
    /// A development key, such as //Alice
    #[arg(long, value_name = "//NAME", conflicts_with_all = ["secret_file", "address"])]
    uri: Option<String>,
    /// Only watch this address
    #[arg(long, value_name = "ADDRESS", conflicts_with_all = ["secret_file"])]
    address: Option<String>,
    /// It is an ed25519 key
    #[arg(long)]
    ed25519: bool,
    #[command(flatten)]
    kept: Kept,
}

fn crypto(ed25519: bool) -> Crypto {
    if ed25519 {
        Crypto::Ed25519
    } else {
        Crypto::Sr25519
    }
}

/// The new password of a key: from a file, none, or asked for.
pub(super) fn password(file: Option<&Path>, none: bool, of: &str) -> Result<Option<SecretString>, Failure> {
    match (file, none) {
        (Some(file), _) => terminal::first_line(file, "a password").map(Some),
        (None, true) => Ok(None),
        (None, false) => terminal::new_password(of).map(Some),
    }
}

impl Kept {
    fn existing(&self, context: &Context) -> Result<Existing, Failure> {
        if !self.overwrite {
            return Ok(Existing::Keep);
        }
        terminal::confirm(
            &context.global,
            "Replace keys of the same name, which are lost without their words",
            "--yes",
        )?;
        Ok(Existing::Overwrite)
    }

    fn password(&self, of: &str) -> Result<Option<SecretString>, Failure> {
        password(self.new_password_file.as_deref(), self.no_password, of)
    }
}

fn made(context: &Context) -> Result<Made, Failure> {
    let wallet = context.keys().wallet()?;
    Ok(Made {
        name: context.keys().wallet_name(),
        directory: wallet.directory().display().to_string(),
        coldkey: None,
        coldkey_words: None,
        hotkey: None,
        hotkey_words: None,
    })
}

pub(super) fn create(create: &Create, context: &Context) -> Result<(), Failure> {
    let wallet = context.keys().wallet()?;
    let existing = create.kept.existing(context)?;
    let mut made = made(context)?;
    let words = |key: &Keypair| key.phrase().map(|words| words.expose_secret().to_string());
    let new = || Keypair::generate(crypto(create.ed25519), create.words);
    // Before anything is written: a name that is taken shall not leave half a wallet.
    let both = [(Part::Coldkey, wallet.coldkey_file()), (Part::Hotkey, wallet.hotkey_file())];
    for (part, file) in &both {
        let wanted = create.only.is_none_or(|only| only == *part);
        if wanted && existing == Existing::Keep && file.exists() {
            return Err(WalletError::Exists { path: file.path().into(), holds: "a key".into() }.into());
        }
    }
    if create.only != Some(Part::Hotkey) {
        let key = new()?;
        wallet.write_coldkey(&key, create.kept.password("the coldkey")?.as_ref(), existing)?;
        (made.coldkey_words, made.coldkey) = (words(&key), Some(key.public().into()));
    }
    if create.only != Some(Part::Coldkey) {
        let key = new()?;
        wallet.write_hotkey(&key, None, existing)?;
        (made.hotkey_words, made.hotkey) = (words(&key), Some(key.public().into()));
    }
    context.out.print(&made)
}

pub(super) fn import(import: &Import, context: &Context) -> Result<(), Failure> {
    let existing = import.kept.existing(context)?;
    match &import.address {
        Some(address) => watch(import, address, existing, context),
        None => take(import, existing, context),
    }
}

fn watch(import: &Import, address: &str, existing: Existing, context: &Context) -> Result<(), Failure> {
    let wallet = context.keys().wallet()?;
    let key = keys::address(address)?;
    let key = myelin_wallet::PublicKey::new(*key.as_bytes(), crypto(import.ed25519));
    let mut made = made(context)?;
    match import.part {
        Part::Coldkey => {
            wallet.write_coldkeypub(&key, existing)?;
            made.coldkey = Some(key.into());
        }
        Part::Hotkey => {
            wallet.write_hotkeypub(&key, existing)?;
            made.hotkey = Some(key.into());
        }
    }
    context.out.print(&made)
}

fn take(import: &Import, existing: Existing, context: &Context) -> Result<(), Failure> {
    let wallet = context.keys().wallet()?;
    let key = match &import.uri {
        Some(uri) => Keypair::from_uri(keys::development(uri).map(|_| uri)?, crypto(import.ed25519))?,
        None => secret(import.secret_file.as_deref(), crypto(import.ed25519))?,
    };
    let mut made = made(context)?;
    match import.part {
        Part::Coldkey => {
            wallet.write_coldkey(&key, import.kept.password("the coldkey")?.as_ref(), existing)?;
            made.coldkey = Some(key.public().into());
        }
        Part::Hotkey => {
            let asked = import.kept.new_password_file.as_deref();
            let password = asked.map(|file| terminal::first_line(file, "a password")).transpose()?;
            wallet.write_hotkey(&key, password.as_ref(), existing)?;
            made.hotkey = Some(key.public().into());
        }
    }
    context.out.print(&made)
}

/// What a file with a secret begins with.
const SECRET: &str = "a mnemonic, a seed (0x and 64 digits), a private key (0x and 128 digits) or a URI";

/// The key in the first line of a file, which is never a part of the command line.
fn secret(file: Option<&Path>, crypto: Crypto) -> Result<Keypair, Failure> {
    let line = match file {
        Some(file) if file != Path::new("-") => terminal::first_line(file, SECRET)?,
        _ => {
            let mut line = String::new();
            let fail = |error| Failure::File { path: "standard input".into(), error };
            std::io::stdin().lock().read_line(&mut line).map_err(fail)?;
            SecretString::from(line.trim())
        }
    };
    key_of(line.expose_secret().trim(), crypto)
}

/// The key that a text is the secret of. What is said of a wrong one repeats nothing of it.
fn key_of(text: &str, crypto: Crypto) -> Result<Keypair, Failure> {
    if text.is_empty() {
        return Err(Failure::Usage(format!("there is no secret: {SECRET} is expected, in the first line")));
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has = digits.len();
    let wrong = |what: &str| Failure::Usage(format!("{what}: a seed has 64, a private key 128"));
    Ok(match digits.len() {
        64 if is_hex => Keypair::from_seed_hex(text, crypto)?,
        128 if is_hex => Keypair::from_private_key_hex(text, crypto)?,
        _ if text.contains('/') => Keypair::from_uri(text, crypto)?,
        _ if is_hex => return Err(wrong(&format!("the secret has {has} hexadecimal digits"))),
        _ if text.starts_with("0x") => return Err(wrong("not all that follows 0x are hexadecimal digits")),
        _ => Keypair::from_mnemonic(text, crypto)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_should_be_refused_with_its_length_when_it_is_cut_short() {
        let said = |text: &str| key_of(text, Crypto::Sr25519).unwrap_err().to_string();
        assert!(said("0x1234").contains("4 hexadecimal digits: a seed has 64"), "{}", said("0x1234"));
        assert!(said(&"a".repeat(63)).contains("63 hexadecimal digits"));
        assert!(said(&format!("0x{}", "g".repeat(64))).contains("not all that follows"));
        assert!(said("").contains("no secret"));
        assert!(said("legal winner").contains("2 words"));
        assert!(!said("0xdeadbeef").contains("deadbeef"));
        // A seed with a path is a URI.
        assert!(key_of(&format!("0x{}//hot", "1".repeat(64)), Crypto::Sr25519).is_ok());
    }
}
