//! Keys that sign: from words, seeds, private keys and URIs.

use crate::{
    mnemonic,
    public::{decode_hex, CONTEXT},
    uri::{self, Junction},
    Crypto, KeyError, PublicKey, Signature,
};
use codec::Encode;
use schnorrkel::{derive::Derivation, ExpansionMode, MiniSecretKey};
use secrecy::{ExposeSecret, SecretString};
use std::{fmt, sync::Arc};
use zeroize::Zeroizing;

/// A key that signs. Clones share one secret, which is wiped when the last of them is dropped.
#[derive(Clone)]
pub struct Keypair(Arc<Inner>);

struct Inner {
    secret: Secret,
    public: PublicKey,
    seed: Option<Zeroizing<[u8; 32]>>,
    phrase: Option<SecretString>,
}

/// Wipes itself: schnorrkel's does by itself, the other is wrapped.
enum Secret {
    Sr25519(Box<schnorrkel::Keypair>),
    Ed25519(Zeroizing<[u8; 32]>),
}

impl Keypair {
    /// A new key from a new mnemonic of 12, 15, 18, 21 or 24 words.
    pub fn generate(crypto: Crypto, words: usize) -> Result<Self, KeyError> {
        let phrase = mnemonic::generate(words)?;
        Self::from_mnemonic(phrase.expose_secret(), crypto)
    }

    /// The key of a mnemonic without a password.
    pub fn from_mnemonic(words: &str, crypto: Crypto) -> Result<Self, KeyError> {
        let (phrase, seed) = mnemonic::read(words, "")?;
        Ok(Self::build(Secret::from_seed(&seed, crypto)?, Some(seed), Some(phrase)))
    }

    /// The key of a seed (mini-secret).
    pub fn from_seed(seed: &[u8; 32], crypto: Crypto) -> Result<Self, KeyError> {
        Ok(Self::build(Secret::from_seed(seed, crypto)?, Some(Zeroizing::new(*seed)), None))
    }

    /// The key of a seed in 64 hexadecimal digits, with or without `0x`.
    pub fn from_seed_hex(seed: &str, crypto: Crypto) -> Result<Self, KeyError> {
        let mut bytes = Zeroizing::new([0; 32]);
        decode_hex(seed, bytes.as_mut_slice(), "the seed")?;
        Self::from_seed(&bytes, crypto)
    }

    /// The key of a private key as keyfiles have it, in hexadecimal: 64 bytes for sr25519 (schnorrkel's canonical form,
    /// not the ed25519-expanded one of polkadot-js), 32 for ed25519.
    pub fn from_private_key_hex(private: &str, crypto: Crypto) -> Result<Self, KeyError> {
        let secret = match crypto {
            Crypto::Sr25519 => {
                let mut bytes = Zeroizing::new([0; 64]);
                decode_hex(private, bytes.as_mut_slice(), "the private key")?;
                let secret = schnorrkel::SecretKey::from_bytes(bytes.as_slice())
                    .map_err(|_| KeyError::PrivateKey("sr25519"))?;
                Secret::Sr25519(Box::new(secret.to_keypair()))
            }
            Crypto::Ed25519 => {
                let mut bytes = Zeroizing::new([0; 32]);
                decode_hex(private, bytes.as_mut_slice(), "the private key")?;
                Secret::Ed25519(bytes)
            }
        };
        Ok(Self::build(secret, None, None))
    }

