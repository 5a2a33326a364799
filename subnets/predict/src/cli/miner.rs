//! `miner`: one model, committed and served.

use super::{neuron, Failure};
use clap::Args;
use myelin_neuron::miner::{run, Options};
use myelin_predict::{
    commitment::ModuleHash,
    miner::Publisher,
    sandbox::{Limits, Sandbox},
};
use std::net::SocketAddr;

/// Serve a model
#[derive(Debug, Args)]
pub struct Miner {
    #[command(flatten)]
    neuron: neuron::Neuron,
    /// A file with a module, or the name of a model that comes with this program
    #[arg(long)]
    model: String,
    /// Where the axon listens
    #[arg(long, default_value = "0.0.0.0:8091")]
    listen: SocketAddr,
    /// What validators are told to connect to (default: the address it listens on)
    #[arg(long)]
    announce: Option<SocketAddr>,
}

/// Text on which a model is tried before it is committed.
const TRIAL: &[u8] = b"It was a bright cold day in April, and the clocks were striking thirteen.";

impl Miner {
    /// Serves until Ctrl-C. A model that a validator would refuse is refused here.
    pub async fn run(self) -> Result<(), Failure> {
        neuron::tell_events("info");
        let module = super::module(&self.model)?;
        let tried = module.clone();
        let trial = tokio::task::spawn_blocking(move || -> Result<(), Failure> {
            Sandbox::new(Limits::default())?.load(&tried)?.read_twice(TRIAL)?;
            Ok(())
        });
        trial.await?.map_err(|error| format!("no validator would take {}: {error}", self.model))?;
        tracing::info!(module = %ModuleHash::of(&module), bytes = module.len(), "serving {}", self.model);
        let (_, config) = self.neuron.config()?;
        let options = Options { announce: self.announce, ..Options::new(config, self.listen) };
        Ok(run(Publisher::new(module), options).await?)
    }
}
