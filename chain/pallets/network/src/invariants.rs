//! The books (economics §6.1). Each rule is a function; [`Pallet::check_invariants`] asks them all. Tests ask after every
//! block; they look at everything there is, so a production block does not.

pub mod audit;

use crate::pallet::*;
use alloc::{collections::BTreeMap, format, vec::Vec};
use frame_support::traits::fungible::InspectHold;
use myelin_units::{Alpha, AmountError, NetUid, Tao, MAX_SUPPLY};

/// A rule that does not hold, and the numbers that show it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Broken {
    /// More TAO exists than ever may.
    IssuanceAboveCap(Tao),
    /// A subnet's counter of TAO is not what its account holds.
    ReserveUnlikeHold(NetUid, Tao, Tao),
    /// The emission account holds something else than what it owes the subnets and what is carried over.
    Emission(Tao, Tao),
    /// A pool's gauge is not left with its reserves.
    Gauge(NetUid),
    /// `TotalStake` is not the sum of the reserves.
    TotalStake(Tao, Tao),
    /// Root's reserve does not cover what is staked at root.
    RootShort(Tao, Alpha),
    /// Alpha outside the pool is not what its owners have.
    AlphaOut(NetUid, Alpha, Alpha),
    /// `TotalAlphaStaked` is not the sum of the share pools.
    AlphaStaked(NetUid, Alpha, Alpha),
    /// A share pool's shares are not those of its holders.
    Shares(NetUid, u128, u128),
    /// A share pool's counter of holders is not their number.
    Holders(NetUid, u32, u64),
    /// A share pool's holders can claim more than it holds.
    ClaimsAbovePool(NetUid, Alpha, Alpha),
    /// What is to be given over to a share pool's holders is more than the pool, or nobody waits for it.
    Vesting(NetUid),
    /// A share pool lost as much as it has holders, or more, to rounding; three times as much where dividends vest.
    PoolAboveClaims(NetUid, Alpha, Alpha),
    /// Kept root stake of a hotkey is not the sum of its positions, or more than its root stake.
    KeptStake(Alpha, Alpha),
    /// What positions have accrued of a subnet's root dividends is not what is unclaimed.
    RootAccrued(NetUid, Alpha),
    /// `RootUnclaimed` is not the sum of the accumulators.
    RootUnclaimed(NetUid, Alpha, Alpha),
    /// The list of a subnet's stakers is not that of its positions.
    Stakers(NetUid),
    /// Parents and children of a subnet do not agree.
    Family(NetUid),
    /// The pool of a subnet being dissolved is not what is still to be paid from it.
    Dissolution(NetUid, Tao, Tao),
    /// The claims on a subnet being dissolved are not the alpha counted.
    DissolutionClaims(NetUid, Alpha, Alpha),
    /// Uids and hotkeys of a subnet do not agree.
    Uid(NetUid, u16),
    /// A queue of commits and its seats do not agree, or it is of nobody on the subnet, or longer than it may be.
    Commits(u16),
    /// A lease and its subnet do not agree, or more than all of it is shared.
    Lease(u32),
    /// An amount does not fit.
    Amount(AmountError),
}

/// What the holders of a share pool have together.
#[derive(Default)]
struct Held {
    shares: u128,
    fresh: u128,
    claims: Alpha,
    holders: u64,
}

impl From<AmountError> for Broken {
    fn from(error: AmountError) -> Self {
        Self::Amount(error)
    }
}

impl<T: Config> Pallet<T> {
    /// All of the books' rules, or the first that does not hold.
    pub fn check_invariants() -> Result<(), Broken> {
        Self::check_totals()?;
        Self::check_families()?;
        let staked = Self::check_share_pools()?;
        Self::check_stakers()?;
        Self::check_root_claims()?;
        Self::check_dissolutions()?;
        Self::check_leases()?;
        Self::check_commits()?;
        for netuid in Self::netuids_with_books() {
            let in_pools = staked.get(&netuid).copied().unwrap_or(Alpha::ZERO);
            Self::check_alpha(netuid, in_pools)?;
            Self::check_uids(netuid)?;
        }
        Ok(())
    }

    /// As [`Self::check_invariants`], for those outside: what is broken, in words.
    pub fn check_books() -> Result<(), Vec<u8>> {
        Self::check_invariants().map_err(|broken| format!("{broken:?}").into_bytes())
    }

