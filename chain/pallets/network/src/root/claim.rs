//! Claiming what kept root stake has earned.

use crate::{costs, pallet::*, Error};
use alloc::{collections::BTreeSet, vec::Vec};
use frame_support::{dispatch::DispatchResultWithPostInfo, pallet_prelude::*, storage::with_storage_layer};
use myelin_pool::sell_free;
use myelin_units::{Alpha, NetUid, Tao};

/// Most subnets in one claim (economics §7).
pub const MAX_CLAIMED_SUBNETS: usize = 5;
/// Most hotkeys that a claim looks at.
pub const MAX_CLAIMED_HOTKEYS: usize = 64;
/// Most payments of one claim, each from one subnet on one hotkey; what is more waits for the next claim.
pub const MAX_PAYMENTS: usize = 32;

/// What a claim looked at and paid.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Claimed {
    /// Hotkeys looked at.
    pub hotkeys: usize,
    /// Payments made, or tried.
    pub payments: usize,
    /// TAO that was staked at root.
    pub tao: Tao,
}

impl<T: Config> Pallet<T> {
    /// Pays a coldkey what these subnets owe it, on all its hotkeys.
    pub(crate) fn claim_root_dividends(
        coldkey: &T::AccountId,
        subnets: BTreeSet<NetUid>,
    ) -> DispatchResultWithPostInfo {
        ensure!(!subnets.is_empty() && subnets.len() <= MAX_CLAIMED_SUBNETS, Error::<T>::InvalidValue);
        subnets.iter().try_for_each(|netuid| Self::ensure_has_root_claims(*netuid))?;
        let subnets: Vec<NetUid> = subnets.into_iter().collect();
        let mut claimed = Claimed::default();
        for hotkey in StakingHotkeys::<T>::get(coldkey).into_iter().take(MAX_CLAIMED_HOTKEYS) {
            claimed.hotkeys = claimed.hotkeys.saturating_add(1);
            if KeptRoot::<T>::contains_key(&hotkey, coldkey) {
                Self::claim_on(&hotkey, coldkey, &subnets, &mut claimed, |owed, _| !owed.is_zero())?;
            }
        }
        Self::deposit_event(Event::RootClaimed { coldkey: coldkey.clone(), tao: claimed.tao });
        Ok(Some(costs::claimed_root::<T>(claimed.hotkeys, claimed.payments)).into())
    }

    /// Pays a position what these subnets owe it, where it is `enough` and as far as [`MAX_PAYMENTS`] goes. One that
    /// cannot be paid now (its pool gives nothing for so little) stays owed.
    pub(crate) fn claim_on(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        subnets: &[NetUid],
        claimed: &mut Claimed,
        enough: impl Fn(Alpha, NetUid) -> bool,
    ) -> DispatchResult {
        for netuid in subnets {
            if !enough(Self::owed_root(hotkey, coldkey, *netuid), *netuid) || claimed.payments >= MAX_PAYMENTS
            {
                continue;
            }
            claimed.payments = claimed.payments.saturating_add(1);
            if let Ok(tao) = with_storage_layer(|| Self::pay_root_claim(hotkey, coldkey, *netuid)) {
                claimed.tao = claimed.tao.checked_add(tao).map_err(|_| Error::<T>::Overflow)?;
            }
        }
        Ok(())
    }

    /// Pays what one subnet owes a position: as alpha where the coldkey keeps it, else sold and staked at root. Returns
    /// the TAO.
    fn pay_root_claim(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
    ) -> Result<Tao, DispatchError> {
        ensure!(!RootClosing::<T>::get().contains_key(&netuid), Error::<T>::WaitingForDissolvedSubnetCleanup);
        let alpha = Self::take_owed(hotkey, coldkey, netuid)?;
        let tao = if Self::keeps_alpha_of(coldkey, netuid) {
            Self::deposit_stake(hotkey, coldkey, netuid, alpha)?;
            Tao::ZERO
        } else {
            Self::sell_root_claim(hotkey, coldkey, netuid, alpha)?
        };
        Self::deposit_event(Event::RootDividendPaid {
            coldkey: coldkey.clone(),
            hotkey: hotkey.clone(),
            netuid,
            alpha,
            tao,
        });
        Ok(tao)
    }

    /// Takes all whole alpha that a subnet owes a position off the books of root claims: it is the caller's to give.
    pub(crate) fn take_owed(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
    ) -> Result<Alpha, DispatchError> {
        let mut kept = KeptRoot::<T>::get(hotkey, coldkey);
        let mut accrual = kept.accruals.get(&netuid).copied().unwrap_or_default();
        let owed = RootPots::<T>::try_mutate(hotkey, |pots| {
            let pot = pots.get_mut(&netuid).ok_or(Error::<T>::Overflow)?;
            accrual.settle(pot, kept.stake).map_err(Self::accrual_error)?;
            let owed = Alpha::new(accrual.banked().whole());
            accrual.pay(pot, owed).map_err(Self::accrual_error)?;
            Ok::<_, DispatchError>(owed)
        })?;
        Self::lower_unclaimed(netuid, owed)?;
        Self::publish_root_claimed(hotkey, coldkey, netuid, accrual.claimed_on_the_wire(kept.stake));
        kept.accruals.insert(netuid, accrual);
        KeptRoot::<T>::insert(hotkey, coldkey, kept);
        Ok(owed)
    }

    /// Sold as the epoch sells it, without a fee: what is kept and what is swapped cost the same.
    fn sell_root_claim(
        hotkey: &T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        alpha: Alpha,
    ) -> Result<Tao, DispatchError> {
        Self::ensure_tradable(netuid)?;
        let sold = sell_free(&Self::reserves(netuid), alpha).map_err(Self::pool_error)?;
        ensure!(!sold.tao.is_zero(), Error::<T>::AmountTooLow);
        Self::pay_between_pools(netuid, NetUid::ROOT, sold.tao)?;
        Self::record_root_sale(netuid, &sold)?;
        Self::deposit_stake(hotkey, coldkey, NetUid::ROOT, Self::root_alpha(sold.tao))?;
        Ok(sold.tao)
    }
}
