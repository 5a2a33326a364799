//! `myelin-lab run`: a scenario, and whether what it asserts came out.

use super::{print, tell, Verdict};
use crate::{scenario::Scenario, LabError};
use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use std::{path::PathBuf, time::Duration};

/// Run a scenario and check what it asserts
///
/// Prints every metric as `name value`, then each assertion and whether it holds. Ends with 1 if one does not.
#[derive(Debug, Args)]
pub struct Run {
    /// The scenario, a TOML file like those in lab/scenarios
    scenario: PathBuf,
    /// Folder for tables (CSV, Parquet) and pictures (SVG) [default: none are written]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

impl Run {
    pub(super) fn run(&self) -> Result<Verdict, LabError> {
        let scenario = Scenario::read(&self.scenario)?;
        tell(format_args!("{}: {}", scenario.name, scenario.about.trim()));
        let spinner = ProgressBar::new_spinner().with_message("running");
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} {elapsed}") {
            spinner.set_style(style);
        }
        spinner.enable_steady_tick(Duration::from_millis(200));
        let outcome = scenario.run();
        spinner.finish_and_clear();
        let outcome = outcome?;
        for (name, value) in &outcome.metrics {
            print(format_args!("{name} {value:.6}"))?;
        }
        let mut verdict = Verdict::Holds;
        for (assertion, value, holds) in scenario.judge(&outcome)? {
            print(format_args!("{} {assertion} ({value:.6})", if holds { "holds" } else { "FAILS" }))?;
            verdict = if holds { verdict } else { Verdict::Fails };
        }
        if let Some(folder) = &self.out {
            let names = outcome.write(folder)?;
            tell(format_args!("wrote {} in {}", names.join(", "), folder.display()));
        }
        Ok(verdict)
    }
}
