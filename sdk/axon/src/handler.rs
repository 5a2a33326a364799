//! Handlers: what the owner of an axon writes.

use crate::{refusal::Refusal, room::Received, Caller, HandlerError};
use bytes::Bytes;
use futures_util::{future::BoxFuture, stream::BoxStream, FutureExt, Stream, StreamExt};
use myelin_synapse::{body, body_hash, Synapse};
use myelin_wallet::PublicKey;
use std::{future::Future, marker::PhantomData, net::IpAddr, time::Duration};

/// A question whose signature, nonce and hash hold.
#[derive(Debug, Clone)]
pub struct Request<S> {
    /// What is asked.
    pub synapse: S,
    /// Who asks.
    pub hotkey: PublicKey,
    /// What is known of it.
    pub caller: Option<Caller>,
    /// Where it asks from.
    pub ip: IpAddr,
    /// Time until the answer is of no use.
    pub timeout: Duration,
}

/// A request on its way to a handler.
pub(crate) struct Delivery {
    pub(crate) body: Received,
    /// What the caller's signature says of the body; nothing when it covers all of it.
    pub(crate) signed_hash: Option<String>,
    pub(crate) hotkey: PublicKey,
    pub(crate) caller: Option<Caller>,
    pub(crate) ip: IpAddr,
    pub(crate) timeout: Duration,
}

/// What a handler gave.
pub(crate) enum Reply {
    /// The fields of the answer, a JSON object.
    Fields(String),
    Stream(BoxStream<'static, Result<Bytes, HandlerError>>),
}

/// A handler of any synapse.
pub(crate) trait Route: Send + Sync {
    fn name(&self) -> &'static str;
    fn answer(&self, delivery: Delivery) -> BoxFuture<'_, Result<Reply, Refusal>>;
}

pub(crate) struct Whole<S, F>(F, PhantomData<fn(S)>);
pub(crate) struct Streamed<S, F>(F, PhantomData<fn(S)>);

impl<S, F> Whole<S, F> {
    pub(crate) fn new(handler: F) -> Self {
        Self(handler, PhantomData)
    }
}

impl<S, F> Streamed<S, F> {
    pub(crate) fn new(handler: F) -> Self {
        Self(handler, PhantomData)
    }
}

impl<S, F, R> Route for Whole<S, F>
where
    S: Synapse,
    F: Fn(Request<S>) -> R + Send + Sync,
    R: Future<Output = Result<S, HandlerError>> + Send,
{
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn answer(&self, delivery: Delivery) -> BoxFuture<'_, Result<Reply, Refusal>> {
        async move {
            let request = open::<S>(delivery)?;
            let failed = |error| Refusal::of_handler(S::NAME, error);
            let answer = (self.0)(request).await.map_err(failed)?;
            body(&answer).map(Reply::Fields).map_err(|error| Refusal::internal(S::NAME, error))
        }
        .boxed()
    }
}

impl<S, F, R, B> Route for Streamed<S, F>
where
    S: Synapse,
    F: Fn(Request<S>) -> R + Send + Sync,
    R: Future<Output = Result<B, HandlerError>> + Send,
    B: Stream<Item = Result<Bytes, HandlerError>> + Send + 'static,
{
    fn name(&self) -> &'static str {
        S::NAME
    }

    fn answer(&self, delivery: Delivery) -> BoxFuture<'_, Result<Reply, Refusal>> {
        async move {
            let request = open::<S>(delivery)?;
            let failed = |error| Refusal::of_handler(S::NAME, error);
            let stream = (self.0)(request).await.map_err(failed)?;
            Ok(Reply::Stream(stream.boxed()))
        }
        .boxed()
    }
}

/// Body integrity, then the body itself.
fn open<S: Synapse>(delivery: Delivery) -> Result<Request<S>, Refusal> {
    let Delivery { body, signed_hash, hotkey, caller, ip, timeout } = delivery;
    let text = std::str::from_utf8(&body.bytes)
        .map_err(|error| Refusal::new(422, format!("the body is no UTF-8 text: {error}")))?;
    if let Some(signed) = signed_hash {
        // A synapse without signed fields has the same hash whatever the body is; the header must still say so.
        let own = body_hash(S::HASHED, text).map_err(|error| Refusal::new(500, error.to_string()))?;
        if own != signed {
            let message = format!("Hash mismatch: the signed body hash is {signed}, that of the body {own}");
            return Err(Refusal::new(500, message));
        }
    }
    let synapse = serde_json::from_str(text).map_err(|error| match error.is_data() {
        true => Refusal::new(500, format!("the body is no {}: {error}", S::NAME)),
        false => Refusal::new(422, format!("the body is not JSON: {error}")),
    })?;
    Ok(Request { synapse, hotkey, caller, ip, timeout })
}
