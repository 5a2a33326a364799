use frame_support::pallet_macros::pallet_section;

/// What a call can fail with: the wire's names, in the wire's order, since a client of version 10 finds the name of an
/// error by its place in the list. So names of rules that do not exist here yet hold their places.
#[pallet_section]
mod errors {
    #[pallet::error]
    pub enum Error<T> {
        /// The root network does not exist.
        RootNetworkDoesNotExist,
        /// The IP type is neither 4 nor 6.
        InvalidIpType,
        /// The address is not one that others can reach.
        InvalidIpAddress,
        /// Port 0 cannot be served on.
        InvalidPort,
        /// The hotkey has no uid on this subnet: register it there first.
        HotKeyNotRegisteredInSubNet,
        /// The hotkey belongs to nobody: register or associate it first.
        HotKeyAccountNotExists,
        /// None of the hotkeys concerned is registered on any subnet.
        HotKeyNotRegisteredInNetwork,
        /// The hotkey belongs to another coldkey.
        NonAssociatedColdKey,
        /// Not enough stake. No rule here says so yet.
        NotEnoughStake,
        /// The position holds less than the amount.
        NotEnoughStakeToWithdraw,
        /// The hotkey's stake weight is below the stake threshold.
        NotEnoughStakeToSetWeights,
        /// The hotkey has less stake than the stake threshold: it cannot lend any.
        NotEnoughStakeToSetChildkeys,
        /// The free balance, less the existential deposit, does not cover the amount.
        NotEnoughBalanceToStake,
        /// The balance could not be taken.
        BalanceWithdrawalError,
        /// Zero balance after withdrawn. No rule here says so yet.
        ZeroBalanceAfterWithdrawn,
        /// Only neurons with a validator permit may set weights for others.
        NeuronNoValidatorPermit,
        /// As many weights as uids are needed.
        WeightVecNotEqualSize,
        /// A uid stands twice in the weights.
        DuplicateUids,
        /// A uid in the weights does not exist on this subnet.
        UidVecContainInvalidOne,
        /// Fewer weights than the subnet's minimum.
        WeightVecLengthIsLow,
        /// The root network has no more registrations left in this block.
        TooManyRegistrationsThisBlock,
        /// The hotkey already has a uid on this subnet.
        HotKeyAlreadyRegisteredInSubNet,
        /// A hotkey cannot take its own place.
        NewHotKeyIsSameWithOld,
        /// The new hotkey has stake where it is to take the place of the old one.
        NewHotKeyNotCleanForRootSwap,
        /// Invalid work block. No rule here says so yet.
        InvalidWorkBlock,
        /// Invalid difficulty. No rule here says so yet.
        InvalidDifficulty,
        /// Invalid seal. No rule here says so yet.
        InvalidSeal,
        /// One weight is larger than the subnet's maximum share.
        MaxWeightExceeded,
        /// Hot key already delegate. No rule here says so yet.
        HotKeyAlreadyDelegate,
        /// Weights were set less than the rate limit ago.
        SettingWeightsTooFast,
        /// The weights' version key is older than the subnet's.
        IncorrectWeightVersionKey,
        /// The endpoint was served less than the rate limit ago.
        ServingRateLimitExceeded,
        /// More weights than uids on the subnet.
        UidsLengthExceedUidsInSubNet,
        /// A subnet was registered less than the rate limit ago.
        NetworkTxRateLimitExceeded,
        /// The take was raised less than the rate limit ago.
        DelegateTxRateLimitExceeded,
        /// The last swap of a hotkey on all subnets was too short a time ago.
        HotKeySetTxRateLimitExceeded,
        /// Staking rate limit exceeded. No rule here says so yet.
        StakingRateLimitExceeded,
        /// Registration is closed on this subnet.
        SubNetRegistrationDisabled,
        /// The root network has no more registrations left in this interval.
        TooManyRegistrationsThisInterval,
        /// Transactor account should be hot key. No rule here says so yet.
        TransactorAccountShouldBeHotKey,
        /// Faucet disabled. No rule here says so yet.
        FaucetDisabled,
        /// Only the owner of the subnet may do this.
        NotSubnetOwner,
        /// Not on the root network: use root_register.
        RegistrationNotPermittedOnRootSubnet,
        /// All root slots are taken by hotkeys with at least as much root stake.
        StakeTooLowForRoot,
        /// All networks in immunity. No rule here says so yet.
        AllNetworksInImmunity,
        /// The swap of a hotkey costs more than is there.
        NotEnoughBalanceToPaySwapHotKey,
        /// Not root subnet. No rule here says so yet.
        NotRootSubnet,
        /// Weights cannot be set on the root network.
        CanNotSetRootNetworkWeights,
        /// The subnet is full and no neuron may be replaced.
        NoNeuronIdAvailable,
        /// The take is below the minimum, or not above the present one.
        DelegateTakeTooLow,
        /// The take is above the maximum, or not below the present one.
        DelegateTakeTooHigh,
        /// The hotkey has committed to no weights here.
        NoWeightsCommitFound,
        /// No commit of the hotkey has the hash of what is revealed.
        InvalidRevealCommitHashNotMatch,
        /// The subnet takes weights by commit and reveal only.
        CommitRevealEnabled,
        /// The subnet takes weights openly.
        CommitRevealDisabled,
        /// Liquid alpha is off on this subnet.
        LiquidAlphaDisabled,
        /// The upper alpha value is below its minimum.
        AlphaHighTooLow,
        /// The lower alpha value is out of its range.
        AlphaLowOutOfRange,
        /// The new coldkey is in use: it owns a hotkey or a subnet, or announces a swap itself.
        ColdKeyAlreadyAssociated,
        /// The swap of a coldkey costs more than is there.
        NotEnoughBalanceToPaySwapColdKey,
        /// A hotkey cannot be its own child, and a child is lent more than nothing.
        InvalidChild,
        /// A child stands twice in the list.
        DuplicateChild,
        /// The proportions add up to more than the whole (2^64 - 1).
        ProportionOverflow,
        /// More children than a hotkey may have (5).
        TooManyChildren,
        /// This was changed less than its rate limit ago.
        TxRateLimitExceeded,
        /// No swap was announced.
        ColdkeySwapAnnouncementNotFound,
        /// The announced swap may not happen yet.
        ColdkeySwapTooEarly,
        /// The announced swap may still happen: no other can be announced.
        ColdkeySwapReannouncedTooEarly,
        /// This is not the coldkey whose hash was announced.
        AnnouncedColdkeyHashDoesNotMatch,
        /// The swap is disputed already.
        ColdkeySwapAlreadyDisputed,
        /// The new coldkey is a hotkey.
        NewColdKeyIsHotkey,
        /// The childkey take is outside its bounds.
        InvalidChildkeyTake,
        /// The childkey take was raised less than its rate limit ago.
        TxChildkeyTakeRateLimitExceeded,
        /// A field of the identity is too long.
        InvalidIdentity,
        /// The subnet has no such mechanism.
        MechanismDoesNotExist,
        /// Root stake is still kept on the hotkey: its holders move first.
        StakeUnavailable,
        /// There is no subnet of this netuid.
        SubnetNotExists,
        /// The hotkey has as many unrevealed commits as it may.
        TooManyUnrevealedCommits,
        /// The epoch in which the commit could be revealed is over.
        ExpiredWeightCommit,
        /// The epoch in which the commit can be revealed has not come.
        RevealTooEarly,
        /// The lists given must be of the same length.
        InputLengthsUnequal,
        /// Weights were set or committed less than the rate limit ago.
        CommittingWeightsTooFast,
        /// The amount is zero, or worth less than the minimum stake.
        AmountTooLow,
        /// The pool is too small for this trade: it would fall below its minimum reserve, or pay nothing.
        InsufficientLiquidity,
        /// The whole amount does not fit within the price limit: raise the limit, lower the amount or allow a partial fill.
        SlippageTooHigh,
        /// Stake may not be transferred on this subnet.
        TransferDisallowed,
        /// The activity cutoff is below its minimum.
        ActivityCutoffTooLow,
        /// Call disabled. No rule here says so yet.
        CallDisabled,
        /// The subnet has been started already.
        FirstEmissionBlockNumberAlreadySet,
        /// The start delay has not passed yet.
        NeedWaitingMoreBlocksToStarCall,
        /// Less alpha is outside the pool than is to be recycled.
        NotEnoughAlphaOutToRecycle,
        /// Root's stake is TAO: it can be unstaked, not burned or recycled.
        CannotBurnOrRecycleOnRootSubnet,
        /// Unable to recover public key. No rule here says so yet.
        UnableToRecoverPublicKey,
        /// Invalid recovered public key. No rule here says so yet.
        InvalidRecoveredPublicKey,
        /// The subnet has not been started: its alpha cannot be traded yet.
        SubtokenDisabled,
        /// The last swap of a hotkey on the subnet was too short a time ago.
        HotKeySwapOnSubnetIntervalNotPassed,
        /// Keep stake blocked by collateral. No rule here says so yet.
        KeepStakeBlockedByCollateral,
        /// Origin and destination are the same.
        SameNetuid,
        /// The account holds less TAO than needed.
        InsufficientTaoBalance,
        /// Only the creator of the crowdloan that makes this call can lease a subnet with it.
        InvalidLeaseBeneficiary,
        /// A lease ends in the future, or never.
        LeaseCannotEndInThePast,
        /// The leased subnet has no netuid: it could not be registered at once.
        LeaseNetuidNotFound,
        /// There is no lease of this number.
        LeaseDoesNotExist,
        /// This lease goes on for ever.
        LeaseHasNoEndBlock,
        /// The lease has not ended yet.
        LeaseHasNotEnded,
        /// An amount exceeds what the ledger can hold.
        Overflow,
        /// The hotkey belongs to another coldkey than the beneficiary's.
        BeneficiaryDoesNotOwnHotkey,
        /// Only the beneficiary of the lease may do this.
        ExpectedBeneficiaryOrigin,
        /// The epoch is near: parameters are frozen until it has run.
        AdminActionProhibitedDuringWeightsWindow,
        /// There is no such token symbol.
        SymbolDoesNotExist,
        /// Another subnet bears this token symbol.
        SymbolAlreadyInUse,
        /// The chain takes sealed weights of another version.
        IncorrectCommitRevealVersion,
        /// The beacon of that round is out: the weights are no secret.
        InvalidRevealRound,
        /// The reveal period is above its maximum.
        RevealPeriodTooLarge,
        /// The reveal period is below its minimum.
        RevealPeriodTooSmall,
        /// The value is out of its bounds.
        InvalidValue,
        /// There are as many subnets as the limit allows, and none may be replaced.
        SubnetLimitReached,
        /// The free balance does not cover the price of a subnet.
        CannotAffordLockCost,
        /// Evm key associate rate limit exceeded. No rule here says so yet.
        EvmKeyAssociateRateLimitExceeded,
        /// Evm key association limit exceeded. No rule here says so yet.
        EvmKeyAssociationLimitExceeded,
        /// Incentives are staked on that hotkey already.
        SameAutoStakeHotkeyAlreadySet,
        /// Uid map could not be cleared. No rule here says so yet.
        UidMapCouldNotBeCleared,
        /// Trimming would exceed max immune percentage. No rule here says so yet.
        TrimmingWouldExceedMaxImmunePercentage,
        /// A hotkey cannot be parent and child on the same subnet.
        ChildParentInconsistency,
        /// The threshold of root claims is above its bound.
        InvalidRootClaimThreshold,
        /// Uids times mechanisms would be more than the subnet may have.
        TooManyUIDsPerMechanism,
        /// Voting power tracking not enabled. No rule here says so yet.
        VotingPowerTrackingNotEnabled,
        /// Invalid voting power ema alpha. No rule here says so yet.
        InvalidVotingPowerEmaAlpha,
        /// Deprecated. No rule here says so yet.
        Deprecated,
        /// Subnet buyback rate limit exceeded. No rule here says so yet.
        SubnetBuybackRateLimitExceeded,
        /// The subnet is being dissolved already.
        NetworkDissolveAlreadyQueued,
        /// Add stake burn rate limit exceeded. No rule here says so yet.
        AddStakeBurnRateLimitExceeded,
        /// A swap of the coldkey is under way.
        ColdkeySwapAnnounced,
        /// The swap of the coldkey is disputed.
        ColdkeySwapDisputed,
        /// The announced swap may still happen: it cannot be taken back.
        ColdkeySwapClearTooEarly,
        /// More hangs on the hotkey than one swap moves: swap it subnet by subnet.
        DisabledTemporarily,
        /// Registration costs more than the limit given.
        RegistrationPriceLimitExceeded,
        /// Lock hotkey mismatch. No rule here says so yet.
        LockHotkeyMismatch,
        /// Insufficient stake for lock. No rule here says so yet.
        InsufficientStakeForLock,
        /// No existing lock. No rule here says so yet.
        NoExistingLock,
        /// Active lock exists. No rule here says so yet.
        ActiveLockExists,
        /// This account belongs to the chain itself.
        CannotUseSystemAccount,
        /// Unlock amount too high. No rule here says so yet.
        UnlockAmountTooHigh,
        /// The subnet is being dissolved, or too many are: try again later.
        WaitingForDissolvedSubnetCleanup,
        /// The tempo is out of the owner's bounds.
        TempoOutOfBounds,
        /// The activity cutoff factor is out of its bounds.
        ActivityCutoffFactorMilliOutOfBounds,
        /// An epoch has been triggered already.
        EpochTriggerAlreadyPending,
        /// The next epoch is nearer than the freeze window.
        AutoEpochAlreadyImminent,
        /// Not while weights are committed and revealed.
        DynamicTempoBlockedByCommitReveal,
        /// The subnet's market has just opened: its owner buys once the opening window is over.
        OwnerBuysAfterOpeningWindow,
    }
}

#[cfg(test)]
mod tests {
    use crate::{mock::Test, Error};
    use scale_info::{TypeDef, TypeInfo};

    #[test]
    fn error_should_have_its_place_as_index_when_clients_count_places() {
        let TypeDef::Variant(errors) = Error::<Test>::type_info().type_def else {
            panic!("errors are an enum")
        };
        for (place, error) in errors.variants.iter().enumerate() {
            assert_eq!(place, usize::from(error.index), "{}", error.name);
        }
    }
}