    /// The key of a URI: `//Alice`, `<words>//hard/soft///password`, `0x<seed>//hard`.
    pub fn from_uri(text: &str, crypto: Crypto) -> Result<Self, KeyError> {
        let parts = uri::parse(text)?;
        let root = parts.root.trim();
        let key = match (root.strip_prefix("0x"), parts.password) {
            (Some(_), Some(_)) => return Err(KeyError::SeedWithPassword),
            (Some(digits), None) => Self::from_seed_hex(digits, crypto)?,
            (None, None) => Self::from_mnemonic(root, crypto)?,
            (None, Some(password)) => {
                // The words alone would give another key: only the seed is kept.
                let (_, seed) = mnemonic::read(root, password)?;
                Self::from_seed(&seed, crypto)?
            }
        };
        if parts.path.is_empty() {
            return Ok(key);
        }
        let mut secret = key.0.secret.derived(&parts.path, 0)?;
        for index in 1..parts.path.len() {
            secret = secret.derived(&parts.path, index)?;
        }
        Ok(Self::build(secret, None, None))
    }

    /// Its public key.
    pub fn public(&self) -> PublicKey {
        self.0.public
    }

    /// Signs the bytes as they are (sr25519 in the context "substrate"). Extrinsic payloads over 256 bytes are hashed
    /// before, by whoever makes them.
    pub fn sign(&self, message: &[u8]) -> Signature {
        match &self.0.secret {
            Secret::Sr25519(pair) => Signature(pair.sign_simple(CONTEXT, message).to_bytes()),
            Secret::Ed25519(seed) => {
                let key = Zeroizing::new(ed25519_zebra::SigningKey::from(**seed));
                Signature(key.sign(message).to_bytes())
            }
        }
    }

    /// The words, when it was made from words alone.
    pub fn phrase(&self) -> Option<&SecretString> {
        self.0.phrase.as_ref()
    }

    /// `0x` and 64 digits, when it was made from a seed or from words.
    pub fn seed_hex(&self) -> Option<SecretString> {
        self.0.seed.as_ref().map(|seed| secret_hex(seed.as_slice()))
    }

    /// The private key as keyfiles have it: `0x` and 128 digits (sr25519) or 64 (ed25519).
    pub fn private_key_hex(&self) -> SecretString {
        match &self.0.secret {
            Secret::Sr25519(pair) => secret_hex(Zeroizing::new(pair.secret.to_bytes()).as_slice()),
            Secret::Ed25519(seed) => secret_hex(seed.as_slice()),
        }
    }

    fn build(secret: Secret, seed: Option<Zeroizing<[u8; 32]>>, phrase: Option<SecretString>) -> Self {
        let public = secret.public();
        Self(Arc::new(Inner { secret, public, seed, phrase }))
    }
}

impl Secret {
    fn from_seed(seed: &[u8; 32], crypto: Crypto) -> Result<Self, KeyError> {
        match crypto {
            Crypto::Sr25519 => {
                let mini = MiniSecretKey::from_bytes(seed.as_slice())
                    .map_err(|_| KeyError::PrivateKey("sr25519"))?;
                Ok(Self::Sr25519(Box::new(mini.expand_to_keypair(ExpansionMode::Ed25519))))
            }
            Crypto::Ed25519 => Ok(Self::Ed25519(Zeroizing::new(*seed))),
        }
    }

    fn public(&self) -> PublicKey {
        match self {
            Self::Sr25519(pair) => PublicKey::new(pair.public.to_bytes(), Crypto::Sr25519),
            Self::Ed25519(seed) => {
                let key = Zeroizing::new(ed25519_zebra::SigningKey::from(**seed));
                PublicKey::new(key.verification_key().into(), Crypto::Ed25519)
            }
        }
    }

