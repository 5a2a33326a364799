//! Buying a uid (yuma.md §3.1): the price buys alpha in the subnet's pool, and that alpha is recycled.

use crate::{pallet::*, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_pool::{Bought, Market};
use myelin_units::{NetUid, Tao};

use crate::staking::market::MIN_RESERVE;

/// What a registration will do: decided before anything is paid.
pub struct Registration {
    /// What the uid costs, and the alpha that the price buys.
    pub payment: Bought,
    /// The uid to be taken from its neuron; none while there is a free one.
    pub replaced: Option<u16>,
}

impl<T: Config> Pallet<T> {
    /// Registers a hotkey of `coldkey`, at `limit` at most.
    pub fn register_neuron(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        limit: Option<Tao>,
    ) -> DispatchResult {
        let registration = Self::check_register_neuron(coldkey, hotkey, netuid, limit)?;
        with_storage_layer(|| {
            Self::own_hotkey(coldkey, hotkey)?;
            Self::pay_registration(coldkey, netuid, &registration.payment)?;
            match registration.replaced {
                Some(uid) => Self::replace_neuron(netuid, uid, hotkey),
                None => Self::append_neuron(netuid, hotkey).map(|_| ()),
            }?;
            Self::raise_neuron_price(netuid);
            Self::count_registration(netuid);
            Ok(())
        })
    }

    /// Price and place of a uid, or why there is none; checks in the order of yuma.md §3.1. The neuron to be replaced
    /// is chosen before anything is paid.
    pub fn check_register_neuron(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        netuid: NetUid,
        limit: Option<Tao>,
    ) -> Result<Registration, DispatchError> {
        ensure!(!netuid.is_root(), Error::<T>::RegistrationNotPermittedOnRootSubnet);
        Self::ensure_subnet(netuid)?;
        let open = NetworkRegistrationAllowed::<T>::get(netuid) && !Self::is_tripped(netuid);
        ensure!(open, Error::<T>::SubNetRegistrationDisabled);
        ensure!(Uids::<T>::get(netuid, hotkey).is_none(), Error::<T>::HotKeyAlreadyRegisteredInSubNet);
        let price = Burn::<T>::get(netuid);
        ensure!(limit.is_none_or(|limit| price <= limit), Error::<T>::RegistrationPriceLimitExceeded);
        Self::ensure_may_own_hotkey(coldkey, hotkey)?;
        let replaced = Self::place_for_neuron(netuid)?;
        ensure!(Self::spendable(coldkey) >= price, Error::<T>::NotEnoughBalanceToStake);
        let terms = Market { min_reserve: MIN_RESERVE, ..Market::FREE };
        let payment = myelin_pool::buy(&Self::reserves(netuid), price, &terms).map_err(Self::pool_error)?;
        Ok(Registration { payment, replaced })
    }

    /// None for a free uid, or the uid of the neuron to be replaced.
    fn place_for_neuron(netuid: NetUid) -> Result<Option<u16>, DispatchError> {
        if SubnetworkN::<T>::get(netuid) < MaxAllowedUids::<T>::get(netuid) {
            return Ok(None);
        }
        Self::neuron_to_replace(netuid).map(Some).ok_or(Error::<T>::NoNeuronIdAvailable.into())
    }

    /// TAO into the pool, alpha out of it and out of existence: registrations support the price.
    fn pay_registration(coldkey: &T::AccountId, netuid: NetUid, payment: &Bought) -> DispatchResult {
        Self::pay_into_pool(coldkey, netuid, payment.spent)?;
        Self::set_alpha_reserve(netuid, payment.pool.alpha)?;
        Self::count_user_buy(netuid, payment.spent);
        RAORecycledForRegistration::<T>::mutate(netuid, |total| {
            // A statistic; it must never stop a registration.
            *total = total.checked_add(payment.spent).unwrap_or(Tao::MAX);
        });
        Ok(())
    }
}
