//! What validators keep of the dividends they earn for others.

use frame_support::pallet_macros::pallet_section;

/// What validators keep of the dividends they earn for others.
#[pallet_section]
mod delegation_storage {
    /// The hotkey's take.
    #[pallet::storage]
    pub type Delegates<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, PerU16, ValueQuery, DefaultTake<T>>;

    /// Take of a hotkey that has not chosen one.
    #[pallet::storage]
    pub type DefaultDelegateTake<T: Config> = StorageValue<_, PerU16, ValueQuery, ConstPerU16<11796>>;

    /// Highest take.
    #[pallet::storage]
    pub type MaxDelegateTake<T: Config> = StorageValue<_, PerU16, ValueQuery, ConstPerU16<11796>>;

    /// Lowest take.
    #[pallet::storage]
    pub type MinDelegateTake<T: Config> = StorageValue<_, PerU16, ValueQuery>;

    /// Blocks between two raises of a take.
    #[pallet::storage]
    pub type TxDelegateTakeRateLimit<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<216000>>;

    /// Blocks between two rate-limited transactions.
    #[pallet::storage]
    pub type TxRateLimit<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<1000>>;

    /// Block of the hotkey's last change of take.
    #[pallet::storage]
    pub type LastTxBlockDelegateTake<T: Config> = StorageMap<_, Identity, T::AccountId, u64, ValueQuery>;
}
