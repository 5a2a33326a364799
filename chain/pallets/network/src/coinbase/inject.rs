//! What a subnet does with its share of a block's TAO, and with the block's alpha (economics §2.4, §2.5).

use crate::{ledger::set_amount, pallet::*, Error};
use frame_support::{pallet_prelude::*, traits::fungible::Balanced};
use myelin_emission::{alpha_emission, split_alpha, AlphaSplit};
use myelin_pool::{buy_free, inject, Pool};
use myelin_units::{Alpha, NetUid, PerU16, Tao};

impl<T: Config> Pallet<T> {
    /// TAO enters the pool with as much alpha as the price asks for and the curve allows; the rest of the TAO buys
    /// alpha, which nobody owns. Then the block's alpha is set aside for owner, miners, validators and root.
    pub(crate) fn inject_and_split(netuid: NetUid, share: Tao) -> DispatchResult {
        let before = Self::reserves(netuid);
        let carried = Self::settle_carried(netuid)?;
        Self::mint_into_pool(netuid, T::Currency::issue(share.rao()))?;
        let share = share.checked_add(carried).map_err(|_| Error::<T>::Overflow)?;
        let alpha_out = alpha_emission(Self::alpha_issuance(netuid)?);
        Self::inject_share(netuid, &before, share, alpha_out)?;
        Self::set_aside(netuid, alpha_out)
    }

    fn inject_share(netuid: NetUid, before: &Pool, share: Tao, cap: Alpha) -> DispatchResult {
        let injection = inject(before, share, cap).map_err(Self::pool_error)?;
        let bought = buy_free(&injection.pool, injection.excess).map_err(Self::pool_error)?;
        ensure!(bought.pool.tao == SubnetTAO::<T>::get(netuid), Error::<T>::Overflow);
        SubnetAlphaIn::<T>::insert(netuid, bought.pool.alpha);
        SubnetTaoInEmission::<T>::insert(netuid, injection.tao);
        SubnetExcessTao::<T>::insert(netuid, injection.excess);
        SubnetAlphaInEmission::<T>::insert(netuid, injection.alpha);
        if bought.alpha.is_zero() {
            return Ok(());
        }
        SubnetAlphaOut::<T>::try_mutate(netuid, |out| {
            set_amount::<T, _>(out, out.checked_add(bought.alpha))
        })?;
        SubnetProtocolAlpha::<T>::try_mutate(netuid, |own| {
            set_amount::<T, _>(own, own.checked_add(bought.alpha))
        })
    }

    fn set_aside(netuid: NetUid, alpha: Alpha) -> DispatchResult {
        let split = Self::split_of(netuid, alpha)?;
        SubnetAlphaOutEmission::<T>::insert(netuid, alpha);
        SubnetAlphaOut::<T>::try_mutate(netuid, |out| set_amount::<T, _>(out, out.checked_add(alpha)))?;
        PendingOwnerCut::<T>::try_mutate(netuid, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(split.owner))
        })?;
        PendingServerEmission::<T>::try_mutate(netuid, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(split.server))
        })?;
        PendingValidatorEmission::<T>::try_mutate(netuid, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(split.validator))
        })?;
        PendingRootAlphaDivs::<T>::try_mutate(netuid, |pot| {
            set_amount::<T, _>(pot, pot.checked_add(split.root))
        })
    }

    /// Who gets how much of a block's alpha. Root's part falls as the subnet's alpha grows.
    fn split_of(netuid: NetUid, alpha: Alpha) -> Result<AlphaSplit, DispatchError> {
        let cut = if OwnerCutEnabled::<T>::get(netuid) {
            PerU16::new(SubnetOwnerCut::<T>::get())
        } else {
            PerU16::ZERO
        };
        let root = SubnetTAO::<T>::get(NetUid::ROOT);
        Ok(split_alpha(alpha, cut, root, Self::alpha_issuance(netuid)?, Self::tao_weight()))
    }
}
