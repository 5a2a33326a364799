//! While a coldkey's swap is announced, the coldkey does nothing but go on with the swap; while it is disputed, nothing
//! at all. This is asked of every transaction before it enters the pool and again in the block, of its signer and of
//! all in whose name its calls act, so that a proxy or a multisig is no way round.

use crate::{extension::Refusal, pallet::*};
use frame_support::traits::IsSubType;

/// Finds those in whose name a call acts.
pub trait ActingAccounts<AccountId, Call> {
    /// Shows each account and the call that it makes: the signer and its call first, then those within.
    fn each<E>(
        signer: &AccountId,
        call: &Call,
        see: &mut dyn FnMut(&AccountId, &Call) -> Result<(), E>,
    ) -> Result<(), E>;
}

/// Where no call carries another: the signer alone.
impl<AccountId, Call> ActingAccounts<AccountId, Call> for () {
    fn each<E>(
        signer: &AccountId,
        call: &Call,
        see: &mut dyn FnMut(&AccountId, &Call) -> Result<(), E>,
    ) -> Result<(), E> {
        see(signer, call)
    }
}

impl<T: Config> Pallet<T>
where
    T::RuntimeCall: IsSubType<Call<T>>,
{
    /// Whether no account that acts here is blocked by the swap of its coldkey.
    pub(crate) fn ensure_unblocked(signer: &T::AccountId, call: &T::RuntimeCall) -> Result<(), Refusal> {
        T::ActingAccounts::each(signer, call, &mut |who, call| {
            if !ColdkeySwapAnnouncements::<T>::contains_key(who) {
                return Ok(());
            }
            if ColdkeySwapDisputes::<T>::contains_key(who) {
                return Err(Refusal::ColdkeySwapDisputed);
            }
            match call.is_sub_type() {
                Some(
                    Call::announce_coldkey_swap { .. }
                    | Call::swap_coldkey_announced { .. }
                    | Call::dispute_coldkey_swap {}
                    | Call::clear_coldkey_swap_announcement {},
                ) => Ok(()),
                _ => Err(Refusal::ColdkeyInSwapSchedule),
            }
        })
    }
}
