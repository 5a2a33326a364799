//! What is measured, for Prometheus.

use http::{header, Response, StatusCode};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use prometheus::{
    Encoder, HistogramOpts, HistogramVec, IntCounterVec, IntGauge, Opts, Registry, TextEncoder,
};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{net::TcpListener, sync::Semaphore};

/// Connections to the metrics at a time.
const READERS: usize = 8;

/// Reads what an axon counts, also when the axon is gone.
#[derive(Clone)]
pub struct Meter(pub(crate) Arc<Metrics>);

impl std::fmt::Debug for Meter {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        to.write_str("Meter")
    }
}

impl Meter {
    /// All of it, in the text that Prometheus reads.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.text()).into_owned()
    }
}

/// A connection that is counted.
pub(crate) struct Connected(IntGauge);

impl Drop for Connected {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// What one axon counts.
pub(crate) struct Metrics {
    registry: Registry,
    requests: IntCounterVec,
    seconds: HistogramVec,
    connections: IntGauge,
    pub(crate) running: IntGauge,
    pub(crate) waiting: IntGauge,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let requests =
            Opts::new("myelin_axon_requests_total", "Requests by synapse and status of the answer");
        let seconds =
            HistogramOpts::new("myelin_axon_request_seconds", "Time from a request's headers to its answer")
                .buckets(vec![
                    0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0,
                ]);
        let gauge = |name, help| IntGauge::with_opts(Opts::new(name, help));
        let metrics = Self {
            requests: IntCounterVec::new(requests, &["synapse", "status"])?,
            seconds: HistogramVec::new(seconds, &["synapse"])?,
            connections: gauge("myelin_axon_connections", "Open connections")?,
            running: gauge("myelin_axon_running", "Requests that are being answered")?,
            waiting: gauge("myelin_axon_waiting", "Requests that wait for their turn")?,
            registry,
        };
        metrics.registry.register(Box::new(metrics.requests.clone()))?;
        metrics.registry.register(Box::new(metrics.seconds.clone()))?;
        for gauge in [&metrics.connections, &metrics.running, &metrics.waiting] {
            metrics.registry.register(Box::new(gauge.clone()))?;
        }
        Ok(metrics)
    }

    /// Counts a connection until dropped, however it ends.
    pub(crate) fn connected(&self) -> Connected {
        self.connections.inc();
        Connected(self.connections.clone())
    }

    /// Counts an answer. `name` is one of ours or `unknown`: callers cannot make labels.
    pub(crate) fn answered(&self, name: &str, status: u16, took: Duration) {
        let status = status.to_string();
        self.requests.with_label_values(&[name, &status]).inc();
        self.seconds.with_label_values(&[name]).observe(took.as_secs_f64());
    }

    /// The text that Prometheus reads.
    pub(crate) fn text(&self) -> Vec<u8> {
        let mut text = Vec::new();
        if let Err(error) = TextEncoder::new().encode(&self.registry.gather(), &mut text) {
            tracing::warn!(target: "myelin::axon", "metrics cannot be written: {error}");
        }
        text
    }
}

/// Serves this text at `/metrics`, for Prometheus, until dropped: a few readers at a time, none for long.
pub async fn serve_metrics(listener: TcpListener, text: impl Fn() -> String + Send + Sync + 'static) {
    let text = Arc::new(text);
    let readers = Arc::new(Semaphore::new(READERS));
    loop {
        let Ok(permit) = readers.clone().acquire_owned().await else { return };
        let Ok((stream, _)) = listener.accept().await else {
            tokio::time::sleep(Duration::from_millis(100)).await;
            continue;
        };
        let text = text.clone();
        let service = service_fn(move |request: http::Request<Incoming>| {
            let answer = answer(request.uri().path(), &*text);
            async move { Ok::<_, Infallible>(answer) }
        });
        tokio::spawn(async move {
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(Duration::from_secs(5))
                .keep_alive(false)
                .serve_connection(TokioIo::new(stream), service);
            // A reader that stalls is its own loss.
            let _ = tokio::time::timeout(Duration::from_secs(10), connection).await;
            drop(permit);
        });
    }
}

fn answer(path: &str, text: impl Fn() -> String) -> Response<Full<bytes::Bytes>> {
    let mut response = Response::new(Full::default());
    match path {
        "/metrics" => {
            let kind = http::HeaderValue::from_static(prometheus::TEXT_FORMAT);
            response.headers_mut().insert(header::CONTENT_TYPE, kind);
            *response.body_mut() = Full::new(text().into());
        }
        _ => *response.status_mut() = StatusCode::NOT_FOUND,
    }
    response
}
