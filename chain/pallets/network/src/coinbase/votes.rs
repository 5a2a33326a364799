//! Root's votes (economics §2.2 a): the validators with a seat at root say which subnets deserve TAO. What they say is
//! counted once a root tempo, while the rule that asks for it is active.

use crate::{pallet::*, rate_limits::elapsed, weights::NetUidStorageIndex, Error};
use alloc::{collections::BTreeSet, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::pallet_prelude::*;
use myelin_emission::{EmissionRule as Rule, RootVote, Voter};
use myelin_units::{NetUid, Tao};
use scale_info::TypeInfo;

/// What a validator at root has said.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Ballot<AccountId> {
    /// Who has said it. When the seat has gone to someone else, it no longer counts.
    pub hotkey: AccountId,
    /// When.
    pub block: u64,
    /// How much of its vote each subnet has; only the proportions count.
    pub weights: Vec<(NetUid, u16)>,
}

impl<T: Config> Pallet<T> {
    /// A validator with a seat at root votes, in place of its last vote. There is one ballot a seat, with each subnet at
    /// most once.
    pub(crate) fn vote_at_root(
        hotkey: T::AccountId,
        netuids: Vec<NetUid>,
        weights: Vec<u16>,
    ) -> DispatchResult {
        ensure!(netuids.len() == weights.len(), Error::<T>::WeightVecNotEqualSize);
        let uid = Uids::<T>::get(NetUid::ROOT, &hotkey).ok_or(Error::<T>::HotKeyNotRegisteredInSubNet)?;
        let (now, last) = (Self::now(), RootBallots::<T>::get(uid).filter(|ballot| ballot.hotkey == hotkey));
        let limit = WeightsSetRateLimit::<T>::get(NetUid::ROOT);
        ensure!(last.is_none_or(|last| elapsed(last.block, now, limit)), Error::<T>::SettingWeightsTooFast);
        let different: BTreeSet<&NetUid> = netuids.iter().collect();
        ensure!(different.len() == netuids.len(), Error::<T>::DuplicateUids);
        for netuid in &netuids {
            ensure!(!netuid.is_root(), Error::<T>::InvalidValue);
            Self::ensure_subnet(*netuid)?;
        }
        let weights = netuids.into_iter().zip(weights).collect();
        RootBallots::<T>::insert(uid, Ballot { hotkey, block: now, weights });
        Self::deposit_event(Event::WeightsSet(NetUidStorageIndex::from(NetUid::ROOT), uid));
        Ok(())
    }

    /// Counts the votes when the rule asks for them: in the first block of the rule and then once a root tempo.
    /// Returns how many seats were looked at.
    pub(crate) fn count_votes_if_due(rule: &Rule, now: u64, netuids: &[NetUid]) -> usize {
        let Rule::RootVote(rule) = rule else { return 0 };
        let tempo = u64::from(Tempo::<T>::get(NetUid::ROOT).max(1));
        if VotesCountedAt::<T>::get().is_some_and(|last| now.saturating_sub(last) < tempo) {
            return 0;
        }
        VotesCountedAt::<T>::put(now);
        Self::count_votes(rule, netuids)
    }

    fn count_votes(rule: &RootVote, netuids: &[NetUid]) -> usize {
        let subnets: Vec<NetUid> = netuids.iter().copied().filter(|netuid| !netuid.is_root()).collect();
        let seats = SubnetworkN::<T>::get(NetUid::ROOT);
        let voters: Vec<Voter> = (0..seats).filter_map(|uid| Self::voter(uid, &subnets)).collect();
        // At most one entry a subnet.
        let _ = RootVoteWeight::<T>::clear(u32::MAX, None);
        for (netuid, votes) in subnets.iter().zip(rule.votes(&voters, subnets.len())) {
            if votes > 0 {
                RootVoteWeight::<T>::insert(netuid, votes);
            }
        }
        usize::from(seats)
    }

    fn voter(uid: u16, subnets: &[NetUid]) -> Option<Voter> {
        let ballot = RootBallots::<T>::get(uid)?;
        if Keys::<T>::get(NetUid::ROOT, uid) != ballot.hotkey {
            return None;
        }
        let place = |netuid: NetUid| subnets.binary_search(&netuid).ok();
        Some(Voter {
            stake: Tao::new(TotalHotkeyAlpha::<T>::get(&ballot.hotkey, NetUid::ROOT).rao()),
            weights: ballot
                .weights
                .into_iter()
                .filter_map(|(netuid, weight)| Some((place(netuid)?, weight)))
                .collect(),
        })
    }

    /// A subnet is gone: whoever has its number next inherits no vote. One ballot a seat.
    pub(crate) fn forget_votes(netuid: NetUid) {
        RootBallots::<T>::translate_values(|mut ballot: Ballot<T::AccountId>| {
            ballot.weights.retain(|(voted, _)| *voted != netuid);
            Some(ballot)
        });
        RootVoteWeight::<T>::remove(netuid);
    }
}
