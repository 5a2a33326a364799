//! Wallets between the official package and ours, both ways: what one writes, plain and encrypted, the other reads.

use myelin_e2e::{python, Failure};
use myelin_wallet::{Crypto, Existing, Keypair, SecretString, Signature, Wallet};
use serde::{Deserialize, Serialize};
use std::path::Path;

const MESSAGE: &[u8] = b"a message";

/// A wallet, by who wrote it. The scripts in `tours/wallet.py` know the same fields.
#[derive(Debug, Serialize, Deserialize)]
struct Said {
    name: String,
    hotkey: String,
    /// Of the coldkey; and of the hotkey when we wrote it.
    password: Option<String>,
    /// 1 is sr25519, 0 ed25519.
    crypto: u64,
    coldkey_address: String,
    hotkey_address: String,
    /// Of the hotkey over the message, in hexadecimal.
    signature: String,
}

fn run(version: &str, mode: &str, wallets: &Path, home: &Path) -> Result<Vec<String>, Failure> {
    let python = python::with_client(version)?;
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tours/wallet.py");
    python::script(&python, &script, &[mode, &wallets.to_string_lossy()], &[], home)
}

/// Theirs, read by us.
fn read_theirs(version: &str) -> Result<(), Failure> {
    let (home, wallets) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let lines = run(version, "write", wallets.path(), home.path())?;
    let said: Vec<Said> = lines.iter().filter_map(|line| serde_json::from_str(line).ok()).collect();
    assert_eq!(said.len(), 4, "it said {lines:?}");
    for said in said {
        let wallet = Wallet::new(wallets.path(), &said.name, &said.hotkey)?;
        let password = said.password.map(SecretString::from);
        let cold = wallet.unlock_coldkey(&password)?;
        let hot = wallet.unlock_hotkey(&())?;
        assert_eq!(cold.public().ss58(), said.coldkey_address, "{}", said.name);
        assert_eq!(hot.public().ss58(), said.hotkey_address, "{}", said.name);
        assert_eq!(cold.public(), wallet.coldkeypub()?);
        assert_eq!(cold.public().crypto(), Crypto::try_from(said.crypto)?);
        let signature = hex::decode(&said.signature)?.try_into().map_err(|_| "64 bytes are a signature")?;
        assert!(hot.public().verify(MESSAGE, &Signature(signature)), "{}", said.name);
        if let Some(password) = password.filter(|_| said.crypto == 1) {
            let another = SecretString::from("another");
            assert!(wallet.unlock_coldkey(&another).is_err_and(|error| error.is_wrong_password()));
            // Theirs becomes ours without losing anything.
            wallet.coldkey_file().change_password(&password, None)?;
            assert_eq!(wallet.unlock_coldkey(&())?.public(), cold.public());
        }
    }
    Ok(())
}

/// Ours, read by them.
fn write_ours(version: &str) -> Result<(), Failure> {
    let (home, wallets) = (tempfile::tempdir()?, tempfile::tempdir()?);
    let mut said = Vec::new();
    for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
        let uri = |uri| Keypair::from_uri(uri, crypto);
        let ours = [
            ("phrase", Keypair::generate(crypto, 12)?, Keypair::generate(crypto, 24)?, None),
            ("uri", uri("//Alice")?, uri("//Alice//hot")?, None),
            (
                "locked",
                Keypair::generate(crypto, 12)?,
                Keypair::from_seed(&[0x9f; 32], crypto)?,
                Some("test-pass-123"),
            ),
        ];
        for (name, cold, hot, password) in ours {
            let name = format!("{name}-{crypto}");
            let wallet = Wallet::new(wallets.path(), &name, "hot")?;
            let secret = password.map(SecretString::from);
            wallet.write_coldkey(&cold, secret.as_ref(), Existing::Keep)?;
            wallet.write_hotkey(&hot, secret.as_ref(), Existing::Keep)?;
            said.push(Said {
                name,
                hotkey: "hot".into(),
                password: password.map(Into::into),
                crypto: crypto as u64,
                coldkey_address: cold.public().ss58(),
                hotkey_address: hot.public().ss58(),
                signature: hex::encode(hot.sign(MESSAGE).as_bytes()),
            });
        }
    }
    std::fs::write(wallets.path().join("said.json"), serde_json::to_vec(&said)?)?;
    let lines = run(version, "read", wallets.path(), home.path())?;
    assert_eq!(lines.iter().filter(|line| line.starts_with("read ")).count(), said.len());
    Ok(())
}

#[test]
fn wallets_of_10_5_0_should_be_read_by_us() -> Result<(), Failure> {
    read_theirs("10.5.0")
}

#[test]
fn wallets_of_11_3_0_should_be_read_by_us() -> Result<(), Failure> {
    read_theirs("11.3.0")
}

#[test]
fn our_wallets_should_be_read_by_10_5_0() -> Result<(), Failure> {
    write_ours("10.5.0")
}

#[test]
fn our_wallets_should_be_read_by_11_3_0() -> Result<(), Failure> {
    write_ours("11.3.0")
}
