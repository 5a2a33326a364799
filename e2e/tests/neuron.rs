//! A small subnet on a real node: the miner and the validator of the book, and a miner that guesses, all in this process.

use myelin_axon::{AxonBuilder, Request};
use myelin_chain::{keys::network, Chain};
use myelin_dendrite::Dendrite;
use myelin_e2e::{
    eventually, free_port,
    subnet::{coldkey, found, hotkey, join, netuid, NETUID},
    Failure, Node, NodeOptions,
};
use myelin_neuron::{miner, validator, Config, Keys, Miner, NeuronError, Peer, Stop, View};
use myelin_synapse::Synapse;
use myelin_wallet::{Keypair, Signer};
use serde::{Deserialize, Serialize};
use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    task::JoinHandle,
};

/// The address of machines that speak to themselves which the chain takes: 127.0.0.1 it does not.
const HOST: &str = "127.0.0.2";

/// The miner and the validator of the book, as they stand there.
#[path = "../../sdk/neuron/examples/miner.rs"]
#[allow(dead_code)]
mod book_miner;
#[path = "../../sdk/neuron/examples/validator.rs"]
#[allow(dead_code)]
mod book_validator;

use book_miner::Calculator;
use book_validator::Examiner;

/// A question of the book's kind, and a miner that guesses.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sum {
    terms: Vec<i64>,
    #[serde(default)]
    sum: Option<i64>,
}

impl Synapse for Sum {
    const NAME: &'static str = "Sum";
    const HASHED: &'static [&'static str] = &["terms"];
}

struct Guessing;

impl Miner for Guessing {
    fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder {
        axon.attach(|request: Request<Sum>| async move { Ok(Sum { sum: Some(-1), ..request.synapse }) })
    }
}

/// A neuron that runs.
struct Running {
    stop: Stop,
    task: JoinHandle<Result<(), NeuronError>>,
}

impl Running {
    async fn end(self) -> Result<(), Failure> {
        self.stop.stop();
        Ok(self.task.await??)
    }
}

fn config(node: &Node, keys: Keys, home: &Path, name: &str) -> Config {
    Config::new(node.url(), NETUID, keys, home.join(format!("{name}.json")))
}

fn mine(miner: impl Miner, config: Config, tls: Option<PathBuf>) -> Result<(Running, SocketAddr), Failure> {
    let listen: SocketAddr = format!("{HOST}:{}", free_port()?).parse()?;
    let (stop, options) =
        (config.stop.clone(), miner::Options { tls, tls_only: true, ..miner::Options::new(config, listen) });
    Ok((Running { stop, task: tokio::spawn(miner::run(miner, options)) }, listen))
}

/// The miner of the book as Dave, with this TLS key, and one that guesses as Eve.
fn both(node: &Node, home: &Path, tls: Option<PathBuf>) -> Result<(Running, Running, SocketAddr), Failure> {
    let named = |name| config(node, Keys::one(hotkey(name)), home, name);
    let (honest, address) = mine(Calculator, named("Dave"), tls)?;
    let (other, _) = mine(Guessing, named("Eve"), None)?;
    Ok((honest, other, address))
}

fn validate(node: &Node, keys: Keys, home: &Path, by_hash: bool) -> Running {
    validate_with(config(node, keys, home, "validator"), by_hash)
}

fn validate_with(config: Config, by_hash: bool) -> Running {
    let stop = config.stop.clone();
    let options =
        validator::Options { round_every: 4, commit_by_hash: by_hash, ..validator::Options::new(config) };
    Running { stop, task: tokio::spawn(validator::run(Examiner, options)) }
}

/// A chain with quick blocks.
async fn start() -> Result<(Node, Chain), Failure> {
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init().ok();
    let arguments = vec!["--beacon".into(), "development".into()];
    let options = NodeOptions { arguments, ..NodeOptions::default() };
    let node = Node::start(options).await?;
    let chain = Chain::connect(&node.url()).await?;
    Ok((node, chain))
}

/// A subnet with a validator of stake (uid 1), and two miners (2, 3).
async fn populated(chain: &Chain, tempo: u16, commit_reveal: bool) -> Result<(), Failure> {
    found(chain, tempo, commit_reveal).await?;
    join(chain, "Charlie", 300).await?;
    join(chain, "Dave", 0).await?;
    join(chain, "Eve", 0).await
}

