//! `myelin hyperparameter …`.

use crate::{
    amount::{decimal, Amount},
    calls::{call, subnet},
    output::{Report, Table},
    session::{block_on, exists},
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use codec::Compact;
use myelin_chain::{keys, ChainError, Snapshot};
use myelin_units::NetUid;
use myelin_views::{HyperparamEntry, HyperparamValue};
use schemars::JsonSchema;
use serde::Serialize;

mod setters;

use setters::{parsed, setter, SETTERS};

/// How a subnet is set
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// All parameters of a subnet
    List(super::subnet::Which),
    /// Set one, as the subnet's owner
    Set(Set),
}

/// What is set.
#[derive(Debug, Args)]
pub struct Set {
    /// Number of the subnet
    netuid: u16,
    /// Its name, as in the list
    name: String,
    /// Its value: a number, true or false, or an amount
    value: String,
    /// Set it as root, with the chain's sudo key
    #[arg(long)]
    sudo: bool,
}

/// A parameter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Parameter {
    /// Its name.
    pub name: String,
    /// Its value: a whole number, true or false; large and fractional numbers are text.
    pub value: serde_json::Value,
    /// What it is counted in: TAO (then the value is rao), or nothing.
    pub unit: Option<String>,
    /// How people read it.
    pub text: String,
    /// Can `hyperparameter set` set it?
    pub settable: bool,
}

/// `hyperparameter list`.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Parameters {
    /// The subnet.
    pub netuid: u16,
    /// In the chain's order; after them those that it can set and does not list.
    pub parameters: Vec<Parameter>,
}

impl Report for Parameters {
    fn text(&self) -> String {
        let mut table = Table::new(&["parameter", ">value", ""]);
        for it in &self.parameters {
            let note = if it.settable { "" } else { "not set here" };
            table.row([it.name.clone(), it.text.clone(), note.into()]);
        }
        table.render()
    }
}

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(which) => {
                let netuid = NetUid::new(which.netuid);
                let state = context.one_read().await?;
                let (listed, unlisted) =
                    tokio::try_join!(state.hyperparameters(netuid), unlisted(&state, netuid))?;
                let mut parameters: Vec<Parameter> = listed.iter().map(Parameter::from).collect();
                let missing = |entry: &&HyperparamEntry| !listed.iter().any(|it| it.name == entry.name);
                parameters.extend(unlisted.iter().filter(missing).map(Parameter::from));
                context.out.print(&Parameters { netuid: which.netuid, parameters })
            }
            Verb::Set(ask) => set(ask, context).await,
        }
    })
}

/// Parameters that can be set and that the chain's list leaves out, with their defaults.
async fn unlisted(state: &Snapshot, netuid: NetUid) -> Result<Vec<HyperparamEntry>, ChainError> {
    const SHORT: [(&str, &str, u16); 3] = [
        ("rho", "Rho", 10),
        ("bonds_penalty", "BondsPenalty", u16::MAX),
        ("max_allowed_uids", "MaxAllowedUids", 256),
    ];
    let keys = SHORT.map(|(_, item, _)| keys::network::<u16>(item).plain(netuid));
    let yuma3 = keys::network::<bool>("Yuma3On").hashed(netuid);
    let (stored, yuma3) = tokio::try_join!(state.values(&keys), state.value(&yuma3))?;
    let entry = |name: &str, value| HyperparamEntry { name: name.into(), value };
    let short = |((name, _, default), stored): (&(&str, &str, u16), Option<u16>)| {
        entry(name, HyperparamValue::U16(Compact(stored.unwrap_or(*default))))
    };
    let mut entries: Vec<HyperparamEntry> = SHORT.iter().zip(stored).map(short).collect();
    entries.push(entry("yuma3_enabled", HyperparamValue::Bool(yuma3.unwrap_or(false))));
    Ok(entries)
}

impl From<&HyperparamEntry> for Parameter {
    fn from(entry: &HyperparamEntry) -> Self {
        let name = String::from_utf8_lossy(&entry.name).into_owned();
        let settable = SETTERS.iter().any(|(known, ..)| *known == name);
        let (value, unit, text) = shown(&entry.value);
        Self { name, value, unit, text, settable }
    }
}

fn shown(value: &HyperparamValue) -> (serde_json::Value, Option<String>, String) {
    let plain = |number: u64| (number.into(), None, number.to_string());
    let words = |text: String| (text.clone().into(), None, text);
    match value {
        HyperparamValue::Bool(on) => ((*on).into(), None, on.to_string()),
        HyperparamValue::U16(number) => plain(number.0.into()),
        HyperparamValue::U32(number) => plain(number.0.into()),
        HyperparamValue::U64(number) => plain(number.0),
        HyperparamValue::U128(number) => words(number.0.to_string()),
        HyperparamValue::TaoBalance(tao) => {
            let amount = Amount::tao(tao.0);
            (amount.rao.into(), Some(amount.unit.clone()), amount.to_string())
        }
        HyperparamValue::I32F32(fixed) => {
            let magnitude = u128::from(fixed.bits.unsigned_abs()).saturating_mul(1_000_000_000) >> 32;
            let sign = if fixed.bits < 0 { "-" } else { "" };
            words(format!("{sign}{}", decimal(magnitude)))
        }
        HyperparamValue::U64F64(fixed) => {
            let (whole, rest) = (fixed.bits >> 64, fixed.bits & u128::from(u64::MAX));
            let rest = rest.saturating_mul(1_000_000_000) >> 64;
            words(decimal(whole.saturating_mul(1_000_000_000).saturating_add(rest)))
        }
    }
}

async fn set(ask: &Set, context: &Context) -> Result<(), Failure> {
    let (name, setter, argument, form) = setter(&ask.name)?;
    let arguments = [("netuid", subnet(NetUid::new(ask.netuid))), (*argument, parsed(*form, &ask.value)?)];
    let inner = call("AdminUtils", setter, arguments);
    let call = match ask.sudo {
        true => call("Sudo", "sudo", [("call", inner.into_value())]),
        false => inner,
    };
    let mut plan =
        Plan::new(format!("set {name} of subnet {} to {}", ask.netuid, ask.value), By::Coldkey, call);
    if !ask.sudo {
        plan = plan.effect("an owner sets a parameter rarely, and not when the epoch is near");
    }
    let state = context.reads().await?;
    exists(&state, NetUid::new(ask.netuid)).await?;
    transact(context, state.chain(), plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_point_should_be_decimal_when_it_is_shown() {
        let fixed = HyperparamValue::U64F64(myelin_views::FixedU128 { bits: 3 << 63 });
        assert_eq!(shown(&fixed).2, "1.5");
        let fixed = HyperparamValue::I32F32(myelin_views::FixedI64 { bits: -(3 << 31) });
        assert_eq!(shown(&fixed).2, "-1.5");
    }
}
