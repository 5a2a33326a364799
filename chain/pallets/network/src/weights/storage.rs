//! Weights that are committed and not yet revealed.

use frame_support::pallet_macros::pallet_section;

/// Weights that are committed and not yet revealed.
#[pallet_section]
mod weight_storage {
    /// A hotkey's committed hashes, oldest first: the hash, the epoch it was committed in, the block, and a zero.
    #[pallet::storage]
    pub type WeightCommits<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        T::AccountId,
        Vec<(sp_core::H256, u64, u64, u64)>,
        OptionQuery,
    >;

    /// Beside [`WeightCommits`], entry by entry: the neuron that committed, and the hotkey it had then, which the hash
    /// is of.
    #[pallet::storage]
    pub type WeightCommitSeats<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        T::AccountId,
        Vec<(Seat, T::AccountId)>,
        ValueQuery,
    >;
}
