//! The commands of `myelin-lab`: data on standard output, words on standard error.

mod bench;
mod compare;
mod rule;
mod scenario;
mod shares;

use crate::LabError;
use clap::{Parser, Subcommand};
use std::io::Write;

/// What if: the network's rules on simulated worlds, by the chain's own arithmetic.
#[derive(Debug, Parser)]
#[command(name = "myelin-lab", version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Run(scenario::Run),
    Compare(compare::Compare),
    Replay(compare::Replay),
    Shares(shares::Shares),
    Bench(bench::Bench),
}

/// Whether what was asked for held.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// All that was asserted holds.
    Holds,
    /// Something that was asserted does not.
    Fails,
}

/// Does what the arguments say.
pub fn run(arguments: &Arguments) -> Result<Verdict, LabError> {
    match &arguments.command {
        Command::Run(command) => command.run(),
        Command::Compare(command) => command.run(),
        Command::Replay(command) => command.run(),
        Command::Shares(command) => command.run(),
        Command::Bench(command) => command.run(),
    }
}

/// Writes a line of data. Whoever reads may have gone, which is no error of ours; data that is lost otherwise is one.
fn print(line: impl std::fmt::Display) -> Result<(), LabError> {
    let mut out = std::io::stdout();
    match writeln!(out, "{line}").and_then(|()| out.flush()) {
        Err(said) if said.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(LabError::file(std::path::Path::new("standard output"), said))
        }
        _ => Ok(()),
    }
}

/// Writes a line of words.
fn tell(line: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

fn read(path: &std::path::Path) -> Result<String, LabError> {
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read_to_string(path)
    };
    text.map_err(|said| LabError::file(path, said))
}
