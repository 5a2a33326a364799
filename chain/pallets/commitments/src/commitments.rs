//! Publishing a commitment: who may, which fields, within which space (yuma.md §3.8).

use crate::{
    data::Data,
    pallet::*,
    registration::{CommitmentInfo, Registration, DEPOSIT},
};
use frame_support::{dispatch::DispatchResult, ensure};
use frame_system::{ensure_root, ensure_signed, pallet_prelude::OriginFor, Pallet as System};
use myelin_units::NetUid;
use pallet_network::{Pallet as Network, SubnetEpochIndex, Uids};

impl<T: Config> Pallet<T> {
    pub(crate) fn commit(origin: OriginFor<T>, netuid: NetUid, info: CommitmentInfo) -> DispatchResult {
        let hotkey = ensure_signed(origin)?;
        ensure!(Uids::<T>::contains_key(netuid, &hotkey), Error::<T>::AccountNotAllowedCommit);
        info.fields.iter().try_for_each(Self::ensure_allowed)?;
        Self::use_space(netuid, &hotkey, info.bytes())?;
        let block = System::<T>::block_number();
        let resets = info.resets_bonds();
        let rounds = info.rounds();
        Self::unqueue(netuid, &hotkey);
        CommitmentOf::<T>::insert(netuid, &hotkey, Registration { deposit: DEPOSIT, block, info });
        Self::queue(netuid, &hotkey);
        LastCommitment::<T>::insert(netuid, &hotkey, block);
        if resets {
            Network::<T>::reset_bonds_on(netuid, &hotkey).ok_or(Error::<T>::BondsResetDisabled)?;
            LastBondsReset::<T>::insert(netuid, &hotkey, block);
        }
        if rounds.is_empty() {
            Self::deposit_event(Event::Commitment { netuid, who: hotkey.clone() });
        }
        for reveal_round in rounds {
            Self::deposit_event(Event::TimelockCommitment { netuid, who: hotkey.clone(), reveal_round });
        }
        Ok(())
    }

    pub(crate) fn limit_space(origin: OriginFor<T>, bytes: u32) -> DispatchResult {
        ensure_root(origin)?;
        MaxSpace::<T>::put(bytes);
        Ok(())
    }

    /// Only the chain says that a field could not be opened; and what could never be opened is refused.
    fn ensure_allowed(field: &Data) -> Result<(), Error<T>> {
        match field {
            Data::TimelockEncrypted { reveal_round, .. } => Self::ensure_can_open(*reveal_round),
            Data::TimelockRevealFailed { .. } => Err(Error::TimelockRevealFailedNotAllowed),
            Data::None
            | Data::ResetBondsFlag
            | Data::Raw(_)
            | Data::BlakeTwo256(_)
            | Data::Sha256(_)
            | Data::Keccak256(_)
            | Data::ShaThree256(_)
            | Data::BigRaw(_) => Ok(()),
        }
    }

    /// Takes `bytes` from what the hotkey may commit until the subnet's next epoch.
    fn use_space(netuid: NetUid, hotkey: &T::AccountId, bytes: u64) -> Result<(), Error<T>> {
        let used = UsedSpaceOf::<T>::get(netuid, hotkey).unwrap_or_default();
        let epoch = SubnetEpochIndex::<T>::get(netuid);
        let used = used.after(epoch, bytes, MaxSpace::<T>::get()).ok_or(Error::SpaceLimitExceeded)?;
        UsedSpaceOf::<T>::insert(netuid, hotkey, used);
        Ok(())
    }
}
