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
use std::{sync::Arc, time::Duration};
use tokio::sync::Mutex;

/// How a chain is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Options {
    /// How long the node may take to answer a request.
    pub answer_within: Duration,
    /// How long connecting may take.
    pub connect_within: Duration,
    /// The largest answer that is taken, in bytes.
    pub largest_answer: u32,
    /// How often a quiet connection is tried, so that a break is noticed.
    pub ping_every: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            answer_within: Duration::from_secs(60),
            connect_within: Duration::from_secs(10),
            largest_answer: 64 << 20,
            ping_every: Duration::from_secs(20),
        }
    }
}

/// A connection to one node.
pub(crate) struct Connection {
    url: String,
    options: Options,
    client: Mutex<Option<Arc<WsClient>>>,
}

impl Connection {
    /// Connects.
    pub(crate) async fn open(url: &str, options: Options) -> Result<Self, ChainError> {
        let connection = Self { url: url.to_owned(), options, client: Mutex::new(None) };
        connection.client().await?;
        Ok(connection)
    }

    pub(crate) fn url(&self) -> &str {
        &self.url
    }

    /// The client; a new one when there is none or the old one is broken. Who asks meanwhile waits for the same.
    async fn client(&self) -> Result<Arc<WsClient>, ChainError> {
        let mut client = self.client.lock().await;
        if let Some(client) = client.as_ref().filter(|client| client.is_connected()) {
            return Ok(client.clone());
        }
        *client = None;
        let built = WsClientBuilder::default()
            .request_timeout(self.options.answer_within)
            .connection_timeout(self.options.connect_within)
            .max_response_size(self.options.largest_answer)
            .max_buffer_capacity_per_subscription(4096)
            .max_concurrent_requests(4096)
            .set_tcp_no_delay(true)
            .enable_ws_ping(PingConfig::new().ping_interval(self.options.ping_every))
            .build(&self.url)
            .await
            .map_err(|error| self.broken(&error))?;
        Ok(client.insert(Arc::new(built)).clone())
    }

    /// Asks what changes nothing. A question that a break swallowed is asked once more on a new connection.
    pub(crate) async fn read<T: DeserializeOwned>(
        &self,
        method: &str,
        params: &[Value],
    ) -> Result<T, ChainError> {
        match self.once(method, params).await {
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
        let client = self.client().await?;
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
            Error::RequestTimeout => ChainError::Timeout { url: self.url.clone(), method: method.to_owned() },
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
mod tests {
    use super::*;

    #[tokio::test]
    async fn connection_should_say_where_nobody_answers_when_it_is_refused() {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let url = format!("ws://127.0.0.1:{port}");
        let error = Connection::open(&url, Options::default()).await.err().unwrap();
        assert!(error.is_connection());
        assert!(error.to_string().contains(&url), "{error}");
    }

    #[tokio::test]
    async fn connection_should_be_refused_when_the_address_is_none() {
        let error = Connection::open("not an address", Options::default()).await.err().unwrap();
        assert!(error.is_connection(), "{error}");
    }

    #[test]
    fn hex_should_be_refused_when_it_is_odd() {
        assert!(from_hex("it", "0x123").is_err());
        assert_eq!(from_hex("it", "0x1203").unwrap(), [0x12, 3]);
    }
}
