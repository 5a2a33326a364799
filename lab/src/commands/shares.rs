//! `myelin-lab shares`: a state in, each subnet's exact share out.

use super::{print, read, rule::RuleOptions, tell, Verdict};
use crate::{shares, LabError};
use clap::Args;
use myelin_units::Tao;
use std::path::PathBuf;

/// Print each subnet's exact share of a block's TAO, by any rule, as JSON
///
/// STATE is a JSON list of objects, one a subnet: netuid, enabled (true unless said otherwise), and what the rule
/// weighs: moving_price and miner_burned (alpha_price, price_gate), pool_tao (stake_share), flow and protocol_flow in
/// TAO a block (net_flow), root_votes (root_vote). Numbers are decimals or fractions, best written as texts: "0.25",
/// "1/3".
#[derive(Debug, Args)]
pub struct Shares {
    /// The state: a JSON file, or - for standard input
    state: PathBuf,
    #[command(flatten)]
    rule: RuleOptions,
    /// Rao that the block emits, for the column "rao"
    #[arg(long, value_name = "RAO", default_value_t = 1_000_000_000)]
    emission: u64,
}

impl Shares {
    pub(super) fn run(&self) -> Result<Verdict, LabError> {
        let rule = self.rule.rule()?;
        let text = read(&self.state)?;
        let state = serde_json::from_str(&text)
            .map_err(|said| LabError::input(self.state.display(), "not JSON", said))?;
        let unread = shares::unread_fields(&state);
        if !unread.is_empty() {
            tell(format_args!("note: no rule reads {}", unread.join(", ")));
        }
        let shares = shares::shares(&state, &rule, Tao::new(self.emission))?;
        if shares.iter().all(|share| share.numerator == "0") {
            tell("note: nobody is entitled to anything");
        }
        let lines: Vec<String> =
            shares.iter().filter_map(|share| serde_json::to_string(share).ok()).collect();
        print(if lines.is_empty() { "[]".into() } else { format!("[\n  {}\n]", lines.join(",\n  ")) })?;
        Ok(Verdict::Holds)
    }
}
