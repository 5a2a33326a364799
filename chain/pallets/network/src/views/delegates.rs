//! Hotkeys that take stake, with those who gave it. Every hotkey that has an owner does.

use crate::pallet::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Compact;
use myelin_stake::take_floor;
use myelin_units::{ratio::mul_div_floor, Alpha, NetUid, Tao, RAO_PER_TAO};
use myelin_views::DelegateInfo;

/// Blocks of a day at 12 seconds (economics §1.1), for returns a day.
const BLOCKS_PER_DAY: u64 = 7_200;

impl<T: Config> Pallet<T> {
    /// All delegates, by account.
    pub fn delegates() -> Vec<DelegateInfo<T::AccountId>> {
        let mut hotkeys: Vec<_> = Owner::<T>::iter_keys().collect();
        hotkeys.sort_unstable();
        hotkeys.into_iter().map(Self::delegate_by).collect()
    }

    /// A delegate; `None` when nobody owns the hotkey.
    pub fn delegate(hotkey: T::AccountId) -> Option<DelegateInfo<T::AccountId>> {
        Self::hotkey_exists(&hotkey).then(|| Self::delegate_by(hotkey))
    }

    /// The delegates a coldkey has staked on, one entry a position.
    pub fn delegated(
        coldkey: &T::AccountId,
    ) -> Vec<(DelegateInfo<T::AccountId>, (Compact<NetUid>, Compact<Alpha>))> {
        let entry =
            |(hotkey, netuid, stake)| Some((Self::delegate(hotkey)?, (Compact(netuid), Compact(stake))));
        Self::positions_of(coldkey).into_iter().filter_map(entry).collect()
    }

    fn delegate_by(hotkey: T::AccountId) -> DelegateInfo<T::AccountId> {
        let mut registrations: Vec<_> = IsNetworkMember::<T>::iter_prefix(&hotkey)
            .filter_map(|(netuid, member)| member.then_some(netuid))
            .collect();
        registrations.sort_unstable();
        let daily = Self::daily_return(&hotkey, &registrations);
        let permitted = registrations.iter().filter(|netuid| Self::may_validate_on(&hotkey, **netuid));
        DelegateInfo {
            take: Compact(Self::take_of(&hotkey)),
            nominators: Self::nominators(&hotkey),
            owner_ss58: Owner::<T>::get(&hotkey),
            validator_permits: permitted.copied().map(Compact).collect(),
            registrations: registrations.iter().copied().map(Compact).collect(),
            return_per_1000: Compact(Self::return_per_1000(&hotkey, daily).rao()),
            total_daily_return: Compact(daily.rao()),
            delegate_ss58: hotkey,
        }
    }

    fn may_validate_on(hotkey: &T::AccountId, netuid: NetUid) -> bool {
        let permits = ValidatorPermit::<T>::get(netuid);
        Uids::<T>::get(netuid, hotkey).is_some_and(|uid| super::of_uid(&permits, uid))
    }

    /// Who has staked on a hotkey, by account, with what it is worth on each subnet.
    fn nominators(hotkey: &T::AccountId) -> Vec<(T::AccountId, Vec<(Compact<NetUid>, Compact<u64>)>)> {
        let mut stakes = BTreeMap::<T::AccountId, BTreeMap<NetUid, u64>>::new();
        for ((coldkey, netuid), holding) in Positions::<T>::iter_prefix((hotkey,)) {
            let value = Self::vesting_pool(hotkey, netuid).value_of(&holding);
            if !value.is_zero() {
                stakes.entry(coldkey).or_default().insert(netuid, value.rao());
            }
        }
        for (coldkey, kept) in KeptRoot::<T>::iter_prefix(hotkey).filter(|(_, kept)| !kept.stake.is_zero()) {
            let at_root = stakes.entry(coldkey).or_default().entry(NetUid::ROOT).or_default();
            *at_root = at_root.saturating_add(kept.stake.rao());
        }
        let compact = |held: BTreeMap<_, _>| {
            held.into_iter().map(|(netuid, rao)| (Compact(netuid), Compact(rao))).collect()
        };
        stakes.into_iter().map(|(coldkey, held)| (coldkey, compact(held))).collect()
    }

    /// What the last epochs' dividends to a hotkey's stakers, the take gone, come to in a day at spot prices, rao.
    fn daily_return(hotkey: &T::AccountId, registrations: &[NetUid]) -> Tao {
        let of_subnet = |netuid: &NetUid| {
            let alpha = AlphaDividendsPerSubnet::<T>::get(netuid, hotkey);
            let root = RootAlphaDividendsPerSubnet::<T>::get(netuid, hotkey);
            let (_, rest) = take_floor(alpha.checked_add(root).unwrap_or(alpha), Self::take_of(hotkey));
            let an_epoch = Self::worth(*netuid, rest);
            mul_div_floor(an_epoch.rao(), BLOCKS_PER_DAY, Tempo::<T>::get(netuid).into())
                .map_or(Tao::ZERO, Tao::new)
        };
        Tao::checked_sum(registrations.iter().map(of_subnet)).unwrap_or(Tao::MAX)
    }

    /// The daily return on each 1,000 TAO of stake at spot prices, rao.
    fn return_per_1000(hotkey: &T::AccountId, daily: Tao) -> Tao {
        let stakes =
            TotalHotkeyAlpha::<T>::iter_prefix(hotkey).map(|(netuid, alpha)| Self::worth(netuid, alpha));
        let staked = Tao::checked_sum(stakes).unwrap_or(Tao::MAX);
        let thousand = 1_000 * RAO_PER_TAO;
        mul_div_floor(daily.rao(), thousand, staked.rao()).map_or(Tao::ZERO, Tao::new)
    }
}
