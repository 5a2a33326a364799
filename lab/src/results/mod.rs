//! What a run leaves behind: tables as CSV and Parquet, pictures as SVG.

mod chart;
mod table;

pub use chart::{Chart, Line};
pub use table::{Column, Table};

use crate::LabError;
use std::{collections::BTreeMap, path::Path};

/// All that a run found out.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// Numbers with names, `run.metric`; assertions are about them.
    pub metrics: BTreeMap<String, f64>,
    /// What happened over time.
    pub tables: Vec<Table>,
    /// The same to look at.
    pub charts: Vec<Chart>,
}

impl Outcome {
    /// Notes a number.
    pub fn note(&mut self, name: impl Into<String>, value: f64) {
        self.metrics.insert(name.into(), value);
    }

    /// Writes everything into a folder, which is made where there is none. Returns the names of the files.
    pub fn write(&self, folder: &Path) -> Result<Vec<String>, LabError> {
        std::fs::create_dir_all(folder).map_err(|said| LabError::file(folder, said))?;
        let mut names = Vec::new();
        let mut metrics = Table::new("metrics");
        metrics.add("metric", Column::Text(self.metrics.keys().cloned().collect()));
        metrics.add("value", Column::Number(self.metrics.values().copied().collect()));
        for table in self.tables.iter().chain([&metrics]) {
            for (ending, write) in [("csv", Table::write_csv as Writer), ("parquet", Table::write_parquet)] {
                let name = format!("{}.{ending}", table.name());
                write(table, &folder.join(&name))?;
                names.push(name);
            }
        }
        for chart in &self.charts {
            let name = format!("{}.svg", chart.name);
            chart.write_svg(&folder.join(&name))?;
            names.push(name);
        }
        Ok(names)
    }
}

type Writer = fn(&Table, &Path) -> Result<(), LabError>;
