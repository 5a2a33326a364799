//! Every item of storage in which an account may stand, and what a swap does to it. An item that is not listed here fails
//! the first test: whoever adds one says here whose key it holds, gives it to the person of `world.rs`, and moves it
//! (`staking/renaming.rs`, `keys/neuron.rs`, `keys/take.rs`, `keys/coldkey.rs`).

use super::world::*;
use crate::{mock::*, pallet::*};
use frame_support::{assert_ok, storage::storage_prefix};
use scale_info::{form::MetaForm, MetaType, TypeDef};
use std::collections::BTreeSet;
use Holds::*;

/// Whose key an item holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Holds {
    /// A hotkey's: none after its swap.
    Hotkeys,
    /// A coldkey's: none after its swap.
    Coldkeys,
    /// Both.
    Keys,
    /// Of the past, and the reason why it stays.
    Past(&'static str),
    /// Nobody's: no rule of this chain writes the item.
    Nothing,
}

/// Copies for clients, which the block step writes when it has time.
const COPIES: &[&str] = &["RootClaimable", "RootClaimed"];

const ITEMS: &[(&str, Holds)] = &[
    ("AlphaDividendsPerSubnet", Hotkeys),
    ("AutoParentDelegationEnabled", Hotkeys),
    ("AutoStakeDestination", Keys),
    ("AutoStakeDestinationColdkeys", Keys),
    ("AutoStakers", Coldkeys),
    ("Axons", Hotkeys),
    ("ChildKeys", Hotkeys),
    ("ChildKeysDue", Past("where the block step goes on")),
    ("ChildkeyTake", Hotkeys),
    ("ColdkeySuccessor", Past("tells where a coldkey went")),
    ("ColdkeySwapAnnouncements", Coldkeys),
    ("ColdkeySwapDisputes", Coldkeys),
    ("ColdkeySwapProgress", Past("tells where a coldkey is going, until it is there")),
    ("Delegates", Hotkeys),
    ("DissolutionClaims", Past("a swap waits until they are paid")),
    ("DissolutionPayments", Past("a swap waits until they are paid")),
    ("DividendVesting", Hotkeys),
    ("FamilyMembers", Hotkeys),
    ("Holders", Hotkeys),
    ("HotkeyShares", Hotkeys),
    ("IdentitiesV2", Coldkeys),
    ("IsNetworkMember", Hotkeys),
    ("Keys", Hotkeys),
    ("KeptRoot", Keys),
    ("KeptRootStake", Hotkeys),
    ("KeptSubnetsChosenAt", Coldkeys),
    ("LastHotkeySwapOnNetuid", Coldkeys),
    ("LastRateLimitedBlock", Keys),
    ("LastTxBlockDelegateTake", Hotkeys),
    ("Lock", Nothing),
    ("NetworkRegistrationQueue", Nothing),
    ("NeuronCertificates", Hotkeys),
    ("OwnedHotkeys", Keys),
    ("Owner", Keys),
    ("ParentKeys", Hotkeys),
    ("PendingChildKeys", Hotkeys),
    ("Positions", Keys),
    ("Prometheus", Hotkeys),
    ("RootAlphaDividendsPerSubnet", Hotkeys),
    ("RootBallots", Hotkeys),
    ("RootClaimType", Coldkeys),
    ("RootClaimable", Hotkeys),
    ("RootClaimed", Keys),
    ("RootPots", Hotkeys),
    ("Stakers", Keys),
    ("StakingHotkeys", Keys),
    ("SubnetLeaseShares", Coldkeys),
    ("SubnetLeases", Coldkeys),
    ("SubnetOwner", Coldkeys),
    ("SubnetOwnerHotkey", Hotkeys),
    (
        "TimelockedWeightCommits",
        Past("what is sealed names the hotkey of that time; the seat beside it says whose it is"),
    ),
    ("TotalHotkeyAlpha", Hotkeys),
    ("TransactionKeyLastBlock", Keys),
    ("Uids", Hotkeys),
    ("WeightCommitSeats", Past("the hotkey that the hash is of")),
    ("WeightCommits", Hotkeys),
];

/// Whether a value of this type can hold an account.
fn mentions_account(kind: MetaType, seen: &mut BTreeSet<core::any::TypeId>) -> bool {
    if kind.type_id() == core::any::TypeId::of::<AccountId>() {
        return true;
    }
    if !seen.insert(kind.type_id()) {
        return false;
    }
    let fields = |fields: &[scale_info::Field<MetaForm>]| fields.iter().map(|field| field.ty).collect();
    let parts: Vec<MetaType> = match kind.type_info().type_def {
        TypeDef::Composite(composite) => fields(&composite.fields),
        TypeDef::Variant(variants) => {
            variants.variants.iter().flat_map(|variant| fields(&variant.fields)).collect()
        }
        TypeDef::Sequence(sequence) => vec![sequence.type_param],
        TypeDef::Array(array) => vec![array.type_param],
        TypeDef::Tuple(tuple) => tuple.fields,
        TypeDef::Compact(compact) => vec![compact.type_param],
        TypeDef::Primitive(_) | TypeDef::BitSequence(_) => vec![],
    };
    parts.into_iter().any(|part| mentions_account(part, seen))
}

