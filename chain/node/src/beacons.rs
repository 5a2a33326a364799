//! Where this node's blocks get their beacons from: what its chain asks for, and what the command line says.

use crate::{options::BeaconOptions, service::FullClient};
use myelin_beacon::{affordable, Buffer, Metrics, Provider, Relays, Signer, Source, PUBLIC_RELAYS};
use myelin_runtime::Hash;
use myelin_timelock::{development, Beacon};
use myelin_views::api::BeaconApi;
use prometheus_endpoint::Registry;
use sc_service::{error::Error as ServiceError, SpawnTaskHandle};
use sp_api::{ApiError, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use std::{sync::Arc, time::Duration};

/// The beacon of a chain and where its pulses come from.
pub(crate) struct Beacons {
    client: Arc<FullClient>,
    /// The chain's beacon when the node started; of another one it has no pulses.
    beacon: Beacon,
    source: Source,
    /// Most pulses that its blocks have time for.
    affordable: usize,
}

impl Beacons {
    /// Begins to fetch, if the chain's beacon is one that is fetched.
    pub(crate) fn start(
        client: Arc<FullClient>,
        options: &BeaconOptions,
        slot: Duration,
        tasks: &SpawnTaskHandle,
        registry: Option<&Registry>,
    ) -> Result<Self, ServiceError> {
        let beacon =
            client.runtime_api().beacon(client.info().best_hash).map_err(sp_blockchain::Error::from)?;
        let source = match beacon {
            _ if options.no_drand => Source::None,
            beacon if beacon == development::beacon() => Source::Development(Signer::development()),
            beacon => Source::Relays(fetch(client.clone(), beacon, &options.relays(), tasks, registry)?),
        };
        Ok(Self { client, beacon, source, affordable: affordable(slot) })
    }

    /// The pulses for a block on `parent` that says this time. A block goes without rather than not at all.
    pub(crate) fn of(&self, parent: Hash, time: Duration) -> Provider {
        let pulses = self.pulses(parent, time).unwrap_or_else(|error| {
            log::warn!(target: "beacon", "a block goes without beacons: {error}");
            Vec::new()
        });
        Provider(pulses)
    }

    fn pulses(&self, parent: Hash, time: Duration) -> Result<Vec<myelin_timelock::Pulse>, ApiError> {
        let chain = self.client.runtime_api();
        // Pulses of another beacon would make the block invalid; root may have chosen one since the node started.
        if matches!(self.source, Source::None) || chain.beacon(parent)? != self.beacon {
            return Ok(Vec::new());
        }
        let most = usize::try_from(chain.max_pulses(parent)?).unwrap_or(0).min(self.affordable);
        Ok(self.source.pulses(&self.beacon, chain.last_round(parent)?, time.as_secs(), most))
    }
}

/// Starts the task that asks the relays.
fn fetch(
    client: Arc<FullClient>,
    beacon: Beacon,
    addresses: &[String],
    tasks: &SpawnTaskHandle,
    registry: Option<&Registry>,
) -> Result<Arc<Buffer>, ServiceError> {
    let buffer = Arc::new(Buffer::default());
    let metrics = registry.map(Metrics::register).transpose()?;
    let relays =
        Relays::new(beacon, addresses, buffer.clone()).map_err(ServiceError::Other)?.counted(metrics);
    let last = move || client.runtime_api().last_round(client.info().best_hash).unwrap_or(0);
    tasks.spawn("beacons", None, relays.run(last));
    Ok(buffer)
}

impl BeaconOptions {
    /// The relays to ask.
    fn relays(&self) -> Vec<String> {
        match self.relays.as_slice() {
            [] => PUBLIC_RELAYS.map(String::from).to_vec(),
            named => named.to_vec(),
        }
    }
}
