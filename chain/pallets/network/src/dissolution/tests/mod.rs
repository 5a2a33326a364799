mod attacks;
mod freeze;
mod payment;
mod prune;
mod quote;
mod stopped;
mod sweep;

use crate::mock::*;
use crate::pallet::*;
use frame_support::assert_ok;
use myelin_units::{NetUid, Tao};
use std::collections::BTreeMap;

/// What a dissolution has paid.
#[derive(Default, Debug, PartialEq, Eq)]
struct Paid {
    holders: BTreeMap<AccountId, u64>,
    recycled: u64,
    /// Most payments in one block.
    in_a_block: usize,
    blocks: u64,
}

impl Paid {
    fn to(&self, who: u64) -> u64 {
        self.holders.get(&coldkey(who)).copied().unwrap_or(0)
    }

    fn all(&self) -> u64 {
        self.holders.values().sum::<u64>() + self.recycled
    }
}

fn dissolve(netuid: NetUid) {
    assert_ok!(Network::root_dissolve_network(RuntimeOrigin::root(), netuid));
}

/// Blocks until nothing is left of the subnet; the books are closed after each.
fn see_through(netuid: NetUid) -> Paid {
    let mut paid = Paid::default();
    while Network::is_dissolving(netuid) {
        next_block();
        paid.blocks += 1;
        assert!(paid.blocks < 1_000, "never done");
        let mut payments = 0;
        for event in System::events() {
            match event.event {
                RuntimeEvent::Network(
                    Event::DissolutionPaid { coldkey, tao, .. }
                    | Event::DissolutionStaked { coldkey, tao, .. },
                ) => {
                    payments += 1;
                    assert_eq!(paid.holders.insert(coldkey, tao.rao()), None, "paid twice");
                }
                RuntimeEvent::Network(Event::DissolutionRecycled { tao, .. }) => paid.recycled += tao.rao(),
                _ => {}
            }
        }
        paid.in_a_block = paid.in_a_block.max(payments);
    }
    paid
}

fn pot(netuid: NetUid) -> u64 {
    SubnetTAO::<Test>::get(netuid).rao()
}

fn tao(rao: u64) -> Tao {
    Tao::new(rao)
}
