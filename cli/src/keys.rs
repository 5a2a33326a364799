//! Which keys are meant: of a wallet, a development key, an address.

use crate::{
    arguments::{first_of, Global},
    terminal::{self, Asked, Given},
    Failure,
};
use myelin_wallet::{Crypto, Keyfile, Keypair, PublicKey, Wallet};
use std::path::PathBuf;

/// How often a person may mistype a password.
const ATTEMPTS: u32 = 3;

/// The keys that the command line names. Nothing is read before it is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Keys<'a>(pub &'a Global);

impl Keys<'_> {
    /// Where wallets are.
    pub fn path(self) -> Result<PathBuf, Failure> {
        let named = self.0.wallet_path.clone().or_else(|| first_of(&["BT_WALLET_PATH"]).map(PathBuf::from));
        named
            .or_else(Wallet::default_path)
            .ok_or_else(|| Failure::Usage("HOME is not set: say --wallet-path PATH".into()))
    }

    /// The wallet's name.
    pub fn wallet_name(self) -> String {
        let named = self.0.wallet.clone().or_else(|| first_of(&["BT_WALLET_NAME"]));
        named.unwrap_or_else(|| "default".into())
    }

    /// What was said of the hotkey.
    fn hotkey_name(self) -> String {
        let named = self.0.hotkey.clone().or_else(|| first_of(&["BT_WALLET_HOTKEY"]));
        named.unwrap_or_else(|| "default".into())
    }

    /// The wallet. An address in place of a hotkey's name leaves its hotkey the default one.
    pub fn wallet(self) -> Result<Wallet, Failure> {
        let hotkey = self.hotkey_name();
        let name = if is_address_like(&hotkey) || hotkey.starts_with("//") { "default" } else { &hotkey };
        Ok(Wallet::new(self.path()?, &self.wallet_name(), name)?)
    }

    /// The coldkey that is acted for: that of `--proxy-for`, else the wallet's.
    pub fn coldkey_address(self) -> Result<PublicKey, Failure> {
        match &self.0.proxy_for {
            Some(real) => address(real),
            None => self.own_coldkey_address(),
        }
    }

    /// The wallet's own coldkey's address; no password is needed.
    pub fn own_coldkey_address(self) -> Result<PublicKey, Failure> {
        match &self.0.key {
            Some(uri) => Ok(development(uri)?.public()),
            None => Ok(self.wallet()?.coldkeypub()?),
        }
    }

    /// The hotkey's address; no password is needed.
    pub fn hotkey_address(self) -> Result<PublicKey, Failure> {
        let named = self.hotkey_name();
        if is_address_like(&named) {
            return address(&named);
        }
        match self.development_hotkey()? {
            Some(key) => Ok(key.public()),
            None => Ok(self.wallet()?.hotkeypub()?),
        }
    }

    /// The coldkey, which signs. It takes a second and half a GiB when it is encrypted.
    pub fn coldkey(self) -> Result<Keypair, Failure> {
        if let Some(uri) = &self.0.key {
            return development(uri);
        }
        let wallet = self.wallet()?;
        self.warn_of_exposure(&wallet.coldkey_file());
        self.unlock(|passwords| wallet.unlock_coldkey(passwords))
    }

    /// The coldkey, if nobody has to be asked for its password.
    pub fn coldkey_unasked(self) -> Result<Keypair, Failure> {
        match &self.0.key {
            Some(uri) => development(uri),
            None => {
                let wallet = self.wallet()?;
                let key = wallet.unlock_coldkey(&Given(self.0))?;
                self.warn_of_exposure(&wallet.coldkey_file());
                Ok(key)
            }
        }
    }

    /// The hotkey, which signs.
    pub fn hotkey(self) -> Result<Keypair, Failure> {
        if let Some(key) = self.hotkey_of_no_wallet()? {
            return Ok(key);
        }
        let wallet = self.wallet()?;
        self.warn_of_exposure(&wallet.hotkey_file());
        self.unlock(|passwords| wallet.unlock_hotkey(passwords))
    }

    /// The hotkey, if nobody has to be asked for its password.
    pub fn hotkey_unasked(self) -> Result<Keypair, Failure> {
        match self.hotkey_of_no_wallet()? {
            Some(key) => Ok(key),
            None => {
                let wallet = self.wallet()?;
                let key = wallet.unlock_hotkey(&Given(self.0))?;
                self.warn_of_exposure(&wallet.hotkey_file());
                Ok(key)
            }
        }
    }

    /// The hotkey if it is a development key; an error if it is an address, which does not sign.
    fn hotkey_of_no_wallet(self) -> Result<Option<Keypair>, Failure> {
        let named = self.hotkey_name();
        if is_address_like(&named) {
            return Err(Failure::Usage(format!(
                "{named} is an address, and this has to be signed: say --wallet NAME and --hotkey NAME"
            )));
        }
        self.development_hotkey()
    }

    /// An address, or that of a hotkey by its name: in the wallet, or `WALLET/NAME`.
    pub fn address_or_hotkey(self, text: &str) -> Result<PublicKey, Failure> {
        if is_address_like(text) || text.starts_with("//") || text.starts_with("0x") {
            return address(text);
        }
        let wallet = match text.split_once('/') {
            Some((wallet, name)) => Wallet::new(self.path()?, wallet, name)?,
            None => Wallet::new(self.path()?, &self.wallet_name(), text)?,
        };
        Ok(wallet.hotkeypub()?)
    }

    /// Says so when others may read the file of a secret.
    fn warn_of_exposure(self, file: &Keyfile) {
        if !self.0.json && file.is_exposed().unwrap_or(false) {
            eprintln!("warning: {}", exposed(file));
        }
    }

    /// The hotkey `//…`, or the key of `--key` where no hotkey is named.
    fn development_hotkey(self) -> Result<Option<Keypair>, Failure> {
        match (&self.0.hotkey, &self.0.key) {
            (Some(named), _) if named.starts_with("//") => development(named).map(Some),
            (None, Some(uri)) => development(uri).map(Some),
            _ => Ok(None),
        }
    }

    /// Asks again when a person mistyped; a program's password is wrong at once.
    fn unlock(
        self,
        open: impl Fn(&Asked<'_>) -> Result<Keypair, myelin_wallet::WalletError>,
    ) -> Result<Keypair, Failure> {
        let typed = self.0.password_file.is_none() && terminal::is_there();
        let mut attempt = 1;
        loop {
            match open(&Asked(self.0)) {
                Err(error) if error.is_wrong_password() && typed && attempt < ATTEMPTS => {
                    eprintln!("{error}");
                    attempt += 1;
                }
                other => return Ok(other?),
            }
        }
    }
}

