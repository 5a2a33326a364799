//! `btauth/1`, the signature of requests in SDK 11 (`bittensor.http_auth`): it covers the method, the path, the whole
//! body and the receiver.
//!
//! The checks, in the order of the SDK: [`Auth::read`] the shape, [`Auth::check_receiver`], [`Auth::check_fresh`],
//! [`Auth::verify`], and whether the nonce was seen before, which is for the server to know: within
//! [`MAX_AGE`] and [`MAX_AHEAD`] of now, each sender's nonce counts once.

use crate::unix_nanoseconds;
use http::{HeaderMap, HeaderName, HeaderValue};
use myelin_wallet::{Crypto, PublicKey, Signature, Signer, SignerError};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// A request older than this is refused.
pub const MAX_AGE: Duration = Duration::from_secs(10);
/// So much may the caller's clock be ahead.
pub const MAX_AHEAD: Duration = Duration::from_secs(2);

const VERSION: HeaderName = HeaderName::from_static("x-bittensor-version");
const HOTKEY: HeaderName = HeaderName::from_static("x-bittensor-hotkey");
const RECEIVER: HeaderName = HeaderName::from_static("x-bittensor-receiver");
const NONCE: HeaderName = HeaderName::from_static("x-bittensor-nonce");
const CRYPTO: HeaderName = HeaderName::from_static("x-bittensor-crypto");
const SIGNATURE: HeaderName = HeaderName::from_static("x-bittensor-signature");

/// What these headers claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Auth {
    /// The caller.
    pub hotkey: PublicKey,
    /// Whom the request is for, when it says.
    pub receiver: Option<PublicKey>,
    /// Nanoseconds since 1970.
    pub nonce: u64,
    /// By the caller.
    pub signature: Signature,
}

/// Why a request is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AuthError {
    /// A header is missing.
    #[error("the header {0} is missing")]
    Missing(HeaderName),
    /// A header is not what it should be.
    #[error("the header {header} should be {wanted}")]
    Malformed {
        /// Its name.
        header: HeaderName,
        /// What it should be.
        wanted: &'static str,
    },
    /// For somebody else, or for nobody in particular.
    #[error("the request is not for {0}")]
    WrongReceiver(String),
    /// Too old, or from the future.
    #[error("the request is {0}; from {MAX_AGE:?} old to {MAX_AHEAD:?} ahead is taken: is the caller's clock right?")]
    Stale(String),
    /// Not the caller's signature over this request.
    #[error("the signature is not that of {0} over this request")]
    Signature(String),
}

/// Signs a request; the headers to add. `path` with the query, `body` as it is sent.
pub async fn sign(
    signer: &(impl Signer + ?Sized),
    method: &str,
    path: &str,
    body: &[u8],
    receiver: Option<&PublicKey>,
    nonce: u64,
) -> Result<HeaderMap, SignerError> {
    let (sender, receiver) = (signer.public(), receiver.map(PublicKey::ss58));
    let payload = payload(&sender, method, path, body, receiver.as_deref(), nonce);
    let signature = signer.sign(payload.as_bytes()).await?;
    let mut headers = HeaderMap::with_capacity(6);
    headers.insert(VERSION, HeaderValue::from_static("1"));
    headers.insert(NONCE, HeaderValue::from(nonce));
    if sender.crypto() != Crypto::Sr25519 {
        headers.insert(CRYPTO, HeaderValue::from_static(sender.crypto().name()));
    }
    let texts =
        [(HOTKEY, Some(sender.ss58())), (RECEIVER, receiver), (SIGNATURE, Some(format!("{signature:?}")))];
    for (name, text) in texts {
        // Base58 and hexadecimal can stand in headers.
        if let Some(value) = text.and_then(|text| HeaderValue::try_from(text).ok()) {
            headers.insert(name, value);
        }
    }
    Ok(headers)
}

