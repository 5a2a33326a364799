//! # Crowdloan: the pallet `Crowdloan` of the wire
//!
//! Many give TAO for one purpose that is known beforehand: an account that receives it, or a call that spends it. The
//! creator opens a crowdloan with a deposit; others contribute until the cap is raised or the time is over; then the
//! creator finalizes it, or pays everybody back. Until it is finalized everybody may take back what they gave
//! (`docs/decisions/0015-crowdloans-and-leases.md`).
//!
//! The TAO stands on an account of the crowdloan's own that nobody has the key of. The rules are in `core/crowd`.

#![cfg_attr(not(feature = "std"), no_std)]
// The runtime must not panic.
#![cfg_attr(not(test), warn(clippy::indexing_slicing, clippy::arithmetic_side_effects))]

extern crate alloc;

pub use pallet::*;

pub mod books;
pub mod contribute;
pub mod costs;
pub mod create;
pub mod finalize;
pub mod funds;
pub mod info;
pub mod refund;
pub mod update;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

#[allow(clippy::expect_used)] // in what FRAME's macros expand to
#[frame_support::pallet]
pub mod pallet {
    use crate::{costs, create::NewCrowdloan, info::CrowdloanInfo};
    use alloc::boxed::Box;
    use frame_support::{
        dispatch::{GetDispatchInfo, PostDispatchInfo},
        pallet_prelude::*,
        traits::{
            fungible::{Inspect, Mutate},
            Bounded, IsType, QueryPreimage, StorePreimage,
        },
        PalletId,
    };
    use frame_system::pallet_prelude::*;
    use myelin_units::Tao;
    use sp_runtime::traits::{BlakeTwo256, Dispatchable};

    /// Number of a crowdloan; they are counted from 0 and never used again.
    pub type CrowdloanId = u32;
    /// A call of the runtime.
    pub type CallOf<T> = <T as Config>::RuntimeCall;
    /// A call that is kept: here when it is small, as a preimage otherwise.
    pub type BoundedCallOf<T> = Bounded<CallOf<T>, BlakeTwo256>;
    /// A crowdloan of this runtime.
    pub type CrowdloanOf<T> =
        CrowdloanInfo<<T as frame_system::Config>::AccountId, BlockNumberFor<T>, BoundedCallOf<T>>;

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    /// What the runtime supplies.
    #[pallet::config]
    pub trait Config: frame_system::Config<RuntimeEvent: From<Event<Self>>> {
        /// Accounts of the crowdloans are derived from this name and their number.
        #[pallet::constant]
        type PalletId: Get<PalletId>;
        /// The ledger of TAO, in rao.
        type Currency: Inspect<Self::AccountId, Balance = u64> + Mutate<Self::AccountId>;
        /// What can be called when a crowdloan is finalized.
        type RuntimeCall: Parameter
            + Dispatchable<RuntimeOrigin = Self::RuntimeOrigin, PostInfo = PostDispatchInfo>
            + GetDispatchInfo
            + From<frame_system::Call<Self>>
            + IsType<<Self as frame_system::Config>::RuntimeCall>;
        /// Where calls are kept that are too large to stand with their crowdloan.
        type Preimages: QueryPreimage<H = BlakeTwo256> + StorePreimage;
        /// The least deposit of a creator, in rao.
        #[pallet::constant]
        type MinimumDeposit: Get<Tao>;
        /// The lowest minimum of a contribution that a creator may set, in rao.
        #[pallet::constant]
        type AbsoluteMinimumContribution: Get<Tao>;
        /// The fewest blocks for which a crowdloan is open.
        #[pallet::constant]
        type MinimumBlockDuration: Get<BlockNumberFor<Self>>;
        /// The most blocks for which a crowdloan is open.
        #[pallet::constant]
        type MaximumBlockDuration: Get<BlockNumberFor<Self>>;
        /// The most contributors that one call pays back.
        #[pallet::constant]
        type RefundContributorsLimit: Get<u32>;
        /// The most contributors of a crowdloan, the creator among them.
        #[pallet::constant]
        type MaxContributors: Get<u32>;
    }

    /// The crowdloans there are. Those that were finalized stay, so that clients can show them.
    #[pallet::storage]
    pub type Crowdloans<T: Config> = StorageMap<_, Twox64Concat, CrowdloanId, CrowdloanOf<T>, OptionQuery>;

    /// Number of the next crowdloan.
    #[pallet::storage]
    pub type NextCrowdloanId<T: Config> = StorageValue<_, CrowdloanId, ValueQuery>;

