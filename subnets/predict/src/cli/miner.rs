//! `miner`: one model, committed and served.

use super::{neuron, Failure};
use clap::Args;
use myelin_neuron::miner::{run, Options};
use myelin_predict::{
    commitment::ModuleHash,
    miner::Publisher,
    sandbox::{Limits, Sandbox},
};
use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};

/// Serve a model
#[derive(Debug, Args)]
pub struct Miner {
    #[command(flatten)]
    neuron: neuron::Neuron,
    /// A file with a module, or the name of a model that comes with this program
    #[arg(long)]
    model: String,
    /// Where the axon listens. 0.0.0.0 is all addresses of this machine: then name --announce too
    #[arg(long, default_value = "0.0.0.0:8091")]
    listen: SocketAddr,
    /// Where validators connect to: this machine's address on the internet (default: the address it listens on)
    #[arg(long)]
    announce: Option<SocketAddr>,
}

/// Text on which a model is tried before it is committed.
const TRIAL: &[u8] = b"It was a bright cold day in April, and the clocks were striking thirteen.";

impl Miner {
    /// Serves until Ctrl-C. A model that a validator would refuse is refused here.
    pub async fn run(self) -> Result<(), Failure> {
        neuron::tell_events("info");
        self.check_address()?;
        let (_, config) = self.neuron.config()?;
        let module = super::module(&self.model)?;
        let tried = module.clone();
        let trial = tokio::task::spawn_blocking(move || -> Result<(), Failure> {
            Sandbox::new(Limits::default())?.load(&tried)?.read_twice(TRIAL)?;
            Ok(())
        });
        trial.await?.map_err(|error| format!("no validator would take {}: {error}", self.model))?;
        tracing::info!(module = %ModuleHash::of(&module), bytes = module.len(), "serving {}", self.model);
        let options = Options { announce: self.announce, ..Options::new(config, self.listen) };
        Ok(run(Publisher::new(module), options).await?)
    }

    /// Refuses what validators could not be told, before anything is read, made or paid.
    fn check_address(&self) -> Result<(), Failure> {
        let address = self.announce.unwrap_or(self.listen);
        let (ip, port) = (address.ip(), address.port());
        let one_machine = format!("on one machine --listen 127.0.0.2:{port} does");
        let why = match () {
            () if ip.is_unspecified() => "is every address of this machine, and validators need one",
            () if ip == Ipv4Addr::LOCALHOST || ip == Ipv6Addr::LOCALHOST => "is taken by no chain",
            () => return Ok(()),
        };
        Err(format!("{ip} {why}: add --announce IP:{port} with the IP at which others reach this machine; {one_machine}").into())
    }
}
