//! Root's dividends by choice (economics §4.8; docs/decisions/0011).
//!
//! A coldkey says what it wants of the alpha that its root stake earns. Swap, the default: it is sold once per epoch and
//! the TAO credited to the share pools of root. Keep: it stays alpha. Share pools raise all their holders alike, so the
//! root stake of those who keep stands beside them ([`kept`]) as plain amounts, which an accumulator of `core/stake`
//! pays to the last bit; what is owed is claimed ([`claim`]) or paid by the block step ([`automatic`]).

pub mod automatic;
pub mod books;
pub mod claim;
pub mod claim_type;
pub mod closing;
pub mod dividends;
pub mod kept;
pub mod moving;
pub mod parameters;
pub mod storage;
pub mod wire;

#[cfg(test)]
mod tests;
