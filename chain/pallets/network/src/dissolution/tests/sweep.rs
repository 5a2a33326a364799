//! Nothing may be left that names a dissolved subnet. The items are those of the metadata, so one that is added later
//! and forgotten in the lists of `sweep.rs` is found here.

use super::*;
use crate::{
    dissolution::Phase,
    rate_limits::{Hyperparameter, RateLimitKey},
    weights::NetUidStorageIndex,
};
use codec::Encode;
use frame_support::__private::metadata_ir::{StorageEntryTypeIR, StorageHasherIR};
use scale_info::{MetaType, TypeDef};

/// An item with a netuid in its key.
struct Item {
    name: &'static str,
    prefix: Vec<u8>,
    parts: Vec<(StorageHasherIR, MetaType)>,
}

/// Bytes of the hash before a part of a key.
fn hash_length(hasher: &StorageHasherIR) -> usize {
    match hasher {
        StorageHasherIR::Blake2_128Concat => 16,
        StorageHasherIR::Twox64Concat => 8,
        StorageHasherIR::Identity => 0,
        other => panic!("a key cannot be found behind {other:?}"),
    }
}

fn hashed(hasher: &StorageHasherIR, part: &[u8]) -> Vec<u8> {
    match hasher {
        StorageHasherIR::Blake2_128Concat => [&sp_io::hashing::blake2_128(part)[..], part].concat(),
        StorageHasherIR::Twox64Concat => [&sp_io::hashing::twox_64(part)[..], part].concat(),
        _ => part.to_vec(),
    }
}

fn is_netuid(ty: &MetaType) -> bool {
    *ty == MetaType::new::<NetUid>() || *ty == MetaType::new::<NetUidStorageIndex>()
}

/// A part of a key that is not a netuid: its bytes, all alike.
fn filler(ty: &MetaType) -> Vec<u8> {
    let lengths = [
        (MetaType::new::<AccountId>(), 32),
        (MetaType::new::<u8>(), 1),
        (MetaType::new::<u16>(), 2),
        (MetaType::new::<u32>(), 4),
        (MetaType::new::<u64>(), 8),
        (MetaType::new::<[u8; 16]>(), 16),
    ];
    let length = lengths.iter().find(|(known, _)| known == ty);
    vec![9; length.unwrap_or_else(|| panic!("length of {ty:?}?")).1]
}

fn items() -> Vec<Item> {
    let metadata = metadata();
    let network = metadata.pallets.into_iter().find(|pallet| pallet.name == "Network").unwrap();
    let storage = network.storage.unwrap();
    let mut items = Vec::new();
    for entry in storage.entries {
        let StorageEntryTypeIR::Map { hashers, key, .. } = entry.ty else { continue };
        let types = match (hashers.len(), key.type_info().type_def) {
            (1, _) => vec![key],
            (_, TypeDef::Tuple(parts)) => parts.fields,
            (_, other) => panic!("key of {}: {other:?}", entry.name),
        };
        if types.iter().any(is_netuid) {
            let name = [storage.prefix, entry.name].map(|name| sp_io::hashing::twox_128(name.as_bytes()));
            items.push(Item {
                name: entry.name,
                prefix: name.concat(),
                parts: hashers.into_iter().zip(types).collect(),
            });
        }
    }
    items
}

impl Item {
    /// A key of the item: that of a netuid, or of one of its mechanisms.
    fn key(&self, netuid: u16) -> Vec<u8> {
        let part = |(hasher, ty): &(StorageHasherIR, MetaType)| {
            let bytes = if is_netuid(ty) { netuid.encode() } else { filler(ty) };
            hashed(hasher, &bytes)
        };
        [self.prefix.clone(), self.parts.iter().flat_map(part).collect()].concat()
    }

    fn has_mechanisms(&self) -> bool {
        self.parts.iter().any(|(_, ty)| *ty == MetaType::new::<NetUidStorageIndex>())
    }

    /// Whether a key of the item names the subnet.
    fn names(&self, key: &[u8], netuid: NetUid) -> bool {
        let mut at = self.prefix.len();
        self.parts.iter().any(|(hasher, ty)| {
            at += hash_length(hasher);
            if !is_netuid(ty) {
                at += filler(ty).len();
                return false;
            }
            let number = u16::from_le_bytes([key[at], key[at + 1]]);
            at += 2;
            number == netuid.number()
                || (*ty == MetaType::new::<NetUidStorageIndex>() && number % 4_096 == netuid.number())
        })
    }

    fn keys_of(&self, netuid: NetUid) -> usize {
        let mut key = self.prefix.clone();
        let mut found = 0;
        while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&self.prefix)) {
            found += usize::from(self.names(&next, netuid));
            key = next;
        }
        found
    }
}

