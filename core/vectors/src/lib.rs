//! Runs files of test vectors against the rules in `core`.
//!
//! A file is `{"vectors": [..]}`. A vector with a `group` is about the economy, one without about consensus.

mod beside;
mod economics;
mod fields;
mod report;
mod yuma;

pub use report::{run_file, Report};

/// What became of one vector.
#[derive(Clone, Eq, PartialEq, Debug)]
pub enum Outcome {
    /// The rule gave what the vector expects.
    Passed,
    /// It did not: what was expected and what came.
    Failed(String),
    /// The rule gives something else on purpose.
    Differs {
        /// Why it does.
        why: String,
        /// The numbers: the vector's and ours.
        numbers: String,
    },
    /// There is no such rule here: why.
    Skipped(String),
}
