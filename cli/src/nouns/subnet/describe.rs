//! `myelin subnet describe`: what is named is changed, the rest stays.

use crate::{
    calls::{bytes, network, subnet as number_of},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::Args;
use myelin_units::NetUid;

/// What is said about a subnet. What is not given stays as it is; '' makes it empty.
#[derive(Debug, Args)]
pub struct Describe {
    /// Number of the subnet
    netuid: u16,
    #[command(flatten)]
    said: Said,
}

/// At least one of these.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct Said {
    /// Its name
    #[arg(long)]
    name: Option<String>,
    /// What it is about
    #[arg(long)]
    description: Option<String>,
    /// Where the code is
    #[arg(long)]
    github: Option<String>,
    /// Home page
    #[arg(long)]
    url: Option<String>,
    /// How to reach the owner
    #[arg(long)]
    contact: Option<String>,
    /// On Discord
    #[arg(long)]
    discord: Option<String>,
    /// Address of a logo
    #[arg(long)]
    logo: Option<String>,
}

/// What is said now, or else what was said before.
pub(crate) fn merged(said: Option<&String>, before: Vec<u8>) -> Vec<u8> {
    said.map_or(before, |said| said.clone().into_bytes())
}

pub(super) async fn describe(ask: &Describe, context: &Context) -> Result<(), Failure> {
    let (netuid, said) = (NetUid::new(ask.netuid), &ask.said);
    let state = context.reads().await?;
    let before = state.subnet(netuid).await?.subnet_identity.unwrap_or_default();
    let parts = [
        ("subnet_name", "name", said.name.as_ref(), before.subnet_name),
        ("github_repo", "github", said.github.as_ref(), before.github_repo),
        ("subnet_contact", "contact", said.contact.as_ref(), before.subnet_contact),
        ("subnet_url", "url", said.url.as_ref(), before.subnet_url),
        ("discord", "discord", said.discord.as_ref(), before.discord),
        ("description", "description", said.description.as_ref(), before.description),
        ("logo_url", "logo", said.logo.as_ref(), before.logo_url),
        ("additional", "additional", None, before.additional),
    ];
    let change = |(_, flag, said, _): &(&str, &str, Option<&String>, Vec<u8>)| {
        said.map(|said| format!("its {flag} becomes '{said}'"))
    };
    let changes: Vec<String> = parts.iter().filter_map(change).collect();
    let [name, github, contact, url, discord, about, logo, additional] =
        parts.map(|(argument, _, said, before)| (argument, bytes(merged(said, before))));
    let which = ("netuid", number_of(netuid));
    let arguments = [which, name, github, contact, url, discord, about, logo, additional];
    let call = network("set_subnet_identity", arguments);
    let mut plan = Plan::new(format!("describe subnet {netuid}"), By::Coldkey, call);
    plan.effects = changes;
    transact(context, state.chain(), plan.effect("what else was said about it stays")).await
}
