//! What is inside a keyfile: one line of JSON.

use crate::{Crypto, Encryption, KeyError, KeyfileError, Keypair, PublicKey};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The longest JSON that is written; the file of 24 words has about 650 bytes.
const LONGEST: usize = 2048;

/// A key as a file has it.
#[derive(Debug, Clone)]
pub enum StoredKey {
    /// It can sign.
    Full(Keypair),
    /// It can verify only.
    Public(PublicKey),
}

impl StoredKey {
    /// Whose it is.
    pub fn public(&self) -> PublicKey {
        match self {
            Self::Full(key) => key.public(),
            Self::Public(key) => *key,
        }
    }

    /// The key that signs, or the error that there is none.
    pub fn full(self) -> Result<Keypair, KeyfileError> {
        match self {
            Self::Full(key) => Ok(key),
            Self::Public(key) => Err(KeyfileError::PublicOnly(key.ss58())),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Fields {
    account_id: Option<String>,
    public_key: Option<String>,
    ss58_address: Option<String>,
    #[serde(alias = "crypto_type")]
    crypto_type: Option<u64>,
    private_key: Option<SecretString>,
    secret_seed: Option<SecretString>,
    secret_phrase: Option<SecretString>,
    /// What polkadot-js calls its secret.
    encoded: Option<serde::de::IgnoredAny>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    account_id: &'a str,
    public_key: &'a str,
    ss58_address: &'a str,
    crypto_type: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    private_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_seed: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    secret_phrase: Option<&'a str>,
}

/// The key in the JSON of a keyfile. Never panics, whatever the bytes.
pub(crate) fn read(plain: &[u8]) -> Result<StoredKey, KeyfileError> {
    let fields: Fields = serde_json::from_slice(plain).map_err(|error| not_json(plain, &error))?;
    if fields.encoded.is_some() {
        return Err(KeyfileError::Foreign(
            "an export of polkadot-js: make the wallet anew from that key's mnemonic or seed",
        ));
    }
    let crypto = fields.crypto_type.map_or(Ok(Crypto::default()), Crypto::try_from)?;
    let named = fields.named(crypto)?;
    match (fields.rebuilt(crypto, named)?, named) {
        (Some(key), _) => Ok(StoredKey::Full(key)),
        (None, Some(public)) => Ok(StoredKey::Public(public)),
        (None, None) => Err(KeyfileError::NoKey),
    }
}

/// The JSON of a key, with every secret that the key was made from.
pub(crate) fn write(key: &StoredKey) -> Result<Zeroizing<Vec<u8>>, KeyfileError> {
    let (public, full) = match key {
        StoredKey::Full(key) => (key.public(), Some(key)),
        StoredKey::Public(public) => (*public, None),
    };
    let (hex, private, seed) =
        (public.hex(), full.map(Keypair::private_key_hex), full.and_then(Keypair::seed_hex));
    let written = Written {
        account_id: &hex,
        public_key: &hex,
        ss58_address: &public.ss58(),
        crypto_type: public.crypto() as u8,
        private_key: private.as_ref().map(|key| key.expose_secret()),
        secret_seed: seed.as_ref().map(|seed| seed.expose_secret()),
        secret_phrase: full.and_then(Keypair::phrase).map(|phrase| phrase.expose_secret()),
    };
    // All the room at once: growing would leave copies of the secret behind.
    let mut json = Zeroizing::new(Vec::with_capacity(LONGEST));
    serde_json::to_writer(&mut *json, &written)
        .map_err(|error| KeyfileError::Json { line: error.line(), column: error.column() })?;
    Ok(json)
}

impl Fields {
    /// Who the file says it is. All that it says must agree.
    fn named(&self, crypto: Crypto) -> Result<Option<PublicKey>, KeyfileError> {
        let address =
            self.ss58_address.as_deref().map(|text| PublicKey::from_ss58(text, crypto)).transpose()?;
        let public = self.public_key.as_deref().map(|text| PublicKey::from_hex(text, crypto)).transpose()?;
        let account = self.account_id.as_deref().map(|text| PublicKey::from_hex(text, crypto)).transpose()?;
        let mut named = None;
        for key in [address, public, account].into_iter().flatten() {
            match named {
                None => named = Some(key),
                Some(first) if first == key => {}
                Some(first) => {
                    return Err(KeyfileError::Mismatch { named: first.ss58(), rebuilt: key.ss58() });
                }
            }
        }
        Ok(named)
    }

    /// The key from the words, else the seed, else the private key: the first that is well formed and is the key the
    /// file names. (4.1.1 has written seeds that are not hexadecimal beside private keys that are right.) When none
    /// is, the first reason.
    fn rebuilt(&self, crypto: Crypto, named: Option<PublicKey>) -> Result<Option<Keypair>, KeyfileError> {
        type Rebuild = fn(&str, Crypto) -> Result<Keypair, KeyError>;
        let ways: [(&Option<SecretString>, Rebuild); 3] = [
            (&self.secret_phrase, Keypair::from_mnemonic),
            (&self.secret_seed, Keypair::from_seed_hex),
            (&self.private_key, Keypair::from_private_key_hex),
        ];
        let mut reason = None;
        for (secret, rebuild) in ways {
            let Some(secret) = secret else { continue };
            match (rebuild(secret.expose_secret(), crypto), named) {
                (Ok(key), Some(named)) if key.public() != named => {
                    reason.get_or_insert(KeyfileError::Mismatch {
                        named: named.ss58(),
                        rebuilt: key.public().ss58(),
                    });
                }
                (Ok(key), _) => return Ok(Some(key)),
                (Err(error), _) => {
                    reason.get_or_insert(error.into());
                }
            }
        }
        reason.map_or(Ok(None), Err)
    }
}

/// What bytes that are not the JSON of a key are. What `serde_json` says may quote a secret, so it is not repeated.
fn not_json(plain: &[u8], error: &serde_json::Error) -> KeyfileError {
    let text = plain.trim_ascii();
    if text.is_empty() || (text.starts_with(b"{") && error.is_eof()) || Encryption::is_begun(text) {
        return KeyfileError::CutShort(plain.len() as u64);
    }
    if text.starts_with(b"{") {
        return KeyfileError::Json { line: error.line(), column: error.column() };
    }
    KeyfileError::Foreign(foreign(text))
}

fn foreign(text: &[u8]) -> &'static str {
    let Ok(text) = std::str::from_utf8(text) else {
        return "binary data: neither JSON nor one of the encryptions of keyfiles";
    };
    if text.starts_with("-----BEGIN") {
        return "a key of another program (PEM): keys of OpenSSL, SSH and PGP cannot be used";
    }
    let digits = text.strip_prefix("0x").unwrap_or(text);
    if digits.len() == 64 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return "a bare seed: make the wallet anew from it";
    }
    let words = text.split_whitespace().take(25).count();
    if (12..=24).contains(&words) && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace()) {
        return "a bare mnemonic: make the wallet anew from it";
    }
    "text in an unknown format: keyfiles are JSON, or begin with $NACL, $ANSIBLE_VAULT or gAAAAA"
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Written by the official wallet 4.1.1.
    const WINNER: &str = r#"{"cryptoType":1,"publicKey":"0x625e25364c7b68e0a83065ccb40afed43f8fe933e669b24f3d69a57eddb3b715","ss58Address":"5EHgWw2Af1pnoc7f1A8bfmM97W3DAYW8xr82RfhLL9oAabAe","secretPhrase":"legal winner thank year wave sausage worth useful legal winner thank yellow","accountId":"0x625e25364c7b68e0a83065ccb40afed43f8fe933e669b24f3d69a57eddb3b715","secretSeed":"0x6fa2796b0071cac425d8a7851038318c2c37dcebfe4bae73197ce93e75909bd2","privateKey":"0xad8a44476e667ef8eab356d1d6f09303f21ba1ac44a3f8b96210bdd603d1900bb25d15f130020fffc3261f584f84168e7a6f0009f6c3abb2f3fa460f493b0595"}"#;
    const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

