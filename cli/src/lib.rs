//! `myelin`: one command for wallets, subnets, stakes, neurons and weights.
//!
//! A noun is a file of [`nouns`]; each of its verbs finds or does something and prints one report, which is a table for
//! people and JSON for programs ([`output`]; [`schema`] tells the shape). Questions are asked in [`terminal`] only, and
//! [`Failure`] says what went wrong and with which exit code.
//!
//! Commands start quickly because nothing happens that was not asked for: no thread pool, no metadata, no keys.

pub mod amount;
pub mod arguments;
pub mod calls;
pub mod explain;
pub mod failure;
pub mod happened;
pub mod keys;
pub mod nouns;
pub mod output;
pub mod schema;
pub mod session;
pub mod terminal;
pub mod trade;
pub mod transact;

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
    if let Some(command) = schema_of(&arguments) {
        return schema::print(&command).map_or_else(|failure| failure.report(false), |()| ExitCode::SUCCESS);
    }
    let parsed = match Arguments::try_parse_from(&arguments) {
        Ok(parsed) => parsed,
        Err(error) if error.use_stderr() && arguments.iter().any(|argument| argument == "--json") => {
            return Failure::Usage(error.render().to_string().trim_end().into()).report(true);
        }
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

/// The noun and the verb after `--schema`, which takes no more of a command than that.
fn schema_of(arguments: &[OsString]) -> Option<Vec<String>> {
    let words = arguments.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
    let words: Vec<String> = words.collect();
    match words.split_first()? {
        (first, rest) if first == "--schema" => Some(rest.to_vec()),
        _ => None,
    }
}

fn dispatch(noun: &Noun, context: &Context) -> Result<(), Failure> {
    match noun {
        Noun::Wallet(verb) => nouns::wallet::run(verb, context),
        Noun::Balance(ask) => nouns::balance::run(ask, context),
        Noun::Transfer(ask) => nouns::transfer::run(ask, context),
        Noun::Subnet(verb) => nouns::subnet::run(verb, context),
        Noun::Stake(verb) => nouns::stake::run(verb, context),
        Noun::Neuron(verb) => nouns::neuron::run(verb, context),
        Noun::Weights(verb) => nouns::weights::run(verb, context),
        Noun::Root(verb) => nouns::root::run(verb, context),
        Noun::Delegate(verb) => nouns::delegate::run(verb, context),
        Noun::Child(verb) => nouns::child::run(verb, context),
        Noun::Proxy(verb) => nouns::proxy::run(verb, context),
        Noun::Hyperparameter(verb) => nouns::hyperparameter::run(verb, context),
        Noun::Block(verb) => nouns::block::run(verb, context),
        Noun::Network(verb) => nouns::network::run(verb, context),
        Noun::Explain(ask) => nouns::explain::run(ask, context),
        Noun::Completions(ask) => nouns::completions::run(ask),
    }
}