    /// What exists, what is reserved and what is owed, of all subnets together.
    fn check_totals() -> Result<(), Broken> {
        let issuance = Self::issuance();
        if issuance.rao() > MAX_SUPPLY {
            return Err(Broken::IssuanceAboveCap(issuance));
        }
        let mut reserves = Tao::ZERO;
        let mut owed = Tao::checked_sum(CarriedEmission::<T>::iter_values())?;
        for netuid in Self::netuids_with_books() {
            let (reserve, held) = Self::check_reserve(netuid)?;
            reserves = reserves.checked_add(reserve)?;
            owed = owed.checked_add(reserve.checked_sub(held)?)?;
        }
        Self::check_emission_account(owed)?;
        let total = TotalStake::<T>::get();
        if total != reserves {
            return Err(Broken::TotalStake(total, reserves));
        }
        Ok(())
    }

    /// A reserve against the ledger and the gauge; returns it, and what the subnet's account holds of it.
    fn check_reserve(netuid: NetUid) -> Result<(Tao, Tao), Broken> {
        let (pool, account) = (Self::reserves(netuid), Self::subnet_account(netuid));
        let gauge = PoolGauges::<T>::get(netuid);
        let left = (gauge.tao.left(), gauge.alpha.left());
        if left != (pool.tao.rao().into(), pool.alpha.rao().into()) {
            return Err(Broken::Gauge(netuid));
        }
        let held = Self::pool_hold(&account);
        if held > pool.tao {
            return Err(Broken::ReserveUnlikeHold(netuid, pool.tao, held));
        }
        Self::check_promise(netuid, &account, held)?;
        Ok((pool.tao, held))
    }

    /// The emission account holds what it owes, to the rao.
    fn check_emission_account(owed: Tao) -> Result<(), Broken> {
        let account = Self::emission_account();
        let held = Self::pool_hold(&account);
        if held != owed {
            return Err(Broken::Emission(held, owed));
        }
        Self::check_promise(NetUid::new(u16::MAX), &account, held)
    }

    /// What the ledger has reserved is at least what its holds promise: root can force it to be less.
    fn check_promise(netuid: NetUid, account: &T::AccountId, promised: Tao) -> Result<(), Broken> {
        let reserved = Tao::new(T::Currency::total_balance_on_hold(account));
        if reserved < promised {
            return Err(Broken::ReserveUnlikeHold(netuid, promised, reserved));
        }
        Ok(())
    }

    fn check_alpha(netuid: NetUid, in_pools: Alpha) -> Result<(), Broken> {
        let staked = TotalAlphaStaked::<T>::get(netuid);
        if staked != in_pools {
            return Err(Broken::AlphaStaked(netuid, staked, in_pools));
        }
        if netuid.is_root() {
            let reserve = SubnetTAO::<T>::get(netuid);
            return if reserve == Self::root_tao(staked) {
                Ok(())
            } else {
                Err(Broken::RootShort(reserve, staked))
            };
        }
        let pots = Self::pending_pots(netuid);
        let owned = Alpha::checked_sum([
            staked,
            pots.server,
            pots.validator,
            pots.root,
            PendingOwnerCut::<T>::get(netuid),
            Self::lease_pot(netuid),
            SubnetProtocolAlpha::<T>::get(netuid),
            RootUnclaimed::<T>::get(netuid),
        ])?;
        let out = SubnetAlphaOut::<T>::get(netuid);
        if out != owned {
            return Err(Broken::AlphaOut(netuid, out, owned));
        }
        Ok(())
    }

