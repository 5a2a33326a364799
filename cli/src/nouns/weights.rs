//! `myelin weights …`.

use crate::{
    amount::percent,
    calls::{bytes, network, number, numbers, subnet},
    output::{counted, Report, Table},
    session::{block_on, exists},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_chain::{
    weights::{weights_hash, Row, Rules, Sealed},
    Snapshot,
};
use myelin_units::{NetUid, Uid};
use schemars::JsonSchema;
use serde::Serialize;

/// Weights: what a validator says of the others
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// The row of weights that the hotkey, or a uid, has set
    Show(Show),
    /// Set a row of weights: sealed where the subnet wants it, openly elsewhere
    Set(Set),
    /// Commit to the hash of a row, to be revealed later
    Commit(Hashed),
    /// Reveal a row that was committed to by its hash
    Reveal(Hashed),
}

/// Whose row.
#[derive(Debug, Args)]
pub struct Show {
    /// Number of the subnet
    netuid: u16,
    /// Whose [default: that of the hotkey]
    #[arg(long)]
    uid: Option<u16>,
}

/// A row.
#[derive(Debug, Args)]
pub struct Weights {
    /// Number of the subnet
    netuid: u16,
    /// Uid and weight: 3=2 5=1 gives uid 3 two thirds
    #[arg(required = true, value_name = "UID=WEIGHT", value_parser = super::root::pair)]
    weights: Vec<(u16, u16)>,
    /// Version of the software that made them [default: what the subnet asks for]
    #[arg(long)]
    version_key: Option<u64>,
}

/// A row that is set.
#[derive(Debug, Args)]
pub struct Set {
    #[command(flatten)]
    row: Weights,
    /// Openly, whatever the subnet wants
    #[arg(long)]
    open: bool,
}

/// A row and its salt.
#[derive(Debug, Args)]
pub struct Hashed {
    #[command(flatten)]
    row: Weights,
    /// What hides the row until it is revealed: 1 to 16 numbers from 0 to 65535, with commas. Keep it
    #[arg(long, required = true, value_name = "NUMBERS", value_parser = salt)]
    salt: Salt,
}

/// What hides a row.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Salt(Vec<u16>);

/// The most numbers of a salt: 256 bits, which nobody guesses. The chain has no limit; who reveals pays for each.
const LONGEST_SALT: usize = 16;

/// `1,2,3`.
fn salt(text: &str) -> Result<Salt, String> {
    let number = |word: &str| {
        word.trim()
            .parse::<u16>()
            .map_err(|_| format!("'{word}' is no number from 0 to 65535; a salt is such as 1,2,3"))
    };
    let numbers = text.split(',').map(number).collect::<Result<Vec<_>, _>>()?;
    match numbers.len() {
        count if count > LONGEST_SALT => {
            Err(format!("a salt of {count} numbers: say {LONGEST_SALT} at most"))
        }
        _ => Ok(Salt(numbers)),
    }
}

/// A weight.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Weight {
    /// Whom it is about.
    pub uid: u16,
    /// How much, over the row's largest.
    pub weight: u16,
    /// Its part of the row, in percent.
    pub percent: String,
}

/// `weights show`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Shown {
    /// The subnet.
    pub netuid: u16,
    /// Whose row it is.
    pub uid: u16,
    /// The row; empty when none was set, or none is open.
    pub weights: Vec<Weight>,
    /// Must weights be committed first?
    pub commit_reveal: bool,
}

impl Report for Shown {
    fn text(&self) -> String {
        let how = if self.commit_reveal {
            "are committed first, and shown when they count"
        } else {
            "are set openly"
        };
        let how = format!("weights of subnet {} {how}\n", self.netuid);
        if self.weights.is_empty() {
            return format!(
                "no row of uid {} can be read: none was set, or it is not open yet\n{how}",
                self.uid
            );
        }
        let mut table = Table::new(&[">uid", ">weight", ">of the row"]);
        for it in &self.weights {
            table.row([it.uid.to_string(), it.weight.to_string(), it.percent.clone()]);
        }
        table.render() + &how
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::Show(ask) => show(ask, context).await,
            Verb::Set(ask) => set(ask, context).await,
            Verb::Commit(ask) => commit(ask, context).await,
            Verb::Reveal(ask) => reveal(ask, context).await,
        }
    })
}

async fn show(ask: &Show, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.netuid);
    let state = context.reads().await?;
    state.subnet(netuid).await?;
    let uid = match ask.uid {
        Some(uid) => known(&state, netuid, uid).await?,
        None => super::neuron::uid_of_hotkey(&state, netuid, context).await?,
    };
    let (row, commit_reveal) =
        tokio::join!(state.weights(netuid, Uid::new(uid)), state.commit_reveal(netuid));
    let row = row?;
    let whole: u128 = row.iter().map(|(_, weight)| u128::from(*weight)).sum();
    let weight = |(uid, weight): &(u16, u16)| Weight {
        uid: *uid,
        weight: *weight,
        percent: percent((*weight).into(), whole),
    };
    let weights = row.iter().map(weight).collect();
    context.out.print(&Shown { netuid: ask.netuid, uid, weights, commit_reveal: commit_reveal? })
}

