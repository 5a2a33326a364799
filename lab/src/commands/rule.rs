//! The rule as options.

use crate::{exact::Ratio, shares::signed_flow, LabError};
use clap::Args;
use myelin_emission::{AlphaPrice, EmissionRule, NetFlow, Part, PriceGate, Threshold, MAX_POWER};

/// A rule and its parameters.
#[derive(Clone, Debug, Args)]
pub struct RuleOptions {
    /// Rule by which TAO is shared: alpha_price, stake_share, net_flow, price_gate or root_vote
    #[arg(long, default_value = "alpha_price")]
    rule: String,
    /// price_gate: the share at which the gate is half open (a decimal or a fraction like 2/3)
    #[arg(long, value_name = "SHARE", conflicts_with = "quantile")]
    theta: Option<String>,
    /// price_gate: the gate stands at the share with which the largest reach this part of all [default: 0.61]
    #[arg(long, value_name = "PART")]
    quantile: Option<String>,
    /// price_gate, net_flow: how much more the larger is worth, 1 to 8 [default: 3 for the gate, 1 for flow]
    #[arg(long)]
    power: Option<u8>,
    /// alpha_price, price_gate: emission withheld from an owner's own miners counts against the price
    #[arg(long)]
    miner_burn: bool,
    /// net_flow: TAO a block from which a flow counts [default: 0]
    #[arg(long, value_name = "TAO", allow_hyphen_values = true)]
    cutoff: Option<String>,
    /// net_flow: what the protocol puts in is taken off
    #[arg(long)]
    protocol_cost: bool,
}

impl RuleOptions {
    /// The rule that the options describe.
    pub fn rule(&self) -> Result<EmissionRule, LabError> {
        self.refuse_foreign()?;
        Ok(match named(&self.rule)? {
            EmissionRule::AlphaPrice(_) => {
                EmissionRule::AlphaPrice(AlphaPrice { miner_burn: self.miner_burn })
            }
            EmissionRule::PriceGate(usual) => EmissionRule::PriceGate(PriceGate {
                power: self.power(usual.power)?,
                threshold: self.threshold(usual.threshold)?,
                miner_burn: self.miner_burn,
            }),
            EmissionRule::NetFlow(usual) => EmissionRule::NetFlow(NetFlow {
                cutoff: match &self.cutoff {
                    Some(text) => signed_flow(text).map_err(|why| LabError::input("--cutoff", text, why))?,
                    None => usual.cutoff,
                },
                power: self.power(usual.power)?,
                protocol_cost: self.protocol_cost,
            }),
            rule => rule,
        })
    }

    /// An option of another rule would silently do nothing.
    fn refuse_foreign(&self) -> Result<(), LabError> {
        let given = [
            ("--theta", self.theta.is_some(), &["price_gate"][..]),
            ("--quantile", self.quantile.is_some(), &["price_gate"]),
            ("--power", self.power.is_some(), &["price_gate", "net_flow"]),
            ("--miner-burn", self.miner_burn, &["price_gate", "alpha_price"]),
            ("--cutoff", self.cutoff.is_some(), &["net_flow"]),
            ("--protocol-cost", self.protocol_cost, &["net_flow"]),
        ];
        named(&self.rule)?;
        match given.iter().find(|(_, given, of)| *given && !of.contains(&self.rule.as_str())) {
            Some((option, _, of)) => {
                let wanted =
                    format!("this rule has none; leave it out, or choose --rule {}", of.join(" or "));
                Err(LabError::input(option, &self.rule, wanted))
            }
            None => Ok(()),
        }
    }

    fn power(&self, usual: u8) -> Result<u8, LabError> {
        let power = self.power.unwrap_or(usual);
        if !(1..=MAX_POWER).contains(&power) {
            return Err(LabError::input(
                "--power",
                power,
                format!("give a whole number from 1 to {MAX_POWER}"),
            ));
        }
        Ok(power)
    }

    fn threshold(&self, usual: Threshold) -> Result<Threshold, LabError> {
        let part = |option: &str, text: &str| {
            let part: Ratio = text.parse().map_err(|why: String| LabError::input(option, text, why))?;
            if part.exceeds_one() {
                return Err(LabError::input(option, text, "give a fraction from 0 to 1"));
            }
            Ok(Part::from_bits(part.bits64().unwrap_or_default()))
        };
        match (&self.theta, &self.quantile) {
            (Some(theta), _) => Ok(Threshold::Share(part("--theta", theta)?)),
            (None, Some(quantile)) => Ok(Threshold::Quantile(part("--quantile", quantile)?)),
            (None, None) => Ok(usual),
        }
    }
}

/// The rule of a name, with its usual parameters.
pub fn named(name: &str) -> Result<EmissionRule, LabError> {
    EmissionRule::named(name).ok_or_else(|| {
        LabError::input("--rule", name, format!("choose one of {}", EmissionRule::NAMES.join(", ")))
    })
}
