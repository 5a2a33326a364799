//! `myelin subnet describe`: what is named is changed, the rest stays.

use crate::{
    calls::{bytes, network, subnet as number_of, Argument},
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

/// A part of a description: the call's argument, the flag, what is said now and what was said before.
pub(crate) type Part<'a> = (&'static str, &'static str, Option<&'a String>, Vec<u8>);

/// The call's arguments, in which what is not said now stays as it was; and in words what changes.
pub(crate) fn merged<const N: usize>(parts: [Part<'_>; N]) -> ([(&'static str, Argument); N], Vec<String>) {
    let mut changes = Vec::new();
    let arguments = parts.map(|(argument, flag, said, before)| {
        changes.extend(said.map(|said| format!("its {flag} becomes '{said}'")));
        (argument, bytes(said.map_or(before, |said| said.clone().into_bytes())))
    });
    (arguments, changes)
}

pub(super) async fn describe(ask: &Describe, context: &Context) -> Result<(), Failure> {
    let (netuid, said) = (NetUid::new(ask.netuid), &ask.said);
    let state = context.reads().await?;
    let before = state.subnet(netuid).await?.subnet_identity.unwrap_or_default();
    let ([name, github, contact, url, discord, about, logo, additional], changes) = merged([
        ("subnet_name", "name", said.name.as_ref(), before.subnet_name),
        ("github_repo", "github", said.github.as_ref(), before.github_repo),
        ("subnet_contact", "contact", said.contact.as_ref(), before.subnet_contact),
        ("subnet_url", "url", said.url.as_ref(), before.subnet_url),
        ("discord", "discord", said.discord.as_ref(), before.discord),
        ("description", "description", said.description.as_ref(), before.description),
        ("logo_url", "logo", said.logo.as_ref(), before.logo_url),
        ("additional", "additional", None, before.additional),
    ]);
    let which = ("netuid", number_of(netuid));
    let arguments = [which, name, github, contact, url, discord, about, logo, additional];
    let call = network("set_subnet_identity", arguments);
    let mut plan = Plan::new(format!("describe subnet {netuid}"), By::Coldkey, call);
    plan.effects = changes;
    transact(context, state.chain(), plan.effect("what else was said about it stays")).await
}
