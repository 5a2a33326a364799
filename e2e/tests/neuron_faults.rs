//! Neurons whose own code fails, and commits that can no longer be revealed: they go on.

#![allow(clippy::unwrap_used, clippy::panic)] // what fails on purpose is no test function

use myelin_axon::AxonBuilder;
use myelin_chain::{api, keys::network, Chain};
use myelin_e2e::{
    eventually, free_port,
    subnet::{as_root, found, hotkey, join, netuid, NETUID},
    Failure, Node, NodeOptions,
};
use myelin_neuron::{
    miner, validator, Answered, Config, Keys, Miner, Neuron, NeuronError, Peer, Round, Stop, Validator,
};
use std::{
    path::Path,
    sync::{
        atomic::{AtomicU32, Ordering},
        Arc, Mutex,
    },
};

use api::runtime_types::{myelin_runtime::RuntimeCall, pallet_admin::pallet::Call as AdminCall};

async fn start() -> Result<(Node, Chain), Failure> {
    let filter = tracing_subscriber::EnvFilter::from_default_env();
    tracing_subscriber::fmt().with_env_filter(filter).with_test_writer().try_init().ok();
    let arguments = vec!["--beacon".into(), "development".into()];
    let node = Node::start(NodeOptions { arguments, ..NodeOptions::default() }).await?;
    let chain = Chain::connect(&node.url()).await?;
    Ok((node, chain))
}

fn config(node: &Node, name: &str, home: &Path) -> Config {
    Config::new(node.url(), NETUID, Keys::one(hotkey(name)), home.join(format!("{name}.json")))
}

/// Each round something else goes wrong; the fifth is well, the sixth is the end.
struct Faulty(Arc<Mutex<Vec<String>>>);

impl Validator for Faulty {
    type Task = ();
    type Answer = ();

    async fn choose(&mut self, round: &Round) -> Result<Vec<(Peer, ())>, NeuronError> {
        self.0.lock().unwrap().push(format!("choose {}", round.number));
        match round.number {
            1 => Err(NeuronError::own("choosing fails")),
            2 => panic!("choosing panics"),
            6 => {
                self.0.lock().unwrap().push(round.neuron.metrics().text());
                Err(NeuronError::fatal("the end"))
            }
            _ => Ok(Vec::new()),
        }
    }

    async fn ask(&self, _: &Round, _: &Peer, (): &()) -> Result<(), String> {
        Ok(())
    }

    async fn score(
        &mut self,
        round: &Round,
        _: Vec<Answered<(), ()>>,
    ) -> Result<Vec<(u16, f64)>, NeuronError> {
        match round.number {
            3 => Err(NeuronError::own("scoring fails")),
            4 => panic!("scoring panics"),
            _ => Ok(vec![(0, 1.0)]),
        }
    }
}

/// Begins at the third attempt.
struct Hesitating(Arc<AtomicU32>);

impl Miner for Hesitating {
    fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder {
        axon
    }

