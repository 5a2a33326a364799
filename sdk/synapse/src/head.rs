//! The headers of a request.

use crate::{Claim, Empty, PROTOCOL_VERSION};
use http::{header, HeaderMap, HeaderName, HeaderValue};
use std::time::Duration;

/// How long a caller waits when it does not say.
pub const DEFAULT_TIMEOUT: Duration = Duration::from_secs(12);

/// A caller may not ask for more time than this; the rest is cut off when read.
const LONGEST_TIMEOUT: f64 = 86_400.0;

const NAME: HeaderName = HeaderName::from_static("name");
const TIMEOUT: HeaderName = HeaderName::from_static("timeout");
const BODY_HASH: HeaderName = HeaderName::from_static("computed_body_hash");
const DENDRITE_IP: HeaderName = HeaderName::from_static("bt_header_dendrite_ip");
const DENDRITE_VERSION: HeaderName = HeaderName::from_static("bt_header_dendrite_version");
const DENDRITE_NONCE: HeaderName = HeaderName::from_static("bt_header_dendrite_nonce");
const DENDRITE_UUID: HeaderName = HeaderName::from_static("bt_header_dendrite_uuid");
const DENDRITE_HOTKEY: HeaderName = HeaderName::from_static("bt_header_dendrite_hotkey");
const DENDRITE_SIGNATURE: HeaderName = HeaderName::from_static("bt_header_dendrite_signature");
const AXON_IP: HeaderName = HeaderName::from_static("bt_header_axon_ip");
const AXON_PORT: HeaderName = HeaderName::from_static("bt_header_axon_port");
const AXON_HOTKEY: HeaderName = HeaderName::from_static("bt_header_axon_hotkey");

/// What a request's headers say; nothing of it is believed yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RequestHead {
    /// How long the caller waits.
    pub timeout: Option<Duration>,
    /// Version of the caller's software.
    pub version: Option<u64>,
    /// Nanoseconds since 1970.
    pub nonce: Option<u64>,
    /// The id of the caller's process.
    pub uuid: Option<String>,
    /// Who the caller says it is, in ss58.
    pub hotkey: Option<String>,
    /// `0x` and 128 digits.
    pub signature: Option<String>,
    /// Hash of the body's signed fields; nothing when there is none.
    pub body_hash: String,
}

/// Why headers cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum HeadError {
    /// Not text.
    #[error("the header `{0}` is not visible ASCII text")]
    NotText(&'static str),
    /// Not the number it should be.
    #[error("the header `{header}` should be {wanted}, not `{value}`")]
    NotANumber {
        /// Its name.
        header: &'static str,
        /// What it should be.
        wanted: &'static str,
        /// What it is, cut to 64 characters.
        value: String,
    },
    /// A value that cannot stand in a header.
    #[error("`{0}` cannot stand in a header")]
    Unwritable(String),
}

impl RequestHead {
    /// Reads the headers of a request, whatever they are.
    pub fn read(headers: &HeaderMap) -> Result<Self, HeadError> {
        let owned = |name| Ok(text(headers, name)?.map(str::to_owned));
        let timeout = number::<f64>(headers, "timeout", "seconds")?;
        if let Some(wrong) = timeout.filter(|seconds| !seconds.is_finite() || *seconds < 0.0) {
            return Err(not_a_number("timeout", "seconds from 0", &wrong.to_string()));
        }
        Ok(Self {
            timeout: timeout.map(|seconds| Duration::from_secs_f64(seconds.min(LONGEST_TIMEOUT))),
            version: number(headers, "bt_header_dendrite_version", "an integer")?,
            nonce: number(headers, "bt_header_dendrite_nonce", "nanoseconds since 1970")?,
            uuid: owned("bt_header_dendrite_uuid")?,
            hotkey: owned("bt_header_dendrite_hotkey")?,
            signature: owned("bt_header_dendrite_signature")?,
            body_hash: owned("computed_body_hash")?.unwrap_or_default(),
        })
    }

