//! A world in which one person has one of everything: coldkey 1 with hotkey 1.

use crate::{
    coinbase::votes::Ballot,
    mock::*,
    pallet::*,
    rate_limits::{OwnerTransaction, RateLimitKey},
    root::claim_type::RootClaimTypeEnum,
    weights::NetUidStorageIndex,
};
use myelin_units::{Alpha, NetUid, PerU16};
use myelin_views::{AxonInfo, ChainIdentityV2, NeuronCertificate, PrometheusInfo};
use std::collections::BTreeMap;

pub const ROOT: NetUid = NetUid::ROOT;
pub const STAKERS: [u64; 3] = [1, 2, 3];

/// Two subnets and root; hotkey 1 has a uid on each, stake of three people, and everything else that a hotkey may have;
/// coldkey 1 owns the first subnet.
pub fn world() -> sp_io::TestExternalities {
    let mut chain = chain_of_two();
    chain.execute_with(|| {
        System::set_block_number(50);
        register(SUBNET, 1);
        register(OTHER, 1);
        register(SUBNET, 2);
        Network::root_register(signed(coldkey(1)), hotkey(1)).unwrap();
        for netuid in [ROOT, SUBNET, OTHER] {
            STAKERS.iter().for_each(|staker| stake(netuid, *staker, 1, (1 + staker) * TAO));
            endow_hotkey(netuid);
        }
        earn_dividends();
        stake(SUBNET, 1, 2, TAO);
        SubnetOwnerHotkey::<Test>::insert(SUBNET, hotkey(1));
        Delegates::<Test>::insert(hotkey(1), PerU16::new(1_000));
        LastTxBlockDelegateTake::<Test>::insert(hotkey(1), 90);
        for key in [RateLimitKey::LastTxBlockDelegateTake, RateLimitKey::LastTxBlockChildKeyTake] {
            LastRateLimitedBlock::<Test>::insert(key(hotkey(1)), 91);
        }
        endow_coldkey();
        found_families();
        vote();
        keep_dividends();
        assert_eq!(Network::check_invariants(), Ok(()));
    });
    chain
}

fn endow_hotkey(netuid: NetUid) {
    let uid = Uids::<Test>::get(netuid, hotkey(1)).unwrap();
    let index = NetUidStorageIndex::from(netuid);
    Axons::<Test>::insert(netuid, hotkey(1), AxonInfo { port: 7, ..Default::default() });
    Prometheus::<Test>::insert(netuid, hotkey(1), PrometheusInfo { port: 8, ..Default::default() });
    let certificate = NeuronCertificate { algorithm: 1, public_key: vec![9; 4].try_into().unwrap() };
    NeuronCertificates::<Test>::insert(netuid, hotkey(1), certificate);
    AlphaDividendsPerSubnet::<Test>::insert(netuid, hotkey(1), Alpha::new(5));
    RootAlphaDividendsPerSubnet::<Test>::insert(netuid, hotkey(1), Alpha::new(6));
    Weights::<Test>::insert(index, uid, vec![(0, 7)]);
    Bonds::<Test>::insert(index, uid, vec![(0, 8)]);
    if !netuid.is_root() {
        commit(index, uid);
    }
}

/// Hotkey 1 has committed to weights.
fn commit(index: NetUidStorageIndex, uid: u16) {
    let seat = Network::seat_of(NetUid::new(index.0), uid);
    WeightCommits::<Test>::insert(index, hotkey(1), vec![(sp_core::H256::zero(), 0, 99, 0)]);
    WeightCommitSeats::<Test>::insert(index, hotkey(1), vec![(seat, hotkey(1))]);
}

/// Those who stake with hotkey 1 have been given dividends, and now is later.
fn earn_dividends() {
    SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(Alpha::new(TAO)).unwrap());
    Network::begin_payday(SUBNET);
    Network::vest_dividend(&hotkey(1), SUBNET, Alpha::new(TAO)).unwrap();
    System::set_block_number(100);
}

fn vote() {
    let seat = Uids::<Test>::get(ROOT, hotkey(1)).unwrap();
    let ballot = Ballot { hotkey: hotkey(1), block: 80, weights: vec![(SUBNET, 1)] };
    RootBallots::<Test>::insert(seat, ballot);
}

