//! What names a dissolved subnet is removed, so that the next subnet of its netuid finds nothing of it. The lists here
//! hold every storage item that has a netuid in its key; a test compares them with the metadata.

use super::{Dissolution, Phase};
use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::vec::Vec;
use codec::{Encode, MaxEncodedLen};
use frame_support::{
    storage::{unhashed, StoragePrefixedMap},
    Blake2_128Concat, Identity, StorageHasher, Twox64Concat,
};
use myelin_stake::Holding;
use myelin_units::NetUid;

/// Keys that are looked at in the time of one that is removed.
const LOOKS: u32 = 8;
/// Mechanisms whose places are swept: as many as [`NetUidStorageIndex`] has room for.
const MOST_MECHANISMS: u8 = 15;

/// Where keys of a subnet are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// All keys that begin so.
    Beginning(Vec<u8>),
    /// Among all keys of an item, those whose netuid follows an account hashed by `Blake2_128Concat`.
    AfterAccount([u8; 32]),
}

/// What other pallets keep of subnets.
pub trait SubnetSweep {
    /// Where it is.
    fn places(netuid: NetUid) -> Vec<Place>;
}

impl SubnetSweep for () {
    fn places(_: NetUid) -> Vec<Place> {
        Vec::new()
    }
}

impl<A: SubnetSweep, B: SubnetSweep> SubnetSweep for (A, B) {
    fn places(netuid: NetUid) -> Vec<Place> {
        let mut places = A::places(netuid);
        places.extend(B::places(netuid));
        places
    }
}

impl Place {
    /// The keys of an item that has `key`, hashed by `H`, in the first place.
    pub fn of<H: StorageHasher>(item: [u8; 32], key: &impl Encode) -> Self {
        Self::Beginning([&item[..], key.using_encoded(H::hash).as_ref()].concat())
    }
}

/// Items by what their first key is, and by its hasher.
macro_rules! places {
    ($places:ident: $($hasher:ident of $keys:expr => $($item:ident)*;)*) => {
        $($(
            let item = <$item<T> as StoragePrefixedMap<_>>::final_prefix();
            $places.extend($keys.iter().map(|key| Place::of::<$hasher>(item, key)));
        )*)*
    };
}

/// Items whose second key is the netuid, after an account.
macro_rules! places_after_account {
    ($places:ident: $($item:ident)*) => {
        $($places.push(Place::AfterAccount(<$item<T> as StoragePrefixedMap<_>>::final_prefix()));)*
    };
}

impl<T: Config> Pallet<T> {
    /// Forgets families and where miners' pay goes: these are kept by hotkey and coldkey, with lists by subnet.
    pub(super) fn forget_choices(netuid: NetUid, state: &mut Dissolution, room: u32) -> u32 {
        let most = room as usize;
        let families = Self::drop_families(netuid, most);
        let choices = Self::drop_auto_stakes(netuid, most.saturating_sub(families));
        let seen = u32::try_from(families.saturating_add(choices)).unwrap_or(u32::MAX);
        if seen < room {
            state.enter(Phase::Clearing);
        }
        seen
    }

    /// Removes positions and share pools, which have been paid.
    pub(super) fn clear_positions(netuid: NetUid, state: &mut Dissolution, room: u32) -> u32 {
        let stakers: Vec<_> = Stakers::<T>::iter_key_prefix((netuid,)).take(room as usize).collect();
        let seen = u32::try_from(stakers.len()).unwrap_or(u32::MAX);
        for (coldkey, hotkey) in stakers {
            Self::write_position(&hotkey, &coldkey, netuid, Holding::default());
            HotkeyShares::<T>::remove(&hotkey, netuid);
            TotalHotkeyAlpha::<T>::remove(&hotkey, netuid);
        }
        if seen < room {
            state.enter(Phase::Sweeping(0));
        }
        seen
    }

