//! What the node's metrics say of the relays.

use crate::server::{out, Manner, Node, Server};
use myelin_beacon::Metrics;
use prometheus_endpoint::Registry;

/// The value of a metric whose labels have these values.
fn value(registry: &Registry, name: &str, labels: &[&str]) -> Option<u64> {
    let families = registry.gather();
    let family = families.iter().find(|family| family.get_name() == name)?;
    let metric = family.get_metric().iter().find(|metric| {
        labels.iter().all(|label| metric.get_label().iter().any(|pair| pair.get_value() == *label))
    })?;
    let value = metric.get_gauge().get_value() + metric.get_counter().get_value();
    Some(value as u64)
}

#[tokio::test(flavor = "multi_thread")]
async fn relays_should_be_counted_by_what_they_bring_and_how_they_fail() {
    let (failing, lying, good) = (
        Server::start(Manner::Fails).await,
        Server::start(Manner::Lies).await,
        Server::start(Manner::Good).await,
    );
    let (registry, start) = (Registry::new(), out() - 40);
    let metrics = Metrics::register(&registry).unwrap();
    let node = Node::with(start, &[&failing, &lying, &good], |relays| relays.counted(Some(metrics)));
    let last = node.takes(16).await.last().unwrap().round;

    let pulses = |relay: &Server| value(&registry, "myelin_beacon_pulses_total", &[&relay.address]);
    assert!(pulses(&good).unwrap() >= 16);
    assert_eq!((pulses(&failing), pulses(&lying)), (None, None));
    assert!(value(&registry, "myelin_beacon_last_round", &[]).unwrap() >= last);
    let failures =
        |relay: &Server, reason| value(&registry, "myelin_beacon_failures_total", &[&relay.address, reason]);
    assert!(failures(&failing, "status") >= Some(1) && failures(&lying, "forged") >= Some(1));
    assert_eq!((failures(&good, "forged"), failures(&lying, "status")), (None, None));
    // A registry has them once.
    assert!(Metrics::register(&registry).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn first_round_should_be_counted_when_the_chain_knows_none() {
    // It answers where to begin, and nothing else.
    let tired = Server::start(Manner::Tires(1)).await;
    let registry = Registry::new();
    let metrics = Metrics::register(&registry).unwrap();
    let node = Node::with(0, &[&tired], |relays| relays.counted(Some(metrics)));
    let first = node.takes(1).await[0].round;
    // It has failed since, so what it brought has been counted before.
    while value(&registry, "myelin_beacon_failures_total", &[&tired.address]).is_none() {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    assert_eq!(value(&registry, "myelin_beacon_pulses_total", &[&tired.address]), Some(1));
    assert_eq!(value(&registry, "myelin_beacon_last_round", &[]), Some(first));
}
