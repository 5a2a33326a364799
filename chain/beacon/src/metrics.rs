//! What an operator sees of the relays, by Prometheus.

use crate::Relay;
use prometheus_endpoint::{register, CounterVec, Gauge, Opts, PrometheusError, Registry, U64};

/// The relays in numbers: the newest round that came, and by relay what came and what failed.
#[derive(Clone, Debug)]
pub struct Metrics {
    last_round: Gauge<U64>,
    pulses: CounterVec<U64>,
    failures: CounterVec<U64>,
}

impl Metrics {
    /// Adds them to a registry, which has them once.
    pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let last_round =
            Gauge::new("myelin_beacon_last_round", "The newest round of the beacon that a relay brought")?;
        let pulses = Opts::new("myelin_beacon_pulses_total", "Verified pulses that came from a relay");
        let failures = Opts::new(
            "myelin_beacon_failures_total",
            "Questions after which a relay was left to rest, by what was wrong: slow, broken, status, missing, \
             unreadable, other round, forged",
        );
        Ok(Self {
            last_round: register(last_round, registry)?,
            pulses: register(CounterVec::new(pulses, &["relay"])?, registry)?,
            failures: register(CounterVec::new(failures, &["relay", "reason"])?, registry)?,
        })
    }

    /// A pulse was kept.
    pub(crate) fn came(&self, relay: &Relay, round: u64) {
        // Gaps are filled too: the newest of all is told.
        self.last_round.set(self.last_round.get().max(round));
        self.pulses.with_label_values(&[&relay.to_string()]).inc();
    }

    /// A relay did not do what it should.
    pub(crate) fn failed(&self, relay: &Relay, reason: &str) {
        self.failures.with_label_values(&[&relay.to_string(), reason]).inc();
    }
}
