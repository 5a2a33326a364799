//! The market of each subnet and what its block step leaves behind.

use frame_support::pallet_macros::pallet_section;

/// The market of each subnet and what its block step leaves behind.
#[pallet_section]
mod coinbase_storage {
    /// TAO reserve of the pool, in rao: what the subnet's account holds for it.
    #[pallet::storage]
    pub type SubnetTAO<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// Alpha reserve of the pool.
    #[pallet::storage]
    pub type SubnetAlphaIn<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha outside the pool: staked, pending, or owned by the protocol.
    #[pallet::storage]
    pub type SubnetAlphaOut<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha that nobody owns: bought by the protocol with excess TAO, or burned.
    #[pallet::storage]
    pub type SubnetProtocolAlpha<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// TAO that has passed through the pool, in rao.
    #[pallet::storage]
    pub type SubnetVolume<T: Config> = StorageMap<_, Identity, NetUid, u128, ValueQuery>;

    /// What ever went into each pool and came out of it.
    #[pallet::storage]
    pub type PoolGauges<T: Config> = StorageMap<_, Identity, NetUid, PoolGauge, ValueQuery>;

    /// Pools that are stopped because a reserve was more than what was ever put in, with the block in which they trade
    /// again: the highest number, until governance has reset them.
    #[pallet::storage]
    pub type TrippedPools<T: Config> = StorageMap<_, Identity, NetUid, u64, OptionQuery>;

    /// Emission that waits for the subnet's next step, in rao.
    #[pallet::storage]
    pub type CarriedEmission<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// How often an audit found that the books do not close.
    #[pallet::storage]
    pub type BooksNotClosed<T: Config> = StorageValue<_, u32, ValueQuery>;

    /// Sum of the TAO reserves of all subnets, root included.
    #[pallet::storage]
    pub type TotalStake<T: Config> = StorageValue<_, Tao, ValueQuery>;

    /// TAO in existence at the end of the block, in rao: a copy of the ledger's own sum.
    #[pallet::storage]
    pub type TotalIssuance<T: Config> = StorageValue<_, Tao, ValueQuery>;

    /// TAO minted in this block, in rao.
    #[pallet::storage]
    pub type BlockEmission<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// TAO that entered the pool in the last block, in rao.
    #[pallet::storage]
    pub type SubnetTaoInEmission<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// TAO that bought alpha in the last block because the alpha curve allowed no more injection, in rao.
    #[pallet::storage]
    pub type SubnetExcessTao<T: Config> = StorageMap<_, Identity, NetUid, Tao, ValueQuery>;

    /// Alpha that entered the pool in the last block.
    #[pallet::storage]
    pub type SubnetAlphaInEmission<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha given to the subnet's people in the last block.
    #[pallet::storage]
    pub type SubnetAlphaOutEmission<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Moving price of alpha in TAO, 32 fractional bits.
    #[pallet::storage]
    pub type SubnetMovingPrice<T: Config> = StorageMap<_, Identity, NetUid, FixedI128, ValueQuery>;

    /// The next 32 fractional bits of the moving price.
    #[pallet::storage]
    pub type MovingPriceFraction<T: Config> = StorageMap<_, Identity, NetUid, u32, ValueQuery>;

    /// Weight of a block in the moving price, 32 fractional bits.
    #[pallet::storage]
    pub type SubnetMovingAlpha<T: Config> = StorageValue<_, FixedI128, ValueQuery, ConstFixedSigned<12885>>;

    /// Age in blocks at which the moving price takes half of that weight.
    #[pallet::storage]
    pub type EMAPriceHalvingBlocks<T: Config> =
        StorageMap<_, Identity, NetUid, u64, ValueQuery, ConstU64<201600>>;

    /// Alpha waiting for the miners.
    #[pallet::storage]
    pub type PendingServerEmission<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha waiting for the validators and their stakers.
    #[pallet::storage]
    pub type PendingValidatorEmission<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha waiting to be sold for root's stakers.
    #[pallet::storage]
    pub type PendingRootAlphaDivs<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// Alpha waiting for the owner.
    #[pallet::storage]
    pub type PendingOwnerCut<T: Config> = StorageMap<_, Identity, NetUid, Alpha, ValueQuery>;

