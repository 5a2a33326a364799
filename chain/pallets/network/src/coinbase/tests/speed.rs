//! What a block's opening asks of the state for each subnet. The node's time goes there, not into arithmetic
//! (docs/performance.md).

use super::{
    meter::{measure, Asked},
    *,
};
use frame_support::traits::Hooks;

/// So many started and funded subnets after a few blocks, none of whose epochs is due.
fn chain_of(count: u16) -> sp_io::TestExternalities {
    let subnets = (1..=count).map(|netuid| GenesisSubnet { netuid, tempo: 60_000, ..genesis_subnet() });
    let mut chain = chain_with(subnets.collect());
    chain.execute_with(|| {
        (1..=count).for_each(|netuid| set_moving_price(NetUid::new(netuid), ONE / 8));
        run_blocks(3);
        // A uid was sold, so its price falls.
        (1..=count).for_each(|netuid| Burn::<Test>::insert(NetUid::new(netuid), myelin_units::Tao::new(TAO)));
    });
    chain.commit_all().unwrap();
    chain
}

fn opening(subnets: u16) -> Asked {
    chain_of(subnets).execute_with(|| {
        System::set_block_number(System::block_number() + 1);
        measure(|| {
            Network::on_initialize(System::block_number());
        })
    })
}

#[test]
fn opening_of_a_block_should_ask_little_of_the_state_for_each_subnet() {
    let (few, many) = (opening(2), opening(18));
    let each = |few: u64, many: u64| (many - few) / 16;
    let (reads, keys, writes) =
        (each(few.reads, many.reads), each(few.keys, many.keys), each(few.writes, many.writes));
    println!("for each subnet {reads} reads of {keys} keys, {writes} writes; of 2 subnets {few:?}");
    // It was 94 reads of 28 keys and 30 writes before the TAO of a block was minted at once.
    assert!(reads <= 28 && writes <= 12, "{reads} reads of {keys} keys, {writes} writes");
}
