//! What the runtime APIs answer: the shapes of `myelin-views`, filled from storage. Everything here only reads, and
//! runs outside blocks; one file a subject.

pub mod delegates;
pub mod dynamic;
pub mod hyperparameters;
pub mod metagraph;
pub mod neurons;
pub mod prices;
pub mod stakes;
pub mod state;
pub mod subnets;

#[cfg(test)]
mod tests;

use crate::pallet::*;
use alloc::vec::Vec;
use codec::Compact;
use myelin_units::{Alpha, NetUid, Tao};

impl<T: Config> Pallet<T> {
    /// `view` of every subnet that exists.
    fn of_every_subnet<V>(view: impl Fn(NetUid) -> Option<V>) -> Vec<Option<V>> {
        Self::netuids().into_iter().map(view).collect()
    }

    /// What alpha is worth at the spot price, rounded down, rao; nothing where there is no price.
    fn worth(netuid: NetUid, alpha: Alpha) -> Tao {
        Self::spot_price(netuid).and_then(|price| price.tao_for_floor(alpha).ok()).unwrap_or(Tao::ZERO)
    }
}

/// The entry of a uid in a list by uid; where the list is shorter, what an epoch would find: nothing.
fn of_uid<V: Copy + Default>(list: &[V], uid: u16) -> V {
    list.get(usize::from(uid)).copied().unwrap_or_default()
}

/// Text as the bytes that clients put together themselves.
fn compact_text(text: &[u8]) -> Vec<Compact<u8>> {
    text.iter().copied().map(Compact).collect()
}
