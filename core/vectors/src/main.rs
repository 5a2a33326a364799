//! `myelin-vectors FILE...`: prints every failure, every vector from which our rule differs by design with both
//! numbers, every group that was skipped and why, and a last line `N passed, M failed, K skipped, L differ by design`.
//! Exit code 1 if anything failed, 2 if a file could not be read.

use myelin_vectors::{run_file, Report};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let files: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    if files.is_empty() {
        eprintln!("usage: myelin-vectors FILE...");
        return ExitCode::from(2);
    }
    let mut report = Report::default();
    for file in &files {
        if let Err(error) = run_file(file, &mut report) {
            eprintln!("{}: {error}", file.display());
            return ExitCode::from(2);
        }
    }
    print!("{report}");
    ExitCode::from(u8::from(!report.failures.is_empty()))
}
