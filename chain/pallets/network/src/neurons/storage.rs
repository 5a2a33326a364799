//! Who has which uid, the price of one, and where neurons are reached.

use frame_support::pallet_macros::pallet_section;

/// Who has which uid, the price of one, and where neurons are reached.
#[pallet_section]
mod neuron_storage {
    /// Number of uids.
    #[pallet::storage]
    pub type SubnetworkN<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// Uid of a hotkey.
    #[pallet::storage]
    pub type Uids<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, u16, OptionQuery>;

    /// Hotkey of a uid.
    #[pallet::storage]
    pub type Keys<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Identity, u16, T::AccountId, ValueQuery, DefaultAccount<T>>;

    /// Whether the hotkey has a uid.
    #[pallet::storage]
    pub type IsNetworkMember<T: Config> =
        StorageDoubleMap<_, Blake2_128Concat, T::AccountId, Identity, NetUid, bool, ValueQuery>;

    /// Block at which the uid was taken.
    #[pallet::storage]
    pub type BlockAtRegistration<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Identity, u16, u64, ValueQuery>;

    /// Price of a uid, in rao.
    #[pallet::storage]
    pub type Burn<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery, ConstTao<100000000>>;

    /// Share of that price which is locked as the neuron's collateral, over 65535. Clients look it up before they
    /// register; nothing here sets it.
    #[pallet::storage]
    pub type CollateralLockShare<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// How fast collateral is drained. Clients show it among the parameters; nothing here sets it.
    #[pallet::storage]
    pub type CollateralDrainRatio<T: Config> =
        StorageMap<_, Identity, NetUid, FixedU128, ValueQuery, ConstFixed<18446744073709551616>>;

    /// Uids taken in this block.
    #[pallet::storage]
    pub type RegistrationsThisBlock<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// Uids taken in this interval.
    #[pallet::storage]
    pub type RegistrationsThisInterval<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// Uids bought in this interval.
    #[pallet::storage]
    pub type BurnRegistrationsThisInterval<T: Config> = StorageMap<_, Identity, NetUid, u16, ValueQuery>;

    /// Block in which the interval began.
    #[pallet::storage]
    pub type LastAdjustmentBlock<T: Config> = StorageMap<_, Identity, NetUid, u64, ValueQuery>;

    /// TAO paid for uids so far, in rao.
    #[pallet::storage]
    pub type RAORecycledForRegistration<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// Where a neuron's server is reached.
    #[pallet::storage]
    pub type Axons<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, AxonInfo, OptionQuery>;

    /// Where a neuron's metrics are read.
    #[pallet::storage]
    pub type Prometheus<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, PrometheusInfo, OptionQuery>;

    /// Certificate of a neuron's server.
    #[pallet::storage]
    pub type NeuronCertificates<T: Config> =
        StorageDoubleMap<_, Identity, NetUid, Blake2_128Concat, T::AccountId, NeuronCertificate, OptionQuery>;
}
