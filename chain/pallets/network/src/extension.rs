//! What is asked of a call before it enters the pool of transactions (yuma.md §2.9; wire-surface.md §5).
//!
//! Some calls are free. One of those that would fail must cost its sender the place in the pool, not a block its space,
//! so it is asked here what the call itself asks first, and again when a block is built. Calls that pay a fee are tried
//! in a storage layer that is undone. Failures that clients know by number are told here; of the others a neuron's own
//! mistakes go to the block, where they fail by name, and the rest is a bad request.

mod weights;

use crate::{pallet::*, Error};
use codec::{Decode, DecodeWithMemTracking, Encode};
use core::marker::PhantomData;
use frame_support::{
    dispatch::DispatchInfo,
    pallet_prelude::*,
    storage::{with_transaction, TransactionOutcome},
    traits::{IsSubType, OriginTrait, PalletInfoAccess, UnfilteredDispatchable},
    weights::Weight,
    CloneNoBound, DebugNoBound, EqNoBound, PartialEqNoBound,
};
use myelin_views::neuron::{AxonInfo, PrometheusInfo};
use sp_runtime::{
    impl_tx_ext_default,
    traits::{DispatchInfoOf, DispatchOriginOf, Dispatchable, TransactionExtension, ValidateResult},
    transaction_validity::{InvalidTransaction, TransactionSource, TransactionValidityError},
    ModuleError,
};

/// Why the pool refuses a call: the wire's numbers.
#[allow(missing_docs)] // The variants are the wire's names.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Refusal {
    ColdkeyInSwapSchedule = 0,
    StakeAmountTooLow = 1,
    BalanceTooLow = 2,
    SubnetNotExists = 3,
    HotkeyAccountDoesntExist = 4,
    NotEnoughStakeToWithdraw = 5,
    RateLimitExceeded = 6,
    InsufficientLiquidity = 7,
    SlippageTooHigh = 8,
    TransferDisallowed = 9,
    HotKeyNotRegisteredInNetwork = 10,
    InvalidIpAddress = 11,
    ServingRateLimitExceeded = 12,
    InvalidPort = 13,
    InvalidRevealRound = 15,
    CommitNotFound = 16,
    CommitBlockNotInRevealRange = 17,
    InputLengthsUnequal = 18,
    UidNotFound = 19,
    ColdkeySwapDisputed = 21,
    NonAssociatedColdKey = 25,
    DelegateTakeTooLow = 26,
    DelegateTakeTooHigh = 27,
    BadRequest = 255,
}

impl Refusal {
    /// The number for an error of this pallet; none where the wire has none.
    pub fn of<T: Config>(error: &DispatchError) -> Option<Self> {
        let DispatchError::Module(ModuleError { index, error, .. }) = error else { return None };
        if usize::from(*index) != Pallet::<T>::index() {
            return None;
        }
        Some(match Error::<T>::decode(&mut error.as_slice()).ok()? {
            Error::<T>::AmountTooLow | Error::<T>::NotEnoughStakeToSetWeights => Self::StakeAmountTooLow,
            Error::<T>::NotEnoughBalanceToStake | Error::<T>::CannotAffordLockCost => Self::BalanceTooLow,
            Error::<T>::SubnetNotExists => Self::SubnetNotExists,
            Error::<T>::HotKeyAccountNotExists => Self::HotkeyAccountDoesntExist,
            Error::<T>::NotEnoughStakeToWithdraw => Self::NotEnoughStakeToWithdraw,
            Error::<T>::InvalidRevealRound => Self::InvalidRevealRound,
            Error::<T>::NoWeightsCommitFound | Error::<T>::InvalidRevealCommitHashNotMatch => {
                Self::CommitNotFound
            }
            Error::<T>::RevealTooEarly | Error::<T>::ExpiredWeightCommit => Self::CommitBlockNotInRevealRange,
            Error::<T>::SettingWeightsTooFast
            | Error::<T>::CommittingWeightsTooFast
            | Error::<T>::TooManyUnrevealedCommits
            | Error::<T>::DelegateTxRateLimitExceeded
            | Error::<T>::NetworkTxRateLimitExceeded
            | Error::<T>::TxRateLimitExceeded => Self::RateLimitExceeded,
            Error::<T>::InsufficientLiquidity => Self::InsufficientLiquidity,
            Error::<T>::SlippageTooHigh => Self::SlippageTooHigh,
            Error::<T>::TransferDisallowed => Self::TransferDisallowed,
            Error::<T>::HotKeyNotRegisteredInNetwork | Error::<T>::HotKeyNotRegisteredInSubNet => {
                Self::HotKeyNotRegisteredInNetwork
            }
            Error::<T>::InvalidIpAddress | Error::<T>::InvalidIpType => Self::InvalidIpAddress,
            Error::<T>::ServingRateLimitExceeded => Self::ServingRateLimitExceeded,
            Error::<T>::InvalidPort => Self::InvalidPort,
            Error::<T>::InputLengthsUnequal | Error::<T>::WeightVecNotEqualSize => Self::InputLengthsUnequal,
            Error::<T>::UidVecContainInvalidOne => Self::UidNotFound,
            Error::<T>::NonAssociatedColdKey => Self::NonAssociatedColdKey,
            Error::<T>::DelegateTakeTooLow => Self::DelegateTakeTooLow,
            Error::<T>::DelegateTakeTooHigh => Self::DelegateTakeTooHigh,
            _ => return None,
        })
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        InvalidTransaction::Custom(refusal as u8).into()
    }
}

