use core::fmt;

/// Why arithmetic on amounts was refused, with the numbers that did it.
#[derive(Copy, Clone, Eq, PartialEq, Debug)]
pub enum AmountError {
    /// The sum, or the product, of the two does not fit where it must go.
    Overflow {
        /// First operand.
        left: u128,
        /// Second operand.
        right: u128,
    },
    /// More was taken than there was.
    Underflow {
        /// What there was, in rao.
        from: u64,
        /// What was to be taken, in rao.
        taken: u64,
    },
    /// A ratio over nothing.
    DivisionByZero,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overflow { left, right } => write!(f, "{left} and {right} together do not fit"),
            Self::Underflow { from, taken } => write!(f, "cannot take {taken} from {from}"),
            Self::DivisionByZero => write!(f, "division by zero"),
        }
    }
}

impl core::error::Error for AmountError {}
