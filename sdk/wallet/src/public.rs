//! Public keys, their addresses and their signatures.

use crate::KeyError;
use blake2::{Blake2b512, Digest};
use std::fmt;

/// The ss58 prefix of this network's addresses.
pub const SS58_PREFIX: u16 = 42;
/// What the chain's clients sign within.
pub(crate) const CONTEXT: &[u8] = b"substrate";

/// The algorithm of a key, with its number in keyfiles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub enum Crypto {
    /// Plain, widely known; hard derivation alone.
    Ed25519 = 0,
    /// What wallets make unless told otherwise.
    #[default]
    Sr25519 = 1,
}

impl Crypto {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Ed25519 => "ed25519",
            Self::Sr25519 => "sr25519",
        }
    }
}

impl TryFrom<u64> for Crypto {
    type Error = KeyError;

    fn try_from(number: u64) -> Result<Self, KeyError> {
        match number {
            0 => Ok(Self::Ed25519),
            1 => Ok(Self::Sr25519),
            other => Err(KeyError::UnknownCrypto(other)),
        }
    }
}

impl fmt::Display for Crypto {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(self.name())
    }
}

/// A signature of either algorithm.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Signature(pub [u8; 64]);

impl Signature {
    /// The bytes as they go over the wire.
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Debug for Signature {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "0x{}", hex::encode(self.0))
    }
}

/// A public key: an account, and what checks its signatures. Shown as its ss58 address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct PublicKey {
    bytes: [u8; 32],
    crypto: Crypto,
}

impl PublicKey {
    /// Any 32 bytes are an account; whether they can sign shows when a signature is checked.
    pub const fn new(bytes: [u8; 32], crypto: Crypto) -> Self {
        Self { bytes, crypto }
    }

    /// Of an address with prefix 42. The address does not tell the algorithm.
    pub fn from_ss58(address: &str, crypto: Crypto) -> Result<Self, KeyError> {
        // 35 bytes are at most 48 digits; what is much longer is not decoded.
        if address.len() > 64 {
            return Err(KeyError::Address);
        }
        let data = bs58::decode(address).into_vec().map_err(|_| KeyError::Address)?;
        let prefix = match data.first() {
            Some(first @ 0..=63) => u16::from(*first),
            Some(first @ 64..=127) => {
                let second = data.get(1).copied().ok_or(KeyError::Address)?;
                let lower = (first << 2) | (second >> 6);
                u16::from(lower) | (u16::from(second & 0b0011_1111) << 8)
            }
            _ => return Err(KeyError::Address),
        };
        let start = if prefix < 64 { 1 } else { 2 };
        let body = data.len().checked_sub(2).filter(|end| *end == start + 32).ok_or(KeyError::Address)?;
        let (body, checksum) = data.split_at(body);
        if !checksum_of(body).starts_with(checksum) {
            return Err(KeyError::AddressChecksum);
        }
        if prefix != SS58_PREFIX {
            return Err(KeyError::AddressPrefix(prefix));
        }
        let bytes = body.get(start..).and_then(|key| key.try_into().ok()).ok_or(KeyError::Address)?;
        Ok(Self { bytes, crypto })
    }

    /// Of 64 hexadecimal digits, with or without `0x`.
    pub fn from_hex(text: &str, crypto: Crypto) -> Result<Self, KeyError> {
        let mut bytes = [0; 32];
        decode_hex(text, &mut bytes, "the public key")?;
        Ok(Self { bytes, crypto })
    }