impl Auth {
    /// What the headers claim; nothing when they do not speak of `btauth` at all.
    pub fn read(headers: &HeaderMap) -> Result<Option<Self>, AuthError> {
        let Some(version) = headers.get(VERSION) else { return Ok(None) };
        if version != "1" {
            return Err(AuthError::Malformed { header: VERSION, wanted: "1" });
        }
        let crypto = match headers.get(CRYPTO).map(HeaderValue::as_bytes) {
            None | Some(b"sr25519") => Crypto::Sr25519,
            Some(b"ed25519") => Crypto::Ed25519,
            Some(_) => return Err(AuthError::Malformed { header: CRYPTO, wanted: "sr25519 or ed25519" }),
        };
        let key = |name| account(headers, name, crypto);
        let nonce = required(headers, NONCE)?;
        let nonce = nonce
            .parse()
            .map_err(|_| AuthError::Malformed { header: NONCE, wanted: "nanoseconds since 1970" })?;
        let wanted = "0x and 128 hexadecimal digits";
        let malformed = || AuthError::Malformed { header: SIGNATURE, wanted };
        let digits = required(headers, SIGNATURE)?;
        let mut signature = [0; 64];
        let digits = digits.strip_prefix("0x").ok_or_else(malformed)?;
        hex::decode_to_slice(digits, &mut signature).map_err(|_| malformed())?;
        Ok(Some(Self {
            hotkey: key(HOTKEY)?,
            receiver: if headers.contains_key(RECEIVER) { Some(key(RECEIVER)?) } else { None },
            nonce,
            signature: Signature(signature),
        }))
    }

    /// Is it for this account? One that names nobody is for nobody.
    pub fn check_receiver(&self, own: &PublicKey) -> Result<(), AuthError> {
        match self.receiver.is_some_and(|receiver| receiver.as_bytes() == own.as_bytes()) {
            true => Ok(()),
            false => Err(AuthError::WrongReceiver(own.ss58())),
        }
    }

    /// Is it of now?
    pub fn check_fresh(&self) -> Result<(), AuthError> {
        let now = unix_nanoseconds();
        let (age, ahead) = (now.saturating_sub(self.nonce), self.nonce.saturating_sub(now));
        let (age, ahead) = (Duration::from_nanos(age), Duration::from_nanos(ahead));
        match (age > MAX_AGE, ahead > MAX_AHEAD) {
            (true, _) => Err(AuthError::Stale(format!("{} s old", age.as_secs()))),
            (_, true) => Err(AuthError::Stale(format!("{} s ahead", ahead.as_secs()))),
            _ => Ok(()),
        }
    }

    /// Did the caller sign this request? `path` with the query.
    pub fn verify(&self, method: &str, path: &str, body: &[u8]) -> Result<(), AuthError> {
        let receiver = self.receiver.as_ref().map(PublicKey::ss58);
        let payload = payload(&self.hotkey, method, path, body, receiver.as_deref(), self.nonce);
        match self.hotkey.verify(payload.as_bytes(), &self.signature) {
            true => Ok(()),
            false => Err(AuthError::Signature(self.hotkey.ss58())),
        }
    }
}

fn payload(
    sender: &PublicKey,
    method: &str,
    path: &str,
    body: &[u8],
    receiver: Option<&str>,
    nonce: u64,
) -> String {
    let (method, body) = (method.to_ascii_uppercase(), hex::encode(Sha256::digest(body)));
    let (scheme, sender, receiver) = (sender.crypto(), sender.ss58(), receiver.unwrap_or("-"));
    format!("btauth/1\n{scheme}\n{method}\n{path}\n{body}\n{nonce}\n{sender}\n{receiver}")
}

fn required(headers: &HeaderMap, name: HeaderName) -> Result<&str, AuthError> {
    let value = headers.get(&name).ok_or_else(|| AuthError::Missing(name.clone()))?;
    value.to_str().map_err(|_| AuthError::Malformed { header: name, wanted: "visible ASCII text" })
}

