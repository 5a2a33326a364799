//! A miner that answers sums. `docs/book/miner.md` goes through it.
//!
//!     cargo run -p myelin-neuron --example miner -- NETUID WALLET HOTKEY IP:PORT [NODE]

use myelin_axon::{AxonBuilder, HandlerError, Request};
use myelin_neuron::{miner, Config, Keys, Miner, Stop};
use myelin_synapse::{Empty, Synapse};
use myelin_wallet::{Environment, Wallet};
use serde::{Deserialize, Serialize};
use std::{error::Error, sync::Arc};
use tracing_subscriber::EnvFilter;

/// The subnet's question: what is the sum of these numbers? The Python class has the same fields.
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

/// Our miner. What it needs to answer would be its fields.
pub struct Calculator;

impl Miner for Calculator {
    fn attach(self: Arc<Self>, axon: AxonBuilder) -> AxonBuilder {
        axon.attach(|request: Request<Sum>| async move {
            let terms = &request.synapse.terms;
            let sum = terms.iter().try_fold(0i64, |sum, term| sum.checked_add(*term));
            let sum = sum.ok_or(HandlerError::told(422, "the sum is too large"))?;
            Ok(Sum { sum: Some(sum), ..request.synapse })
        })
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| "info".into());
    tracing_subscriber::fmt().with_env_filter(filter).with_ansi(false).init();
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [netuid, wallet, hotkey, address, node @ ..] = arguments.as_slice() else {
        return Err("NETUID WALLET HOTKEY IP:PORT [NODE]".into());
    };
    let node = node.first().map_or("ws://127.0.0.1:9944", String::as_str);
    let wallets = Wallet::default_path().ok_or("HOME is not set")?;
    let wallet = Wallet::new(wallets, wallet, hotkey)?;
    let state = wallet.directory().join(format!("neuron-{netuid}-{hotkey}.json"));
    let config = Config {
        stop: Stop::on_signals(),
        ..Config::new(node, netuid.parse()?, Keys::wallet(wallet, Environment), state)
    };
    miner::run(Calculator, miner::Options::new(config, address.parse()?)).await?;
    Ok(())
}
