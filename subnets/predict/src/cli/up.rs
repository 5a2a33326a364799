//! `up`: the whole subnet on a fresh local chain.

use super::{neuron, Failure};
use clap::Args;
use myelin_neuron::Stop;
use myelin_predict::up::{table, Options, Running};
use std::{path::PathBuf, sync::Arc, time::Duration};

/// How often the chain is asked whether an epoch is over.
const PAUSE: Duration = Duration::from_millis(500);
/// The miners in the order in which they commit: the last one shows what another has made.
const MINERS: [(&str, &str); 4] =
    [("order 0", "order0"), ("order 2", "order2"), ("ppm", "ppm"), ("copier of ppm", "ppm")];

/// Run two validators and four miners on a fresh local chain
#[derive(Debug, Args)]
pub struct Up {
    /// The node
    #[arg(long, default_value = "ws://127.0.0.1:9944")]
    url: String,
    /// Files and folders with English text (default: the text of this machine)
    #[arg(long)]
    corpus: Vec<PathBuf>,
    /// One more miner, the first to commit: a file with a module
    #[arg(long)]
    model: Option<String>,
    /// Blocks of an epoch
    #[arg(long, default_value_t = 20)]
    tempo: u16,
    /// Port of the first miner, on 127.0.0.2; the others follow
    #[arg(long, default_value_t = 8091)]
    port: u16,
}

impl Up {
    /// Runs until Ctrl-C; a table after each round and each epoch.
    pub async fn run(self) -> Result<(), Failure> {
        neuron::tell_events("warn");
        let home = tempfile::tempdir()?;
        let places = self.corpus.clone();
        let corpus = tokio::task::spawn_blocking(move || super::corpus(&places)).await??;
        let mut models = Vec::new();
        if let Some(model) = &self.model {
            models.push((model.clone(), super::module(model)?));
        }
        for (name, module) in MINERS {
            models.push((name.to_owned(), super::module(module)?));
        }
        println!("Founding the subnet `predict`: {} miners, two validators.", models.len());
        let options = Options {
            url: self.url,
            home: home.path().to_owned(),
            corpus: Arc::new(corpus),
            models,
            tempo: self.tempo,
            round_every: (u64::from(self.tempo) / 2).max(1),
            port: self.port,
        };
        let stop = Stop::on_signals();
        let started = tokio::select! {
            () = stop.wait() => return Ok(()),
            started = Running::start(options, stop.clone(), |report| println!("{report}")) => started?,
        };
        println!("Subnet {}; epochs of {} blocks.\n", started.netuid, self.tempo);
        let shown = tokio::select! {
            () = stop.wait() => Ok(()),
            shown = show(&started) => shown,
        };
        started.end().await?;
        shown
    }
}

/// A table after each epoch.
async fn show(running: &Running) -> Result<(), Failure> {
    let mut last = 0;
    loop {
        match running.epoch().await {
            Ok((block, rows)) if block > last => {
                last = block;
                println!("{}", table(block, &rows));
            }
            Ok(_) => {}
            Err(error) => eprintln!("{error}"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
