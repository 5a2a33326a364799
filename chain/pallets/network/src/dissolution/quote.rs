//! What holders would be paid: the dissolution itself, taken as far as the payments and then undone. So a quote is
//! what is paid, to the rao, if nothing happens in between.

use super::{Dissolution, Phase};
use crate::pallet::*;
use frame_support::{pallet_prelude::*, storage::with_transaction};
use myelin_registry::dissolution::{paid, rao_per_alpha};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{DeregPayment, DeregQuote};
use sp_runtime::TransactionOutcome;

impl<T: Config> Pallet<T> {
    /// What alpha of a subnet would be paid if it were dissolved in this block, or is being paid; nothing where there
    /// is no such subnet. The work of a whole epoch and as many steps as the subnet has positions: not for calls.
    pub fn dereg_quote(netuid: NetUid) -> Option<DeregQuote> {
        Self::as_if_dissolved(netuid, |state| DeregQuote {
            netuid,
            pot: state.pot,
            holders: state.holders,
            chain: state.chain,
            recycled: Self::due(netuid, state, &Self::subnet_account(netuid)),
            rao_per_alpha: rao_per_alpha(state.pot, state.all()),
        })
    }

    /// What a coldkey would be paid; nothing once it has been.
    pub fn dereg_quote_for(netuid: NetUid, coldkey: &T::AccountId) -> Option<DeregPayment> {
        Self::as_if_dissolved(netuid, |state| DeregPayment {
            alpha: Stakers::<T>::iter_key_prefix((netuid, coldkey))
                .map(|hotkey| Self::stake_of(&hotkey, coldkey, netuid))
                .try_fold(Alpha::ZERO, Alpha::checked_add)
                .unwrap_or(Alpha::MAX),
            tao: Self::due(netuid, state, coldkey),
        })
    }

    fn as_if_dissolved<R>(netuid: NetUid, read: impl FnOnce(&Dissolution) -> R) -> Option<R> {
        with_transaction(|| {
            let outcome = Self::dissolve_until_payments(netuid).map(|state| read(&state));
            TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome.ok()))
        })
        .ok()
        .flatten()
    }

    fn dissolve_until_payments(netuid: NetUid) -> Result<Dissolution, DispatchError> {
        if !Self::is_dissolving(netuid) {
            DissolveCleanupQueue::<T>::kill(); // a full queue is no reason not to answer
            Self::dissolve_subnet(netuid)?;
        }
        let mut state = Dissolutions::<T>::get(netuid).ok_or(crate::Error::<T>::SubnetNotExists)?;
        while matches!(state.phase, Phase::Closing | Phase::Claiming | Phase::Counting | Phase::Ranking) {
            Self::dissolve_some(netuid, &mut state, u32::MAX)?;
        }
        Ok(state)
    }

    /// What is to be paid to an account.
    fn due(netuid: NetUid, state: &Dissolution, account: &T::AccountId) -> Tao {
        let places = (state.paid..).zip(DissolutionPayments::<T>::iter_prefix((netuid,)));
        let mut its = places.filter(|(_, ((_, payee), _))| payee == account);
        its.next()
            .and_then(|(before, (_, (floor, _)))| paid(floor, before, state.left.rao()).ok())
            .unwrap_or(Tao::ZERO)
    }
}
