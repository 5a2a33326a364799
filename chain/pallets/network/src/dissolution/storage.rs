//! Subnets that are being dissolved, and what is counted and paid meanwhile.

use frame_support::pallet_macros::pallet_section;

/// Subnets that are being dissolved, and what is counted and paid meanwhile.
#[pallet_section]
mod dissolution_storage {
    /// Subnets that are being dissolved; the first is worked on.
    #[pallet::storage]
    pub type DissolveCleanupQueue<T: Config> = StorageValue<_, Vec<NetUid>, ValueQuery>;

    /// How far the first of the queue is, as clients read it.
    #[pallet::storage]
    pub type CurrentDissolveCleanupStatus<T: Config> = StorageValue<_, DissolveCleanupStatus, OptionQuery>;

    /// How far each of them is.
    #[pallet::storage]
    pub type Dissolutions<T: Config> = StorageMap<_, Identity, NetUid, Dissolution, OptionQuery>;

    /// Alpha counted for a coldkey, and a hotkey that it stakes on.
    #[pallet::storage]
    pub type DissolutionClaims<T: Config> = StorageDoubleMap<
        _,
        Identity,
        NetUid,
        Blake2_128Concat,
        T::AccountId,
        (Alpha, T::AccountId),
        OptionQuery,
    >;

    /// Payments in the order of the largest remainder, by rank and account: the share rounded down, and a hotkey that
    /// the account stakes on. The order of the keys is the order of the rule, so they are not hashed; they live for as
    /// long as a subnet is paid out.
    #[pallet::storage]
    pub type DissolutionPayments<T: Config> = StorageNMap<
        _,
        (NMapKey<Identity, NetUid>, NMapKey<Identity, [u8; 16]>, NMapKey<Identity, T::AccountId>),
        (Tao, T::AccountId),
        OptionQuery,
    >;

    /// Registrations that wait for a netuid. Clients look it up; here nobody waits, so it is empty.
    #[pallet::storage]
    pub type NetworkRegistrationQueue<T: Config> =
        StorageValue<_, Vec<NetworkRegistrationInfo<T::AccountId>>, ValueQuery>;
}
