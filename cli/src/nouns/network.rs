//! `myelin network …`.

use crate::{
    amount::Amount,
    arguments::NETWORKS,
    output::{facts, yes_no, Report, Table},
    session::block_on,
    Context, Failure,
};
use clap::Subcommand;
use myelin_chain::metadata::embedded_spec;
use schemars::JsonSchema;
use serde::Serialize;

/// Networks: which there are, and what the one in use says of itself
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The networks with names
    List,
    /// The network in use
    Show,
}

/// A network with a name.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Named {
    /// Its name.
    pub name: String,
    /// Where its nodes answer.
    pub url: String,
    /// Is it the one in use?
    pub used: bool,
}

/// `network list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Networks {
    /// All with names.
    pub networks: Vec<Named>,
    /// The URL of the one in use, which needs no name.
    pub in_use: String,
}

impl Report for Networks {
    fn text(&self) -> String {
        let mut table = Table::new(&["network", "url", "in use"]);
        for it in &self.networks {
            table.row([it.name.clone(), it.url.clone(), yes_no(it.used)]);
        }
        let nameless = !self.networks.iter().any(|it| it.used);
        let in_use = if nameless { format!("in use: {}\n", self.in_use) } else { String::new() };
        table.render() + &in_use
    }
}

/// `network show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// Where the node answers.
    pub url: String,
    /// The name of its chain's interface.
    pub spec_name: String,
    /// Who made its runtime.
    pub impl_name: String,
    /// The version of the interface.
    pub spec_version: u32,
    /// The version of the interface that this program was made for.
    pub made_for: u32,
    /// The hash of the first block, which tells chains apart.
    pub genesis: String,
    /// The best block.
    pub block: u64,
    /// The length of a block, in milliseconds.
    pub block_time_ms: u64,
    /// All TAO there is.
    pub issuance: Amount,
    /// How many subnets there are, root included.
    pub subnets: u32,
}

impl Report for Shown {
    fn text(&self) -> String {
        let fits =
            if self.spec_version == self.made_for { "" } else { "; calls are compared with the chain's" };
        facts([
            ("node", self.url.clone()),
            ("chain", format!("{} {} ({})", self.spec_name, self.spec_version, self.impl_name)),
            ("program", format!("made for version {}{fits}", self.made_for)),
            ("genesis", self.genesis.clone()),
            ("block", self.block.to_string()),
            ("block time", format!("{} ms", self.block_time_ms)),
            ("issuance", self.issuance.to_string()),
            ("subnets", self.subnets.to_string()),
        ])
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    match verb {
        Verb::List => list(context),
        Verb::Show => block_on(show(context)),
    }
}

fn list(context: &Context) -> Result<(), Failure> {
    let used = context.global.url()?;
    let named =
        |(name, url): &(&str, &str)| Named { name: (*name).into(), url: (*url).into(), used: *url == used };
    context.out.print(&Networks { networks: NETWORKS.iter().map(named).collect(), in_use: used.clone() })
}

async fn show(context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let chain = state.chain();
    let (version, genesis, number) = tokio::join!(chain.runtime_version(), chain.genesis(), state.number());
    let (time, issuance, subnets) = tokio::join!(state.block_time(), state.total_issuance(), state.subnets());
    let version = version?;
    context.out.print(&Shown {
        url: chain.url().into(),
        spec_name: version.spec_name,
        impl_name: version.impl_name,
        spec_version: version.spec_version,
        made_for: embedded_spec(),
        genesis: format!("{:?}", genesis?),
        block: number?,
        block_time_ms: time?,
        issuance: Amount::tao(issuance?),
        subnets: u32::try_from(subnets?.len()).unwrap_or(u32::MAX),
    })
}
