//! What it costs to enter, how long a newcomer is safe, and who makes room.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

pub mod dissolution;
mod lock;
mod median;
mod neuron_price;
mod prune;

pub use lock::lock_cost;
pub use median::median_price;
pub use neuron_price::{decay_factor, price_bump, price_decay, price_decay_by};
pub use prune::{is_immune, neuron_to_prune, subnet_to_prune, Candidate};