/// What the chain has in a list of the subnet, at a uid.
async fn of_uid<T: codec::Decode + Copy + Default>(
    chain: &Chain,
    item: &'static str,
    uid: usize,
) -> Result<T, Failure> {
    let list = chain.at_head().await?.value(&network::<Vec<T>>(item).plain(NETUID)).await?;
    Ok(list.unwrap_or_default().get(uid).copied().unwrap_or_default())
}

/// The row of the validator.
async fn weights(chain: &Chain) -> Result<Vec<(u16, u16)>, Failure> {
    let key = network::<Vec<(u16, u16)>>("Weights").plain(NETUID).plain(1u16);
    Ok(chain.at_head().await?.value(&key).await?.unwrap_or_default())
}

/// Waits until the honest miner is paid, and says what the dishonest one has.
async fn paid(chain: &Chain) -> Result<u16, Failure> {
    eventually("the honest miner to be paid", || async {
        let paid =
            of_uid::<u16>(chain, "Incentive", 2).await? > 0 && of_uid::<u64>(chain, "Emission", 2).await? > 0;
        Ok(paid.then_some(()))
    })
    .await?;
    of_uid(chain, "Incentive", 3).await
}

#[tokio::test(flavor = "multi_thread")]
async fn subnet_should_pay_who_answers_and_go_on_when_the_node_was_away() -> Result<(), Failure> {
    let (mut node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    populated(&chain, 20, false).await?;
    let (honest, other, address) = both(&node, home.path(), None)?;
    let keys = Keys::one(hotkey("Charlie"));
    let validator = validate(&node, keys.clone(), home.path(), false);
    assert_eq!(paid(&chain).await?, 0, "the dishonest miner is paid");
    assert_eq!(weights(&chain).await?, [(2, u16::MAX)]);

    node.kill()?;
    tokio::time::sleep(Duration::from_secs(3)).await;
    node.start_again().await?;
    let back = chain.head().await?.number;
    eventually("weights after the node's return", || async {
        Ok((of_uid::<u64>(&chain, "LastUpdate", 1).await? > back).then_some(()))
    })
    .await?;

    for running in [honest, other, validator] {
        running.end().await?;
    }
    assert!(TcpStream::connect(address).await.is_err(), "the axon still listens");
    let state: serde_json::Value =
        serde_json::from_slice(&std::fs::read(home.path().join("validator.json"))?)?;
    assert!(
        state.pointer("/state/scores/2/average").and_then(serde_json::Value::as_f64) > Some(0.0),
        "{state}"
    );
    Ok(())
}

/// What Prometheus reads there.
async fn metrics(at: SocketAddr) -> Result<String, Failure> {
    let mut stream = TcpStream::connect(at).await?;
    stream.write_all(b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n").await?;
    let mut text = String::new();
    stream.read_to_string(&mut text).await?;
    Ok(text)
}

/// The honest miner speaks TLS with the key that it publishes, and is paid: the validator asked so, for a server of TLS
/// answers nothing else.
#[tokio::test(flavor = "multi_thread")]
async fn subnet_should_pay_who_answers_over_tls_when_weights_are_sealed() -> Result<(), Failure> {
    let (node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    populated(&chain, 60, true).await?;
    let key = home.path().join("dave.tls");
    let (honest, other, _) = both(&node, home.path(), Some(key.clone()))?;
    let at: SocketAddr = format!("127.0.0.1:{}", free_port()?).parse()?;
    let charlie = config(&node, Keys::one(hotkey("Charlie")), home.path(), "validator");
    let validator = validate_with(Config { metrics: Some(at), ..charlie }, false);
    assert_eq!(paid(&chain).await?, 0, "the dishonest miner is paid");
    let dave = hotkey("Dave").public().into();
    let published = chain.at_head().await?.certificate(NETUID.into(), dave).await?.ok_or("no certificate")?;
    let own = myelin_axon::Identity::load(&key)?.certificate()?;
    assert_eq!(published.public_key.to_vec(), own.key());
    let text = metrics(at).await?;
    let counted = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        line.trim().parse::<u64>().unwrap_or(0)
    };
    assert!(counted("myelin_neuron_rounds_total") > 0, "{text}");
    assert!(counted("myelin_neuron_weights_set_total") > 0, "{text}");
    for running in [honest, other, validator] {
        running.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn commit_should_be_revealed_when_the_validator_was_restarted() -> Result<(), Failure> {
    let (node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    populated(&chain, 60, true).await?;
    let (honest, other, _) = both(&node, home.path(), None)?;
    let (first, keys) = (validate(&node, Keys::one(hotkey("Charlie")), home.path(), true), hotkey("Charlie"));
    let commits = network::<Vec<([u8; 32], u64, u64, u64)>>("WeightCommits").quick(NETUID);
    let commits = commits.quick(*keys.public().as_bytes());
    eventually("a commit by hash", || async {
        Ok(chain.at_head().await?.value(&commits).await?.filter(|queue| !queue.is_empty()))
    })
    .await?;
    first.end().await?;
    assert!(weights(&chain).await?.is_empty());
    let second = validate(&node, Keys::one(keys), home.path(), true);
    eventually("the reveal", || async { Ok(Some(weights(&chain).await?).filter(|row| !row.is_empty())) })
        .await?;
    assert_eq!(weights(&chain).await?, [(2, u16::MAX)]);
    for running in [honest, other, second] {
        running.end().await?;
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn neuron_should_follow_its_hotkey_when_it_is_swapped() -> Result<(), Failure> {
    let (node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    found(&chain, 20, false).await?;

    let early = config(&node, Keys::one(hotkey("Dave")), home.path(), "early");
    let error = mine(Calculator, early, None)?.0.task.await?.unwrap_err();
    assert!(
        matches!(&error, NeuronError::NotRegistered { netuid: NETUID, burn, .. } if *burn > 0),
        "{error}"
    );

    join(&chain, "Dave", 0).await?;
    let keys = |new: &[Keypair]| {
        let signers = new.iter().cloned().map(|key| Arc::new(key) as Arc<dyn Signer>);
        Keys::several(signers.collect())
    };
    let both = keys(&[hotkey("Dave"), hotkey("Dave2")]);
    let running = |keys: Keys, name: &str| mine(Calculator, config(&node, keys, home.path(), name), None);
    let (prepared, address) = running(both, "prepared")?;
    let announced = |at: SocketAddr| {
        let chain = chain.clone();
        move || {
            let chain = chain.clone();
            async move {
                let head = chain.head().await?;
                let view = View::read(&chain.at_block(&head), head, NETUID.into(), 0).await?;
                Ok(view.peer(1).filter(|peer| peer.address == Some(at)))
            }
        }
    };
    eventually("the announcement", announced(address)).await?;
    let (surprised, _) = running(keys(&[hotkey("Dave")]), "surprised")?;

    let (old, new) = (hotkey("Dave"), hotkey("Dave2"));
    let call = myelin_chain::api::tx().subtensor_module().swap_hotkey(
        myelin_e2e::subnet::account(&old),
        myelin_e2e::subnet::account(&new),
        Some(netuid()),
    );
    // The second miner begins before the swap, so that the seat is known to it.
    eventually("the second miner's state", || async {
        Ok(home.path().join("surprised.json").exists().then_some(()))
    })
    .await?;
    chain.submit(&coldkey("Dave"), &call).await?;
    let error = surprised.task.await?.unwrap_err();
    assert!(matches!(&error, NeuronError::Swapped { uid: 1, .. }), "{error}");
    let asker = Dendrite::builder(hotkey("Charlie")).build()?;
    let peer = Peer {
        uid: 1,
        hotkey: *new.public().as_bytes(),
        address: Some(address),
        certificate: None,
        permit: false,
        stake: 0,
    };
    eventually("the axon under the new key", || async {
        // Who has no permit is refused: by the new key's axon, which is asked in its name.
        let target = peer.target().ok_or("no address")?;
        let refused = asker.ask(&target, &Sum { terms: Vec::new(), sum: None }).await.err();
        Ok(refused.filter(|error| error.to_string().contains("not registered")))
    })
    .await?;
    prepared.end().await?;
    Ok(())
}