    /// Writes the headers of a request that `claim` signs.
    pub fn write(
        name: &'static str,
        required: &[(&'static str, Empty)],
        timeout: Duration,
        claim: &Claim,
        to: &mut HeaderMap,
    ) -> Result<(), HeadError> {
        to.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        to.insert(NAME, HeaderValue::from_static(name));
        to.insert(TIMEOUT, value(&format!("{:?}", timeout.as_secs_f64()))?);
        to.insert(BODY_HASH, value(&claim.body_hash)?);
        to.insert(DENDRITE_VERSION, HeaderValue::from(PROTOCOL_VERSION));
        to.insert(DENDRITE_NONCE, HeaderValue::from(claim.nonce));
        to.insert(DENDRITE_UUID, value(&claim.uuid)?);
        to.insert(DENDRITE_HOTKEY, value(&claim.hotkey_address)?);
        to.insert(DENDRITE_SIGNATURE, value(&format!("{:?}", claim.signature))?);
        for (field, empty) in required {
            let name = format!("bt_header_input_obj_{field}");
            let name = HeaderName::try_from(name).map_err(|_| HeadError::Unwritable((*field).into()))?;
            to.insert(name, HeaderValue::from_static(empty.header()));
        }
        Ok(())
    }

    /// Adds what the caller knows of both ends; servers only repeat it.
    pub fn write_ends(
        axon: (&str, u16, &str),
        dendrite_ip: Option<&str>,
        to: &mut HeaderMap,
    ) -> Result<(), HeadError> {
        to.insert(AXON_IP, value(axon.0)?);
        to.insert(AXON_PORT, HeaderValue::from(axon.1));
        to.insert(AXON_HOTKEY, value(axon.2)?);
        if let Some(ip) = dendrite_ip {
            to.insert(DENDRITE_IP, value(ip)?);
        }
        Ok(())
    }
}

fn value(text: &str) -> Result<HeaderValue, HeadError> {
    HeaderValue::from_str(text).map_err(|_| HeadError::Unwritable(short(text)))
}

fn text<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a str>, HeadError> {
    headers.get(name).map(|value| value.to_str().map_err(|_| HeadError::NotText(name))).transpose()
}

fn number<N: std::str::FromStr>(
    headers: &HeaderMap,
    name: &'static str,
    wanted: &'static str,
) -> Result<Option<N>, HeadError> {
    let Some(value) = text(headers, name)? else { return Ok(None) };
    value.trim().parse().map(Some).map_err(|_| not_a_number(name, wanted, value))
}

fn not_a_number(header: &'static str, wanted: &'static str, value: &str) -> HeadError {
    HeadError::NotANumber { header, wanted, value: short(value) }
}

fn short(text: &str) -> String {
    text.chars().take(64).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NonceClock;
    use myelin_wallet::{Crypto, Keypair};
    use proptest::prelude::*;

    #[tokio::test]
    async fn head_should_be_read_as_it_was_written() {
        let key = Keypair::from_uri("//Alice", Crypto::Sr25519).unwrap();
        let nonce = NonceClock::process().next();
        let claim = Claim::sign(&key, nonce, "an id", crate::EMPTY_HASH, "5F").await.unwrap();
        let mut headers = HeaderMap::new();
        let (timeout, required) = (Duration::from_millis(2500), [("query", Empty::Text)]);
        RequestHead::write("Ask", &required, timeout, &claim, &mut headers).unwrap();
        assert_eq!(headers["bt_header_input_obj_query"], "IiI=");
        assert_eq!(headers["timeout"], "2.5");
        let head = RequestHead::read(&headers).unwrap();
        assert_eq!(head.timeout, Some(timeout));
        assert_eq!(Claim::read(&head), Ok(claim));
    }

    #[test]
    fn head_should_be_refused_with_the_reason_when_it_cannot_be_read() {
        let read = |name, value: &[u8]| {
            let headers = HeaderMap::from_iter([(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value).unwrap(),
            )]);
            RequestHead::read(&headers)
        };
        for value in [&b"x"[..], b"-1", b"1.5", b"99999999999999999999999", b""] {
            assert!(read("bt_header_dendrite_nonce", value).is_err());
        }
        for value in [&b"-1"[..], b"nan", b"inf", b"1e999", b"abc"] {
            assert!(read("timeout", value).is_err());
        }
        assert_eq!(read("computed_body_hash", b"\xff"), Err(HeadError::NotText("computed_body_hash")));
        assert_eq!(read("timeout", b"1e300").unwrap().timeout, Some(Duration::from_secs(86_400)));
    }

    proptest! {
        #[test]
        fn head_should_be_read_or_refused_when_it_is_anything(values in prop::collection::vec(".{0,80}", 7)) {
            let names = [&TIMEOUT, &DENDRITE_VERSION, &DENDRITE_NONCE, &DENDRITE_UUID, &DENDRITE_HOTKEY,
                &DENDRITE_SIGNATURE, &BODY_HASH];
            let headers = names.into_iter().zip(&values)
                .filter_map(|(name, value)| Some((name.clone(), HeaderValue::from_str(value).ok()?)));
            let _ = RequestHead::read(&HeaderMap::from_iter(headers)).map(|head| Claim::read(&head));
        }
    }
}
