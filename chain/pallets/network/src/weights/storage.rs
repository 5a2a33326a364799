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

    /// Rows sealed in an epoch, oldest first: the hotkey that committed, the block, the sealed row, and the round of the
    /// beacon that opens it.
    #[pallet::storage]
    pub type TimelockedWeightCommits<T: Config> = StorageDoubleMap<
        _,
        Twox64Concat,
        NetUidStorageIndex,
        Twox64Concat,
        u64,
        Vec<(T::AccountId, u64, SealedRow, u64)>,
        ValueQuery,
    >;

    /// Beside [`TimelockedWeightCommits`], entry by entry: whose it is and when it opens. It is short where the other is
    /// long, so most questions are asked here.
    #[pallet::storage]
    pub type TimelockedCommitSeats<T: Config> =
        StorageDoubleMap<_, Twox64Concat, NetUidStorageIndex, Twox64Concat, u64, Vec<SealedSeat>, ValueQuery>;

    /// Subnets in whose present epoch some sealed row still waits for its beacon.
    #[pallet::storage]
    pub type RevealsWaiting<T: Config> = StorageValue<_, BTreeSet<NetUid>, ValueQuery>;
}
