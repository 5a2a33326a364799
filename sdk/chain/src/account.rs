//! Accounts.

use codec::{Decode, Encode};
use myelin_wallet::{Crypto, KeyError, PublicKey};
use serde::{de::Error as _, Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// An account: 32 bytes, shown and parsed as its ss58 address with prefix 42.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Encode,
    Decode,
    scale_encode::EncodeAsType,
    scale_decode::DecodeAsType,
)]
pub struct AccountId(pub [u8; 32]);

impl AccountId {
    /// The bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The key whose account this is; an account does not tell its algorithm.
    pub fn public(&self, crypto: Crypto) -> PublicKey {
        PublicKey::new(self.0, crypto)
    }
}

impl From<[u8; 32]> for AccountId {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl From<PublicKey> for AccountId {
    fn from(key: PublicKey) -> Self {
        Self(*key.as_bytes())
    }
}

impl From<&PublicKey> for AccountId {
    fn from(key: &PublicKey) -> Self {
        Self(*key.as_bytes())
    }
}

impl FromStr for AccountId {
    type Err = KeyError;

    /// An address, or 64 hexadecimal digits after `0x`.
    fn from_str(text: &str) -> Result<Self, KeyError> {
        let key = match text.strip_prefix("0x") {
            Some(digits) => PublicKey::from_hex(digits, Crypto::Sr25519)?,
            None => PublicKey::from_ss58(text, Crypto::Sr25519)?,
        };
        Ok(key.into())
    }
}

impl fmt::Display for AccountId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str(&self.public(Crypto::Sr25519).ss58())
    }
}

impl fmt::Debug for AccountId {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, to)
    }
}

impl Serialize for AccountId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for AccountId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    #[test]
    fn account_should_be_the_same_when_shown_and_parsed() {
        let alice: AccountId = ALICE.parse().unwrap();
        assert_eq!(alice.to_string(), ALICE);
        assert_eq!(format!("0x{}", hex::encode(alice.0)).parse::<AccountId>().unwrap(), alice);
        let json = serde_json::to_string(&alice).unwrap();
        assert_eq!(serde_json::from_str::<AccountId>(&json).unwrap(), alice);
    }

    #[test]
    fn account_should_be_refused_when_a_character_is_wrong() {
        assert_eq!(ALICE.replace("Fz9", "Fz8").parse::<AccountId>(), Err(KeyError::AddressChecksum));
        assert!("nobody".parse::<AccountId>().is_err());
    }
}
