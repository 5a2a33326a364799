use core::fmt;
use myelin_units::{Alpha, AmountError};

/// Why a share pool refused, with the numbers that decided it. Nothing was changed.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum ShareError {
    /// Nothing was offered or asked for.
    ZeroAmount,
    /// Nobody holds a share, so there is nobody to credit.
    NoHolders,
    /// The amount is too small for even one share.
    TooSmall(Alpha),
    /// More was asked for than the holding is worth.
    Insufficient {
        /// What the holding is worth.
        held: Alpha,
        /// What was asked for.
        wanted: Alpha,
    },
    /// A holding claims more shares than its pool has: the two do not belong together.
    Foreign {
        /// Shares of the holding.
        holding: u128,
        /// Shares of the pool.
        pool: u128,
    },
    /// An amount does not fit.
    Amount(AmountError),
}

impl From<AmountError> for ShareError {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl fmt::Display for ShareError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::ZeroAmount => write!(f, "the amount is zero"),
            Self::NoHolders => write!(f, "nobody holds a share"),
            Self::TooSmall(amount) => write!(f, "{amount} is too small for a share"),
            Self::Insufficient { held, wanted } => write!(f, "{wanted} of {held} held"),
            Self::Foreign { holding, pool } => write!(f, "{holding} shares in a pool of {pool}"),
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for ShareError {}

/// Why an accumulator refused, with the numbers that decided it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum AccrualError {
    /// There is no stake to share by.
    NobodyStakes,
    /// A part was to be more than the whole.
    PartAboveWhole {
        /// Stake of the part.
        part: Alpha,
        /// Stake of all.
        whole: Alpha,
    },
    /// More was to be paid than is banked.
    NotOwed {
        /// What is banked.
        owed: Alpha,
        /// What was to be paid.
        wanted: Alpha,
    },
    /// Two positions are settled up to different rates.
    NotSettled,
    /// A rate or an amount with 96 fractional bits does not fit.
    Overflow,
    /// An amount does not fit.
    Amount(AmountError),
}

impl From<AmountError> for AccrualError {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl fmt::Display for AccrualError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NobodyStakes => write!(f, "there is no stake to share by"),
            Self::PartAboveWhole { part, whole } => write!(f, "a part of {part} in a whole of {whole}"),
            Self::NotOwed { owed, wanted } => write!(f, "{wanted} of {owed} owed"),
            Self::NotSettled => write!(f, "the positions are settled up to different rates"),
            Self::Overflow => write!(f, "the number does not fit"),
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for AccrualError {}
