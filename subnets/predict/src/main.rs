//! `myelin-predict`: models, scores, training; a miner and a validator of the subnet `predict`.

mod cli;

use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::run(cli::Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("myelin-predict: {error}");
            ExitCode::FAILURE
        }
    }
}
