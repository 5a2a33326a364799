//! # Commitments: the pallet `Commitments` of the wire
//!
//! What a registered hotkey publishes about itself on a subnet: up to three small fields (yuma.md §3.8), plain or sealed
//! until a round of the beacon, which the chain then opens by itself ([`timelock`]).
//! A commitment belongs to the hotkey, not to the uid: it stays when another neuron takes the uid, and the hotkey may
//! only not change it until it is registered again.
//!
//! A wish to reset bonds acts at once where the subnet allows it, and is refused where it does not.

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

pub mod commitments;
pub mod costs;
pub mod data;
pub mod registration;
pub mod space;
mod swaps;
pub mod timelock;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

use alloc::vec::Vec;
use frame_support::{storage::StoragePrefixedMap, Identity};
use myelin_units::NetUid;
use pallet_network::dissolution::Place;

#[allow(clippy::expect_used)] // in what FRAME's macros expand to
#[frame_support::pallet]
pub mod pallet {
    use crate::{
        costs,
        registration::{CommitmentInfo, Registration},
        space::UsageTracker,
        timelock::RevealFailure,
    };
    use alloc::{boxed::Box, vec::Vec};
    use frame_support::{pallet_prelude::*, traits::ConstU32};
    use frame_system::pallet_prelude::*;
    use myelin_units::{NetUid, Tao};

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> + pallet_network::Config {}

    /// What a hotkey has published on a subnet, and when.
    #[pallet::storage]
    pub type CommitmentOf<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        Registration<BlockNumberFor<T>>,
        OptionQuery,
    >;

    /// Timelocked fields of a hotkey that were revealed, with the block of each, the last ten. Clients read it with every
    /// metagraph.
    #[pallet::storage]
    #[pallet::unbounded]
    pub type RevealedCommitments<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Twox64Concat,
        T::AccountId,
        Vec<(Vec<u8>, u64)>, // what was revealed, and its block
        OptionQuery,
    >;

    /// Block of a hotkey's last commitment on a subnet.
    #[pallet::storage]
    pub type LastCommitment<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Twox64Concat, T::AccountId, BlockNumberFor<T>, OptionQuery>;

    /// Block in which a hotkey last had the bonds on it deleted.
    #[pallet::storage]
    pub type LastBondsReset<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Twox64Concat, T::AccountId, BlockNumberFor<T>, OptionQuery>;

    /// Commitments that wait for a round, by its number with the highest byte first: so the first key is what opens
    /// first. (The wire's `TimelockedIndex` is one set of all, which no client reads.)
    #[pallet::storage]
    pub type TimelockQueue<T: Config> =
        StorageDoubleMap<_, Identity, [u8; 8], Twox64Concat, (NetUid, T::AccountId), (), OptionQuery>;

    /// What a hotkey has used of its space on a subnet.
    #[pallet::storage]
    pub type UsedSpaceOf<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Twox64Concat, T::AccountId, UsageTracker, OptionQuery>;

    /// Bytes that a hotkey may commit on a subnet between two epochs.
    #[pallet::storage]
    pub type MaxSpace<T: Config> =
        StorageValue<_, u32, ValueQuery, ConstU32<{ crate::space::DEFAULT_MAX_SPACE }>>;

    #[pallet::extra_constants]
    impl<T: Config> Pallet<T> {
        /// Most fields of a commitment.
        #[pallet::constant_name(MaxFields)]
        fn max_fields() -> u32 {
            crate::registration::MAX_FIELDS
        }
        /// Deposit for a commitment, in rao.
        #[pallet::constant_name(InitialDeposit)]
        fn initial_deposit() -> Tao {
            crate::registration::DEPOSIT
        }
        /// Deposit for each field, in rao.
        #[pallet::constant_name(FieldDeposit)]
        fn field_deposit() -> Tao {
            crate::registration::DEPOSIT
        }
    }

    /// What the pallet tells: the wire's names, fields and indexes.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A hotkey has published a commitment.
        #[codec(index = 0)]
        Commitment {
            /// The subnet.
            netuid: NetUid,
            /// The hotkey.
            who: T::AccountId,
        },
        /// A hotkey has published a timelocked field.
        #[codec(index = 1)]
        TimelockCommitment {
            /// The subnet.
            netuid: NetUid,
            /// The hotkey.
            who: T::AccountId,
            /// The round from which it is open.
            reveal_round: u64,
        },
        /// Timelocked fields of a hotkey were revealed.
        #[codec(index = 2)]
        CommitmentRevealed {
            /// The subnet.
            netuid: NetUid,
            /// The hotkey.
            who: T::AccountId,
        },
        /// A timelocked field could not be opened when its round came.
        #[codec(index = 3)]
        CommitmentRevealFailed {
            /// The subnet.
            netuid: NetUid,
            /// The hotkey.
            who: T::AccountId,
            /// The round.
            reveal_round: u64,
            /// Why.
            error: RevealFailure,
        },
    }

    /// What a call can fail with: the wire's names and indexes, then two of our own. Clients find an error by its
    /// place in this list, so those that cannot happen here keep theirs.
    #[pallet::error]
    pub enum Error<T> {
        /// More fields than a commitment may have. Here such a call cannot even be decoded: the list is bounded by its
        /// type.
        #[codec(index = 0)]
        TooManyFieldsInCommitmentInfo,
        /// The hotkey is not registered on the subnet.
        #[codec(index = 1)]
        AccountNotAllowedCommit,
        /// The hotkey has used its space on the subnet; the next epoch gives it anew.
        #[codec(index = 2)]
        SpaceLimitExceeded,
        /// Part of a deposit could not be given back. Here there are no deposits.
        #[codec(index = 3)]
        UnexpectedUnreserveLeftover,
        /// Only the chain says that a timelocked field could not be revealed.
        #[codec(index = 4)]
        TimelockRevealFailedNotAllowed,
        /// A timelocked field's round is past and its pulse is not on chain: it could never be opened. (Not on the wire.)
        #[codec(index = 5)]
        TimelockRoundMissed,
        /// The subnet does not let its neurons reset the bonds on them. (Not on the wire.)
        #[codec(index = 6)]
        BondsResetDisabled,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        /// Timelocked fields whose round has come are opened.
        fn on_initialize(_: BlockNumberFor<T>) -> Weight {
            Self::open_fields()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Publishes a commitment in place of the last one: by a hotkey that is registered on the subnet.
        #[pallet::call_index(0)]
        #[pallet::weight(costs::set_commitment::<T>(*netuid, info))]
        pub fn set_commitment(
            origin: OriginFor<T>,
            netuid: NetUid,
            info: Box<CommitmentInfo>,
        ) -> DispatchResult {
            Self::commit(origin, netuid, *info)
        }

        /// Bytes that a hotkey may commit on a subnet between two epochs. Set by root.
        #[pallet::call_index(2)]
        #[pallet::weight(costs::set_max_space::<T>())]
        pub fn set_max_space(origin: OriginFor<T>, new_limit: u32) -> DispatchResult {
            Self::limit_space(origin, new_limit)
        }
    }
}

/// What was published on a subnet goes with it.
impl<T: Config> pallet_network::dissolution::SubnetSweep for Pallet<T> {
    fn places(netuid: NetUid) -> Vec<Place> {
        let items = [
            CommitmentOf::<T>::final_prefix(),
            RevealedCommitments::<T>::final_prefix(),
            LastCommitment::<T>::final_prefix(),
            LastBondsReset::<T>::final_prefix(),
            UsedSpaceOf::<T>::final_prefix(),
        ];
        items.into_iter().map(|item| Place::of::<Identity>(item, &netuid)).collect()
    }
}