#[test]
fn list_should_name_every_item_that_may_hold_an_account() {
    use frame_support::__private::metadata_ir::StorageEntryTypeIR as Entry;
    let may_hold =
        |types: &[MetaType]| types.iter().any(|kind| mentions_account(*kind, &mut BTreeSet::new()));
    // Some defaults are read from storage.
    let items: Vec<&str> = chain()
        .execute_with(Network::storage_metadata)
        .entries
        .into_iter()
        .filter(|item| match &item.ty {
            Entry::Plain(value) => may_hold(&[*value]),
            Entry::Map { key, value, .. } => may_hold(&[*key, *value]),
        })
        .map(|item| item.name)
        .collect();
    let listed: BTreeSet<&str> = ITEMS.iter().map(|(name, _)| *name).collect();
    let found: BTreeSet<&str> = items.into_iter().collect();
    assert_eq!(found, listed, "say in keys/tests/census.rs what a swap does to the item that is missing");
}

/// Whether the account stands anywhere in an item, in its keys or its values.
fn stands_in(item: &str, account: &AccountId) -> bool {
    let prefix = storage_prefix(b"Network", item.as_bytes()).to_vec();
    let bytes: &[u8] = account.as_ref();
    let holds = |raw: &[u8]| raw.windows(bytes.len()).any(|window| window == bytes);
    let mut key = prefix.clone();
    while let Some(next) = sp_io::storage::next_key(&key).filter(|next| next.starts_with(&prefix)) {
        if holds(&next) || holds(&sp_io::storage::get(&next).unwrap_or_default()) {
            return true;
        }
        key = next;
    }
    // An item without keys is stored at its prefix.
    holds(&sp_io::storage::get(&prefix).unwrap_or_default())
}

/// The listed items of those kinds in which the account stands.
fn standing(account: &AccountId, kinds: &[Holds]) -> Vec<&'static str> {
    let listed = ITEMS.iter().filter(|(_, holds)| kinds.contains(holds));
    listed.map(|(name, _)| *name).filter(|name| stands_in(name, account)).collect()
}

fn listed(kinds: &[Holds]) -> Vec<&'static str> {
    ITEMS.iter().filter(|(_, holds)| kinds.contains(holds)).map(|(name, _)| *name).collect()
}

// economics §6.3: root claims lost on key swap (#2515, 010, 012, 014)
#[test]
fn hotkey_should_stand_nowhere_when_it_was_swapped() {
    world().execute_with(|| {
        let kinds = [Hotkeys, Keys];
        assert_eq!(standing(&hotkey(1), &kinds), listed(&kinds), "the world lacks something");
        System::set_block_number(2_000);
        assert_ok!(Network::swap_hotkey(signed(coldkey(1)), hotkey(1), hotkey(40), None));
        assert_eq!(standing(&hotkey(1), &kinds), Vec::<&str>::new(), "left behind");
        let arrived: Vec<_> = listed(&kinds).into_iter().filter(|item| !COPIES.contains(item)).collect();
        let found: Vec<_> =
            standing(&hotkey(40), &kinds).into_iter().filter(|item| !COPIES.contains(item)).collect();
        assert_eq!(found, arrived, "not arrived");
    });
}

/// Coldkey 1 runs a leased subnet and has paid a part of it.
fn lease() {
    let lease = crate::leases::SubnetLease {
        beneficiary: coldkey(1),
        coldkey: coldkey(20),
        hotkey: hotkey(20),
        emissions_share: sp_runtime::Percent::from_percent(10),
        end_block: None,
        netuid: OTHER,
        cost: myelin_units::Tao::new(TAO),
    };
    SubnetLeases::<Test>::insert(7, lease);
    SubnetUidToLeaseId::<Test>::insert(OTHER, 7);
    SubnetLeaseShares::<Test>::insert(7, coldkey(1), myelin_views::FixedU128 { bits: 1 << 60 });
}

// economics §6.3: root claims lost on key swap (#2515, 010, 012)
#[test]
fn coldkey_should_stand_nowhere_when_it_was_swapped() {
    world().execute_with(|| {
        ColdkeySwapAnnouncements::<Test>::insert(coldkey(1), (1, sp_core::H256::zero()));
        ColdkeySwapDisputes::<Test>::insert(coldkey(1), 1);
        lease();
        let kinds = [Coldkeys, Keys];
        assert_eq!(standing(&coldkey(1), &kinds), listed(&kinds), "the world lacks something");
        let swap = Network::swap_coldkey(RuntimeOrigin::root(), coldkey(1), account(800), 0u64.into());
        assert_ok!(swap);
        assert_eq!(standing(&coldkey(1), &kinds), Vec::<&str>::new(), "left behind");
        let settled = ["ColdkeySwapAnnouncements", "ColdkeySwapDisputes"];
        let kept = |item: &&str| !COPIES.contains(item) && !settled.contains(item);
        let arrived: Vec<_> = listed(&kinds).into_iter().filter(kept).collect();
        let found: Vec<_> = standing(&account(800), &kinds).into_iter().filter(kept).collect();
        assert_eq!(found, arrived, "not arrived");
    });
}
