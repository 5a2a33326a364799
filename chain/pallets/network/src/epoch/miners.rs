//! Paying the miners, and what the owner's own miners earn (economics §2.7).

use super::inputs::EpochState;
use crate::{ledger::set_amount, pallet::*, Error};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::pallet_prelude::*;
use myelin_stake::Payout;
use myelin_units::{Alpha, NetUid};
use myelin_views::FixedU128;

/// What becomes of the incentive of a subnet owner's own miners: the wire's names and indexes.
#[derive(
    Copy, Clone, Debug, Default, Eq, PartialEq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub enum RecycleOrBurnEnum {
    /// It stays in existence and nobody owns it.
    #[default]
    Burn,
    /// It ceases to exist; the alpha curve steps back and emits it again.
    Recycle,
}

impl<T: Config> Pallet<T> {
    /// A miner's incentive becomes stake of its coldkey, on the hotkey that the coldkey chose or on its own. Hotkeys of
    /// the subnet's owner are not paid, nor are those of the one who runs a leased subnet: an owner cannot mine its own
    /// emission.
    pub(crate) fn pay_miners(
        netuid: NetUid,
        state: &EpochState<T::AccountId>,
        payout: &Payout,
    ) -> Result<Alpha, DispatchError> {
        let owner = (SubnetOwner::<T>::get(netuid), SubnetOwnerHotkey::<T>::get(netuid));
        let beneficiary = Self::lease_of(netuid).map(|(_, lease)| lease.beneficiary);
        let is_owners = |hotkey: &T::AccountId, coldkey: &T::AccountId| {
            *coldkey == owner.0 || *hotkey == owner.1 || Some(coldkey) == beneficiary.as_ref()
        };
        let (mut paid, mut withheld) = (Alpha::ZERO, Alpha::ZERO);
        for (hotkey, amount) in
            state.hotkeys.iter().zip(&payout.miners).filter(|(_, amount)| !amount.is_zero())
        {
            let coldkey = Owner::<T>::get(hotkey);
            let sum = if is_owners(hotkey, &coldkey) {
                &mut withheld
            } else {
                Self::pay_incentive(hotkey, &coldkey, netuid, *amount)?;
                &mut paid
            };
            set_amount::<T, _>(sum, sum.checked_add(*amount))?;
        }
        Self::withhold(netuid, paid, withheld)?;
        Ok(paid)
    }

    /// Destroys, or leaves to nobody, what the owner's miners would have had, and remembers the fraction of the incentive
    /// that this was: the emission rules ask for it.
    fn withhold(netuid: NetUid, paid: Alpha, withheld: Alpha) -> DispatchResult {
        let total = paid.checked_add(withheld).map_err(|_| Error::<T>::Overflow)?;
        let bits = (u128::from(withheld.rao()) << 32).checked_div(total.rao().into()).unwrap_or(0);
        MinerBurned::<T>::insert(netuid, FixedU128 { bits });
        if withheld.is_zero() {
            return Ok(());
        }
        let mode = RecycleOrBurn::<T>::get(netuid);
        match mode {
            RecycleOrBurnEnum::Burn => Self::leave_to_nobody(netuid, withheld),
            RecycleOrBurnEnum::Recycle => Self::recycle_alpha_out(netuid, withheld),
        }?;
        Self::deposit_event(Event::MinerIncentiveWithheld { netuid, alpha: withheld, mode });
        Ok(())
    }
}
