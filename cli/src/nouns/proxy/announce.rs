//! Proxies with a delay: what they do is announced first, by its hash, and can be refused until then.

use super::{deposit::ANNOUNCEMENTS, List};
use crate::{
    calls::{address, bytes, call, Call},
    keys,
    output::{Report, Table},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::Args;
use codec::Decode;
use myelin_chain::{keys::StorageKey, AccountId, ChainError, Snapshot};
use myelin_wallet::PublicKey;
use schemars::JsonSchema;
use serde::Serialize;

/// An announcement.
#[derive(Debug, Args)]
pub struct Named {
    /// The other one: whom the proxy acts for; for `reject`, the proxy
    address: String,
    /// The call's hash, as a --dry-run with --proxy-for shows it
    #[arg(value_parser = hash)]
    hash: [u8; 32],
}

/// 0x and 64 digits.
fn hash(text: &str) -> Result<[u8; 32], String> {
    let mut bytes = [0; 32];
    let digits = text.strip_prefix("0x").unwrap_or(text);
    let read = hex::decode_to_slice(digits, &mut bytes);
    read.map(|()| bytes).map_err(|_| format!("'{text}' is no hash: say 0x and 64 hexadecimal digits"))
}

/// Something that a proxy will do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Announcement {
    /// For whom.
    pub real: String,
    /// The hash of the call.
    pub call_hash: String,
    /// The block in which it was announced.
    pub block: u32,
}

/// `proxy announcements`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Announcements {
    /// The proxy.
    pub delegate: String,
    /// What it has announced.
    pub announcements: Vec<Announcement>,
}

impl Report for Announcements {
    fn text(&self) -> String {
        if self.announcements.is_empty() {
            return format!("{} has announced nothing", self.delegate);
        }
        let mut table = Table::new(&["for", "hash of the call", ">announced in block"]);
        for it in &self.announcements {
            table.row([it.real.clone(), it.call_hash.clone(), it.block.to_string()]);
        }
        table.render()
    }
}

/// An announcement as the chain keeps it.
#[derive(Debug, Decode)]
pub(crate) struct Stored {
    pub(crate) real: AccountId,
    pub(crate) hash: [u8; 32],
    pub(crate) block: u32,
}

/// What an account has announced, and the rao that are held for it.
pub(crate) async fn announced(
    state: &Snapshot,
    delegate: AccountId,
) -> Result<(Vec<Stored>, u64), ChainError> {
    let key = StorageKey::new("Proxy", "Announcements").quick(delegate);
    Ok(state.value(&key).await?.unwrap_or_default())
}

pub(super) async fn list(ask: &List, context: &Context) -> Result<(), Failure> {
    let who = crate::nouns::balance::whose(ask.address.as_deref(), context)?;
    let (stored, _) = announced(&context.one_read().await?, who.into()).await?;
    let announcement =
        |it: Stored| Announcement { real: it.real.to_string(), call_hash: shown(&it.hash), block: it.block };
    let announcements = stored.into_iter().map(announcement).collect();
    context.out.print(&Announcements { delegate: who.ss58(), announcements })
}

fn shown(hash: &[u8; 32]) -> String {
    format!("0x{}", hex::encode(hash))
}

impl Named {
    /// The call, whose other party has this name in it.
    fn call(&self, name: &str, party: &'static str, other: &PublicKey) -> Call {
        call("Proxy", name, [(party, address(other)), ("call_hash", bytes(self.hash))])
    }
}

/// What `delegate` has announced for `real`, if it has; how many announcements it has, and what is held for them.
async fn found(
    state: &Snapshot,
    (delegate, real): (&PublicKey, &PublicKey),
    hash: [u8; 32],
) -> Result<(usize, u64), Failure> {
    let (all, held) = announced(state, delegate.into()).await?;
    match all.iter().any(|it| it.real == AccountId::from(real) && it.hash == hash) {
        true => Ok((all.len(), held)),
        false => Err(Failure::NotFound(format!(
            "{delegate} has announced no call {} for {real}: `myelin proxy announcements {delegate}` tells what it has",
            shown(&hash)
        ))),
    }
}

pub(super) async fn announce(ask: &Named, context: &Context) -> Result<(), Failure> {
    let (me, real) = (context.keys().coldkey_address()?, keys::address(&ask.address)?);
    let state = context.reads().await?;
    let (all, proxies) = tokio::join!(announced(&state, me.into()), state.proxies(real.into()));
    let ((all, held), proxies) = (all?, proxies?);
    let proxy = proxies.iter().find(|it| it.delegate == AccountId::from(me));
    let delay = proxy.map_or(0, |it| it.delay);
    let stranger = proxy
        .is_none()
        .then(|| format!("NotProxy: {me} is no proxy of {real}, which adds it with `myelin proxy add`"));
    let action = format!("announce call {} for {real}", shown(&ask.hash));
    let plan = Plan::new(action, By::Coldkey, ask.call("announce", "real", &real))
        .effect(ANNOUNCEMENTS.one_more(all.len(), held))
        .effect(format!("in {delay} blocks the same command with --proxy-for and --announced makes the call"))
        .unless(stranger);
    transact(context, state.chain(), plan).await
}

pub(super) async fn withdraw(ask: &Named, context: &Context) -> Result<(), Failure> {
    let (me, real) = (context.keys().coldkey_address()?, keys::address(&ask.address)?);
    let state = context.reads().await?;
    let (count, held) = found(&state, (&me, &real), ask.hash).await?;
    let action = format!("take back call {}, announced for {real}", shown(&ask.hash));
    let plan = Plan::new(action, By::Coldkey, ask.call("remove_announcement", "real", &real))
        .effect(ANNOUNCEMENTS.one_fewer(count, held));
    transact(context, state.chain(), plan).await
}

pub(super) async fn reject(ask: &Named, context: &Context) -> Result<(), Failure> {
    let (me, delegate) = (context.keys().coldkey_address()?, keys::address(&ask.address)?);
    let state = context.reads().await?;
    found(&state, (&delegate, &me), ask.hash).await?;
    let action = format!("refuse call {}, announced by {delegate}", shown(&ask.hash));
    let plan = Plan::new(action, By::Coldkey, ask.call("reject_announcement", "delegate", &delegate))
        .effect("the proxy cannot make it, unless it announces it again; the proxy has its deposit back");
    transact(context, state.chain(), plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_should_have_64_digits() {
        assert_eq!(hash(&format!("0x{}", "11".repeat(32))), Ok([0x11; 32]));
        for text in ["", "0x11", "0x", &"g".repeat(64)] {
            assert!(hash(text).unwrap_err().contains("64"), "{text}");
        }
    }
}
