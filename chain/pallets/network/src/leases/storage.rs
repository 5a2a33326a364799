//! What is kept of leases.

use frame_support::pallet_macros::pallet_section;

/// What is kept of leases.
#[pallet_section]
mod lease_storage {
    /// The leases there are.
    #[pallet::storage]
    pub type SubnetLeases<T: Config> = StorageMap<_, Twox64Concat, LeaseId, LeaseOf<T>, OptionQuery>;

    /// What each contributor paid of a lease: a fraction of 1, rounded down.
    #[pallet::storage]
    pub type SubnetLeaseShares<T: Config> =
        StorageDoubleMap<_, Twox64Concat, LeaseId, Identity, T::AccountId, FixedU128, ValueQuery>;

    /// The lease of a subnet.
    #[pallet::storage]
    pub type SubnetUidToLeaseId<T: Config> = StorageMap<_, Twox64Concat, NetUid, LeaseId, OptionQuery>;

    /// Number of the next lease.
    #[pallet::storage]
    pub type NextSubnetLeaseId<T: Config> = StorageValue<_, LeaseId, ValueQuery>;

    /// Alpha that has gathered for the contributors of a lease.
    #[pallet::storage]
    pub type AccumulatedLeaseDividends<T: Config> = StorageMap<_, Twox64Concat, LeaseId, Alpha, ValueQuery>;

    /// Block in which a lease's contributors were paid last. (Not on the wire.)
    #[pallet::storage]
    pub type LeaseDividendsPaidAt<T: Config> = StorageMap<_, Twox64Concat, LeaseId, u64, ValueQuery>;
}
