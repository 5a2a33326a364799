//! # Swap: the pallet `Swap` of the wire
//!
//! The fee of each subnet's pool. The market itself is in `core/pool`, its reserves and trades in `pallet-network`.

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use frame_support::{storage::StoragePrefixedMap, Twox64Concat};
use myelin_units::{NetUid, PerU16};
use pallet_network::dissolution::Place;

/// Fee of a pool that has none of its own: 33 of 65535 parts, 0.05 % (economics §7).
pub const DEFAULT_FEE_RATE: u16 = 33;
/// Highest fee: 10000 of 65535 parts, 15 % (economics §7).
pub const MAX_FEE_RATE: u16 = 10_000;

#[allow(clippy::expect_used)] // in what FRAME's macros expand to
#[frame_support::pallet]
pub mod pallet {
    use core::num::NonZeroU64;
    use frame_support::{pallet_prelude::*, traits::ConstU16};
    use frame_system::pallet_prelude::*;
    use myelin_units::NetUid;

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_network::Config {}

    /// Fee of the subnet's pool, over 65535 of what is paid in.
    #[pallet::storage]
    pub type FeeRate<T: Config> =
        StorageMap<_, Twox64Concat, NetUid, u16, ValueQuery, ConstU16<{ crate::DEFAULT_FEE_RATE }>>;

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Highest fee, over 65535.
        #[pallet::constant_name(MaxFeeRate)]
        fn max_fee_rate() -> u16 {
            crate::MAX_FEE_RATE
        }
        /// What must stay of a reserve after a trade, in rao.
        #[pallet::constant_name(MinimumReserve)]
        fn minimum_reserve() -> NonZeroU64 {
            NonZeroU64::new(pallet_network::staking::market::MIN_RESERVE).unwrap_or(NonZeroU64::MIN)
        }
    }

    /// What the pallet tells: the wire's names, fields and indexes.
    #[pallet::event]
    #[pallet::generate_deposit(fn deposit_event)]
    pub enum Event<T: Config> {
        /// The fee of a pool was set.
        #[codec(index = 0)]
        FeeRateSet {
            /// The subnet.
            netuid: NetUid,
            /// The fee, over 65535.
            rate: u16,
        },
    }

    /// What a call can fail with: the wire's names and indexes.
    #[pallet::error]
    pub enum Error<T> {
        /// The fee is above the highest.
        #[codec(index = 0)]
        FeeRateTooHigh,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Sets the fee of a subnet's pool, over 65535 of what is paid in: by the subnet's owner or root.
        #[pallet::call_index(0)]
        #[pallet::weight(pallet_network::costs::set_parameter::<T>())]
        pub fn set_fee_rate(origin: OriginFor<T>, netuid: NetUid, rate: u16) -> DispatchResult {
            pallet_network::Pallet::<T>::ensure_owner_or_root(origin, netuid)?;
            ensure!(rate <= crate::MAX_FEE_RATE, Error::<T>::FeeRateTooHigh);
            FeeRate::<T>::insert(netuid, rate);
            Self::deposit_event(Event::FeeRateSet { netuid, rate });
            Ok(())
        }
    }
}

impl<T: Config> pallet_network::staking::SwapFee for Pallet<T> {
    fn rate(netuid: NetUid) -> PerU16 {
        PerU16::new(FeeRate::<T>::get(netuid))
    }
}

impl<T: Config> pallet_network::dissolution::SubnetSweep for Pallet<T> {
    fn places(netuid: NetUid) -> Vec<Place> {
        [Place::of::<Twox64Concat>(FeeRate::<T>::final_prefix(), &netuid)].into()
    }
}