fn account(headers: &HeaderMap, name: HeaderName, crypto: Crypto) -> Result<PublicKey, AuthError> {
    let malformed = |_| AuthError::Malformed { header: name.clone(), wanted: "an ss58 address" };
    PublicKey::from_ss58(required(headers, name.clone())?, crypto).map_err(malformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use myelin_wallet::Keypair;
    use proptest::prelude::*;

    fn key(uri: &str, crypto: Crypto) -> Keypair {
        Keypair::from_uri(uri, crypto).unwrap()
    }

    #[tokio::test]
    async fn request_should_be_believed_as_it_was_signed_only() {
        let bob = key("//Bob", Crypto::Sr25519).public();
        for crypto in [Crypto::Sr25519, Crypto::Ed25519] {
            let alice = key("//Alice", crypto);
            let headers = sign(&alice, "post", "/Ask", b"{}", Some(&bob), unix_nanoseconds()).await.unwrap();
            assert_eq!(headers.contains_key(CRYPTO), crypto == Crypto::Ed25519);
            let auth = Auth::read(&headers).unwrap().unwrap();
            assert_eq!(auth.check_receiver(&bob), Ok(()));
            assert_eq!(auth.check_fresh(), Ok(()));
            assert_eq!(auth.verify("POST", "/Ask", b"{}"), Ok(()));
            assert!(auth.verify("GET", "/Ask", b"{}").is_err());
            assert!(auth.verify("POST", "/Ask?", b"{}").is_err());
            assert!(auth.verify("POST", "/Ask", b"{ }").is_err());
            assert!(auth.check_receiver(&alice.public()).is_err());
            let nobody = Auth { receiver: None, ..auth.clone() };
            assert!(nobody.check_receiver(&bob).is_err() && nobody.verify("POST", "/Ask", b"{}").is_err());
        }
    }

    #[tokio::test]
    async fn request_should_be_stale_when_its_clock_is_off() {
        let alice = key("//Alice", Crypto::Sr25519);
        for (offset, fresh) in [(-9, true), (-11, false), (1, true), (3, false)] {
            let nonce = unix_nanoseconds().saturating_add_signed(offset * 1_000_000_000);
            let headers = sign(&alice, "GET", "/", b"", None, nonce).await.unwrap();
            assert_eq!(Auth::read(&headers).unwrap().unwrap().check_fresh().is_ok(), fresh, "{offset} s");
        }
    }

    #[tokio::test]
    async fn headers_should_be_refused_with_the_one_that_is_wrong() {
        let alice = key("//Alice", Crypto::Sr25519);
        let full = sign(&alice, "GET", "/", b"", Some(&alice.public()), 7).await.unwrap();
        for name in [HOTKEY, NONCE, SIGNATURE] {
            let mut headers = full.clone();
            headers.remove(&name);
            assert_eq!(Auth::read(&headers), Err(AuthError::Missing(name)));
        }
        for name in [VERSION, HOTKEY, RECEIVER, NONCE, SIGNATURE, CRYPTO] {
            let mut headers = full.clone();
            headers.insert(&name, HeaderValue::from_static("x"));
            assert!(
                matches!(Auth::read(&headers), Err(AuthError::Malformed { header, .. }) if header == name)
            );
        }
        assert_eq!(Auth::read(&HeaderMap::new()), Ok(None));
    }

    proptest! {
        #[test]
        fn headers_should_be_read_or_refused_when_they_are_anything(values in prop::collection::vec(".{0,140}", 5)) {
            let names = [HOTKEY, RECEIVER, NONCE, CRYPTO, SIGNATURE];
            let mut headers: HeaderMap = names.into_iter().zip(&values)
                .filter_map(|(name, value)| Some((name, HeaderValue::from_str(value).ok()?))).collect();
            headers.insert(VERSION, HeaderValue::from_static("1"));
            let _ = Auth::read(&headers);
        }
    }
}
