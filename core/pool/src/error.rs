use core::fmt;
use myelin_units::{AmountError, Price};

/// Why a trade was refused, with the numbers that decided it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum PoolError {
    /// One of the reserves is nothing, so there is no price.
    Empty,
    /// Nothing was offered.
    ZeroAmount,
    /// The trade would leave less in the reserve it takes from than must stay.
    ReserveTooLow {
        /// What would be left, in rao.
        reserve: u64,
        /// What must be left, in rao.
        needed: u64,
    },
    /// What was offered is too little to be paid for.
    ZeroOut,
    /// The spot price after the whole trade, or now if not even one rao fits, is beyond the limit.
    LimitExceeded {
        /// The limit, in rao per whole alpha (or per whole unit of the price ratio between two subnets).
        limit: u64,
        /// The price that is beyond it.
        price: Price,
    },
    /// An amount does not fit.
    Amount(AmountError),
}

impl From<AmountError> for PoolError {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl fmt::Display for PoolError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(f, "the pool has no price"),
            Self::ZeroAmount => write!(f, "nothing was offered"),
            Self::ReserveTooLow { reserve, needed } => {
                write!(f, "the trade would leave {reserve} where {needed} must stay")
            }
            Self::ZeroOut => write!(f, "the amount is too small to be paid for"),
            Self::LimitExceeded { limit, price } => {
                let price = price.rao_per_alpha_floor();
                write!(f, "price {price} is beyond the limit {limit}")
            }
            Self::Amount(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for PoolError {}
