//! What a neuron counts, for Prometheus.

use crate::NeuronError;
use prometheus::{Encoder, IntCounter, IntGauge, Registry, TextEncoder};

/// Counters of one neuron.
#[derive(Clone, Debug)]
pub struct Metrics {
    registry: Registry,
    pub(crate) block: IntGauge,
    pub(crate) rounds: IntCounter,
    pub(crate) asked: IntCounter,
    pub(crate) unanswered: IntCounter,
    pub(crate) weights_set: IntCounter,
    pub(crate) weights_failed: IntCounter,
    pub(crate) node_errors: IntCounter,
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
            registry,
        })
    }

    /// All of it as Prometheus reads it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut text = Vec::new();
        match TextEncoder::new().encode(&self.registry.gather(), &mut text) {
            Ok(()) => String::from_utf8_lossy(&text).into_owned(),
            Err(error) => format!("# {error}\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_should_tell_what_was_counted() {
        let metrics = Metrics::new().unwrap();
        metrics.asked.inc_by(3);
        let text = metrics.text();
        assert!(text.contains("\nmyelin_neuron_asked_total 3\n"), "{text}");
        assert!(text.contains("myelin_neuron_block 0"), "{text}");
    }
}
