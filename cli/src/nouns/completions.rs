//! `myelin completions SHELL`.

use crate::{arguments::Arguments, Failure};
use clap::CommandFactory;
use clap_complete::Shell;
use std::io::Write;

/// Prints what a shell needs to complete commands; see its manual for where to put it
#[derive(Debug, clap::Args)]
pub struct Ask {
    /// Which shell
    shell: Shell,
}

/// Prints the script.
pub fn run(ask: &Ask) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(ask.shell, &mut Arguments::command(), "myelin", &mut script);
    std::io::stdout().lock().write_all(&script).map_err(Failure::Output)
}
