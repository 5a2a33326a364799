//! Makes a wallet with an encrypted coldkey and a plain hotkey, opens it again, signs and verifies.
//!
//! `cargo run -p myelin-wallet --example wallet`

use myelin_wallet::{Crypto, Environment, Existing, ExposeSecret, Keypair, Prompt, SecretString, Wallet};

/// Runs it in a directory that goes away afterwards.
pub fn main() -> Result<(), Box<dyn std::error::Error>> {
    let home = tempfile::tempdir()?;
    let wallet = Wallet::new(home.path(), "ann", "miner")?;

    let coldkey = Keypair::generate(Crypto::Sr25519, 12)?;
    let words = coldkey.phrase().map_or(0, |phrase| phrase.expose_secret().split(' ').count());
    println!("new coldkey {} of {words} words: write them down", coldkey.public());
    wallet.write_coldkey(&coldkey, Some(&SecretString::from("a good password")), Existing::Keep)?;
    wallet.write_hotkey(&Keypair::generate(Crypto::Sr25519, 12)?, None, Existing::Keep)?;

    // Addresses need no password.
    println!("coldkey {}, hotkey {}", wallet.coldkeypub()?, wallet.hotkeypub()?);

    // A password comes from the environment or from your own prompt; here the prompt knows it.
    let prompt = Prompt(|path: &std::path::Path| {
        println!("password of {}?", path.display());
        Some(SecretString::from("a good password"))
    });
    let unlocked = wallet.unlock_coldkey(&(Environment, prompt))?;

    let signature = unlocked.sign(b"I am Ann");
    println!("signed: {signature:?}");
    assert!(wallet.coldkeypub()?.verify(b"I am Ann", &signature));
    Ok(())
}