/// Keeps out of the pool, and free calls out of blocks, what would fail; orders calls that set weights by stake.
#[derive(
    Encode, Decode, DecodeWithMemTracking, CloneNoBound, EqNoBound, PartialEqNoBound, DebugNoBound, TypeInfo,
)]
#[scale_info(skip_type_params(T))]
pub struct SubtensorTransactionExtension<T: Config>(PhantomData<T>);

impl<T: Config> SubtensorTransactionExtension<T> {
    /// The extension; it carries nothing.
    pub fn new() -> Self {
        Self(PhantomData)
    }

    /// What a call asks first, when it is a free one.
    fn check_free(who: &T::AccountId, call: &Call<T>) -> Option<DispatchResult> {
        Some(match call {
            Call::serve_axon { .. } | Call::serve_axon_tls { .. } | Call::serve_prometheus { .. } => {
                Self::check_serving(who, call)
            }
            Call::decrease_take { hotkey, take } => Pallet::<T>::ensure_lower_take(who, hotkey, *take),
            Call::increase_take { hotkey, take } => Pallet::<T>::ensure_raise_take(who, hotkey, *take),
            _ => return Self::check_weights(who, call),
        })
    }

    fn check_serving(who: &T::AccountId, call: &Call<T>) -> DispatchResult {
        match call {
            Call::serve_axon { netuid, ip, port, ip_type, .. }
            | Call::serve_axon_tls { netuid, ip, port, ip_type, .. } => {
                let axon = AxonInfo { ip: *ip, port: *port, ip_type: *ip_type, ..AxonInfo::default() };
                Pallet::<T>::ensure_axon(who, *netuid, &axon)
            }
            Call::serve_prometheus { netuid, ip, port, ip_type, .. } => {
                let prometheus =
                    PrometheusInfo { ip: *ip, port: *port, ip_type: *ip_type, ..PrometheusInfo::default() };
                Pallet::<T>::ensure_prometheus(who, *netuid, &prometheus)
            }
            _ => Ok(()),
        }
    }

    /// Whether the call is one that pays a fee and is tried all the same, because clients know its failures by number.
    fn is_tried(call: &Call<T>) -> bool {
        matches!(
            call,
            Call::add_stake { .. }
                | Call::add_stake_limit { .. }
                | Call::remove_stake { .. }
                | Call::remove_stake_limit { .. }
                | Call::remove_stake_full_limit { .. }
                | Call::unstake_all { .. }
                | Call::unstake_all_alpha { .. }
                | Call::move_stake { .. }
                | Call::transfer_stake { .. }
                | Call::swap_stake { .. }
                | Call::swap_stake_limit { .. }
                | Call::burned_register { .. }
                | Call::register_limit { .. }
                | Call::register_network { .. }
                | Call::register_network_with_identity { .. }
        )
    }

    /// How the call would end, leaving nothing behind.
    fn try_out(origin: T::RuntimeOrigin, call: &Call<T>) -> DispatchResult {
        let outcome = with_transaction(|| {
            let outcome = call.clone().dispatch_bypass_filter(origin);
            TransactionOutcome::Rollback(Ok::<_, DispatchError>(outcome))
        });
        outcome?.map(|_| ()).map_err(|failed| failed.error)
    }

    fn check(
        origin: &T::RuntimeOrigin,
        who: &T::AccountId,
        call: &Call<T>,
        source: TransactionSource,
    ) -> Result<(), Refusal> {
        if let Some(outcome) = Self::check_free(who, call) {
            return outcome.or_else(|error| match Refusal::of::<T>(&error) {
                Some(refusal) => Err(refusal),
                None if Self::fails_by_name(who, call) => Ok(()),
                None => Err(Refusal::BadRequest),
            });
        }
        let told = |error: DispatchError| Refusal::of::<T>(&error).map_or(Ok(()), Err);
        // Once in a block, the call itself says how it ends, and the fee is paid.
        if source == TransactionSource::InBlock || !Self::is_tried(call) {
            return Ok(());
        }
        Self::try_out(origin.clone(), call).or_else(told)
    }
}

impl<T: Config> Default for SubtensorTransactionExtension<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: Config + Send + Sync> TransactionExtension<T::RuntimeCall> for SubtensorTransactionExtension<T>
where
    T::RuntimeCall: Dispatchable<Info = DispatchInfo> + IsSubType<Call<T>>,
{
    const IDENTIFIER: &'static str = "SubtensorTransactionExtension";
    type Implicit = ();
    type Val = ();
    type Pre = ();

    fn weight(&self, call: &T::RuntimeCall) -> Weight {
        let first = call.is_sub_type().map_or(Weight::zero(), crate::costs::checked_first::<T>);
        crate::costs::unblocked::<T>().saturating_add(first)
    }

    fn validate(
        &self,
        origin: DispatchOriginOf<T::RuntimeCall>,
        call: &T::RuntimeCall,
        _info: &DispatchInfoOf<T::RuntimeCall>,
        _len: usize,
        _self_implicit: Self::Implicit,
        _inherited_implication: &impl Encode,
        source: TransactionSource,
    ) -> ValidateResult<Self::Val, T::RuntimeCall> {
        let mut validity = ValidTransaction::default();
        if let Some(who) = origin.as_signer() {
            Pallet::<T>::ensure_unblocked(who, call)?;
        }
        if let (Some(call), Some(who)) = (call.is_sub_type(), origin.as_signer()) {
            Self::check(&origin, who, call, source)?;
            validity.priority = Self::priority(who, call);
        }
        Ok((validity, (), origin))
    }

    impl_tx_ext_default!(T::RuntimeCall; prepare);
}

#[cfg(test)]
mod tests;
