//! Proxies with a delay: what they do is announced first, by its hash, and can be refused until then.

use super::List;
use crate::{
    calls::{address, bytes, call},
    keys,
    output::{Report, Table},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::Args;
use codec::Decode;
use myelin_chain::{keys::StorageKey, AccountId};
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

/// As the chain keeps it.
#[derive(Decode)]
struct Stored {
    real: AccountId,
    hash: [u8; 32],
    block: u32,
}

pub(super) async fn list(ask: &List, context: &Context) -> Result<(), Failure> {
    let who = crate::nouns::balance::whose(ask.address.as_deref(), context)?;
    let key = StorageKey::<(Vec<Stored>, u64)>::new("Proxy", "Announcements").quick(AccountId::from(who));
    let (stored, _) = context.one_read().await?.value(&key).await?.unwrap_or_default();
    let announcement = |it: Stored| Announcement {
        real: it.real.to_string(),
        call_hash: format!("0x{}", hex::encode(it.hash)),
        block: it.block,
    };
    let announcements = stored.into_iter().map(announcement).collect();
    context.out.print(&Announcements { delegate: who.ss58(), announcements })
}

async fn send(
    ask: &Named,
    (name, party): (&str, &'static str),
    words: &str,
    effect: &str,
    context: &Context,
) -> Result<(), Failure> {
    let other = keys::address(&ask.address)?;
    let call = call("Proxy", name, [(party, address(&other)), ("call_hash", bytes(ask.hash))]);
    let action = format!("{words} {other}: 0x{}", hex::encode(ask.hash));
    transact(context, &context.chain().await?, Plan::new(action, By::Coldkey, call).effect(effect)).await
}

pub(super) async fn announce(ask: &Named, context: &Context) -> Result<(), Failure> {
    let effect =
        "a deposit is held; after the delay the same command with --proxy-for and --announced does it";
    send(ask, ("announce", "real"), "announce a call for", effect, context).await
}

pub(super) async fn withdraw(ask: &Named, context: &Context) -> Result<(), Failure> {
    let effect = "its deposit is free again";
    send(ask, ("remove_announcement", "real"), "take back what was announced for", effect, context).await
}

pub(super) async fn reject(ask: &Named, context: &Context) -> Result<(), Failure> {
    let effect = "the proxy cannot do it, unless it announces it again";
    send(ask, ("reject_announcement", "delegate"), "refuse what was announced by", effect, context).await
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
