//! How much is emitted in a block, which subnet receives it, and how a subnet divides its alpha.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

mod curve;
mod facts;
mod fees;
mod flow;
mod moving_price;
mod rules;
mod settings;
mod split;
mod step;

pub use curve::{alpha_emission, block_emission};
pub use facts::{Facts, Part};
pub use fees::{weight_fee, RAO_PER_BYTE, REF_TIME_PER_RAO};
pub use flow::Flow;
pub use moving_price::{moving_price, price_towards};
pub use rules::{
    AlphaPrice, BlockShares, EmissionRule, NetFlow, PriceGate, RootVote, Rule, StakeShare, Threshold, Voter,
    GATE_PERIOD, MAX_POWER,
};
pub use settings::{AlphaCurve, InjectMode, RootWeight, Settings};
pub use split::{root_part_floor, split_alpha, AlphaSplit};
pub use step::{step, Books, Step, Terms};
