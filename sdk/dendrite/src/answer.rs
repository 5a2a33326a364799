//! Answers.

use crate::AskError;
use bytes::Bytes;
use http::{header, HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Body, Incoming};
use myelin_synapse::{Synapse, Terminal};
use serde::Deserialize;
use std::time::Duration;

/// How much of a refusal is read.
const REFUSAL_BYTES: usize = 64 * 1024;

/// An axon's answer. What it says of itself (status, time) is its own word; `elapsed` is ours.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer<S> {
    /// The synapse as the axon sent it back.
    pub synapse: S,
    /// Status, message, seconds and so on as the axon tells them.
    pub axon: Terminal,
    /// From before the question was signed until the answer was read.
    pub elapsed: Duration,
}

impl<S: Synapse> Answer<S> {
    pub(crate) fn read(head: &HeaderMap, body: &[u8], elapsed: Duration) -> Result<Self, AskError> {
        let synapse = serde_json::from_slice(body)
            .map_err(|error| AskError::Unreadable { name: S::NAME, error: error.to_string() })?;
        let mut axon = Terminal::read(head);
        if axon.status_code.is_none() {
            axon = Terminal::read_body(body).unwrap_or(axon);
        }
        Ok(Self { synapse, axon, elapsed })
    }

    /// Does the axon say that all went well?
    pub fn is_success(&self) -> bool {
        self.axon.status_code == Some(200)
    }
}

/// The whole body, within a limit.
pub(crate) async fn collect(body: Incoming, limit: usize) -> Result<Bytes, AskError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(AskError::TooLarge { limit });
    }
    match Limited::new(body, limit).collect().await {
        Ok(body) => Ok(body.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(AskError::TooLarge { limit }),
        Err(error) => Err(AskError::Broken(error.to_string())),
    }
}

/// Is the content of this kind?
pub(crate) fn check_kind(headers: &HeaderMap, wanted: &'static str) -> Result<(), AskError> {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    let essence = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    if essence.eq_ignore_ascii_case(wanted.as_bytes()) {
        return Ok(());
    }
    let is = String::from_utf8_lossy(kind).chars().take(64).collect();
    Err(AskError::ContentType { wanted, is })
}

/// The words of a refusal: from its body, else from its headers.
pub(crate) async fn refusal(status: StatusCode, headers: &HeaderMap, body: Incoming) -> AskError {
    #[derive(Deserialize)]
    struct Said {
        message: Option<String>,
        detail: Option<serde_json::Value>,
    }
    let said = match collect(body, REFUSAL_BYTES).await {
        Ok(body) => serde_json::from_slice::<Said>(&body).ok(),
        Err(_) => None,
    };
    let words = said.and_then(|said| said.message.or(said.detail.map(|detail| detail.to_string())));
    let words = words.or_else(|| Terminal::read(headers).status_message);
    let words = words.unwrap_or_else(|| status.canonical_reason().unwrap_or("no reason given").into());
    AskError::Refused { status: status.as_u16(), message: words.chars().take(1000).collect() }
}
