use frame_support::pallet_macros::pallet_section;

/// What the pallet tells: the wire's names, fields and indexes; from 200 on our own.
#[pallet_section]
mod events {
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Network added.
        #[codec(index = 0)]
        NetworkAdded(NetUid, u16),
        /// A subnet is no more; what it leaves is paid in the blocks that follow.
        #[codec(index = 1)]
        NetworkRemoved(NetUid),
        /// Stake added.
        #[codec(index = 2)]
        StakeAdded(T::AccountId, T::AccountId, Tao, Alpha, NetUid, u64),
        /// Stake removed.
        #[codec(index = 3)]
        StakeRemoved(T::AccountId, T::AccountId, Tao, Alpha, NetUid, u64),
        /// Stake moved.
        #[codec(index = 4)]
        StakeMoved(T::AccountId, T::AccountId, NetUid, T::AccountId, NetUid, Tao),
        /// Weights set.
        #[codec(index = 5)]
        WeightsSet(NetUidStorageIndex, u16),
        /// Neuron registered.
        #[codec(index = 7)]
        NeuronRegistered(NetUid, u16, T::AccountId),
        /// Max allowed uids set.
        #[codec(index = 10)]
        MaxAllowedUidsSet(NetUid, u16),
        /// Difficulty set.
        #[codec(index = 12)]
        DifficultySet(NetUid, u64),
        /// Adjustment interval set.
        #[codec(index = 13)]
        AdjustmentIntervalSet(NetUid, u16),
        /// Registration per interval set.
        #[codec(index = 14)]
        RegistrationPerIntervalSet(NetUid, u16),
        /// Max registrations per block set.
        #[codec(index = 15)]
        MaxRegistrationsPerBlockSet(NetUid, u16),
        /// Activity cutoff set.
        #[codec(index = 16)]
        ActivityCutoffSet(NetUid, u16),
        /// Rho set.
        #[codec(index = 17)]
        RhoSet(NetUid, u16),
        /// Alpha sigmoid steepness set.
        #[codec(index = 18)]
        AlphaSigmoidSteepnessSet(NetUid, i16),
        /// Kappa set.
        #[codec(index = 19)]
        KappaSet(NetUid, u16),
        /// Min allowed weight set.
        #[codec(index = 20)]
        MinAllowedWeightSet(NetUid, u16),
        /// Weights set rate limit set.
        #[codec(index = 23)]
        WeightsSetRateLimitSet(NetUid, u64),
        /// Immunity period set.
        #[codec(index = 24)]
        ImmunityPeriodSet(NetUid, u16),
        /// Bonds moving average set.
        #[codec(index = 25)]
        BondsMovingAverageSet(NetUid, u64),
        /// Bonds penalty set.
        #[codec(index = 26)]
        BondsPenaltySet(NetUid, u16),
        /// Bonds reset on set.
        #[codec(index = 27)]
        BondsResetOnSet(NetUid, bool),
        /// Max allowed validators set.
        #[codec(index = 28)]
        MaxAllowedValidatorsSet(NetUid, u16),
        /// Axon served.
        #[codec(index = 29)]
        AxonServed(NetUid, T::AccountId),
        /// Prometheus served.
        #[codec(index = 30)]
        PrometheusServed(NetUid, T::AccountId),
        /// Default take set.
        #[codec(index = 32)]
        DefaultTakeSet(PerU16),
        /// Weights version key set.
        #[codec(index = 33)]
        WeightsVersionKeySet(NetUid, u64),
        /// Min difficulty set.
        #[codec(index = 34)]
        MinDifficultySet(NetUid, u64),
        /// Max difficulty set.
        #[codec(index = 35)]
        MaxDifficultySet(NetUid, u64),
        /// Serving rate limit set.
        #[codec(index = 36)]
        ServingRateLimitSet(NetUid, u64),
        /// Burn set.
        #[codec(index = 37)]
        BurnSet(NetUid, Tao),
        /// Max burn set.
        #[codec(index = 38)]
        MaxBurnSet(NetUid, Tao),
        /// Min burn set.
        #[codec(index = 39)]
        MinBurnSet(NetUid, Tao),
        /// Max epochs per block set.
        #[codec(index = 40)]
        MaxEpochsPerBlockSet(u8),
        /// Tx rate limit set.
        #[codec(index = 41)]
        TxRateLimitSet(u64),
        /// Tx delegate take rate limit set.
        #[codec(index = 42)]
        TxDelegateTakeRateLimitSet(u64),
        /// Tx child key take rate limit set.
        #[codec(index = 43)]
        TxChildKeyTakeRateLimitSet(u64),
        /// Admin freeze window set.
        #[codec(index = 44)]
        AdminFreezeWindowSet(u16),
        /// Owner hyperparam rate limit set.
        #[codec(index = 45)]
        OwnerHyperparamRateLimitSet(u16),
        /// Min child key take set.
        #[codec(index = 46)]
        MinChildKeyTakeSet(PerU16),
        /// Min child key take per subnet set.
        #[codec(index = 47)]
        MinChildKeyTakePerSubnetSet(NetUid, PerU16),
        /// Max child key take set.
        #[codec(index = 48)]
        MaxChildKeyTakeSet(PerU16),
        /// Child key take set.
        #[codec(index = 49)]
        ChildKeyTakeSet(T::AccountId, PerU16),
        /// Registration allowed.
        #[codec(index = 51)]
        RegistrationAllowed(NetUid, bool),
        /// Tempo set.
        #[codec(index = 53)]
        TempoSet(NetUid, u16),
        /// Stake threshold set.
        #[codec(index = 55)]
        StakeThresholdSet(u64),
        /// Adjustment alpha set.
        #[codec(index = 56)]
        AdjustmentAlphaSet(NetUid, u64),
        /// Subnet owner cut set.
        #[codec(index = 58)]
        SubnetOwnerCutSet(u16),
        /// Network rate limit set.
        #[codec(index = 59)]
        NetworkRateLimitSet(u64),
        /// Network immunity period set.
        #[codec(index = 60)]
        NetworkImmunityPeriodSet(u64),
        /// Start call delay set.
        #[codec(index = 61)]
        StartCallDelaySet(u64),
        /// Network min lock cost set.
        #[codec(index = 62)]
        NetworkMinLockCostSet(Tao),
        /// Subnet limit set.
        #[codec(index = 63)]
        SubnetLimitSet(u16),
        /// Network lock cost reduction interval set.
        #[codec(index = 64)]
        NetworkLockCostReductionIntervalSet(u64),
        /// Take decreased.
        #[codec(index = 65)]
        TakeDecreased(T::AccountId, T::AccountId, PerU16),
        /// Take increased.
        #[codec(index = 66)]
        TakeIncreased(T::AccountId, T::AccountId, PerU16),
        /// A hotkey took the place of another on all subnets.
        #[codec(index = 67)]
        HotkeySwapped {
            /// The owner of both.
            coldkey: T::AccountId,
            /// The hotkey that was.
            old_hotkey: T::AccountId,
            /// The hotkey that is.
            new_hotkey: T::AccountId,
        },
        /// Min delegate take set.
        #[codec(index = 69)]
        MinDelegateTakeSet(PerU16),
        /// A coldkey has announced that it will be swapped.
        #[codec(index = 70)]
        ColdkeySwapAnnounced {
            /// The coldkey.
            who: T::AccountId,
            /// Hash of the coldkey that is to be.
            new_coldkey_hash: T::Hash,
        },
        /// Root has ended an announced swap.
        #[codec(index = 71)]
        ColdkeySwapReset {
            /// The coldkey.
            who: T::AccountId,
        },
        /// A coldkey took the place of another.
        #[codec(index = 72)]
        ColdkeySwapped {
            /// The coldkey that was.
            old_coldkey: T::AccountId,
            /// The coldkey that is.
            new_coldkey: T::AccountId,
        },
        /// A coldkey has disputed its own announced swap.
        #[codec(index = 73)]
        ColdkeySwapDisputed {
            /// The coldkey.
            coldkey: T::AccountId,
        },
        /// Set children scheduled.
        #[codec(index = 76)]
        SetChildrenScheduled(T::AccountId, NetUid, u64, Vec<(u64, T::AccountId)>),
        /// Set children.
        #[codec(index = 77)]
        SetChildren(T::AccountId, NetUid, Vec<(u64, T::AccountId)>),
        /// Coldkey swap announcement delay set.
        #[codec(index = 82)]
        ColdkeySwapAnnouncementDelaySet(u32),
        /// Coldkey swap reannouncement delay set.
        #[codec(index = 83)]
        ColdkeySwapReannouncementDelaySet(u32),
        /// Chain identity set.
        #[codec(index = 78)]
        ChainIdentitySet(T::AccountId),
        /// Subnet identity set.
        #[codec(index = 79)]
        SubnetIdentitySet(NetUid),
        /// A hotkey has committed to the hash of a row of weights.
        #[codec(index = 86)]
        WeightsCommitted(T::AccountId, NetUidStorageIndex, H256),
        /// A hotkey has revealed the row that a hash was of.
        #[codec(index = 87)]
        WeightsRevealed(T::AccountId, NetUidStorageIndex, H256),
        /// A hotkey has revealed several rows.
        #[codec(index = 88)]
        WeightsBatchRevealed(T::AccountId, NetUid, Vec<H256>),
        /// Batch weights completed.
        #[codec(index = 89)]
        BatchWeightsCompleted(Vec<codec::Compact<NetUid>>, T::AccountId),
        /// Batch completed with errors.
        #[codec(index = 90)]
        BatchCompletedWithErrors,
        /// Batch weight item failed.
        #[codec(index = 91)]
        BatchWeightItemFailed(NetUid, DispatchError),
        /// Stake transferred.
        #[codec(index = 92)]
        StakeTransferred(T::AccountId, T::AccountId, T::AccountId, NetUid, NetUid, Tao),
        /// Stake swapped.
        #[codec(index = 93)]
        StakeSwapped(T::AccountId, T::AccountId, NetUid, NetUid, Tao),
        /// Transfer toggle.
        #[codec(index = 94)]
        TransferToggle(NetUid, bool),
        /// Subnet owner hotkey set.
        #[codec(index = 95)]
        SubnetOwnerHotkeySet(NetUid, T::AccountId),
        /// First emission block number set.
        #[codec(index = 96)]
        FirstEmissionBlockNumberSet(NetUid, u64),
        /// Alpha recycled.
        #[codec(index = 97)]
        AlphaRecycled(T::AccountId, T::AccountId, Alpha, NetUid),
        /// Alpha burned.
        #[codec(index = 98)]
        AlphaBurned(T::AccountId, T::AccountId, Alpha, NetUid),
        /// Commit reveal periods set.
        #[codec(index = 101)]
        CommitRevealPeriodsSet(NetUid, u64),
        /// Commit reveal enabled.
        #[codec(index = 102)]
        CommitRevealEnabled(NetUid, bool),
        /// A subnet has been bought with the money of many.
        #[codec(index = 104)]
        SubnetLeaseCreated {
            /// Who runs it.
            beneficiary: T::AccountId,
            /// The lease.
            lease_id: LeaseId,
            /// The subnet.
            netuid: NetUid,
            /// From when on the beneficiary may take it over.
            end_block: Option<BlockNumberFor<T>>,
        },
        /// A lease has ended: its subnet is the beneficiary's own, or is dissolved.
        #[codec(index = 105)]
        SubnetLeaseTerminated {
            /// Who ran it.
            beneficiary: T::AccountId,
            /// The subnet.
            netuid: NetUid,
        },
        /// A hotkey took the place of another on a subnet.
        #[codec(index = 103)]
        HotkeySwappedOnSubnet {
            /// The owner of both.
            coldkey: T::AccountId,
            /// The hotkey that was.
            old_hotkey: T::AccountId,
            /// The hotkey that is.
            new_hotkey: T::AccountId,
            /// The subnet.
            netuid: NetUid,
        },
        /// Symbol updated.
        #[codec(index = 106)]
        SymbolUpdated {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's symbol.
            symbol: Vec<u8>,
        },
        /// A hotkey has committed to a sealed row of weights: its hash, and the round of the beacon that opens it.
        #[codec(index = 108)]
        TimelockedWeightsCommitted(T::AccountId, NetUidStorageIndex, H256, u64),
        /// A sealed row of weights has been opened and set; the hotkey is that of the neuron now.
        #[codec(index = 109)]
        TimelockedWeightsRevealed(NetUidStorageIndex, T::AccountId),
        /// Commit reveal version set.
        #[codec(index = 107)]
        CommitRevealVersionSet(u16),
        /// Auto stake added.
        #[codec(index = 110)]
        AutoStakeAdded {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's destination.
            destination: T::AccountId,
            /// The event's hotkey.
            hotkey: T::AccountId,
            /// The event's owner.
            owner: T::AccountId,
            /// The event's incentive.
            incentive: Alpha,
        },
        /// Incentive alpha emitted to miners.
        #[codec(index = 111)]
        IncentiveAlphaEmittedToMiners {
            /// The event's netuid.
            netuid: NetUidStorageIndex,
            /// The event's emissions.
            emissions: Vec<Alpha>,
        },
        /// Min allowed uids set.
        #[codec(index = 112)]
        MinAllowedUidsSet(NetUid, u16),
        /// Auto stake destination set.
        #[codec(index = 113)]
        AutoStakeDestinationSet {
            /// The event's coldkey.
            coldkey: T::AccountId,
            /// The event's netuid.
            netuid: NetUid,
            /// The event's hotkey.
            hotkey: T::AccountId,
        },
        /// Min non immune uids set.
        #[codec(index = 114)]
        MinNonImmuneUidsSet(NetUid, u16),
        /// A coldkey claimed root dividends: TAO that was staked at root for it.
        #[codec(index = 115)]
        RootClaimed {
            /// The event's coldkey.
            coldkey: T::AccountId,
            /// The event's tao.
            tao: Tao,
        },
        /// A contributor of a lease has been paid.
        #[codec(index = 124)]
        SubnetLeaseDividendsDistributed {
            /// The lease.
            lease_id: LeaseId,
            /// Who was paid.
            contributor: T::AccountId,
            /// What was staked for them.
            alpha: Alpha,
        },
        /// Add stake burn.
        #[codec(index = 125)]
        AddStakeBurn {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's hotkey.
            hotkey: T::AccountId,
            /// The event's amount.
            amount: Tao,
            /// The event's alpha.
            alpha: Alpha,
        },
        /// Nothing is left of a dissolved subnet; its netuid is free.
        #[codec(index = 126)]
        NetworkDissolveCleanupCompleted {
            /// The event's netuid.
            netuid: NetUid,
        },
        /// A coldkey has taken back its announced swap.
        #[codec(index = 127)]
        ColdkeySwapCleared {
            /// The coldkey.
            who: T::AccountId,
        },
        /// A transaction's fee was paid with alpha, because there was too little TAO.
        #[codec(index = 128)]
        TransactionFeePaidWithAlpha {
            /// The payer.
            who: T::AccountId,
            /// The subnet.
            netuid: NetUid,
            /// Alpha that was sold.
            alpha_fee: Alpha,
            /// TAO that it brought.
            tao_amount: Tao,
        },
        /// Burn half life set.
        #[codec(index = 129)]
        BurnHalfLifeSet {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's burn half life.
            burn_half_life: u16,
        },
        /// Burn increase mult set.
        #[codec(index = 130)]
        BurnIncreaseMultSet {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's burn increase mult.
            burn_increase_mult: FixedU128,
        },
        /// Auto parent delegation enabled set.
        #[codec(index = 131)]
        AutoParentDelegationEnabledSet {
            /// The event's hotkey.
            hotkey: T::AccountId,
            /// The event's enabled.
            enabled: bool,
        },
        /// Activity cutoff factor milli set.
        #[codec(index = 135)]
        ActivityCutoffFactorMilliSet {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's factor milli.
            factor_milli: u32,
        },
        /// Epoch triggered.
        #[codec(index = 136)]
        EpochTriggered {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's by.
            by: T::AccountId,
            /// The event's fires at.
            fires_at: u64,
        },
        /// Epoch deferred.
        #[codec(index = 137)]
        EpochDeferred {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's from block.
            from_block: u64,
            /// The event's to block.
            to_block: u64,
        },
        /// Epoch skipped.
        #[codec(index = 138)]
        EpochSkipped {
            /// The event's netuid.
            netuid: NetUid,
            /// The event's block.
            block: u64,
        },
        /// A subnet's step of this block failed and was undone; its share of the block's TAO waits for the next one.
        #[codec(index = 200)]
        SubnetStepFailed {
            /// The subnet.
            netuid: NetUid,
            /// TAO carried over.
            carried: Tao,
            /// Why it failed.
            error: DispatchError,
        },
        /// A subnet's epoch was run and paid.
        #[codec(index = 201)]
        EpochPaid {
            /// The subnet.
            netuid: NetUid,
            /// Alpha to the owner.
            owner: Alpha,
            /// Alpha to the miners.
            miners: Alpha,
            /// Alpha to the validators and those who stake with them.
            validators: Alpha,
            /// TAO to root stakers.
            root: Tao,
        },
        /// A subnet's epoch failed and was undone; what is pending stays pending.
        #[codec(index = 202)]
        EpochFailed {
            /// The subnet.
            netuid: NetUid,
            /// Why it failed.
            error: DispatchError,
        },
        /// A pool was stopped: a reserve was more than what was ever put in and not paid out.
        #[codec(index = 203)]
        PoolTripped {
            /// The subnet.
            netuid: NetUid,
            /// The TAO reserve.
            tao: Tao,
            /// TAO that is left by the pool's gauge, in rao.
            tao_left: u128,
            /// The alpha reserve.
            alpha: Alpha,
            /// Alpha that is left by the pool's gauge.
            alpha_left: u128,
        },
        /// An audit found that the books do not close.
        #[codec(index = 204)]
        BooksDoNotClose {
            /// The subnet, or root where all subnets together are audited.
            netuid: NetUid,
            /// The rule that does not hold.
            rule: BookRule,
        },
        /// A stopped pool goes on with what is left: governance let it trade again, or its subnet is dissolved.
        #[codec(index = 205)]
        PoolReset {
            /// The subnet.
            netuid: NetUid,
        },
        /// Governance chose a rule of emission for a block to come.
        #[codec(index = 206)]
        EmissionRuleScheduled {
            /// The rule.
            rule: Rule,
            /// The block from which on it holds.
            at: u64,
        },
        /// From this block on TAO is shared by another rule.
        #[codec(index = 207)]
        EmissionRuleSwitched {
            /// The rule until now.
            from: Rule,
            /// The rule from now on.
            to: Rule,
        },
        /// Governance took back what it had scheduled.
        #[codec(index = 208)]
        EmissionRuleCancelled {
            /// The rule that will not come.
            rule: Rule,
        },
        /// Governance chose the settings of emission.
        #[codec(index = 209)]
        EmissionSettingsSet {
            /// The settings.
            settings: Settings,
        },
        /// A coldkey said how it wants its root dividends.
        #[codec(index = 210)]
        RootClaimTypeSet {
            /// The coldkey.
            coldkey: T::AccountId,
            /// What it wants.
            root_claim_type: RootClaimTypeEnum,
        },
        /// What a subnet owed for kept root stake was paid.
        #[codec(index = 211)]
        RootDividendPaid {
            /// Who was paid.
            coldkey: T::AccountId,
            /// The hotkey it stakes with.
            hotkey: T::AccountId,
            /// The subnet.
            netuid: NetUid,
            /// Alpha that was owed.
            alpha: Alpha,
            /// TAO it was sold for and that is staked at root; none where the alpha is kept.
            tao: Tao,
        },
        /// Incentive of the subnet owner's own miners was not paid to them.
        #[codec(index = 231)]
        MinerIncentiveWithheld {
            /// The subnet.
            netuid: NetUid,
            /// How much.
            alpha: Alpha,
            /// What became of it.
            mode: RecycleOrBurnEnum,
        },
        /// Children that a hotkey had chosen did not become so: they no longer may.
        #[codec(index = 230)]
        ChildrenDropped {
            /// Who had chosen them.
            hotkey: T::AccountId,
            /// The subnet.
            netuid: NetUid,
            /// Why they may not.
            error: DispatchError,
        },
        /// A coldkey was paid for its alpha of a dissolved subnet.
        #[codec(index = 220)]
        DissolutionPaid {
            /// The subnet.
            netuid: NetUid,
            /// The coldkey.
            coldkey: T::AccountId,
            /// What it was paid, in rao.
            tao: Tao,
        },
        /// A coldkey was paid less than an account needs to exist: it has it as root stake.
        #[codec(index = 221)]
        DissolutionStaked {
            /// The subnet.
            netuid: NetUid,
            /// The coldkey.
            coldkey: T::AccountId,
            /// The hotkey it is staked on at root.
            hotkey: T::AccountId,
            /// What it was paid, in rao.
            tao: Tao,
        },
        /// TAO of a dissolved subnet that is nobody's has ceased to exist.
        #[codec(index = 222)]
        DissolutionRecycled {
            /// The subnet.
            netuid: NetUid,
            /// How much, in rao.
            tao: Tao,
        },
        /// A block's work on a dissolution failed and was undone; it is tried again.
        #[codec(index = 223)]
        DissolutionStepFailed {
            /// The subnet.
            netuid: NetUid,
            /// Why it failed.
            error: DispatchError,
        },
        /// A sealed row of weights was dropped.
        #[codec(index = 245)]
        TimelockedWeightsDropped {
            /// The mechanism of the subnet.
            netuid: NetUidStorageIndex,
            /// The hotkey that committed.
            hotkey: T::AccountId,
            /// The block of the commit.
            block: u64,
            /// Why.
            reason: Unopened,
        },
        /// A part of a coldkey's stake and hotkeys has gone to the new coldkey; the swap is to be called again.
        #[codec(index = 235)]
        ColdkeySwapContinues {
            /// The coldkey that was.
            old_coldkey: T::AccountId,
            /// The coldkey that will be.
            new_coldkey: T::AccountId,
            /// Positions and hotkeys moved by this call.
            moved: u32,
        },
    }
}
