//! The books of root claims (economics §6.1, rule 7): nothing is owed that was not set aside, to the last bit.

use crate::{invariants::Broken, pallet::*};
use alloc::collections::BTreeMap;
use myelin_stake::{AccrualError, Accumulator, Q96};
use myelin_units::{Alpha, NetUid};

impl<T: Config> Pallet<T> {
    /// Kept stake against its sums, and what each accumulator owes against what it has.
    pub(crate) fn check_root_claims() -> Result<(), Broken> {
        let mut stakes = BTreeMap::<T::AccountId, Alpha>::new();
        for (hotkey, _, kept) in KeptRoot::<T>::iter() {
            let sum = stakes.entry(hotkey).or_default();
            *sum = sum.checked_add(kept.stake)?;
        }
        for (hotkey, sum) in &stakes {
            let counter = KeptRootStake::<T>::get(hotkey);
            if counter != *sum || TotalHotkeyAlpha::<T>::get(hotkey, NetUid::ROOT) < counter {
                return Err(Broken::KeptStake(counter, *sum));
            }
        }
        let orphan = KeptRootStake::<T>::iter().find(|(hotkey, _)| !stakes.contains_key(hotkey));
        if let Some((_, counter)) = orphan {
            return Err(Broken::KeptStake(counter, Alpha::ZERO));
        }
        Self::check_root_pots()
    }

    fn check_root_pots() -> Result<(), Broken> {
        let mut sums = BTreeMap::<NetUid, Alpha>::new();
        for (hotkey, pots) in RootPots::<T>::iter() {
            for (netuid, pot) in pots {
                let sum = sums.entry(netuid).or_default();
                *sum = sum.checked_add(pot.unclaimed())?;
                let accrued = Self::accrued_of(&hotkey, netuid, &pot);
                if accrued != Ok(Q96::new(pot.unclaimed().rao())) {
                    return Err(Broken::RootAccrued(netuid, pot.unclaimed()));
                }
            }
        }
        for (netuid, counter) in RootUnclaimed::<T>::iter() {
            let sum = sums.remove(&netuid).unwrap_or_default();
            if sum != counter {
                return Err(Broken::RootUnclaimed(netuid, counter, sum));
            }
        }
        match sums.into_iter().find(|(_, sum)| !sum.is_zero()) {
            Some((netuid, sum)) => Err(Broken::RootUnclaimed(netuid, Alpha::ZERO, sum)),
            None => Ok(()),
        }
    }

    /// What is carried and what all positions have accrued of an accumulator.
    fn accrued_of(hotkey: &T::AccountId, netuid: NetUid, pot: &Accumulator) -> Result<Q96, AccrualError> {
        KeptRoot::<T>::iter_prefix_values(hotkey).try_fold(pot.carried(), |sum, kept| {
            let accrual = kept.accruals.get(&netuid).copied().unwrap_or_default();
            sum.checked_add(accrual.accrued(pot, kept.stake)?)
        })
    }
}
