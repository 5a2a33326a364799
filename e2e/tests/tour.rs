//! The whole tour with the official Python clients, unmodified: look, transfer, create a subnet, start it, register
//! neurons, stake, set weights, wait for the epoch, see who was paid. The scripts in `tours/` check numbers as a user
//! sees them; here every epoch of the chain they leave behind is run again through `core/yuma`.

use myelin_e2e::{clock, epochs, free_port, python, Failure, Node, NodeOptions};
use serde::Deserialize;
use std::path::Path;

/// The subnet that the tour creates.
const NETUID: u16 = 2;
/// A line of a script that begins with this has an epoch as the client's metagraph shows it.
const EPOCH: &str = "epoch ";

/// An epoch as a client shows it, by uid.
#[derive(Debug, Deserialize)]
struct Shown {
    /// Block of the epoch.
    block: u64,
    /// Shares of what miners earn, over 65535.
    incentive: Vec<u16>,
    /// Shares of what validators earn, over 65535.
    dividends: Vec<u16>,
    /// Alpha, in rao.
    emission: Vec<u64>,
}

/// What the client showed is what the rules say, and so is what the chain stored in every other epoch.
async fn check_epochs(node: &Node, said: &[String]) -> Result<(), Failure> {
    let shown: Vec<Shown> = said
        .iter()
        .filter_map(|line| line.strip_prefix(EPOCH))
        .map(serde_json::from_str)
        .collect::<Result<_, _>>()?;
    let paid = |epoch: &Shown| {
        epoch.incentive.iter().any(|share| *share > 0) && epoch.dividends.iter().any(|share| *share > 0)
    };
    assert!(shown.iter().any(paid), "the tour showed no epoch in which weights counted");
    for epoch in &shown {
        let rules = epochs::computed(node, NETUID, epoch.block).await?;
        assert_eq!(epoch.incentive, rules.incentive, "incentive shown of block {}", epoch.block);
        assert_eq!(epoch.dividends, rules.dividends, "dividends shown of block {}", epoch.block);
        assert_eq!(epoch.emission, rules.emission, "emission shown of block {}", epoch.block);
    }
    let head = node.finalized().await?;
    let blocks = epochs::blocks(node, NETUID, head).await?;
    for block in &blocks {
        let (rules, stored) =
            (epochs::computed(node, NETUID, *block).await?, epochs::stored(node, NETUID, *block).await?);
        assert_eq!(stored, rules, "epoch of block {block}");
    }
    println!("{} epochs equal core/yuma, {} of them as the client showed them", blocks.len(), shown.len());
    Ok(())
}

/// A script of this repository, run with a version of the client on a fresh chain, and what it said.
async fn run(version: &'static str, script: &str) -> Result<(Node, Vec<String>), Failure> {
    run_with(version, script, Vec::new(), None).await
}

/// The same, the node with more `arguments`; with a `relay` the client's clock can be moved, and it serves the node's
/// beacons on this port.
async fn run_with(
    version: &'static str,
    script: &str,
    arguments: Vec<String>,
    relay: Option<u16>,
) -> Result<(Node, Vec<String>), Failure> {
    let python = tokio::task::spawn_blocking(move || python::with_client(version)).await??;
    let options = NodeOptions { arguments, ..NodeOptions::default() };
    let node = Node::start(options).await?;
    let (url, home) = (node.url(), node.data().to_owned());
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join(script);
    let said = tokio::task::spawn_blocking(move || match relay {
        None => python::script(&python, &script, &[&url], &[], &home),
        Some(port) => {
            let environment = clock::environment(&home)?;
            python::script(&python, &script, &[&url, &port.to_string()], &environment, &home)
        }
    });
    Ok((node, said.await??))
}

async fn tour(version: &'static str, script: &str) -> Result<(), Failure> {
    let (node, said) = run(version, script).await?;
    check_epochs(&node, &said).await
}

#[tokio::test(flavor = "multi_thread")]
async fn tour_should_end_well_when_client_is_11_3_0() -> Result<(), Failure> {
    tour("11.3.0", "tours/sdk11.py").await
}

#[tokio::test(flavor = "multi_thread")]
async fn guide_should_pay_the_miner_when_it_is_followed() -> Result<(), Failure> {
    let (_, said) = run("11.3.0", "../docs/guides/first_subnet.py").await?;
    assert!(
        said.iter().any(|line| line.starts_with("uid 2: incentive 1.0, dividends 0.0")),
        "it said {said:?}"
    );
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn guide_should_share_what_the_owner_earns_when_many_paid() -> Result<(), Failure> {
    let (_, said) = run("11.3.0", "../docs/guides/crowdloan.py").await?;
    let earned = |name: &str| {
        let line = said.iter().find(|line| line.starts_with(name));
        line.is_some_and(|line| !line.ends_with("earned 0 rao of alpha"))
    };
    assert!(earned("Bob") && earned("Charlie"), "it said {said:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn tour_should_end_well_when_client_is_10_5_0() -> Result<(), Failure> {
    tour("10.5.0", "tours/sdk10.py").await
}

async fn economics(version: &'static str, script: &str) -> Result<(), Failure> {
    let (_, said) = run(version, script).await?;
    assert_eq!(said.last().map(String::as_str), Some("the tour is done"), "it said {said:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn economics_should_hold_when_client_is_10_5_0() -> Result<(), Failure> {
    economics("10.5.0", "tours/economics10.py").await
}

#[tokio::test(flavor = "multi_thread")]
async fn economics_should_hold_when_client_is_11_3_0() -> Result<(), Failure> {
    economics("11.3.0", "tours/economics11.py").await
}

/// With commit-reveal on: a chain with drand's beacon, whose one relay is in the script.
async fn sealed(version: &'static str, script: &str) -> Result<(), Failure> {
    let port = free_port()?;
    let relay = format!("http://127.0.0.1:{port}");
    let arguments = ["--beacon", "quicknet", "--drand-relay", &relay].map(String::from).to_vec();
    let (_, said) = run_with(version, script, arguments, Some(port)).await?;
    assert_eq!(said.last().map(String::as_str), Some("the tour is done"), "it said {said:?}");
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_weights_should_pay_when_client_is_10_5_0() -> Result<(), Failure> {
    sealed("10.5.0", "tours/commitreveal10.py").await
}

#[tokio::test(flavor = "multi_thread")]
async fn sealed_weights_should_pay_when_client_is_11_3_0() -> Result<(), Failure> {
    sealed("11.3.0", "tours/commitreveal11.py").await
}
