//! Who lends weight to whom.

use frame_support::pallet_macros::pallet_section;

/// Who lends weight to whom.
#[pallet_section]
mod children_storage {
    /// Children of a hotkey on a subnet, each with its part over 2^64 - 1.
    #[pallet::storage]
    pub type ChildKeys<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Identity,
        NetUid,
        Vec<(u64, T::AccountId)>,
        ValueQuery,
    >;

    /// Parents of a hotkey on a subnet, each with the part that it lends: the mirror of `ChildKeys`.
    #[pallet::storage]
    pub type ParentKeys<T: Config> = StorageDoubleMap<
        _,
        Blake2_128Concat,
        T::AccountId,
        Identity,
        NetUid,
        Vec<(u64, T::AccountId)>,
        ValueQuery,
    >;

    /// Children that a hotkey will have, and the block from which the next epoch makes them so.
    #[pallet::storage]
    pub type PendingChildKeys<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Blake2_128Concat,
        T::AccountId,
        (Vec<(u64, T::AccountId)>, u64),
        ValueQuery,
    >;

    /// What a child keeps of its parents' dividends.
    #[pallet::storage]
    pub type ChildkeyTake<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, PerU16, ValueQuery>;

    /// Highest take of a child.
    #[pallet::storage]
    pub type MaxChildkeyTake<T: Config> = StorageValue<_, PerU16, ValueQuery, ConstPerU16<11796>>;

    /// Lowest take of a child.
    #[pallet::storage]
    pub type MinChildkeyTake<T: Config> = StorageValue<_, PerU16, ValueQuery>;

    /// Lowest take of a child on a subnet.
    #[pallet::storage]
    pub type MinChildkeyTakePerSubnet<T: Config> = StorageMap<_, Identity, NetUid, PerU16, ValueQuery>;

    /// Blocks between two raises of a child's take.
    #[pallet::storage]
    pub type TxChildkeyTakeRateLimit<T: Config> = StorageValue<_, u64, ValueQuery, T::ChildkeyTakeRateLimit>;

    /// Blocks before chosen children become so.
    #[pallet::storage]
    pub type PendingChildKeyCooldown<T: Config> = StorageValue<_, u64, ValueQuery, T::ChildKeyCooldown>;

    /// Part of a parent's dividend that is destroyed, over 2^64 - 1.
    #[pallet::storage]
    pub type CKBurn<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// Whether a hotkey with a seat at root lends its weight to the owners of new subnets.
    #[pallet::storage]
    pub type AutoParentDelegationEnabled<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, bool, ValueQuery, ConstBool<true>>;

    /// Hotkeys that have children, parents or a child's take on a subnet: what there is to forget with it.
    #[pallet::storage]
    pub type FamilyMembers<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, (), OptionQuery>;

    /// Subnets whose pending children are being looked through, and the hotkey that was looked at last.
    #[pallet::storage]
    pub type ChildKeysDue<T: Config> = StorageValue<_, BTreeMap<NetUid, Option<T::AccountId>>, ValueQuery>;
}
