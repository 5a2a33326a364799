//! `myelin delegate …`.

use crate::{
    amount::percent,
    calls::{account, network, number},
    output::{aligned, listed, Report, Table},
    session::block_on,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::{AccountId, Snapshot};
use myelin_views::DelegateInfo;
use schemars::JsonSchema;
use serde::Serialize;

mod describe;

pub use describe::{Describe, Identity};

/// Hotkeys that take stake of others, and what they keep
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// All of them
    List,
    /// One of them
    Show(Show),
    /// Set what the hotkey keeps of its stakers' dividends
    Take(Take),
    /// Say who the coldkey is, for those who stake on its hotkeys; what is not given stays as it is
    Describe(Describe),
}

/// Which delegate.
#[derive(Debug, Args)]
pub struct Show {
    /// Its address, its name in the wallet, or WALLET/NAME [default: the hotkey]
    #[arg(value_name = "NAME|ADDRESS")]
    address: Option<String>,
}

/// How much it keeps.
#[derive(Debug, Args)]
pub struct Take {
    /// Percent, from 0 to 18
    #[arg(value_parser = parts)]
    percent: u16,
}

/// Parts of 65,535 of a percentage, rounded down.
pub fn parts(text: &str) -> Result<u16, String> {
    let wrong = || format!("'{text}' is no percentage: say 0 to 100, with two decimals at most, such as 18");
    let hundredths = crate::amount::hundredths(text).filter(|parts| *parts <= 10_000).ok_or_else(wrong)?;
    u16::try_from(hundredths.saturating_mul(65_535) / 10_000).map_err(|_| wrong())
}

/// A hotkey that takes stake.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Delegate {
    /// The hotkey.
    pub hotkey: String,
    /// The coldkey that owns it.
    pub owner: String,
    /// What it keeps of its stakers' dividends, over 65,535.
    pub take: u16,
    /// The same in percent.
    pub take_percent: String,
    /// How many coldkeys have staked on it.
    pub nominators: u32,
    /// Subnets it is registered on.
    pub registrations: Vec<u16>,
    /// Subnets it may set weights on.
    pub validator_permits: Vec<u16>,
}

impl From<DelegateInfo<AccountId>> for Delegate {
    fn from(info: DelegateInfo<AccountId>) -> Self {
        Self {
            hotkey: info.delegate_ss58.to_string(),
            owner: info.owner_ss58.to_string(),
            take: info.take.0.parts(),
            take_percent: percent(info.take.0.parts().into(), 65_535),
            nominators: u32::try_from(info.nominators.len()).unwrap_or(u32::MAX),
            registrations: info.registrations.iter().map(|it| it.0.number()).collect(),
            validator_permits: info.validator_permits.iter().map(|it| it.0.number()).collect(),
        }
    }
}

impl Delegate {
    fn facts(&self) -> Vec<(&'static str, String)> {
        vec![
            ("hotkey", self.hotkey.clone()),
            ("owner", self.owner.clone()),
            ("take", self.take_percent.clone()),
            ("nominators", self.nominators.to_string()),
            ("registered in subnets", listed(&self.registrations)),
            ("may set weights in", listed(&self.validator_permits)),
        ]
    }
}

/// `delegate show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// What a list says of it.
    #[serde(flatten)]
    pub delegate: Delegate,
    /// What its owner says about itself; none when nothing.
    pub identity: Option<Identity>,
}

impl Report for Shown {
    fn text(&self) -> String {
        let mut facts = self.delegate.facts();
        facts.extend(self.identity.iter().flat_map(Identity::facts));
        aligned(&facts)
    }
}

/// `delegate list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Delegates {
    /// All of them.
    pub delegates: Vec<Delegate>,
}

impl Report for Delegates {
    fn text(&self) -> String {
        if self.delegates.is_empty() {
            return "no hotkey takes stake".into();
        }
        let mut table = Table::new(&["hotkey", ">take", ">nominators", "registered in", "permits in"]);
        for it in &self.delegates {
            table.row([
                it.hotkey.clone(),
                it.take_percent.clone(),
                it.nominators.to_string(),
                listed(&it.registrations),
                listed(&it.validator_permits),
            ]);
        }
        table.render()
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List => {
                let all = context.one_read().await?.delegates().await?;
                context.out.print(&Delegates { delegates: all.into_iter().map(Delegate::from).collect() })
            }
            Verb::Show(ask) => {
                let key = match &ask.address {
                    Some(address) => context.keys().address_or_hotkey(address)?,
                    None => context.keys().hotkey_address()?,
                };
                shown(key.into(), context).await
            }
            Verb::Take(ask) => take(ask.percent, context).await,
            Verb::Describe(ask) => describe::describe(ask, context).await,
        }
    })
}

async fn shown(key: AccountId, context: &Context) -> Result<(), Failure> {
    let state = context.reads().await?;
    let found = one(&state, key).await?;
    let identity = state.identity(found.owner_ss58).await?.map(Identity::from);
    context.out.print(&Shown { delegate: found.into(), identity })
}

async fn one(state: &Snapshot, key: AccountId) -> Result<DelegateInfo<AccountId>, Failure> {
    let found = state.delegate(key).await?;
    found.ok_or_else(|| {
        Failure::NotFound(format!(
            "{key} takes no stake: it is registered nowhere, see `myelin neuron register`"
        ))
    })
}

async fn take(new: u16, context: &Context) -> Result<(), Failure> {
    let hotkey = context.keys().hotkey_address()?;
    let chain = context.chain().await?;
    let now = one(&chain.unpinned(), hotkey.into()).await?.take.0.parts();
    let name = if new < now { "decrease_take" } else { "increase_take" };
    let call = network(name, [("hotkey", account(&hotkey)), ("take", number(new))]);
    let (before, after) = (percent(now.into(), 65_535), percent(new.into(), 65_535));
    let plan = Plan::new(format!("set the take of {hotkey} to {after}"), By::Coldkey, call)
        .effect(format!("it was {before}"));
    transact(context, &chain, plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn take_should_be_the_wires_number_when_it_is_a_percentage() {
        assert_eq!(parts("18"), Ok(11_796));
        assert_eq!(parts("0"), Ok(0));
        assert_eq!(parts("100%"), Ok(65_535));
        assert_eq!(parts("0.01"), Ok(6));
        for text in ["100.01", "-1", "", "1.234", "x"] {
            assert!(parts(text).is_err(), "{text}");
        }
    }
}
