//! Yuma consensus: what a subnet's validators say about its miners, turned into who earns what.
//!
//! One call, [`epoch`], takes the state of a subnet and returns everything an epoch decides. It is Yuma2 and
//! Yuma3, with bonds at a fixed speed or liquid, bit for bit by `spec/yuma.md` §1: integers only, so every machine
//! gets the same bytes. Time and memory are O(nonzeros + uids).
//!
//! The steps, one file each, in the order they run:
//! [`activity`] → [`stake`] → [`permits`] → [`weights`] (into [`rows`]) → [`consensus`] (by the columns of a
//! [`matrix`]) → [`incentive`] → [`bonds`] (at speeds from [`liquid`], if that is on) → [`emission`]; [`epoch`](mod@epoch) strings them together
//! and [`inspect`] lets a program watch the matrices go by. [`upscale`] is what `set_weights` does to a row, [`clock`]
//! says when epochs run, and [`precise`] is the profile without the reference's roundings.
//!
//! Shares are Q32: a `u64` that counts 2^-32, so `1 << 32` is one (see [`fixed`]).
#![cfg_attr(not(feature = "std"), no_std)]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

pub mod activity;
pub mod bonds;
pub mod clock;
pub mod consensus;
pub mod emission;
pub mod epoch;
pub mod exponential;
pub mod fixed;
pub mod incentive;
pub mod inspect;
pub mod liquid;
pub mod matrix;
pub mod mechanisms;
#[cfg(feature = "std")]
pub mod parallel;
pub mod permits;
pub mod precise;
pub mod rows;
pub mod stake;
pub mod upscale;
pub mod validators;
pub mod weights;

pub use epoch::{epoch, epoch_inspected, epoch_into, Inputs, Outcome, Scratch};
pub use inspect::Inspect;
pub use liquid::Liquid;
pub use mechanisms::merge;
pub use precise::{Precise, Profile};
pub use validators::Validators;
