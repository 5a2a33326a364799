//! Who a caller says it is, and the signature that shows it.

use crate::RequestHead;
use myelin_wallet::{Crypto, PublicKey, Signature, Signer, SignerError, Verifier};

/// The longest id of a process that is kept.
const LONGEST_UUID: usize = 128;

/// A request's sender with its signature over nonce, sender, receiver, process and body hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The caller.
    pub hotkey: PublicKey,
    /// The same, as the caller wrote it.
    pub hotkey_address: String,
    /// Nanoseconds since 1970, rising with each request of a process.
    pub nonce: u64,
    /// The id of the caller's process.
    pub uuid: String,
    /// Hash of the body's signed fields.
    pub body_hash: String,
    /// By the caller's hotkey.
    pub signature: Signature,
}

/// Why a claim is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ClaimError {
    /// A header is missing.
    #[error("Missing {0}")]
    Missing(&'static str),
    /// The signature is not `0x` and 128 digits.
    #[error("Invalid signature format. Expected hex string.")]
    SignatureFormat,
    /// No address.
    #[error("the hotkey is no address: {0}")]
    Hotkey(String),
    /// A process id longer than is kept.
    #[error("the uuid has {0} bytes, at most {LONGEST_UUID} are taken")]
    LongUuid(usize),
    /// The signature is not the caller's over this request to this server.
    #[error("Signature mismatch with {message}")]
    Signature {
        /// What should have been signed.
        message: String,
    },
}

impl Claim {
    /// Signs a request to `receiver` (ss58).
    pub async fn sign(
        signer: &(impl Signer + ?Sized),
        nonce: u64,
        uuid: &str,
        body_hash: &str,
        receiver: &str,
    ) -> Result<Self, SignerError> {
        let hotkey = signer.public();
        let hotkey_address = hotkey.ss58();
        Self::sign_as(signer, hotkey_address, nonce, uuid, body_hash, receiver).await
    }

    /// The same with the signer's address at hand.
    pub async fn sign_as(
        signer: &(impl Signer + ?Sized),
        hotkey_address: String,
        nonce: u64,
        uuid: &str,
        body_hash: &str,
        receiver: &str,
    ) -> Result<Self, SignerError> {
        let message = message(nonce, &hotkey_address, receiver, uuid, body_hash);
        let signature = signer.sign(message.as_bytes()).await?;
        let (uuid, body_hash) = (uuid.to_owned(), body_hash.to_owned());
        Ok(Self { hotkey: signer.public(), hotkey_address, nonce, uuid, body_hash, signature })
    }

    /// The claim that headers make.
    pub fn read(head: &RequestHead) -> Result<Self, ClaimError> {
        let nonce = head.nonce.ok_or(ClaimError::Missing("Nonce"))?;
        let hotkey_address = head.hotkey.clone().ok_or(ClaimError::Missing("Hotkey"))?;
        let uuid = head.uuid.clone().ok_or(ClaimError::Missing("UUID"))?;
        if uuid.len() > LONGEST_UUID {
            return Err(ClaimError::LongUuid(uuid.len()));
        }
        let signature = head.signature.as_deref().ok_or(ClaimError::Missing("Signature"))?;
        let digits = signature.strip_prefix("0x").ok_or(ClaimError::SignatureFormat)?;
        let mut bytes = [0; 64];
        hex::decode_to_slice(digits, &mut bytes).map_err(|_| ClaimError::SignatureFormat)?;
        // The headers name no algorithm: hotkeys that talk are sr25519.
        let hotkey = PublicKey::from_ss58(&hotkey_address, Crypto::Sr25519)
            .map_err(|error| ClaimError::Hotkey(error.to_string()))?;
        let body_hash = head.body_hash.clone();
        Ok(Self { hotkey, hotkey_address, nonce, uuid, body_hash, signature: Signature(bytes) })
    }

    /// Did the caller sign this for `receiver` (ss58)?
    pub fn verify(&self, receiver: &str) -> Result<(), ClaimError> {
        self.verify_by(self.hotkey.verifier().as_ref(), receiver)
    }

    /// The same with the hotkey's verifier at hand; without one nothing holds.
    pub fn verify_by(&self, hotkey: Option<&Verifier>, receiver: &str) -> Result<(), ClaimError> {
        let message = message(self.nonce, &self.hotkey_address, receiver, &self.uuid, &self.body_hash);
        match hotkey.is_some_and(|hotkey| hotkey.verify(message.as_bytes(), &self.signature)) {
            true => Ok(()),
            false => Err(ClaimError::Signature { message }),
        }
    }
}

fn message(nonce: u64, sender: &str, receiver: &str, uuid: &str, body_hash: &str) -> String {
    format!("{nonce}.{sender}.{receiver}.{uuid}.{body_hash}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_wallet::Keypair;

    async fn claim() -> (Claim, String) {
        let [alice, bob] = ["//Alice", "//Bob"].map(|uri| Keypair::from_uri(uri, Crypto::Sr25519).unwrap());
        let receiver = bob.public().ss58();
        (Claim::sign(&alice, 7, "id", "hash", &receiver).await.unwrap(), receiver)
    }

    #[tokio::test]
    async fn claim_should_hold_for_what_was_signed_only() {
        let (claim, receiver) = claim().await;
        assert_eq!(claim.verify(&receiver), Ok(()));
        let wrongs = [
            Claim { nonce: 8, ..claim.clone() },
            Claim { uuid: "it".into(), ..claim.clone() },
            Claim { body_hash: "hush".into(), ..claim.clone() },
            Claim { hotkey: PublicKey::new([3; 32], Crypto::Sr25519), ..claim.clone() },
        ];
        assert!(wrongs.iter().all(|wrong| wrong.verify(&receiver).is_err()));
        assert!(claim.verify(&claim.hotkey_address).is_err());
    }

    #[tokio::test]
    async fn claim_should_say_what_is_missing_or_wrong() {
        let (claim, _) = claim().await;
        let full = RequestHead {
            nonce: Some(7),
            uuid: Some("id".into()),
            hotkey: Some(claim.hotkey_address.clone()),
            signature: Some(format!("{:?}", claim.signature)),
            body_hash: "hash".into(),
            ..RequestHead::default()
        };
        assert_eq!(Claim::read(&full), Ok(claim));
        let read = |change: fn(&mut RequestHead)| {
            let mut head = full.clone();
            change(&mut head);
            Claim::read(&head).unwrap_err()
        };
        assert_eq!(read(|head| head.nonce = None), ClaimError::Missing("Nonce"));
        assert_eq!(read(|head| head.uuid = None), ClaimError::Missing("UUID"));
        assert_eq!(read(|head| head.hotkey = None), ClaimError::Missing("Hotkey"));
        assert_eq!(read(|head| head.signature = None), ClaimError::Missing("Signature"));
        assert_eq!(read(|head| head.signature = Some("00".repeat(64))), ClaimError::SignatureFormat);
        assert_eq!(read(|head| head.signature = Some("0x00".into())), ClaimError::SignatureFormat);
        assert_eq!(read(|head| head.uuid = Some("x".repeat(129))), ClaimError::LongUuid(129));
        assert!(matches!(read(|head| head.hotkey = Some("5".repeat(48))), ClaimError::Hotkey(_)));
    }
}