    /// Every share pool against its holders; returns the sum of the pools by subnet.
    fn check_share_pools() -> Result<BTreeMap<NetUid, Alpha>, Broken> {
        let mut held: BTreeMap<(T::AccountId, NetUid), Held> = BTreeMap::new();
        let kept = |netuid: NetUid| !Self::is_cleared(netuid);
        for ((hotkey, _, netuid), holding) in
            Positions::<T>::iter().filter(|((_, _, netuid), _)| kept(*netuid))
        {
            let all = Self::vesting_pool(&hotkey, netuid);
            let entry = held.entry((hotkey, netuid)).or_default();
            entry.shares = entry.shares.saturating_add(all.pool.shares_of(&holding));
            entry.fresh = entry.fresh.saturating_add(all.fresh_of(&holding));
            entry.claims = entry.claims.checked_add(all.value_of(&holding))?;
            entry.holders = entry.holders.saturating_add(1);
        }
        let mut sums: BTreeMap<NetUid, Alpha> = BTreeMap::new();
        for (hotkey, netuid, value) in TotalHotkeyAlpha::<T>::iter().filter(|(_, netuid, _)| kept(*netuid)) {
            let sum = sums.entry(netuid).or_default();
            *sum = sum.checked_add(value)?;
            let held = held.remove(&(hotkey.clone(), netuid)).unwrap_or_default();
            Self::check_share_pool(&hotkey, netuid, &held)?;
        }
        let pooled = |netuid, hotkey: &_| HotkeyShares::<T>::contains_key(hotkey, netuid);
        let orphan = DividendVesting::<T>::iter_keys().filter(|(netuid, _)| kept(*netuid));
        if let Some((netuid, _)) = orphan.into_iter().find(|(netuid, hotkey)| !pooled(*netuid, hotkey)) {
            return Err(Broken::Vesting(netuid));
        }
        match held.into_iter().next() {
            Some(((_, netuid), held)) => Err(Broken::Shares(netuid, 0, held.shares)),
            None => Ok(sums),
        }
    }

    /// Each position stands in the list of its subnet's stakers, and nothing else does.
    fn check_stakers() -> Result<(), Broken> {
        let mut positions = 0usize;
        for (hotkey, coldkey, netuid) in
            Positions::<T>::iter_keys().filter(|(_, _, netuid)| !netuid.is_root())
        {
            positions = positions.saturating_add(1);
            if !Stakers::<T>::contains_key((netuid, coldkey, hotkey)) {
                return Err(Broken::Stakers(netuid));
            }
        }
        match Stakers::<T>::iter_keys().nth(positions) {
            Some((netuid, _, _)) => Err(Broken::Stakers(netuid)),
            None => Ok(()),
        }
    }

    fn check_share_pool(hotkey: &T::AccountId, netuid: NetUid, held: &Held) -> Result<(), Broken> {
        let all = Self::vesting_pool(hotkey, netuid);
        if all.pool.shares != held.shares {
            return Err(Broken::Shares(netuid, all.pool.shares, held.shares));
        }
        let counted = Holders::<T>::get(hotkey, netuid);
        if u64::from(counted) != held.holders {
            return Err(Broken::Holders(netuid, counted, held.holders));
        }
        let unvested = all.unvested();
        let waits = held.fresh == all.vesting.fresh && held.fresh < held.shares;
        if !unvested.is_zero() && !waits {
            return Err(Broken::Vesting(netuid));
        }
        let given = all.pool.value.checked_sub(unvested).map_err(|_| Broken::Vesting(netuid))?;
        if held.claims > given {
            return Err(Broken::ClaimsAbovePool(netuid, held.claims, given));
        }
        let most = if unvested.is_zero() { held.holders } else { held.holders.saturating_mul(3) };
        if given.rao().saturating_sub(held.claims.rao()) >= most.max(1) {
            return Err(Broken::PoolAboveClaims(netuid, given, held.claims));
        }
        Ok(())
    }

    /// Every lease is that of its subnet, whose owner is the lease's own account; its shares are at most all of it.
    fn check_leases() -> Result<(), Broken> {
        for (id, lease) in SubnetLeases::<T>::iter() {
            let shares: u128 = SubnetLeaseShares::<T>::iter_prefix_values(id).map(|share| share.bits).sum();
            let agrees = SubnetUidToLeaseId::<T>::get(lease.netuid) == Some(id)
                && SubnetOwner::<T>::get(lease.netuid) == lease.coldkey;
            if !agrees || shares > 1 << 64 {
                return Err(Broken::Lease(id));
            }
        }
        match AccumulatedLeaseDividends::<T>::iter_keys().find(|id| !SubnetLeases::<T>::contains_key(id)) {
            Some(id) => Err(Broken::Lease(id)),
            None => Ok(()),
        }
    }

    fn check_uids(netuid: NetUid) -> Result<(), Broken> {
        let n = SubnetworkN::<T>::get(netuid);
        let linked = Uids::<T>::iter_prefix(netuid).count();
        let agrees = |uid: u16| Uids::<T>::get(netuid, Keys::<T>::get(netuid, uid)) == Some(uid);
        match (0..n).find(|uid| !agrees(*uid)) {
            Some(uid) => Err(Broken::Uid(netuid, uid)),
            None if linked != usize::from(n) => Err(Broken::Uid(netuid, n)),
            None => Ok(()),
        }
    }
}
