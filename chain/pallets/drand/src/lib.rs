//! # The beacon on chain: the pallet `Drand` of the wire
//!
//! drand signs a number every three seconds; what is sealed for a round opens with its signature. A block's author
//! brings the rounds that are out since the last block, every node checks them with the beacon's key, and a block with
//! a wrong one is no block (`docs/decisions/0020-beacons-by-authors.md`). The rules are in `core/timelock`.
//!
//! The wire's calls of unsigned off-chain workers (0 to 2) are not here, nor is what only they need
//! (`HasMigrationRun`, `NextUnsignedAt`, the constants).

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

pub mod costs;
pub mod genesis;
pub mod pulses;
pub mod wire;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[allow(clippy::expect_used)] // in what FRAME's macros expand to
#[frame_support::pallet]
pub mod pallet {
    use crate::{
        costs,
        genesis::BeaconChoice,
        wire::{BeaconConfiguration, Pulse},
    };
    use alloc::vec::Vec;
    use frame_support::{pallet_prelude::*, traits::UnixTime};
    use frame_system::pallet_prelude::*;
    use myelin_timelock::INHERENT_IDENTIFIER as PULSES;
    use sp_inherents::{InherentData, InherentIdentifier, MakeFatalError};

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// The time of the block.
        type Time: UnixTime;
        /// The most pulses that a block brings: what their check costs is in `docs/performance.md`.
        #[pallet::constant]
        type MaxPulsesPerBlock: Get<u32>;
    }

    /// Whose pulses these are. Genesis chooses.
    #[pallet::storage]
    pub type BeaconConfig<T: Config> = StorageValue<_, BeaconConfiguration, ValueQuery>;

    /// The rounds that are on chain, all checked.
    #[pallet::storage]
    pub type Pulses<T: Config> = StorageMap<_, Blake2_128Concat, u64, Pulse, OptionQuery>;

    /// The latest round on chain, 0 when there is none.
    #[pallet::storage]
    pub type LastStoredRound<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// No round before this one is on chain; 0 when there is none.
    #[pallet::storage]
    pub type OldestStoredRound<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// The block that brought the latest round. (Not on the wire.) A block brings pulses once.
    #[pallet::storage]
    pub type LastStoredAt<T: Config> = StorageValue<_, BlockNumberFor<T>, OptionQuery>;

    /// What the pallet tells: the wire's name, fields and index.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// New rounds are on chain.
        #[codec(index = 1)]
        NewPulse {
            /// Which.
            rounds: Vec<u64>,
        },
    }

    /// What pulses are refused for: the wire's names in the wire's order, and our own after them. A block with refused
    /// pulses is refused, so nobody finds one of these on chain; nodes tell them in their logs.
    #[pallet::error]
    pub enum Error<T> {
        /// There are no pulses.
        NoneValue,
        /// (Not here.) A number exceeds what can be stored.
        StorageOverflow,
        /// (Not here.) The node fetches pulses, not the chain.
        DrandConnectionFailure,
        /// A signature is not that of the beacon's key.
        UnverifiedPulse,
        /// The round, or a later one, is on chain.
        InvalidRoundNumber,
        /// The beacon's key or a signature is no point of the curve.
        PulseVerificationError,
        /// A round is missing before this one.
        RoundLeftOut,
        /// The round cannot be out yet.
        PulseFromTheFuture,
        /// The block has brought its pulses.
        SecondInBlock,
    }

    #[pallet::genesis_config]
    #[derive(frame_support::DefaultNoBound)]
    pub struct GenesisConfig<T: Config> {
        /// Whose pulses the chain takes.
        pub beacon: BeaconChoice,
        #[serde(skip)]
        #[doc(hidden)]
        pub _config: core::marker::PhantomData<T>,
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        fn build(&self) {
            BeaconConfig::<T>::put(self.beacon.configuration());
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Stores the rounds that are out since the last block. Part of a block by its author, never a transaction.
        /// One wrong pulse makes the block invalid.
        #[pallet::call_index(200)]
        #[pallet::weight((costs::store_pulses::<T>(pulses.len() as u64), DispatchClass::Mandatory))]
        pub fn store_pulses(
            origin: OriginFor<T>,
            pulses: BoundedVec<myelin_timelock::Pulse, T::MaxPulsesPerBlock>,
        ) -> DispatchResult {
            ensure_none(origin)?;
            Self::take_in(&pulses)
        }
    }

    /// Pulses are never required: without them what is sealed opens later. The call itself checks all there is to
    /// check, on every node, against the block's own time, so there is nothing left for `check_inherent`.
    #[pallet::inherent]
    impl<T: Config> ProvideInherent for Pallet<T> {
        type Call = Call<T>;
        type Error = MakeFatalError<()>;
        const INHERENT_IDENTIFIER: InherentIdentifier = PULSES;

        fn create_inherent(data: &InherentData) -> Option<Self::Call> {
            Self::choose(data).map(|pulses| Call::store_pulses { pulses })
        }

        fn is_inherent(call: &Self::Call) -> bool {
            matches!(call, Call::store_pulses { .. })
        }
    }
}