    fn fields(text: &[u8]) -> serde_json::Map<String, serde_json::Value> {
        serde_json::from_slice(text).unwrap()
    }

    fn without(names: &[&str]) -> String {
        let mut fields = fields(WINNER.as_bytes());
        names.iter().for_each(|name| drop(fields.remove(*name)));
        serde_json::to_string(&fields).unwrap()
    }

    #[test]
    fn fields_should_be_the_official_ones_when_the_same_key_is_written() {
        let key = read(WINNER.as_bytes()).unwrap();
        assert_eq!(fields(&write(&key).unwrap()), fields(WINNER.as_bytes()));
        // A URI's key has a private key only, and a public part none.
        let alice = Keypair::from_uri("//Alice", Crypto::Ed25519).unwrap();
        let written = fields(&write(&StoredKey::Full(alice.clone())).unwrap());
        assert_eq!(written.len(), 5);
        assert_eq!(written["cryptoType"], 0);
        assert_eq!(
            written["privateKey"],
            "0xabf8e5bdbe30c65656c0a3cbd181ff8a56294a69dfedd27982aace4a76909115"
        );
        assert_eq!(fields(&write(&StoredKey::Public(alice.public())).unwrap()).len(), 4);
    }

    #[test]
    fn pub_file_should_have_243_bytes_as_official_ones() {
        let alice = PublicKey::from_ss58(ALICE, Crypto::Sr25519).unwrap();
        assert_eq!(write(&StoredKey::Public(alice)).unwrap().len(), 243);
    }

