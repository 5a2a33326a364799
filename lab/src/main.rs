//! `myelin-lab`: see `--help`. Ends with 0 when all is well, 1 when an assertion of a scenario does not hold, and 2 when
//! what was asked for cannot be done.

use clap::Parser;
use myelin_lab::commands::{self, Arguments, Verdict};
use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(&Arguments::parse()) {
        Ok(Verdict::Holds) => ExitCode::SUCCESS,
        Ok(Verdict::Fails) => ExitCode::from(1),
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(2)
        }
    }
}
