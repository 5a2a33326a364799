//! Who owns how much of a hotkey's alpha, what a hotkey weighs, and how an epoch's pots are shared.
#![no_std]
#![cfg_attr(not(test), warn(clippy::indexing_slicing))] // an index out of range would panic

extern crate alloc;

mod accumulator;
mod children;
mod dividends;
mod error;
mod mechanisms;
mod q96;
mod shares;
mod stream;
mod take;
mod vesting;
mod weight;

pub use accumulator::{Accrual, Accumulator};
pub use children::{
    family_points, inherit, split_dividend, Backing, Earned, FamilyShare, Loan, Member, ParentShare,
};
pub use dividends::{share_points, share_pots, Claim, Payout, Points, Pots};
pub use error::{AccrualError, ShareError};
pub use mechanisms::{mechanism_parts, mechanism_pots};
pub use q96::Q96;
pub use shares::{Holding, SharePool};
pub use stream::{flowing_span, Stream};
pub use take::take_floor;
pub use vesting::{LeftBehind, Vesting, VestingPool};
pub use weight::{stake_weight, StakeWeight};
