//! `myelin block …`.

use crate::{
    output::{facts, Report, Table},
    session::{at, block_on},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::Snapshot;
use schemars::JsonSchema;
use serde::Serialize;

/// Blocks: the latest, what happened in one, waiting for more
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// One block
    Show(Which),
    /// What happened in a block
    Events(Which),
    /// Wait until the chain has this block, or so many more
    Wait(Wait),
}

/// Which block.
#[derive(Debug, Args)]
pub struct Which {
    /// Its number, or its hash [default: --at, or the best block]
    block: Option<String>,
}

/// What is waited for.
#[derive(Debug, Args)]
pub struct Wait {
    /// A number, or +N for N more blocks than now
    block: String,
}

/// `block show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// Its number.
    pub number: u64,
    /// Its hash.
    pub hash: String,
    /// When it was made, in milliseconds of Unix time.
    pub time_ms: u64,
    /// The number of the latest block that is final.
    pub finalized: u64,
    /// How many events it has.
    pub events: u32,
}

impl Report for Shown {
    fn text(&self) -> String {
        facts([
            ("block", self.number.to_string()),
            ("hash", self.hash.clone()),
            ("time", time(self.time_ms)),
            ("finalized", format!("block {}", self.finalized)),
            ("events", self.events.to_string()),
        ])
    }
}

/// A time as people write it; the first block has none.
fn time(milliseconds: u64) -> String {
    let known = i64::try_from(milliseconds).ok().filter(|time| *time > 0);
    known.and_then(chrono::DateTime::from_timestamp_millis).map_or("none".into(), |time| time.to_string())
}

/// An event.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Happened {
    /// The transaction it belongs to; none for what the block does by itself.
    pub transaction: Option<u32>,
    /// The pallet.
    pub pallet: String,
    /// Its name.
    pub name: String,
    /// Its fields as SCALE bytes, 0x and hexadecimal digits.
    pub fields: String,
}

/// `block events`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Events {
    /// The block's number.
    pub number: u64,
    /// In order.
    pub events: Vec<Happened>,
}

impl Report for Events {
    fn text(&self) -> String {
        let mut table = Table::new(&[">transaction", "event"]);
        for it in &self.events {
            let transaction = it.transaction.map_or("-".into(), |index| index.to_string());
            table.row([transaction, format!("{}.{}", it.pallet, it.name)]);
        }
        format!("block {}\n{}", self.number, table.render())
    }
}

/// `block wait`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Reached {
    /// The number of the best block.
    pub number: u64,
}

impl Report for Reached {
    fn text(&self) -> String {
        format!("block {}", self.number)
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::Show(which) => show(which, context).await,
            Verb::Events(which) => events(which, context).await,
            Verb::Wait(ask) => wait(ask, context).await,
        }
    })
}

async fn state(which: &Which, context: &Context) -> Result<Snapshot, Failure> {
    match &which.block {
        Some(block) => at(&context.chain().await?, block).await,
        None => context.reads().await,
    }
}

async fn show(which: &Which, context: &Context) -> Result<(), Failure> {
    let state = state(which, context).await?;
    let finalized = state.chain().at_finalized().await?;
    let (number, time, events) = tokio::join!(state.number(), state.time(), state.events());
    context.out.print(&Shown {
        number: number?,
        hash: state.hash().map_or(String::new(), |hash| format!("{hash:?}")),
        time_ms: time?,
        finalized: finalized.number().await?,
        events: u32::try_from(events?.len()).unwrap_or(u32::MAX),
    })
}

async fn events(which: &Which, context: &Context) -> Result<(), Failure> {
    let state = state(which, context).await?;
    let (number, events) = tokio::join!(state.number(), state.events());
    let happened = |event: myelin_chain::Event| Happened {
        transaction: event.transaction,
        fields: format!("0x{}", hex::encode(&event.fields)),
        pallet: event.pallet,
        name: event.name,
    };
    context.out.print(&Events { number: number?, events: events?.into_iter().map(happened).collect() })
}

async fn wait(ask: &Wait, context: &Context) -> Result<(), Failure> {
    let chain = context.chain().await?;
    let now = chain.head().await?.number;
    let wrong = || Failure::Usage(format!("'{}' is no block: say a number, or +N for N more", ask.block));
    let wanted = match ask.block.strip_prefix('+') {
        Some(more) => now.saturating_add(more.parse().map_err(|_| wrong())?),
        None => ask.block.parse().map_err(|_| wrong())?,
    };
    context.out.progress(&format!("block {now}; waiting for block {wanted} …"));
    let mut heads = chain.heads().await?;
    let mut number = now;
    while number < wanted {
        number = heads.next().await?.number;
    }
    context.out.print(&Reached { number })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_should_be_readable_when_there_is_one() {
        assert_eq!(time(1_795_416_033_750), "2026-11-23 06:40:33.750 UTC");
        assert_eq!([time(0), time(u64::MAX)], ["none", "none"]);
    }
}
