//! The market of a subnet: a constant product of TAO and alpha, in exact integers.
//!
//! Every payout is floored and every fee rounded up, and the fee stays in the pool; so `tao · alpha`
//! never falls, whatever is traded (economics.md §3, §6.2). Quoting is trading: these functions change
//! nothing and return the reserves that a trade would leave.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

mod error;
mod exact;
mod gauge;
mod inject;
mod limit;
mod route;
mod search;
mod swap;

pub use error::PoolError;
pub use exact::sell_for;
pub use gauge::{Gauge, GaugeError, PoolGauge};
pub use inject::{inject, Injection};
pub use limit::{buy_within, most_alpha_within, most_tao_within, sell_within};
pub use route::{most_alpha_between, move_between, move_within, Moved};
pub use swap::{buy, buy_free, sell, sell_free, Bought, Market, Pool, Sold};

#[cfg(test)]
mod samples;
