//! Dissolution of subnets (economics §1.7, decision 0013).
//!
//! From the block in which it is decided the subnet is no more: nothing trades, nothing is emitted, no call reaches it.
//! Then, so much a block: what is pending is paid by a last epoch; all alpha is counted by coldkey; the pool's TAO is
//! shared by largest remainder and paid as free TAO; positions and everything else that names the subnet are removed;
//! the netuid is free again. One subnet at a time, the first of the queue.

pub mod begin;
pub mod books;
pub mod count;
pub mod pay;
pub mod quote;
pub mod storage;
pub mod sweep;

#[cfg(test)]
mod tests;

use crate::{costs, pallet::*, Error};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{DissolveCleanupPhase, DissolveCleanupStatus};
use scale_info::TypeInfo;
pub use sweep::{Place, SubnetSweep};

/// Positions, payments or keys that a block works on at most.
pub const ROOM: u32 = 200;
/// Subnets that may be waiting to be cleaned up.
pub const MOST_DISSOLVING: usize = 16;

/// What is done next.
#[derive(Copy, Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum Phase {
    /// A last epoch pays what is pending.
    Closing,
    /// What is owed to kept root stake is paid as alpha.
    Claiming,
    /// The alpha of each coldkey is counted.
    Counting,
    /// Each coldkey's share is computed and takes its place in the order of payments.
    Ranking,
    /// The payments are made.
    Paying,
    /// Parents and children, and where miners' pay goes, are forgotten.
    Forgetting,
    /// Positions and share pools are removed.
    Clearing,
    /// Whatever else names the subnet is removed: the place in the list of such items.
    Sweeping(u32),
}

/// How far a dissolution is.
#[derive(Clone, Debug, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Dissolution {
    /// What is done next.
    pub phase: Phase,
    /// The key behind which it goes on; empty for the beginning.
    pub cursor: Vec<u8>,
    /// Alpha of all holders counted so far.
    pub holders: Alpha,
    /// Alpha that nobody owns, and the pool's reserve.
    pub chain: Alpha,
    /// TAO that is shared out.
    pub pot: Tao,
    /// What is left of the pot when all shares ranked so far are rounded down.
    pub left: Tao,
    /// Payments made.
    pub paid: u64,
}

impl Dissolution {
    const fn new() -> Self {
        Self {
            phase: Phase::Closing,
            cursor: Vec::new(),
            holders: Alpha::ZERO,
            chain: Alpha::ZERO,
            pot: Tao::ZERO,
            left: Tao::ZERO,
            paid: 0,
        }
    }

    /// All alpha that the pot is shared by.
    pub fn all(&self) -> u128 {
        u128::from(self.holders.rao()).saturating_add(self.chain.rao().into())
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.cursor = Vec::new();
    }
}

impl<T: Config> Pallet<T> {
    /// Whether a subnet of this netuid is being dissolved: it is no more, and its netuid is not free yet.
    pub fn is_dissolving(netuid: NetUid) -> bool {
        Dissolutions::<T>::contains_key(netuid)
    }

    /// One block's work on the first of the queue. What fails is undone, told, and tried again after the others.
    pub(crate) fn step_dissolution() -> Weight {
        let Some(netuid) = DissolveCleanupQueue::<T>::get().first().copied() else {
            return costs::dissolution_idle::<T>();
        };
        let neurons = Self::neurons_of_last_epoch(netuid);
        if let Err(error) = with_storage_layer(|| Self::advance_dissolution(netuid)) {
            DissolveCleanupQueue::<T>::mutate(|queue| queue.rotate_left(1));
            Self::deposit_event(Event::DissolutionStepFailed { netuid, error });
        }
        Self::show_dissolution();
        let ended = !Self::is_dissolving(netuid);
        let ballots = if ended { SubnetworkN::<T>::get(NetUid::ROOT) } else { 0 };
        costs::dissolution::<T>(ROOM, neurons).saturating_add(costs::forgotten_votes::<T>(ballots))
    }

    fn neurons_of_last_epoch(netuid: NetUid) -> usize {
        match Dissolutions::<T>::get(netuid).map(|state| state.phase) {
            Some(Phase::Closing) => usize::from(SubnetworkN::<T>::get(netuid)),
            _ => 0,
        }
    }

