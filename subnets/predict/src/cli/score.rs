//! `score`: what models cost on text, as a validator counts it.

use super::Failure;
use clap::Args;
use myelin_predict::{
    bits::per_byte,
    corpus::PASSAGE,
    sandbox::{Limits, Sandbox},
};
use std::{collections::BTreeSet, io::Write as _, path::PathBuf, time::Instant};

/// Say how many bits per byte models need for text
#[derive(Debug, Args)]
pub struct Score {
    /// Files with modules, or names of models that come with this program
    #[arg(required = true)]
    models: Vec<String>,
    /// Read this file, all of it, in passages of 2048 bytes
    #[arg(long, conflicts_with = "corpus")]
    text: Option<PathBuf>,
    /// Draw passages from these files and folders (default: the text of this machine)
    #[arg(long)]
    corpus: Vec<PathBuf>,
    /// How many passages to draw
    #[arg(long, default_value_t = 8)]
    passages: usize,
}

impl Score {
    /// Reads the same passages with every model; a line for each.
    pub fn run(self) -> Result<(), Failure> {
        let passages = match &self.text {
            Some(file) => std::fs::read(file)?.chunks(PASSAGE).map(<[u8]>::to_vec).collect(),
            None => self.draw()?,
        };
        let bytes: u64 = passages.iter().map(|passage| passage.len() as u64).sum();
        if bytes == 0 {
            return Err(
                "there is nothing to read: give --text a file with bytes in it, or --passages 1 and more"
                    .into(),
            );
        }
        let sandbox = Sandbox::new(Limits::default())?;
        eprintln!("{} passages, {bytes} bytes", passages.len());
        let (mut refused, mut out) = (false, std::io::stdout());
        for model in &self.models {
            let module = super::module(model)?;
            let begun = Instant::now();
            let reading =
                sandbox.load(&module).and_then(|module| module.read_all(passages.iter().map(Vec::as_slice)));
            match reading {
                Ok(reading) => {
                    let seconds = begun.elapsed().as_secs_f64();
                    writeln!(
                        out,
                        "{:>7} bits per byte  {seconds:>6.2} s  {model}",
                        per_byte(reading.total(), bytes)
                    )?;
                }
                Err(refusal) => {
                    refused = true;
                    writeln!(out, "{:>7}                          {model}: {}", "refused", refusal.told())?;
                }
            }
        }
        if refused {
            return Err("a validator would not take every one of these models".into());
        }
        Ok(())
    }

    fn draw(&self) -> Result<Vec<Vec<u8>>, Failure> {
        let corpus = super::corpus(&self.corpus)?;
        let mut secret = [0; 32];
        getrandom::fill(&mut secret)?;
        let drawn = corpus.draw(&secret, &mut BTreeSet::new(), self.passages)?;
        Ok(drawn.into_iter().map(|passage| passage.text).collect())
    }
}
