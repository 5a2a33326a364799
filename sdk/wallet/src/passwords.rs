//! Where passwords come from: an argument, the environment, a prompt of the program's own.

use crate::WalletError;
use base64::{engine::general_purpose::STANDARD, Engine};
use secrecy::{ExposeSecret, SecretString};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// Gives the password of a keyfile, if it has one.
///
/// `()` has none, a [`SecretString`] is the password of every file, [`Environment`] looks into the environment,
/// [`Prompt`] asks with your function, and a pair asks its first and then its second.
pub trait Passwords {
    /// The password of this file; none when there is none here.
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError>;
}

impl<P: Passwords + ?Sized> Passwords for &P {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        (**self).password(keyfile)
    }
}

impl Passwords for () {
    fn password(&self, _: &Path) -> Result<Option<SecretString>, WalletError> {
        Ok(None)
    }
}

impl Passwords for SecretString {
    fn password(&self, _: &Path) -> Result<Option<SecretString>, WalletError> {
        Ok(Some(self.clone()))
    }
}

impl<T: Passwords> Passwords for Option<T> {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        self.as_ref().map_or(Ok(None), |passwords| passwords.password(keyfile))
    }
}

impl<A: Passwords, B: Passwords> Passwords for (A, B) {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        match self.0.password(keyfile)? {
            Some(password) => Ok(Some(password)),
            None => self.1.password(keyfile),
        }
    }
}

/// Asks with the program's own function, which gets the path of the file and gives nothing when the user gives up.
#[derive(Debug, Clone, Copy)]
pub struct Prompt<F>(pub F);

impl<F: Fn(&Path) -> Option<SecretString>> Passwords for Prompt<F> {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        Ok((self.0)(keyfile))
    }
}

/// The variables that the official wallets know: `BT_PW_<PATH>` of one file, then `BT_WALLET_PASSWORD`, then the file
/// that `BT_WALLET_PASSWORD_FILE` names (its first line).
#[derive(Debug, Clone, Copy, Default)]
pub struct Environment;

impl Environment {
    /// The name of a file's variable: `BT_PW_` and its path with `/` and `.` as `_`, in capitals.
    pub fn variable(keyfile: &Path) -> String {
        let path = keyfile.to_string_lossy().replace(['/', '.'], "_");
        format!("BT_PW_{path}").to_uppercase()
    }

    /// What to put into the variable of this name: hidden from the eye, not from anyone who tries.
    pub fn obscure(variable: &str, password: &SecretString) -> SecretString {
        let mixed = mixed(variable, password.expose_secret().as_bytes());
        SecretString::from(STANDARD.encode(mixed.as_slice()))
    }

    /// The password in the variable of this name.
    pub fn reveal(variable: &str, value: &str) -> Option<SecretString> {
        let mixture = Zeroizing::new(STANDARD.decode(value.trim()).ok()?);
        let plain = mixed(variable, &mixture);
        std::str::from_utf8(&plain).ok().map(SecretString::from)
    }

    fn of_file(keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        // 4.1.1 takes the path as it was given, which may be relative.
        let absolute = std::path::absolute(keyfile).unwrap_or_else(|_| PathBuf::from(keyfile));
        for variable in [Self::variable(&absolute), Self::variable(keyfile)] {
            let Ok(value) = std::env::var(&variable).map(Zeroizing::new) else { continue };
            let why = || format!("{variable} is not base64 of what hides it; see docs/guides/wallet.md");
            return Self::reveal(&variable, &value)
                .map(Some)
                .ok_or_else(|| WalletError::Password { path: keyfile.into(), why: why() });
        }
        Ok(None)
    }
}

impl Passwords for Environment {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        if let Some(password) = Self::of_file(keyfile)? {
            return Ok(Some(password));
        }
        if let Ok(password) = std::env::var("BT_WALLET_PASSWORD").map(Zeroizing::new) {
            return Ok(Some(SecretString::from(password.as_str())));
        }
        let Some(file) = std::env::var_os("BT_WALLET_PASSWORD_FILE") else { return Ok(None) };
        let bytes = crate::files::read(Path::new(&file))?;
        let text = std::str::from_utf8(&bytes).map_err(|_| WalletError::Password {
            path: keyfile.into(),
            why: "the file of BT_WALLET_PASSWORD_FILE is not text".into(),
        })?;
        Ok(text.lines().next().map(SecretString::from))
    }
}

/// The bytes with those of the name, again and again, taken in or out.
fn mixed(variable: &str, bytes: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new(bytes.iter().zip(variable.bytes().cycle()).map(|(byte, name)| byte ^ name).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn variable_should_be_the_official_one_when_password_is_in_the_environment() {
        let variable = Environment::variable(Path::new("/home/ann/.bittensor/wallets/default/coldkey"));
        assert_eq!(variable, "BT_PW__HOME_ANN__BITTENSOR_WALLETS_DEFAULT_COLDKEY");
        let value = Environment::obscure(&variable, &SecretString::from("hello-pass"));
        assert_eq!(value.expose_secret(), "KjEzPDhyLyk8Pg==");
        // Of 4.1.1.
        assert_eq!(Environment::variable(Path::new("/tmp/d-a.b c")), "BT_PW__TMP_D-A_B C");
        assert_eq!(Environment::variable(Path::new("/tmp/ünï")), "BT_PW__TMP_ÜNÏ");
    }

    #[test]
    fn second_should_be_asked_when_the_first_has_none() {
        let asked = std::cell::RefCell::new(Vec::new());
        let prompt = Prompt(|path: &Path| {
            asked.borrow_mut().push(path.to_owned());
            Some(SecretString::from("typed"))
        });
        let path = Path::new("/w/coldkey");
        let (first, none) = (SecretString::from("given"), None::<SecretString>);
        assert_eq!((first, &prompt).password(path).unwrap().unwrap().expose_secret(), "given");
        assert!(asked.borrow().is_empty());
        assert_eq!((none, &prompt).password(path).unwrap().unwrap().expose_secret(), "typed");
        assert_eq!(*asked.borrow(), [path]);
    }

    proptest! {
        #[test]
        fn password_should_come_back_when_it_was_obscured(password in ".*", path in "(/[^/]{1,9}){1,5}") {
            let variable = Environment::variable(Path::new(&path));
            let value = Environment::obscure(&variable, &SecretString::from(password.as_str()));
            let back = Environment::reveal(&variable, value.expose_secret()).unwrap();
            prop_assert_eq!(back.expose_secret(), password);
        }
    }
}