    fn advance_dissolution(netuid: NetUid) -> DispatchResult {
        let mut state = Dissolutions::<T>::get(netuid).ok_or(Error::<T>::SubnetNotExists)?;
        let mut room = ROOM;
        while room > 0 {
            let Some(used) = Self::dissolve_some(netuid, &mut state, room)? else {
                return Self::end_dissolution(netuid);
            };
            room = room.saturating_sub(used.max(1));
        }
        Dissolutions::<T>::insert(netuid, state);
        Ok(())
    }

    /// Works on the present phase. Returns how much of the room it took; nothing when there is nothing left to do.
    fn dissolve_some(
        netuid: NetUid,
        state: &mut Dissolution,
        room: u32,
    ) -> Result<Option<u32>, DispatchError> {
        match state.phase {
            Phase::Closing => Self::close_subnet(netuid, state, room).map(Some),
            Phase::Claiming => Self::pay_root_claims(netuid, state, room).map(Some),
            Phase::Counting => Self::count_alpha(netuid, state, room).map(Some),
            Phase::Ranking => Self::rank_claims(netuid, state, room).map(Some),
            Phase::Paying => Self::pay_claims(netuid, state, room).map(Some),
            Phase::Forgetting => Ok(Some(Self::forget_choices(netuid, state, room))),
            Phase::Clearing => Ok(Some(Self::clear_positions(netuid, state, room))),
            Phase::Sweeping(place) => Ok(Self::sweep(netuid, state, place, room)),
        }
    }

    fn end_dissolution(netuid: NetUid) -> DispatchResult {
        // Nobody can have voted for it since it began.
        Self::forget_votes(netuid);
        let rest = Self::close_subnet_account(netuid)?;
        Self::tell_recycled(netuid, rest);
        Dissolutions::<T>::remove(netuid);
        DissolveCleanupQueue::<T>::mutate(|queue| queue.retain(|waiting| *waiting != netuid));
        Self::deposit_event(Event::NetworkDissolveCleanupCompleted { netuid });
        Ok(())
    }

    pub(crate) fn tell_recycled(netuid: NetUid, tao: Tao) {
        if !tao.is_zero() {
            Self::deposit_event(Event::DissolutionRecycled { netuid, tao });
        }
    }

    /// The wire's copy of how far the first of the queue is.
    fn show_dissolution() {
        let first = DissolveCleanupQueue::<T>::get().first().copied();
        let status = first.and_then(|netuid| {
            Dissolutions::<T>::get(netuid).map(|state| DissolveCleanupStatus {
                netuid,
                phase: wire_phase(state.phase),
                subnet_total_alpha_value: Some(state.holders.rao().into()),
                subnet_distributed_tao: Some(Self::distributed(netuid, &state).rao().into()),
                last_key: (!state.cursor.is_empty()).then_some(state.cursor),
            })
        });
        CurrentDissolveCleanupStatus::<T>::set(status);
    }

    fn distributed(netuid: NetUid, state: &Dissolution) -> Tao {
        // Before the pot is counted nothing is distributed.
        state.pot.checked_sub(SubnetTAO::<T>::get(netuid)).unwrap_or(Tao::ZERO)
    }
}

const fn wire_phase(phase: Phase) -> DissolveCleanupPhase {
    match phase {
        Phase::Closing => DissolveCleanupPhase::SubnetRootDividendsRootClaimable,
        Phase::Claiming => DissolveCleanupPhase::SubnetRootDividendsRootClaimed,
        Phase::Counting => DissolveCleanupPhase::AlphaInOutStakesGetTotalAlphaValue,
        Phase::Ranking | Phase::Paying => DissolveCleanupPhase::AlphaInOutStakesSettleStakes,
        Phase::Forgetting => DissolveCleanupPhase::NetworkChildkeys,
        Phase::Clearing => DissolveCleanupPhase::AlphaInOutStakesAlpha,
        Phase::Sweeping(_) => DissolveCleanupPhase::NetworkMapParameters,
    }
}
