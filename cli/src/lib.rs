//! `myelin`: one command for wallets, subnets, stakes, neurons and weights.
//!
//! A noun is a file of [`nouns`]; each of its verbs finds or does something and prints one report, which is a table for
//! people and JSON for programs ([`output`]; [`schema`] tells the shape). Questions are asked in [`terminal`] only, and
//! [`Failure`] says what went wrong and with which exit code.
//!
//! Commands start quickly because nothing happens that was not asked for: no thread pool, no metadata, no keys.

pub mod amount;
pub mod arguments;
pub mod failure;
pub mod keys;
pub mod nouns;
pub mod output;
pub mod terminal;

pub use failure::Failure;

use arguments::{Arguments, Global, Noun};
use clap::Parser;
use keys::Keys;
use output::Output;
use std::{ffi::OsString, process::ExitCode};

/// What every command has at hand.
#[derive(Debug)]
pub struct Context {
    /// What was said for all commands.
    pub global: Global,
    /// Where the result goes.
    pub out: Output,
}

impl Context {
    /// The keys that are meant.
    pub fn keys(&self) -> Keys<'_> {
        Keys(&self.global)
    }
}

/// Runs one command line, the program's name first.
pub fn run(arguments: Vec<OsString>) -> ExitCode {
    let parsed = match Arguments::try_parse_from(&arguments) {
        Ok(parsed) => parsed,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(failure::Code::Usage as u8));
        }
    };
    let json = parsed.global.json;
    let context = Context { out: Output::new(json), global: parsed.global };
    match dispatch(&parsed.noun, &context) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(json),
    }
}

fn dispatch(noun: &Noun, context: &Context) -> Result<(), Failure> {
    match noun {
        Noun::Wallet(verb) => nouns::wallet::run(verb, context),
        Noun::Completions(ask) => nouns::completions::run(ask),
    }
}