    /// The key one step of a path below this one.
    fn derived(&self, path: &[Junction], index: usize) -> Result<Self, KeyError> {
        let number = index.saturating_add(1);
        let junction = path.get(index).copied().ok_or(KeyError::EmptyJunction(number))?;
        match (self, junction) {
            (Self::Sr25519(pair), Junction::Hard(code)) => {
                let code = schnorrkel::derive::ChainCode(code);
                let (mini, _) = pair.hard_derive_mini_secret_key(Some(code), b"");
                Ok(Self::Sr25519(Box::new(mini.expand_to_keypair(ExpansionMode::Ed25519))))
            }
            (Self::Sr25519(pair), Junction::Soft(code)) => {
                let (below, _) = pair.derived_key_simple(schnorrkel::derive::ChainCode(code), b"");
                Ok(Self::Sr25519(Box::new(below)))
            }
            (Self::Ed25519(seed), Junction::Hard(code)) => {
                let preimage = Zeroizing::new(("Ed25519HDKD", **seed, code).encode());
                Ok(Self::Ed25519(Zeroizing::new(uri::blake2_256(&preimage))))
            }
            (Self::Ed25519(_), Junction::Soft(_)) => Err(KeyError::SoftJunction(number)),
        }
    }
}

fn secret_hex(bytes: &[u8]) -> SecretString {
    let digits = Zeroizing::new(hex::encode(bytes));
    let mut text = Zeroizing::new(String::with_capacity(digits.len() + 2));
    text.push_str("0x");
    text.push_str(&digits);
    SecretString::from(text.as_str())
}

