//! Subnets that exist from the first block.

use crate::{pallet::*, weights::NetUidStorageIndex};
use alloc::{string::String, vec::Vec};
use frame_support::{pallet_prelude::*, traits::fungible::Balanced};
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::identity::SubnetIdentityV3;
use serde::{Deserialize, Serialize};

/// A subnet of the genesis.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GenesisSubnet<AccountId> {
    /// Its number, from 1.
    pub netuid: u16,
    /// What it is called.
    pub name: String,
    /// Coldkey of the owner.
    pub owner: AccountId,
    /// Hotkey of the owner, and first neuron.
    pub hotkey: AccountId,
    /// TAO reserve of the pool, in rao; minted.
    pub tao: u64,
    /// Alpha reserve of the pool.
    pub alpha: u64,
    /// Alpha outside the pool that nobody owns.
    pub alpha_out: u64,
    /// Blocks between two epochs.
    pub tempo: u16,
    /// Fewest weights that may be set.
    pub min_allowed_weights: u16,
    /// Price of a uid, in rao.
    pub burn: u64,
}

/// Seats at root, and blocks of its tempo (localnet.md).
const ROOT_SEATS: u16 = 64;
const ROOT_TEMPO: u16 = 100;

impl<T: Config> Pallet<T> {
    /// Genesis has nobody to report to: a genesis that cannot be built must not start a chain.
    #[allow(clippy::expect_used)]
    pub(crate) fn build_genesis(genesis: &GenesisConfig<T>) {
        TaoWeight::<T>::put(genesis.tao_weight);
        OpeningNotice::<T>::put(genesis.opening_notice);
        Self::open_emission_account().expect("the emission account of the genesis can be opened");
        if let Some((owner, hotkey)) = &genesis.root {
            Self::build_root(owner, hotkey).expect("the root network of the genesis can be built");
        }
        for subnet in &genesis.subnets {
            Self::build_subnet(subnet).expect("the subnets of the genesis can be built");
        }
    }

    fn build_root(owner: &T::AccountId, hotkey: &T::AccountId) -> DispatchResult {
        Self::open_subnet_account_at_genesis(NetUid::ROOT)?;
        Self::own_hotkey(owner, hotkey)?;
        Self::add_subnet(NetUid::ROOT, owner, hotkey)?;
        MaxAllowedUids::<T>::insert(NetUid::ROOT, ROOT_SEATS);
        MaxAllowedValidators::<T>::insert(NetUid::ROOT, ROOT_SEATS);
        Tempo::<T>::insert(NetUid::ROOT, ROOT_TEMPO);
        Ok(())
    }

    fn build_subnet(subnet: &GenesisSubnet<T::AccountId>) -> DispatchResult {
        let netuid = NetUid::new(subnet.netuid);
        Self::open_subnet_account_at_genesis(netuid)?;
        Self::own_hotkey(&subnet.owner, &subnet.hotkey)?;
        Self::add_subnet(netuid, &subnet.owner, &subnet.hotkey)?;
        Tempo::<T>::insert(netuid, subnet.tempo);
        MinAllowedWeights::<T>::insert(netuid, subnet.min_allowed_weights);
        Burn::<T>::insert(netuid, Tao::new(subnet.burn));
        Self::mint_into_pool(netuid, T::Currency::issue(subnet.tao))?;
        Self::set_alpha_reserve(netuid, Alpha::new(subnet.alpha))?;
        SubnetAlphaOut::<T>::insert(netuid, Alpha::new(subnet.alpha_out));
        SubnetProtocolAlpha::<T>::insert(netuid, Alpha::new(subnet.alpha_out));
        SubnetIdentitiesV3::<T>::insert(netuid, Self::genesis_identity(&subnet.name));
        Self::append_neuron(netuid, &subnet.hotkey)?;
        LastUpdate::<T>::insert(NetUidStorageIndex::from(netuid), [0u64].to_vec());
        Self::open_trading(netuid, 0);
        Ok(())
    }

    fn genesis_identity(name: &str) -> SubnetIdentityV3 {
        let nothing = Vec::new;
        SubnetIdentityV3 {
            subnet_name: name.as_bytes().to_vec(),
            github_repo: nothing(),
            subnet_contact: nothing(),
            subnet_url: nothing(),
            discord: nothing(),
            description: nothing(),
            logo_url: nothing(),
            additional: nothing(),
        }
    }
}
