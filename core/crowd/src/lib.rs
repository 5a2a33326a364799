//! Money raised by many: what a crowdloan accepts of an offer and gives back, and how a lease shares what the subnet's
//! owner earns with those who paid for the subnet.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

mod contribution;
mod lease;

pub use contribution::{accepted, withdrawable, Refusal, Terms};
pub use lease::{dividends, lease_cut, leftover, share_of, LeaseCut};
