//! Answers as they go over the wire.

use crate::{
    handler::Reply,
    refusal::Refusal,
    service::{Held, Service},
    HandlerError,
};
use bytes::Bytes;
use futures_util::{stream::BoxStream, FutureExt, Stream, StreamExt};
use http::{header, HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::{Either, Full, StreamBody};
use hyper::body::Frame;
use myelin_synapse::{
    envelope, process_id, NonceClock, Refused, Terminal, DEFAULT_TIMEOUT, PROTOCOL_VERSION,
};
use myelin_wallet::PublicKey;
use std::{panic::AssertUnwindSafe, time::Duration};
use tokio::{
    task::coop,
    time::{timeout_at, Instant},
};

/// Whole, or chunk by chunk. A chunk that is an error breaks the connection off: the caller sees that it is not all.
pub(crate) type Body = Either<Full<Bytes>, StreamBody<BoxStream<'static, Result<Frame<Bytes>, Broken>>>>;

/// Why a stream ended early.
#[derive(Debug, thiserror::Error)]
#[error("the stream was broken off: {0}")]
pub(crate) struct Broken(String);

/// What is known of a request so far.
pub(crate) struct Told {
    pub(crate) name: &'static str,
    /// Only when its signature holds.
    pub(crate) hotkey: Option<PublicKey>,
    pub(crate) timeout: Duration,
}

impl Default for Told {
    fn default() -> Self {
        Self { name: "", hotkey: None, timeout: DEFAULT_TIMEOUT }
    }
}

pub(crate) fn success(
    service: &Service,
    told: &Told,
    reply: Reply,
    held: Held,
    end: Instant,
    took: Duration,
) -> Result<Response<Body>, Refusal> {
    let axon = Terminal {
        status_code: Some(200),
        status_message: Some("Success".into()),
        process_time: Some(took.as_secs_f64()),
        version: Some(u64::from(PROTOCOL_VERSION)),
        hotkey: Some(service.address.clone()),
        ..Terminal::default()
    };
    let (kind, body) = match reply {
        Reply::Fields(fields) => {
            let text = envelope(told.name, told.timeout.as_secs_f64(), Some(&axon), None, &fields)
                .map_err(|error| Refusal::internal(told.name, error))?;
            ("application/json", Either::Left(Full::new(text.into())))
        }
        Reply::Stream(stream) => {
            let frames = bounded(stream, held, end, told.name).boxed();
            ("text/event-stream", Either::Right(StreamBody::new(frames)))
        }
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert("name", HeaderValue::from_static(told.name));
    axon.write(headers);
    Ok(response)
}

/// The stream until its time is over; what the request holds is given back at its end. The time is looked at before
/// each chunk, for a stream that always has one ready is never waited for, and others have their turn between them.
fn bounded(
    stream: BoxStream<'static, Result<Bytes, HandlerError>>,
    held: Held,
    end: Instant,
    name: &'static str,
) -> impl Stream<Item = Result<Frame<Bytes>, Broken>> + Send {
    futures_util::stream::unfold(Some((stream, held)), move |state| async move {
        let (mut stream, held) = state?;
        let broken = |message: String| Some((Err(Broken(message)), None));
        coop::consume_budget().await;
        let over = || broken("its time is over".into());
        if Instant::now() >= end {
            return over();
        }
        match timeout_at(end, AssertUnwindSafe(stream.next()).catch_unwind()).await {
            Ok(Ok(Some(Ok(chunk)))) => Some((Ok(Frame::data(chunk)), Some((stream, held)))),
            Ok(Ok(Some(Err(error)))) => broken(Refusal::of_handler(name, error).message),
            Ok(Ok(None)) => None,
            Ok(Err(panic)) => broken(Refusal::panicked(name, &*panic).message),
            Err(_) => over(),
        }
    })
}

/// A refusal in the form of the official axon.
pub(crate) fn refusal(refusal: &Refusal, signed: Option<HeaderMap>, took: Duration) -> Response<Body> {
    let text = serde_json::to_string(&Refused { message: refusal.message.clone() }).unwrap_or_default();
    let mut response = Response::new(Either::Left(Full::new(text.into())));
    *response.status_mut() =
        StatusCode::from_u16(refusal.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let axon = Terminal {
        status_code: Some(refusal.status),
        status_message: Some(refusal.message.clone()),
        process_time: Some(took.as_secs_f64()),
        ..Terminal::default()
    };
    axon.write(headers);
    headers.extend(signed.unwrap_or_default());
    response
}

/// The signature of a refusal. Only those get one who have shown who they are: nobody else makes the key work.
pub(crate) async fn sign(service: &Service, told: &Told) -> Option<HeaderMap> {
    let caller = told.hotkey?.ss58();
    let (nonce, uuid, own) = (NonceClock::process().next(), process_id(), &service.address);
    let message = format!("{nonce}.{caller}.{own}.{uuid}");
    let signature = service.signer.sign(message.as_bytes()).await.ok()?;
    let mut headers = HeaderMap::with_capacity(4);
    headers.insert("bt_header_axon_nonce", HeaderValue::from(nonce));
    headers.insert("bt_header_axon_version", HeaderValue::from(PROTOCOL_VERSION));
    headers.insert("bt_header_axon_uuid", HeaderValue::from_static(uuid));
    headers.insert("bt_header_axon_signature", HeaderValue::try_from(format!("{signature:?}")).ok()?);
    Some(headers)
}
