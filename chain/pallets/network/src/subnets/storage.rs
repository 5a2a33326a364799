//! What is kept of each subnet: that it is there, whose it is, its market and its name.

use frame_support::pallet_macros::pallet_section;

/// What is kept of each subnet: that it is there, whose it is, its market and its name.
#[pallet_section]
mod subnet_storage {
    /// Whether the subnet exists.
    #[pallet::storage]
    pub type NetworksAdded<T: Config> = StorageMap<_, Identity, NetUid, bool, ValueQuery>;

    /// Number of subnets, root included.
    #[pallet::storage]
    pub type TotalNetworks<T: Config> = StorageValue<_, u16, ValueQuery>;

    /// Block at which the subnet was registered.
    #[pallet::storage]
    pub type NetworkRegisteredAt<T: Config> = StorageMap<_, Identity, NetUid, u64, ValueQuery>;

    /// Coldkey that owns the subnet.
    #[pallet::storage]
    pub type SubnetOwner<T: Config> =
        StorageMap<_, Identity, NetUid, T::AccountId, ValueQuery, DefaultAccount<T>>;

    /// Hotkey that receives the owner's cut.
    #[pallet::storage]
    pub type SubnetOwnerHotkey<T: Config> =
        StorageMap<_, Identity, NetUid, T::AccountId, ValueQuery, DefaultAccount<T>>;

    /// TAO paid for the subnet, in rao; all of it stands in its pool.
    #[pallet::storage]
    pub type SubnetLocked<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// Market of the subnet: 0 for root (one to one), 1 for a pool.
    #[pallet::storage]
    pub type SubnetMechanism<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// Most subnets there may be, root not counted.
    #[pallet::storage]
    pub type SubnetLimit<T: Config> = StorageValue<_, u16, ValueQuery, ConstU16<128>>;

    /// Blocks between two registrations of subnets.
    #[pallet::storage]
    pub type NetworkRateLimit<T: Config> = StorageValue<_, u64, ValueQuery, T::NetworkRateLimit>;

    /// Blocks for which a new subnet cannot be pruned.
    #[pallet::storage]
    pub type NetworkImmunityPeriod<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<1296000>>;

    /// Lowest price of a subnet, in rao.
    #[pallet::storage]
    pub type NetworkMinLockCost<T: Config> = StorageValue<_, Tao, ValueQuery, ConstTao<1000000000000>>;

    /// Price paid for the last subnet, in rao.
    #[pallet::storage]
    pub type NetworkLastLockCost<T: Config> = StorageValue<_, Tao, ValueQuery, ConstTao<1000000000000>>;

    /// Block of the last registration of a subnet; 0 when there was none.
    #[pallet::storage]
    pub type NetworkLastLockBlock<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// Blocks in which the price of a subnet falls back, at 1 TAO a block.
    #[pallet::storage]
    pub type NetworkLockReductionInterval<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<100800>>;

    /// Blocks between registration and start of a subnet.
    #[pallet::storage]
    pub type StartCallDelay<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// Blocks between a subnet's start and the opening of its market, and between that and its owner's first purchase.
    #[pallet::storage]
    pub type OpeningNotice<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<OPENING_NOTICE>>;

    /// First block in which the subnet's owner may buy its alpha.
    #[pallet::storage]
    pub type OwnerBuysFrom<T: Config> = StorageMap<_, Identity, NetUid, u64, ValueQuery>;

    /// First block in which the subnet takes part in emission; none before its start.
    #[pallet::storage]
    pub type FirstEmissionBlockNumber<T: Config> = StorageMap<_, Identity, NetUid, u64, OptionQuery>;

    /// Whether the subnet's alpha can be traded.
    #[pallet::storage]
    pub type SubtokenEnabled<T: Config> = StorageMap<_, Identity, NetUid, bool, ValueQuery>;

    /// Whether the subnet has a share in the block's TAO.
    #[pallet::storage]
    pub type SubnetEmissionEnabled<T: Config> =
        StorageMap<_, Identity, NetUid, bool, ValueQuery, ConstBool<true>>;

    /// Symbol of the subnet's alpha.
    #[pallet::storage]
    pub type TokenSymbol<T: Config> = StorageMap<_, Identity, NetUid, Vec<u8>, ValueQuery, DefaultSymbol>;

    /// What the owner says the subnet is.
    #[pallet::storage]
    pub type SubnetIdentitiesV3<T: Config> =
        StorageMap<_, Blake2_128Concat, NetUid, SubnetIdentityV3, OptionQuery>;

    /// Whether stake may be transferred to other coldkeys.
    #[pallet::storage]
    pub type TransferToggle<T: Config> = StorageMap<_, Identity, NetUid, bool, ValueQuery, ConstBool<true>>;

    /// Consensus of the subnet's epochs.
    #[pallet::storage]
    pub type SubnetEpochConsensus<T: Config> = StorageMap<_, Identity, NetUid, EpochConsensus, ValueQuery>;

    /// Block of the last use of what is limited to once in a while.
    #[pallet::storage]
    pub type LastRateLimitedBlock<T: Config> =
        StorageMap<_, Identity, RateLimitKey<T::AccountId>, u64, ValueQuery>;
}
