//! Keys that are replaced on chain: `wallet swap-…`.

use crate::{
    calls::{account, bytes, maybe, network, subnet, switch},
    keys,
    output::{facts, Report},
    session::exists,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::Args;
use myelin_chain::{keys::StorageKey, AccountId, Hash};
use myelin_units::NetUid;
use schemars::JsonSchema;
use serde::Serialize;
use sp_crypto_hashing::blake2_256;

/// The hotkey that takes the place of the hotkey.
#[derive(Debug, Args)]
pub struct SwapHotkey {
    /// The new one: its name in the wallet, or an address
    new: String,
    /// In this subnet only [default: in all]
    #[arg(long)]
    netuid: Option<u16>,
    /// Leave the stake with the old one
    #[arg(long)]
    keep_stake: bool,
}

/// The coldkey that takes the place of the coldkey.
#[derive(Debug, Args)]
pub struct SwapTo {
    /// Its address. It must be unused: no hotkeys, no subnets
    new: String,
}

/// Whose swap.
#[derive(Debug, Args)]
pub struct SwapShow {
    /// Whose [default: the wallet's coldkey]
    address: Option<String>,
}

/// `wallet swap-show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Announced {
    /// Whose.
    pub coldkey: String,
    /// The hash (BLAKE2b, 256 bits) of the coldkey that is to be; none when nothing is announced.
    pub new_coldkey_hash: Option<String>,
    /// The first block in which it may happen.
    pub from_block: Option<u32>,
    /// The block in which it was disputed.
    pub disputed_at: Option<u32>,
    /// The best block.
    pub block: u64,
}

impl Report for Announced {
    fn text(&self) -> String {
        let Some(hash) = &self.new_coldkey_hash else {
            return format!("{} has announced no swap", self.coldkey);
        };
        let from = self.from_block.map_or("never".into(), |from| format!("block {from}, now {}", self.block));
        let disputed = self.disputed_at.map_or("no".into(), |at| format!("since block {at}"));
        facts([
            ("coldkey", self.coldkey.clone()),
            ("hash of the new one", hash.clone()),
            ("may happen from", from),
            ("disputed", disputed),
        ])
    }
}

pub(super) async fn hotkey(ask: &SwapHotkey, context: &Context) -> Result<(), Failure> {
    let (old, new) = (context.keys().hotkey_address()?, context.keys().address_or_hotkey(&ask.new)?);
    if old == new {
        return Err(Failure::Usage(format!("{old} is the hotkey already: name another")));
    }
    let netuid = ask.netuid.map(NetUid::new);
    let call = network(
        "swap_hotkey_v2",
        [
            ("hotkey", account(&old)),
            ("new_hotkey", account(&new)),
            ("netuid", maybe(netuid.map(subnet))),
            ("keep_stake", switch(ask.keep_stake)),
        ],
    );
    let place = netuid.map_or("in all subnets".into(), |netuid| format!("in subnet {netuid}"));
    let cost = if netuid.is_some() { "0.001" } else { "0.1" };
    let stake = match ask.keep_stake {
        true => "stake stays with the old one",
        false => "all stake on it, also that of others, goes along; nothing is sold",
    };
    let plan = Plan::new(format!("put {new} in the place of {old} {place}"), By::Coldkey, call)
        .effect(format!("about {cost} TAO leave the coldkey and are recycled"))
        .effect(stake)
        .effect("it can be done again only after a while; the files of both keys stay as they are");
    let state = context.reads().await?;
    if let Some(netuid) = netuid {
        exists(&state, netuid).await?;
    }
    transact(context, state.chain(), plan).await
}

/// What is announced for a new coldkey.
fn hash_of(new: &AccountId) -> Hash {
    blake2_256(new.as_bytes()).into()
}

pub(super) async fn announce(ask: &SwapTo, context: &Context) -> Result<(), Failure> {
    let new = keys::address(&ask.new)?;
    let hash = hash_of(&new.into());
    let call = network("announce_coldkey_swap", [("new_coldkey_hash", bytes(hash.as_bytes()))]);
    let plan = Plan::new(format!("announce that {new} takes the coldkey's place"), By::Coldkey, call)
        .effect("0.1 TAO leave the coldkey and are recycled, the first time")
        .effect("until it has happened the coldkey does nothing else: no transfer, no trade")
        .effect("the chain learns the hash of the new one alone: keep its address, `wallet swap-execute` needs it");
    transact(context, &context.chain().await?, plan).await
}

pub(super) async fn execute(ask: &SwapTo, context: &Context) -> Result<(), Failure> {
    let new = keys::address(&ask.new)?;
    let call = network("swap_coldkey_announced", [("new_coldkey", account(&new))]);
    let plan = Plan::new(format!("put {new} in the coldkey's place"), By::Coldkey, call).effect(
        "stake, hotkeys, subnets, identity and free TAO go to it; a large coldkey takes several calls",
    );
    transact(context, &context.chain().await?, plan).await
}

pub(super) async fn dispute(context: &Context) -> Result<(), Failure> {
    let plan = Plan::new("dispute the announced swap", By::Coldkey, network("dispute_coldkey_swap", []))
        .effect("the coldkey does nothing at all until those who govern the chain have decided");
    transact(context, &context.chain().await?, plan).await
}

pub(super) async fn clear(context: &Context) -> Result<(), Failure> {
    let call = network("clear_coldkey_swap_announcement", []);
    let plan = Plan::new("take back the announced swap", By::Coldkey, call)
        .effect("the coldkey can do everything again");
    transact(context, &context.chain().await?, plan).await
}

pub(super) async fn show(ask: &SwapShow, context: &Context) -> Result<(), Failure> {
    let who = crate::nouns::balance::whose(ask.address.as_deref(), context)?;
    let id = AccountId::from(who);
    let of = |item| StorageKey::new("SubtensorModule", item);
    let announced = of("ColdkeySwapAnnouncements").quick(id);
    let disputes = StorageKey::<u32>::new("SubtensorModule", "ColdkeySwapDisputes").quick(id);
    let state = context.reads().await?;
    let (announced, disputed_at, block) =
        tokio::try_join!(state.value::<(u32, [u8; 32])>(&announced), state.value(&disputes), state.number())?;
    context.out.print(&Announced {
        coldkey: who.ss58(),
        from_block: announced.map(|(from, _)| from),
        new_coldkey_hash: announced.map(|(_, hash)| format!("0x{}", hex::encode(hash))),
        disputed_at,
        block,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_should_be_that_of_the_accounts_bytes() {
        // As `b2sum -l 256` has it of 32 zero bytes.
        let hash = format!("{:?}", hash_of(&AccountId([0; 32])));
        assert_eq!(hash, "0x89eb0d6a8a691dae2cd15ed0369931ce0a949ecafa5c3f93f8121833646e15c3");
    }
}
