//! `myelin child …`.

use crate::{
    amount::percent,
    calls::{account, list as items, network, number, subnet},
    keys::Keys,
    output::{counted, Report, Table},
    session::{block_on, exists},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::{keys, AccountId};
use myelin_units::{NetUid, PerU16};
use myelin_wallet::PublicKey;
use schemars::JsonSchema;
use serde::Serialize;

/// Children: hotkeys that the hotkey lends stake to
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The hotkey's children and parents in a subnet
    List(super::subnet::Which),
    /// Choose the hotkey's children in a subnet; none takes all back
    Set(Set),
    /// Set what the hotkey keeps of its parents' dividends
    Take(Take),
}

/// Which children.
#[derive(Debug, Args)]
pub struct Set {
    /// Number of the subnet
    netuid: u16,
    /// Hotkey (its name in the wallet, WALLET/NAME, or an address) and percent of the stake that it is lent: 5F…=50
    #[arg(value_name = "HOTKEY=PERCENT")]
    children: Vec<String>,
}

/// How much it keeps.
#[derive(Debug, Args)]
pub struct Take {
    /// Number of the subnet
    netuid: u16,
    /// Percent, from 0 to 18
    #[arg(value_parser = super::delegate::parts)]
    percent: u16,
}

/// A relation.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Relation {
    /// The other hotkey.
    pub hotkey: String,
    /// The part of the parent's stake, over 2⁶⁴ − 1, as a decimal number.
    pub proportion: String,
    /// The same in percent.
    pub percent: String,
}

impl From<&(u64, AccountId)> for Relation {
    fn from((part, hotkey): &(u64, AccountId)) -> Self {
        let percent = percent((*part).into(), u64::MAX.into());
        Self { hotkey: hotkey.to_string(), proportion: part.to_string(), percent }
    }
}

/// `child list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Family {
    /// The hotkey.
    pub hotkey: String,
    /// The subnet.
    pub netuid: u16,
    /// Whom it lends stake to.
    pub children: Vec<Relation>,
    /// Who lends stake to it.
    pub parents: Vec<Relation>,
    /// What it keeps of its parents' dividends, over 65,535.
    pub take: u16,
}

impl Report for Family {
    fn text(&self) -> String {
        let mut table = Table::new(&["", "hotkey", ">of the stake"]);
        for it in &self.children {
            table.row(["child".into(), it.hotkey.clone(), it.percent.clone()]);
        }
        for it in &self.parents {
            table.row(["parent".into(), it.hotkey.clone(), it.percent.clone()]);
        }
        let relations = match self.children.is_empty() && self.parents.is_empty() {
            true => format!("{} has neither children nor parents in subnet {}\n", self.hotkey, self.netuid),
            false => table.render(),
        };
        format!("{relations}it keeps {} of its parents' dividends\n", percent(self.take.into(), 65_535))
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(which) => list(NetUid::new(which.netuid), context).await,
            Verb::Set(ask) => set(ask, context).await,
            Verb::Take(ask) => take(ask, context).await,
        }
    })
}

async fn list(netuid: NetUid, context: &Context) -> Result<(), Failure> {
    let hotkey = AccountId::from(context.keys().hotkey_address()?);
    let state = context.reads().await?;
    exists(&state, netuid).await?;
    let relation = |item| keys::network::<Vec<(u64, AccountId)>>(item).hashed(hotkey).plain(netuid);
    let (children, parents) = (relation("ChildKeys"), relation("ParentKeys"));
    let take = keys::network::<PerU16>("ChildkeyTake").hashed(hotkey).plain(netuid);
    let (children, parents, take) =
        tokio::join!(state.value(&children), state.value(&parents), state.value(&take));
    let relations = |found: Vec<(u64, AccountId)>| found.iter().map(Relation::from).collect();
    context.out.print(&Family {
        hotkey: hotkey.to_string(),
        netuid: netuid.number(),
        children: relations(children?.unwrap_or_default()),
        parents: relations(parents?.unwrap_or_default()),
        take: take?.map_or(0, PerU16::parts),
    })
}

/// `5F…=50`: a hotkey, and its part of the stake, over 2⁶⁴ − 1 and rounded down.
fn child(text: &str, keys: Keys<'_>) -> Result<(PublicKey, u64, String), Failure> {
    let wrong = || Failure::Usage(format!("'{text}' is not HOTKEY=PERCENT, such as 5F…=50"));
    let (key, part) = text.rsplit_once('=').filter(|(key, _)| !key.is_empty()).ok_or_else(wrong)?;
    super::delegate::parts(part).map_err(Failure::Usage)?;
    let hundredths = u128::from(crate::amount::hundredths(part).ok_or_else(wrong)?);
    let proportion = hundredths.saturating_mul(u64::MAX.into()) / 10_000;
    let proportion = u64::try_from(proportion).map_err(|_| wrong())?;
    Ok((keys.address_or_hotkey(key)?, proportion, format!("{} %", part.trim_end_matches('%'))))
}

async fn set(ask: &Set, context: &Context) -> Result<(), Failure> {
    let (netuid, hotkey) = (NetUid::new(ask.netuid), context.keys().hotkey_address()?);
    let children =
        ask.children.iter().map(|text| child(text, context.keys())).collect::<Result<Vec<_>, _>>()?;
    let list = items(children.iter().map(|(key, part, _)| items([number(*part), account(key)])));
    let arguments = [("hotkey", account(&hotkey)), ("netuid", subnet(netuid)), ("children", list)];
    let action = match children.as_slice() {
        [] => format!("take back what {hotkey} lends to its children in subnet {netuid}"),
        some => {
            let count = u64::try_from(some.len()).unwrap_or(u64::MAX);
            format!("lend stake of {hotkey} in subnet {netuid} to {}", counted(count, "child", "children"))
        }
    };
    let mut plan = Plan::new(action, By::Coldkey, network("set_children", arguments))
        .effect("those chosen before are replaced; it is true after the cool-down");
    for (key, _, part) in &children {
        plan = plan.effect(format!("{key} is lent {part} of the stake"));
    }
    let state = context.reads().await?;
    exists(&state, netuid).await?;
    transact(context, state.chain(), plan).await
}

async fn take(ask: &Take, context: &Context) -> Result<(), Failure> {
    let (netuid, hotkey) = (NetUid::new(ask.netuid), context.keys().hotkey_address()?);
    let arguments = [("hotkey", account(&hotkey)), ("netuid", subnet(netuid)), ("take", number(ask.percent))];
    let new = percent(ask.percent.into(), 65_535);
    let action = format!("let {hotkey} keep {new} of its parents' dividends in subnet {netuid}");
    let plan = Plan::new(action, By::Coldkey, network("set_childkey_take", arguments));
    let state = context.reads().await?;
    exists(&state, netuid).await?;
    transact(context, state.chain(), plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn child_should_have_its_part_when_it_is_a_percentage() {
        let global = crate::arguments::Global::default();
        let child = |text: &str| child(text, Keys(&global));
        let (key, part, _) = child("//Alice=50").unwrap();
        assert_eq!(key.ss58(), "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY");
        assert_eq!(part, u64::MAX / 2);
        assert_eq!(child("//Alice=100").unwrap().1, u64::MAX);
        assert_eq!(child("//Alice=0.5").unwrap().1, u64::try_from(u128::from(u64::MAX) / 200).unwrap());
        for text in ["//Alice", "//Alice=101", "5F=1", "=1"] {
            assert!(child(text).is_err(), "{text}");
        }
    }
}
