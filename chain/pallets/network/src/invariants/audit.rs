//! Audits in production: the rules of the books that cost little are asked as the chain runs. A rule that does not hold is
//! told and counted; nothing stops, for whoever looks must still be able to act. The circuit breakers stop what must be
//! stopped (`ledger/gauges.rs`).

use super::Broken;
use crate::{costs, pallet::*};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::Weight;
use myelin_units::NetUid;
use scale_info::TypeInfo;

/// Which rule of the books does not hold.
#[derive(
    Copy, Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum BookRule {
    /// TAO in existence, at most 21 million.
    Issuance,
    /// A subnet's TAO in the ledger.
    Reserve,
    /// What the emission account owes.
    Emission,
    /// What went into a pool and came out of it.
    Gauge,
    /// The sum of all reserves.
    TotalStake,
    /// What is staked at root.
    Root,
    /// Alpha outside a pool and its owners.
    Alpha,
    /// Share pools and their holders.
    Shares,
    /// Lists that must agree: uids, stakers, families.
    Lists,
    /// An amount that does not fit.
    Amount,
}

impl Broken {
    /// Which rule it is.
    pub const fn rule(&self) -> BookRule {
        match self {
            Self::IssuanceAboveCap(..) => BookRule::Issuance,
            Self::ReserveUnlikeHold(..) => BookRule::Reserve,
            Self::Emission(..) => BookRule::Emission,
            Self::Gauge(..) => BookRule::Gauge,
            Self::TotalStake(..) => BookRule::TotalStake,
            Self::RootShort(..) | Self::KeptStake(..) => BookRule::Root,
            Self::AlphaOut(..) | Self::RootAccrued(..) | Self::RootUnclaimed(..) => BookRule::Alpha,
            Self::AlphaStaked(..)
            | Self::Shares(..)
            | Self::Vesting(..)
            | Self::ClaimsAbovePool(..)
            | Self::PoolAboveClaims(..) => BookRule::Shares,
            Self::Amount(..) => BookRule::Amount,
            _ => BookRule::Lists,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Once an epoch, the books of the subnet whose epoch it is: its reserves against the ledger and the gauges, its alpha
    /// against those it belongs to.
    pub(crate) fn audit_subnet(netuid: NetUid) {
        let books = Self::check_reserve(netuid)
            .and_then(|_| Self::check_alpha(netuid, TotalAlphaStaked::<T>::get(netuid)));
        Self::tell_if_broken(netuid, books);
    }

    /// Once a tempo of root, the books of all subnets together: what exists, what is reserved, what is owed.
    pub(crate) fn audit_network(now: u64, subnets: usize) -> Weight {
        let tempo = u64::from(Tempo::<T>::get(NetUid::ROOT).max(1));
        if now.checked_rem(tempo) != Some(0) {
            return Weight::zero();
        }
        Self::tell_if_broken(NetUid::ROOT, Self::check_totals());
        costs::audit::<T>(subnets)
    }

    fn tell_if_broken(netuid: NetUid, books: Result<(), Broken>) {
        let Err(broken) = books else { return };
        BooksNotClosed::<T>::mutate(|count| *count = count.saturating_add(1));
        Self::deposit_event(Event::BooksDoNotClose { netuid, rule: broken.rule() });
    }
}