    /// Removes what is in the places of the lists, from the `first` on. Nothing when the lists are at their end.
    pub(super) fn sweep(netuid: NetUid, state: &mut Dissolution, first: u32, room: u32) -> Option<u32> {
        let mut used = 0u32;
        let mut places = (first..).zip(Self::places(netuid).into_iter().skip(first as usize)).peekable();
        places.peek()?;
        for (number, place) in places {
            let left = room.saturating_sub(used);
            if left == 0 {
                break;
            }
            let (took, rest) = Self::sweep_place(netuid, &place, &state.cursor, left);
            used = used.saturating_add(took);
            if let Some(cursor) = rest {
                state.cursor = cursor;
                break;
            }
            state.enter(Phase::Sweeping(number.saturating_add(1)));
        }
        Some(used)
    }

    /// Returns how much room it took, and where to go on if the place is not empty yet.
    fn sweep_place(netuid: NetUid, place: &Place, cursor: &[u8], room: u32) -> (u32, Option<Vec<u8>>) {
        match place {
            Place::Beginning(prefix) => sweep_beginning(prefix, room),
            Place::AfterAccount(item) => {
                // The item, the hash, the account itself; then the netuid.
                let at = item.len().saturating_add(16).saturating_add(T::AccountId::max_encoded_len());
                let rest_is_its = |rest: &[u8]| netuid.using_encoded(|its| rest.starts_with(its));
                sweep_scattered(item, cursor, |key| key.get(at..).is_some_and(rest_is_its), room)
            }
        }
    }

    /// Every place where keys of a subnet are.
    fn places(netuid: NetUid) -> Vec<Place> {
        let mut places = Vec::new();
        Self::places_of_neurons(netuid, &mut places);
        Self::places_of_the_market(netuid, &mut places);
        Self::places_of_parameters(netuid, &mut places);
        Self::places_of_rate_limits(netuid, &mut places);
        places_after_account!(places: IsNetworkMember TransactionKeyLastBlock Lock Holders);
        places.extend(T::Sweep::places(netuid));
        places
    }

    fn places_of_neurons(netuid: NetUid, places: &mut Vec<Place>) {
        let indexes: Vec<_> = (0..MOST_MECHANISMS).map(|m| NetUidStorageIndex::new(netuid, m)).collect();
        places! { places:
            Identity of [netuid] => Uids Keys BlockAtRegistration Axons Prometheus NeuronCertificates;
            Identity of [netuid] => SubnetworkN Active Consensus Dividends Emission ValidatorTrust
                ValidatorPermit StakeWeight;
            Identity of [netuid] => AlphaDividendsPerSubnet RootAlphaDividendsPerSubnet;
            Identity of [netuid] => PendingChildKeys FamilyMembers MinChildkeyTakePerSubnet AutoStakers
                LastHotkeySwapOnNetuid;
            Identity of indexes => Weights Bonds PreciseBonds Incentive LastUpdate;
            Twox64Concat of indexes => WeightCommits WeightCommitSeats TimelockedWeightCommits
                TimelockedCommitSeats;
        }
    }

    fn places_of_the_market(netuid: NetUid, places: &mut Vec<Place>) {
        places! { places:
            Identity of [netuid] => SubnetTAO PoolGauges TrippedPools CarriedEmission MinerBurned SubnetTaoFlow SubnetProtocolFlow SubnetEmaProtocolFlow RootVoteWeight RootUnclaimed RootClaimed RecycleOrBurn SubnetAlphaIn SubnetAlphaOut SubnetProtocolAlpha SubnetVolume
                SubnetTaoInEmission SubnetExcessTao SubnetAlphaInEmission SubnetAlphaOutEmission
                SubnetMovingPrice MovingPriceFraction EMAPriceHalvingBlocks PendingServerEmission
                PendingValidatorEmission PendingRootAlphaDivs PendingOwnerCut OwnerCutEnabled SubnetEmaTaoFlow
                TotalAlphaStaked DividendVesting LastPayday;
            Identity of [netuid] => NetworksAdded NetworkRegisteredAt SubnetOwner SubnetOwnerHotkey
                SubnetLocked SubnetMechanism FirstEmissionBlockNumber OwnerBuysFrom SubtokenEnabled SubnetEmissionEnabled
                TokenSymbol TransferToggle SubnetEpochConsensus;
            Blake2_128Concat of [netuid] => SubnetIdentitiesV3 RootClaimableThreshold;
        }
    }

