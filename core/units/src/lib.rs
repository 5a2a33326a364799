//! The quantities every rule speaks in: amounts, prices, fractions and ids, each its own type.
//!
//! An amount is a whole number of rao (10⁻⁹). Two kinds never mix: [`Tao`] and [`Alpha`]. Arithmetic that
//! can fail returns a [`Result`] that carries the numbers; arithmetic that rounds says so in its name.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

mod amount;
mod error;
mod fraction;
mod id;
mod price;
pub mod ratio;
pub mod split;

pub use amount::{Alpha, Tao, MAX_SUPPLY, RAO_PER_TAO};
pub use error::AmountError;
pub use fraction::{PerU16, TaoWeight};
pub use id::{NetUid, Uid};
pub use price::Price;
