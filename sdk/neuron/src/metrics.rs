//! What a neuron counts, for Prometheus.

use crate::NeuronError;
use myelin_axon::{serve_metrics, Meter};
use prometheus::{Encoder, IntCounter, IntGauge, Registry, TextEncoder};
use std::{
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::net::TcpListener;

/// Counters of one neuron.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    pub(crate) block: IntGauge,
    pub(crate) rounds: IntCounter,
    pub(crate) rounds_failed: IntCounter,
    pub(crate) asked: IntCounter,
    pub(crate) unanswered: IntCounter,
    pub(crate) weights_set: IntCounter,
    pub(crate) weights_failed: IntCounter,
    pub(crate) node_errors: IntCounter,
    axon: Arc<Mutex<Option<Meter>>>,
}

impl Metrics {
    pub(crate) fn new() -> Result<Self, NeuronError> {
        Self::registered().map_err(NeuronError::own)
    }

    fn registered() -> Result<Self, prometheus::Error> {
        let registry = Registry::new();
        let counter = |name: &str, help: &str| {
            let counter = IntCounter::new(name, help)?;
            registry.register(Box::new(counter.clone()))?;
            Ok::<_, prometheus::Error>(counter)
        };
        let block = IntGauge::new("myelin_neuron_block", "The latest block seen")?;
        registry.register(Box::new(block.clone()))?;
        Ok(Self {
            block,
            rounds: counter("myelin_neuron_rounds_total", "Rounds that came to their end")?,
            rounds_failed: counter(
                "myelin_neuron_rounds_failed_total",
                "Rounds that were left out: choosing or scoring failed",
            )?,
            asked: counter("myelin_neuron_asked_total", "Questions asked")?,
            unanswered: counter("myelin_neuron_unanswered_total", "Questions without a usable answer")?,
            weights_set: counter(
                "myelin_neuron_weights_set_total",
                "Weights, commits and reveals in a block",
            )?,
            weights_failed: counter(
                "myelin_neuron_weights_failed_total",
                "Attempts to set weights that failed",
            )?,
            node_errors: counter("myelin_neuron_node_errors_total", "Times that the node did not answer")?,
            axon: Arc::default(),
            registry,
        })
    }

    /// Tells what this axon counts too; the one before it, if there was one, is forgotten.
    pub(crate) fn add(&self, axon: Meter) {
        *self.axon.lock().unwrap_or_else(PoisonError::into_inner) = Some(axon);
    }

    /// All of it as Prometheus reads it; a miner's axon is part of it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        let own = match TextEncoder::new().encode(&self.registry.gather(), &mut text) {
            Ok(()) => String::from_utf8_lossy(&text).into_owned(),
            Err(error) => format!("# {error}\n"),
        };
        let axon = self.axon.lock().unwrap_or_else(PoisonError::into_inner).clone();
        own + &axon.map(|meter| meter.text()).unwrap_or_default()
    }

    /// Serves the text at `/metrics` of this address, which must be one of this machine's own, to the end.
    pub(crate) async fn serve(&self, address: SocketAddr) -> Result<(), NeuronError> {
        if !address.ip().is_loopback() {
            let reason = "they are for this machine only; choose a loopback address".to_owned();
            return Err(NeuronError::Metrics { address, reason });
        }
        let failed = |error: std::io::Error| NeuronError::Metrics {
            address,
            reason: format!("{error}; is the port taken?"),
        };
        let listener = TcpListener::bind(address).await.map_err(failed)?;
        tracing::info!(address = %listener.local_addr().map_err(failed)?, "metrics are served");
        let metrics = self.clone();
        serve_metrics(listener, move || metrics.text()).await;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpStream,
    };

    #[tokio::test]
    async fn metrics_should_be_served_on_this_machine_only() {
        let metrics = Metrics::new().unwrap();
        metrics.rounds.inc_by(7);
        let public = metrics.serve("0.0.0.0:0".parse().unwrap()).await.unwrap_err();
        assert!(public.to_string().contains("loopback"), "{public}");
        let taken = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = taken.local_addr().unwrap();
        let error = metrics.serve(address).await.unwrap_err().to_string();
        assert!(error.contains(&address.to_string()) && error.contains("is the port taken?"), "{error}");
        drop(taken);
        let serving = tokio::spawn(async move { metrics.serve(address).await });
        let mut stream = loop {
            match TcpStream::connect(address).await {
                Ok(stream) => break stream,
                Err(_) => tokio::task::yield_now().await,
            }
        };
        stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n").await.unwrap();
        let mut text = String::new();
        stream.read_to_string(&mut text).await.unwrap();
        assert!(text.contains("\nmyelin_neuron_rounds_total 7\n"), "{text}");
        serving.abort();
    }

    #[test]
    fn text_should_tell_what_was_counted() {
        let metrics = Metrics::new().unwrap();
        metrics.asked.inc_by(3);
        let text = metrics.text();
        assert!(text.contains("\nmyelin_neuron_asked_total 3\n"), "{text}");
        assert!(text.contains("myelin_neuron_block 0"), "{text}");
    }
}
