//! Answers.

use crate::{budget::Share, words::readable, AskError};
use http::{header, HeaderMap, StatusCode};
use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};
use myelin_synapse::{Synapse, Terminal};
use serde::Deserialize;
use std::time::Duration;

/// How much of a refusal is read.
const REFUSAL_BYTES: usize = 64 * 1024;
/// Characters of an axon's words in an error.
const WORDS: usize = 1000;

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
        let synapse = serde_json::from_slice(body).map_err(|error| AskError::Unreadable {
            name: S::NAME,
            error: readable(&error.to_string(), WORDS),
        })?;
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

/// A body, and what it has of the bytes for all.
pub(crate) struct Whole {
    pub(crate) bytes: Vec<u8>,
    _share: Share,
}

/// The whole body, within its limit and that of all. In one piece from the start: frames beside it would be twice the
/// memory.
pub(crate) async fn collect(mut body: Incoming, limit: usize, mut share: Share) -> Result<Whole, AskError> {
    if body.size_hint().lower() > limit as u64 {
        return Err(AskError::TooLarge { limit });
    }
    let mut bytes = Vec::new();
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|error| AskError::Broken(error.to_string()))?;
        // Trailers are nothing to us.
        let Ok(chunk) = frame.into_data() else { continue };
        if chunk.len() > limit.saturating_sub(bytes.len()) {
            return Err(AskError::TooLarge { limit });
        }
        share.take(chunk.len())?;
        bytes.extend_from_slice(&chunk);
    }
    Ok(Whole { bytes, _share: share })
}

/// Is the content of this kind?
pub(crate) fn check_kind(headers: &HeaderMap, wanted: &'static str) -> Result<(), AskError> {
    let kind = headers.get(header::CONTENT_TYPE).map(|kind| kind.as_bytes()).unwrap_or_default();
    let essence = kind.split(|byte| *byte == b';').next().unwrap_or_default().trim_ascii();
    if essence.eq_ignore_ascii_case(wanted.as_bytes()) {
        return Ok(());
    }
    let is = readable(&String::from_utf8_lossy(kind), 64);
    Err(AskError::ContentType { wanted, is })
}

/// The words of a refusal: from its body, else from its headers.
pub(crate) async fn refusal(
    status: StatusCode,
    headers: &HeaderMap,
    body: Incoming,
    share: Share,
) -> AskError {
    #[derive(Deserialize)]
    struct Said {
        message: Option<String>,
        detail: Option<serde_json::Value>,
    }
    let said = match collect(body, REFUSAL_BYTES, share).await {
        Ok(body) => serde_json::from_slice::<Said>(&body.bytes).ok(),
        Err(_) => None,
    };
    let words = said.and_then(|said| said.message.or(said.detail.map(|detail| detail.to_string())));
    let words = words.or_else(|| Terminal::read(headers).status_message);
    let words = words.unwrap_or_else(|| status.canonical_reason().unwrap_or("no reason given").into());
    AskError::Refused { status: status.as_u16(), message: readable(&words, WORDS) }
}
