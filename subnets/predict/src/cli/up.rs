//! `up`: the whole subnet on a fresh local chain.

use super::{neuron, validator::MOST_SELDOM, Failure};
use clap::Args;
use myelin_neuron::Stop;
use myelin_predict::{
    corpus::Corpus,
    up::{table, Options, Running},
};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tokio::task::JoinHandle;

/// How often the chain is asked whether an epoch is over.
const PAUSE: Duration = Duration::from_millis(500);
/// The miner whose model is trained here.
const TRAINED: &str = "gru";
/// The miners in the order in which they commit: the last one shows what another has made.
const MINERS: [(&str, &str); 5] = [
    ("order 0", "order0"),
    (TRAINED, TRAINED),
    ("order 2", "order2"),
    ("ppm", "ppm"),
    ("copier of ppm", "ppm"),
];
/// One passage in so many is for training; validators judge on the others.
const LEARNT: u64 = 4;

/// Run two validators and five miners on a fresh local chain
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
    /// Seconds for which the recurrent network is trained, while the others begin; 0 leaves it out
    #[arg(long, default_value_t = 40)]
    train_seconds: u64,
    /// Blocks of an epoch
    #[arg(long, default_value_t = 20)]
    tempo: u16,
    /// Port of the first miner, on 127.0.0.2; the others follow
    #[arg(long, default_value_t = 8091)]
    port: u16,
}

/// A module that is being made.
type Module = JoinHandle<Result<Vec<u8>, Failure>>;

impl Up {
    /// Runs until Ctrl-C; a table after each round and each epoch.
    pub async fn run(self) -> Result<(), Failure> {
        neuron::tell_events("warn");
        let home = tempfile::tempdir()?;
        let places = self.corpus.clone();
        let corpus = tokio::task::spawn_blocking(move || super::corpus(&places)).await??;
        let (learnt, judged) = corpus.split(LEARNT);
        let models = self.models(learnt);
        super::tell(format_args!("Founding the subnet `predict`: {} miners, two validators.", models.len()));
        let options = Options {
            url: self.url,
            home: home.path().to_owned(),
            corpus: Arc::new(judged),
            tempo: self.tempo,
            round_every: (u64::from(self.tempo) / 2).clamp(1, MOST_SELDOM),
            port: self.port,
        };
        let stop = Stop::on_signals();
        let started = tokio::select! {
            () = stop.wait() => return Ok(()),
            started = start(options, models, stop.clone()) => started?,
        };
        super::tell(format_args!("Subnet {}; epochs of {} blocks.\n", started.netuid, self.tempo));
        let shown = tokio::select! {
            () = stop.wait() => Ok(()),
            shown = show(&started) => shown,
        };
        started.end().await?;
        shown
    }

    /// All models in the order in which they are committed; each is made in a thread of its own.
    fn models(&self, learnt: Corpus) -> Vec<(String, Module)> {
        let mut models = Vec::new();
        let mut learnt = Some(learnt);
        let own = self.model.iter().map(|model| (model.as_str(), model.as_str()));
        for (name, model) in own.chain(MINERS) {
            let source = model.to_owned();
            let made = match name == TRAINED {
                false => tokio::task::spawn_blocking(move || super::module(&source)),
                true => match training(self.train_seconds, learnt.take()) {
                    Some(training) => training,
                    None => continue,
                },
            };
            models.push((name.to_owned(), made));
        }
        models
    }
}

/// The recurrent network, on its way.
#[cfg(feature = "train")]
fn training(seconds: u64, learnt: Option<Corpus>) -> Option<Module> {
    use myelin_predict::train::{module, train, Budget};
    /// Bytes that are read: more is not seen in the time.
    const MOST: usize = 8 << 20;
    let learnt = learnt.filter(|_| seconds > 0)?;
    Some(tokio::task::spawn_blocking(move || {
        let network = train(&learnt.text(MOST), Budget::Time(Duration::from_secs(seconds)), |_| {})?;
        Ok(module(&network)?)
    }))
}

/// This build cannot train.
#[cfg(not(feature = "train"))]
fn training(_: u64, _: Option<Corpus>) -> Option<Module> {
    None
}

/// Founds the subnet, lets miners commit one after the other, then validators begin.
async fn start(options: Options, models: Vec<(String, Module)>, stop: Stop) -> Result<Running, Failure> {
    let mut running = Running::found(options, stop).await?;
    for (name, module) in models {
        if name == TRAINED && !module.is_finished() {
            super::tell(format_args!("{name} is being trained."));
        }
        running.add_miner(&name, module.await??).await?;
        super::tell(format_args!("{name} has committed."));
    }
    running.judge(|report| super::tell(report)).await?;
    Ok(running)
}

/// A table after each epoch.
async fn show(running: &Running) -> Result<(), Failure> {
    let mut last = 0;
    loop {
        match running.epoch().await {
            Ok((block, rows)) if block > last => {
                last = block;
                super::tell(table(block, &rows));
            }
            Ok(_) => {}
            Err(error) => eprintln!("{error}"),
        }
        tokio::time::sleep(PAUSE).await;
    }
}