/// Items that are found by other items, and those that hold what is counted and paid: a key that the rest knows nothing
/// of must not be in them.
const COUNTED: [&str; 13] = [
    "ChildKeys",
    "ParentKeys",
    "ChildkeyTake",
    "AutoStakeDestination",
    "AutoStakeDestinationColdkeys",
    "Positions",
    "Stakers",
    "HotkeyShares",
    "TotalHotkeyAlpha",
    "Dissolutions",
    "DissolutionClaims",
    "DissolutionPayments",
    "LastRateLimitedBlock",
];

/// A subnet on which everybody has done something, as far as before its positions are removed.
fn busy_subnet() {
    register(SUBNET, 1);
    register(SUBNET, 2);
    stake(SUBNET, 1, 1, 10 * TAO);
    stake(SUBNET, 3, 2, 10 * TAO);
    run_blocks(15);
    for key in [
        RateLimitKey::SetSNOwnerHotkey(SUBNET),
        RateLimitKey::OwnerHyperparamUpdate(SUBNET, Hyperparameter::Kappa),
        RateLimitKey::AddStakeBurn(SUBNET),
        RateLimitKey::AddStakeBurn(OTHER),
    ] {
        Network::use_now(&key);
    }
    dissolve(SUBNET);
    let mut state = Dissolutions::<Test>::get(SUBNET).unwrap();
    while state.phase != Phase::Clearing {
        assert_ok!(Network::dissolve_some(SUBNET, &mut state, 1_000));
    }
    Dissolutions::<Test>::insert(SUBNET, state);
}

#[test]
fn nothing_of_the_metadata_should_name_a_dissolved_subnet() {
    chain_of_two().execute_with(|| {
        let items = items();
        assert!(items.len() > 80, "{} items", items.len());
        busy_subnet();
        for item in items.iter().filter(|item| !COUNTED.contains(&item.name)) {
            sp_io::storage::set(&item.key(SUBNET.number()), &[0; 8]);
            if item.has_mechanisms() {
                sp_io::storage::set(&item.key(SUBNET.number() + 3 * 4_096), &[0; 8]);
            }
            assert!(item.keys_of(SUBNET) > 0, "{}", item.name);
        }
        let others: Vec<usize> = items.iter().map(|item| item.keys_of(OTHER)).collect();
        for _ in 0..200 {
            Network::step_dissolution();
        }
        assert!(!Network::is_dissolving(SUBNET));
        let left: Vec<_> =
            items.iter().filter(|item| item.keys_of(SUBNET) > 0).map(|item| item.name).collect();
        assert!(left.is_empty(), "not swept (add them to dissolution/sweep.rs): {left:?}");
        let same: Vec<usize> = items.iter().map(|item| item.keys_of(OTHER)).collect();
        assert_eq!(same, others, "other subnets keep what they have");
    });
}

#[test]
fn rate_limits_of_other_subnets_should_stay() {
    chain_of_two().execute_with(|| {
        busy_subnet();
        see_through(SUBNET);
        let kept: Vec<_> = LastRateLimitedBlock::<Test>::iter_keys().collect();
        assert!(kept.contains(&RateLimitKey::AddStakeBurn(OTHER)));
        let of_it = |key: &RateLimitKey<AccountId>| {
            matches!(key,
                RateLimitKey::SetSNOwnerHotkey(netuid)
                | RateLimitKey::OwnerHyperparamUpdate(netuid, _)
                | RateLimitKey::AddStakeBurn(netuid) if *netuid == SUBNET)
        };
        assert!(!kept.iter().any(of_it));
    });
}

#[test]
fn sweeping_should_be_spread_over_blocks_when_there_is_much() {
    // economics §6.3: unbounded per-block work
    chain().execute_with(|| {
        for number in 0..1_000 {
            Axons::<Test>::insert(SUBNET, account(5_000 + number), myelin_views::AxonInfo::default());
            TransactionKeyLastBlock::<Test>::insert((account(5_000 + number), OTHER, 1), 5);
        }
        dissolve(SUBNET);
        let before = Axons::<Test>::iter_keys().count();
        let mut most = 0;
        let mut left = before;
        while Network::is_dissolving(SUBNET) {
            next_block();
            let now = Axons::<Test>::iter_keys().count();
            most = most.max(left - now);
            left = now;
        }
        assert_eq!(left, 0);
        assert!(most <= crate::dissolution::ROOM as usize, "{most} keys in a block");
        assert_eq!(TransactionKeyLastBlock::<Test>::iter().count(), 1_000);
    });
}
