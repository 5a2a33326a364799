//! What coldkeys and subnets say they are. The text is not read, only its length (yuma.md §3.8).

#[cfg(test)]
mod tests;

use crate::{pallet::*, Error};
use frame_support::pallet_prelude::*;
use myelin_units::NetUid;
use myelin_views::identity::{ChainIdentityV2, SubnetIdentityV3};

/// Most bytes of a name, an address or a handle.
pub const SHORT_TEXT: usize = 256;
/// Most bytes of a description.
pub const LONG_TEXT: usize = 1024;

impl<T: Config> Pallet<T> {
    /// Says who a coldkey is. Only those who take part may: one of its hotkeys must have a uid somewhere.
    pub(crate) fn publish_identity(coldkey: &T::AccountId, identity: ChainIdentityV2) -> DispatchResult {
        ensure!(Self::takes_part(coldkey), Error::<T>::HotKeyNotRegisteredInNetwork);
        ensure!(chain_identity_is_valid(&identity), Error::<T>::InvalidIdentity);
        IdentitiesV2::<T>::insert(coldkey, identity);
        Self::deposit_event(Event::ChainIdentitySet(coldkey.clone()));
        Ok(())
    }

    /// Says what a subnet is; only its owner may.
    pub(crate) fn publish_subnet_identity(
        coldkey: &T::AccountId,
        netuid: NetUid,
        identity: SubnetIdentityV3,
    ) -> DispatchResult {
        Self::ensure_subnet_owner(coldkey, netuid)?;
        ensure!(Self::subnet_identity_is_valid(&identity), Error::<T>::InvalidIdentity);
        SubnetIdentitiesV3::<T>::insert(netuid, identity);
        Self::deposit_event(Event::SubnetIdentitySet(netuid));
        Ok(())
    }

    /// Whether what an owner says of a subnet is short enough.
    pub(crate) fn subnet_identity_is_valid(identity: &SubnetIdentityV3) -> bool {
        let SubnetIdentityV3 {
            subnet_name,
            github_repo,
            subnet_contact,
            subnet_url,
            discord,
            description,
            logo_url,
            additional,
        } = identity;
        all_within(SHORT_TEXT, &[subnet_name, discord])
            && all_within(
                LONG_TEXT,
                &[github_repo, subnet_contact, subnet_url, description, logo_url, additional],
            )
    }

    fn takes_part(coldkey: &T::AccountId) -> bool {
        let is_member = |hotkey| IsNetworkMember::<T>::iter_prefix_values(hotkey).any(|member| member);
        OwnedHotkeys::<T>::get(coldkey).into_iter().any(is_member)
    }
}

fn all_within(limit: usize, texts: &[&[u8]]) -> bool {
    texts.iter().all(|text| text.len() <= limit)
}

fn chain_identity_is_valid(identity: &ChainIdentityV2) -> bool {
    let ChainIdentityV2 { name, url, github_repo, image, discord, description, additional } = identity;
    all_within(SHORT_TEXT, &[name, url, github_repo, discord])
        && all_within(LONG_TEXT, &[image, description, additional])
}
