//! What can go wrong, and what to do about it.

use myelin_pool::PoolError;
use myelin_stake::ShareError;
use myelin_units::AmountError;
use std::fmt;

/// A refusal. It prints as one line that names what is wrong, with its value, and what to do.
#[derive(Clone, Debug, PartialEq)]
pub enum LabError {
    /// An amount does not fit, or there is too little of it.
    Amount(AmountError),
    /// The market refused a trade.
    Pool(PoolError),
    /// A share pool refused a deposit or withdrawal.
    Share(ShareError),
    /// There is no such subnet, agent or neuron in this world.
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its number.
        number: u64,
    },
    /// An agent has less than it wants to use.
    Short {
        /// Rao that are there.
        held: u64,
        /// Rao that were wanted.
        wanted: u64,
    },
    /// The least that may be staked is more than this.
    TooLittle {
        /// Rao that were offered.
        offered: u64,
        /// Rao that are needed.
        least: u64,
    },
    /// The world's books do not close.
    Books(String),
    /// Something the user wrote cannot be used.
    Input {
        /// Which field, option or file.
        field: String,
        /// What it was.
        value: String,
        /// What to write instead.
        wanted: String,
    },
    /// A file could not be read or written.
    File {
        /// Which one.
        path: String,
        /// What the system said.
        said: String,
    },
}

impl LabError {
    /// An input that cannot be used.
    pub fn input(field: impl ToString, value: impl ToString, wanted: impl ToString) -> Self {
        Self::Input { field: field.to_string(), value: value.to_string(), wanted: wanted.to_string() }
    }

    /// A file that could not be read or written.
    pub fn file(path: &std::path::Path, said: impl ToString) -> Self {
        Self::File { path: path.display().to_string(), said: said.to_string() }
    }
}

impl fmt::Display for LabError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Amount(error) => write!(f, "an amount does not fit: {error:?}"),
            Self::Pool(error) => write!(f, "the pool refused: {error}"),
            Self::Share(error) => write!(f, "the share pool refused: {error:?}"),
            Self::Unknown { what, number } => write!(f, "there is no {what} {number}"),
            Self::Short { held, wanted } => write!(f, "{wanted} rao wanted, {held} held"),
            Self::TooLittle { offered, least } => write!(f, "{offered} rao offered, at least {least} needed"),
            Self::Books(what) => write!(f, "the books do not close: {what}"),
            Self::Input { field, value, wanted } => write!(f, "{field}: {value}: {wanted}"),
            Self::File { path, said } => write!(f, "{path}: {said}"),
        }
    }
}

impl std::error::Error for LabError {}

impl From<AmountError> for LabError {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl From<PoolError> for LabError {
    fn from(error: PoolError) -> Self {
        Self::Pool(error)
    }
}

impl From<ShareError> for LabError {
    fn from(error: ShareError) -> Self {
        Self::Share(error)
    }
}
