//! `myelin root …`.

use crate::{
    amount::percent,
    calls::{account, list as items, network, number, Argument},
    output::{listed, Report, Table},
    session::{block_on, exists},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand, ValueEnum};
use myelin_chain::{keys, AccountId};
use myelin_units::NetUid;
use schemars::JsonSchema;
use serde::Serialize;
use subxt::ext::scale_value::Value;

/// The root network: seats, votes, and what its stakers receive
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Who has a seat
    List,
    /// Take a seat for the hotkey
    Register,
    /// Claim what root's stake earned in these subnets
    Claim(Claim),
    /// Choose what becomes of what root's stake earns: sold for TAO (none is kept), or all or some of it kept as alpha
    Keep(Keep),
    /// Vote with the hotkey's seat on the shares of subnets
    Vote(Vote),
}

/// Where it was earned.
#[derive(Debug, Args)]
pub struct Claim {
    /// Numbers of the subnets, five at most
    #[arg(required = true)]
    netuids: Vec<u16>,
}

/// What becomes of it.
#[derive(Debug, Args)]
pub struct Keep {
    /// How much of it is kept as alpha
    what: Kept,
    /// For `some`: the subnets whose alpha is kept
    #[arg(required_if_eq("what", "some"))]
    netuids: Vec<u16>,
}

/// What becomes of what root earns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kept {
    /// Sold, and staked at root
    None,
    /// Kept as alpha of the subnet it comes from
    All,
    /// Kept from some subnets
    Some,
}

/// A ballot.
#[derive(Debug, Args)]
pub struct Vote {
    /// Subnet and weight: 1=2 2=1 gives subnet 1 two thirds
    #[arg(required = true, value_name = "NETUID=WEIGHT", value_parser = pair)]
    votes: Vec<(u16, u16)>,
}

/// `1=2`: two numbers up to 65,535.
pub fn pair(text: &str) -> Result<(u16, u16), String> {
    let wrong = || format!("'{text}' is not NUMBER=WEIGHT, both from 0 to 65535, such as 1=40000");
    let (left, right) = text.split_once('=').ok_or_else(wrong)?;
    Ok((left.parse().map_err(|_| wrong())?, right.parse().map_err(|_| wrong())?))
}

/// A seat at root.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Seat {
    /// Its number.
    pub uid: u16,
    /// Who has it.
    pub hotkey: String,
}

/// `root list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Seats {
    /// By number.
    pub seats: Vec<Seat>,
}

impl Report for Seats {
    fn text(&self) -> String {
        if self.seats.is_empty() {
            return "nobody has a seat at root".into();
        }
        let mut table = Table::new(&[">seat", "hotkey"]);
        for it in &self.seats {
            table.row([it.uid.to_string(), it.hotkey.clone()]);
        }
        table.render()
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List => list(context).await,
            Verb::Register => register(context).await,
            Verb::Claim(ask) => claim(ask, context).await,
            Verb::Keep(ask) => keep(ask, context).await,
            Verb::Vote(ask) => vote(ask, context).await,
        }
    })
}

async fn list(context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let found = state.entries(&keys::network::<AccountId>("Keys").plain(NetUid::ROOT)).await?;
    let seat = |(key, hotkey): (Vec<u8>, AccountId)| {
        let uid = <[u8; 2]>::try_from(key.as_slice()).map(u16::from_le_bytes).ok()?;
        Some(Seat { uid, hotkey: hotkey.to_string() })
    };
    let mut seats: Vec<Seat> = found.into_iter().filter_map(seat).collect();
    seats.sort_by_key(|seat| seat.uid);
    context.out.print(&Seats { seats })
}

async fn register(context: &Context) -> Result<(), Failure> {
    let hotkey = context.keys().hotkey_address()?;
    let call = network("root_register", [("hotkey", account(&hotkey))]);
    let plan = Plan::new(format!("take a seat at root for {hotkey}"), By::Coldkey, call)
        .effect("on a full root network the hotkey with the least root stake loses its seat");
    transact(context, &context.chain().await?, plan).await
}

fn set(netuids: &[u16]) -> Argument {
    let mut netuids = netuids.to_vec();
    netuids.sort_unstable();
    netuids.dedup();
    wrapped(items(netuids.into_iter().map(number)))
}

/// A list inside a struct of its own, as sets and bounded lists are.
pub fn wrapped(list: Argument) -> Argument {
    items([list])
}

async fn claim(ask: &Claim, context: &Context) -> Result<(), Failure> {
    let call = network("claim_root", [("subnets", set(&ask.netuids))]);
    let plan = Plan::new(format!("claim what root earned in {}", subnets(&ask.netuids)), By::Coldkey, call)
        .effect("it becomes stake: alpha where it is kept, TAO at root otherwise");
    transact_in(&ask.netuids, context, plan).await
}

fn subnets(netuids: &[u16]) -> String {
    let word = if netuids.len() == 1 { "subnet" } else { "subnets" };
    format!("{word} {}", listed(netuids))
}

/// Makes a call about subnets that are there.
async fn transact_in(netuids: &[u16], context: &Context, plan: Plan) -> Result<(), Failure> {
    let state = context.reads().await?;
    for netuid in netuids {
        exists(&state, NetUid::new(*netuid)).await?;
    }
    transact(context, state.chain(), plan).await
}

async fn keep(ask: &Keep, context: &Context) -> Result<(), Failure> {
    let (choice, words) = match ask.what {
        Kept::None => (Value::unnamed_variant("Swap", []), "sold, and staked at root".to_string()),
        Kept::All => (Value::unnamed_variant("Keep", []), "kept as alpha".to_string()),
        Kept::Some => (
            Value::named_variant("KeepSubnets", [("subnets", set(&ask.netuids))]),
            format!("kept as alpha from {}, and sold from others", subnets(&ask.netuids)),
        ),
    };
    let call = network("set_root_claim_type", [("new_root_claim_type", choice)]);
    let plan = Plan::new(format!("let what root earns be {words}"), By::Coldkey, call);
    let named = if ask.what == Kept::Some { ask.netuids.as_slice() } else { &[] };
    transact_in(named, context, plan).await
}

async fn vote(ask: &Vote, context: &Context) -> Result<(), Failure> {
    let whole: u128 = ask.votes.iter().map(|(_, weight)| u128::from(*weight)).sum();
    let call = network(
        "set_root_votes",
        [
            ("netuids", items(ask.votes.iter().map(|(netuid, _)| number(*netuid)))),
            ("weights", items(ask.votes.iter().map(|(_, weight)| number(*weight)))),
        ],
    );
    let mut plan = Plan::new("vote with the hotkey's seat at root", By::Hotkey, call)
        .effect("the hotkey pays the fee: it needs some TAO")
        .harmless();
    for (netuid, weight) in &ask.votes {
        plan = plan.effect(format!("subnet {netuid} has {} of the vote", percent((*weight).into(), whole)));
    }
    let netuids: Vec<u16> = ask.votes.iter().map(|(netuid, _)| *netuid).collect();
    transact_in(&netuids, context, plan).await
}
