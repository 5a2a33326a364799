//! Who holds how much of what on whom.

use frame_support::pallet_macros::pallet_section;

/// Who holds how much of what on whom.
#[pallet_section]
mod staking_storage {
    /// Coldkey that owns the hotkey.
    #[pallet::storage]
    pub type Owner<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, T::AccountId, ValueQuery, DefaultAccount<T>>;

    /// Hotkeys of a coldkey.
    #[pallet::storage]
    pub type OwnedHotkeys<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Vec<T::AccountId>, ValueQuery>;

    /// Hotkeys that a coldkey holds stake on.
    #[pallet::storage]
    pub type StakingHotkeys<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Vec<T::AccountId>, ValueQuery>;

    /// Alpha on a hotkey, of all who stake with it: the value of its share pool, dividends that are still to be given over
    /// included.
    #[pallet::storage]
    pub type TotalHotkeyAlpha<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, Alpha, ValueQuery>;

    /// Shares of a hotkey's pool, and their scale.
    #[pallet::storage]
    pub type HotkeyShares<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, (u128, u32), ValueQuery>;

    /// Shares of one coldkey in a hotkey's pool.
    #[pallet::storage]
    pub type Positions<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, T::AccountId>,
            NMapKey<Blake2_128Concat, T::AccountId>,
            NMapKey<Identity, NetUid>,
        ),
        Holding,
        ValueQuery,
    >;

    /// Who holds a position on a subnet, root left out: the way from a subnet to its positions, for dissolution.
    #[pallet::storage]
    pub type Stakers<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Identity, NetUid>,
            NMapKey<Blake2_128Concat, T::AccountId>, // the coldkey
            NMapKey<Blake2_128Concat, T::AccountId>, // the hotkey
        ),
        (),
        OptionQuery,
    >;

    /// Stake that a coldkey has locked on a hotkey. Clients look it up before they transfer stake; nothing here locks any.
    #[pallet::storage]
    pub type Lock<T: Config> = StorageNMap<
        _,
        (
            NMapKey<Blake2_128Concat, T::AccountId>,
            NMapKey<Identity, NetUid>,
            NMapKey<Blake2_128Concat, T::AccountId>,
        ),
        LockState,
        OptionQuery,
    >;

    /// Dividends in a hotkey's share pool that are given over to its holders block by block.
    #[pallet::storage]
    pub type DividendVesting<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, Vesting, ValueQuery>;

    /// When the subnet last paid dividends.
    #[pallet::storage]
    pub type LastPayday<T: Config> = StorageMap<_, Identity, NetUid, Payday, OptionQuery>;

    /// Sum of all share pools of the subnet.
    #[pallet::storage]
    pub type TotalAlphaStaked<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Hotkey on which a coldkey's incentives of a subnet are staked.
    #[pallet::storage]
    pub type AutoStakeDestination<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, T::AccountId, OptionQuery>;

    /// Coldkeys that chose the hotkey: those who follow it to another key.
    #[pallet::storage]
    pub type AutoStakeDestinationColdkeys<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, Vec<T::AccountId>, ValueQuery>;

    /// Coldkeys that chose a hotkey on a subnet: what there is to forget with it.
    #[pallet::storage]
    pub type AutoStakers<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, (), OptionQuery>;

    /// Least worth of a nominator's position, in rao.
    #[pallet::storage]
    pub type NominatorMinRequiredStake<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// While all nominations are compared with a raised minimum: the place of the position that was looked at last, empty
    /// before the first.
    #[pallet::storage]
    pub type NominationSweep<T: Config> = StorageValue<_, Vec<u8>, OptionQuery>;

    /// What a coldkey says who it is.
    #[pallet::storage]
    pub type IdentitiesV2<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, ChainIdentityV2, OptionQuery>;
}
