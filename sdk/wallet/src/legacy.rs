//! Encryptions of older wallets, which are read and never written.

use crate::KeyfileError;
use aes::{
    cipher::{KeyIvInit, StreamCipher},
    Aes256,
};
use base64::{engine::general_purpose::URL_SAFE, Engine};
use ctr::Ctr128BE;
use hmac::{Hmac, Mac};
use pbkdf2::pbkdf2_hmac;
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use zeroize::Zeroizing;

/// Rounds and salt of the wallets that wrote Fernet tokens.
const FERNET_ROUNDS: u32 = 10_000_000;
const FERNET_SALT: &[u8] = b"Iguesscyborgslikemyselfhaveatendencytobeparanoidaboutourorigins";
/// Of the format 1.1 and 1.2 of Ansible vault: a key for the cipher, one for the signature, the first counter.
const ANSIBLE_ROUNDS: u32 = 10_000;
const ANSIBLE_KEYS: usize = 32 + 32 + 16;
const AES_BLOCK: usize = 16;

/// A Fernet token with a key from the password.
pub(crate) fn open_fernet(bytes: &[u8], password: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
    // Version, time, counter, one block, signature: 73 bytes, in base64.
    const SHORTEST: usize = 100;
    let cut_short = || KeyfileError::CutShort(bytes.len() as u64);
    let token =
        std::str::from_utf8(bytes).map_err(|_| KeyfileError::UnknownEncryption("Fernet".into()))?.trim();
    if token.len() < SHORTEST || token.len() % 4 != 0 {
        return Err(cut_short());
    }
    let mut key = Zeroizing::new([0; 32]);
    pbkdf2_hmac::<Sha256>(
        password.expose_secret().as_bytes(),
        FERNET_SALT,
        FERNET_ROUNDS,
        key.as_mut_slice(),
    );
    let key = Zeroizing::new(URL_SAFE.encode(key.as_slice()));
    let fernet =
        fernet::Fernet::new(&key).ok_or_else(|| KeyfileError::Derivation("it gives no key".into()))?;
    fernet.decrypt(token).map(Zeroizing::new).map_err(|_| KeyfileError::WrongPassword)
}

/// Text of Ansible vault: a line that names it, then digits of digits of salt, signature and cipher text.
pub(crate) fn open_ansible(
    bytes: &[u8],
    password: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
    let cut_short = || KeyfileError::CutShort(bytes.len() as u64);
    let text =
        std::str::from_utf8(bytes).map_err(|_| KeyfileError::UnknownEncryption("Ansible vault".into()))?;
    let (header, body) = text.split_once('\n').ok_or_else(cut_short)?;
    // A vault id may follow.
    let known = |version| header.trim().starts_with(&format!("$ANSIBLE_VAULT;{version};AES256"));
    if !known("1.1") && !known("1.2") {
        return Err(KeyfileError::UnknownEncryption(header.trim().chars().take(40).collect()));
    }
    let digits: String = body.split_whitespace().collect();
    let inner = hex::decode(digits).map_err(|_| cut_short())?;
    let mut parts = inner.split(|byte| *byte == b'\n').map(|part| hex::decode(part).map_err(|_| cut_short()));
    let mut next = || parts.next().ok_or_else(cut_short)?;
    let (salt, signature, mut body) = (next()?, next()?, Zeroizing::new(next()?));
    if signature.len() != 32 || body.is_empty() || body.len() % AES_BLOCK != 0 {
        return Err(cut_short());
    }
    let mut keys = Zeroizing::new([0; ANSIBLE_KEYS]);
    let password = password.expose_secret().as_bytes();
    pbkdf2_hmac::<Sha256>(password, &salt, ANSIBLE_ROUNDS, keys.as_mut_slice());
    decrypt_ansible(&keys, &signature, &mut body)?;
    Ok(body)
}

/// Checks the signature, then decrypts in place and takes the padding off (PKCS #7).
fn decrypt_ansible(
    keys: &[u8; ANSIBLE_KEYS],
    signature: &[u8],
    body: &mut Zeroizing<Vec<u8>>,
) -> Result<(), KeyfileError> {
    let bad_key = || KeyfileError::Derivation("it gives no key".into());
    let (cipher, rest) = keys.split_at(32);
    let (signer, counter) = rest.split_at(32);
    let mut mac = <Hmac<Sha256> as Mac>::new_from_slice(signer).map_err(|_| bad_key())?;
    mac.update(body);
    mac.verify_slice(signature).map_err(|_| KeyfileError::WrongPassword)?;
    let mut stream = Ctr128BE::<Aes256>::new_from_slices(cipher, counter).map_err(|_| bad_key())?;
    stream.apply_keystream(body);
    let padding = body.last().map_or(0, |last| usize::from(*last));
    let length = body.len().checked_sub(padding).filter(|_| (1..=AES_BLOCK).contains(&padding));
    body.truncate(length.ok_or(KeyfileError::WrongPassword)?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Written by ansible-core and by Python's cryptography, password test-pass-123, the key of //Alice.
    const VAULT: &[u8] = include_bytes!("../tests/fixtures/alice.vault");
    const TOKEN: &[u8] = include_bytes!("../tests/fixtures/alice.fernet");

    #[test]
    fn alice_should_be_inside_when_an_older_wallet_wrote() {
        let (right, wrong) = (SecretString::from("test-pass-123"), SecretString::from("test-pass-321"));
        for (open, bytes) in [(open_ansible as fn(_, _) -> _, VAULT), (open_fernet, TOKEN)] {
            let plain = open(bytes, &right).unwrap();
            assert!(plain.starts_with(b"{\"accountId\":\"0xd43593c7"));
            assert_eq!(open(bytes, &wrong), Err(KeyfileError::WrongPassword));
        }
    }

    #[test]
    fn file_should_be_refused_when_it_is_cut_short_or_strange() {
        let password = SecretString::from("test-pass-123");
        for end in [14, 26, 27, 60, 500, VAULT.len() - 30] {
            let error = open_ansible(&VAULT[..end], &password).unwrap_err();
            assert!(!matches!(error, KeyfileError::Derivation(_)), "{end}: {error}");
        }
        let other = String::from_utf8_lossy(VAULT).replace("1.1;AES256", "1.0;AES");
        let error = open_ansible(other.as_bytes(), &password).unwrap_err();
        assert_eq!(error, KeyfileError::UnknownEncryption("$ANSIBLE_VAULT;1.0;AES".into()));
        assert_eq!(open_fernet(&TOKEN[..50], &password), Err(KeyfileError::CutShort(50)));
    }

    proptest! {
        #[test]
        fn vault_should_be_refused_when_it_is_anything(body in "[0-9a-f\n]{0,300}") {
            let text = format!("$ANSIBLE_VAULT;1.1;AES256\n{body}");
            prop_assert!(open_ansible(text.as_bytes(), &SecretString::from("p")).is_err());
        }
    }
}
