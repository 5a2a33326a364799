//! `myelin proxy …`.

use crate::{
    calls::{address, call, number, Argument},
    keys,
    output::{Report, Table},
    session::block_on,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::{keys::StorageKey, AccountId, Snapshot};
use myelin_views::ProxyTypeInfo;
use schemars::JsonSchema;
use serde::Serialize;
use subxt::ext::scale_value::Value;

mod announce;
mod deposit;

pub(crate) use announce::announced;
pub use announce::{Announcements, Named};

/// Proxies: accounts that act for the coldkey
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// An account's proxies
    List(List),
    /// What kinds there are
    Types,
    /// Let an account act for the coldkey
    Add(Which),
    /// Let an account act for the coldkey no longer
    Remove(Which),
    /// As a proxy with a delay: announce a call, by its hash (of a --dry-run with --proxy-for)
    Announce(Named),
    /// As a proxy: take back an announcement
    Withdraw(Named),
    /// As the coldkey: refuse what a proxy has announced
    Reject(Named),
    /// What an account has announced to do as a proxy
    Announcements(List),
}

/// Whose proxies.
#[derive(Debug, Args)]
pub struct List {
    /// Whose [default: the wallet's coldkey]
    address: Option<String>,
}

/// Which proxy.
#[derive(Debug, Args)]
pub struct Which {
    /// Who acts: an address, or //NAME
    delegate: String,
    /// What it may do: `myelin proxy types`
    #[arg(long = "type", value_name = "NAME", default_value = "Staking")]
    kind: String,
    /// How many blocks before a call it has to announce it
    #[arg(long, default_value_t = 0)]
    delay: u32,
}

/// A proxy.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proxy {
    /// Who acts.
    pub delegate: String,
    /// What it may do.
    #[serde(rename = "type")]
    pub kind: String,
    /// How many blocks before a call it has to announce it.
    pub delay: u32,
}

/// `proxy list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Proxies {
    /// Whose they are.
    pub address: String,
    /// All of them.
    pub proxies: Vec<Proxy>,
}

impl Report for Proxies {
    fn text(&self) -> String {
        if self.proxies.is_empty() {
            return format!("{} has no proxies", self.address);
        }
        let mut table = Table::new(&["delegate", "type", ">delay"]);
        for it in &self.proxies {
            table.row([it.delegate.clone(), it.kind.clone(), format!("{} blocks", it.delay)]);
        }
        table.render()
    }
}

/// A kind of proxies.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kind {
    /// Its number.
    pub number: u8,
    /// Its name.
    pub name: String,
    /// Should new proxies not use it?
    pub deprecated: bool,
}

/// `proxy types`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Kinds {
    /// By number.
    pub types: Vec<Kind>,
}

impl Report for Kinds {
    fn text(&self) -> String {
        let mut table = Table::new(&[">number", "type", ""]);
        for it in &self.types {
            let note = if it.deprecated { "deprecated" } else { "" };
            table.row([it.number.to_string(), it.name.clone(), note.into()]);
        }
        table.render()
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(ask) => list(ask, context).await,
            Verb::Types => {
                let types = kinds(&context.one_read().await?).await?;
                context.out.print(&Kinds { types })
            }
            Verb::Add(ask) => change(ask, true, context).await,
            Verb::Remove(ask) => change(ask, false, context).await,
            Verb::Announce(ask) => announce::announce(ask, context).await,
            Verb::Withdraw(ask) => announce::withdraw(ask, context).await,
            Verb::Reject(ask) => announce::reject(ask, context).await,
            Verb::Announcements(ask) => announce::list(ask, context).await,
        }
    })
}

async fn kinds(state: &Snapshot) -> Result<Vec<Kind>, Failure> {
    let kind = |it: ProxyTypeInfo| Kind {
        number: it.index,
        name: String::from_utf8_lossy(&it.name).into_owned(),
        deprecated: it.deprecated,
    };
    Ok(state.proxy_kinds().await?.into_iter().map(kind).collect())
}

async fn list(ask: &List, context: &Context) -> Result<(), Failure> {
    let who = super::balance::whose(ask.address.as_deref(), context)?;
    let state = context.reads().await?;
    let (proxies, kinds) = tokio::join!(state.proxies(who.into()), kinds(&state));
    let kinds = kinds?;
    let name = |number: u8| {
        let known = kinds.iter().find(|kind| kind.number == number);
        known.map_or_else(|| number.to_string(), |kind| kind.name.clone())
    };
    let proxy = |it: myelin_chain::Proxy| Proxy {
        delegate: it.delegate.to_string(),
        kind: name(it.kind),
        delay: it.delay,
    };
    let proxies = proxies?.into_iter().map(proxy).collect();
    context.out.print(&Proxies { address: who.ss58(), proxies })
}

async fn change(ask: &Which, add: bool, context: &Context) -> Result<(), Failure> {
    let (me, delegate) = (context.keys().coldkey_address()?, keys::address(&ask.delegate)?);
    let state = context.reads().await?;
    let key =
        StorageKey::<(Vec<myelin_chain::Proxy>, u64)>::new("Proxy", "Proxies").quick(AccountId::from(me));
    let (kinds, stored) = tokio::join!(kinds(&state), state.value(&key));
    let (kinds, (proxies, held)) = (kinds?, stored?.unwrap_or_default());
    let kind = kinds.iter().find(|kind| kind.name.eq_ignore_ascii_case(&ask.kind)).ok_or_else(|| {
        let names: Vec<&str> =
            kinds.iter().filter(|kind| !kind.deprecated).map(|kind| kind.name.as_str()).collect();
        Failure::Usage(format!("there is no kind '{}': say one of {}", ask.kind, names.join(", ")))
    })?;
    let meant =
        myelin_chain::Proxy { delegate: AccountId::from(delegate), kind: kind.number, delay: ask.delay };
    let arguments: [(&str, Argument); 3] = [
        ("delegate", address(&delegate)),
        ("proxy_type", Value::unnamed_variant(kind.name.clone(), [])),
        ("delay", number(ask.delay)),
    ];
    let what = match ask.delay {
        0 => kind.name.clone(),
        blocks => format!("{}, with a delay of {blocks} blocks", kind.name),
    };
    let there = proxies.contains(&meant);
    let plan = if add {
        let action = format!("let {delegate} act for {me}: {what}");
        Plan::new(action, By::Coldkey, call("Proxy", "add_proxy", arguments))
            .effect(deposit::PROXIES.one_more(proxies.len(), held))
            .unless(there.then(|| "Duplicate: it is its proxy already (`myelin proxy list`)".into()))
    } else if there {
        let action = format!("let {delegate} act for {me} no longer: {what}");
        Plan::new(action, By::Coldkey, call("Proxy", "remove_proxy", arguments))
            .effect(deposit::PROXIES.one_fewer(proxies.len(), held))
    } else {
        return Err(Failure::NotFound(format!(
            "{delegate} is no proxy of {me} as {what}: name delegate, --type and --delay as `myelin proxy list` shows \
             them"
        )));
    };
    transact(context, state.chain(), plan).await
}