/// The uid, which somebody must have.
async fn known(state: &Snapshot, netuid: NetUid, uid: u16) -> Result<u16, Failure> {
    let neurons = state.neuron_count(netuid).await?;
    if uid < neurons {
        return Ok(uid);
    }
    Err(Failure::NotFound(format!(
        "subnet {netuid} has no uid {uid}, but {neurons} from 0 on: see `myelin neuron list {netuid}`"
    )))
}

impl Weights {
    /// The row, if it can count: a sealed one is read when it opens, and one that the chain would refuse then is lost.
    async fn checked(&self, state: &Snapshot, context: &Context) -> Result<Row, Failure> {
        let netuid = NetUid::new(self.netuid);
        exists(state, netuid).await?;
        let row = self.row(state).await?;
        let uid = super::neuron::uid_of_hotkey(state, netuid, context).await?;
        let hotkey = context.keys().hotkey_address()?;
        let rules = Rules::read(state, netuid, hotkey.into(), uid).await?;
        rules.check(&row).map_err(|why| Failure::Refused(format!("{why}; nothing was sent")))?;
        Ok(row)
    }

    /// The row, with the version that the subnet asks for unless another was said.
    async fn row(&self, state: &Snapshot) -> Result<Row, Failure> {
        let (uids, values) = self.weights.iter().copied().unzip();
        let version_key = match self.version_key {
            Some(version) => version,
            None => {
                let key = myelin_chain::keys::network("WeightsVersionKey").plain(NetUid::new(self.netuid));
                state.value(&key).await?.unwrap_or(0)
            }
        };
        Ok(Row { uids, values, version_key })
    }
}

/// How many weights, in words.
fn weights(row: &Row) -> String {
    counted(u64::try_from(row.uids.len()).unwrap_or(u64::MAX), "weight", "weights")
}

async fn set(ask: &Set, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.row.netuid);
    let state = context.reads().await?;
    let row = ask.row.checked(&state, context).await?;
    let words = format!("set {} in subnet {netuid}", weights(&row));
    if !ask.open && state.commit_reveal(netuid).await? {
        let hotkey = context.keys().hotkey_address()?;
        let Sealed { bytes: sealed, round, version } = state.seal(hotkey.into(), netuid, &row).await?;
        let arguments = [
            ("netuid", subnet(netuid)),
            ("commit", super::root::wrapped(bytes(sealed))),
            ("reveal_round", number(round)),
            ("commit_reveal_version", number(version)),
        ];
        let plan = Plan::new(
            format!("{words}, sealed"),
            By::Hotkey,
            network("commit_timelocked_weights", arguments),
        )
        .effect(format!("nobody reads them before round {round} of the beacon; then they count"))
        .harmless();
        return transact(context, state.chain(), plan).await;
    }
    let arguments = [
        ("netuid", subnet(netuid)),
        ("dests", numbers(&row.uids)),
        ("weights", numbers(&row.values)),
        ("version_key", number(row.version_key)),
    ];
    let plan = Plan::new(format!("{words}, openly"), By::Hotkey, network("set_weights", arguments))
        .effect("they count from the next epoch on")
        .harmless();
    transact(context, state.chain(), plan).await
}

async fn commit(ask: &Hashed, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.row.netuid);
    let state = context.reads().await?;
    let row = ask.row.checked(&state, context).await?;
    let hotkey = context.keys().hotkey_address()?;
    let hash = weights_hash(hotkey.into(), netuid, 0, &row, &ask.salt.0);
    let arguments = [("netuid", subnet(netuid)), ("commit_hash", bytes(hash.as_bytes()))];
    let period = state.reveal_period(netuid).await?;
    let action = format!("commit to {} in subnet {netuid}, by hash", weights(&row));
    let plan = Plan::new(action, By::Hotkey, network("commit_weights", arguments))
        .effect(format!(
            "the same row and salt are to be revealed exactly {} later, or never",
            counted(period, "epoch", "epochs")
        ))
        .harmless();
    transact(context, state.chain(), plan).await
}

async fn reveal(ask: &Hashed, context: &Context) -> Result<(), Failure> {
    let netuid = NetUid::new(ask.row.netuid);
    let state = context.reads().await?;
    let row = ask.row.checked(&state, context).await?;
    let arguments = [
        ("netuid", subnet(netuid)),
        ("uids", numbers(&row.uids)),
        ("values", numbers(&row.values)),
        ("salt", numbers(&ask.salt.0)),
        ("version_key", number(row.version_key)),
    ];
    let action = format!("reveal {} in subnet {netuid}", weights(&row));
    let plan = Plan::new(action, By::Hotkey, network("reveal_weights", arguments))
        .effect("they count from the next epoch on")
        .harmless();
    transact(context, state.chain(), plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn salt_should_be_refused_with_its_limit_when_it_is_none() {
        assert_eq!(salt("1, 2,65535"), Ok(Salt(vec![1, 2, 65_535])));
        let seventeen = ["7"; 17].join(",");
        assert_eq!(salt(&seventeen).unwrap_err(), "a salt of 17 numbers: say 16 at most");
        assert!(salt(seventeen.trim_end_matches(",7")).is_ok());
        for text in ["", "1,,2", "65536", "-1", "x"] {
            assert!(salt(text).unwrap_err().contains("from 0 to 65535"), "{text}");
        }
    }
}