    /// The owner's share of new alpha, over 65535.
    #[pallet::storage]
    pub type SubnetOwnerCut<T: Config> = StorageValue<_, u16, ValueQuery, ConstU16<11796>>;

    /// Whether the owner receives a cut.
    #[pallet::storage]
    pub type OwnerCutEnabled<T: Config> = StorageMap<_, Identity, NetUid, bool, ValueQuery, ConstBool<true>>;

    /// What one TAO at root weighs against one alpha, over 2^64 - 1.
    #[pallet::storage]
    pub type TaoWeight<T: Config> = StorageValue<_, u64, ValueQuery, ConstU64<971718665099567868>>;

    /// Least stake weight with which a hotkey may validate.
    #[pallet::storage]
    pub type StakeThreshold<T: Config> = StorageValue<_, u64, ValueQuery>;

    /// Part of the miners' pay of the last epoch that was withheld because the miners are the owner's, 32 fractional bits.
    #[pallet::storage]
    pub type MinerBurned<T: Config> = StorageMap<_, Identity, NetUid, FixedU128, ValueQuery>;

    /// By which rule a block's TAO is shared.
    #[pallet::storage]
    pub type EmissionRule<T: Config> = StorageValue<_, Rule, ValueQuery>;

    /// The next rule, and the block from which on it holds.
    #[pallet::storage]
    pub type PendingEmissionRule<T: Config> = StorageValue<_, (Rule, u64), OptionQuery>;

    /// How a subnet's step is taken. Its limit of subnets is not read: `SubnetLimit` is.
    #[pallet::storage]
    pub type EmissionSettings<T: Config> = StorageValue<_, Settings, ValueQuery>;

    /// Share at which the gate of the rule stands, until it moves again; zero without one. The wire's item of this name
    /// has the same bits.
    #[pallet::storage]
    pub type EmissionGateBar<T: Config> = StorageValue<_, Part, ValueQuery>;

    /// Whether flows are counted: while a rule that asks for them is active or scheduled.
    #[pallet::storage]
    pub type FlowsCounted<T: Config> = StorageValue<_, bool, ValueQuery>;

    /// Net flow of users' TAO into the pool since the block began, in rao.
    #[pallet::storage]
    pub type SubnetTaoFlow<T: Config> = StorageMap<_, Identity, NetUid, i64, ValueQuery>;

    /// Net flow of the protocol's TAO into the pool since the block began, in rao.
    #[pallet::storage]
    pub type SubnetProtocolFlow<T: Config> = StorageMap<_, Identity, NetUid, i64, ValueQuery>;

    /// Moving net flow of users' TAO a block, in rao with 64 fractional bits, and its last block. Empty unless flows are
    /// counted.
    #[pallet::storage]
    pub type SubnetEmaTaoFlow<T: Config> = StorageMap<_, Identity, NetUid, (u64, FixedI128), OptionQuery>;

    /// As `SubnetEmaTaoFlow`, of the protocol's TAO.
    #[pallet::storage]
    pub type SubnetEmaProtocolFlow<T: Config> =
        StorageMap<_, Identity, NetUid, (u64, FixedI128), OptionQuery>;

    /// What the validators at root have said, by seat.
    #[pallet::storage]
    pub type RootBallots<T: Config> = StorageMap<_, Identity, u16, Ballot<T::AccountId>, OptionQuery>;

    /// What root's votes give each subnet, in units of 2^-128.
    #[pallet::storage]
    pub type RootVoteWeight<T: Config> = StorageMap<_, Identity, NetUid, u128, ValueQuery>;

    /// Block in which root's votes were counted last.
    #[pallet::storage]
    pub type VotesCountedAt<T: Config> = StorageValue<_, u64, OptionQuery>;
}
