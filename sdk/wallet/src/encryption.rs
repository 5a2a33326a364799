//! How keyfiles are encrypted: `$NACL`, a nonce, and a NaCl secret box. Older ways are read in `legacy`.

use crate::{legacy, KeyError, KeyfileError};
use argon2::{Algorithm, Argon2, Block, Params, Version};
use crypto_secretbox::{aead::AeadInPlace, KeyInit, Nonce, Tag, XSalsa20Poly1305};
use secrecy::{ExposeSecret, SecretString};
use std::sync::{Mutex, PoisonError};
use zeroize::Zeroizing;

const NACL: &[u8] = b"$NACL";
const ANSIBLE: &[u8] = b"$ANSIBLE_VAULT";
const FERNET: &[u8] = b"gAAAAA";
const NONCE: usize = 24;
const TAG: usize = 16;
/// The same for every wallet of the network: that is the format.
const SALT: [u8; 16] =
    [0x13, 0x71, 0x83, 0xdf, 0xf1, 0x5a, 0x09, 0xbc, 0x9c, 0x90, 0xb5, 0x51, 0x87, 0x39, 0xe9, 0xb1];
/// libsodium's "sensitive" argon2i: so many KiB, passed over so often.
const MEMORY_KIB: u32 = 512 * 1024;
const PASSES: u32 = 8;

/// How a keyfile is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// What is written: argon2i and a NaCl secret box.
    Nacl,
    /// Older wallets: text of Ansible vault. Read only.
    AnsibleVault,
    /// The oldest wallets: a Fernet token. Read only.
    Fernet,
}

impl Encryption {
    /// How these bytes of a keyfile are encrypted, if they are.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        [(NACL, Self::Nacl), (ANSIBLE, Self::AnsibleVault), (FERNET, Self::Fernet)]
            .into_iter()
            .find_map(|(prefix, encryption)| bytes.starts_with(prefix).then_some(encryption))
    }

    /// Is this the beginning of a prefix, and nothing more?
    pub(crate) fn is_begun(bytes: &[u8]) -> bool {
        [NACL, ANSIBLE, FERNET].iter().any(|prefix| prefix.starts_with(bytes))
    }
}

/// What `bytes`, encrypted so, hide.
pub(crate) fn open(
    encryption: Encryption,
    bytes: &[u8],
    password: &SecretString,
) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
    match encryption {
        Encryption::Nacl => open_nacl(bytes, password),
        Encryption::AnsibleVault => legacy::open_ansible(bytes, password),
        Encryption::Fernet => legacy::open_fernet(bytes, password),
    }
}

/// Encrypts the way that is written.
pub(crate) fn seal(plain: &[u8], password: &SecretString) -> Result<Vec<u8>, KeyfileError> {
    let mut nonce = [0; NONCE];
    getrandom::fill(&mut nonce).map_err(|error| KeyError::Random(error.to_string()))?;
    let mut body = Zeroizing::new(plain.to_vec());
    let tag = cipher(password)?
        .encrypt_in_place_detached(Nonce::from_slice(&nonce), b"", &mut body)
        .map_err(|_| KeyfileError::Derivation("the file is too long".into()))?;
    Ok([NACL, &nonce, &tag, &body].concat())
}

fn open_nacl(bytes: &[u8], password: &SecretString) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
    let cut_short = || KeyfileError::CutShort(bytes.len() as u64);
    let rest = bytes.strip_prefix(NACL).ok_or_else(cut_short)?;
    let (nonce, rest) = rest.split_at_checked(NONCE).ok_or_else(cut_short)?;
    let (tag, body) = rest.split_at_checked(TAG).ok_or_else(cut_short)?;
    let mut body = Zeroizing::new(body.to_vec());
    cipher(password)?
        .decrypt_in_place_detached(Nonce::from_slice(nonce), b"", &mut body, Tag::from_slice(tag))
        .map_err(|_| KeyfileError::WrongPassword)?;
    Ok(body)
}

fn cipher(password: &SecretString) -> Result<XSalsa20Poly1305, KeyfileError> {
    let key = derive(password)?;
    XSalsa20Poly1305::new_from_slice(key.as_slice())
        .map_err(|error| KeyfileError::Derivation(error.to_string()))
}

/// One password at a time, so that a service that unlocks many files needs half a GiB and not half a GiB each.
static DERIVING: Mutex<()> = Mutex::new(());

fn derive(password: &SecretString) -> Result<Zeroizing<[u8; 32]>, KeyfileError> {
    let refused = |error: argon2::Error| KeyfileError::Derivation(error.to_string());
    let _one = DERIVING.lock().unwrap_or_else(PoisonError::into_inner);
    let params = Params::new(MEMORY_KIB, PASSES, 1, Some(32)).map_err(refused)?;
    let mut blocks: Vec<Block> = Vec::new();
    blocks
        .try_reserve_exact(params.block_count())
        .map_err(|_| KeyfileError::Memory(MEMORY_KIB as usize / 1024))?;
    blocks.resize(params.block_count(), Block::new());
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2i, Version::V0x13, params)
        .hash_password_into_with_memory(
            password.expose_secret().as_bytes(),
            &SALT,
            key.as_mut_slice(),
            &mut blocks,
        )
        .map_err(refused)?;
    Ok(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_should_come_back_when_the_password_is_right() {
        let password = SecretString::from("test-pass-123");
        let sealed = seal(b"{}", &password).unwrap();
        assert_eq!(Encryption::of(&sealed), Some(Encryption::Nacl));
        assert_eq!(sealed.len(), 5 + NONCE + TAG + 2);
        assert_eq!(open(Encryption::Nacl, &sealed, &password).unwrap().as_slice(), b"{}");
        let wrong = SecretString::from("test-pass-124");
        assert_eq!(open(Encryption::Nacl, &sealed, &wrong), Err(KeyfileError::WrongPassword));
    }

    #[test]
    fn file_should_be_called_cut_short_when_it_is() {
        let password = SecretString::from("p");
        let sealed = [NACL, &[7; NONCE + TAG - 1]].concat();
        for end in 5..=sealed.len() {
            assert_eq!(
                open(Encryption::Nacl, &sealed[..end], &password),
                Err(KeyfileError::CutShort(end as u64))
            );
        }
    }
}
