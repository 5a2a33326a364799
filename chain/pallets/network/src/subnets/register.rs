//! Creating a subnet (economics §1.4, §1.6): the price doubles with every sale and falls back linearly; all of it goes
//! into the pool of the new subnet.

use super::DYNAMIC;
use crate::{ledger::set_amount, pallet::*, rate_limits::RateLimitKey, weights::MECHANISM_STRIDE, Error};
use frame_support::{pallet_prelude::*, storage::with_storage_layer};
use myelin_emission::block_emission;
use myelin_registry::{lock_cost, median_price};
use myelin_units::{Alpha, NetUid, Price, Tao, MAX_SUPPLY};
use myelin_views::identity::SubnetIdentityV3;

/// A new pool never starts with more than half of the alpha there can ever be, however low the median price is: the
/// rest is what the subnet has to pay its people with.
const MOST_INITIAL_ALPHA: u64 = MAX_SUPPLY / 2;

/// Tempo, limits and switches of a new subnet (localnet.md; economics §1.4).
mod new_subnet {
    use super::Tao;
    pub const MAX_UIDS: u16 = 256;
    pub const MAX_VALIDATORS: u16 = 64;
    pub const MIN_WEIGHTS: u16 = 1;
    pub const IMMUNITY: u16 = 5_000;
    pub const ADJUSTMENT_INTERVAL: u16 = 360;
    pub const TARGET_REGISTRATIONS: u16 = 1;
    pub const ADJUSTMENT_ALPHA: u64 = 17_893_341_751_498_265_066;
    pub const BURN: Tao = Tao::new(myelin_units::RAO_PER_TAO);
}

impl<T: Config> Pallet<T> {
    /// Creates a subnet owned by `coldkey`, with `hotkey` as its first neuron.
    pub fn create_subnet(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        identity: Option<SubnetIdentityV3>,
    ) -> DispatchResult {
        let cost = Self::check_create_subnet(coldkey, hotkey, identity.as_ref())?;
        let replaced = Self::subnet_making_room()?;
        with_storage_layer(|| {
            replaced.map_or(Ok(()), Self::dissolve_subnet)?;
            let netuid = Self::free_netuid()?;
            let price = Self::median_subnet_price();
            Self::own_hotkey(coldkey, hotkey)?;
            Self::add_subnet(netuid, coldkey, hotkey)?;
            Self::seed_pool(netuid, coldkey, cost, price)?;
            NetworkLastLockCost::<T>::put(cost);
            NetworkLastLockBlock::<T>::put(Self::now());
            Self::use_now(&RateLimitKey::NetworkLastRegistered);
            Self::append_neuron(netuid, hotkey)?;
            Self::lend_to_new_owner(netuid);
            if let Some(identity) = identity {
                SubnetIdentitiesV3::<T>::insert(netuid, identity);
                Self::deposit_event(Event::SubnetIdentitySet(netuid));
            }
            Self::deposit_event(Event::NetworkAdded(netuid, DYNAMIC));
            Ok(())
        })
    }

    /// What a subnet costs `coldkey` now, or why it cannot have one.
    pub fn check_create_subnet(
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
        identity: Option<&SubnetIdentityV3>,
    ) -> Result<Tao, DispatchError> {
        Self::ensure_may_own_hotkey(coldkey, hotkey)?;
        let limit = NetworkRateLimit::<T>::get();
        ensure!(
            Self::passed(&RateLimitKey::NetworkLastRegistered, limit),
            Error::<T>::NetworkTxRateLimitExceeded
        );
        Self::subnet_making_room()?;
        ensure!(identity.is_none_or(Self::subnet_identity_is_valid), Error::<T>::InvalidIdentity);
        let cost = Self::network_registration_cost();
        let deposit =
            Tao::new(<T::Currency as frame_support::traits::fungible::Inspect<_>>::minimum_balance());
        let needed = cost.checked_add(deposit).map_err(|_| Error::<T>::Overflow)?;
        ensure!(Self::spendable(coldkey) >= needed, Error::<T>::CannotAffordLockCost);
        Ok(cost)
    }

    /// Price of a subnet in this block, in rao.
    pub fn network_registration_cost() -> Tao {
        lock_cost(
            NetworkLastLockCost::<T>::get(),
            NetworkLastLockBlock::<T>::get(),
            Self::now(),
            NetworkMinLockCost::<T>::get(),
            NetworkLockReductionInterval::<T>::get(),
            block_emission(Self::issuance()),
        )
    }