impl fmt::Debug for Keypair {
    /// The public part only.
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "Keypair of {:?}", self.0.public)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINNER: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";
    /// What the official wallet 4.1.1 makes of `W` (the words above) and paths.
    const SR25519: [(&str, &str); 12] = [
        ("//Alice", "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"),
        ("//Alice//hot", "5G6Fyo6U2fDhJXDJGp4Dr6XViVCdPcryiyLBDsusguSRcYvJ"),
        ("/Alice", "5GvKEoc787uDV8etY1AM8vF385edu2iyqD1WfCjDugzLUiAL"),
        ("//Alice/soft", "5C8PhJPLE54x23RjmqBcEEnALryCDWdTJM5xLaoL9W8XEpnt"),
        ("//1", "5GBNeWRhZc2jXu7D55rBimKYDk8PGk8itRYFTPfC8RJLKG5o"),
        ("//1/2", "5DtQvADor1orTUkBvhKV2Ff4gXauKLQoppkXDZ9jMtZfWsTc"),
        ("W", "5EHgWw2Af1pnoc7f1A8bfmM97W3DAYW8xr82RfhLL9oAabAe"),
        ("W/soft/1", "5DCHjwemF6cCxuAnCvnZKtKJmTsphDqDTiSKSq8RDxDygSxm"),
        ("W//hard/soft///pass word", "5EEdqahcTHj1mCW6neefBb2GiFBiK8D81acZCJtFZBEwTSB2"),
        ("W///p/q", "5EntL2TQFAiusbuVggmTRXvd4942KEDTAew58qNtWpU2f9dh"),
        (
            "//a-very-long-junction-name-of-more-than-32-bytes",
            "5EnUTo7Mmtjxafick758cnQ2kLd5NPnfMn1Mb5xWVoiwEcj8",
        ),
        (
            "0x1111111111111111111111111111111111111111111111111111111111111111//x",
            "5GdiExV7ZvG3VkCDCjgXTCnrkZ754JedtdLC57ZLbCt6oUbD",
        ),
    ];
    const ED25519: [(&str, &str); 7] = [
        ("//Alice", "5FA9nQDVg267DEd8m1ZypXLBnvN7SFxYwV7ndqSYGiN9TTpu"),
        ("//Alice//hot", "5Eo5deSTQqrU2kM7SFU6ExdQvFjtbu7549Wcfw3LmzxgA8tj"),
        ("//1", "5GPSNQk7A1k77LEzMd2r9ja1hfH6mVvUwkZt8wHRzgSELkPA"),
        ("W", "5ErKjJLUyc8TTU2vNKrj5UciogZho2MDawb6nN2KG44aU1aB"),
        ("W//hard", "5FwZT328eLg4neBucAPtG7gWhgFH3jQgnE8S5xUrKcgfJxN8"),
        ("W///p/q", "5HEsAD8VftQviYMQSagiopBWc4kQcq7ty6eEEAs7ABsHKUVT"),
        (
            "0x1111111111111111111111111111111111111111111111111111111111111111//x",
            "5CzmDeVYdQLKJ1ZrMgcuVfBfSn1bV7AKXgy1mBJhZKJJuAhZ",
        ),
    ];

    #[test]
    fn address_should_be_the_official_ones_when_made_from_uris() {
        for (crypto, vectors) in [(Crypto::Sr25519, &SR25519[..]), (Crypto::Ed25519, &ED25519[..])] {
            for (uri, address) in vectors {
                let key = Keypair::from_uri(&uri.replace('W', WINNER), crypto).unwrap();
                assert_eq!(key.public().ss58(), *address, "{crypto} {uri}");
            }
        }
    }

    #[test]
    fn address_should_be_the_same_when_rebuilt_from_each_secret() {
        for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
            let key = Keypair::generate(crypto, 24).unwrap();
            let phrase = key.phrase().unwrap().expose_secret();
            let (seed, private) = (key.seed_hex().unwrap(), key.private_key_hex());
            let public = key.public();
            assert_eq!(Keypair::from_mnemonic(phrase, crypto).unwrap().public(), public);
            assert_eq!(Keypair::from_seed_hex(seed.expose_secret(), crypto).unwrap().public(), public);
            assert_eq!(
                Keypair::from_private_key_hex(private.expose_secret(), crypto).unwrap().public(),
                public
            );
        }
    }

    #[test]
    fn private_key_should_be_schnorrkels_when_it_is_alice() {
        let private = Keypair::from_uri("//Alice", Crypto::Sr25519).unwrap().private_key_hex();
        assert!(private.expose_secret().starts_with("0x33a6f3093f158a71"));
        // What polkadot-js exports is another form; it gives another key or none, and an address tells.
        let foreign = format!("0x98319d4f{}", "1".repeat(120));
        assert_ne!(
            Keypair::from_private_key_hex(&foreign, Crypto::Sr25519).map(|key| key.public()).ok(),
            Keypair::from_uri("//Alice", Crypto::Sr25519).map(|key| key.public()).ok()
        );
    }

    #[test]
    fn signature_should_hold_for_this_message_and_key_only() {
        for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
            let [alice, bob] = ["//Alice", "//Bob"].map(|uri| Keypair::from_uri(uri, crypto).unwrap());
            let mut signature = alice.sign(b"message");
            assert!(alice.public().verify(b"message", &signature));
            assert!(!alice.public().verify(b"massage", &signature));
            assert!(!bob.public().verify(b"message", &signature));
            signature.0[5] ^= 1;
            assert!(!alice.public().verify(b"message", &signature));
            assert!(!alice.public().verify(b"message", &Signature([0xff; 64])));
        }
    }

    #[test]
    fn uri_should_be_refused_with_the_reason_when_it_cannot_be() {
        let error = |uri: &str, crypto| Keypair::from_uri(uri, crypto).unwrap_err();
        assert_eq!(error("//Alice/soft", Crypto::Ed25519), KeyError::SoftJunction(2));
        assert_eq!(error(&format!("0x{}///p", "1".repeat(64)), Crypto::Sr25519), KeyError::SeedWithPassword);
        assert_eq!(error("0x1234", Crypto::Sr25519), KeyError::NotHex { what: "the seed", bytes: 32 });
        assert_eq!(error("Alice", Crypto::Sr25519), KeyError::WordCount(1));
    }

    #[test]
    fn debug_should_show_no_secret() {
        for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
            let key = Keypair::from_mnemonic(WINNER, crypto).unwrap();
            let shown = format!("{key:?} {:?} {:?}", key.phrase(), key.private_key_hex());
            let seed = key.seed_hex().unwrap();
            assert!(!shown.contains("legal") && !shown.contains(&seed.expose_secret()[2..10]), "{shown}");
        }
    }
}
