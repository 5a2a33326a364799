//! Questions to the person at the terminal. Without one there are none: the error names what answers beforehand.

use crate::{arguments::Global, output::printable, Failure};
use myelin_wallet::{ExposeSecret, Passwords, SecretString, WalletError};
use std::{
    io::{BufRead, IsTerminal, Write},
    path::Path,
};

/// Can anybody answer?
pub fn is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks before something that costs or cannot be undone; `flag` answers beforehand.
pub fn confirm(global: &Global, what: &str, flag: &'static str) -> Result<(), Failure> {
    if global.yes {
        return Ok(());
    }
    if global.json || !is_there() {
        return Err(Failure::NoTerminal { question: format!("'{what}?'"), flag });
    }
    eprint!("{}? [y/N] ", printable(what));
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer).map_err(|_| Failure::Declined)?;
    match answer.trim().to_lowercase().as_str() {
        "y" | "yes" => Ok(()),
        _ => Err(Failure::Declined),
    }
}

/// A new password, typed twice.
pub fn new_password(of: &str) -> Result<SecretString, Failure> {
    if !is_there() {
        let question = format!("the new password of {of}");
        return Err(Failure::NoTerminal { question, flag: "--new-password-file FILE (or --no-password)" });
    }
    let ask = |question: String| {
        let typed = rpassword::prompt_password(question).map_err(|_| Failure::Declined)?;
        Ok::<_, Failure>(SecretString::from(typed))
    };
    loop {
        let password = ask(format!("New password of {of}: "))?;
        if password.expose_secret().is_empty() {
            eprintln!("An empty password protects nothing; --no-password leaves the key plain.");
        } else if ask("The same again: ".into())?.expose_secret() == password.expose_secret() {
            return Ok(password);
        } else {
            eprintln!("They differ.");
        }
    }
}

/// The password of a keyfile where it was given beforehand: in `--password-file`, else in the environment.
pub struct Given<'a>(pub &'a Global);

impl Passwords for Given<'_> {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        let Some(file) = &self.0.password_file else { return myelin_wallet::Environment.password(keyfile) };
        let why = |failure: Failure| WalletError::Password { path: keyfile.into(), why: failure.to_string() };
        first_line(file, "a password").map(Some).map_err(why)
    }
}

/// Where the password of a keyfile comes from: what was [`Given`], else the person.
pub struct Asked<'a>(pub &'a Global);

impl Passwords for Asked<'_> {
    fn password(&self, keyfile: &Path) -> Result<Option<SecretString>, WalletError> {
        if let Some(password) = Given(self.0).password(keyfile)? {
            return Ok(Some(password));
        }
        if !is_there() {
            let why = "nobody can type it: there is no terminal. Say --password-file FILE, or set BT_WALLET_PASSWORD";
            return Err(WalletError::Password { path: keyfile.into(), why: why.into() });
        }
        let typed = rpassword::prompt_password(format!("Password of {}: ", keyfile.display()));
        Ok(typed.ok().map(SecretString::from))
    }
}

/// The first line of a file, which is a secret: `what` stands there, in words.
pub fn first_line(path: &Path, what: &str) -> Result<SecretString, Failure> {
    let fail = |error| Failure::File { path: path.display().to_string(), error };
    let file = std::fs::File::open(path).map_err(fail)?;
    let mut line = String::new();
    // A password file is short; what is not does not fill the memory.
    std::io::BufReader::new(std::io::Read::take(file, 4096)).read_line(&mut line).map_err(fail)?;
    let secret = SecretString::from(line.trim_end_matches(['\r', '\n']));
    zeroize(line);
    match secret.expose_secret().is_empty() {
        true => Err(Failure::Usage(format!(
            "the first line of {} is empty: {what} is expected there",
            path.display()
        ))),
        false => Ok(secret),
    }
}

/// Wipes a line that was a secret.
fn zeroize(line: String) {
    drop(SecretString::from(line));
}