    fn places_of_parameters(netuid: NetUid, places: &mut Vec<Place>) {
        places! { places:
            Identity of [netuid] => Tempo BlocksSinceLastStep LastMechansimStepBlock LastEpochBlock
                PendingEpochAt SubnetEpochIndex;
            Identity of [netuid] => Burn CollateralLockShare CollateralDrainRatio RegistrationsThisBlock
                RegistrationsThisInterval BurnRegistrationsThisInterval LastAdjustmentBlock
                RAORecycledForRegistration;
            Identity of [netuid] => Rho Kappa MaxAllowedUids MinAllowedUids MaxAllowedValidators
                MinAllowedWeights MaxWeightsLimit ImmunityPeriod ActivityCutoff ActivityCutoffFactorMilli
                WeightsVersionKey WeightsSetRateLimit ServingRateLimit CommitRevealWeightsEnabled
                BondsMovingAverage BondsPenalty BondsResetOn AlphaValues AlphaSigmoidSteepness MinBurn MaxBurn
                BurnHalfLife BurnIncreaseMult NetworkRegistrationAllowed NetworkPowRegistrationAllowed
                Difficulty MinDifficulty MaxDifficulty AdjustmentInterval AdjustmentAlpha
                TargetRegistrationsPerInterval MaxRegistrationsPerBlock ImmuneOwnerUidsLimit MinNonImmuneUids;
            Blake2_128Concat of [netuid] => Yuma3On PreciseYuma LiquidAlphaOn;
            Twox64Concat of [netuid] => RevealPeriodEpochs MechanismCountCurrent MechanismEmissionSplit SubnetUidToLeaseId;
        }
    }

    /// The keys of [`crate::rate_limits::RateLimitKey`] that name a subnet: their number, then the netuid.
    fn places_of_rate_limits(netuid: NetUid, places: &mut Vec<Place>) {
        const SET_OWNER_HOTKEY: u8 = 0;
        const OWNER_HYPERPARAMETER: u8 = 1;
        const ADD_STAKE_BURN: u8 = 6;
        let keys = [SET_OWNER_HOTKEY, OWNER_HYPERPARAMETER, ADD_STAKE_BURN].map(|kind| (kind, netuid));
        places! { places: Identity of keys => LastRateLimitedBlock; }
    }
}

/// Removes keys that begin so, the beginning itself too. Returns how much room it took, and where to go on.
fn sweep_beginning(prefix: &[u8], room: u32) -> (u32, Option<Vec<u8>>) {
    unhashed::kill(prefix);
    let mut used = 1u32;
    let next = |key: &[u8]| sp_io::storage::next_key(key).filter(|key| key.starts_with(prefix));
    let mut key = next(prefix);
    while let Some(found) = key {
        if used >= room {
            return (used, Some(Vec::new()));
        }
        unhashed::kill(&found);
        used = used.saturating_add(1);
        key = next(&found);
    }
    (used, None)
}

/// Looks at keys of an item behind `cursor` and removes those that are the subnet's.
fn sweep_scattered(
    item: &[u8],
    cursor: &[u8],
    is_its: impl Fn(&[u8]) -> bool,
    room: u32,
) -> (u32, Option<Vec<u8>>) {
    let mut key = if cursor.is_empty() { item.to_vec() } else { cursor.to_vec() };
    let (most, mut looks) = (room.saturating_mul(LOOKS), 0u32);
    while looks < most {
        let Some(found) = sp_io::storage::next_key(&key).filter(|found| found.starts_with(item)) else {
            return (looks.div_ceil(LOOKS), None);
        };
        looks = looks.saturating_add(1);
        if is_its(&found) {
            unhashed::kill(&found);
            looks = looks.saturating_add(LOOKS);
        }
        key = found;
    }
    (looks.div_ceil(LOOKS), Some(key))
}
