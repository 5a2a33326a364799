//! `myelin hyperparameter …`.

use crate::{
    amount::{decimal, Amount},
    calls::{call, number, subnet, switch, Argument},
    output::{Report, Table},
    session::block_on,
    transact::{transact, By, Plan},
    Context, Failure,
};
use clap::{Args, Subcommand};
use myelin_units::NetUid;
use myelin_views::{HyperparamEntry, HyperparamValue};
use schemars::JsonSchema;
use serde::Serialize;

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
    /// In the chain's order.
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

/// What a parameter's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Number,
    Switch,
    Amount,
}

/// Which call sets a parameter, under which name, and what its value is. The names are those of the chain's list.
const SETTERS: [(&str, &str, &str, Form); 27] = [
    ("rho", "sudo_set_rho", "rho", Form::Number),
    ("kappa", "sudo_set_kappa", "kappa", Form::Number),
    ("immunity_period", "sudo_set_immunity_period", "immunity_period", Form::Number),
    ("min_allowed_weights", "sudo_set_min_allowed_weights", "min_allowed_weights", Form::Number),
    ("tempo", "sudo_set_tempo", "tempo", Form::Number),
    ("weights_version", "sudo_set_weights_version_key", "weights_version_key", Form::Number),
    ("weights_rate_limit", "sudo_set_weights_set_rate_limit", "weights_set_rate_limit", Form::Number),
    ("activity_cutoff", "sudo_set_activity_cutoff", "activity_cutoff", Form::Number),
    ("registration_allowed", "sudo_set_network_registration_allowed", "registration_allowed", Form::Switch),
    (
        "target_regs_per_interval",
        "sudo_set_target_registrations_per_interval",
        "target_registrations_per_interval",
        Form::Number,
    ),
    ("min_burn", "sudo_set_min_burn", "min_burn", Form::Amount),
    ("max_burn", "sudo_set_max_burn", "max_burn", Form::Amount),
    ("bonds_moving_avg", "sudo_set_bonds_moving_average", "bonds_moving_average", Form::Number),
    (
        "max_regs_per_block",
        "sudo_set_max_registrations_per_block",
        "max_registrations_per_block",
        Form::Number,
    ),
    ("serving_rate_limit", "sudo_set_serving_rate_limit", "serving_rate_limit", Form::Number),
    ("max_validators", "sudo_set_max_allowed_validators", "max_allowed_validators", Form::Number),
    ("commit_reveal_period", "sudo_set_commit_reveal_weights_interval", "interval", Form::Number),
    ("commit_reveal_weights_enabled", "sudo_set_commit_reveal_weights_enabled", "enabled", Form::Switch),
    ("liquid_alpha_enabled", "sudo_set_liquid_alpha_enabled", "enabled", Form::Switch),
    ("transfers_enabled", "sudo_set_toggle_transfer", "toggle", Form::Switch),
    ("bonds_reset_enabled", "sudo_set_bonds_reset_enabled", "enabled", Form::Switch),
    ("yuma3_enabled", "sudo_set_yuma3_enabled", "enabled", Form::Switch),
    ("burn_half_life", "sudo_set_burn_half_life", "burn_half_life", Form::Number),
    ("owner_cut_enabled", "sudo_set_owner_cut_enabled", "enabled", Form::Switch),
    ("activity_cutoff_factor", "sudo_set_activity_cutoff_factor", "factor_milli", Form::Number),
    ("bonds_penalty", "sudo_set_bonds_penalty", "bonds_penalty", Form::Number),
    ("max_allowed_uids", "sudo_set_max_allowed_uids", "max_allowed_uids", Form::Number),
];

/// Does what the verb says.
pub fn run(verb: &Verb, context: &Context) -> Result<(), Failure> {
    block_on(async {
        match verb {
            Verb::List(which) => {
                let netuid = NetUid::new(which.netuid);
                let all = context.one_read().await?.hyperparameters(netuid).await?;
                let parameters = all.iter().map(Parameter::from).collect();
                context.out.print(&Parameters { netuid: which.netuid, parameters })
            }
            Verb::Set(ask) => set(ask, context).await,
        }
    })
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

/// The value as the chain takes it.
fn parsed(form: Form, text: &str) -> Result<Argument, Failure> {
    let wrong = |what| Failure::Usage(format!("'{text}' is no value for this parameter: say {what}"));
    match form {
        Form::Number => text.parse::<u64>().map(number).map_err(|_| wrong("a whole number")),
        Form::Switch => match text {
            "true" | "yes" | "on" => Ok(switch(true)),
            "false" | "no" | "off" => Ok(switch(false)),
            _ => Err(wrong("true or false")),
        },
        Form::Amount => Ok(number(crate::amount::rao(text)?)),
    }
}

async fn set(ask: &Set, context: &Context) -> Result<(), Failure> {
    let found = SETTERS.iter().find(|(name, ..)| *name == ask.name);
    let (name, setter, argument, form) = found.ok_or_else(|| {
        let names: Vec<&str> = SETTERS.iter().map(|(name, ..)| *name).collect();
        Failure::Usage(format!("'{}' cannot be set; what can: {}", ask.name, names.join(", ")))
    })?;
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
    transact(context, &context.chain().await?, plan).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn value_should_be_refused_with_what_is_possible_when_it_is_of_another_kind() {
        assert!(parsed(Form::Number, "x").unwrap_err().to_string().contains("a whole number"));
        assert!(parsed(Form::Switch, "1").unwrap_err().to_string().contains("true or false"));
        assert!(parsed(Form::Amount, "x").is_err());
        assert_eq!(parsed(Form::Amount, "0.5").unwrap(), number(500_000_000u64));
        assert_eq!(parsed(Form::Switch, "on").unwrap(), switch(true));
    }

    #[test]
    fn fixed_point_should_be_decimal_when_it_is_shown() {
        let fixed = HyperparamValue::U64F64(myelin_views::FixedU128 { bits: 3 << 63 });
        assert_eq!(shown(&fixed).2, "1.5");
        let fixed = HyperparamValue::I32F32(myelin_views::FixedI64 { bits: -(3 << 31) });
        assert_eq!(shown(&fixed).2, "-1.5");
    }
}
