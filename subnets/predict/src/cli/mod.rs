//! The command line: data on standard output, words on standard error.

mod build;
mod miner;
mod neuron;
mod score;
#[cfg(feature = "train")]
mod train;
mod up;
mod validator;

use clap::{Parser, Subcommand};
use std::{error::Error, future::Future, path::PathBuf, time::Duration};

/// What ends a command.
type Failure = Box<dyn Error + Send + Sync>;

/// Models that predict text, judged in a sandbox
#[derive(Debug, Parser)]
#[command(name = "myelin-predict", version)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List the models that come with this program
    Models,
    /// Write a model that comes with this program to a file
    Build(build::Build),
    /// Say how many bits per byte models need for text
    Score(score::Score),
    /// Train the recurrent network on text
    #[cfg(feature = "train")]
    Train(train::Train),
    /// Serve a model
    Miner(miner::Miner),
    /// Judge all models of the subnet
    Validator(validator::Validator),
    /// Run two validators and five miners on a fresh local chain
    Up(up::Up),
}

/// Carries out a command.
pub fn run(arguments: Arguments) -> Result<(), Failure> {
    match arguments.command {
        Command::Models => {
            build::list();
            Ok(())
        }
        Command::Build(build) => build.run(),
        Command::Score(score) => score.run(),
        #[cfg(feature = "train")]
        Command::Train(train) => train.run(),
        Command::Miner(miner) => until_it_ends(miner.run()),
        Command::Validator(validator) => until_it_ends(validator.run()),
        Command::Up(up) => until_it_ends(up.run()),
    }
}

/// Runs it to its end; a model that is being run or trained meanwhile keeps nobody waiting.
fn until_it_ends(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Runtime::new()?;
    let outcome = runtime.block_on(work);
    runtime.shutdown_timeout(Duration::from_secs(1));
    outcome
}

/// A module by the name of one that comes with this program, or by its file.
fn module(model: &str) -> Result<Vec<u8>, Failure> {
    match myelin_predict::models::built_in(model) {
        Some(module) => Ok(module.to_vec()),
        None => std::fs::read(model).map_err(|error| {
            let names = myelin_predict::models::NAMES.join(", ");
            format!("{model} is none of {names}, and as a file: {error}").into()
        }),
    }
}

/// The text in these files and folders, or of this machine if none is named.
fn corpus(places: &[PathBuf]) -> Result<myelin_predict::corpus::Corpus, Failure> {
    use myelin_predict::corpus::{Corpus, USUAL_PLACES};
    let corpus = match places {
        [] => Corpus::of_this_machine(),
        places => Corpus::open(places)?,
    };
    if corpus.is_empty() {
        let looked = match places {
            [] => USUAL_PLACES.join(", "),
            _ => places.iter().map(|place| place.display().to_string()).collect::<Vec<_>>().join(", "),
        };
        return Err(format!("no English text in {looked}: name files that have some").into());
    }
    Ok(corpus)
}

/// A line for whoever reads. Who has stopped reading, or has no room left, stops nobody who judges or serves.
fn tell(line: impl std::fmt::Display) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stdout(), "{line}");
}