    /// The account's 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.bytes
    }

    /// The algorithm of its signatures.
    pub fn crypto(&self) -> Crypto {
        self.crypto
    }

    /// The address with prefix 42, 48 characters.
    pub fn ss58(&self) -> String {
        let mut data = Vec::with_capacity(35);
        data.push(SS58_PREFIX as u8);
        data.extend_from_slice(&self.bytes);
        let checksum = checksum_of(&data);
        data.extend(checksum.iter().take(2));
        bs58::encode(data).into_string()
    }

    /// `0x` and 64 hexadecimal digits.
    pub fn hex(&self) -> String {
        format!("0x{}", hex::encode(self.bytes))
    }

    /// Did this key sign these bytes?
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        self.verifier().is_some_and(|verifier| verifier.verify(message, signature))
    }

    /// The same key made ready to check many signatures; nothing when it can have none.
    pub fn verifier(&self) -> Option<Verifier> {
        match self.crypto {
            Crypto::Sr25519 => schnorrkel::PublicKey::from_bytes(&self.bytes).ok().map(Verifier::Sr25519),
            Crypto::Ed25519 => {
                ed25519_zebra::VerificationKey::try_from(self.bytes).ok().map(Verifier::Ed25519)
            }
        }
    }
}

/// A public key whose point is decoded already: a tenth of the work of checking a signature.
#[derive(Clone)]
#[allow(missing_docs)] // the algorithms
pub enum Verifier {
    Sr25519(schnorrkel::PublicKey),
    Ed25519(ed25519_zebra::VerificationKey),
}

impl Verifier {
    /// Did this key sign these bytes?
    pub fn verify(&self, message: &[u8], signature: &Signature) -> bool {
        match self {
            Self::Sr25519(key) => schnorrkel::Signature::from_bytes(&signature.0)
                .is_ok_and(|signature| key.verify_simple(CONTEXT, message, &signature).is_ok()),
            Self::Ed25519(key) => key.verify(&ed25519_zebra::Signature::from(signature.0), message).is_ok(),
        }
    }
}

impl fmt::Display for PublicKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.ss58())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{} ({})", self.ss58(), self.crypto)
    }
}

fn checksum_of(data: &[u8]) -> [u8; 64] {
    let mut hash = Blake2b512::new();
    hash.update(b"SS58PRE");
    hash.update(data);
    hash.finalize().into()
}

/// Hexadecimal digits with or without `0x` into exactly these bytes.
pub(crate) fn decode_hex(text: &str, into: &mut [u8], what: &'static str) -> Result<(), KeyError> {
    let digits = text.strip_prefix("0x").unwrap_or(text);
    hex::decode_to_slice(digits, into).map_err(|_| KeyError::NotHex { what, bytes: into.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";
    const ALICE_HEX: &str = "0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d";

    #[test]
    fn address_should_be_the_known_one_when_key_is_alice() {
        let alice = PublicKey::from_hex(ALICE_HEX, Crypto::Sr25519).unwrap();
        assert_eq!(alice.ss58(), ALICE);
        assert_eq!(PublicKey::from_ss58(ALICE, Crypto::Sr25519), Ok(alice));
    }

    #[test]
    fn address_should_be_refused_with_the_reason_when_it_is_wrong() {
        let read = |address: &str| PublicKey::from_ss58(address, Crypto::Sr25519);
        assert_eq!(read(&ALICE.replace("GKutQY", "GKutQZ")), Err(KeyError::AddressChecksum));
        assert_eq!(read(&ALICE[..40]), Err(KeyError::Address));
        assert_eq!(read(""), Err(KeyError::Address));
        assert_eq!(read(&"5".repeat(10_000)), Err(KeyError::Address));
        // Alice on Polkadot.
        let polkadot = "15oF4uVJwmo4TdGW7VfQxNLavjCXviqxT9S1MgbjMNHr6Sp5";
        assert_eq!(read(polkadot), Err(KeyError::AddressPrefix(0)));
    }

    proptest! {
        #[test]
        fn address_should_give_back_the_key_when_it_is_read(bytes: [u8; 32]) {
            let key = PublicKey::new(bytes, Crypto::Ed25519);
            prop_assert_eq!(key.ss58().len(), 48);
            prop_assert_eq!(PublicKey::from_ss58(&key.ss58(), Crypto::Ed25519), Ok(key));
        }

        #[test]
        fn address_should_be_read_or_refused_when_it_is_anything(text in ".{0,70}") {
            let _ = PublicKey::from_ss58(&text, Crypto::Sr25519);
        }
    }
}
