//! Families from outside: who may lend to whom, when it comes true, what it weighs and what it earns.

mod apply;
mod choose;
mod dividends;
mod subnets;
mod take;

use crate::{mock::*, pallet::*, staking::MIN_STAKE};
use frame_support::{assert_noop, assert_ok, dispatch::DispatchResult};
use myelin_units::{Alpha, NetUid, PerU16};
use sp_runtime::DispatchError;

const WHOLE: u64 = u64::MAX;
const HALF: u64 = u64::MAX / 2;

/// Coldkeys 1 to 6 with a hotkey each; hotkeys 1 and 2 have 100 alpha each on subnet 1. Epochs run every ten blocks.
fn families() -> sp_io::TestExternalities {
    let mut chain = chain();
    chain.execute_with(|| {
        (1..=6).for_each(own);
        gift(SUBNET, 1, 1, 100 * TAO);
        gift(SUBNET, 2, 2, 100 * TAO);
        PendingChildKeyCooldown::<Test>::put(0);
    });
    chain
}

fn lend(parent: u64, children: &[(u64, u64)]) -> DispatchResult {
    lend_on(SUBNET, parent, children)
}

fn lend_on(netuid: NetUid, parent: u64, children: &[(u64, u64)]) -> DispatchResult {
    let children = children.iter().map(|(part, child)| (*part, hotkey(*child))).collect();
    Network::set_children(signed(coldkey(parent)), hotkey(parent), netuid, children)
}

/// As `lend`, and it has come true.
fn lend_now(parent: u64, children: &[(u64, u64)]) {
    let children: Vec<_> = children.iter().map(|(part, child)| (*part, hotkey(*child))).collect();
    assert_ok!(Network::apply_children(&hotkey(parent), SUBNET, &children));
    assert_eq!(Network::check_invariants(), Ok(()));
}

fn children_of(parent: u64) -> Vec<(u64, AccountId)> {
    ChildKeys::<Test>::get(hotkey(parent), SUBNET)
}

fn parents_of(child: u64) -> Vec<(u64, AccountId)> {
    ParentKeys::<Test>::get(hotkey(child), SUBNET)
}

fn weight(number: u64) -> u64 {
    Network::stake_weight_of(&hotkey(number), SUBNET).floor()
}

fn events() -> Vec<Event<Test>> {
    let network = |record: frame_system::EventRecord<RuntimeEvent, _>| match record.event {
        RuntimeEvent::Network(event) => Some(event),
        _ => None,
    };
    System::events().into_iter().filter_map(network).collect()
}
