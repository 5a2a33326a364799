//! The shape of what each command prints with `--json`, as JSON Schema, made from the very types that are printed.

use crate::{failure::Reported, nouns, transact::Outcome, Failure};
use schemars::{Schema, SchemaGenerator};
use serde_json::{json, Map, Value};
use std::io::Write;

/// A command, the schema of its result alone, and the reference to it among others.
pub type Published = (&'static str, fn() -> Schema, fn(&mut SchemaGenerator) -> Schema);

macro_rules! published {
    ($($command:literal => $report:ty),+ $(,)?) => {
        /// All commands with data, by noun and verb. Those that change something print an outcome.
        pub const PUBLISHED: &[Published] = &[$((
            $command,
            || SchemaGenerator::default().into_root_schema_for::<$report>(),
            |all| all.subschema_for::<$report>(),
        )),+];
    };
}

published! {
    "balance" => nouns::balance::Balance,
    "block events" => nouns::block::Events,
    "block show" => nouns::block::Shown,
    "block wait" => nouns::block::Reached,
    "child list" => nouns::child::Family,
    "child set" => Outcome,
    "child take" => Outcome,
    "delegate describe" => Outcome,
    "delegate list" => nouns::delegate::Delegates,
    "delegate show" => nouns::delegate::Shown,
    "delegate take" => Outcome,
    "error" => Reported,
    "explain" => nouns::explain::Explained,
    "hyperparameter list" => nouns::hyperparameter::Parameters,
    "hyperparameter set" => Outcome,
    "network list" => nouns::network::Networks,
    "network show" => nouns::network::Shown,
    "neuron list" => nouns::neuron::Neurons,
    "neuron register" => Outcome,
    "neuron serve" => Outcome,
    "neuron show" => nouns::neuron::Shown,
    "proxy add" => Outcome,
    "proxy announce" => Outcome,
    "proxy announcements" => nouns::proxy::Announcements,
    "proxy list" => nouns::proxy::Proxies,
    "proxy remove" => Outcome,
    "proxy reject" => Outcome,
    "proxy types" => nouns::proxy::Kinds,
    "proxy withdraw" => Outcome,
    "root claim" => Outcome,
    "root keep" => Outcome,
    "root list" => nouns::root::Seats,
    "root register" => Outcome,
    "root vote" => Outcome,
    "stake add" => Outcome,
    "stake list" => nouns::stake::Stakes,
    "stake move" => Outcome,
    "stake remove" => Outcome,
    "stake swap" => Outcome,
    "stake transfer" => Outcome,
    "subnet cost" => nouns::subnet::Cost,
    "subnet create" => Outcome,
    "subnet describe" => Outcome,
    "subnet list" => nouns::subnet::Subnets,
    "subnet show" => nouns::subnet::Shown,
    "subnet start" => Outcome,
    "transfer" => Outcome,
    "wallet create" => nouns::wallet::Made,
    "wallet export" => nouns::wallet::Exported,
    "wallet import" => nouns::wallet::Made,
    "wallet list" => nouns::wallet::Wallets,
    "wallet password" => nouns::wallet::PasswordChanged,
    "wallet show" => nouns::wallet::Shown,
    "wallet sign" => nouns::wallet::Signed,
    "wallet swap-announce" => Outcome,
    "wallet swap-clear" => Outcome,
    "wallet swap-dispute" => Outcome,
    "wallet swap-execute" => Outcome,
    "wallet swap-hotkey" => Outcome,
    "wallet swap-show" => nouns::wallet::Announced,
    "wallet verify" => nouns::wallet::Verified,
    "weights commit" => Outcome,
    "weights reveal" => Outcome,
    "weights set" => Outcome,
    "weights show" => nouns::weights::Shown,
}

/// The schema of a command's result.
pub fn of(command: &str) -> Option<Value> {
    let (_, schema, _) = PUBLISHED.iter().find(|(known, ..)| *known == command)?;
    Some(schema().to_value())
}

/// All of them, by command; what several have in common stands once.
pub fn all() -> Value {
    let mut types = SchemaGenerator::default();
    let commands: Map<String, Value> = PUBLISHED
        .iter()
        .map(|(command, _, reference)| (command.to_string(), reference(&mut types).to_value()))
        .collect();
    json!({ "version": env!("CARGO_PKG_VERSION"), "commands": commands, "$defs": types.take_definitions(true) })
}

/// Prints the schema that `myelin --schema NOUN VERB` asks for; all of them without a noun.
pub fn print(command: &[String]) -> Result<(), Failure> {
    let command = command.join(" ");
    let schema = if command.is_empty() { Some(all()) } else { of(&command) };
    let schema = schema.ok_or_else(|| {
        let known: Vec<&str> = PUBLISHED.iter().map(|(command, ..)| *command).collect();
        Failure::Usage(format!("'{command}' has no data; these have: {}", known.join(", ")))
    })?;
    let mut text =
        serde_json::to_string_pretty(&schema).map_err(|error| Failure::Unexpected(error.to_string()))?;
    text.push('\n');
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(Failure::Output)
}
