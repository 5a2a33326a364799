//! Parents and children: a hotkey lends its weight on a subnet to others, which earn dividends with it (economics §4.4,
//! §4.6, §4.7). A hotkey on a subnet is a parent or a child, never both, so weight is lent once.
//!
//! [`choose`] what a parent says, [`apply`] when it comes true, [`take`] what a child keeps, [`weight`] what a hotkey
//! votes with, [`subnets`] what the beginning and the end of a subnet, and a new key, mean for families.

pub mod apply;
pub mod choose;
pub mod invariants;
pub mod storage;
pub mod subnets;
pub mod take;
pub mod weight;

#[cfg(test)]
mod tests;

/// Most children of a hotkey on a subnet.
pub const MAX_CHILDREN: usize = 5;
/// Most parents of a hotkey on a subnet: as many as there are seats at root. A further one takes the place of the one
/// that lends least.
pub const MAX_PARENTS: usize = 64;