fn endow_coldkey() {
    SubnetOwner::<Test>::insert(SUBNET, coldkey(1));
    let identity = ChainIdentityV2 {
        name: b"one".to_vec(),
        url: vec![],
        github_repo: vec![],
        image: vec![],
        discord: vec![],
        description: vec![],
        additional: vec![],
    };
    IdentitiesV2::<Test>::insert(coldkey(1), identity);
    Network::transaction_now(&coldkey(1), SUBNET, OwnerTransaction::Tempo);
    LastHotkeySwapOnNetuid::<Test>::insert(OTHER, coldkey(1), 60);
    LastRateLimitedBlock::<Test>::insert(RateLimitKey::LastTxBlock(coldkey(1)), 61);
}

/// Hotkey 1 has a child on the first subnet and a parent on the second; coldkey 1 has its incentives staked on it.
fn found_families() {
    own(3);
    for (netuid, parent, child) in [(SUBNET, 1, 2), (OTHER, 3, 1)] {
        ChildKeys::<Test>::insert(hotkey(parent), netuid, vec![(1 << 60, hotkey(child))]);
        ParentKeys::<Test>::insert(hotkey(child), netuid, vec![(1 << 60, hotkey(parent))]);
        FamilyMembers::<Test>::insert(netuid, hotkey(parent), ());
        FamilyMembers::<Test>::insert(netuid, hotkey(child), ());
    }
    PendingChildKeys::<Test>::insert(SUBNET, hotkey(1), (vec![(1 << 59, hotkey(2))], 1_000_000));
    ChildkeyTake::<Test>::insert(hotkey(1), OTHER, PerU16::new(700));
    AutoParentDelegationEnabled::<Test>::insert(hotkey(1), false);
    Network::transaction_now(&hotkey(1), SUBNET, OwnerTransaction::SetChildren);
    Network::set_coldkey_auto_stake_hotkey(signed(coldkey(1)), SUBNET, hotkey(1)).unwrap();
}

/// Coldkey 1 keeps its root dividends, and is owed some of the first subnet.
fn keep_dividends() {
    let chosen = RootClaimTypeEnum::KeepSubnets { subnets: [SUBNET, OTHER].into() };
    Network::set_root_claim_type(signed(coldkey(1)), chosen).unwrap();
    let paid = Network::keep_root_dividend(&hotkey(1), SUBNET, Alpha::new(TAO)).unwrap();
    SubnetAlphaOut::<Test>::mutate(SUBNET, |out| *out = out.checked_add(paid).unwrap());
    stake(ROOT, 1, 1, TAO);
    Network::publish_root_claims(&hotkey(1), &coldkey(1));
    assert!(!Network::owed_root(&hotkey(1), &coldkey(1), SUBNET).is_zero());
}

/// What each coldkey holds on a hotkey, by subnet.
pub fn stakes_on(hotkey: &AccountId) -> BTreeMap<(AccountId, NetUid), Alpha> {
    all_stakes().filter(|(on, _, _)| on == hotkey).map(|(_, by, netuid)| held(hotkey, &by, netuid)).collect()
}

fn held(hotkey: &AccountId, coldkey: &AccountId, netuid: NetUid) -> ((AccountId, NetUid), Alpha) {
    ((coldkey.clone(), netuid), Network::stake_of(hotkey, coldkey, netuid))
}

/// Hotkey, coldkey and subnet of every position, the kept ones at root too.
fn all_stakes() -> impl Iterator<Item = (AccountId, AccountId, NetUid)> {
    let kept = KeptRoot::<Test>::iter_keys().map(|(hotkey, coldkey)| (hotkey, coldkey, ROOT));
    Positions::<Test>::iter_keys().chain(kept)
}

/// What a coldkey holds, by hotkey and subnet.
pub fn stakes_of(coldkey: &AccountId) -> BTreeMap<(AccountId, NetUid), Alpha> {
    all_stakes()
        .filter(|(_, holder, _)| holder == coldkey)
        .map(|(hotkey, holder, netuid)| {
            let held = Network::stake_of(&hotkey, &holder, netuid);
            ((hotkey, netuid), held)
        })
        .collect()
}

/// All TAO and alpha that a coldkey has.
pub fn wealth(coldkey: &AccountId) -> (u64, BTreeMap<NetUid, u64>) {
    let mut alpha: BTreeMap<NetUid, u64> = BTreeMap::new();
    for ((_, netuid), held) in stakes_of(coldkey) {
        *alpha.entry(netuid).or_default() += held.rao();
    }
    (balance(coldkey), alpha)
}
