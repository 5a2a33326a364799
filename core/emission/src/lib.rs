//! How much is emitted in a block, which subnet receives it, and how a subnet divides its alpha.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

mod curve;
mod fees;
mod moving_price;
mod share;
mod split;

pub use curve::{alpha_emission, block_emission};
pub use fees::{weight_fee, RAO_PER_BYTE, REF_TIME_PER_RAO};
pub use moving_price::{moving_price, price_towards};
pub use share::shares_by_price;
pub use split::{root_part_floor, split_alpha, AlphaSplit};
