//! Stakes of coldkeys.

use crate::pallet::*;
use alloc::{collections::BTreeMap, vec::Vec};
use codec::Compact;
use myelin_stake::take_floor;
use myelin_units::{Alpha, NetUid, Tao};
use myelin_views::{StakeAvailability, StakeInfo};

impl<T: Config> Pallet<T> {
    /// All stakes of a coldkey: hotkeys in the order it came to them, subnets ascending.
    pub fn stakes_of(coldkey: &T::AccountId) -> Vec<StakeInfo<T::AccountId>> {
        let positions = Self::positions_of(coldkey);
        positions
            .into_iter()
            .map(|(hotkey, netuid, stake)| Self::stake_info_of(hotkey, coldkey, netuid, stake))
            .collect()
    }

    /// All stakes of several coldkeys.
    pub fn stakes_of_each(coldkeys: Vec<T::AccountId>) -> Vec<(T::AccountId, Vec<StakeInfo<T::AccountId>>)> {
        coldkeys.into_iter().map(|coldkey| (coldkey.clone(), Self::stakes_of(&coldkey))).collect()
    }

    /// One stake, 0 when there is none; `None` when the subnet does not exist.
    pub fn stake_info(
        hotkey: T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
    ) -> Option<StakeInfo<T::AccountId>> {
        NetworksAdded::<T>::get(netuid).then(|| {
            let stake = Self::stake_of(&hotkey, coldkey, netuid);
            Self::stake_info_of(hotkey, coldkey, netuid, stake)
        })
    }

    /// What may leave each subnet: all of it, as nothing can be locked. All subnets with stake when none are named.
    pub fn stake_availability(
        coldkeys: Vec<T::AccountId>,
        netuids: Option<Vec<NetUid>>,
    ) -> BTreeMap<T::AccountId, BTreeMap<NetUid, StakeAvailability>> {
        let named = netuids.unwrap_or_default();
        let every = named.is_empty();
        let of_coldkey = |coldkey: T::AccountId| {
            let mut totals: BTreeMap<NetUid, Alpha> =
                named.iter().map(|netuid| (*netuid, Alpha::ZERO)).collect();
            for (_, netuid, stake) in Self::positions_of(&coldkey) {
                if every || totals.contains_key(&netuid) {
                    let total = totals.entry(netuid).or_default();
                    *total = total.checked_add(stake).unwrap_or(Alpha::MAX);
                }
            }
            (coldkey, totals.into_iter().map(|(netuid, total)| (netuid, all_available(total))).collect())
        };
        coldkeys.into_iter().map(of_coldkey).collect()
    }

    /// Hotkey, subnet and value of each position of a coldkey that is worth anything.
    pub(crate) fn positions_of(coldkey: &T::AccountId) -> Vec<(T::AccountId, NetUid, Alpha)> {
        let mut positions = Vec::new();
        for hotkey in StakingHotkeys::<T>::get(coldkey) {
            let mut netuids: Vec<_> = Positions::<T>::iter_key_prefix((&hotkey, coldkey)).collect();
            netuids.push(NetUid::ROOT); // Kept root stake is in no share pool.
            netuids.sort_unstable();
            netuids.dedup();
            let valued = netuids.into_iter().map(|netuid| (netuid, Self::stake_of(&hotkey, coldkey, netuid)));
            positions.extend(
                valued
                    .filter(|(_, stake)| !stake.is_zero())
                    .map(|(netuid, stake)| (hotkey.clone(), netuid, stake)),
            );
        }
        positions
    }

    fn stake_info_of(
        hotkey: T::AccountId,
        coldkey: &T::AccountId,
        netuid: NetUid,
        stake: Alpha,
    ) -> StakeInfo<T::AccountId> {
        StakeInfo {
            coldkey: coldkey.clone(),
            netuid: Compact(netuid),
            stake: Compact(stake),
            locked: Compact(0),
            emission: Compact(Self::share_of_dividends(&hotkey, netuid, stake)),
            tao_emission: Compact(Tao::ZERO),
            drain: Compact(0),
            is_registered: Uids::<T>::contains_key(netuid, &hotkey),
            hotkey,
        }
    }

    /// What a position had of its hotkey's dividends of the last epoch, the take gone, rounded down, as if it had been
    /// as large as it is now.
    fn share_of_dividends(hotkey: &T::AccountId, netuid: NetUid, stake: Alpha) -> Alpha {
        let (_, dividends) =
            take_floor(AlphaDividendsPerSubnet::<T>::get(netuid, hotkey), Self::take_of(hotkey));
        let all = Self::vesting_pool(hotkey, netuid);
        let owned = all.pool.value.checked_sub(all.unvested()).unwrap_or(Alpha::ZERO);
        myelin_units::ratio::mul_div_floor(dividends.rao(), stake.rao(), owned.rao())
            .map_or(Alpha::ZERO, Alpha::new)
    }
}

const fn all_available(total: Alpha) -> StakeAvailability {
    StakeAvailability { total: Compact(total), locked: Compact(Alpha::ZERO), available: Compact(total) }
}
