//! Who has staked what on whom, and what came of it.

use crate::{
    keys::{network, StorageKey},
    AccountId, ChainError, Snapshot,
};
use codec::{Compact, Decode};
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_views::{ChainIdentityV2, DelegateInfo, StakeAvailability, StakeInfo};
use std::collections::BTreeMap;

/// A stake with the delegate it is on: the subnet, and the alpha.
pub type Delegated = (DelegateInfo<AccountId>, (Compact<NetUid>, Compact<Alpha>));

/// An account that may act for another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Decode)]
pub struct Proxy {
    /// Who may act.
    pub delegate: AccountId,
    /// What for, by number ([`Snapshot::proxy_kinds`] tells the names).
    pub kind: u8,
    /// How many blocks before it must be announced.
    pub delay: u32,
}

impl Snapshot {
    /// All stakes of a coldkey: one request.
    pub async fn stakes(&self, coldkey: AccountId) -> Result<Vec<StakeInfo<AccountId>>, ChainError> {
        self.view("StakeInfoRuntimeApi_get_stake_info_for_coldkey", &coldkey).await
    }

    /// A coldkey's stake on a hotkey in a subnet.
    pub async fn stake(
        &self,
        coldkey: AccountId,
        hotkey: AccountId,
        netuid: NetUid,
    ) -> Result<Alpha, ChainError> {
        let method = "StakeInfoRuntimeApi_get_stake_info_for_hotkey_coldkey_netuid";
        let found: Option<StakeInfo<AccountId>> = self.view(method, &(hotkey, coldkey, netuid)).await?;
        Ok(found.map_or(Alpha::ZERO, |stake| stake.stake.0))
    }

    /// What of a coldkey's alpha may leave each subnet.
    pub async fn available(
        &self,
        coldkey: AccountId,
    ) -> Result<BTreeMap<NetUid, StakeAvailability>, ChainError> {
        let method = "StakeInfoRuntimeApi_get_stake_availability_for_coldkeys";
        let arguments = (vec![coldkey], Option::<Vec<NetUid>>::None);
        let mut all: BTreeMap<AccountId, _> = self.view(method, &arguments).await?;
        Ok(all.remove(&coldkey).unwrap_or_default())
    }

    /// All hotkeys that take stake.
    pub async fn delegates(&self) -> Result<Vec<DelegateInfo<AccountId>>, ChainError> {
        self.view("DelegateInfoRuntimeApi_get_delegates", &()).await
    }

    /// A hotkey that takes stake.
    pub async fn delegate(&self, hotkey: AccountId) -> Result<Option<DelegateInfo<AccountId>>, ChainError> {
        self.view("DelegateInfoRuntimeApi_get_delegate", &hotkey).await
    }

    /// Those that a coldkey has staked on, one entry a stake.
    pub async fn delegated(&self, coldkey: AccountId) -> Result<Vec<Delegated>, ChainError> {
        self.view("DelegateInfoRuntimeApi_get_delegated", &coldkey).await
    }

    /// What a hotkey keeps of its stakers' dividends; nothing when it takes no stake.
    pub async fn take(&self, hotkey: AccountId) -> Result<Option<PerU16>, ChainError> {
        self.value(&network("Delegates").hashed(hotkey)).await
    }

    /// What a hotkey keeps as somebody's child on a subnet.
    pub async fn childkey_take(&self, hotkey: AccountId, netuid: NetUid) -> Result<PerU16, ChainError> {
        let key = network("ChildkeyTake").hashed(hotkey).plain(netuid);
        Ok(self.value(&key).await?.unwrap_or(PerU16::ZERO))
    }

    /// The children of a hotkey on a subnet, each with its part of 2⁶⁴ - 1.
    pub async fn children(
        &self,
        hotkey: AccountId,
        netuid: NetUid,
    ) -> Result<Vec<(u64, AccountId)>, ChainError> {
        Ok(self.value(&network("ChildKeys").hashed(hotkey).plain(netuid)).await?.unwrap_or_default())
    }

    /// The parents of a hotkey on a subnet, each with the part of 2⁶⁴ - 1 that it gives.
    pub async fn parents(
        &self,
        hotkey: AccountId,
        netuid: NetUid,
    ) -> Result<Vec<(u64, AccountId)>, ChainError> {
        Ok(self.value(&network("ParentKeys").hashed(hotkey).plain(netuid)).await?.unwrap_or_default())
    }

    /// Children that are chosen and do not count yet, with the block from which they do.
    pub async fn pending_children(
        &self,
        hotkey: AccountId,
        netuid: NetUid,
    ) -> Result<(Vec<(u64, AccountId)>, u64), ChainError> {
        let key = network("PendingChildKeys").plain(netuid).hashed(hotkey);
        Ok(self.value(&key).await?.unwrap_or_default())
    }

    /// The coldkey that owns a hotkey; nothing when nobody does.
    pub async fn owner(&self, hotkey: AccountId) -> Result<Option<AccountId>, ChainError> {
        self.value(&network("Owner").hashed(hotkey)).await
    }

    /// The hotkeys that a coldkey owns.
    pub async fn owned(&self, coldkey: AccountId) -> Result<Vec<AccountId>, ChainError> {
        Ok(self.value(&network("OwnedHotkeys").hashed(coldkey)).await?.unwrap_or_default())
    }

    /// What a coldkey says about itself.
    pub async fn identity(&self, coldkey: AccountId) -> Result<Option<ChainIdentityV2>, ChainError> {
        self.value(&network("IdentitiesV2").hashed(coldkey)).await
    }

    /// What each TAO staked on a hotkey at root may claim, by subnet: alpha with 32 fractional bits.
    pub async fn root_claimable(&self, hotkey: AccountId) -> Result<BTreeMap<NetUid, i128>, ChainError> {
        Ok(self.value(&network("RootClaimable").hashed(hotkey)).await?.unwrap_or_default())
    }

    /// What of it a coldkey has claimed on a subnet.
    pub async fn root_claimed(
        &self,
        netuid: NetUid,
        hotkey: AccountId,
        coldkey: AccountId,
    ) -> Result<u128, ChainError> {
        let key = network("RootClaimed").plain(netuid).hashed(hotkey).hashed(coldkey);
        Ok(self.value(&key).await?.unwrap_or_default())
    }

    /// Who may act for an account.
    pub async fn proxies(&self, account: AccountId) -> Result<Vec<Proxy>, ChainError> {
        let key = StorageKey::<(Vec<Proxy>, u64)>::new("Proxy", "Proxies").quick(account);
        Ok(self.value(&key).await?.unwrap_or_default().0)
    }

    /// The kinds of proxies.
    pub async fn proxy_kinds(&self) -> Result<Vec<myelin_views::ProxyTypeInfo>, ChainError> {
        self.view("ProxyFilterRuntimeApi_get_proxy_types", &()).await
    }
}
