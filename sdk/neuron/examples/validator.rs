//! A validator that asks for sums. `docs/book/validator.md` goes through it.
//!
//!     cargo run -p myelin-neuron --example validator -- NETUID WALLET HOTKEY [NODE]

use myelin_neuron::{validator, Answered, Config, Keys, NeuronError, Peer, Round, Stop, Validator};
use myelin_synapse::{Empty, Synapse};
use myelin_wallet::{Environment, Wallet};
use serde::{Deserialize, Serialize};
use std::error::Error;
use tracing_subscriber::EnvFilter;

/// The subnet's question, as in `miner.rs`.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Sum {
    terms: Vec<i64>,
    #[serde(default)]
    sum: Option<i64>,
}

impl Synapse for Sum {
    const NAME: &'static str = "Sum";
    const REQUIRED: &'static [(&'static str, Empty)] = &[("terms", Empty::List)];
    const HASHED: &'static [&'static str] = &["terms"];
}

/// Our validator: it remembers nothing of its own.
pub struct Examiner;

impl Validator for Examiner {
    type Task = Vec<i64>;
    type Answer = i64;

    /// Everybody gets numbers of their own, so that nobody can ask a neighbour.
    async fn choose(&mut self, round: &Round) -> Result<Vec<(Peer, Vec<i64>)>, NeuronError> {
        let terms = || -> Result<Vec<i64>, NeuronError> {
            let mut bytes = [0; 16];
            getrandom::fill(&mut bytes).map_err(NeuronError::own)?;
            Ok(bytes.map(i64::from).to_vec())
        };
        round.serving().into_iter().map(|peer| Ok((peer, terms()?))).collect()
    }

    async fn ask(&self, round: &Round, peer: &Peer, terms: &Vec<i64>) -> Result<i64, String> {
        let target = peer.target().ok_or("no address")?;
        let question = Sum { terms: terms.clone(), sum: None };
        let answer = round.dendrite.ask(&target, &question).await.map_err(|error| error.to_string())?;
        answer.synapse.sum.ok_or_else(|| "an answer without a sum".into())
    }

    async fn score(
        &mut self,
        _: &Round,
        answers: Vec<Answered<Vec<i64>, i64>>,
    ) -> Result<Vec<(u16, f64)>, NeuronError> {
        let right = |one: &Answered<Vec<i64>, i64>| one.answer == Ok(one.task.iter().sum());
        Ok(answers.iter().map(|one| (one.peer.uid, if right(one) { 1.0 } else { 0.0 })).collect())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [netuid, wallet, hotkey, node @ ..] = arguments.as_slice() else {
        return Err("NETUID WALLET HOTKEY [NODE]".into());
    };
    let node = node.first().map_or("ws://127.0.0.1:9944", String::as_str);
    let wallets = Wallet::default_path().ok_or("HOME is not set")?;
    let wallet = Wallet::new(wallets, wallet, hotkey)?;
    let state = wallet.directory().join(format!("neuron-{netuid}-{hotkey}.json"));
    let config = Config {
        stop: Stop::on_signals(),
        ..Config::new(node, netuid.parse()?, Keys::wallet(wallet, Environment), state)
    };
    let options = validator::Options { round_every: 10, ..validator::Options::new(config) };
    validator::run(Examiner, options).await?;
    Ok(())
}
