//! Connections.

use crate::{room::network, service::Service, shares::Shares, stall::Stalling, Limits};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{
    convert::Infallible,
    io,
    net::{IpAddr, SocketAddr},
    pin::pin,
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{watch, Semaphore},
    task::JoinSet,
};
use tokio_rustls::TlsAcceptor;

/// After an error of `accept` (no more file descriptors, mostly) so long nothing is accepted.
const PAUSE: Duration = Duration::from_millis(50);

/// hyper refuses with a number and nothing else, and cannot be told to say more. So it is given this many times the
/// limits of headers, and what is in between is refused by us, in words.
const MARGIN: usize = 2;

/// How an axon ends: once `stop` holds a time, within that time.
pub(crate) type Stop = watch::Receiver<Option<Duration>>;

/// How TLS is spoken.
#[derive(Clone)]
pub(crate) struct Tls {
    pub(crate) acceptor: TlsAcceptor,
    /// Whether those who begin without it are answered, too.
    pub(crate) optional: bool,
}

/// The first byte of a TLS handshake; no request of HTTP begins so.
const HANDSHAKE: u8 = 22;

pub(crate) struct Server {
    pub(crate) listener: TcpListener,
    pub(crate) service: Arc<Service>,
    pub(crate) tls: Option<Tls>,
}

impl Server {
    /// Serves until told to stop; then takes no more, lets finish what is being answered, and ends.
    pub(crate) async fn run(self, mut stop: Stop) {
        let limits = self.service.limits.clone();
        let room = Arc::new(Semaphore::new(limits.connections.max(1)));
        let by_ip = Shares::new();
        let mut open = JoinSet::new();
        loop {
            let accepted = tokio::select! {
                accepted = accept(&self.listener, &room) => accepted,
                () = told(&mut stop) => break,
                Some(_) = open.join_next(), if !open.is_empty() => continue,
            };
            let Some((permit, stream, peer)) = accepted else {
                tokio::time::sleep(PAUSE).await;
                continue;
            };
            let ip = peer.ip().to_canonical();
            let Some(share) = by_ip.take(network(ip), limits.connections_per_ip) else { continue };
            let (service, tls, stop) = (self.service.clone(), self.tls.clone(), stop.clone());
            open.spawn(async move {
                let _held = (permit, share, service.metrics.connected());
                if let Err(error) = connect(stream, ip, service.clone(), tls, stop).await {
                    tracing::debug!(target: "myelin::axon", %ip, "a connection broke off: {error}");
                }
            });
        }
        drop(self.listener);
        let grace = (*stop.borrow()).unwrap_or_default();
        let finished = async { while open.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, finished).await.is_err() {
            tracing::warn!(target: "myelin::axon", "stopped while requests were still being answered");
        }
    }
}

/// Waits until it is time to stop; an axon that is gone altogether is one, too.
async fn told(stop: &mut Stop) {
    let _ = stop.wait_for(Option::is_some).await;
}

async fn accept(
    listener: &TcpListener,
    room: &Arc<Semaphore>,
) -> Option<(tokio::sync::OwnedSemaphorePermit, TcpStream, SocketAddr)> {
    let permit = room.clone().acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, peer)) => Some((permit, stream, peer)),
        Err(error) => {
            tracing::warn!(target: "myelin::axon", "no connection can be accepted: {error}");
            None
        }
    }
}

async fn connect(
    stream: TcpStream,
    ip: IpAddr,
    service: Arc<Service>,
    tls: Option<Tls>,
    stop: Stop,
) -> io::Result<()> {
    // Answers are written in one piece: waiting to fill packets only delays them.
    stream.set_nodelay(true)?;
    let Limits { write_stall, header_time, .. } = service.limits;
    let Some(tls) = tls else {
        return speak(Stalling::new(stream, write_stall), ip, service, stop).await;
    };
    let late = |_| io::Error::new(io::ErrorKind::TimedOut, "the TLS handshake took too long");
    if tls.optional {
        let mut first = [0];
        tokio::time::timeout(header_time, stream.peek(&mut first)).await.map_err(late)??;
        if first != [HANDSHAKE] {
            return speak(Stalling::new(stream, write_stall), ip, service, stop).await;
        }
    }
    let accepting = tls.acceptor.accept(Stalling::new(stream, write_stall));
    let stream = tokio::time::timeout(header_time, accepting).await.map_err(late)??;
    speak(stream, ip, service, stop).await
}

async fn speak(
    stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static,
    ip: IpAddr,
    service: Arc<Service>,
    mut stop: Stop,
) -> io::Result<()> {
    let limits = &service.limits;
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time)
        .max_headers(limits.headers.saturating_mul(MARGIN))
        .max_header_size(limits.header_bytes.saturating_mul(MARGIN))
        .max_buf_size(limits.header_bytes.saturating_mul(MARGIN).max(8192));
    let answers = service.clone();
    let respond = service_fn(move |request: http::Request<Incoming>| {
        let service = answers.clone();
        async move { Ok::<_, Infallible>(service.respond(request, ip).await) }
    });
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), respond));
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        () = told(&mut stop) => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    ended.map_err(io::Error::other)
}
