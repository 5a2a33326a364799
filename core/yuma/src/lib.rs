//! Yuma consensus: what a subnet's validators say about its miners, turned into who earns what.
//!
//! One call, [`epoch`], takes the state of a subnet and returns everything an epoch decides. It is Yuma2 and
//! Yuma3, with bonds at a fixed speed or liquid, bit for bit by `spec/yuma.md` §1: integers only, so every machine
//! gets the same bytes. Time and memory are O(nonzeros + uids).
//!
//! The steps, one file each, in the order they run:
//! [`activity`] → [`stake`] → [`permits`] → [`weights`] (into a [`matrix`]) → [`consensus`] → [`incentive`] →
//! [`bonds`] (at speeds from [`liquid`], if that is on) → [`emission`]; [`epoch`](mod@epoch) strings them together
//! and [`inspect`] lets a program watch the matrices go by. [`upscale`] is what `set_weights` does to a row, [`clock`] says when an epoch is due.
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
pub mod permits;
pub mod stake;
pub mod upscale;
pub mod weights;

pub use epoch::{epoch, epoch_inspected, Inputs, Outcome, Scratch};
pub use inspect::Inspect;
pub use liquid::Liquid;
pub use mechanisms::merge;

/// A uid as validator while an epoch runs. Q32 shares.
#[derive(Clone, Debug, Default)]
pub struct Validator {
    /// Share of the active permitted stake (A); zero for those who have no say.
    pub stake: u64,
    /// Share of the voting stake: A normalised once more, which can change the last bit.
    pub share: u64,
    /// What the consensus left of its row so far.
    pub trust: u64,
    /// What its bonds have earned so far.
    pub dividend: u64,
    /// It has a permit from the next epoch on, so its bonds are stored.
    pub keeps_bonds: bool,
    /// The bonds that are stored so far, uids ascending.
    pub bonds: alloc::vec::Vec<(u16, u16)>,
}