    async fn begin(&self, _: &Neuron) -> Result<(), NeuronError> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Err(NeuronError::own("beginning fails")),
            1 => panic!("beginning panics"),
            _ => Ok(()),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn neuron_should_go_on_when_its_own_code_fails_and_end_when_that_says_so() -> Result<(), Failure> {
    let (node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    found(&chain, 20, false).await?;
    join(&chain, "Charlie", 0).await?;
    join(&chain, "Dave", 0).await?;

    let (begun, stop) = (Arc::new(AtomicU32::new(0)), Stop::default());
    let dave = Config { stop: stop.clone(), ..config(&node, "Dave", home.path()) };
    let listen = format!("127.0.0.2:{}", free_port()?).parse()?;
    let mining = tokio::spawn(miner::run(Hesitating(begun.clone()), miner::Options::new(dave, listen)));

    let seen = Arc::new(Mutex::new(Vec::new()));
    let charlie = config(&node, "Charlie", home.path());
    let options = validator::Options { round_every: 2, ..validator::Options::new(charlie) };
    let ended = tokio::spawn(validator::run(Faulty(seen.clone()), options)).await?;
    assert!(matches!(&ended, Err(NeuronError::Fatal(reason)) if reason == "the end"), "{ended:?}");
    let seen = seen.lock().unwrap().clone();
    let (metrics, rounds) = seen.split_last().unwrap();
    assert_eq!(rounds, (1..=6).map(|number| format!("choose {number}")).collect::<Vec<_>>());
    assert!(metrics.contains("\nmyelin_neuron_rounds_failed_total 4\n"), "{metrics}");
    assert!(metrics.contains("\nmyelin_neuron_rounds_total 1\n"), "{metrics}");

    eventually("the miner's third beginning", || async {
        Ok((begun.load(Ordering::SeqCst) == 3).then_some(()))
    })
    .await?;
    assert!(!mining.is_finished());
    stop.stop();
    Ok(mining.await??)
}

/// Everybody gets nothing but the first.
struct Steady;

impl Validator for Steady {
    type Task = ();
    type Answer = ();

    async fn choose(&mut self, _: &Round) -> Result<Vec<(Peer, ())>, NeuronError> {
        Ok(Vec::new())
    }

    async fn ask(&self, _: &Round, _: &Peer, (): &()) -> Result<(), String> {
        Ok(())
    }

    async fn score(&mut self, _: &Round, _: Vec<Answered<(), ()>>) -> Result<Vec<(u16, f64)>, NeuronError> {
        Ok(vec![(0, 1.0)])
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn weights_should_be_set_when_commits_are_switched_off_before_the_reveal() -> Result<(), Failure> {
    let (node, chain) = start().await?;
    let home = tempfile::tempdir()?;
    found(&chain, 60, true).await?;
    join(&chain, "Charlie", 300).await?;
    let charlie = config(&node, "Charlie", home.path());
    let stop = charlie.stop.clone();
    let options =
        validator::Options { round_every: 4, commit_by_hash: true, ..validator::Options::new(charlie) };
    let running = tokio::spawn(validator::run(Steady, options));
    let commits = network::<Vec<([u8; 32], u64, u64, u64)>>("WeightCommits").quick(NETUID);
    let commits = commits.quick(*hotkey("Charlie").public().as_bytes());
    let queue = eventually("a commit by hash", || async {
        Ok(chain.at_head().await?.value(&commits).await?.filter(|queue| !queue.is_empty()))
    })
    .await?;
    let off = AdminCall::sudo_set_commit_reveal_weights_enabled { netuid: netuid(), enabled: false };
    as_root(&chain, RuntimeCall::AdminUtils(off)).await?;
    let key = network::<Vec<(u16, u16)>>("Weights").plain(NETUID).plain(1u16);
    let row = eventually("weights", || async {
        Ok(chain.at_head().await?.value(&key).await?.filter(|row| !row.is_empty()))
    })
    .await?;
    assert_eq!(row, [(0, u16::MAX)]);
    // They are set a tempo after the commit, in the very epoch of its reveal.
    let updates = network::<Vec<u64>>("LastUpdate").plain(NETUID);
    let updates = chain.at_head().await?.value(&updates).await?.unwrap_or_default();
    let set_at = updates.get(1).copied().ok_or("no update")?;
    let epoch = chain.at(set_at).await?.clock(NETUID.into()).await?.index;
    let committed = queue.first().map(|(_, epoch, ..)| *epoch).ok_or("no commit")?;
    assert!(epoch <= committed + 1, "set in epoch {epoch}, committed in {committed}");
    stop.stop();
    running.await??;
    let state: serde_json::Value = serde_json::from_slice(&std::fs::read(home.path().join("Charlie.json"))?)?;
    assert_eq!(state.pointer("/state/commits"), Some(&serde_json::json!([])));
    Ok(())
}
