//! Epochs: when they run, what Yuma Consensus says, and who is paid (yuma.md §1, §2.7; economics §2.6, §2.7).

pub mod bonds_reset;
pub(crate) mod changed;
pub mod inputs;
pub mod mechanisms;
pub mod miners;
pub mod pay;
pub mod precise;
pub mod root_dividends;
pub mod run;
pub mod schedule;
pub mod storage;

#[cfg(test)]
pub(crate) mod tests;