/// A development key. A real secret has no place on a command line, where every process can read it.
pub fn development(uri: &str) -> Result<Keypair, Failure> {
    if !uri.starts_with("//") {
        return Err(Failure::Usage(
            "--key takes development keys, which begin with // (//Alice): put other keys into a wallet, with \
             `myelin wallet import`"
                .into(),
        ));
    }
    Ok(Keypair::from_uri(uri, Crypto::Sr25519)?)
}

/// What is said of a file that others may read.
pub fn exposed(file: &Keyfile) -> String {
    let path = file.path().display();
    format!("other users of this machine may read {path}, which holds a secret: `chmod 600` it")
}

/// An address as people write it: ss58, `//Alice`, or `0x` and 64 digits.
pub fn address(text: &str) -> Result<PublicKey, Failure> {
    if text.starts_with("//") {
        return Ok(development(text)?.public());
    }
    let read = match text.strip_prefix("0x") {
        Some(_) => PublicKey::from_hex(text, Crypto::Sr25519),
        None => PublicKey::from_ss58(text, Crypto::Sr25519),
    };
    read.map_err(|error| Failure::Usage(format!("'{text}': {error}")))
}

/// An address, right or mistyped, rather than a name: a name of 40 letters without a separator is none.
fn is_address_like(text: &str) -> bool {
    (40..=66).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    use myelin_wallet::Existing;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    fn global(key: Option<&str>, hotkey: Option<&str>) -> Global {
        let own = |text: Option<&str>| text.map(str::to_string);
        Global { key: own(key), hotkey: own(hotkey), ..Global::default() }
    }

    #[test]
    fn hotkey_should_be_the_development_key_when_none_is_named() {
        let global = global(Some("//Alice"), None);
        assert_eq!(Keys(&global).hotkey_address().unwrap().ss58(), ALICE);
        assert_eq!(Keys(&global).hotkey().unwrap().public().ss58(), ALICE);
    }

    #[test]
    fn hotkey_should_be_an_address_when_it_is_one_and_then_does_not_sign() {
        let global = global(None, Some(ALICE));
        assert_eq!(Keys(&global).hotkey_address().unwrap().ss58(), ALICE);
        assert!(Keys(&global).hotkey().unwrap_err().to_string().contains("has to be signed"));
    }

    #[test]
    fn hotkey_should_be_found_when_it_is_named_with_its_wallet_or_without() {
        let home = tempfile::tempdir().unwrap();
        let key = Keypair::from_uri("//Alice", Crypto::Sr25519).unwrap();
        let wallet = Wallet::new(home.path(), "mine", "second").unwrap();
        wallet.write_hotkey(&key, None, Existing::Keep).unwrap();
        let of = |wallet: &str| Global {
            wallet_path: Some(home.path().into()),
            wallet: Some(wallet.into()),
            ..Global::default()
        };
        let address =
            |wallet: &str, text: &str| Keys(&of(wallet)).address_or_hotkey(text).map(|key| key.ss58());
        for (wallet, text) in
            [("mine", "second"), ("other", "mine/second"), ("other", "//Alice"), ("other", ALICE)]
        {
            assert_eq!(address(wallet, text).unwrap(), ALICE, "{text}");
        }
        assert!(address("other", "second").is_err());
    }

    #[test]
    fn address_should_be_refused_when_a_letter_is_wrong() {
        let mistyped = ALICE.replace("utQY", "utQZ");
        assert!(address(&mistyped).unwrap_err().to_string().contains("checksum"));
        let global = global(None, Some(&mistyped));
        assert!(Keys(&global).hotkey_address().unwrap_err().to_string().contains("checksum"));
    }

    #[test]
    fn key_should_be_refused_when_it_is_a_real_secret() {
        let words = "abandon abandon abandon";
        let said = development(words).unwrap_err().to_string();
        assert!(said.contains("wallet import") && !said.contains("abandon"), "{said}");
    }
}
