//! What `myelin wallet …` prints.

use crate::output::{cut, facts, yes_no, Report, Table};
use myelin_wallet::PublicKey;
use schemars::JsonSchema;
use serde::Serialize;

/// A key as it may be shown.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Key {
    /// ss58, prefix 42.
    pub address: String,
    /// 0x and 64 digits.
    pub public_key: String,
    /// sr25519 or ed25519.
    pub crypto: String,
}

impl From<PublicKey> for Key {
    fn from(key: PublicKey) -> Self {
        Self { address: key.ss58(), public_key: key.hex(), crypto: key.crypto().to_string() }
    }
}

/// A hotkey of a wallet.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Hotkey {
    /// Its name.
    pub name: String,
    /// Its address; none when its file cannot be read.
    pub address: Option<String>,
}

/// A wallet in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Address of its coldkey; none when it has none or its file cannot be read.
    pub coldkey: Option<String>,
    /// Its hotkeys.
    pub hotkeys: Vec<Hotkey>,
}

/// `wallet list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Wallets {
    /// Where they are.
    pub path: String,
    /// By name.
    pub wallets: Vec<Listed>,
}

impl Report for Wallets {
    fn text(&self) -> String {
        if self.wallets.is_empty() {
            return format!("no wallets in {}: `myelin wallet create` makes one", self.path);
        }
        let mut table = Table::new(&["wallet", "hotkey", "address"]);
        let unreadable = || "(unreadable or none)".to_string();
        for wallet in &self.wallets {
            table.row([cut(&wallet.name), "".into(), wallet.coldkey.clone().unwrap_or_else(unreadable)]);
            for hotkey in &wallet.hotkeys {
                table.row(["".into(), cut(&hotkey.name), hotkey.address.clone().unwrap_or_else(unreadable)]);
            }
        }
        table.render()
    }
}

/// `wallet show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// Its name.
    pub name: String,
    /// Its directory.
    pub directory: String,
    /// The coldkey.
    pub coldkey: Option<Key>,
    /// Is the coldkey's file encrypted? None without a file, when the wallet watches, and for a file that is none.
    pub coldkey_encrypted: Option<bool>,
    /// Is there no coldkey, but only its address?
    pub watches: bool,
    /// Its hotkeys.
    pub hotkeys: Vec<Hotkey>,
    /// What is wrong with its files: damaged ones, and secrets that other users of the machine may read.
    pub problems: Vec<String>,
}

impl Report for Shown {
    fn text(&self) -> String {
        let coldkey = self.coldkey.as_ref();
        let kept = match self.coldkey_encrypted {
            None if self.watches => "not here: this wallet watches",
            None => "NOT USABLE, see below",
            Some(true) => "encrypted",
            Some(false) => "PLAIN: `myelin wallet password` encrypts it",
        };
        let mut text = facts([
            ("wallet", self.name.clone()),
            ("directory", self.directory.clone()),
            ("coldkey", coldkey.map_or("none".into(), |key| format!("{} ({})", key.address, key.crypto))),
            ("its file", kept.into()),
        ]);
        for hotkey in &self.hotkeys {
            let address = hotkey.address.as_deref().unwrap_or("(unreadable)");
            text.push_str(&facts([("hotkey", format!("{}  {address}", hotkey.name))]));
        }
        for problem in &self.problems {
            text.push_str(&facts([("PROBLEM", problem.clone())]));
        }
        text
    }
}

/// `wallet create` and `wallet import`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Made {
    /// The wallet.
    pub name: String,
    /// Its directory.
    pub directory: String,
    /// The coldkey that was written.
    pub coldkey: Option<Key>,
    /// The words of a new coldkey: whoever has them has the key. Shown once.
    pub coldkey_words: Option<String>,
    /// The hotkey that was written.
    pub hotkey: Option<Key>,
    /// The words of a new hotkey.
    pub hotkey_words: Option<String>,
}

impl Report for Made {
    fn text(&self) -> String {
        let mut text = facts([("wallet", self.name.clone()), ("directory", self.directory.clone())]);
        for (what, key, words) in
            [("coldkey", &self.coldkey, &self.coldkey_words), ("hotkey", &self.hotkey, &self.hotkey_words)]
        {
            let Some(key) = key else { continue };
            text.push_str(&facts([(what, key.address.clone())]));
            if let Some(words) = words {
                text.push_str(&format!(
                    "  its words, which are the key; write them down, they are not shown again:\n  {words}\n"
                ));
            }
        }
        text
    }
}

/// `wallet export`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Exported {
    /// The key.
    pub key: Key,
    /// Its words, when it was made from words.
    pub words: Option<String>,
    /// Its seed, when it was made from words or a seed.
    pub seed: Option<String>,
    /// Its private key, as keyfiles have it.
    pub private_key: String,
}

impl Report for Exported {
    fn text(&self) -> String {
        let none = || "none".to_string();
        facts([
            ("address", self.key.address.clone()),
            ("crypto", self.key.crypto.clone()),
            ("words", self.words.clone().unwrap_or_else(none)),
            ("seed", self.seed.clone().unwrap_or_else(none)),
            ("private key", self.private_key.clone()),
        ])
    }
}

/// `wallet sign`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Signed {
    /// The message.
    pub message: String,
    /// Who signed.
    pub signer: Key,
    /// 0x and 128 digits.
    pub signature: String,
}

impl Report for Signed {
    fn text(&self) -> String {
        self.signature.clone()
    }
}

/// `wallet verify`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Verified {
    /// Always true: another signature is exit code 11.
    pub valid: bool,
    /// Who signed.
    pub signer: Key,
}

impl Report for Verified {
    fn text(&self) -> String {
        format!("{} signed this", self.signer.address)
    }
}

/// `wallet password`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PasswordChanged {
    /// The file.
    pub file: String,
    /// Is it encrypted now?
    pub encrypted: bool,
}

impl Report for PasswordChanged {
    fn text(&self) -> String {
        format!("{} is rewritten; encrypted: {}", self.file, yes_no(self.encrypted))
    }
}
