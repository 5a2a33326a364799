//! Stake: who holds how much of what on whom, and how it is bought, sold and moved (economics §4).
//!
//! A position is a number of shares of a hotkey's pool on a subnet ([`shares`]). Staking buys alpha in the subnet's
//! market ([`market`]); on root one TAO is one alpha and there is no market.

pub mod add;
pub mod auto;
pub mod burn;
mod fee;
pub mod market;
pub mod nominations;
pub mod ownership;
pub mod remove;
mod renaming;
pub mod shares;
pub mod storage;
pub mod transfer;
pub mod vesting;

#[cfg(test)]
mod tests;

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::{Alpha, NetUid, PerU16, Tao, TaoWeight as Weighting};

/// The least that may be staked, and the least a partial unstake may bring, in rao.
pub const MIN_STAKE: Tao = Tao::new(2_000_000);

/// The fee of a subnet's pool, as a fraction of what is paid in.
pub trait SwapFee {
    /// Fee of `netuid`'s pool.
    fn rate(netuid: NetUid) -> PerU16;
}

/// How far a trade may move the price.
#[derive(Copy, Clone, Debug, Eq, PartialEq)]
pub struct Limit {
    /// Worst spot price after the trade, in rao per alpha.
    pub price: u64,
    /// Whether a part is better than nothing.
    pub partial: bool,
}

impl Limit {
    /// A limit on the price after the trade, in rao per alpha.
    pub const fn new(price: Tao, partial: bool) -> Self {
        Self { price: price.rao(), partial }
    }
}

impl<T: Config> Pallet<T> {
    /// What one TAO at root weighs against one alpha in this block.
    pub fn tao_weight() -> Weighting {
        let weight = Weighting::new(TaoWeight::<T>::get());
        EmissionSettings::<T>::get().root_weight.at(weight, Self::now())
    }

    /// Whether anyone owns the hotkey.
    pub fn hotkey_exists(hotkey: &T::AccountId) -> bool {
        Owner::<T>::contains_key(hotkey)
    }

    pub(crate) fn ensure_hotkey_exists(hotkey: &T::AccountId) -> DispatchResult {
        ensure!(Self::hotkey_exists(hotkey), Error::<T>::HotKeyAccountNotExists);
        Ok(())
    }

    /// The subnet exists and its alpha trades; root always does.
    pub(crate) fn ensure_tradable(netuid: NetUid) -> DispatchResult {
        Self::ensure_subnet(netuid)?;
        let trades = Self::is_open(netuid) && !Self::is_tripped(netuid);
        ensure!(netuid.is_root() || trades, Error::<T>::SubtokenDisabled);
        Ok(())
    }

    /// On root one TAO is one alpha (economics §4.1). The only two places where one becomes the other.
    pub(crate) const fn root_alpha(tao: Tao) -> Alpha {
        Alpha::new(tao.rao())
    }

    /// See `root_alpha`.
    pub(crate) const fn root_tao(alpha: Alpha) -> Tao {
        Tao::new(alpha.rao())
    }
}
