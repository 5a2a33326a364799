//! The command line: what is said before the noun and the verb, and the nouns.

use crate::{nouns, Failure};
use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Wallets, subnets, stakes, neurons and weights of a dynamic TAO network.
#[derive(Debug, Parser)]
#[command(
    name = "myelin",
    version,
    arg_required_else_help = true,
    disable_help_subcommand = true,
    after_help = "Amounts: 1.5 or 1.5TAO, 100rao, all. Exit codes and the schema of --json: docs/book/cli.md."
)]
pub struct Arguments {
    /// What every command understands.
    #[command(flatten)]
    pub global: Global,
    /// What it is about.
    #[command(subcommand)]
    pub noun: Noun,
}

/// What every command understands.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Everywhere")]
pub struct Global {
    /// local, finney, test, archive, or the URL of a node [default: MYELIN_NETWORK, BT_NETWORK, local]
    #[arg(long, global = true, value_name = "NAME|URL")]
    pub network: Option<String>,
    /// Name of the wallet [default: BT_WALLET_NAME, default]
    #[arg(long, global = true, value_name = "NAME")]
    pub wallet: Option<String>,
    /// A hotkey: its name in the wallet, or an address [default: BT_WALLET_HOTKEY, default]
    #[arg(long, global = true, value_name = "NAME|ADDRESS")]
    pub hotkey: Option<String>,
    /// Where wallets are [default: BT_WALLET_PATH, ~/.bittensor/wallets]
    #[arg(long, global = true, value_name = "PATH", hide_short_help = true)]
    pub wallet_path: Option<PathBuf>,
    /// A development key in place of a wallet, such as //Alice: everybody knows it
    #[arg(long, global = true, value_name = "//NAME", conflicts_with = "wallet", hide_short_help = true)]
    pub key: Option<String>,
    /// The file whose first line is the wallet's password [or BT_WALLET_PASSWORD, BT_WALLET_PASSWORD_FILE]
    #[arg(long, global = true, value_name = "FILE", hide_short_help = true)]
    pub password_file: Option<PathBuf>,
    /// Data for programs; `--schema` before a command shows its shape
    #[arg(long, global = true)]
    pub json: bool,
    /// Read what was true after this block
    #[arg(long, global = true, value_name = "NUMBER|HASH", hide_short_help = true)]
    pub at: Option<String>,
    /// Say what would be done, what it costs and what it brings; do nothing
    #[arg(long, global = true)]
    pub dry_run: bool,
    /// Do not ask: yes to all questions
    #[arg(long, short = 'y', global = true)]
    pub yes: bool,
    /// Wait until the block is final, not only until there is one
    #[arg(long, global = true, hide_short_help = true)]
    pub finalized: bool,
    /// Act for this coldkey as its proxy: what it has is read and used, the wallet's coldkey signs
    #[arg(long, global = true, value_name = "ADDRESS", hide_short_help = true)]
    pub proxy_for: Option<String>,
    /// With --proxy-for: the call was announced (`proxy announce`), and its delay is over
    #[arg(long, global = true, requires = "proxy_for", hide_short_help = true)]
    pub announced: bool,
}

/// What a command is about.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)] // The first line of each noun's verbs is its help.
pub enum Noun {
    #[command(subcommand)]
    Wallet(nouns::wallet::Verb),
    Balance(nouns::balance::Ask),
    Transfer(nouns::transfer::Ask),
    #[command(subcommand)]
    Subnet(nouns::subnet::Verb),
    #[command(subcommand)]
    Stake(nouns::stake::Verb),
    #[command(subcommand)]
    Neuron(nouns::neuron::Verb),
    #[command(subcommand)]
    Weights(nouns::weights::Verb),
    #[command(subcommand)]
    Root(nouns::root::Verb),
    #[command(subcommand)]
    Delegate(nouns::delegate::Verb),
    #[command(subcommand)]
    Child(nouns::child::Verb),
    #[command(subcommand)]
    Proxy(nouns::proxy::Verb),
    #[command(subcommand)]
    Hyperparameter(nouns::hyperparameter::Verb),
    #[command(subcommand)]
    Block(nouns::block::Verb),
    #[command(subcommand)]
    Network(nouns::network::Verb),
    Explain(nouns::explain::Ask),
    Completions(nouns::completions::Ask),
}

impl Global {
    /// The URL of the node.
    pub fn url(&self) -> Result<String, Failure> {
        let named = self.network.clone().or_else(|| first_of(&["MYELIN_NETWORK", "BT_NETWORK"]));
        let name = named.unwrap_or_else(|| "local".into());
        let known = NETWORKS.iter().find(|(known, _)| *known == name).map(|(_, url)| (*url).to_string());
        match known {
            Some(url) => Ok(url),
            None if name.starts_with("ws://") || name.starts_with("wss://") => Ok(name),
            None => Err(Failure::Usage(format!(
                "there is no network '{name}': say local, finney, test, archive, or a URL that begins with ws:// or wss://"
            ))),
        }
    }
}

/// The networks with names.
pub const NETWORKS: [(&str, &str); 4] = [
    ("local", "ws://127.0.0.1:9944"),
    ("finney", "wss://entrypoint-finney.opentensor.ai:443"),
    ("test", "wss://test.finney.opentensor.ai:443"),
    ("archive", "wss://archive.chain.opentensor.ai:443"),
];

/// The first of these variables that says something.
pub(crate) fn first_of(variables: &[&str]) -> Option<String> {
    variables.iter().find_map(|variable| std::env::var(variable).ok().filter(|value| !value.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn command_line_should_be_without_contradictions_when_clap_looks_at_it() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn network_should_be_refused_with_what_is_possible_when_it_is_unknown() {
        let global = Global { network: Some("mainnet".into()), ..Global::default() };
        let said = global.url().unwrap_err().to_string();
        assert!(said.contains("finney") && said.contains("ws://"), "{said}");
    }

    #[test]
    fn network_should_be_the_url_when_one_is_given() {
        let global = Global { network: Some("ws://10.0.0.1:1".into()), ..Global::default() };
        assert_eq!(global.url().unwrap(), "ws://10.0.0.1:1");
    }
}
