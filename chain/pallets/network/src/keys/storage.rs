//! What is remembered of keys that were swapped, or are to be.

use frame_support::pallet_macros::pallet_section;

/// What is remembered of keys that were swapped, or are to be.
#[pallet_section]
mod key_storage {
    /// Block in which a coldkey last swapped a hotkey on a subnet.
    #[pallet::storage]
    pub type LastHotkeySwapOnNetuid<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, u64, ValueQuery>;

    /// Blocks between the announcement of a coldkey's swap and the swap.
    #[pallet::storage]
    pub type ColdkeySwapAnnouncementDelay<T: Config> = StorageValue<_, u32, ValueQuery, T::ColdkeySwapDelay>;

    /// Blocks after which a swap that was announced and did not happen may be announced anew, or taken back.
    #[pallet::storage]
    pub type ColdkeySwapReannouncementDelay<T: Config> =
        StorageValue<_, u32, ValueQuery, T::ColdkeySwapRedelay>;

    /// Swaps that coldkeys have announced: the first block in which it may happen, and the hash of the new coldkey.
    #[pallet::storage]
    pub type ColdkeySwapAnnouncements<T: Config> =
        StorageMap<_, Twox64Concat, T::AccountId, (u32, T::Hash), OptionQuery>;

    /// Coldkeys whose announced swap is disputed, and since which block: they do nothing until root decides.
    #[pallet::storage]
    pub type ColdkeySwapDisputes<T: Config> = StorageMap<_, Twox64Concat, T::AccountId, u32, OptionQuery>;

    /// The coldkey that took the place of another.
    #[pallet::storage]
    pub type ColdkeySuccessor<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId, OptionQuery>;

    /// The coldkey that is taking the place of another, in more than one call. (Not on the wire.)
    #[pallet::storage]
    pub type ColdkeySwapProgress<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId, OptionQuery>;

    /// Number of positions in a hotkey's share pool. (Not on the wire: it says what a swap of the hotkey costs.)
    #[pallet::storage]
    pub type Holders<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, u32, ValueQuery>;
}
