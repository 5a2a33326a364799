//! `validator`: judges, and sets weights.

use super::{neuron, Failure};
use clap::{builder::RangedU64ValueParser, Args};
use myelin_neuron::validator::{run, Options};
use myelin_predict::validator::{Judge, Settings};
use std::{path::PathBuf, sync::Arc};

/// Most blocks between rounds: twice as many are an absence, after which a validator begins anew.
pub(super) const MOST_SELDOM: u64 = 360;

/// Judge all models of the subnet
#[derive(Debug, Args)]
pub struct Validator {
    #[command(flatten)]
    neuron: neuron::Neuron,
    /// Files and folders with English text that nobody else has (default: the text of this machine)
    #[arg(long)]
    corpus: Vec<PathBuf>,
    /// Passages of 2048 bytes in a round
    #[arg(long, default_value_t = 8, value_parser = RangedU64ValueParser::<usize>::new().range(1..))]
    passages: usize,
    /// Blocks from one round to the next: who judges more seldom has to believe too much
    #[arg(long, default_value_t = 100, value_parser = RangedU64ValueParser::<u64>::new().range(1..=MOST_SELDOM))]
    round_every: u64,
}

impl Validator {
    /// Judges until Ctrl-C; a table on standard output after each round.
    pub async fn run(self) -> Result<(), Failure> {
        neuron::tell_events("info");
        let (home, config) = self.neuron.config()?;
        let places = self.corpus;
        let corpus = tokio::task::spawn_blocking(move || super::corpus(&places)).await??;
        tracing::info!(passages = corpus.len(), "text to judge on");
        let settings =
            Settings { passages: self.passages, ..Settings::new(Arc::new(corpus), home.join("modules")) };
        let judge = Judge::new(settings, |report| super::tell(report))?;
        // The rules average over rounds themselves: the latest word counts alone.
        let options = Options { round_every: self.round_every, alpha: 1.0, ..Options::new(config) };
        Ok(run(judge, options).await?)
    }
}
