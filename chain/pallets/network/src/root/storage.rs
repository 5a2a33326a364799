//! How root's dividends are wanted, and what is owed of them.

use frame_support::pallet_macros::pallet_section;

/// How root's dividends are wanted, and what is owed of them.
#[pallet_section]
mod root_storage {
    /// How a coldkey wants its root dividends.
    #[pallet::storage]
    pub type RootClaimType<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, RootClaimTypeEnum, ValueQuery>;

    /// The block in which a coldkey last said which subnets' alpha it keeps; none where it keeps all or nothing.
    #[pallet::storage]
    pub type KeptSubnetsChosenAt<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, u64, OptionQuery>;

    /// By hotkey: alpha credited for a rao of kept root stake since the beginning, 32 fractional bits. A copy for
    /// clients of what `RootPots` has with 96; absent where nobody keeps.
    #[pallet::storage]
    pub type RootClaimable<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, BTreeMap<NetUid, FixedI128>, ValueQuery>;

    /// By subnet, hotkey and coldkey: what clients take from the rate times the stake to know what is owed.
    #[pallet::storage]
    pub type RootClaimed<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Identity, NetUid>,
            NMapKey<Blake2_128Concat, T::AccountId>,
            NMapKey<Blake2_128Concat, T::AccountId>,
        ),
        u128,
        ValueQuery,
    >;

    /// Alpha, in rao, below which the block step does not pay by itself; whoever claims is paid the last rao.
    #[pallet::storage]
    pub type RootClaimableThreshold<T: Config> =
        StorageMap<_, Blake2_128Concat, NetUid, FixedI128, ValueQuery, ConstFixedSigned<2147483648000000>>;

    /// Positions that the block step looks at, in one block, to pay what is owed.
    #[pallet::storage]
    pub type NumRootClaim<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<5>>;

    /// By hotkey and coldkey: root stake of those who keep, and what each subnet owes them.
    #[pallet::storage]
    pub type KeptRoot<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Blake2_128Concat, T::AccountId, Kept, ValueQuery>;

    /// By hotkey: sum of the kept root stake.
    #[pallet::storage]
    pub type KeptRootStake<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Alpha, ValueQuery>;

    /// By hotkey and subnet: what was credited to kept root stake.
    #[pallet::storage]
    pub type RootPots<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, BTreeMap<NetUid, Accumulator>, ValueQuery>;

    /// By subnet: alpha credited to kept root stake and not paid.
    #[pallet::storage]
    pub type RootUnclaimed<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// The key of `KeptRoot` at which the block step goes on.
    #[pallet::storage]
    pub type RootClaimCursor<T: Config> = StorageValue<_, Vec<u8>, ValueQuery>;

    /// Subnets whose root claims are being paid because they close.
    #[pallet::storage]
    pub type RootClosing<T: Config> = StorageValue<_, BTreeMap<NetUid, Closure>, ValueQuery>;
}