    #[test]
    fn key_should_be_rebuilt_when_one_secret_is_left() {
        let key = read(WINNER.as_bytes()).unwrap().public();
        for kept in ["secretPhrase", "secretSeed", "privateKey"] {
            let secrets = ["secretPhrase", "secretSeed", "privateKey"];
            let dropped: Vec<_> = secrets.into_iter().filter(|name| *name != kept).collect();
            assert_eq!(read(without(&dropped).as_bytes()).unwrap().full().unwrap().public(), key, "{kept}");
        }
        // As old files are, with nulls and the old name; and with an address alone.
        let old = without(&["cryptoType", "accountId", "publicKey"])
            .replace('{', r#"{"crypto_type":1,"accountId":null,"#);
        assert_eq!(read(old.as_bytes()).unwrap().public(), key);
        let watch = read(format!(r#"{{"ss58Address":"{ALICE}"}}"#).as_bytes()).unwrap();
        assert_eq!(watch.full().unwrap_err(), KeyfileError::PublicOnly(ALICE.into()));
    }

    #[test]
    fn private_key_should_be_used_when_the_seed_is_no_seed() {
        // 4.1.1 wrote this for a seed whose bytes are text.
        let raw =
            WINNER.replace("0x6fa2796b0071cac425d8a7851038318c2c37dcebfe4bae73197ce93e75909bd2", "0xAAAA");
        let mut fields = fields(raw.as_bytes());
        fields.remove("secretPhrase");
        let key = read(serde_json::to_string(&fields).unwrap().as_bytes()).unwrap();
        assert!(key.full().unwrap().seed_hex().is_none());
    }

    #[test]
    fn mistake_should_be_named_when_the_content_is_wrong() {
        let error = |text: &str| read(text.as_bytes()).unwrap_err();
        let other = WINNER.replace("5EHgWw2Af1pnoc7f1A8bfmM97W3DAYW8xr82RfhLL9oAabAe", ALICE);
        assert!(matches!(error(&other), KeyfileError::Mismatch { .. }));
        let secrets = ["secretSeed", "privateKey"];
        let words = without(&secrets).replace("sausage", "sausages");
        assert_eq!(error(&words), KeyfileError::Key(KeyError::UnknownWord(6)));
        let words = without(&secrets).replace("yellow", "year");
        assert_eq!(error(&words), KeyfileError::Key(KeyError::MnemonicChecksum));
        assert_eq!(error(r#"{"cryptoType":7}"#), KeyfileError::Key(KeyError::UnknownCrypto(7)));
        assert_eq!(error("{}"), KeyfileError::NoKey);
        assert_eq!(error(""), KeyfileError::CutShort(0));
        assert_eq!(error("$NA"), KeyfileError::CutShort(3));
        for text in [
            r#"{"encoded":"x","address":"5G"}"#,
            "legal winner thank year wave sausage worth useful legal winner thank yellow",
            "-----BEGIN OPENSSH PRIVATE KEY-----",
            "0x6fa2796b0071cac425d8a7851038318c2c37dcebfe4bae73197ce93e75909bd2",
            "[1]",
        ] {
            assert!(matches!(error(text), KeyfileError::Foreign(_)), "{text}: {}", error(text));
        }
    }

    #[test]
    fn error_should_quote_no_secret() {
        let odd = WINNER.replace("\"0x6fa2796b0071", "6666666666,\"0x");
        let said = format!("{:?} {0}", read(odd.as_bytes()).unwrap_err());
        assert!(!said.contains("6666") && !said.contains("sausage"), "{said}");
    }

    #[test]
    fn file_should_be_refused_when_cut_short_anywhere() {
        for end in 0..WINNER.len() {
            assert_eq!(read(&WINNER.as_bytes()[..end]).unwrap_err(), KeyfileError::CutShort(end as u64));
        }
    }

    proptest! {
        #[test]
        fn reader_should_not_panic_when_bytes_are_anything(bytes: Vec<u8>) {
            let _ = read(&bytes);
        }

        #[test]
        fn reader_should_not_give_another_key_when_a_byte_is_wrong(at in 0..WINNER.len(), byte: u8) {
            let mut bytes = WINNER.as_bytes().to_vec();
            bytes[at] = byte;
            if let Ok(key) = read(&bytes) {
                prop_assert_eq!(key.public().as_bytes()[0], 0x62);
            }
        }
    }
}