    /// What each has given, in rao.
    #[pallet::storage]
    pub type Contributions<T: Config> =
        StorageDoubleMap<_, Twox64Concat, CrowdloanId, Identity, T::AccountId, Tao, OptionQuery>;

    /// The most that one person may give, in rao, where the creator has set a limit.
    #[pallet::storage]
    pub type MaxContributions<T: Config> = StorageMap<_, Twox64Concat, CrowdloanId, Tao, OptionQuery>;

    /// What the call of a crowdloan may cost, from its creation on. (Not on the wire.) To ask the call itself before it
    /// is made would not end where it finalizes its own crowdloan.
    #[pallet::storage]
    pub type CallWeights<T: Config> = StorageMap<_, Twox64Concat, CrowdloanId, Weight, OptionQuery>;

    /// The crowdloan whose call is running.
    #[pallet::storage]
    pub type CurrentCrowdloanId<T: Config> = StorageValue<_, CrowdloanId, OptionQuery>;

    /// What the pallet tells: the wire's names, fields and indexes.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A crowdloan has been opened.
        #[codec(index = 0)]
        Created {
            /// Its number.
            crowdloan_id: CrowdloanId,
            /// Who opened it.
            creator: T::AccountId,
            /// First block in which nothing can be contributed.
            end: BlockNumberFor<T>,
            /// What is to be raised, in rao.
            cap: Tao,
        },
        /// Someone has contributed.
        #[codec(index = 1)]
        Contributed {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// Who gave.
            contributor: T::AccountId,
            /// What was accepted, in rao.
            amount: Tao,
        },
        /// Someone has taken back what they gave.
        #[codec(index = 2)]
        Withdrew {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// Who took.
            contributor: T::AccountId,
            /// What was paid out, in rao.
            amount: Tao,
        },
        /// Some contributors have been paid back; there are more.
        #[codec(index = 3)]
        PartiallyRefunded {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
        },
        /// All contributors but the creator have been paid back.
        #[codec(index = 4)]
        AllRefunded {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
        },
        /// The TAO has gone where it was meant to go.
        #[codec(index = 5)]
        Finalized {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
        },
        /// The crowdloan is no more.
        #[codec(index = 6)]
        Dissolved {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
        },
        /// The minimum of a contribution has changed.
        #[codec(index = 7)]
        MinContributionUpdated {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// The least that may be offered from now on, in rao.
            new_min_contribution: Tao,
        },
        /// The end has changed.
        #[codec(index = 8)]
        EndUpdated {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// First block in which nothing can be contributed.
            new_end: BlockNumberFor<T>,
        },
        /// The cap has changed.
        #[codec(index = 9)]
        CapUpdated {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// What is to be raised, in rao.
            new_cap: Tao,
        },
        /// The most that one person may give has changed.
        #[codec(index = 10)]
        MaxContributionUpdated {
            /// The crowdloan.
            crowdloan_id: CrowdloanId,
            /// The limit in rao, or none.
            new_max_contribution: Option<Tao>,
        },
    }

    /// What a call can fail with: the wire's names in the wire's order, since clients find an error by its place. Two
    /// cannot happen here and keep their places.
    #[pallet::error]
    pub enum Error<T> {
        /// The deposit is below the minimum.
        DepositTooLow,
        /// The cap is not above what there is already.
        CapTooLow,
        /// The minimum contribution is below the lowest that may be set.
        MinimumContributionTooLow,
        /// The end is not in the future.
        CannotEndInPast,
        /// The crowdloan would be open for too few blocks.
        BlockDurationTooShort,
        /// The crowdloan would be open for too many blocks.
        BlockDurationTooLong,
        /// The free balance, less the existential deposit, does not cover the amount.
        InsufficientBalance,
        /// An amount or a number exceeds what can be stored.
        Overflow,
        /// There is no crowdloan of this number.
        InvalidCrowdloanId,
        /// All that was asked for has been raised.
        CapRaised,
        /// The time for contributions is over.
        ContributionPeriodEnded,
        /// The offer is below the crowdloan's minimum.
        ContributionTooLow,
        /// Only the creator of the crowdloan may do this.
        InvalidOrigin,
        /// The crowdloan has been finalized.
        AlreadyFinalized,
        /// A crowdloan cannot be finalized by the call of another.
        AlreadyFinalizing,
        /// The time for contributions is not over. Nothing here waits for it: a full crowdloan can be finalized and an
        /// unfinished one given up at any time.
        ContributionPeriodNotEnded,
        /// The account has given nothing to this crowdloan.
        NoContribution,
        /// The cap has not been raised.
        CapNotRaised,
        /// The books of a crowdloan hold less than is taken. They never do.
        Underflow,
        /// The call that was to be made is not to be found.
        CallUnavailable,
        /// Others than the creator still have contributions: pay them back first.
        NotReadyToDissolve,
        /// The creator's deposit stays until the crowdloan is dissolved.
        DepositCannotBeWithdrawn,
        /// The crowdloan has as many contributors as it may have.
        MaxContributorsReached,
        /// A crowdloan has either a target or a call, not both and not neither.
        InvalidFinalizationConfig,
        /// The account has given as much as one may give.
        MaxContributionReached,
        /// The most that one may give is below the least.
        MaximumContributionTooLow,
        /// The least that one may give is above the most.
        MinimumContributionTooHigh,
        /// TAO would be left on the crowdloan's account: the target or the call has not taken it.
        FundsNotSettled,
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens a crowdloan with the signer's deposit.
        #[pallet::call_index(0)]
        #[pallet::weight(costs::create::<T>(call.as_deref()))]
        pub fn create(
            origin: OriginFor<T>,
            #[pallet::compact] deposit: Tao,
            #[pallet::compact] min_contribution: Tao,
            #[pallet::compact] cap: Tao,
            #[pallet::compact] end: BlockNumberFor<T>,
            call: Option<Box<CallOf<T>>>,
            target_address: Option<T::AccountId>,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::open(NewCrowdloan { creator, deposit, min_contribution, cap, end, call, target_address })
        }

        /// Gives TAO to an open crowdloan; of more than is left to raise only the rest is taken.
        #[pallet::call_index(1)]
        #[pallet::weight(costs::contribute::<T>())]
        pub fn contribute(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] amount: Tao,
        ) -> DispatchResult {
            let contributor = ensure_signed(origin)?;
            Self::accept(&contributor, crowdloan_id, amount)
        }

        /// Takes back all that the signer has given; the creator's deposit stays.
        #[pallet::call_index(2)]
        #[pallet::weight(costs::withdraw::<T>())]
        pub fn withdraw(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let contributor = ensure_signed(origin)?;
            Self::give_back(&contributor, crowdloan_id)
        }

        /// Pays what was raised to the target, or makes the call that spends it, as the creator.
        #[pallet::call_index(3)]
        #[pallet::weight(costs::finalize::<T>(*crowdloan_id))]
        pub fn finalize(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResultWithPostInfo {
            let creator = ensure_signed(origin)?;
            Self::settle(&creator, crowdloan_id)
        }

        /// Pays contributors back, as many as one call may; the creator keeps waiting.
        #[pallet::call_index(4)]
        #[pallet::weight(costs::refund::<T>(T::RefundContributorsLimit::get()))]
        pub fn refund(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResultWithPostInfo {
            let creator = ensure_signed(origin)?;
            Self::pay_back(&creator, crowdloan_id)
        }

        /// Removes a crowdloan in which nobody but the creator has TAO; the creator gets it, deposit and all.
        #[pallet::call_index(5)]
        #[pallet::weight(costs::dissolve::<T>())]
        pub fn dissolve(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::close(&creator, crowdloan_id)
        }

        /// Changes the least that may be offered at once.
        #[pallet::call_index(6)]
        #[pallet::weight(costs::update::<T>())]
        pub fn update_min_contribution(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_min_contribution: Tao,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::change_min_contribution(&creator, crowdloan_id, new_min_contribution)
        }

        /// Changes the end of the time for contributions.
        #[pallet::call_index(7)]
        #[pallet::weight(costs::update::<T>())]
        pub fn update_end(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_end: BlockNumberFor<T>,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::change_end(&creator, crowdloan_id, new_end)
        }

        /// Changes what is to be raised.
        #[pallet::call_index(8)]
        #[pallet::weight(costs::update::<T>())]
        pub fn update_cap(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            #[pallet::compact] new_cap: Tao,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::change_cap(&creator, crowdloan_id, new_cap)
        }

        /// Sets or lifts the limit on what one person gives.
        #[pallet::call_index(9)]
        #[pallet::weight(costs::update::<T>())]
        pub fn set_max_contribution(
            origin: OriginFor<T>,
            #[pallet::compact] crowdloan_id: CrowdloanId,
            new_max_contribution: Option<Tao>,
        ) -> DispatchResult {
            let creator = ensure_signed(origin)?;
            Self::change_max_contribution(&creator, crowdloan_id, new_max_contribution)
        }
    }
}