    /// Number of subnets, root not counted.
    pub(crate) fn dynamic_subnets() -> u16 {
        TotalNetworks::<T>::get().saturating_sub(u16::from(NetworksAdded::<T>::get(NetUid::ROOT)))
    }

    /// The lowest netuid that no subnet has, not even one whose cleaning is still going on.
    fn free_netuid() -> Result<NetUid, DispatchError> {
        (1..MECHANISM_STRIDE)
            .map(NetUid::new)
            .find(|netuid| !NetworksAdded::<T>::get(netuid) && !Self::is_dissolving(*netuid))
            .ok_or(Error::<T>::SubnetLimitReached.into())
    }

    /// Median spot price of all subnets with a pool; one where there is none.
    fn median_subnet_price() -> Price {
        let prices: alloc::vec::Vec<Price> = Self::netuids()
            .into_iter()
            .filter(|netuid| !netuid.is_root())
            .filter_map(Self::spot_price)
            .collect();
        median_price(&prices)
    }

    /// The whole price becomes the TAO reserve; the alpha reserve is what it is worth at the median price.
    fn seed_pool(netuid: NetUid, coldkey: &T::AccountId, cost: Tao, price: Price) -> DispatchResult {
        Self::pay_into_pool(coldkey, netuid, cost)?;
        let alpha = price
            .alpha_for_floor(cost)
            .map(Alpha::rao)
            .unwrap_or(MOST_INITIAL_ALPHA)
            .clamp(1, MOST_INITIAL_ALPHA);
        Self::set_alpha_reserve(netuid, Alpha::new(alpha))?;
        SubnetLocked::<T>::insert(netuid, cost);
        Ok(())
    }

    /// Writes a subnet down, with the parameters a new one has. It has no pool and no neuron yet.
    pub(crate) fn add_subnet(
        netuid: NetUid,
        coldkey: &T::AccountId,
        hotkey: &T::AccountId,
    ) -> DispatchResult {
        let now = Self::now();
        NetworksAdded::<T>::insert(netuid, true);
        TotalNetworks::<T>::try_mutate(|total| {
            set_amount::<T, _>(total, total.checked_add(1).ok_or(OUT_OF_SUBNETS))
        })?;
        NetworkRegisteredAt::<T>::insert(netuid, now);
        SubnetOwner::<T>::insert(netuid, coldkey);
        SubnetOwnerHotkey::<T>::insert(netuid, hotkey);
        TokenSymbol::<T>::insert(netuid, Self::free_symbol(netuid));
        SubnetworkN::<T>::insert(netuid, 0);
        MaxAllowedUids::<T>::insert(netuid, new_subnet::MAX_UIDS);
        MaxAllowedValidators::<T>::insert(netuid, new_subnet::MAX_VALIDATORS);
        MinAllowedWeights::<T>::insert(netuid, new_subnet::MIN_WEIGHTS);
        let tempo = T::DefaultTempo::get();
        Tempo::<T>::insert(netuid, tempo);
        // Epochs of different subnets fall into different blocks (yuma.md §2.7).
        let stagger = u64::from(netuid.number().checked_rem(tempo).unwrap_or(0));
        LastEpochBlock::<T>::insert(netuid, now.saturating_sub(stagger));
        if !netuid.is_root() {
            Self::set_dynamic_defaults(netuid);
        }
        Ok(())
    }

    fn set_dynamic_defaults(netuid: NetUid) {
        SubnetMechanism::<T>::insert(netuid, DYNAMIC);
        ImmunityPeriod::<T>::insert(netuid, new_subnet::IMMUNITY);
        AdjustmentInterval::<T>::insert(netuid, new_subnet::ADJUSTMENT_INTERVAL);
        AdjustmentAlpha::<T>::insert(netuid, new_subnet::ADJUSTMENT_ALPHA);
        TargetRegistrationsPerInterval::<T>::insert(netuid, new_subnet::TARGET_REGISTRATIONS);
        Burn::<T>::insert(netuid, new_subnet::BURN);
        Yuma3On::<T>::insert(netuid, true);
    }
}

const OUT_OF_SUBNETS: myelin_units::AmountError =
    myelin_units::AmountError::Overflow { left: u16::MAX as u128, right: 1 };
