//! Wallets on a disk: what is written, who may read it, what is refused.

#![allow(clippy::unwrap_used)] // also in what the tests share

use myelin_wallet::{
    Crypto, Encryption, Existing, ExposeSecret, Keyfile, KeyfileError, Keypair, SecretString, StoredKey,
    Wallet, WalletError,
};
use std::{fs, os::unix::fs::PermissionsExt, path::Path};

#[path = "../examples/remote_signer.rs"]
#[allow(dead_code)]
mod remote_signer;
#[path = "../examples/wallet.rs"]
#[allow(dead_code)]
mod tour;

fn alice() -> Keypair {
    Keypair::from_uri("//Alice", Crypto::Sr25519).unwrap()
}

fn bob() -> Keypair {
    Keypair::from_uri("//Bob", Crypto::Ed25519).unwrap()
}

fn mode(path: &Path) -> u32 {
    fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn example_should_run() {
    tour::main().unwrap();
}

#[test]
fn example_of_a_remote_signer_should_run() {
    remote_signer::main().unwrap();
}

#[test]
fn wallet_should_be_private_and_readable_when_written() {
    let home = tempfile::tempdir().unwrap();
    let wallet = Wallet::new(home.path().join("wallets"), "ann", "h1").unwrap();
    wallet.write_coldkey(&alice(), None, Existing::Keep).unwrap();
    wallet.write_hotkey(&bob(), None, Existing::Keep).unwrap();
    assert_eq!(wallet.unlock_coldkey(&()).unwrap().public(), alice().public());
    assert_eq!(wallet.unlock_hotkey(&()).unwrap().public(), bob().public());
    assert_eq!(wallet.coldkeypub().unwrap(), alice().public());
    assert_eq!(wallet.hotkeypub().unwrap(), bob().public());
    for file in
        [wallet.coldkey_file(), wallet.coldkeypub_file(), wallet.hotkey_file(), wallet.hotkeypub_file()]
    {
        assert_eq!(mode(file.path()), 0o600, "{file:?}");
        assert!(!file.is_exposed().unwrap());
    }
    assert_eq!(mode(wallet.directory()), 0o700);
    assert_eq!(mode(&wallet.directory().join("hotkeys")), 0o700);
    // Nothing else is left behind, and what readers pass over is not listed.
    assert_eq!(fs::read_dir(wallet.directory().join("hotkeys")).unwrap().count(), 2);
    fs::write(wallet.directory().join("hotkeys/h1.lock"), "").unwrap();
    wallet.with_hotkey("a0").unwrap().write_hotkey(&alice(), None, Existing::Keep).unwrap();
    assert_eq!(wallet.hotkeys().unwrap(), ["a0", "h1"]);
    assert_eq!(Wallet::list(home.path().join("wallets")).unwrap(), ["ann"]);
    assert!(Wallet::list(home.path().join("nowhere")).unwrap().is_empty());
}

#[test]
fn key_should_stay_when_overwriting_was_not_said() {
    let home = tempfile::tempdir().unwrap();
    let wallet = Wallet::new(home.path(), "ann", "default").unwrap();
    wallet.write_coldkey(&alice(), None, Existing::Keep).unwrap();
    let error = wallet.write_coldkey(&bob(), None, Existing::Keep).unwrap_err();
    assert!(error.to_string().contains(&alice().public().ss58()), "{error}");
    assert_eq!(wallet.unlock_coldkey(&()).unwrap().public(), alice().public());
    wallet.write_coldkey(&bob(), None, Existing::Overwrite).unwrap();
    assert_eq!(wallet.unlock_coldkey(&()).unwrap().public(), bob().public());
}

#[test]
fn watching_wallet_should_take_its_own_key_only() {
    let home = tempfile::tempdir().unwrap();
    let wallet = Wallet::new(home.path(), "ann", "default").unwrap();
    wallet.write_coldkeypub(&alice().public(), Existing::Keep).unwrap();
    let error = wallet.unlock_coldkey(&()).unwrap_err();
    assert!(matches!(&error, WalletError::Keyfile { error: KeyfileError::PublicOnly(_), .. }), "{error}");
    let error = wallet.write_coldkey(&bob(), None, Existing::Keep).unwrap_err();
    assert!(matches!(error, WalletError::Exists { .. }), "{error}");
    assert!(!wallet.coldkey_file().exists());
    wallet.write_coldkey(&alice(), None, Existing::Keep).unwrap();
    assert_eq!(wallet.unlock_coldkey(&()).unwrap().public(), alice().public());
}

#[test]
fn key_should_not_be_given_when_its_public_file_names_another() {
    let home = tempfile::tempdir().unwrap();
    let wallet = Wallet::new(home.path(), "ann", "default").unwrap();
    wallet.write_coldkey(&alice(), None, Existing::Keep).unwrap();
    wallet.write_coldkeypub(&bob().public(), Existing::Overwrite).unwrap();
    let error = wallet.unlock_coldkey(&()).unwrap_err();
    assert!(matches!(error, WalletError::Keyfile { error: KeyfileError::Mismatch { .. }, .. }));
}

#[test]
fn password_should_be_needed_when_the_coldkey_is_encrypted() {
    let home = tempfile::tempdir().unwrap();
    let wallet = Wallet::new(home.path(), "ann", "default").unwrap();
    let key = Keypair::generate(Crypto::Sr25519, 12).unwrap();
    let (password, wrong) = (SecretString::from("test-pass-123"), SecretString::from("x"));
    wallet.write_coldkey(&key, Some(&password), Existing::Keep).unwrap();
    let file = wallet.coldkey_file();
    assert_eq!(file.encryption().unwrap(), Some(Encryption::Nacl));
    assert_eq!(wallet.coldkeypub().unwrap(), key.public());
    let error = wallet.unlock_coldkey(&()).unwrap_err().to_string();
    assert!(error.contains("BT_PW_") && error.contains("_ANN_COLDKEY"), "{error}");
    assert!(wallet.unlock_coldkey(&wrong).unwrap_err().is_wrong_password());
    let read = wallet.unlock_coldkey(&password).unwrap();
    assert_eq!(read.phrase().unwrap().expose_secret(), key.phrase().unwrap().expose_secret());
    file.change_password(&password, None).unwrap();
    assert_eq!(file.encryption().unwrap(), None);
    assert_eq!(mode(file.path()), 0o600);
    assert_eq!(wallet.unlock_coldkey(&()).unwrap().public(), key.public());
}

#[test]
fn older_encryption_should_become_todays_when_the_password_is_changed() {
    let home = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/alice.vault");
    fs::copy(fixture, home.path().join("coldkey")).unwrap();
    let file = Keyfile::new(home.path().join("coldkey"));
    assert_eq!(file.encryption().unwrap(), Some(Encryption::AnsibleVault));
    let (old, new) = (SecretString::from("test-pass-123"), SecretString::from("newer"));
    assert_eq!(file.change_password(&old, Some(&new)).unwrap(), alice().public());
    assert_eq!(file.encryption().unwrap(), Some(Encryption::Nacl));
    assert_eq!(file.unlock(&new).unwrap().public(), alice().public());
}

#[test]
fn reason_should_be_told_when_there_is_no_file_to_read() {
    let home = tempfile::tempdir().unwrap();
    let at = |name: &str| Keyfile::new(home.path().join(name));
    let open = |name: &str| at(name).open(&()).unwrap_err();
    assert!(matches!(open("nothing"), WalletError::Missing { .. }));
    fs::create_dir(home.path().join("directory")).unwrap();
    assert!(matches!(open("directory"), WalletError::NotAFile { .. }));
    fs::File::create(home.path().join("large")).unwrap().set_len(100 << 20).unwrap();
    let error = open("large");
    assert!(matches!(&error, WalletError::Keyfile { error: KeyfileError::TooLarge { .. }, .. }), "{error}");
    // It would wait for ever.
    let made = std::process::Command::new("mkfifo").arg(home.path().join("pipe")).status();
    if made.is_ok_and(|status| status.success()) {
        assert!(matches!(open("pipe"), WalletError::NotAFile { .. }));
    }
    fs::write(home.path().join("locked"), "{}").unwrap();
    fs::set_permissions(home.path().join("locked"), fs::Permissions::from_mode(0o000)).unwrap();
    // Root may read everything.
    if fs::File::open(home.path().join("locked")).is_err() {
        assert!(matches!(open("locked"), WalletError::Permission { action: "read", .. }));
    }
    fs::write(home.path().join("open"), "{}").unwrap();
    fs::set_permissions(home.path().join("open"), fs::Permissions::from_mode(0o644)).unwrap();
    assert!(at("open").is_exposed().unwrap());
}

#[test]
fn name_should_be_refused_when_it_leaves_the_directory_or_hides() {
    for name in ["", ".", "..", "../ann", "a/b", ".hidden", "nul\0"] {
        assert!(matches!(Wallet::new("/tmp", name, "h"), Err(WalletError::Name { .. })), "{name:?}");
        assert!(matches!(Wallet::new("/tmp", "w", name), Err(WalletError::Name { .. })), "{name:?}");
    }
    assert!(Wallet::new("/tmp", "w", "xpub.txt").is_err() && Wallet::new("/tmp", "w", "x.lock").is_err());
    assert!(Wallet::new("/tmp", "btcli-Ann_1 (2)", "ünï").is_ok());
}

#[test]
fn one_key_should_win_when_many_write_the_same_file() {
    let home = tempfile::tempdir().unwrap();
    let file = Keyfile::new(home.path().join("coldkey"));
    let write = |key: Keypair| file.write(&StoredKey::Full(key), None, Existing::Keep).is_ok();
    let won = std::thread::scope(|scope| {
        let tries: Vec<_> = (0..8)
            .map(|n| {
                scope.spawn(move || write(Keypair::from_uri(&format!("//{n}"), Crypto::Sr25519).unwrap()))
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).filter(|won| *won).count()
    });
    assert_eq!(won, 1);
    assert!(file.unlock(&()).is_ok());
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}
