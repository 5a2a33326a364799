//! One connection, used by one question at a time.

use crate::{
    guard::{Guarded, Interim, MOST_INTERIM},
    pool::Lane,
    tls, AskError,
};
use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1::{Builder, SendRequest};
use hyper_util::rt::TokioIo;
use myelin_synapse::Certificate;
use std::{net::SocketAddr, time::Instant};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};

/// Headers of an answer: how many, and bytes of all.
const HEADERS: usize = 100;
const HEADER_BYTES: usize = 32 * 1024;

/// Where a connection leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Place {
    pub(crate) address: SocketAddr,
    pub(crate) certificate: Option<Certificate>,
}

/// An open connection.
pub(crate) struct Connection {
    pub(crate) sender: SendRequest<Full<Bytes>>,
    pub(crate) lane: Lane,
    pub(crate) since: Instant,
    /// Has it answered a question before? Then the other end may have closed it meanwhile.
    pub(crate) used: bool,
    /// The interim answers to the question under way.
    pub(crate) interim: Interim,
}

impl Connection {
    pub(crate) async fn open(place: Place, lane: Lane) -> Result<Self, AskError> {
        let stream = TcpStream::connect(place.address).await;
        let stream = stream.map_err(|error| AskError::Unreachable(format!("{}: {error}", place.address)))?;
        // Questions are written in one piece: waiting to fill packets only delays them.
        stream.set_nodelay(true).map_err(|error| AskError::Unreachable(error.to_string()))?;
        let interim = Interim::default();
        let sender = match place.certificate {
            None => speak(Guarded::new(stream, interim.clone())).await?,
            Some(certificate) => {
                let name = tls::name(place.address.ip());
                let stream = tls::connector(certificate)?.connect(name, stream).await;
                let stream = stream.map_err(|error| AskError::Tls(error.to_string()))?;
                speak(Guarded::new(stream, interim.clone())).await?
            }
        };
        Ok(Self { sender, lane, since: Instant::now(), used: false, interim })
    }

    /// Why the question under way has no answer, when hyper says so.
    pub(crate) fn broken(&self, error: &hyper::Error) -> AskError {
        AskError::Broken(match self.interim.too_many() {
            true => format!("more than {MOST_INTERIM} interim answers (1xx) came before it"),
            false => error.to_string(),
        })
    }
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
) -> Result<SendRequest<Full<Bytes>>, AskError> {
    let mut builder = Builder::new();
    builder.max_headers(HEADERS).max_header_size(HEADER_BYTES).max_buf_size(2 * HEADER_BYTES);
    let (sender, connection) =
        builder.handshake(TokioIo::new(stream)).await.map_err(|error| AskError::Broken(error.to_string()))?;
    // Ends when the sender and the body of its last answer are dropped, or the other end closes.
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::trace!(target: "myelin::dendrite", "a connection ended: {error}");
        }
    });
    Ok(sender)
}
