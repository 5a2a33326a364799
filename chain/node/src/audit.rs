//! The books, asked after every block (`--audit`). What does not close is an error in the log and a metric.

use crate::service::FullClient;
use futures::StreamExt;
use myelin_runtime::Hash;
use myelin_views::api::AuditApi;
use prometheus_endpoint::{register, Gauge, PrometheusError, Registry, U64};
use sc_client_api::BlockchainEvents;
use sp_api::ProvideRuntimeApi;
use std::sync::Arc;

/// Whether the books closed, as `myelin_books_closed`: 1 or 0.
pub(crate) fn metric(registry: Option<&Registry>) -> Result<Option<Gauge<U64>>, PrometheusError> {
    let gauge =
        || Gauge::<U64>::new("myelin_books_closed", "Whether the books closed after the last block: 1 or 0");
    registry.map(|registry| register(gauge()?, registry)).transpose()
}

/// Asks the runtime of every imported block whether its books close, for as long as the node runs. It reads the whole
/// state, so a node with a large one may fall behind.
pub(crate) async fn watch(client: Arc<FullClient>, metric: Option<Gauge<U64>>) {
    let mut blocks = client.every_import_notification_stream();
    while let Some(block) = blocks.next().await {
        let broken = broken(&client, block.hash);
        if let Some(metric) = &metric {
            metric.set(u64::from(broken.is_none()));
        }
        match broken {
            None => log::debug!(target: "audit", "the books close after block {:?}", block.hash),
            Some(what) => {
                log::error!(target: "audit", "the books do not close after block {:?}: {what}", block.hash)
            }
        }
    }
}

/// What does not close; also that the question could not be asked.
fn broken(client: &FullClient, block: Hash) -> Option<String> {
    match client.runtime_api().check_books(block) {
        Ok(Ok(())) => None,
        Ok(Err(what)) => Some(String::from_utf8_lossy(&what).into_owned()),
        Err(error) => Some(format!("the runtime does not answer: {error}")),
    }
}
