//! Keys that are replaced. A hotkey's or a coldkey's place is taken by another key, and everything that was tied to the
//! old one is tied to the new one: nothing is bought, sold, minted or rounded on the way
//! (`docs/decisions/0014-keys-are-swapped-whole.md`).
//!
//! Every item of storage that is keyed by an account stands in a list in `tests/census.rs`, which says who moves it. A
//! new item that is in no list fails that test.

pub mod announce;
pub mod coldkey;
pub mod guard;
pub mod hotkey;
mod neuron;
pub mod storage;
mod take;

#[cfg(test)]
mod tests;

use myelin_units::{NetUid, Tao};

/// What the swap of a hotkey on all subnets costs, and the first announcement of a coldkey's swap; recycled
/// (economics §5).
pub const KEY_SWAP_COST: Tao = Tao::new(100_000_000);
/// What the swap of a hotkey on one subnet costs; recycled (economics §5).
pub const KEY_SWAP_ON_SUBNET_COST: Tao = Tao::new(1_000_000);
/// Positions that one swap of a hotkey moves at most. A hotkey with more is swapped subnet by subnet.
pub const MOST_POSITIONS_MOVED: u32 = 2_048;
/// Positions of a hotkey that one swap looks at, at most: those of other subnets too.
pub const MOST_POSITIONS_SEEN: u32 = 32_768;
/// Root positions that one swap of a hotkey moves at most of those who keep their dividends as alpha: each has accounts
/// with every subnet.
pub const MOST_KEEPERS: usize = 128;
/// What such a position counts among the things that one call of a coldkey's swap moves.
pub const KEEPER_UNITS: u32 = 64;
/// Positions and hotkeys that one call of a coldkey's swap moves at most; it is called again for the rest.
pub const COLDKEY_STEP: u32 = 512;

/// Who else keeps something under a hotkey.
pub trait OnHotkeySwap<AccountId> {
    /// On this subnet, `new` has taken the place of `old`.
    fn hotkey_swapped(netuid: NetUid, old: &AccountId, new: &AccountId);
}

impl<AccountId> OnHotkeySwap<AccountId> for () {
    fn hotkey_swapped(_: NetUid, _: &AccountId, _: &AccountId) {}
}
