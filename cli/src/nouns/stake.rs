//! `myelin stake …`.

use crate::{
    amount::{Amount, Written},
    output::{cut, Report, Table},
    session::{block_on, symbol, text},
    trade::{self, Bounds},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::AccountId;
use myelin_units::{NetUid, Price};
use myelin_views::StakeInfo;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

mod moves;
mod trades;

/// Stakes: what a coldkey has on hotkeys
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// All stakes of a coldkey
    List(List),
    /// Buy alpha of a subnet and stake it on a hotkey
    Add(Trade),
    /// Unstake alpha and sell it
    Remove(Trade),
    /// Move stake to another hotkey
    Move(Move),
    /// Change stake from one subnet's alpha to another's
    Swap(Swap),
    /// Give stake to another coldkey
    Transfer(Transfer),
}

/// Whose stakes.
#[derive(Debug, Args)]
pub struct List {
    /// Whose [default: the wallet's coldkey]
    address: Option<String>,
}

/// What is bought or sold.
#[derive(Debug, Args)]
pub struct Trade {
    /// How much: TAO to stake, alpha to unstake, or `all`
    amount: Written,
    /// The subnet; 0 is root, where alpha is TAO
    #[arg(long)]
    netuid: u16,
    #[command(flatten)]
    bounds: Bounds,
}

/// What is moved, and to whom.
#[derive(Debug, Args)]
pub struct Move {
    /// How much alpha, or `all`
    amount: Written,
    /// The subnet
    #[arg(long)]
    netuid: u16,
    /// The hotkey that has it then: its name in the wallet, WALLET/NAME, or an address
    #[arg(long, value_name = "NAME|ADDRESS")]
    to_hotkey: String,
    /// The subnet it is in then [default: the same]
    #[arg(long)]
    to_netuid: Option<u16>,
    #[command(flatten)]
    bounds: Bounds,
}

/// What is changed, and into what.
#[derive(Debug, Args)]
pub struct Swap {
    /// How much alpha, or `all`
    amount: Written,
    /// The subnet it leaves
    #[arg(long)]
    netuid: u16,
    /// The subnet it goes to
    #[arg(long)]
    to_netuid: u16,
    #[command(flatten)]
    bounds: Bounds,
}

/// What is given, and to whom.
#[derive(Debug, Args)]
pub struct Transfer {
    /// How much alpha, or `all`
    amount: Written,
    /// The subnet
    #[arg(long)]
    netuid: u16,
    /// The coldkey that has it then
    #[arg(long, value_name = "ADDRESS")]
    to_coldkey: String,
}

/// A stake in a list.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stake {
    /// Its subnet.
    pub netuid: u16,
    /// Its subnet's name.
    pub subnet: String,
    /// The hotkey.
    pub hotkey: String,
    /// How much.
    pub stake: Amount,
    /// What it is worth at the present price; selling it brings less.
    pub worth: Amount,
    /// What the last epoch added.
    pub last_epoch: Amount,
    /// Is the hotkey registered on the subnet?
    pub registered: bool,
}

/// `stake list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Stakes {
    /// Whose.
    pub coldkey: String,
    /// By subnet.
    pub stakes: Vec<Stake>,
    /// What all of them are worth at present prices.
    pub worth: Amount,
}

impl Report for Stakes {
    fn text(&self) -> String {
        if self.stakes.is_empty() {
            return format!("{} has no stake", self.coldkey);
        }
        let mut table = Table::new(&[">netuid", "subnet", "hotkey", ">stake", ">worth", ">last epoch"]);
        for it in &self.stakes {
            table.row([
                it.netuid.to_string(),
                cut(&it.subnet),
                it.hotkey.clone(),
                it.stake.to_string(),
                it.worth.to_string(),
                it.last_epoch.to_string(),
            ]);
        }
        format!("{}all of it is worth {} at present prices\n", table.render(), self.worth)
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(ask) => list(ask, context).await,
            Verb::Add(trade) => trades::add(trade, context).await,
            Verb::Remove(trade) => trades::remove(trade, context).await,
            Verb::Move(ask) => moves::to_hotkey(ask, context).await,
            Verb::Swap(ask) => moves::to_subnet(ask, context).await,
            Verb::Transfer(ask) => moves::to_coldkey(ask, context).await,
        }
    })
}

async fn list(ask: &List, context: &Context) -> Result<(), Failure> {
    let who = super::balance::whose(ask.address.as_deref(), context)?;
    let state = context.reads().await?;
    let (stakes, subnets) = tokio::join!(state.stakes(who.into()), state.subnets());
    let mut stakes = stakes?;
    stakes.sort_by_key(|stake| (stake.netuid.0, stake.hotkey));
    let markets: BTreeMap<NetUid, (String, String, Option<Price>)> = subnets?
        .iter()
        .map(|it| (it.netuid.0, (text(&it.subnet_name), symbol(it), trade::price_of(it))))
        .collect();
    let stake = |info: &StakeInfo<AccountId>| {
        let (name, symbol, price) = markets.get(&info.netuid.0).cloned().unwrap_or_default();
        let worth = price.and_then(|price| price.tao_for_floor(info.stake.0).ok()).unwrap_or_default();
        Stake {
            netuid: info.netuid.0.number(),
            subnet: name,
            hotkey: info.hotkey.to_string(),
            stake: Amount::alpha(info.stake.0, &symbol),
            worth: Amount::tao(worth),
            last_epoch: Amount::alpha(info.emission.0, &symbol),
            registered: info.is_registered,
        }
    };
    let stakes: Vec<Stake> = stakes.iter().map(stake).collect();
    let worth = stakes.iter().fold(0u64, |sum, it| sum.saturating_add(it.worth.rao));
    context.out.print(&Stakes { coldkey: who.ss58(), stakes, worth: Amount::tao(worth.into()) })
}
