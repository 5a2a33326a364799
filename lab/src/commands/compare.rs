//! `myelin-lab compare` and `replay`: a network under one rule or several.

use super::{print, read, rule, rule::RuleOptions, tell, Verdict};
use crate::{compare, models::market::Market, snapshot, LabError};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use myelin_emission::EmissionRule;
use myelin_units::Tao;
use std::path::PathBuf;

/// How long, with which people, and where the results go.
#[derive(Debug, Args)]
pub struct Course {
    /// Days of 7,200 blocks
    #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u64).range(1..=3650))]
    days: u64,
    /// What chance starts from: the same seed, the same result
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Nobody trades: what is seen is the rules' own doing
    #[arg(long)]
    calm: bool,
    /// Folder for tables (CSV, Parquet) and pictures (SVG) [default: none are written]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Run the same world and seed under several rules
///
/// Prints a row a rule: TAO emitted, TAO in pools, the part of the last day's TAO that the ten largest received, its
/// Herfindahl index, the median change of price, and how well TAO followed what subnets are worth (rank correlation).
#[derive(Debug, Args)]
pub struct Compare {
    /// Rules, separated by commas, each with its usual parameters
    #[arg(long, value_delimiter = ',', required = true)]
    rules: Vec<String>,
    /// Start from these pools instead of made-up ones: see `replay`
    #[arg(long, value_name = "FILE", conflicts_with = "subnets")]
    data: Option<PathBuf>,
    /// Number of made-up subnets
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u16).range(1..=1024))]
    subnets: u16,
    #[command(flatten)]
    course: Course,
}

/// Start from the pools of a real network and let days pass under a rule
#[derive(Debug, Args)]
pub struct Replay {
    /// The pools: a JSON list of subnets with netuid, tau_in, alpha_in, alpha_out
    #[arg(long, value_name = "FILE", default_value = "../shared/data/subnets-2026-04-11.json")]
    data: PathBuf,
    /// TAO that exists, in whole ones
    #[arg(long, value_name = "TAO", default_value_t = 10_800_000, value_parser = clap::value_parser!(u64).range(1..=21_000_000))]
    issuance: u64,
    #[command(flatten)]
    rule: RuleOptions,
    #[command(flatten)]
    course: Course,
}

impl Compare {
    pub(super) fn run(&self) -> Result<Verdict, LabError> {
        let named = |name: &String| Ok((name.clone(), rule::named(name)?));
        let rules: Vec<(String, EmissionRule)> =
            self.rules.iter().map(named).collect::<Result<_, LabError>>()?;
        let market = match &self.data {
            Some(path) => market_of(path, 10_800_000, &self.course)?,
            None => Market::made_up(self.subnets, self.course.seed),
        };
        self.course.pass(market, &rules)
    }
}

impl Replay {
    pub(super) fn run(&self) -> Result<Verdict, LabError> {
        let rule = self.rule.rule()?;
        let market = market_of(&self.data, self.issuance, &self.course)?;
        self.course.pass(market, &[(rule.name().into(), rule)])
    }
}

fn market_of(path: &std::path::Path, issuance: u64, course: &Course) -> Result<Market, LabError> {
    let (starts, root) = snapshot::read(&read(path)?, &path.display().to_string())?;
    let issuance = Tao::new(issuance.saturating_mul(myelin_units::RAO_PER_TAO));
    Ok(Market { starts, issuance, root, trading: 1.0, seed: course.seed })
}

impl Course {
    fn pass(&self, market: Market, rules: &[(String, EmissionRule)]) -> Result<Verdict, LabError> {
        let market = Market { trading: if self.calm { 0.0 } else { market.trading }, ..market };
        let bar = ProgressBar::new(self.days.saturating_mul(rules.len() as u64));
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} days, {eta} left") {
            bar.set_style(style);
        }
        bar.tick();
        let outcome = compare::compare(&market, rules, self.days, || bar.inc(1));
        bar.finish_and_clear();
        let outcome = outcome?;
        if let Some(table) = outcome.tables.first() {
            print(table.to_string().trim_end())?;
        }
        if let Some(folder) = &self.out {
            let names = outcome.write(folder)?;
            tell(format_args!("wrote {} in {}", names.join(", "), folder.display()));
        }
        Ok(Verdict::Holds)
    }
}
