//! A subnet closes: what it owes to kept root stake is paid as alpha, so that whoever counts its holders then counts it
//! with them, and nothing of it stays behind (economics §1.7, pending alpha first). Bounded work in each call.

use crate::{ledger::set_amount, pallet::*};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_units::{Alpha, NetUid};

/// How far a subnet's closing has come.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct Closure {
    /// What is done now.
    pub step: ClosingStep,
    /// The key of the map behind which it goes on; empty for its beginning.
    pub cursor: Vec<u8>,
}

/// What is done, in this order: each step has seen all there is before the next begins.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum ClosingStep {
    /// Positions are paid.
    #[default]
    Pay,
    /// Accumulators are cleared; the fractions of a rao in them come to whole ones that nobody owns.
    Clear,
    /// Positions forget the subnet.
    Forget,
}

/// What a call came to.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Closing {
    /// Whether nothing is left.
    pub done: bool,
    /// Positions and hotkeys looked at.
    pub visited: u32,
}

impl<T: Config> Pallet<T> {
    /// Goes on with closing the root claims of a subnet, looking at `budget` positions or hotkeys at most. The subnet
    /// must earn nothing any more.
    pub fn close_root_claims(netuid: NetUid, budget: u32) -> Result<Closing, DispatchError> {
        let mut closure = RootClosing::<T>::get().remove(&netuid).unwrap_or_default();
        let mut visited = 0u32;
        let done = with_storage_layer(|| {
            // From now on claims wait.
            RootClosing::<T>::mutate(|all| all.insert(netuid, closure.clone()));
            while visited < budget {
                let room = budget.saturating_sub(visited);
                let (count, cursor) = Self::close_some(netuid, &closure, room)?;
                visited = visited.saturating_add(count);
                match (cursor, closure.step) {
                    (Some(cursor), _) => closure.cursor = cursor,
                    (None, ClosingStep::Pay) => closure = ClosingStep::Clear.begin(),
                    (None, ClosingStep::Clear) => closure = ClosingStep::Forget.begin(),
                    (None, ClosingStep::Forget) => return Ok(true),
                }
            }
            Ok::<_, DispatchError>(false)
        })?;
        Self::remember_closing(netuid, (!done).then_some(closure));
        if done {
            RootClaimableThreshold::<T>::remove(netuid);
        }
        Ok(Closing { done, visited })
    }

    fn remember_closing(netuid: NetUid, closure: Option<Closure>) {
        let mut all = RootClosing::<T>::get();
        all.remove(&netuid);
        all.extend(closure.map(|closure| (netuid, closure)));
        if all.is_empty() {
            RootClosing::<T>::kill();
        } else {
            RootClosing::<T>::put(all);
        }
    }

    /// One stretch of a step: how many were looked at, and where to go on, nothing when the step is at its end.
    fn close_some(
        netuid: NetUid,
        closure: &Closure,
        room: u32,
    ) -> Result<(u32, Option<Vec<u8>>), DispatchError> {
        let room = usize::try_from(room).unwrap_or(usize::MAX);
        let last = match closure.step {
            ClosingStep::Clear => {
                let hotkeys = Self::hotkeys_with_pots(&closure.cursor, room);
                for hotkey in &hotkeys {
                    Self::clear_root_pot(hotkey, netuid)?;
                }
                (hotkeys.len(), hotkeys.last().map(RootPots::<T>::hashed_key_for))
            }
            step => {
                let positions = Self::positions_kept(&closure.cursor, room);
                for (hotkey, coldkey) in &positions {
                    match step {
                        ClosingStep::Pay => Self::pay_before_closing(hotkey, coldkey, netuid)?,
                        _ => Self::forget_root_claim(hotkey, coldkey, netuid)?,
                    }
                }
                let last = positions.last();
                (
                    positions.len(),
                    last.map(|(hotkey, coldkey)| KeptRoot::<T>::hashed_key_for(hotkey, coldkey)),
                )
            }
        };
        let (count, cursor) = last;
        Ok((u32::try_from(count).unwrap_or(u32::MAX), cursor.filter(|_| count == room)))
    }

    fn hotkeys_with_pots(cursor: &[u8], room: usize) -> Vec<T::AccountId> {
        match cursor.is_empty() {
            true => RootPots::<T>::iter_keys().take(room).collect(),
            false => RootPots::<T>::iter_keys_from(cursor.to_vec()).take(room).collect(),
        }
    }

    fn positions_kept(cursor: &[u8], room: usize) -> Vec<(T::AccountId, T::AccountId)> {
        match cursor.is_empty() {
            true => KeptRoot::<T>::iter_keys().take(room).collect(),
            false => KeptRoot::<T>::iter_keys_from(cursor.to_vec()).take(room).collect(),
        }
    }

    /// Whatever the coldkey wants of its dividends: the subnet's alpha is all there is to give now.
    fn pay_before_closing(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        if !RootPots::<T>::get(hotkey).contains_key(&netuid) {
            return Ok(());
        }
        let alpha = Self::take_owed(hotkey, coldkey, netuid)?;
        Self::deposit_stake(hotkey, coldkey, netuid, alpha)
    }

    fn clear_root_pot(hotkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        let mut pots = RootPots::<T>::get(hotkey);
        let Some(pot) = pots.remove(&netuid) else { return Ok(()) };
        if pots.is_empty() {
            RootPots::<T>::remove(hotkey);
        } else {
            RootPots::<T>::insert(hotkey, pots);
        }
        Self::publish_root_rates(hotkey);
        Self::give_to_nobody(netuid, pot.unclaimed())
    }

    /// Unclaimed alpha that no position has a whole rao of.
    fn give_to_nobody(netuid: NetUid, dust: Alpha) -> DispatchResult {
        if dust.is_zero() {
            return Ok(());
        }
        Self::lower_unclaimed(netuid, dust)?;
        SubnetProtocolAlpha::<T>::try_mutate(netuid, |own| set_amount::<T, _>(own, own.checked_add(dust)))
    }

    fn forget_root_claim(hotkey: &T::AccountId, coldkey: &T::AccountId, netuid: NetUid) -> DispatchResult {
        RootClaimed::<T>::remove((netuid, hotkey, coldkey));
        KeptRoot::<T>::mutate(hotkey, coldkey, |kept| kept.accruals.remove(&netuid));
        Self::prune_kept(hotkey, coldkey).map(|_| ())
    }
}

impl ClosingStep {
    const fn begin(self) -> Closure {
        Closure { step: self, cursor: Vec::new() }
    }
}
