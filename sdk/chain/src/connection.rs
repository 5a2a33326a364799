//! One connection, shared by all, made again when it is broken.

use crate::ChainError;
use jsonrpsee::{
    core::{
        client::{ClientT, Error, Subscription, SubscriptionClientT},
        params::ArrayParams,
    },
    ws_client::{PingConfig, WsClient, WsClientBuilder},
};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::{sync::Mutex, time::timeout};

/// How a chain is reached, and how long its node may be silent.
///
/// No wait is without an end: for an answer it is `answer_within`, for a connection `connect_within`. Streams (new blocks,
/// a transaction on its way) may be quiet as long as the chain is, if the node answers pings.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How long the node may take to answer a request.
    pub answer_within: Duration,
    /// How long connecting may take, until both ends speak WebSocket.
    pub connect_within: Duration,
    /// The largest answer that is taken, in bytes.
    pub largest_answer: u32,
    /// How often the node is pinged, so that a quiet connection stays open and a dead node is noticed.
    pub ping_every: Duration,
    /// A node from which nothing came for so long, not even the answer to a ping, is taken for dead (after twice this
    /// time at the latest): its streams end, and the next question connects again.
    pub silent_for: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(30),
            connect_within: Duration::from_secs(10),
            largest_answer: 64 << 20,
            ping_every: Duration::from_secs(10),
            silent_for: Duration::from_secs(30),
        }
    }
}

/// A connection to one node.
pub(crate) struct Connection {
    url: String,
    options: Options,
    client: Mutex<Client>,
}

/// The client, or what became of the last attempt to have one.
#[derive(Default)]
struct Client {
    open: Option<Arc<WsClient>>,
    failed: Option<(Instant, ChainError)>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(url: &str, options: Options) -> Result<Self, ChainError> {
        let connection = Self { url: url.to_owned(), options, client: Mutex::default() };
        connection.ready().await?;
        Ok(connection)
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// Connects unless there is a connection. Nothing is asked.
    pub(crate) async fn ready(&self) -> Result<(), ChainError> {
        self.client().await.map(drop)
    }

    /// The client; a new one when there is none or the old one is broken. Who asks meanwhile waits for the same
    /// attempt, and has its failure too: many who wait for a silent node wait as long as one.
    async fn client(&self) -> Result<Arc<WsClient>, ChainError> {
        let asked = Instant::now();
        let mut client = self.client.lock().await;
        if let Some(open) = client.open.as_ref().filter(|open| open.is_connected()) {
            return Ok(open.clone());
        }
        client.open = None;
        if let Some((_, error)) = client.failed.as_ref().filter(|(when, _)| *when >= asked) {
            return Err(error.clone());
        }
        match self.build().await {
            Ok(built) => {
                client.failed = None;
                Ok(client.open.insert(Arc::new(built)).clone())
            }
            Err(error) => {
                client.failed = Some((Instant::now(), error.clone()));
                Err(error)
            }
        }
    }

    /// Connects. jsonrpsee limits the time until the socket is open; a node that is stopped opens it all the same, for
    /// the kernel does that, and then says nothing.
    async fn build(&self) -> Result<WsClient, ChainError> {
        let Options { answer_within, connect_within, largest_answer, ping_every, silent_for } = self.options;
        let building = WsClientBuilder::default()
            .request_timeout(answer_within)
            .connection_timeout(connect_within)
            .max_response_size(largest_answer)
            .max_buffer_capacity_per_subscription(4096)
            .max_concurrent_requests(4096)
            .set_tcp_no_delay(true)
            .enable_ws_ping(PingConfig::new().ping_interval(ping_every).inactive_limit(silent_for))
            .build(&self.url);
        match timeout(connect_within, building).await {
            Ok(built) => built.map_err(|error| self.broken(&error)),
            Err(_) => {
                let reason = format!(
                    "nothing speaks WebSocket there within {connect_within:?} (`connect_within`); is it a node, and \
                     does it run? One that is stopped or overloaded takes connections and says nothing"
                );
                Err(ChainError::Connection { url: self.url.clone(), reason })
            }
        }
    }

    /// Asks what changes nothing. A question that a break swallowed is asked once more on a new connection.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &[Value],
    ) -> Result<T, ChainError> {
        let client = self.client().await?;
        match self.put(&client, method, params).await {
            Err(ChainError::Connection { .. }) => self.once(method, params).await,
            answered => answered,
        }
    }

    /// Asks once: what a break swallows may have happened or not.
    pub(crate) async fn once<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &[Value],
    ) -> Result<T, ChainError> {
        self.put(&*self.client().await?, method, params).await
    }

    async fn put<T: DeserializeOwned>(
        &self,
        client: &WsClient,
        method: &str,
        params: &[Value],
    ) -> Result<T, ChainError> {
        client.request(method, array(params)?).await.map_err(|error| self.failure(method, error))
    }

    /// Subscribes; the stream ends when the connection breaks.
    pub(crate) async fn subscribe<T: DeserializeOwned>(
        &self,
        method: &'static str,
        params: &[Value],
        unsubscribe: &'static str,
    ) -> Result<Subscription<T>, ChainError> {
        let client = self.client().await?;
        let stream = client.subscribe(method, array(params)?, unsubscribe).await;
        stream.map_err(|error| self.failure(method, error))
    }

    fn broken(&self, error: &Error) -> ChainError {
        ChainError::Connection { url: self.url.clone(), reason: error.to_string() }
    }

    fn failure(&self, method: &str, error: Error) -> ChainError {
        match error {
            Error::Call(error) => {
                let data = error.data().map(|data| format!(": {}", data.get().trim_matches('"')));
                let message = format!("{}{}", error.message(), data.unwrap_or_default());
                ChainError::Rpc { method: method.to_owned(), code: error.code(), message }
            }
            Error::RequestTimeout => {
                let (url, method) = (self.url.clone(), method.to_owned());
                ChainError::Timeout { url, method, within: self.options.answer_within }
            }
            Error::ParseError(error) => ChainError::decode(format!("the answer to {method}"), error),
            error => self.broken(&error),
        }
    }
}

fn array(params: &[Value]) -> Result<ArrayParams, ChainError> {
    let mut array = ArrayParams::new();
    for param in params {
        array.insert(param).map_err(|error| ChainError::decode("a request's parameter", error))?;
    }
    Ok(array)
}

/// Bytes as the wire writes them.
pub(crate) fn to_hex(bytes: &[u8]) -> Value {
    format!("0x{}", hex::encode(bytes)).into()
}

/// Bytes as the wire writes them.
pub(crate) fn from_hex(what: &str, text: &str) -> Result<Vec<u8>, ChainError> {
    hex::decode(text.trim_start_matches("0x")).map_err(|error| ChainError::decode(what, error))
}

#[cfg(test)]
mod tests;
