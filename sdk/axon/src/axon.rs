//! An axon: made with a builder, runs until stopped.

use crate::{
    handler::{Request, Route, Streamed, Whole},
    hooks::{self, Asked, Callers, Check, Priority},
    metrics::{serve_metrics, Meter, Metrics},
    queue::Queue,
    room::Room,
    server::{Server, Tls},
    service::Service,
    shares::Shares,
    tls::{Identity, IdentityError},
    verify::Guard,
    HandlerError, Limits,
};
use bytes::Bytes;
use futures_util::Stream;
use myelin_synapse::{Ping, Synapse};
use myelin_wallet::{Crypto, Signer};
use std::{collections::BTreeMap, future::Future, io, net::SocketAddr, sync::Arc, time::Duration};
use tokio::{
    net::{TcpListener, ToSocketAddrs},
    sync::watch,
    task::JoinHandle,
};
use tokio_rustls::TlsAcceptor;

/// Why an axon does not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum AxonError {
    /// The address is taken, or not ours.
    #[error("cannot listen{what}: {source}; is the port taken?")]
    Listen {
        /// For what.
        what: &'static str,
        /// Why.
        source: io::Error,
    },
    /// Requests are signed for an sr25519 key.
    #[error("the hotkey is {0}; the protocol's signatures are sr25519")]
    Crypto(Crypto),
    /// Two handlers of one name.
    #[error("two handlers are attached for `{0}`")]
    Twice(&'static str),
    /// Metrics to the world.
    #[error("metrics at {0}: they are for this machine only, choose a loopback address")]
    PublicMetrics(SocketAddr),
    /// Counters cannot be made.
    #[error("metrics cannot be counted: {0}")]
    Metrics(String),
    /// TLS cannot be spoken.
    #[error(transparent)]
    Identity(#[from] IdentityError),
}

/// Says what an axon answers, and whom.
pub struct AxonBuilder {
    signer: Arc<dyn Signer>,
    routes: Vec<Box<dyn Route>>,
    callers: Arc<dyn Callers>,
    blacklist: Option<Check>,
    verify: Option<Check>,
    priority: Priority,
    limits: Limits,
    identity: Option<Identity>,
    tls_optional: bool,
    metrics: Option<SocketAddr>,
}

/// A server that runs. Dropped, it ends at once; [`Axon::stop`] lets it finish.
pub struct Axon {
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    stop: watch::Sender<Option<Duration>>,
    server: JoinHandle<()>,
    metrics_server: Option<JoinHandle<()>>,
    metrics: Arc<Metrics>,
}

impl AxonBuilder {
    /// Answers questions of this kind.
    pub fn attach<S, F, R>(mut self, handler: F) -> Self
    where
        S: Synapse,
        F: Fn(Request<S>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<S, HandlerError>> + Send + 'static,
    {
        self.routes.push(Box::new(Whole::new(handler)));
        self
    }

    /// Answers questions of this kind piece by piece.
    pub fn attach_stream<S, F, R, B>(mut self, handler: F) -> Self
    where
        S: Synapse,
        F: Fn(Request<S>) -> R + Send + Sync + 'static,
        R: Future<Output = Result<B, HandlerError>> + Send + 'static,
        B: Stream<Item = Result<Bytes, HandlerError>> + Send + 'static,
    {
        self.routes.push(Box::new(Streamed::new(handler)));
        self
    }

    /// Where callers are looked up. Without it nobody is known.
    pub fn callers(self, callers: impl Callers) -> Self {
        Self { callers: Arc::new(callers), ..self }
    }

    /// Refuses callers (403) before their signature is looked at: [`hooks::registered`], [`hooks::validators`] or
    /// your own.
    pub fn blacklist(self, check: impl Fn(&Asked) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self { blacklist: Some(Arc::new(check)), ..self }
    }

    /// Refuses callers (401) after their signature was found right; it is checked in any case.
    pub fn verify(self, check: impl Fn(&Asked) -> Result<(), String> + Send + Sync + 'static) -> Self {
        Self { verify: Some(Arc::new(check)), ..self }
    }

    /// Who is answered first when not all can be; by stake unless said otherwise.
    pub fn priority(self, priority: impl Fn(&Asked) -> u64 + Send + Sync + 'static) -> Self {
        Self { priority: Arc::new(priority), ..self }
    }

    /// How much is taken on.
    pub fn limits(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// Speaks TLS with this identity, whose certificate you publish.
    pub fn tls(self, identity: Identity) -> Self {
        Self { identity: Some(identity), ..self }
    }

    /// Answers those who begin without TLS too, on the same port, where an identity is set: the official dendrites know
    /// no TLS. Callers who know the published key ask with it, and cannot be talked into going without.
    pub fn tls_optional(self) -> Self {
        Self { tls_optional: true, ..self }
    }

    /// Serves `/metrics` for Prometheus at this address of this machine.
    pub fn metrics(self, address: SocketAddr) -> Self {
        Self { metrics: Some(address), ..self }
    }

    /// Listens and answers. `[::]:8091` is all addresses, of IPv4 too.
    pub async fn start(self, address: impl ToSocketAddrs) -> Result<Axon, AxonError> {
        let (tls, metrics_at) = (self.tls_acceptor()?, self.metrics);
        let service = Arc::new(self.service()?);
        let metrics = service.metrics.clone();
        let listener = listen(address, "").await?;
        let local = |listener: &TcpListener| {
            listener.local_addr().map_err(|source| AxonError::Listen { what: "", source })
        };
        let address = local(&listener)?;
        let (mut metrics_address, mut metrics_server) = (None, None);
        if let Some(at) = metrics_at {
            if !at.ip().is_loopback() {
                return Err(AxonError::PublicMetrics(at));
            }
            let listener = listen(at, " for metrics").await?;
            metrics_address = Some(local(&listener)?);
            let meter = Meter(metrics.clone());
            metrics_server = Some(tokio::spawn(serve_metrics(listener, move || meter.text())));
        }
        let (stop, stopped) = watch::channel(None);
        let server = tokio::spawn(Server { listener, service, tls }.run(stopped));
        Ok(Axon { address, metrics_address, stop, server, metrics_server, metrics })
    }

    fn tls_acceptor(&self) -> Result<Option<Tls>, IdentityError> {
        let Some(identity) = &self.identity else { return Ok(None) };
        let acceptor = TlsAcceptor::from(identity.server()?);
        Ok(Some(Tls { acceptor, optional: self.tls_optional }))
    }

    fn service(self) -> Result<Service, AxonError> {
        let public = self.signer.public();
        if public.crypto() != Crypto::Sr25519 {
            return Err(AxonError::Crypto(public.crypto()));
        }
        let mut routes: BTreeMap<_, Box<dyn Route>> = BTreeMap::new();
        for route in self.routes {
            if let Some(twice) = routes.insert(route.name(), route) {
                return Err(AxonError::Twice(twice.name()));
            }
        }
        let ping = Whole::new(|request: Request<Ping>| async move { Ok(request.synapse) });
        routes.entry(Ping::NAME).or_insert_with(|| Box::new(ping));
        Ok(Service {
            address: public.ss58(),
            signer: self.signer,
            routes,
            callers: self.callers,
            blacklist: self.blacklist,
            verify: self.verify,
            priority: self.priority,
            guard: Guard::new(&self.limits),
            queue: Queue::new(self.limits.running, self.limits.waiting),
            shares: Shares::new(),
            bodies: Room::new(self.limits.room(self.limits.bodies_bytes)),
            unproven: Room::new(self.limits.room(self.limits.unproven_bytes)),
            metrics: Arc::new(Metrics::new().map_err(|error| AxonError::Metrics(error.to_string()))?),
            limits: self.limits,
        })
    }
}

impl Axon {
    /// An axon of this hotkey, which answers pings (`/Synapse`) and what you attach.
    pub fn builder(hotkey: impl Signer + 'static) -> AxonBuilder {
        AxonBuilder {
            signer: Arc::new(hotkey),
            routes: Vec::new(),
            callers: Arc::new(()),
            blacklist: None,
            verify: None,
            priority: Arc::new(hooks::by_stake),
            limits: Limits::default(),
            identity: None,
            tls_optional: false,
            metrics: None,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Where its metrics are.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Its metrics, in the text that Prometheus reads.
    pub fn metrics(&self) -> String {
        self.meter().text()
    }

    /// What reads its metrics, to be kept beside it.
    pub fn meter(&self) -> Meter {
        Meter(self.metrics.clone())
    }

    /// Takes no more requests, and ends when the ones in hand are answered, after `grace` at the latest.
    pub async fn stop(mut self, grace: Duration) {
        self.stop.send_replace(Some(grace));
        if let Err(error) = (&mut self.server).await {
            tracing::error!(target: "myelin::axon", "the server ended early: {error}");
        }
    }
}

impl Drop for Axon {
    fn drop(&mut self) {
        self.server.abort();
        if let Some(server) = &self.metrics_server {
            server.abort();
        }
    }
}

async fn listen(address: impl ToSocketAddrs, what: &'static str) -> Result<TcpListener, AxonError> {
    TcpListener::bind(address).await.map_err(|source| AxonError::Listen { what, source })
}
